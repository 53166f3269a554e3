from odoo import models
from odoo.tools import SQL


class Journey(models.Model):
    """Who is in the segment of a journey, so that is known who came into it since.

    A plain table of two numbers a customer, written in one statement each night.
    """

    _inherit = "bzk.journey"

    def init(self):
        """Make the table; it holds nothing that anybody reads or writes by hand."""
        self.env.cr.execute(
            """
            CREATE TABLE IF NOT EXISTS bzk_journey_present (
                journey_id integer NOT NULL REFERENCES bzk_journey ON DELETE CASCADE,
                partner_id integer NOT NULL REFERENCES res_partner ON DELETE CASCADE,
                PRIMARY KEY (journey_id, partner_id));
            CREATE INDEX IF NOT EXISTS bzk_journey_present_partner_idx
                ON bzk_journey_present (partner_id)
            """
        )

    def _note_present(self):
        """Note who is in the segment today; once a day."""
        today = self._today()
        if self.present_date == today:
            return
        people = self._sql_segment(self.segment_id)
        self.env.cr.execute(
            SQL(
                """
                DELETE FROM bzk_journey_present
                 WHERE journey_id = %s AND partner_id NOT IN (%s)
                """,
                self.id,
                people,
            )
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO bzk_journey_present (journey_id, partner_id)
                SELECT %s, chosen.id FROM (%s) chosen
                    ON CONFLICT DO NOTHING
                """,
                self.id,
                people,
            )
        )
        self.present_date = today

    def _forget_present(self):
        """Begin anew, after the segment became another one."""
        self.env.cr.execute(
            SQL("DELETE FROM bzk_journey_present WHERE journey_id = ANY(%s)", self.ids)
        )
        self.present_date = False
