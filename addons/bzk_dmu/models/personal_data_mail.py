from odoo import api, models
from odoo.fields import Domain

from odoo.addons.bzk_base.models.personal_data import Term

MAIL_MONTHS = 24
#: What a mail for the file tells of the people in it.
TOLD = ("subject", "email_from", "note", "body")


class PersonalData(models.AbstractModel):
    """What mails for the file hold; the mails themselves lie with the customers as messages."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        _ = self.env._
        values = {
            "purpose": _("To keep the mails with a customer where colleagues find them, once"),
            "basis": "interest",
            "term": "filed_mail",
        }
        return [
            *super()._declarations(),
            self._declare(
                "bzk.filed.mail",
                TOLD,
                title=_("Mails that staff handed in for the file"),
                find="_reach_filed_mails",
                shows=["date", "subject", "email_from", "body"],
                erase="clear",
                **values,
            ),
            self._declare(
                "bzk.filed.mail.line",
                title=_("Addresses in mails for the file"),
                shows=["part", "name", "email"],
                **values,
            ),
            self._declare(
                "bzk.mail.address",
                title=_("Other e-mail addresses by which mails are recognised"),
                shows=["email"],
                **values | {"term": "mail_address"},
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        practice = _("What libraries agreed on: two years for what is no longer in use.")
        return [
            *super()._terms(),
            Term(
                "filed_mail",
                _("Which mails were handed in for the file"),
                "bzk.filed.mail",
                months=MAIL_MONTHS,
                since="create_date",
                reason=practice,
            ),
            Term(
                "mail_address",
                _("What was said of an unknown e-mail address"),
                "bzk.mail.address",
                months=MAIL_MONTHS,
                since="write_date",
                reason=practice,
            ),
        ]

    @api.model
    def _reach_filed_mails(self, partners):
        """Mails with an address of these people, or filed at them."""
        return Domain("line_ids.partner_id", "in", partners.ids) | Domain(
            "customer_ids", "in", partners.ids
        )
