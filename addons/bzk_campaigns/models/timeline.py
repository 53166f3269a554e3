from odoo import models
from odoo.tools import SQL

from odoo.addons.bzk_customer.models.timeline import Kind


class Timeline(models.Model):
    """Mails of campaigns in the timeline of the customer; a line opens why it came."""

    _inherit = "bzk.timeline"
    _depends = {
        "mailing.trace": [
            "company_id",
            "mass_mailing_id",
            "partner_id",
            "sent_datetime",
            "trace_status",
        ],
        "mailing.mailing": ["subject"],
    }

    def _timeline_selects(self):
        return super()._timeline_selects() | {"campaign": self._kind_campaign()}

    def _kind_campaign(self):
        select = SQL(
            """SELECT t.id AS row_id, t.partner_id, t.company_id,
                      COALESCE(t.sent_datetime, t.create_date) AS date, m.subject AS title,
                      concat_ws(' · ', %s, %s) AS detail, t.id AS res_id
                 FROM mailing_trace t
                 JOIN mailing_mailing m ON m.id = t.mass_mailing_id
                WHERE t.partner_id IS NOT NULL""",
            self._label("mailing.trace", "trace_status", "t"),
            self._label("mailing.trace", "refusal", "t"),
        )
        columns = ("partner_id", "company_id", "date", "title", "detail", "res_id")
        return Kind(
            self.env._("Campaign mails"),
            "fa-bullhorn",
            "mailing.trace",
            select,
            columns,
            timed=True,
        )
