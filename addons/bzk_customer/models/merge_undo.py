from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Domain


class MergeUndo(models.AbstractModel):
    """A merge that can be taken back: the last one first, and each once.

    Who inherits has ``target_id``, ``source_id``, ``state`` and :meth:`_take_back`.
    """

    _name = "bzk.merge.undo"
    _description = "Merge that can be undone"

    def action_undo(self):
        """Take the merge back: both stand as before.

        :raises UserError: when a later merge rests on this one, or what it did is forgotten
        """
        self.check_access("write")
        for merge in self.sorted("id", reverse=True):
            merge._undo()
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _undo(self):
        self.ensure_one()
        _ = self.env._
        both = self.target_id | self.source_id
        both.check_access("write")
        both.lock_for_update()
        if self.state == "undone":
            raise UserError(_("This merge was undone already."))
        later = self.search(
            Domain("id", ">", self.id)
            & Domain("state", "=", "done")
            & (Domain("target_id", "in", both.ids) | Domain("source_id", "in", both.ids)),
            limit=1,
        )
        if later:
            raise UserError(
                _(
                    "First undo the later merge of %(gone)s into %(stayed)s.",
                    gone=later.source_id.display_name,
                    stayed=later.target_id.display_name,
                )
            )
        self._take_back()

    def _take_back(self):
        """Put everything back; that it may be, was checked."""
        raise NotImplementedError
