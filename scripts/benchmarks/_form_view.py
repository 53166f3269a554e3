"""What the web client asks of the server to open a form, or a list."""

from lxml import etree

#: What the form's chatter asks about its record.
CHATTER = ["activities", "attachments", "contact_fields", "followers"]
CHATTER += ["scheduledMessages", "suggestedRecipients"]
#: Rows of a list within a form, and of a list by itself.
PAGE, LIST = 40, 80
NAME = {"fields": {"display_name": {}}}


class FormView:
    """Opens a record in its form as the web client does.

    :param env: environment of a member of staff
    :param str model: name of the model
    :param str form: xml id of the form; the model's own by default
    """

    def __init__(self, env, model, form=None):
        self.env, self.model = env, model
        self.specification = specification(env, model, "form", form)

    def open(self, record_id):
        """Ask for the record, and its activities, followers and messages."""
        from odoo.addons.mail.tools.discuss import Store

        record = self.env[self.model].browse(record_id)
        record.web_read(self.specification)
        Store().add(record, request_list=CHATTER, as_thread=True).get_result()
        messages = self.env["mail.message"]._message_fetch(None, thread=record)["messages"]
        Store().add(messages).get_result()


class CustomerView(FormView):
    """Opens the view of a customer, with the first page of the timeline."""

    def __init__(self, env):
        super().__init__(env, "res.partner", "bzk_base.view_customer_form")

    def open(self, partner_id):
        super().open(partner_id)
        self.env["bzk.timeline"].page(partner_id, count=False)


class ListView:
    """Opens the first page of a list as the web client does.

    :param env: environment of a member of staff
    :param dict action: window action, as the server gives it to the client
    """

    def __init__(self, env, action):
        self.env, self.model = env, action["res_model"]
        views = {kind: view_id for view_id, kind in action["views"]}
        self.specification = specification(env, self.model, "list", views.get("list"))

    def open(self, domain, order=None):
        """Ask for the rows and their number.

        :param domain: what the action and its default filters ask for
        """
        return self.env[self.model].web_search_read(
            domain, self.specification, limit=LIST, order=order, count_limit=10_001
        )


def specification(env, model, kind, view=None):
    """What ``web_read`` is asked for a view.

    :param view: xml id or id of the view; the model's own by default
    """
    view_id = env.ref(view).id if isinstance(view, str) else view
    views = env[model].get_views([(view_id, kind)])
    fields = {name: info["fields"] for name, info in views["models"].items()}
    return _specification(etree.fromstring(views["views"][kind]["arch"]), model, fields)


def _specification(node, model, fields):
    """The fields of a view, and those of the lists within it."""
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
