"""What the web client asks of the server to open the customer's form."""

from lxml import etree

FORM = "bzk_base.view_customer_form"
#: What the form's chatter asks about its record.
CHATTER = ["activities", "attachments", "contact_fields", "followers"]
CHATTER += ["scheduledMessages", "suggestedRecipients"]
#: Rows of a list within a form.
PAGE = 40
NAME = {"fields": {"display_name": {}}}


class CustomerView:
    """Opens the view as the web client does.

    :param env: environment of a member of staff
    """

    def __init__(self, env):
        self.env = env
        views = env["res.partner"].get_views([(env.ref(FORM).id, "form")])
        fields = {model: info["fields"] for model, info in views["models"].items()}
        arch = etree.fromstring(views["views"]["form"]["arch"])
        self.specification = _specification(arch, "res.partner", fields)

    def open(self, partner_id):
        """Ask for the record, its timeline, and its activities, followers and messages."""
        from odoo.addons.mail.tools.discuss import Store

        partner = self.env["res.partner"].browse(partner_id)
        partner.web_read(self.specification)
        self.env["bzk.timeline"].page(partner_id, count=False)
        Store().add(partner, request_list=CHATTER, as_thread=True).get_result()
        messages = self.env["mail.message"]._message_fetch(None, thread=partner)["messages"]
        Store().add(messages).get_result()


def _specification(node, model, fields):
    """What ``web_read`` is asked: the fields of a view, and those of the lists within it."""
    result = {}
    for child in node:
        if child.tag == "field":
            name = child.get("name")
            info = fields[model][name]
            lists = child.xpath("./list | ./kanban")
            if info["type"] == "many2one":
                result[name] = NAME
            elif info["type"] in ("one2many", "many2many") and child.get("invisible") != "True":
                rows = _specification(lists[0], info["relation"], fields) if lists else {}
                result[name] = {"fields": rows or NAME["fields"], "limit": PAGE}
            else:
                result.setdefault(name, {})
        else:
            result |= _specification(child, model, fields)
    return result
