import re
import secrets
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools import consteq

from ..connecting import SYSTEMS, Access, ConnectionProblem
from ..connecting.client import clean_address

#: What decides where is read, and so up to where was read.
PLACE = ("system", "address", "organiser")
#: Time after which a connection that fails is tried again for a message from the system.
PATIENCE = timedelta(minutes=5)
#: Time between two synchronisations that nobody asked for.
INTERVAL = timedelta(minutes=50)
#: What a secret in an address is made of.
SECRET = re.compile(r"[\w-]{20,100}", re.ASCII)


class TicketConnection(models.Model):
    """A ticketing system that is read through its own interface.

    What is fetched becomes a file that takes the way of every file: an import of the source, with
    its check, its refusals and its history. How far was read is kept only when that import is
    done, so whatever breaks off is fetched once more.
    """

    _name = "bzk.ticket.connection"
    _inherit = "bzk.library.guard"
    _description = "Connection with a ticketing system"
    _order = "company_id, id"
    _rec_name = "source_id"
    _check_company_auto = True

    source_id = fields.Many2one(
        "bzk.source",
        string="Source system",
        required=True,
        ondelete="cascade",
        help="What is fetched is imported as a file of this source.",
    )
    company_id = fields.Many2one(
        related="source_id.company_id", string="Library", store=True, index=True
    )
    active = fields.Boolean(default=True)
    system = fields.Selection(
        lambda self: [(system.code, system.label) for system in SYSTEMS.values()],
        required=True,
        default=lambda self: next(iter(SYSTEMS)),
        string="Ticketing system",
    )
    address = fields.Char(
        required=True, help="Where the system is, such as https://tickets.example.org"
    )
    organiser = fields.Char(
        required=True, help="Short name of the library in the system, as in its web addresses."
    )
    token = fields.Char(
        groups="bzk_base.group_administrator",
        copy=False,
        help="The key that the system gave for its interface. It may read activities and orders, "
        "and change orders if seats that are given back here have to be cancelled there.",
    )
    hook_secret = fields.Char(
        default=lambda self: secrets.token_urlsafe(32),
        groups="bzk_base.group_administrator",
        readonly=True,
        copy=False,
    )
    hook_address = fields.Char(
        string="Address for messages",
        compute="_compute_hook_address",
        groups="bzk_base.group_administrator",
        help="Give this address to the system as a webhook; what happens there is then known here "
        "within a minute instead of an hour.",
    )
    state = fields.Selection(
        [
            ("new", "Not tested yet"),
            ("ready", "Works"),
            ("busy", "Being synchronised"),
            ("failed", "Does not work"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
    )
    organiser_name = fields.Char(string="Name in the system", readonly=True, copy=False)
    problem = fields.Json(string="Problem code", readonly=True, copy=False)
    problem_text = fields.Text(compute="_compute_problem_text", string="Problem")
    date_begun = fields.Datetime(string="Last begun on", readonly=True, copy=False)
    date_done = fields.Datetime(string="Synchronised until", readonly=True, copy=False)
    date_whole = fields.Datetime(string="Looked at everything on", readonly=True, copy=False)
    whole = fields.Boolean(readonly=True, copy=False, help="This time everything is looked at.")
    activities_done = fields.Boolean(readonly=True, copy=False)
    activity_count = fields.Integer(string="Activities fetched", readonly=True, copy=False)
    order_count = fields.Integer(string="Orders fetched", readonly=True, copy=False)
    position = fields.Char(
        readonly=True, copy=False, help="Up to where the orders of the system were taken in."
    )
    fingerprints = fields.Json(
        readonly=True, copy=False, help="Tell which activities the system changed."
    )
    run_ids = fields.One2many("bzk.import.run", "connection_id", string="Imports")
    errand_ids = fields.One2many("bzk.ticket.errand", "connection_id", string="Waiting")

    _source_uniq = models.Constraint("UNIQUE(source_id)", "This source has a connection already.")
    _hook_secret_uniq = models.UniqueIndex("(hook_secret)")

    @api.constrains("address")
    def _check_address(self):
        for connection in self:
            try:
                clean_address(connection.address)
            except ConnectionProblem as problem:
                text = connection._problem_line({"code": problem.code})
                raise ValidationError(text) from None

    @api.model_create_multi
    def create(self, vals_list):
        connections = super().create(vals_list)
        connections._profiles()
        return connections

    def write(self, vals):
        result = super().write(vals)
        if not set(PLACE).isdisjoint(vals):
            # Another place has other orders: begin anew.
            self._keep({"state": "new", "position": False, "fingerprints": False})
            self._keep({"date_whole": False, "organiser_name": False, "problem": False})
        if "source_id" in vals:
            self._profiles()
        return result

    def _keep(self, vals):
        """Set what the connection itself keeps; whoever calls has checked that they may."""
        self.sudo().write(vals)

    def _profiles(self):
        """Give the sources the profiles for what is fetched, unless they have them."""
        for connection in self:
            connection._profile("api_activities")
            connection._profile("api_tickets")

    def _profile(self, name):
        """The profile by which a kind of fetched rows is imported."""
        self.ensure_one()
        template = self.env.ref(f"bzk_ticketing.profile_{name}")
        # A profile belongs to the import; who sets up a connection need not be who keeps those.
        return template.sudo().copy_to_source(self.source_id)

    @api.depends("hook_secret")
    def _compute_hook_address(self):
        # The address of the server is a parameter that only system administrators may read.
        base = self.env["ir.config_parameter"].sudo().get_param("web.base.url", "")
        for connection in self:
            connection.hook_address = f"{base}/bzk/ticketing/hook/{connection.hook_secret}"

    @api.model
    def _by_secret(self, secret):
        """The connection that a message with this secret is for.

        :param str secret: from the address that was called, by anyone
        """
        if not SECRET.fullmatch(secret):
            return self.browse()
        # Nobody is logged in where a system's message arrives; the secret tells which it is.
        connection = self.sudo().search([("hook_secret", "=", secret)], limit=1)
        known = connection.hook_secret or ""
        return connection if known and consteq(known, secret) else connection.browse()

    def _system(self, **options):
        """The system as :class:`~..connecting.system.TicketSystem`."""
        self.ensure_one()
        # The token is for administrators to set, and for this to use.
        access = Access(self.address, self.organiser, self.sudo().token or "")
        return SYSTEMS[self.system](access, **options)

    def action_test(self):
        """Try whether the system answers, and whether the token may read what is needed."""
        self.ensure_one()
        self.check_access("write")
        try:
            name = self._system(attempts=1).check()
        except ConnectionProblem as problem:
            self._fail(problem.code, **problem.params)
            return self._notify("danger", self.problem_text)
        self._keep({"organiser_name": name, "problem": False})
        if self.state != "busy":
            self._keep({"state": "ready"})
        return self._notify("success", self.env._("It works: %s", name))

    def _notify(self, kind, text):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": kind,
                "message": text,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def action_synchronise(self):
        """Fetch now, in the background, and look at everything.

        :raises AccessError: for who may neither set up connections nor keep activities
        """
        self.check_access("read")
        roles = ("bzk_base.group_administrator", "bzk_base.group_activities")
        if not self.env.su and not any(map(self.env.user.has_group, roles)):
            raise AccessError(self.env._("Who keeps the activities may synchronise them."))
        waiting = self.filtered(lambda connection: connection.state != "busy")
        waiting._keep({"state": "busy", "date_begun": False})
        self._wake()

    def action_runs(self):
        """Show the imports of what was fetched."""
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_base.action_import_run")
        action["domain"] = [("connection_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _wake(self):
        """Let the scheduled action look after the connections as soon as this is committed."""
        # Staff may have it run, but not edit scheduled actions.
        self.env.ref("bzk_ticketing.cron_connection").sudo()._trigger()

    def _fail(self, code, **params):
        self._keep({"state": "failed", "problem": {"code": code, "params": params}})

    @api.depends("problem")
    def _compute_problem_text(self):
        for connection in self:
            problem = connection.problem
            connection.problem_text = problem and connection._problem_line(problem)

    def _problem_line(self, problem):
        """What went wrong and what to do, in the user's language."""
        _ = self.env._
        texts = {
            "address": _("This is not a web address, such as https://tickets.example.org"),
            "insecure": _("The address has to begin with https: the token would travel readable."),
            "unreachable": _("The system cannot be reached. Is the address right?"),
            "timeout": _("The system takes too long to answer. It is tried again by itself."),
            "busy": _("The system asks for fewer requests. It is tried again by itself."),
            "failing": _("The system is out of order. It is tried again by itself."),
            "moved": _("The system lives at another address by now. Fill in that one."),
            "unauthorized": _("The system does not know the token. Fill in a new one."),
            "forbidden": _(
                "The token may not read this. Let it read activities and orders of this organiser."
            ),
            "not_found": _("There is no such organiser at this address."),
            "refused": _("The system refused the request."),
            "not_understood": _("What answers at this address is not the ticketing system."),
            "too_large": _("The system's answer was far too large and was not read."),
            "import": _("What was fetched could not be imported. Look at the last import."),
            "unexpected": _("The synchronisation stopped by an error of ours: %s"),
        }
        text = texts.get(problem["code"], problem["code"])
        return text % problem["params"]["detail"] if problem["code"] == "unexpected" else text
