from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..mailing import find_addresses

USES = [("person", "A person"), ("organisation", "An organisation"), ("ignore", "Leave out")]
#: Which customers the mails of a colleague are filed at: those that their role may see.
HATS = [
    ("work", "Organisations and their people"),
    ("private", "Private customers"),
    ("both", "Both"),
]
#: Who may read relations and so what points at them here.
RELATION_GROUPS = "bzk_base.group_relations,bzk_base.group_data_steward"


class MailAddress(models.Model):
    """What staff said about an e-mail address that nobody in the CRM has.

    So that they are asked once: whose it is, or that mails with it are no business of the library.
    """

    _name = "bzk.mail.address"
    _inherit = "bzk.library.guard"
    _description = "Remembered e-mail address"
    _order = "email, id"
    _rec_name = "email"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    email = fields.Char(string="E-mail", required=True)
    hat = fields.Selection(HATS, string="For mails with", required=True, default="work")
    use = fields.Selection(USES, string="Stands for", required=True)
    partner_id = fields.Many2one(
        "res.partner",
        string="Person",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
    )
    relation_id = fields.Many2one(
        "bzk.relation",
        string="Organisation",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
        groups=RELATION_GROUPS,
    )

    _company_email_uniq = models.Constraint(
        "UNIQUE(company_id, hat, email)", "This address is in the list already: change that line."
    )
    _use_told = models.Constraint(
        "CHECK(use = 'ignore' AND partner_id IS NULL AND relation_id IS NULL"
        " OR use = 'person' AND partner_id IS NOT NULL"
        " OR use = 'organisation' AND relation_id IS NOT NULL AND partner_id IS NULL)",
        "Choose the person or the organisation whose address this is, or leave it out of mails.",
    )

    @api.constrains("email")
    def _check_email(self):
        for line in self:
            found = find_addresses(line.email)
            if len(found) != 1 or found[0].email != line.email:
                raise ValidationError(
                    self.env._("%s is no e-mail address. Write it in small letters.", line.email)
                )

    @api.constrains("partner_id", "hat")
    def _check_hat(self):
        for line in self:
            self._check_fits(line.hat, line.partner_id)

    @api.model
    def _check_fits(self, hat, partner):
        """Let mails with organisations name people at work only, and the others private ones.

        :raises ValidationError: without naming the person
        """
        at_work = partner.work_contact or partner.is_company
        if partner and (hat == "work" and not at_work or hat == "private" and at_work):
            raise ValidationError(
                self.env._(
                    "Choose somebody whom we know at work for a mail with an organisation, "
                    "and a private customer for the other mails."
                )
            )

    @api.model
    def _remember(self, company, hat, email, use, partner=None, relation=None):
        """Keep what was said of an address, instead of what was said before."""
        values = {"use": use, "partner_id": partner.id if partner else False}
        if hat != "private":
            values["relation_id"] = relation.id if relation else False
        line = self.search(
            [("company_id", "=", company.id), ("hat", "=", hat), ("email", "=", email)]
        )
        if line:
            line.write(values)
            return line
        return self.create({"company_id": company.id, "hat": hat, "email": email, **values})
