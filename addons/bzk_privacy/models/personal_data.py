from odoo import api, models

from odoo.addons.bzk_base.models.personal_data import Term


class PersonalData(models.AbstractModel):
    """What privacy itself keeps: that requests were answered, and that people were erased."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        _ = self.env._
        proof = {
            "purpose": _("To show that requests were answered in time (AVG 5.2)"),
            "basis": "law",
            "term": "access",
        }
        return [
            *super()._declarations(),
            self._declare(
                "res.partner",
                ["private_partner_id"],
                person="id",
                title=_("Also a private customer"),
                erase="clear",
                **proof
                | {
                    "purpose": _("To answer a request about the same person as a whole"),
                    "term": "customer",
                },
            ),
            self._declare(
                "bzk.access.request",
                shows=["received_on", "asked_by", "asker", "identity", "state", "closed_on"],
                erase="keep",
                reason=_("The library must be able to show that it answered, and when"),
                **proof,
            ),
            self._declare(
                "bzk.access.request",
                ["asker", "note", "leave_out", "pdf", "json_file", "archive"],
                shows=["note"],
                erase="clear",
                **proof,
            ),
            self._declare(
                "bzk.erasure",
                shows=["ground", "state", "proposed_on"],
                erase="keep",
                reason=_("Proof without the person that the erasure was carried out"),
                **proof | {"term": "erasure"},
            ),
            self._declare(
                "bzk.erased.key",
                person="erasure_id.partner_id",
                shows=["source_id"],
                erase="keep",
                reason=_("A print that nobody can read, so that the person does not come back"),
                **proof | {"term": "erasure"},
            ),
        ]

    @api.model
    def _terms(self):
        _ = self.env._
        return [
            *super()._terms(),
            Term(
                "access_file",
                _("Files made for access requests"),
                "bzk.access.request",
                months=3,
                action="clear",
                since="closed_on",
                where=(("archive", "!=", False),),
                names=("pdf", "json_file", "archive"),
                reason=_("The customer has them; long enough to answer a question about them."),
            ),
            Term(
                "access",
                _("Access requests"),
                "bzk.access.request",
                months=24,
                since="closed_on",
                reason=_("As long as a complaint about the answer may be expected."),
            ),
            Term(
                "erasure",
                _("Proof of erasures, without the person"),
                "bzk.erasure",
                months=120,
                since="decided_on",
                where=(("state", "in", ("done", "refused")),),
                reason=_("Kept as long as a source may still name the person."),
            ),
        ]

    @api.model
    def _before_erase(self, partners):
        """Forget that somebody at an organisation was this private customer."""
        result = super()._before_erase(partners)
        partners.sudo().known_at_work_ids.private_partner_id = False
        return result
