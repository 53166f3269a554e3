from markupsafe import Markup
from odoo import api, fields, models
from odoo.tools import SQL, format_date
from odoo.tools.i18n import format_list

#: Where a library is that does not say so.
ZONE = "Europe/Amsterdam"
#: Mail for this purpose speaks to its readers as to somebody young.
YOUTH = "youth"


class ResPartner(models.Model):
    """What a mailing says to one reader: to whom it speaks, and why they get it.

    Texts are written by staff and name only these fields; anything else would be code.
    """

    _inherit = "res.partner"

    mail_names = fields.Char(string="Names of the readers", compute="_compute_mail_letter")
    mail_greeting = fields.Char(string="Salutation of a mail", compute="_compute_mail_letter")
    mail_foot = fields.Html(string="Foot of a mail", compute="_compute_mail_letter", sanitize=False)

    @api.model
    def mail_allowed_qweb_expressions(self):
        """What staff may name in the text of a mail; anything else would be code."""
        return (
            *super().mail_allowed_qweb_expressions(),
            "object.firstname",
            "object.lastname",
            "object.branch_id.name",
            "object.branch_id.street",
            "object.branch_id.city",
            "object.branch_id.phone",
            "object.branch_id.email",
            "object.mail_foot",
            "object.mail_greeting",
            "object.mail_names",
            "object.relation_salutation",
        )

    @api.depends_context("bzk_letter", "lang")
    def _compute_mail_letter(self):
        """One query for all readers, whoever reads along included."""
        letter = self.env.context.get("bzk_letter")
        if not letter:
            for partner in self:
                names = partner._called()
                partner.mail_names = names
                partner.mail_greeting = partner._greet([names])
                partner.mail_foot = False
            return
        together = {partner: letter.people(partner.id) for partner in self}
        everybody = self.browse({one for ids in together.values() for one in ids})
        agreed = letter.mailing._agreed(everybody)
        for partner, ids in together.items():
            people = self.browse(ids).with_prefetch(everybody.ids)
            names = [person._called() for person in people]
            partner.mail_names = format_list(self.env, names)
            partner.mail_greeting = partner._greet(names)
            partner.mail_foot = letter.mailing.with_env(self.env)._foot(
                partner, letter.traces.get(partner.id), people, agreed
            )

    def _called(self):
        """By first name; of some, no more than an initial is known."""
        first = self.firstname or ""
        return first if len(first.strip(".")) > 1 else self.name or ""

    def _greet(self, names):
        if len(names) == 1 and self.work_contact and self.relation_salutation:
            return self.relation_salutation
        return self.env._("Dear %s,", format_list(self.env, names))


class MailingMailing(models.Model):
    """Why somebody gets a mailing, and how they stop it: the foot of each mail."""

    _inherit = "mailing.mailing"

    def _agreed(self, people):
        """When people agreed to what this mailing is for, and whether a parent did.

        :return: dict of customer id -> (date, whether somebody decided for them)
        """
        self.env["bzk.consent"].flush_model()
        self.env.cr.execute(
            SQL(
                """
                SELECT DISTINCT ON (partner_id) partner_id, date, guardian_id IS NOT NULL, state
                  FROM bzk_consent
                 WHERE partner_id = ANY(%s) AND purpose_id = %s AND company_id = %s
                 ORDER BY partner_id, date DESC, id DESC
                """,
                people.ids,
                self.purpose_id.id or None,
                self.company_id.id or None,
            )
        )
        return {
            partner_id: (date, for_child)
            for partner_id, date, for_child, state in self.env.cr.fetchall()
            if state == "given"
        }

    def _foot(self, partner, trace, people, agreed):
        """Write why this reader gets the mail, and how to stop it.

        :param partner: to whom the mail goes
        :param trace: its ``mailing.trace``; none for a mail that is tried out
        :param people: all on that address for whom it is
        :param dict agreed: what ``_agreed`` gave
        """
        link = Markup('<a href="%s" style="color:#0b5c7d;">%s</a>')
        links = Markup(" · ").join(
            link % pair
            for pair in (
                (self._unsubscribe_url(trace), self.env._("Unsubscribe")),
                (partner._preference_url(trial=not trace), self.env._("Your preferences")),
                (self._view_url(trace), self.env._("View this mail in the browser")),
            )
        )
        return Markup('<p style="margin:0 0 8px;">%s</p><p style="margin:0 0 8px;">%s</p>') % (
            self._why(people, agreed),
            links,
        )

    def _why(self, people, agreed):
        """Say why these readers get the mail, in one or two sentences."""
        _, purpose = self.env._, self.purpose_id.name or ""
        parts = []
        if len(people) > 1:
            names = format_list(self.env, [person._called() for person in people])
            parts.append(_("This mail is for %s.", names))
        dates = {agreed.get(person.id) for person in people}
        if None in dates:
            parts.append(
                _("You get this mail because you are a customer of %s.", self.company_id.name)
            )
        else:
            first, for_child = min(dates)
            # Whoever sends may live by another clock than the library.
            zone = self.with_context(tz=self.company_id.partner_id.tz or ZONE)
            moment = fields.Datetime.context_timestamp(zone, first)
            day = format_date(self.env, moment.date(), date_format="d MMMM y")
            if for_child:
                text = _(
                    "You get it because your parent or guardian agreed on %(day)s: %(purpose)s."
                )
            elif self.purpose_id.code == YOUTH:
                text = _("You get it because you asked for it on %(day)s: %(purpose)s.")
            else:
                text = _("You get it because you said on %(day)s that you want it: %(purpose)s.")
            parts.append(text % {"day": day, "purpose": purpose})
        return " ".join(parts)
