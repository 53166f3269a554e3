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

#: What tells from which computer a link was followed.
OF_THE_COMPUTER = ("ip", "country_id", "agent")


class PersonalData(models.AbstractModel):
    """What mailings and journeys hold about a customer."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [
            *super()._declarations(),
            *self._declare_mails(),
            *self._declare_journeys(),
            *self._declare_comparing(),
        ]

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
                list(OF_THE_COMPUTER),
                person="mailing_trace_id.partner_id",
                shows=["ip", "agent"],
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

    def _declare_comparing(self):
        """Who was held out, and what customers did after a mail."""
        _ = self.env._
        values = {
            "purpose": _("To see whether a mail changes anything"),
            "basis": "interest",
            "term": "mail_effect",
            "erase": "keep",
            "reason": _("Without the person it is one of a number in a comparison"),
        }
        return [
            self._declare(
                "bzk.mailing.holdout",
                title=_("Mails that the customer was held out of"),
                shows=["mailing_id", "date"],
                **values | {"term": "customer"},
            ),
            self._declare(
                "bzk.campaign.effect",
                title=_("What the customer did after a mail"),
                shows=["mailing_id", "journey_id", "arm", "date", "loan_on", "visit_on"]
                + ["preference_on", "goal_on", "stayed"],
                **values,
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        return [
            *super()._terms(),
            Term(
                "mail_effect",
                _("What customers did after a mail"),
                "bzk.campaign.effect",
                months=TRACE_MONTHS,
                action="clear",
                since="until",
                names=("partner_id", "entry_id"),
                where=(("partner_id", "!=", False),),
                reason=_("As long as the mail itself is remembered; figures need no names."),
            ),
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
                names=OF_THE_COMPUTER,
                where=("|", ("ip", "!=", False), ("agent", "!=", False)),
                reason=_("Only used to tell machines that follow links from readers."),
            ),
        ]
