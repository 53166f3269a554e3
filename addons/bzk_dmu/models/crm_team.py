from odoo import api, fields, models

from .crm_stage import KIND_SERIES


class CrmTeam(models.Model):
    """The pipeline of one library for one group of relations, made when it is first needed."""

    _name = "crm.team"
    _inherit = ["crm.team", "bzk.library.guard"]
    _description = "Pipeline"

    relation_group_id = fields.Many2one(
        "bzk.relation.group",
        string="Group of relations",
        ondelete="cascade",
        index="btree_not_null",
        check_company=True,
    )

    _company_group_uniq = models.UniqueIndex(
        "(company_id, relation_group_id) WHERE relation_group_id IS NOT NULL",
        "This library already has a pipeline for this group.",
    )

    @api.model
    def _for_groups(self, company, groups):
        """Find the pipelines of a library, and make those that are not there yet.

        :param company: one ``res.company``
        :param groups: ``bzk.relation.group`` records
        :return: dict of group -> ``crm.team``
        """
        # sudo: a pipeline comes with the group; whoever first needs it need not be administrator.
        teams = self.sudo().with_context(active_test=False)
        found = teams.search(
            [("company_id", "=", company.id), ("relation_group_id", "in", groups.ids)]
        )
        missing = groups - found.relation_group_id
        made = teams.create(
            [
                {
                    "name": group.name,
                    "company_id": company.id,
                    "relation_group_id": group.id,
                    "sequence": group.sequence,
                    "use_leads": False,
                }
                for group in missing
            ]
        )
        made._copy_shipped_stages()
        return {team.relation_group_id.sudo(False): team.sudo(False) for team in found | made}

    def _copy_shipped_stages(self):
        """Give new pipelines stages of their own, in every language."""
        shipped = self.env["crm.stage"].search([("series", "!=", False)])
        for team in self:
            series = KIND_SERIES[team.relation_group_id.kind]
            shipped.filtered(lambda stage, series=series: stage.series == series).copy(
                {"company_id": team.company_id.id, "team_ids": [fields.Command.set(team.ids)]}
            )


class CrmTeamMember(models.Model):
    """Who belongs to a pipeline, guarded as the pipeline is."""

    _name = "crm.team.member"
    _inherit = ["crm.team.member", "bzk.library.guard"]
