import json
import time
from typing import NamedTuple

from odoo import fields, models

from ..importing.fields import ROW, map_columns
from ..importing.planning import batches
from ..importing.readers import UnreadableFile, detect, rows
from .import_subject import CHUNK

PREVIEW_ROWS = 20
#: How kinds of planned rows are counted for people, where the words differ.
COUNTED = {"same": "unchanged", "corrected": "changed"}


class PlannedRow(NamedTuple):
    """A row of the file and what is to become of it; columns of ``bzk.import.row``."""

    row_no: int
    key: str
    kind: str
    digest: str
    values: dict
    partner_id: int | None = None


class ImportRun(models.Model):
    """Checking: from the file to a plan with numbers, without touching a customer."""

    _inherit = "bzk.import.run"

    def _check(self, report=None):
        """Read, clean and compare the whole file and keep the plan.

        :return: False when time is up; the next call starts over
        """
        self.ensure_one()
        self._forget_plan()
        # What follows compares with SQL.
        self.env.flush_all()
        with self._open_file() as path:
            try:
                return self._check_file(path, report)
            except UnreadableFile as problem:
                self._refuse_file(problem.code, problem.params)
                return True

    def _forget_plan(self):
        self._drop_plan()
        self.rejection_ids.unlink()
        kept = (name for name, field in self._fields.items() if field.store)
        counts = [name for name in kept if name.endswith("_count")]
        self.write(
            dict.fromkeys(counts, 0)
            | {"position": 0, "progress": 0, "questions": False, "confirmed": False}
            | {"date_checked": False}
        )

    def _refuse_file(self, code, params):
        self._forget_plan()
        self.write({"state": "failed", "problem": {"code": code, "params": params}})

    def _check_file(self, path, report):
        profile = self.profile_id
        shape = detect(path, name=self.file_name, **self._shape_settings())
        target = profile._target()
        specs = target._import_fields(self.company_id)
        headers, lines = target._reshape(self, shape.headers, rows(path, shape))
        columns, unknown = map_columns(headers, profile._aliases(), specs)
        try:
            planner = target._planner(self, columns, len(headers), shape.format != "csv")
        except UnreadableFile as problem:
            raise UnreadableFile(problem.code, headers=list(shape.headers)[:40]) from problem
        planner.keep_numbers(self._replayed_keys())
        self.write(
            {
                "unknown_headings": ", ".join(unknown)[:1000] or False,
                "shape": {
                    "format": shape.format,
                    "encoding": shape.encoding,
                    "delimiter": shape.delimiter,
                    "sheet": shape.sheet,
                    "header_row": shape.header_row,
                    "warnings": [[code, params] for code, params in shape.warnings],
                },
                "preview": {
                    "names": target._preview_names(planner.columns),
                    "rows": [],
                },
            }
        )
        counted = ("row", "new", "linked", "changed", "unchanged", "repeated", "left_out")
        counted += ("refused", "remark")
        counts = dict.fromkeys(counted, 0)
        started = time.monotonic()
        for batch in batches(lines, CHUNK):
            if not self._still("checking"):
                return True
            self._plan_batch(planner, batch, counts)
            self.write({f"{name}_count": count for name, count in counts.items()})
            if report:
                report(self, counts["row"], None)
            left = self.env["ir.cron"]._commit_progress(len(batch), remaining=1)
            # A check cannot be continued halfway, so a slow one is given the time it needs.
            if left <= 0 and time.monotonic() - started > 3600:
                return False
        self._finish_check(planner, counts)
        return True

    def _shape_settings(self):
        """What the profile says of the file's shape; corrected rows are in a file of our own."""
        profile = self.profile_id
        if self.replay_rejection_ids:
            return {"encoding": "utf-8-sig", "delimiter": ";", "header_row": 1}
        return {
            "encoding": profile.encoding or None,
            "delimiter": profile.delimiter or None,
            "sheet": profile.sheet or None,
            "header_row": profile.header_row or None,
            "known_headers": profile._known_headers(),
        }

    def _still(self, state):
        """Lock the run for this transaction; whether it is ours to go on with."""
        self.invalidate_recordset(["state"])
        return bool(self.try_lock_for_update()) and self.state == state

    def _plan_batch(self, planner, batch, counts):
        found = planner.identify(batch)
        target = self.profile_id._target()
        target._leave_out(self, planner, found)
        counts["row"] += len(batch)
        counts["repeated"] += found.repeated
        counts["left_out"] += found.left_out
        rejections = found.rejections
        known = target._known_digests(self, [row.key for row in found.rows])
        preview = self.preview
        room = PREVIEW_ROWS - len(preview["rows"])
        planned = []
        differing = [row for row in found.rows if known.get(row.key) != row.digest]
        counts["unchanged"] += len(found.rows) - len(differing)
        digests = self._replayed_digests()
        corrected = self._corrected_fields(planner, known)
        sent = target._sent(self, [row.key for row in differing if row.key in known])
        for row in differing:
            whole, remarks = planner.clean(row)
            kind, values = "new", whole
            if whole is not None and row.key in corrected:
                kind, values = "corrected", target._only_corrected(whole, corrected[row.key])
            elif whole is not None and row.key in sent:
                kind, values, refused = target._compare(self, planner, row, whole, sent[row.key])
                remarks += refused
            elif whole is not None and (refused := target._refuse_new(self, planner, row, whole)):
                values, remarks = None, [*remarks, refused]
            rejections = rejections + remarks if remarks else rejections
            if values is None:
                continue
            digest = digests.get(row.key, row.digest)
            planned.append(PlannedRow(row.row_no, row.key, kind, digest, values))
            if len(planned) <= room:
                preview["rows"].append(_preview_row(row, kind, whole))
        planned = self._link_new(planned)
        for row in planned:
            counts[COUNTED.get(row.kind, row.kind)] += 1
        for shown, row in zip(preview["rows"][-room:] if room else (), planned, strict=False):
            shown["kind"] = row.kind
        for row in found.rows[:room] if not planned else ():
            preview["rows"].append(_preview_row(row, "", planner.clean(row)[0]))
        self.preview = preview
        self._store_plan(planned)
        self._store_rejections(planner, rejections)
        for rejection in rejections:
            counts["refused" if rejection.kind == ROW else "remark"] += 1

    def _replayed_keys(self):
        """Key of each row that staff corrected, in the order of the file with corrected rows."""
        rows = {}
        for rejection in self.replay_rejection_ids.sorted():
            row = (rejection.run_id.id, rejection.row_no, rejection.key)
            rows.setdefault(row, rejection.key)
        return rows.values()

    def _replayed_digests(self):
        """Digest of the row as the source sent it, for rows that staff corrected.

        It stands for the corrected row, so the source's next file, with the same fault in it, is
        recognised as nothing new and does not undo the correction.
        """
        return {
            rejection.key: rejection.digest
            for rejection in self.replay_rejection_ids
            if rejection.key and rejection.digest
        }

    def _corrected_fields(self, planner, known):
        """Which fields staff corrected, for rows of customers that the source already named.

        Only these are written: the rest of such a row may be older than what the CRM has by now.

        :param planner: knows which heading fills which field
        :param known: keys that the source is known to have
        :return: dict of key -> set of field names
        """
        names = {column.header: column.field.name for column in planner.columns}
        corrected = {}
        for rejection in self.replay_rejection_ids:
            if rejection.kind != "row" and rejection.key in known and rejection.header in names:
                corrected.setdefault(rejection.key, set()).add(names[rejection.header])
        return corrected

    def _store_plan(self, planned):
        self._copy_rows(
            "bzk_import_row",
            ("run_id", "row_no", "key", "kind", "digest", "data", "partner_id"),
            (
                (
                    self.id,
                    row.row_no,
                    row.key,
                    row.kind,
                    row.digest,
                    json.dumps(row.values, ensure_ascii=False),
                    row.partner_id,
                )
                for row in planned
            ),
        )

    def _link_new(self, planned):
        """Let new keys of customers whom another source brought already belong to those.

        :param planned: list of :class:`PlannedRow`
        :return: the list with the rows that were recognised as ``linked``
        """
        new = [(row.key, row.values) for row in planned if row.kind == "new"]
        known = self.profile_id._target()._match_new(self, new) if new else {}
        return [
            row._replace(kind="linked", partner_id=known[row.key])
            if row.kind == "new" and row.key in known
            else row
            for row in planned
        ]

    def _copy_rows(self, table, names, lines):
        """Write lines with COPY, the quickest way into PostgreSQL.

        :param str table: table name, never from outside
        :param lines: tuples of int, text without NUL, or None
        """
        buffer = CopyBuffer(lines)
        columns = ", ".join(names)
        self.env.cr._obj.copy_expert(f"COPY {table} ({columns}) FROM STDIN", buffer)

    def _store_rejections(self, planner, rejections):
        if not rejections:
            return
        headers = {column.index: column.header for column in planner.columns}
        headers[planner.key_column.index] = planner.key_column.header
        self.env["bzk.import.rejection"].create(
            [
                {
                    "run_id": self.id,
                    "row_no": rejection.row_no,
                    "key": rejection.key,
                    "kind": rejection.kind,
                    "code": rejection.code,
                    "header": rejection.header,
                    "value": _storable(rejection.value),
                    "corrected": rejection.proposal,
                    "other_row": rejection.other_row or 0,
                    "digest": rejection.digest,
                    "cells": {
                        header: _storable(rejection.cells[index])
                        for index, header in sorted(headers.items())
                        if index < len(rejection.cells)
                    },
                }
                for rejection in rejections
            ]
        )

    def _finish_check(self, planner, counts):
        target = self.profile_id._target()
        missing = target._plan_missing(self, planner) if self._is_full_file() else 0
        questions = self._questions(counts["row"], missing) if self._is_full_file() else []
        self.write(
            {
                "state": "checked",
                "missing_count": missing,
                "questions": questions or False,
                "progress": 100,
                "date_checked": fields.Datetime.now(),
                "write_mark": self.source_id.write_mark,
                "checksum": self._file_checksum(),
            }
        )

    def _file_checksum(self):
        # Attachments behind a field have no access rules of their own; those of the run hold.
        attachments = self.env["ir.attachment"].sudo()
        domain = [("res_model", "=", self._name), ("res_id", "=", self.id)]
        return attachments.search([*domain, ("res_field", "=", "file")], limit=1).checksum

    def _questions(self, row_count, missing):
        known = self.profile_id._target()._known_count(self)
        profile = self.profile_id
        questions = []
        share = 100 * missing / known if known else 0
        if share > profile.missing_share:
            params = {"missing": missing, "known": known, "share": share}
            questions.append({"code": "many_missing", "params": params})
        if profile.row_cap and row_count and row_count % profile.row_cap == 0:
            questions.append({"code": "round_number", "params": {"rows": row_count}})
        return questions


class CopyBuffer:
    """A readable stream in COPY's text format, made of lines as they are asked for."""

    _escape = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})

    def __init__(self, lines):
        self._lines = iter(lines)

    def read(self, size=8192):
        """Give at least ``size`` characters, or what is left."""
        parts, length = [], 0
        for line in self._lines:
            text = "\t".join(
                "\\N" if value is None else str(value).translate(self._escape) for value in line
            )
            parts.append(text + "\n")
            length += len(text) + 1
            if length >= size:
                break
        return "".join(parts)


def _preview_row(row, kind, values):
    """A row as the preview keeps it: as it stands in the file, whatever of it is to change."""
    return {"row_no": row.row_no, "key": row.key, "kind": kind, "values": values or {}}


def _storable(text):
    """Text as PostgreSQL can hold it: NUL and lone surrogates shown, not kept."""
    return text.replace("\x00", "␀").encode("utf-8", "replace").decode()
