from odoo import fields, models

#: Share of grown-up members, in percent, who said yes or no to each purpose.
SAID = {
    "newsletter": (45, 9),
    "book_tips": (24, 12),
    "activities": (30, 6),
    "surveys": (12, 10),
    "tracking": (20, 15),
}
#: The same of parents, for their children.
SAID_OF_CHILDREN = {"youth": (60, 10), "activities": (20, 5)}
#: So many days ago the library wrote the texts by which was asked.
TEXTS_SINCE = 1000


class Demo(models.AbstractModel):
    """What customers agreed to, and which parents were confirmed at the desk."""

    _inherit = "bzk.demo"

    def _record_consents(self, company):
        """Confirm parents and record decisions, unless that was done."""
        said = [("company_id", "=", company.id), ("purpose_id.code", "in", list(SAID))]
        if self.env["bzk.consent"].search_count(said, limit=1):
            return
        self._write_texts(company)
        self._confirm_parents(company)
        self._create_consents(company)

    def _purposes(self, codes):
        return self.env["bzk.consent.purpose"].search(
            [("company_id", "=", False), ("code", "in", list(codes))]
        )

    def _write_texts(self, company):
        """Let the library have texts of its own, older than what was decided by them."""
        since = fields.Date.subtract(fields.Date.context_today(self), days=TEXTS_SINCE)
        self.env["bzk.consent.version"].create(
            [
                {
                    "purpose_id": purpose.id,
                    "company_id": company.id,
                    "date_from": since,
                    "text": purpose.with_context(lang="nl_NL").description,
                }
                for purpose in self._purposes(SAID | SAID_OF_CHILDREN)
            ]
        )

    def _confirm_parents(self, company):
        """Let the desk have confirmed two of three proposed parents."""
        proposed = self.env["bzk.guardian"].search(
            [("company_id", "=", company.id), ("state", "=", "proposed")], order="id"
        )
        proposed.filtered(lambda tie: tie.child_id.id % 3).action_confirm()

    def _create_consents(self, company):
        """Let members have said yes or no, drawn from a print of their number."""
        self.env.flush_all()
        for purpose in self._purposes(SAID):
            self._say(company, purpose, SAID[purpose.code])
        for purpose in self._purposes(SAID_OF_CHILDREN):
            self._say(company, purpose, SAID_OF_CHILDREN[purpose.code], children=True)
        self.env.invalidate_all()

    def _say(self, company, purpose, shares, children=False):
        """Add the decisions on one purpose in one statement, most in the last years."""
        today = fields.Date.context_today(self)
        desk = self.env["res.users"].search([("login", "=", self._login("balie", company))])
        self.env.cr.execute(
            """
            INSERT INTO bzk_consent (partner_id, company_id, purpose_id, state, date, channel,
                                     version_id, wording, evidence, guardian_id, user_id)
            SELECT partner.id, partner.company_id, %(purpose)s,
                   CASE WHEN draw < %(yes)s THEN 'given' ELSE 'withdrawn' END,
                   %(today)s::timestamp + make_interval(hours => 9 + partner.id %% 7)
                       - make_interval(days => 30 + (draw * 7 + partner.id) %% 900),
                   CASE WHEN partner.id %% 3 = 0 THEN 'form' ELSE 'desk' END,
                   version.id, %(wording)s,
                   CASE WHEN partner.id %% 3 = 0 THEN %(form)s ELSE %(paper)s END,
                   giver.guardian_id, %(user)s
              FROM res_partner partner
             CROSS JOIN LATERAL (
                   SELECT abs(hashtext(%(code)s || partner.id)) %% 100 AS draw) drawn
              LEFT JOIN LATERAL (
                   SELECT tie.guardian_id FROM bzk_guardian tie
                    WHERE tie.child_id = partner.id AND tie.state = 'confirmed'
                      AND tie.may_consent
                    ORDER BY tie.id LIMIT 1) giver ON %(children)s
              LEFT JOIN bzk_consent_version version
                ON version.purpose_id = %(purpose)s AND version.company_id = %(company)s
             WHERE partner.company_id = %(company)s AND partner.active
               AND draw < %(yes)s + %(no)s
               AND CASE WHEN %(children)s
                        THEN partner.birthdate >= %(grown)s AND giver.guardian_id IS NOT NULL
                        ELSE partner.birthdate < %(grown)s END
            """,
            {
                "purpose": purpose.id,
                "code": purpose.code,
                "yes": shares[0],
                "no": shares[1],
                "children": children,
                "wording": purpose.with_context(lang="nl_NL").description,
                "form": "Inschrijfformulier op de website",
                "paper": "Formulier in het archief van de vestiging",
                "user": desk[:1].id or None,
                "today": today,
                "company": company.id,
                "grown": fields.Date.subtract(today, years=16 if children else 18),
            },
        )
