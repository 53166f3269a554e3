import csv
import io

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from odoo.addons.bzk_base.importing.cleaning import defuse
from odoo.addons.bzk_base.printing.workbook import write_workbook


class OptoutExport(models.Model):
    """What customers decided here, as a file for the system that also mails them.

    Holds what changed since the file before it, of the decisions that did not come from that
    system itself. What was told is kept, so that a file can be made again, and nothing is told
    twice or forgotten.
    """

    _name = "bzk.optout.export"
    _inherit = "bzk.library.guard"
    _description = "Opt-outs for a source"
    _order = "date DESC, id DESC"
    _rec_name = "source_id"

    source_id = fields.Many2one(
        "bzk.source",
        string="For the system",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="source_id.company_id", string="Library", store=True, index=True
    )
    date = fields.Datetime(
        string="Made on", required=True, readonly=True, default=fields.Datetime.now
    )
    user_id = fields.Many2one(
        "res.users",
        string="Made by",
        readonly=True,
        default=lambda self: self.env.user,
        ondelete="set null",
    )
    line_ids = fields.One2many("bzk.optout.line", "export_id", readonly=True)
    line_count = fields.Integer(string="Changes", compute="_compute_counts")
    withdrawn_count = fields.Integer(string="Opt-outs", compute="_compute_counts")
    by_address = fields.Boolean(
        string="By e-mail address",
        compute="_compute_by_address",
        help="A ticketing system has no customers: what they decided is told by address.",
    )
    workbook = fields.Binary(attachment=False, readonly=True)

    @api.depends("line_ids")
    def _compute_counts(self):
        counts = {
            (export.id, state): number
            for export, state, number in self.env["bzk.optout.line"]._read_group(
                [("export_id", "in", self.ids)], ["export_id", "state"], ["__count"]
            )
        }
        for export in self:
            export.withdrawn_count = counts.get((export.id, "withdrawn"), 0)
            export.line_count = export.withdrawn_count + counts.get((export.id, "given"), 0)

    @api.depends("source_id")
    def _compute_by_address(self):
        # sudo: whether there are orders, of whatever activity; not which.
        orders = self.env["bzk.ticket.order"].sudo()
        sources = orders._read_group([("source_id", "in", self.source_id.ids)], ["source_id"])
        selling = {source.id for (source,) in sources}
        for export in self:
            export.by_address = export.source_id.id in selling

    @api.model_create_multi
    def create(self, vals_list):
        """Make the file at once: what has changed until now.

        :raises AccessError: when the values name who made it, or when
        """
        if not self.env.su and any(
            {"date", "user_id", "line_ids"} & set(vals) for vals in vals_list
        ):
            raise AccessError(self.env._("What is told to a source is found, not typed."))
        exports = super().create(vals_list)
        for export in exports:
            export._collect()
        return exports

    def write(self, vals):
        """Keep what was told as it was told.

        :raises UserError: always, but for the file that is being downloaded
        """
        if not self.env.su:
            raise UserError(self.env._("This file was made already. Make a new one."))
        return super().write(vals)

    def _collect(self):
        """Take every decision that holds now and that the source did not tell or hear before."""
        self.ensure_one()
        self.env["bzk.optout.line"].flush_model()
        self.env["bzk.external.id"].flush_model()
        self.env["bzk.consent"].flush_model()
        # The rules let only the library's own sources through; the lines are read by its rules.
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_optout_line (
                       export_id, source_id, company_id, external_id, key, purpose_id, state, date,
                       consent_id)
                SELECT %(export)s, known.source_id, known.company_id, known.id,
                       %(key)s, present.purpose_id, present.state, present.date,
                       present.consent_id
                  FROM bzk_external_id known
                  JOIN res_partner partner ON partner.id = known.partner_id
                  JOIN bzk_consent_present present ON present.partner_id = known.partner_id
                  JOIN bzk_consent line ON line.id = present.consent_id
                   AND line.source_id IS DISTINCT FROM known.source_id
                   AND line.company_id = known.company_id
                 WHERE known.source_id = %(source)s AND known.state <> 'closed'
                   AND %(key)s IS NOT NULL
                 ORDER BY known.id, present.purpose_id
                    ON CONFLICT (source_id, external_id, consent_id) DO NOTHING
                """,
                export=self.id,
                source=self.source_id.id,
                key=SQL("partner.email_normalized" if self.by_address else "known.key"),
            )
        )
        self.invalidate_recordset(["line_ids", "line_count", "withdrawn_count"])

    def _as_table(self):
        """The file as a table: headings with their format, and rows."""
        self.ensure_one()
        _ = self.env._
        first = _("E-mail") if self.by_address else _("Key")
        states = dict(self.env["bzk.optout.line"]._fields["state"]._description_selection(self.env))
        headings = [first, _("Purpose"), _("Code"), _("Wants it"), _("Date")]
        rows = [
            [
                line.key,
                line.purpose_id.name,
                line.purpose_id.code,
                states[line.state],
                format_date(self.env, line.date, date_format="dd-MM-yyyy"),
            ]
            for line in self.line_ids.sorted(lambda line: (line.key, line.purpose_id.id))
        ]
        return headings, rows

    def _file_name(self, extension):
        self.ensure_one()
        day = fields.Datetime.context_timestamp(self, self.date).strftime("%Y-%m-%d")
        name = f"{self.env._('Opt-outs')} {self.source_id.code} {day}-{self.id}.{extension}"
        return name.replace("/", "-")

    def _csv(self):
        headings, rows = self._as_table()
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";")
        writer.writerow(headings)
        writer.writerows([defuse(cell) for cell in row] for row in rows)
        return buffer.getvalue().encode("utf-8-sig")

    def action_make(self):
        """Make the file: it is made when the record is saved, which a button does first."""
        return bool(self.exists())

    def action_csv(self):
        """Download the file as text, which most systems read."""
        encoded = self.env["bzk.import.run"]._encode_file(self._csv())
        return self._download(encoded, "csv")

    def action_excel(self):
        """Download the file as a workbook."""
        headings, rows = self._as_table()
        table = {
            "title": self.env._("Opt-outs"),
            "note": self.env._("What changed since the file before this one."),
            "columns": [(heading, "text") for heading in headings],
            "rows": rows,
            "total": None,
        }
        subtitle = f"{self.company_id.name} · {self.source_id.name}"
        return self._download(write_workbook([table], subtitle), "xlsx")

    def _download(self, encoded, extension):
        self.check_access("read")
        # sudo: a file is only changed by making it anew from what was told.
        self.sudo().workbook = encoded
        name = self._file_name(extension)
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/web/content/{self._name}/{self.id}/workbook/{name}?download=true",
        }
