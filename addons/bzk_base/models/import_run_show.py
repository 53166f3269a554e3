import re
import textwrap

from markupsafe import Markup
from odoo import api, models
from odoo.tools import format_date, format_datetime
from odoo.tools.misc import formatLang

from ..importing.cleaning import phone_display

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Moments travel in UTC, as they are stored.
MOMENT = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}")
ZONE = "Europe/Amsterdam"
#: Amounts travel as text with their cents, so that nothing is lost on the way.
DECIMAL = re.compile(r"\d+\.\d{2}")


class ImportRun(models.Model):
    """What a run tells people: the first rows, what is odd, and what is wrong with the file."""

    _inherit = "bzk.import.run"

    @api.depends("preview")
    def _compute_preview_html(self):
        for run in self:
            run.preview_html = run._preview_table() if run.preview else False

    def _preview_table(self):
        """The first rows as they will be stored, as an HTML table; every value is escaped."""
        labels = self.profile_id._target()._preview_fields(self.company_id)
        kinds = dict(self.env["bzk.import.row"]._fields["kind"]._description_selection(self.env))
        kinds["refused"] = self.env._("Refused")
        names = [name for name in self.preview["names"] if name in labels]
        heads = [
            self.env._("Row"),
            "",
            self.env._("Number"),
            *(labels[name].label for name in names),
        ]
        head = Markup().join(Markup("<th>%s</th>") % text for text in heads)
        body = Markup()
        for row in self.preview["rows"]:
            cells = [row["row_no"], kinds.get(row["kind"], self.env._("Unchanged")), row["key"]]
            cells += [self._shown(labels[name], row["values"].get(name)) for name in names]
            body += Markup("<tr>%s</tr>") % Markup().join(
                Markup("<td>%s</td>") % cell for cell in cells
            )
        return Markup(
            '<div class="table-responsive"><table class="table table-sm table-striped '
            'text-nowrap"><thead><tr>%s</tr></thead><tbody>%s</tbody></table></div>'
        ) % (head, body)

    def _shown(self, field, value):
        """A cleaned value as a person reads it: names for ids, a few words for many parts."""
        if value is None:
            return ""
        if field.model:
            return self.env[field.model].browse(value).exists().display_name or ""
        if field.labels:
            return field.labels.get(value, value)
        if isinstance(value, bool):
            return self.env._("Yes") if value else self.env._("No")
        if field.name == "gender":
            genders = self.env["res.partner"]._fields["gender"]._description_selection(self.env)
            return dict(genders).get(value, value)
        if field.name.endswith("phone"):
            return phone_display(value)
        if isinstance(value, dict):
            parts = [f"{name.replace('|', ' ')}: {part}" for name, part in value.items() if part]
            return textwrap.shorten(", ".join(parts), 60, placeholder=" …")
        if MOMENT.fullmatch(str(value)):
            return format_datetime(self.env, value, tz=ZONE, dt_format="short")
        if ISO_DATE.fullmatch(str(value)):
            return format_date(self.env, value)
        if DECIMAL.fullmatch(str(value)):
            return formatLang(self.env, float(value))
        return str(value)

    @api.depends("questions")
    def _compute_question_text(self):
        for run in self:
            lines = [run._question_line(question) for question in run.questions or []]
            run.question_text = "\n".join(lines)

    def _question_line(self, question):
        if question["code"] == "many_missing":
            share = formatLang(self.env, question["params"]["share"], digits=1)
            return self.env._(
                "%(missing)s of the %(known)s known customers (%(share)s %%) are not in this file. "
                "Is the file complete?",
                **question["params"] | {"share": share},
            )
        return self.env._(
            "The file has exactly %(rows)s rows. Library systems cut long exports off at a round "
            "number. Is the file complete?",
            **question["params"],
        )

    @api.depends("shape")
    def _compute_warning_text(self):
        """What a person should know of how the file was read."""
        for run in self:
            warnings = (run.shape or {}).get("warnings", [])
            run.warning_text = " ".join(run._warning_line(*warning) for warning in warnings)

    def _warning_line(self, code, params):
        _ = self.env._
        if code == "hidden_sheets":
            return _("Hidden sheets were not read: %s.", ", ".join(params["sheets"]))
        if code == "header_not_first":
            return _("The headings stand on row %s.", params["row"])
        if code == "duplicate_header":
            return _("The heading %s occurs more than once; the first is used.", params["header"])
        if code == "encoding_guessed":
            return _("The encoding was guessed: %s. Look at the accents.", params["encoding"])
        return _("A column has no heading.")

    @api.depends("problem")
    def _compute_problem_text(self):
        for run in self:
            run.problem_text = run._problem_line(run.problem) if run.problem else False

    def _problem_line(self, problem):
        """What is wrong with the whole file and what to do, in the user's language."""
        _ = self.env._
        texts = {
            "empty": _("The file is empty. Make the export again."),
            "header_only": _("The file holds headings but no rows. Make the export again."),
            "no_header": _("No heading row was found. Set the row of the headings in the profile."),
            "not_found": _("The file is no longer there. Upload it again."),
            "unknown_format": _("This is not a CSV, XLS or XLSX file."),
            "password": _("The file has a password. Save it without one and try again."),
            "damaged": _("The file is damaged. Make the export again, or save it as CSV."),
            "bomb": _("The file would unpack to something far too large and was not opened."),
            "too_large": _("The file is too large."),
            "too_many_columns": _("The file has more than 1,000 columns; this is not an export."),
            "cell_too_long": _(
                "A text in the file never ends; probably a quotation mark is not closed. "
                "Make the export again."
            ),
            "quote": _("A quotation mark in the file is not closed. Make the export again."),
            "no_sheet": _("The sheet that the profile names is not in the file."),
            "hidden_only": _("Every sheet of the file is hidden. Show the sheet and save again."),
            "encoding": _(
                "The letters of the file cannot be read. Choose its encoding in the profile."
            ),
            "delimiter": _("The separator that the profile names cannot be used."),
            "stale": _("Customers or lists changed since the file was checked. Check it again."),
            "changed": _("The file changed while it was read. Upload it again."),
            "no_key_column": _(
                "No column with the number in the source was found. The headings are: %s. Add the "
                "heading to the profile.",
                ", ".join(problem.get("params", {}).get("headers", [])),
            ),
            "unexpected": _(
                "The import stopped by an error of ours: %s", problem.get("detail", "")
            ),
        }
        text = texts.get(problem["code"], problem["code"])
        row = problem.get("params", {}).get("row")
        return f"{text} {_('(row %s)', row)}" if row else text
