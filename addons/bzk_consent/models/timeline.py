from odoo import models
from odoo.tools import SQL

from odoo.addons.bzk_customer.models.timeline import Kind


class Timeline(models.Model):
    """Consents in the timeline of the customer."""

    _inherit = "bzk.timeline"
    _depends = {
        "bzk.consent": ["partner_id", "date", "state", "purpose_id", "channel", "evidence"],
        "bzk.consent.purpose": ["name"],
    }

    def _timeline_selects(self):
        return super()._timeline_selects() | {"consent": self._kind_consent()}

    def _kind_consent(self):
        select = SQL(
            """SELECT c.id AS row_id, c.partner_id, c.company_id, c.user_id, c.date,
                      concat(%s, ': ', %s) AS title,
                      concat_ws(' · ', %s, guardian.name, c.evidence) AS detail, c.id AS res_id
                 FROM bzk_consent c
                 JOIN bzk_consent_purpose p ON p.id = c.purpose_id
            LEFT JOIN res_partner guardian ON guardian.id = c.guardian_id""",
            self._label("bzk.consent", "state", "c"),
            self._translated("p", "name"),
            self._label("bzk.consent", "channel", "c"),
        )
        columns = ("partner_id", "company_id", "user_id", "date", "title", "detail", "res_id")
        label = self.env._("Consents")
        return Kind(label, "fa-check-square-o", "bzk.consent", select, columns, timed=True)
