from collections import defaultdict
from datetime import datetime

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models

#: Where the next contact stands, the most urgent first.
STANDINGS = [
    ("overdue", "Overdue"),
    ("soon", "Within two weeks"),
    ("appointment", "Appointment made"),
    ("later", "Later"),
    ("none", "Nothing planned"),
]
SOON_DAYS = 14


class Relation(models.Model):
    """When there was contact with a relation, and when there will be again.

    A class has a rhythm; a relation may have its own. Once a visit or call is reported, the next
    contact is planned by that rhythm, unless the report names another day. An appointment in the
    calendar counts as planned: such a relation waits for nobody.
    """

    _inherit = "bzk.relation"

    contact_months = fields.Integer(
        string="Own rhythm",
        help="In months, when there is contact more or less often than its class says.",
    )
    rhythm_months = fields.Integer(compute="_compute_rhythm_months", string="Contact every")
    event_ids = fields.One2many("calendar.event", "relation_id", string="Appointments")
    planned_on = fields.Datetime(compute="_compute_planned_on", string="Appointment")
    contact_standing = fields.Selection(
        STANDINGS, compute="_compute_contact_standing", string="Standing of contact"
    )
    overdue_days = fields.Integer(compute="_compute_contact_standing", string="Days overdue")
    overdue = fields.Boolean(
        compute="_compute_contact_standing",
        search="_search_overdue",
        help="The day of the next contact has passed, and there is no appointment.",
    )

    _contact_months_not_negative = models.Constraint(
        "CHECK(contact_months >= 0)", "A number of months is not below zero."
    )

    @api.depends("contact_months", "class_code", "company_id")
    def _compute_rhythm_months(self):
        for relation in self:
            relation.rhythm_months = relation._rhythm()

    @api.depends("event_ids.start", "event_ids.active")
    def _compute_planned_on(self):
        # sudo: that something is planned says nothing of what a colleague keeps private.
        coming = dict(
            self.env["calendar.event"]
            .sudo()
            ._read_group(
                [("relation_id", "in", self.ids), ("start", ">=", fields.Datetime.now())],
                ["relation_id"],
                ["start:min"],
            )
        )
        first = {relation.id: start for relation, start in coming.items()}
        for relation in self:
            relation.planned_on = first.get(relation.id)

    @api.depends("next_contact_date", "state", "planned_on")
    def _compute_contact_standing(self):
        today = fields.Date.context_today(self)
        for relation in self:
            due = relation.next_contact_date
            late = (today - due).days if due and relation.state != "ended" else 0
            relation.overdue = late > 0 and not relation.planned_on
            relation.overdue_days = late if relation.overdue else 0
            if relation.planned_on:
                relation.contact_standing = "appointment"
            elif relation.overdue:
                relation.contact_standing = "overdue"
            elif not due or relation.state == "ended":
                relation.contact_standing = "none"
            else:
                relation.contact_standing = "soon" if late >= -SOON_DAYS else "later"

    @api.model
    def _search_overdue(self, operator, value):
        if operator != "in" or set(value) != {True}:
            return NotImplemented
        # Without rules, as in the compute: whose appointment it is makes no difference.
        coming = [("start", ">=", fields.Datetime.now())]
        return [
            ("next_contact_date", "<", "today"),
            ("state", "!=", "ended"),
            ("event_ids", "not any!", coming),
        ]

    def _rhythm(self):
        """Months between two contacts; 0 when the relation has neither a rhythm nor a class."""
        self.ensure_one()
        if self.contact_months or not self.class_code:
            return self.contact_months
        # sudo: everybody goes by the rhythm of the library.
        return self.company_id.sudo()[f"relation_months_{self.class_code}"]

    def _next_contact(self, day):
        """The day on which there should be contact again.

        :param date day: of the contact before; may be empty
        :return: a date, or ``False`` when none follows
        """
        months = self._rhythm()
        if not day or not months or self.state == "ended":
            return False
        return day + relativedelta(months=months)

    def _contact_done(self, date, plan=False, next_date=None):
        """Note that there was contact with these relations.

        A mail is contact, but does not take the place of the visit that was planned.

        :param date: ``date`` or ``datetime`` (UTC) of the contact
        :param bool plan: plan the next contact as well, unless there was a later one already
        :param next_date: the day that was agreed on for it, or ``False`` for none; otherwise the
            rhythm says
        """
        day = self._contact_day(date)
        for relation in self:
            latest = not relation.last_contact_date or relation.last_contact_date <= day
            values = {"last_contact_date": day} if latest else {}
            if plan and latest:
                values["next_contact_date"] = (
                    relation._next_contact(day) if next_date is None else next_date
                )
            if values:
                relation.with_context(mail_notrack=True).write(values)

    def _contact_undone(self, date):
        """Look again when the last contact was, as one of that day turned out to be none.

        :param date: ``date`` or ``datetime`` (UTC) of what is no contact any more
        """
        day = self._contact_day(date)
        stale = self.filtered(lambda relation: relation.last_contact_date == day)
        reported = dict(
            self.env["bzk.contact.report"]._read_group(
                [("relation_id", "in", stale.ids), ("state", "=", "done")],
                ["relation_id"],
                ["date:max"],
            )
        )
        # sudo: the days only, of mails with relations that the user keeps.
        messages = self.env["mail.message"].sudo()
        mailed = dict(
            messages._read_group(
                [
                    ("model", "=", self._name),
                    ("res_id", "in", stale.ids),
                    ("subtype_id", "=", self.env.ref("mail.mt_comment").id),
                    "|",
                    ("message_type", "in", ("email", "email_outgoing")),
                    ("partner_ids.partner_share", "=", True),
                ],
                ["res_id"],
                ["date:max"],
            )
        )
        for relation in stale:
            moments = filter(None, (reported.get(relation), mailed.get(relation.id)))
            latest = max(moments, default=None)
            relation.last_contact_date = latest and self._contact_day(latest)

    def _contact_day(self, date):
        """The day of a moment, where the user is."""
        if not isinstance(date, datetime):
            return date
        return fields.Datetime.context_timestamp(self, date).date()

    def write(self, vals):
        """Keep to the rhythm when it changes: a date that followed from the old one moves along.

        A day that somebody chose stays.
        """
        if not {"class_code", "contact_months", "state"} & vals.keys():
            return super().write(vals)
        before = self._planned_by_rhythm()
        result = super().write(vals)
        if "next_contact_date" not in vals:
            self._replan(before)
        return result

    def _planned_by_rhythm(self):
        """The relations whose next contact is what their rhythm says, before that changes."""
        return self.filtered(
            lambda relation: (
                relation.next_contact_date == relation._next_contact(relation.last_contact_date)
            )
        )

    def _replan(self, before):
        """Plan anew what the rhythm planned; nothing is planned with a relation that ended.

        :param before: those of :meth:`_planned_by_rhythm`, read before the change
        """
        planned = defaultdict(self.browse)
        for relation in self:
            if relation in before or relation.state == "ended":
                planned[relation._next_contact(relation.last_contact_date)] |= relation
        for day, relations in planned.items():
            changed = relations.filtered(
                lambda relation, day=day: relation.next_contact_date != day
            )
            if changed:
                changed.write({"next_contact_date": day})
