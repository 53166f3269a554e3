from markupsafe import Markup
from odoo import fields, models

#: Language of a mail when nothing tells which.
FIRST_LANGUAGE = "nl_NL"


class Letter:
    """Who reads a mailing, for whoever fills in what differs by reader.

    Given in the context as ``bzk_letter``; compared by identity, so one for each batch.

    :param mailing: ``mailing.mailing``
    :param dict traces: id of the customer to whom a mail goes -> its ``mailing.trace``; who has
        none gets a mail that is tried out, with links that do nothing
    :param dict together: id of the customer to whom a mail goes -> ids of all customers on that
        address for whom it is, themselves among them; who is not in it reads alone
    """

    __slots__ = ("mailing", "together", "traces")

    def __init__(self, mailing, traces=None, together=None):
        self.mailing = mailing
        self.traces = traces or {}
        self.together = together or {}

    def people(self, partner_id):
        """Give the ids of all for whom the mail to this customer is."""
        return self.together.get(partner_id) or [partner_id]


class MailingMailing(models.Model):
    """The text of a mailing: general part, blocks and frame, in one piece by choice of blocks.

    What differs by reader stays a placeholder, which a field of the customer fills in: the
    greeting and the foot of the mail (see ``res_partner_letter.py``), and whatever the writer put
    in. So readers of the same blocks share one source, that is compiled once.
    """

    _inherit = "mailing.mailing"

    with_greeting = fields.Boolean(
        string="Begin with a greeting", default=True, help="All readers on one address by name."
    )

    def _mail_lang(self):
        """Code of the language in which the mail is written, for who listens to it."""
        self.ensure_one()
        installed = {code for code, _name in self.env["res.lang"].get_installed()}
        wanted = (self.lang, self.company_id.partner_id.lang, FIRST_LANGUAGE)
        return next((code for code in wanted if code in installed), "en_US")

    def _body_source(self, block_ids=()):
        """Give the mail as these blocks make it, with placeholders for what differs by reader.

        It is QWeb in which only fields of the customer are named, and a part of a document: whoever
        sends puts it in one. Fill it in with ``bzk_letter`` in the context.

        :param block_ids: ids of ``bzk.mailing.block``; they come in the order of the mailing
        :return: ``Markup``
        """
        self.ensure_one()
        mailing = self.with_context(lang=self._mail_lang())
        wanted = set(block_ids or ())
        # Local pictures and links get a whole address here, once for all readers.
        source = mailing.env["ir.qweb"]._render(
            "bzk_campaigns.mail_layout",
            {
                "mailing": mailing,
                "company": mailing.company_id,
                "logo_url": mailing._logo_url(),
                "lang": mailing.env.lang.split("_")[0],
                "body": mailing.body_html,
                "blocks": mailing.block_ids.sorted().filtered(lambda one: one.id in wanted),
                "slot": mailing._slot,
            },
            minimal_qcontext=True,
        )
        return Markup(mailing._replace_local_links(source))

    def _slot(self, name):
        """Give the placeholder that a field of the customer fills in."""
        return Markup('<t t-out="object.%s"></t>') % name

    def _logo_url(self):
        """Address of the library's logo, which anybody may see; nothing when it has none."""
        self.ensure_one()
        if self.company_id.uses_default_logo or not self.company_id.logo:
            return False
        return f"{self.get_base_url()}/web/binary/company_logo?company={self.company_id.id}"

    def _render_source(self, source, partner_ids, letter):
        """Fill in what differs by reader.

        :param source: what ``_body_source`` gave
        :param list partner_ids: customers to whom a mail goes
        :param Letter letter: for whom each mail is
        :return: dict of customer id -> ``Markup``
        """
        self.ensure_one()
        mailing = self.with_context(bzk_letter=letter, lang=self._mail_lang())
        return mailing._render_template(source, "res.partner", partner_ids, engine="qweb")
