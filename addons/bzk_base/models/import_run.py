import base64
import logging
import tempfile
from contextlib import contextmanager
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from psycopg2 import InterfaceError, OperationalError

#: States in which the background worker has something to do.
BUSY = ("checking", "importing")
#: Refused rows that nobody looked at are kept for a year.
OPEN_DAYS = 365

_logger = logging.getLogger(__name__)


class ImportRun(models.Model):
    """One file of one source on its way into the CRM: checked first, then imported.

    Checking writes nothing to customers: it makes the plan (``bzk.import.row``) and shows its
    numbers. Importing carries out that plan in chunks, each a transaction of its own, so after a
    crash it goes on where it stopped.
    """

    _name = "bzk.import.run"
    _inherit = "bzk.library.guard"
    _description = "Import"
    _order = "id desc"
    _rec_name = "file_name"

    profile_id = fields.Many2one(
        "bzk.import.profile",
        required=True,
        ondelete="restrict",
        domain="[('source_id', '!=', False)]",
    )
    subject = fields.Selection(related="profile_id.subject", store=True)
    source_id = fields.Many2one(related="profile_id.source_id", store=True)
    company_id = fields.Many2one(
        related="profile_id.company_id", string="Library", store=True, index=True
    )
    file = fields.Binary(attachment=True, copy=False)
    file_name = fields.Char(string="File name")
    partial = fields.Boolean(
        string="Not the complete list",
        help="The file holds only some customers, such as those who left; whoever is absent from "
        "it is not missing.",
    )
    user_id = fields.Many2one("res.users", default=lambda self: self.env.user, readonly=True)
    state = fields.Selection(
        [
            ("draft", "New"),
            ("checking", "Being checked"),
            ("checked", "Checked"),
            ("importing", "Being imported"),
            ("done", "Imported"),
            ("cancelled", "Stopped"),
            ("failed", "Refused"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    row_count = fields.Integer(string="Rows", readonly=True, copy=False)
    new_count = fields.Integer(string="New", readonly=True, copy=False)
    linked_count = fields.Integer(
        string="Linked",
        readonly=True,
        copy=False,
        help="New in this source, and certainly a customer whom another source brought.",
    )
    changed_count = fields.Integer(string="Changed", readonly=True, copy=False)
    unchanged_count = fields.Integer(string="Unchanged", readonly=True, copy=False)
    repeated_count = fields.Integer(string="Repeated", readonly=True, copy=False)
    left_out_count = fields.Integer(
        string="Left out",
        readonly=True,
        copy=False,
        help="Rows that the library has nothing to do with, such as those of other municipalities.",
    )
    missing_count = fields.Integer(string="Missing", readonly=True, copy=False)
    refused_count = fields.Integer(string="Refused", readonly=True, copy=False)
    remark_count = fields.Integer(
        string="Values to look at",
        readonly=True,
        copy=False,
        help="Rows that are imported without a value that could not be read, or with one that is "
        "probably mistyped.",
    )
    written_count = fields.Integer(string="Written", readonly=True, copy=False)
    position = fields.Integer(readonly=True, copy=False, help="Last planned row that was written.")
    write_mark = fields.Integer(
        readonly=True, copy=False, help="Mark of the source when this plan was made or last used."
    )
    checksum = fields.Char(readonly=True, copy=False, help="Tells the same file from another.")
    progress = fields.Float(readonly=True, copy=False, aggregator=None)
    shape = fields.Json(readonly=True, copy=False)
    preview = fields.Json(readonly=True, copy=False)
    preview_html = fields.Html(compute="_compute_preview_html", sanitize=False)
    unknown_headings = fields.Char(string="Columns not used", readonly=True, copy=False)
    questions = fields.Json(readonly=True, copy=False, help="What someone has to confirm first.")
    question_text = fields.Text(compute="_compute_question_text")
    confirmed = fields.Boolean(readonly=True, copy=False)
    warning_text = fields.Char(compute="_compute_warning_text", string="Remarks")
    problem = fields.Json(string="Problem code", readonly=True, copy=False)
    problem_text = fields.Text(compute="_compute_problem_text", string="Problem")
    date_checked = fields.Datetime(string="Checked on", readonly=True, copy=False)
    date_done = fields.Datetime(string="Imported on", readonly=True, copy=False)
    rejection_ids = fields.One2many("bzk.import.rejection", "run_id", string="Refused rows")
    replay_rejection_ids = fields.One2many("bzk.import.rejection", "replay_run_id")

    _one_at_a_time = models.UniqueIndex(
        "(source_id) WHERE state = 'importing'",
        "Another import of this source is under way. Wait until it is done.",
    )
    _busy_idx = models.Index("(state) WHERE state IN ('checking', 'importing')")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_kept(vals)
        runs = super().create(vals_list)
        runs.filtered("file_name")._forget_index()
        return runs

    def write(self, vals):
        self._check_kept(vals)
        if not self.env.su and not {"file", "profile_id", "partial"}.isdisjoint(vals):
            for run in self:
                if run.state not in ("draft", "failed"):
                    raise UserError(
                        run.env._("This file is already checked. Start a new import for another.")
                    )
        result = super().write(vals)
        if "file" in vals:
            self._forget_index()
        return result

    def _forget_index(self):
        """Undo that core indexes the text of uploaded files: it would hold every person in it."""
        self.flush_recordset(["file"])
        # Attachments behind a field are written by whoever may write the record.
        attachments = self.env["ir.attachment"].sudo()
        domain = [("res_model", "=", self._name), ("res_id", "in", self.ids)]
        indexed = [("res_field", "=", "file"), ("index_content", "!=", False)]
        attachments.search(domain + indexed).write({"index_content": False})

    def _check_kept(self, vals):
        """Let nobody set by hand what checking and importing keep: they are what one confirms.

        :raises AccessError: for a field that is only to read
        """
        if not self.env.su and any(
            self._fields[name].readonly for name in vals if name in self._fields
        ):
            raise AccessError(self.env._("The numbers and the state of an import are its own."))

    @api.model
    def _encode_file(self, content):
        """Bytes as a Binary field takes them."""
        return base64.b64encode(content)

    @contextmanager
    def _open_file(self):
        """Give the path of the uploaded file on this server.

        A filestore on disk is read in place; any other store is copied to a temporary file first.
        """
        self.ensure_one()
        # The attachment behind a field has no access rules of its own; those of the run hold.
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("res_field", "=", "file"),
                ],
                limit=1,
            )
        )
        if attachment.store_fname and attachment._storage() == "file":
            yield attachment._full_path(attachment.store_fname)
            return
        with tempfile.NamedTemporaryFile() as handle:
            handle.write(attachment.raw or b"")
            handle.flush()
            yield handle.name

    def _is_full_file(self):
        """Whether absence from this file means something."""
        profile = self.profile_id
        return profile.full_file and not self.partial and profile._target()._tells_missing

    @api.private
    def create_from_path(self, profile, path, partial=False):
        """Make an import of a file on the server, without holding it in memory twice.

        :param profile: ``bzk.import.profile`` record
        :param path: ``pathlib.Path``
        :param bool partial: see the field
        :return: the new run, not checked yet
        """
        run = self.create({"profile_id": profile.id, "file_name": path.name, "partial": partial})
        # The type keeps core from indexing the text, and so the persons, of the file.
        # Attachments behind a field are written by whoever may write the run.
        self.env["ir.attachment"].sudo().create(
            {
                "name": "file",
                "res_model": self._name,
                "res_id": run.id,
                "res_field": "file",
                "type": "binary",
                "mimetype": "application/vnd.library-export",
                "raw": path.read_bytes(),
            }
        )
        run.invalidate_recordset(["file"])
        return run

    @api.private
    def run_to_end(self, report=None, confirm=False):
        """Check and import at once, for the command line and for demo data.

        :param report: called with (run, rows done, rows in all) after each chunk
        :param bool confirm: import although the numbers are unusual
        :raises UserError: when the file is refused, or its numbers need a person's word
        """
        self.ensure_one()
        self.write({"state": "checking"})
        self._process(report)
        if self.state == "failed":
            raise UserError(self.problem_text)
        self.confirmed = confirm
        self.action_import()
        self._process(report)

    def action_check(self):
        """Read the file in the background and show what an import would do."""
        self.check_access("write")
        for run in self:
            if run.state in BUSY:
                raise UserError(run.env._("This import is already being worked on."))
            if run.state == "done":
                raise UserError(run.env._("This file is already imported. Start a new import."))
            if not run.file and not run.file_name:
                raise UserError(run.env._("Choose a file first."))
        self._keep({"state": "checking", "progress": 0, "problem": False})
        self._wake_worker()

    def action_import(self):
        """Carry out the plan in the background."""
        self.check_access("write")
        for run in self:
            if run.state not in ("checked", "cancelled") or not run.date_checked:
                raise UserError(run.env._("Check the file first."))
            if run.questions and not run.confirmed:
                raise UserError(run.question_text)
            if run._is_stale():
                raise UserError(run.env._("Something changed since the check. Check again."))
        self._keep({"state": "importing", "problem": False})
        self._wake_worker()

    def action_confirm(self):
        """Import although the file looks incomplete: a person has looked at the numbers."""
        self.check_access("write")
        self._keep({"confirmed": True})
        self.action_import()

    def action_cancel(self):
        """Stop; what was written stays whole, and the rest can be continued."""
        self.check_access("write")
        busy = self.filtered(lambda run: run.state in (*BUSY, "checked", "draft"))
        busy._keep({"state": "cancelled"})

    def _keep(self, vals):
        """Set what users may not; whoever calls has checked that they may do what they do."""
        self.sudo().write(vals)

    def _is_stale(self):
        """Whether the plan was made for a state of affairs that is no more."""
        return self.write_mark != self.source_id.write_mark or bool(
            self.profile_id._target()._gone(self)
        )

    def _open(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self[:1].id,
            "views": [(False, "form")],
        }

    def action_rejections(self):
        """Show what this import refused."""
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_base.action_import_rejection")
        action["domain"] = [("run_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _wake_worker(self):
        # Staff may start an import but not edit scheduled actions.
        self.env.ref("bzk_base.cron_import").sudo()._trigger()

    @api.model
    def _cron_process(self):
        """Work off imports that wait or that a crash left unfinished, oldest first.

        One that fails in a way nobody foresaw is set aside with its error, so that the others,
        of other libraries too, do not wait for it.
        """
        for run in self.search([("state", "in", BUSY)], order="id"):
            try:
                if not run._process():
                    return
            except (OperationalError, InterfaceError):
                # The database's own trouble passes; the scheduled action comes back.
                raise
            except Exception as error:
                self.env.cr.rollback()
                _logger.exception("Import %s failed", run.id)
                problem = {"code": "unexpected", "detail": type(error).__name__}
                run.exists().write({"state": "failed", "problem": problem, "date_checked": False})
                self.env["ir.cron"]._commit_progress(remaining=1)

    def _process(self, report=None):
        """Check or import this run until it is finished.

        :param report: called with (run, rows done, rows in all) after each chunk
        :return: False when time is up and the worker should be called again
        """
        self.ensure_one()
        run = self.exists().with_company(self.company_id).with_context(active_test=False)
        if run.state == "checking" and not run._check(report):
            return False
        if run.state == "importing":
            return run._apply(report)
        return True

    def _drop_plan(self):
        """Forget the planned rows, set by set: there may be a million."""
        self.env["bzk.import.row"].invalidate_model(flush=False)
        self.env.cr.execute("DELETE FROM bzk_import_row WHERE run_id = ANY(%s)", (self.ids,))

    @api.autovacuum
    def _gc_files(self):
        """Remove files, plans and settled rows, which hold persons, when no longer needed."""
        attachments = self.env["ir.attachment"]
        aged = fields.Datetime.now() - timedelta(days=OPEN_DAYS)
        for profile in self.env["bzk.import.profile"].with_context(active_test=False).search([]):
            limit = fields.Datetime.now() - timedelta(days=profile.keep_days)
            old = self.search([("profile_id", "=", profile.id), ("create_date", "<", limit)])
            old = old.filtered(lambda run: run.state not in BUSY)
            old.filtered("file").write({"file": False, "preview": False, "date_checked": False})
            old._drop_plan()
            downloads = [("res_model", "=", self._name), ("res_id", "in", old.ids)]
            attachments.search([*downloads, ("res_field", "=", False)]).unlink()
            settled = ["|", ("state", "!=", "open"), ("create_date", "<", aged)]
            old.rejection_ids.filtered_domain(settled).unlink()
