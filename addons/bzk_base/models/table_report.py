from markupsafe import Markup
from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError
from odoo.tools.misc import format_date, formatLang

from ..printing.workbook import write_workbook


class TableReport(models.AbstractModel):
    """Figures of one library over a period, in tables: on screen, on paper and as a workbook.

    A report says what it is called, what it prints and what its tables are.
    """

    _name = "bzk.table.report"
    _description = "Report in tables"
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", string="Library", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date(string="From", required=True)
    date_to = fields.Date(
        string="Up to and including", required=True, default=fields.Date.context_today
    )
    workbook = fields.Binary(attachment=False, readonly=True)
    workbook_name = fields.Char(compute="_compute_workbook_name")

    @api.depends("company_id", "date_to")
    def _compute_workbook_name(self):
        for report in self:
            report.workbook_name = f"{self._title()} {report.company_id.name} {report.date_to}.xlsx"

    @api.constrains("date_from", "date_to")
    def _check_period(self):
        if any(report.date_from > report.date_to for report in self):
            raise ValidationError(self.env._("The period cannot end before it starts."))

    def action_pdf(self):
        """Print the report."""
        self.ensure_one()
        return self.env.ref(self._print_action()).report_action(self)

    def action_excel(self):
        """Download the report as a workbook."""
        self.ensure_one()
        self.workbook = write_workbook(self._tables(), self._subtitle())
        return {
            "type": "ir.actions.act_url",
            "target": "self",
            "url": f"/web/content/{self._name}/{self.id}/workbook/"
            f"{self.workbook_name.replace('/', '-')}?download=true",
        }

    @api.model
    def _title(self):
        """What the report is called, in the user's language."""
        raise NotImplementedError

    @api.model
    def _print_action(self):
        """The external id of the report action that prints it."""
        raise NotImplementedError

    def _tables(self):
        """Lay the figures out as tables: titles, headings with a number format, rows, total.

        :return: list of dicts with ``title``, ``note``, ``columns`` as (heading, format) with
            format ``text``, ``integer``, ``decimal``, ``euro``, ``percent`` or ``share`` (a
            percentage with a bar), ``rows``, ``total`` (a row, or ``None``) and, where there is
            something to see, ``chart`` (SVG)
        """
        raise NotImplementedError

    def _check_library(self):
        """Let nobody ask for the figures of a library that is not theirs.

        :raises AccessError: when the user does not work for the library at the moment
        """
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("You do not work for this library at the moment."))

    def _subtitle(self):
        return self.env._(
            "%(library)s, %(date_from)s up to and including %(date_to)s",
            library=self.company_id.name,
            date_from=format_date(self.env, self.date_from),
            date_to=format_date(self.env, self.date_to),
        )

    def _formatted(self, table, row):
        """Write a row of a table as text in the user's language, for screen and print."""
        kinds = [kind for _heading, kind in table["columns"]]
        return [
            "" if value is None else self._written(value, kind)
            for value, kind in zip(row, kinds, strict=True)
        ]

    def _written(self, value, kind):
        """Write one figure as text in the user's language.

        :param str kind: a format of :meth:`_tables`
        """
        if kind == "text":
            return str(value)
        text = formatLang(self.env, value, digits=0 if kind in ("integer", "euro") else 1)
        if kind == "euro":
            return "€\xa0" + text
        if kind == "share":
            bar = Markup(
                '<span class="bar"><span style="width: %s%%"></span></span>'
                '<span class="beside">%s%%</span>'
            )
            return bar % (round(min(max(value, 0), 100)), text)
        return f"{text}%" if kind == "percent" else text

    def _names(self, model, rows, key):
        ids = [row[key] for row in rows if row[key]]
        return {record.id: record.name for record in self.env[model].browse(ids)}
