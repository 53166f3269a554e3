from odoo import models


class ImportRun(models.Model):
    """What is wrong with a whole file of orders."""

    _inherit = "bzk.import.run"

    def _problem_line(self, problem):
        if problem["code"] == "no_order_columns":
            return self.env._(
                "A list of orders has a column with the programme, and one that names the school: "
                "its BRIN, its code in Koha or its name. The headings are: %s. Add the heading to "
                "the profile.",
                ", ".join(problem.get("params", {}).get("headers", [])),
            )
        return super()._problem_line(problem)
