from odoo import api, fields, models

from odoo.addons.bzk_consent.proof.address import shorten_ip

from ..results import Click, judge

#: What is kept of the name of a program, characters.
AGENT = 200
MACHINES = [
    ("program", "Program that checks mails"),
    ("head", "Asked for the head of the page only"),
    ("soon", "Sooner than anybody reads"),
    ("all", "Followed one link after the other"),
]


class LinkTrackerClick(models.Model):
    """A link in a mail that was followed: every time is kept, that of a reader counts."""

    _name = "link.tracker.click"
    _inherit = ["link.tracker.click", "bzk.library.guard"]
    _order = "id DESC"

    company_id = fields.Many2one(
        related="link_id.company_id", string="Library", store=True, index="btree_not_null"
    )
    agent = fields.Char(
        string="Program", readonly=True, help="What followed the link, as it calls itself."
    )
    head = fields.Boolean(string="Head only", readonly=True)
    machine = fields.Selection(
        MACHINES, string="Does not count", readonly=True, help="Why this was no reader."
    )

    _counted_idx = models.Index("(mailing_trace_id, link_id) WHERE machine IS NULL")

    @api.private
    @api.model
    def _follow(self, code, trace_id, ip="", agent="", head=False):
        """Note that a link in a mail was followed, and tell whose hand it was.

        A number of a mail that the link does not belong to is made up: the link works, and nothing
        is noted.

        :param str code: of the shortened link
        :param int trace_id: the mail in which it stood
        :param str ip: address of the computer; only its network is kept
        :param str agent: how the program called itself
        :param bool head: it asked for the head of the page only
        :return: where the link leads; nothing for a link that does not exist
        """
        # sudo: nobody whom a link is for has a login.
        link = self.env["link.tracker.code"].sudo().search([("code", "=", code)], limit=1).link_id
        if not link:
            return None
        trace = self.env["mailing.trace"].sudo().browse(trace_id).exists()
        if trace and trace.mass_mailing_id == link.mass_mailing_id:
            self.sudo().create(
                {
                    "link_id": link.id,
                    "mailing_trace_id": trace.id,
                    "mass_mailing_id": trace.mass_mailing_id.id,
                    "ip": shorten_ip(ip),
                    "agent": (agent or "")[:AGENT],
                    "head": head,
                }
            )
            trace._judge_clicks()
        return link.redirected_url


class MailingTrace(models.Model):
    """Which links in a mail were followed by its reader."""

    _inherit = "mailing.trace"

    def _judge_clicks(self):
        """Tell anew of the clicks on a mail which count: a later one may give away the others."""
        self.ensure_one()
        clicks = self.links_click_ids.sorted("id")
        links = self.env["link.tracker"].search_count(
            [("mass_mailing_id", "=", self.mass_mailing_id.id)]
        )
        found = [
            Click(click.link_id.id, click.create_date, click.agent or "", click.head)
            for click in clicks
        ]
        for click, reason in zip(clicks, judge(found, links, self.sent_datetime), strict=True):
            if (click.machine or "") != reason:
                click.machine = reason or False
        counted = clicks.filtered(lambda click: not click.machine).mapped("create_date")
        moment = max(counted, default=False)
        if self.links_click_datetime != moment:
            self.links_click_datetime = moment
