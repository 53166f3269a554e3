import csv
import io

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..importing.cleaning import defuse


class ImportRejection(models.Model):
    """A row or cell that an import did not take in as it stood, with the reason.

    Kept until someone corrects it, downloads it or sets it aside; never lost.
    """

    _name = "bzk.import.rejection"
    _inherit = "bzk.library.guard"
    _description = "Refused import row"
    _order = "run_id desc, row_no, id"

    run_id = fields.Many2one("bzk.import.run", required=True, ondelete="cascade", index=True)
    company_id = fields.Many2one(related="run_id.company_id", string="Library", store=True)
    row_no = fields.Integer(string="Row", help="Number of the row in the file.")
    key = fields.Char(help="Number in the source.")
    kind = fields.Selection(
        [
            ("row", "Row not imported"),
            ("cell", "Imported without this value"),
            ("proposal", "Imported, probably mistyped"),
        ],
        required=True,
    )
    code = fields.Selection("_selection_code", string="Reason code", required=True)
    other_row = fields.Integer(help="For a double number: the row that was kept.")
    header = fields.Char(string="Column")
    value = fields.Char()
    corrected = fields.Char(string="Correct value")
    cells = fields.Json(help="The whole row as it stood, by heading.")
    digest = fields.Char()
    state = fields.Selection(
        [("open", "To do"), ("replayed", "Corrected"), ("ignored", "Set aside")],
        default="open",
        required=True,
        index=True,
    )
    replay_run_id = fields.Many2one("bzk.import.run", string="Corrected in", ondelete="set null")
    same_person = fields.Boolean(help="Staff know that the number still is the same person's.")
    reason = fields.Char(compute="_compute_reason")
    can_replay = fields.Boolean(compute="_compute_can_replay")

    @api.model
    def _selection_code(self):
        """Every reason for refusing, in the user's language; rooms add theirs."""
        _ = self.env._
        texts = {
            "no_key": _("The number is missing"),
            "duplicate_key": _("The same number stands on an earlier row of this file"),
            "other_person": _("The number belonged to someone else until now"),
            "ragged": _("The row has more or fewer columns than the heading row"),
            "nul": _("The row holds characters that cannot be text (NUL)"),
            "cell_too_long": _("The text is far too long"),
            "no_name": _("There is no name"),
            "proposal": _("Probably a typing error"),
            "unknown_branch": _("The library has no branch with this code or name"),
            "invalid": _("The value cannot be read"),
            "too_long": _("The text is too long"),
            "bad_key": _("This is not a usable number"),
            "bad_postcode": _("Not a valid postcode"),
            "bad_house_number": _("Not a valid house number"),
            "bad_email": _("Not a valid e-mail address"),
            "bad_phone": _("Not a valid phone number"),
            "bad_date": _("Not a valid date"),
            "date_in_future": _("The date lies in the future"),
            "date_too_old": _("The date lies too long ago"),
            "bad_amount": _("Not a valid amount"),
            "bad_number": _("Not a whole number"),
            "bad_boolean": _("Not yes or no"),
            "bad_gender": _("Not a known gender"),
            "bad_name": _("This cannot be a name"),
        }
        return list(texts.items())

    @api.depends("state", "header", "cells", "same_person", "replay_run_id.state")
    def _compute_can_replay(self):
        """Whether the row can be imported again from the screen: one knows what was wrong in it."""
        for rejection in self:
            running = rejection.replay_run_id.state in ("draft", "checking", "checked", "importing")
            mendable = rejection.header or rejection.same_person
            rejection.can_replay = bool(
                rejection.state == "open" and rejection.cells and mendable and not running
            )

    def action_same_person(self):
        """Import a row under a number that seems to have gone to someone else, but has not."""
        others = self.filtered(lambda rejection: rejection.code == "other_person")
        others.same_person = True
        return others.action_replay()

    def action_new_person(self):
        """Let a number go from its former owner, who keeps their data, to the person in the row."""
        others = self.filtered(lambda rejection: rejection.code == "other_person")
        # Keys are kept by imports; this is one of them, and the rows are the user's own to mend.
        for rejection in others:
            former = (
                self.env["bzk.external.id"]
                .sudo()
                .search(
                    [
                        ("source_id", "=", rejection.run_id.source_id.id),
                        ("key", "=", rejection.key),
                    ]
                )
            )
            former.write({"key": f"{rejection.key}/{former.id}", "state": "closed"})
        others.same_person = True
        return others.action_replay()

    @api.depends("code", "other_row")
    def _compute_reason(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for rejection in self:
            reason = labels.get(rejection.code, rejection.code)
            if rejection.other_row:
                reason += " " + self.env._("(row %s)", rejection.other_row)
            rejection.reason = reason

    def action_accept_proposal(self):
        """Take over the proposed value and import the rows again."""
        return self.filtered(lambda rejection: rejection.kind == "proposal").action_replay()

    def action_ignore(self):
        self.write({"state": "ignored"})

    def action_reopen(self):
        self.filtered(lambda rejection: rejection.state == "ignored").write({"state": "open"})

    def action_replay(self):
        """Import the rows again with the corrected values, through the ordinary import.

        :return: action that shows the import, which is checked at once
        :raises UserError: when nothing is left to replay, or rows of several profiles are chosen
        """
        todo = self.filtered("can_replay")
        profile = todo.run_id.profile_id
        if not todo:
            raise UserError(
                self.env._(
                    "These rows cannot be mended here. Download them, correct them in a "
                    "spreadsheet and import that file."
                )
            )
        if len(profile) > 1 or len({tuple(sorted(row.cells)) for row in todo}) > 1:
            raise UserError(
                self.env._("These rows come from files with other columns. Choose those of one.")
            )
        run = self.env["bzk.import.run"].create(
            {
                "profile_id": profile.id,
                "file_name": self.env._("Corrected rows") + ".csv",
                "file": todo._as_csv(),
                "partial": True,
                "replay_rejection_ids": [(6, 0, todo.ids)],
            }
        )
        run.action_check()
        return run._open()

    def _as_csv(self, with_reason=False):
        """Write the rows of ``self`` as a CSV file, each row once, with corrections applied.

        :param bool with_reason: add row number, column and reason, and defuse formulas, for a
            person who opens the file in a spreadsheet
        :return: bytes, base64 encoded as Odoo keeps files
        """
        rows = {}
        headers = []
        for rejection in self.sorted():
            row = (rejection.run_id.id, rejection.row_no, rejection.key)
            entry = rows.setdefault(row, [{}, []])
            cells, reasons = entry
            if not cells:
                cells.update(rejection.cells or {})
                headers += [header for header in cells if header not in headers]
            if rejection.corrected and rejection.header in cells:
                cells[rejection.header] = rejection.corrected
            reasons.append(defuse(f"{rejection.header or ''}: {rejection.reason}".strip(": ")))
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";")
        extra = [self.env._("Row"), self.env._("Reason")] if with_reason else []
        shown = [defuse(header) for header in headers] if with_reason else headers
        writer.writerow(shown + extra)
        for (_run, row_no, _key), (cells, reasons) in rows.items():
            line = [cells.get(header, "") for header in headers]
            if with_reason:
                line = [defuse(cell) for cell in line] + [row_no, "; ".join(reasons)]
            writer.writerow(line)
        return self.env["bzk.import.run"]._encode_file(buffer.getvalue().encode("utf-8-sig"))

    def action_download(self):
        """Offer the rows with their reasons as a file to correct in a spreadsheet."""
        attachment = self.env["ir.attachment"].create(
            {
                "name": self.env._("Refused rows") + ".csv",
                "datas": self._as_csv(with_reason=True),
                "res_model": "bzk.import.run",
                "res_id": self.run_id[:1].id,
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "download",
        }
