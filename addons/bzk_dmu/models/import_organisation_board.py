from odoo import models

from ..organisations import CERTAIN, Organisation

BOARD_GROUP = "school_board"


class ImportOrganisation(models.AbstractModel):
    """Schools are part of their board, which the ministry's list knows by its number."""

    _inherit = "bzk.import.organisation"

    def _link_boards(self, rows, relations, boards, sent):
        """Let schools be part of their board; what staff chose otherwise stays."""
        parts = {}
        for row in rows:
            relation = relations[row["partner_id"]]
            board = boards.get(row["data"].get("board_number"))
            present = relation.parent_id
            if not board or relation == board or present == board:
                continue
            before = sent.get(row["key"], {}).get("board_number")
            if not present or (before and present.partner_id.board_number == before):
                parts[board] = parts.get(board, relation.browse()) | relation
        for board, schools in parts.items():
            schools.write({"parent_id": board.id})

    def _boards(self, run, rows):
        """Relations with the boards that rows name, made where there are none.

        :return: dict of number -> ``bzk.relation``
        """
        told = {
            row["data"]["board_number"]: row["data"].get("board_name")
            for row in rows
            if row["data"].get("board_number")
        }
        relations = self._quiet(run, "bzk.relation").with_context(active_test=False)
        found = relations.search(
            [
                ("company_id", "=", run.company_id.id),
                ("partner_id.board_number", "in", list(told)),
                ("group_id.kind", "=", "board"),
            ]
        )
        boards = {relation.partner_id.board_number: relation for relation in found}
        new = {number: name for number, name in told.items() if number not in boards}
        boards |= self._boards_by_name(run, {no: name for no, name in new.items() if name})
        new = {number: name for number, name in new.items() if number not in boards}
        return boards | self._new_boards(run, new)

    def _boards_by_name(self, run, names):
        """Boards that are there by their name, and get their number.

        :param dict names: number -> name
        """
        if not names:
            return {}
        index = self.env["bzk.organisation.finder"]._index(run.company_id)
        boards = {}
        for number, name in names.items():
            organisation, verdict = index.find(Organisation(name=name))
            if verdict.outcome != CERTAIN:
                continue
            board = self._quiet(run, "bzk.relation").search(
                [
                    ("company_id", "=", run.company_id.id),
                    ("partner_id", "=", organisation.id),
                    ("partner_id.board_number", "=", False),
                    ("group_id.kind", "=", "board"),
                ]
            )
            if board:
                board.partner_id.board_number = number
                boards[number] = board
        return boards

    def _new_boards(self, run, names):
        """Make the boards that nobody knew.

        :param dict names: number -> name, or ``None``
        """
        _ = self.with_context(lang=run.company_id.partner_id.lang).env._
        partners = self._quiet(run, "res.partner").create(
            [
                {
                    "name": name or _("School board %s", number),
                    "board_number": number,
                    "is_company": True,
                    "company_id": run.company_id.id,
                }
                for number, name in names.items()
            ]
        )
        created = self._quiet(run, "bzk.relation").create(
            [
                {
                    "partner_id": partner.id,
                    "company_id": run.company_id.id,
                    "group_id": self._groups(run)[BOARD_GROUP],
                    "state": run.relation_state,
                    "user_id": run.relation_user_id.id,
                }
                for partner in partners
            ]
        )
        return dict(zip(names, created, strict=True))
