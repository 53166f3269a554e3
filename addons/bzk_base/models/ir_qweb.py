import copy

from lxml import etree
from odoo import models


class IrQweb(models.AbstractModel):
    """Compiles the text of a mail once for all its recipients, instead of once for each.

    Core keeps what it compiled of views only. A mail template is no view: its source is parsed and
    compiled anew for every record, which is most of what a mail costs.
    """

    _inherit = "ir.qweb"

    def _compile(self, template):
        """Look in the context's ``bzk_compiled`` first: a dict that whoever renders many gives."""
        compiled = self.env.context.get("bzk_compiled")
        if compiled is None or not isinstance(template, etree._Element):
            return super()._compile(template)
        options = (self.env.context.get(name) for name in self._get_template_cache_keys())
        key = (etree.tostring(template), *map(repr, options))
        if key not in compiled:
            # Compiling uses up what it reads; whoever renders may come with the same source again.
            compiled[key] = super()._compile(copy.deepcopy(template))
        return compiled[key]
