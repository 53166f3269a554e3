from odoo import api, models

from odoo.addons.bzk_base.models.personal_data import Term

TRACE = "mailing.trace"
CLICK = "link.tracker.click"
#: Long enough to answer why a mail came, and to compare with the year before.
TRACE_MONTHS = 24
#: Long enough to tell the clicks of a machine from those of a reader.
CLICK_MONTHS = 3
#: What tells who got a mail, and how it went with them by name.
WHO = (
    "partner_id",
    "res_id",
    "email",
    "message_id",
    "failure_reason",
    "shown_blocks",
    "optout_text",
)


class PersonalData(models.AbstractModel):
    """What mailings and journeys hold about a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [*super()._declarations(), *self._declare_mails(), *self._declare_journeys()]

    def _declare_mails(self):
        """Mails that were sent, and what the reader did with them."""
        _ = self.env._
        values = {
            "purpose": _("To show why somebody got a mail, and to see what mails bring about"),
            "basis": "interest",
            "term": "mail_trace",
        }
        return [
            self._declare(
                TRACE,
                title=_("Mails of campaigns"),
                shows=["create_date", "mail_subject", "email", "trace_status", "refusal"]
                + ["sent_datetime", "open_datetime", "links_click_datetime", "reply_datetime"],
                erase="keep",
                reason=_("Without the person these are figures of a mail: how many it reached"),
                **values,
            ),
            self._declare(
                TRACE,
                ["email", "message_id", "failure_reason", "shown_blocks"],
                shows=["email", "failure_reason"],
                erase="clear",
                **values,
            ),
            self._declare(
                CLICK,
                title=_("Links in mails that were followed"),
                person="mailing_trace_id.partner_id",
                shows=["create_date", "link_id"],
                erase="keep",
                reason=_("Without the person these are figures of a link: how often it was used"),
                **values,
            ),
            self._declare(
                CLICK,
                ["ip", "country_id"],
                person="mailing_trace_id.partner_id",
                shows=["ip"],
                erase="clear",
                **values | {"term": "mail_click"},
            ),
        ]

    def _declare_journeys(self):
        """Journeys that a customer travels, and the steps they took."""
        _ = self.env._
        values = {
            "purpose": _("To mail at the right moment, and never twice for the same"),
            "basis": "interest",
            "term": "customer",
            "erase": "keep",
            "reason": _("Without the person it tells how often a journey was travelled"),
        }
        return [
            self._declare(
                "bzk.journey.entry",
                title=_("Journeys of mails"),
                shows=["journey_id", "date", "state", "goal_date", "reason"],
                **values,
            ),
            self._declare(
                "bzk.journey.passage",
                title=_("Steps of journeys"),
                person="entry_id.partner_id",
                shows=["step_id", "date", "outcome", "refusal"],
                **values,
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        return [
            *super()._terms(),
            Term(
                "mail_trace",
                _("Who got which mail of a campaign"),
                TRACE,
                months=TRACE_MONTHS,
                action="clear",
                names=WHO,
                where=(("partner_id", "!=", False),),
                reason=_("Long enough to answer why a mail came; figures need no names."),
            ),
            Term(
                "mail_click",
                _("From which network a link in a mail was followed"),
                CLICK,
                months=CLICK_MONTHS,
                action="clear",
                names=("ip", "country_id"),
                where=(("ip", "!=", False),),
                company="link_id.company_id",
                reason=_("Only used to tell machines that follow links from readers."),
            ),
        ]
