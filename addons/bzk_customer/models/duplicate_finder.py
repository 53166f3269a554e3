from datetime import date

from odoo import api, models
from odoo.tools import SQL

from ..matching import CERTAIN, DIFFERENT, LIKELY, compare, describe
from .duplicate_blocks import Blocks

#: Pairs that are read and compared at a time, and people kept for the next ones.
BATCH = 50_000
KEPT = 200_000
COLUMNS = (
    "initials",
    "firstname",
    "infix",
    "lastname",
    "birthdate",
    "zip",
    "street_name",
    "street_number",
    "street_number2",
    "email_normalized",
    "phone_sanitized",
    "gender",
)
#: Names of the details as :func:`~..matching.describe` knows them.
DETAILS = tuple(
    {"email_normalized": "email", "phone_sanitized": "phone"}.get(c, c) for c in COLUMNS
)


class DuplicateFinder(models.AbstractModel):
    """Finds customers who may be one person: candidates set by set in SQL, verdicts in Python.

    Only people of one library are compared, without those who are archived or merged. Of whom
    all details were erased, nothing is left to find them by.
    """

    _name = "bzk.duplicate.finder"
    _description = "Finder of duplicates"

    @api.model
    def _find(self, company, partner_ids=None):
        """Compare customers and hand the pairs that may be one person to ``bzk.duplicate``.

        Two customers whom one source keeps apart are never more than likely: the source may know
        better.

        :param company: the library
        :param partner_ids: compare these with all others; ``None`` compares everyone
        :return: dict of figures: ``pairs`` compared, ``certain``, ``likely``, and ``crowded``:
            addresses and the like shared by too many to compare all of them
        """
        self._flush()
        if partner_ids is not None:
            partner_ids = sorted(set(partner_ids))
        blocks = Blocks(self.env.cr, company.id)
        blocks.take_customers(partner_ids)
        figures = {"pairs": blocks.make_pairs(), "crowded": blocks.crowded}
        found, today, people = [], date.today(), {}
        for pairs in blocks.pairs(BATCH):
            self._load(people, {partner_id for pair in pairs for partner_id in pair}, today)
            for first_id, second_id in pairs:
                verdict = compare(people[first_id], people[second_id])
                if verdict.outcome != DIFFERENT:
                    found.append((first_id, second_id, *verdict))
        blocks.drop()
        found = self._apart_in_a_source(found)
        self.env["bzk.duplicate"]._propose(company, found, partner_ids)
        for outcome in (CERTAIN, LIKELY):
            figures[outcome] = sum(pair[2] == outcome for pair in found)
        return figures

    @api.model
    def _match_rows(self, company, rows, source=None):
        """Find for each row of an import the customer it most probably is about.

        A customer is certain for one row only: a file that has two rows keeps two people apart.

        :param company: library of the import
        :param rows: list of (row id, dict of values as the import cleans them)
        :param source: ``bzk.source`` of the rows; a customer who already has a current key there
            is likely at most
        :return: dict of row id -> (customer's id, outcome, reasons) for the rows that have one
        """
        self._flush()
        blocks = Blocks(self.env.cr, company.id)
        blocks.take_rows([values for _row_id, values in rows])
        blocks.make_pairs()
        today, people, best = date.today(), {}, {}
        described = {}
        for pairs in blocks.pairs(BATCH):
            self._load(people, {partner_id for _number, partner_id in pairs}, today)
            for number, partner_id in pairs:
                row = described.get(number)
                if row is None:
                    row = described[number] = describe(rows[-number - 1][1], today)
                verdict = compare(row, people[partner_id])
                if verdict.outcome == DIFFERENT:
                    continue
                rank = (verdict.outcome == CERTAIN, verdict.score, -partner_id)
                if number not in best or rank > best[number][0]:
                    best[number] = (rank, partner_id, verdict)
        blocks.drop()
        return self._one_row_each(rows, best, source)

    def _one_row_each(self, rows, best, source):
        """Turn the best verdicts into what :meth:`_match_rows` returns."""
        known = self._known_in(
            source, {partner_id for _rank, partner_id, _verdict in best.values()}
        )
        result = {}
        for number in sorted(best, key=lambda number: best[number][0], reverse=True):
            _rank, partner_id, verdict = best[number]
            outcome, reasons = verdict.outcome, verdict.reasons
            if outcome == CERTAIN and partner_id in known:
                outcome, reasons = LIKELY, [*reasons, ["same_source", {}]]
            if outcome == CERTAIN:
                known.add(partner_id)
            result[rows[-number - 1][0]] = (partner_id, outcome, reasons)
        return result

    def _flush(self):
        self.env["res.partner"].flush_model()
        self.env["bzk.external.id"].flush_model()

    def _load(self, people, partner_ids, today):
        """Describe the customers who are not among ``people`` yet."""
        if len(people) > KEPT:
            people.clear()
        missing = [partner_id for partner_id in partner_ids if partner_id not in people]
        if not missing:
            return
        self.env.cr.execute(
            SQL(
                "SELECT id, %s FROM res_partner WHERE id = ANY(%s)",
                SQL(", ").join(map(SQL.identifier, COLUMNS)),
                missing,
            )
        )
        for partner_id, *values in self.env.cr.fetchall():
            people[partner_id] = describe(dict(zip(DETAILS, values, strict=True)), today)

    def _apart_in_a_source(self, found):
        """Make certain pairs likely of which one source knows both under a key of their own."""
        certain = [pair for pair in found if pair[2] == CERTAIN]
        if not certain:
            return found
        self.env.cr.execute(
            """
            SELECT DISTINCT pair.first_id, pair.second_id
              FROM unnest(%s::int[], %s::int[]) AS pair(first_id, second_id)
              JOIN bzk_external_id one ON one.partner_id = pair.first_id AND one.state = 'current'
              JOIN bzk_external_id two ON two.partner_id = pair.second_id AND two.state = 'current'
             WHERE one.source_id = two.source_id
            """,
            ([pair[0] for pair in certain], [pair[1] for pair in certain]),
        )
        apart = set(self.env.cr.fetchall())
        return [
            (*pair[:2], LIKELY, pair[3], [*pair[4], ["same_source", {}]])
            if pair[:2] in apart
            else pair
            for pair in found
        ]

    def _known_in(self, source, partner_ids):
        """Which customers have a current key in a source."""
        if not source:
            return set()
        self.env.cr.execute(
            "SELECT partner_id FROM bzk_external_id"
            " WHERE source_id = %s AND state = 'current' AND partner_id = ANY(%s)",
            (source.id, list(partner_ids)),
        )
        return {row[0] for row in self.env.cr.fetchall()}
