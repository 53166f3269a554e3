from odoo import api, fields, models
from odoo.tools import SQL

from odoo.addons.bzk_customer.models.timeline import Kind


class Timeline(models.Model):
    """Reports, agreements and appointments with an organisation, and with each of its people.

    A line stands with the organisation once and with everybody who took part; so a number of a
    row is unique among the lines of one customer, which is how they are asked for.
    """

    _inherit = "bzk.timeline"
    _depends = {
        "bzk.contact.report": ["relation_id", "date", "subject", "kind", "state", "user_id"],
        "bzk.agreement": ["relation_id", "member_id", "name", "date_deadline", "done", "user_id"],
        "bzk.dmu.member": ["partner_id"],
        "bzk.relation": ["partner_id", "company_id"],
        "calendar.event": ["relation_id", "company_id", "start", "name", "active"],
    }

    @api.model
    def _timeline_selects(self):
        return {
            **super()._timeline_selects(),
            "report": self._kind_report(),
            "agreement": self._kind_agreement(),
            "appointment": self._kind_appointment(),
        }

    def _kind_report(self):
        columns = ("company_id", "user_id", "date", "title", "detail", "res_id")
        facts = SQL(
            """r.id AS row_id, r.company_id, r.user_id, r.date, r.subject AS title,
               concat_ws(' · ', %s, CASE WHEN r.state = 'draft' THEN %s END) AS detail,
               r.id AS res_id""",
            self._label("bzk.contact.report", "kind", "r"),
            self._label("bzk.contact.report", "state", "r"),
        )
        select = SQL(
            """SELECT relation.partner_id, %(facts)s
                 FROM bzk_contact_report r
                 JOIN bzk_relation relation ON relation.id = r.relation_id
            UNION ALL
               SELECT DISTINCT member.partner_id, %(facts)s
                 FROM bzk_dmu_member member
                 JOIN bzk_contact_report_bzk_dmu_member_rel part
                   ON part.bzk_dmu_member_id = member.id
                 JOIN bzk_contact_report r ON r.id = part.bzk_contact_report_id""",
            facts=facts,
        )
        return Kind(
            self.env._("Visits and calls"),
            "fa-comments",
            "bzk.contact.report",
            select,
            ("partner_id", *columns),
            timed=True,
            dialog=False,
            editable=True,
        )

    def _kind_agreement(self):
        """What was agreed, on the day by which it is done."""
        columns = ("company_id", "user_id", "date", "title", "detail", "res_id")
        facts = SQL(
            """a.id AS row_id, a.company_id, a.user_id,
               a.date_deadline::timestamp + interval '12 hours' AS date, a.name AS title,
               CASE WHEN a.done THEN %s WHEN a.date_deadline < %s THEN %s ELSE %s END AS detail,
               a.report_id AS res_id""",
            self.env._("Done"),
            fields.Date.context_today(self),
            self.env._("Late"),
            self.env._("Open"),
        )
        select = SQL(
            """SELECT relation.partner_id, %(facts)s
                 FROM bzk_agreement a
                 JOIN bzk_relation relation ON relation.id = a.relation_id
            UNION ALL
               SELECT member.partner_id, %(facts)s
                 FROM bzk_agreement a
                 JOIN bzk_dmu_member member ON member.id = a.member_id""",
            facts=facts,
        )
        return Kind(
            self.env._("Agreements"),
            "fa-handshake-o",
            "bzk.contact.report",
            select,
            ("partner_id", *columns),
            dialog=False,
        )

    def _kind_appointment(self):
        columns = ("company_id", "user_id", "date", "title", "res_id")
        facts = SQL(
            """e.id AS row_id, e.company_id, e.user_id, e.start AS date,
               CASE WHEN e.privacy = 'private' AND e.user_id <> %s THEN %s ELSE e.name END
                   AS title,
               e.id AS res_id""",
            self.env.uid,
            self.env._("Appointment"),
        )
        select = SQL(
            """SELECT relation.partner_id, %(facts)s
                 FROM calendar_event e
                 JOIN bzk_relation relation ON relation.id = e.relation_id
                WHERE e.active
            UNION ALL
               SELECT guest.res_partner_id AS partner_id, %(facts)s
                 FROM calendar_event_res_partner_rel guest
                 JOIN calendar_event e ON e.id = guest.calendar_event_id
                 JOIN bzk_relation relation ON relation.id = e.relation_id
                WHERE e.active AND guest.res_partner_id <> relation.partner_id""",
            facts=facts,
        )
        return Kind(
            self.env._("Appointments"),
            "fa-calendar",
            "calendar.event",
            select,
            ("partner_id", *columns),
            timed=True,
            # Whoever does not keep relations sees nothing of them, appointments included.
            needs="bzk.contact.report",
        )
