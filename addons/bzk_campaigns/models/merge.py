from odoo import models
from odoo.tools import SQL


class Merge(models.Model):
    """Two customers who turned out to be one, and both got the same mail: both mails stay.

    The database knows a customer once for each mail, and would remove the other's with what became
    of it. So the other's goes on under a key of its own.
    """

    _inherit = "bzk.merge"

    def _move_references(self, target, source):
        """Keep the mails, journeys and comparisons of both."""
        # What waits to be written must be, as all is read again below.
        self.env.flush_all()
        both = {"source": source.id, "target": target.id}
        for table, of in (
            ("mailing_trace", "mass_mailing_id"),
            ("bzk_journey_entry", "journey_id"),
        ):
            self.env.cr.execute(
                SQL(
                    """
                    UPDATE %(table)s twice SET key = concat(twice.key, '+', twice.id)
                      FROM %(table)s own
                     WHERE twice.partner_id = %(source)s AND own.partner_id = %(target)s
                       AND own.%(of)s = twice.%(of)s AND own.key = twice.key
                    """,
                    table=SQL.identifier(table),
                    of=SQL.identifier(of),
                    **both,
                )
            )
        # Two lots were drawn for one person: the second says nothing about a person any more.
        self.env.cr.execute(
            SQL(
                """
                UPDATE bzk_campaign_effect twice SET partner_id = NULL
                  FROM bzk_campaign_effect own
                 WHERE twice.partner_id = %(source)s AND own.partner_id = %(target)s
                   AND own.mailing_id = twice.mailing_id
                """,
                **both,
            )
        )
        self.env.invalidate_all(flush=False)
        return super()._move_references(target, source)
