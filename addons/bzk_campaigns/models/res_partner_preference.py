from odoo import api, fields, models

FREQUENCIES = [
    ("weekly", "Every newsletter"),
    ("monthly", "At most once a month"),
]
#: What a customer tells about themselves; from this a day follows on which they did.
PREFERENCES = ("preferred_genre_ids", "mail_frequency")


class ResPartner(models.Model):
    """What a customer tells us to like, apart from what we conclude from what they borrow."""

    _inherit = "res.partner"

    preferred_genre_ids = fields.Many2many(
        "bzk.genre",
        "bzk_partner_preferred_genre",
        "partner_id",
        "genre_id",
        string="Likes to read",
        help="Told by the customer; never worked out from loans.",
    )
    mail_frequency = fields.Selection(
        FREQUENCIES,
        string="How often",
        help="Of newsletters. Who chose nothing gets every newsletter they agreed to.",
    )
    preferences_on = fields.Datetime(
        string="Preferences told on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the customer last told or changed them, on the page or at the desk.",
    )
    own_data_on = fields.Datetime(
        string="Own data changed on",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the customer last changed address, phone or e-mail on the page. The systems "
        "that feed the CRM may not know it yet.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        """Remember when preferences were told."""
        return super().create([self._with_day(vals) for vals in vals_list])

    def write(self, vals):
        """Remember when preferences were told."""
        return super().write(self._with_day(vals))

    def _with_day(self, vals):
        if any(name in vals for name in PREFERENCES):
            # A merge brings the day along.
            return {"preferences_on": fields.Datetime.now(), **vals}
        return vals

    def _left_after_merges(self):
        """Who is left when this customer went up in another, and that one perhaps as well."""
        left = self
        while left.merged_into_id:
            left = left.merged_into_id
        return left
