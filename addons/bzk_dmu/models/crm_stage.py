from odoo import fields, models

#: How a chance goes by, for which a series of stages is shipped.
SERIES = [
    ("offer", "Something offered"),
    ("application", "Money applied for"),
    ("cooperation", "Working together"),
    ("gift", "A friend"),
]
#: The series with which the pipeline of a kind of organisation begins.
KIND_SERIES = {
    "school": "offer",
    "board": "offer",
    "childcare": "offer",
    "municipality": "application",
    "fund": "application",
    "partner": "cooperation",
    "referrer": "cooperation",
    "friend": "gift",
}


class CrmStage(models.Model):
    """A stage of a library's pipeline, or one of those that are shipped to begin with.

    A library changes its own stages as it likes; the shipped ones have no library and are copied.
    """

    _name = "crm.stage"
    _inherit = ["crm.stage", "bzk.library.guard"]
    _description = "Stage of a pipeline"

    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index="btree_not_null",
    )
    series = fields.Selection(
        SERIES, copy=False, help="Of a shipped stage: with which pipelines it comes."
    )
    team_ids = fields.Many2many(string="Pipelines", check_company=True)

    _shipped_or_own = models.Constraint(
        "CHECK(series IS NULL OR company_id IS NULL)", "A shipped stage has no library."
    )
