from odoo import fields, models
from odoo.tools import SQL


class MailingMailing(models.Model):
    """Who reads which blocks of a mailing."""

    _inherit = "mailing.mailing"

    needs_block = fields.Boolean(
        string="Only who has a block",
        help="Who has no block of their own is not mailed: the general part alone is no news.",
    )

    def _people_query(self, segment):
        """Give who is in a segment, of the library that mails only.

        :param segment: ``mailing.filter``; a common one counts for this library
        :return: SQL select of one column ``id`` of customers
        """
        self.ensure_one()
        if self.company_id:
            segment = segment.with_context(allowed_company_ids=self.company_id.ids)
        return (
            segment.env["res.partner"]._search(segment._people_domain(), active_test=False).select()
        )

    def _block_query(self, people=None):
        """Tell who reads which blocks.

        :param people: SQL select of one column ``id`` of customers; everybody in the segment of
            the mailing when it is left out
        :return: SQL select of ``id``, once for each customer, and ``blocks``: jsonb list of ids of
            ``bzk.mailing.block`` in the order of the mailing
        """
        self.ensure_one()
        self.env["bzk.mailing.block"].flush_model()
        people = people or self._chosen_query()
        parts = [
            SQL(
                "SELECT id, %s AS block, %s AS place FROM (%s) reader",
                block._origin.id or 0,
                place,
                self._people_query(block.segment_id),
            )
            for place, block in enumerate(self.block_ids.sorted())
            if block.segment_id
        ]
        everybody = [
            (block.id, place)
            for place, block in enumerate(self.block_ids.sorted())
            if not block.segment_id
        ]
        # A join, for many blocks on many people; who is in a segment is found once for each block.
        parts += [
            SQL("SELECT id, %s AS block, %s AS place FROM person", block_id, place)
            for block_id, place in everybody
        ]
        if not parts:
            return SQL("SELECT DISTINCT id, '[]'::jsonb AS blocks FROM (%s) person", people)
        return SQL(
            """
            WITH person AS (SELECT DISTINCT id FROM (%s) chosen)
            SELECT person.id,
                   COALESCE(
                       jsonb_agg(part.block ORDER BY part.place)
                       FILTER (WHERE part.block IS NOT NULL),
                       '[]'
                   ) AS blocks
              FROM person
         LEFT JOIN (%s) part ON part.id = person.id
             GROUP BY person.id
            """,
            people,
            SQL(" UNION ALL ").join(parts),
        )

    def _verdict_query(self, people):
        """Refuse who has nothing to read in it, when the mailing is only for who has a block."""
        verdicts = super()._verdict_query(people)
        if not self.needs_block:
            return verdicts
        return SQL(
            """
            SELECT verdict.id,
                   CASE WHEN verdict.reason IS NOT NULL THEN verdict.reason
                        WHEN part.blocks = '[]' THEN 'no_block'
                   END AS reason
              FROM (%s) verdict
              JOIN (%s) part ON part.id = verdict.id
            """,
            verdicts,
            self._block_query(people),
        )
