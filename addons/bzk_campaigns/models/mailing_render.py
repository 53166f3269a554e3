from typing import NamedTuple

import lxml.html
from markupsafe import Markup
from odoo import models
from odoo.exceptions import UserError
from odoo.tools import file_open
from odoo.tools.mail import URL_SKIP_PROTOCOL_REGEX, html_normalize

from odoo.addons.bzk_base.mailing import plain_text
from odoo.addons.link_tracker.tools.html import find_links_with_urls_and_labels

from ..sending import Source, named
from .mailing_source import Letter

#: Where the number of the mail comes in a link that is followed, and the text in the layout.
NUMBER, BODY = "bzk-mail-number", "bzk-mail-body"
#: Where the picture comes that tells that the mail was opened.
PICTURE = "<!--bzk-mail-picture-->"
#: Links of each reader's own, by what leads there in the text; the first two are as in core.
UNSUBSCRIBE, VIEW, PREFERENCES = "/unsubscribe_from_list", "/view", "/preferences_of_reader"
OWN_LINKS = {
    UNSUBSCRIBE: "bzk-mail-unsubscribe",
    VIEW: "bzk-mail-view",
    PREFERENCES: "bzk-mail-preferences",
}
#: Links that nobody follows clicks on.
NOT_TRACKED = [UNSUBSCRIBE, VIEW, "/cards", PREFERENCES]


class Reader(NamedTuple):
    """Who reads one copy of a mail.

    :param partners: ``res.partner`` of everybody on the address, who it is about first
    :param blocks: tuple of ids of the blocks that are meant for them
    :param trace: ``mailing.trace``, the carrying one; empty for a mail that is only looked at
    """

    partners: models.BaseModel
    blocks: tuple
    trace: models.BaseModel


class MailingMailing(models.Model):
    """What each reader of a mailing gets to see.

    The text is compiled once, its links are shortened once, and what the readers have in common is
    put together once; for each reader only what is theirs is filled in. Preview, trying out,
    sending and looking back all go this way.
    """

    _inherit = "mailing.mailing"

    def _render_traces(self, traces, tracked=True):
        """Write the mails of some traces.

        :param traces: ``mailing.trace`` of this mailing
        :param bool tracked: with shortened links and, for who agreed to it, the picture that tells
            that the mail was opened; not when somebody else looks at the mail
        :return: dict of trace's id -> dict of subject, body_html (whole document), body_text,
            email_to, email, partner_ids, message_id, unsubscribe_url; a trace that went along with
            another has the mail of that other
        """
        self.ensure_one()
        carriers = traces.mapped(lambda trace: trace.carrier_id or trace)
        along = {}
        for trace in self.env["mailing.trace"].search(
            [("carrier_id", "in", carriers.ids)], order="id"
        ):
            along.setdefault(trace.carrier_id, []).append(trace)
        readers = []
        for carrier in carriers:
            together = [carrier, *along.get(carrier, ())]
            blocks = {block for trace in together for block in trace.shown_blocks or ()}
            partners = self.env["res.partner"].browse(trace.partner_id.id for trace in together)
            readers.append(Reader(partners, tuple(sorted(blocks)), carrier))
        letters = dict(zip(carriers.ids, self._render_readers(readers, tracked), strict=True))
        return {trace.id: letters[(trace.carrier_id or trace).id] for trace in traces}

    def _render_preview(self, partners, blocks=()):
        """Write the mail that these customers together would get, without a trace of it.

        :param partners: ``res.partner``
        :param blocks: ids of the blocks that are meant for them
        :return: dict as of :meth:`_render_traces`
        """
        self.ensure_one()
        reader = Reader(partners, tuple(sorted(blocks)), self.env["mailing.trace"])
        return self._render_readers([reader], tracked=False)[0]

    def _render_readers(self, readers, tracked):
        """Write one mail for each of these readers.

        :param list readers: :class:`Reader`
        :raises UserError: when the text can't be filled in, naming what is wrong
        """
        mailing = self._for_rendering(readers)
        watched = mailing._watched(readers) if tracked else set()
        partners = mailing.env["res.partner"].browse(reader.partners[0].id for reader in readers)
        subjects = mailing._render_template(mailing.subject, "res.partner", partners.ids)
        letters = []
        for reader, partner in zip(readers, partners, strict=True):
            html, text = mailing._fill_in(reader.blocks, tracked, partner)
            unsubscribe = mailing._unsubscribe_url(reader.trace)
            own = mailing._own_links(reader.trace, partner, unsubscribe, reader.trace in watched)
            for mark, instead in own.items():
                if mark in html:
                    instead = instead()
                    html, text = html.replace(mark, instead), text.replace(mark, instead)
            address = reader.trace.email or partner.email_normalized or ""
            letters.append(
                {
                    "subject": subjects[partner.id],
                    "body_html": Markup(html),
                    "body_text": text,
                    "email": address,
                    "email_to": named(partner.name, address),
                    "partner_ids": reader.partners.ids,
                    "message_id": reader.trace.message_id,
                    "unsubscribe_url": unsubscribe,
                }
            )
        return letters

    def _for_rendering(self, readers):
        """The mailing in the language of its readers, who know which others read along.

        :param list readers: :class:`Reader`
        """
        compiled = self.env.context.get("bzk_compiled")
        letter = Letter(
            self,
            traces={reader.partners[0].id: reader.trace for reader in readers if reader.trace},
            together={reader.partners[0].id: reader.partners.ids for reader in readers},
        )
        return self.with_company(self.company_id).with_context(
            lang=self._mail_lang(),
            bzk_compiled={} if compiled is None else compiled,
            bzk_letter=letter,
        )

    def _layout(self):
        """What comes before and after the text, as core's mailings have it, with its language."""
        with file_open("mass_mailing/static/src/scss/mass_mailing_mail.scss") as file:
            style = Markup("<style>%s</style>") % Markup(file.read())
        whole = self.env["ir.qweb"]._render(
            "mass_mailing.mass_mailing_mail_layout",
            {"body": BODY, "mailing_style": style},
            minimal_qcontext=True,
        )
        language = (self.env.lang or "en").replace("_", "-").partition("-")[0]
        whole = str(whole).replace("<html ", f'<html lang="{language}" ', 1)
        before, _body, after = whole.partition(BODY)
        return before, after

    def _fill_in(self, blocks, tracked, partner):
        """Write the mail for readers of these blocks; what they share is made once.

        :param partner: ``res.partner``, who knows who reads along
        :return: (document, text part), in which the links of each reader's own are still marks
        """
        kept = self.env.context["bzk_compiled"]
        key = ("source", self.id, self.write_date, blocks, tracked)
        if key not in kept:
            source = self._prepared_source(blocks, tracked)
            # Code in a text is for who may write templates; it takes the long way.
            code = self._has_unsafe_expression_template_qweb(source, "res.partner")
            kept[key] = (
                (source, None) if code else (None, Source(self._document(source), plain_text))
            )
        source, apart = kept[key]
        try:
            if apart:
                return apart.fill(partner)
            filled = self._render_template_qweb(
                source, "res.partner", partner.ids, options={"preserve_comments": True}
            )
        except (UserError, KeyError, AttributeError) as error:
            # Core tells all that happened on the way; what began it says enough.
            reason = error
            while reason.__cause__:
                reason = reason.__cause__
            raise UserError(
                self.env._(
                    "“%(mailing)s” can't be filled in for %(customer)s: %(problem)s",
                    mailing=self.subject,
                    customer=partner.display_name,
                    problem=reason,
                )
            ) from error
        html = self._document(self._replace_local_links(filled[partner.id]))
        return html, plain_text(html)

    def _document(self, body):
        """The whole document around a text, as core's mailings have it."""
        before, after = self._layout()
        return f"{before}{body}{PICTURE}{after}"

    def _prepared_source(self, blocks, tracked):
        """The text for these blocks, its links whole and followed, or marked as each one's own."""
        source = self._prepend_preview(self._body_source(blocks), self.preview)
        base = self.get_base_url()
        # As core does with a text that names fields only.
        source = html_normalize(f"<div>{self._replace_local_links(source, base)}</div>")
        source = source.removeprefix("<div>").removesuffix("</div>")
        source = self._shortened(source) if tracked else source
        for path, mark in OWN_LINKS.items():
            source = source.replace(f'"{base}{path}"', f'"{mark}"')
        return source

    def _own_links(self, trace, partner, unsubscribe, watched):
        """What comes in the place of the marks in the mail of one reader.

        :return: dict of mark -> what gives the text for it
        """
        return {
            NUMBER: lambda: str(trace.id or 0),
            OWN_LINKS[UNSUBSCRIBE]: lambda: unsubscribe,
            OWN_LINKS[VIEW]: lambda: self._view_url(trace),
            OWN_LINKS[PREFERENCES]: lambda: partner._preference_url(trial=not trace),
            PICTURE: lambda: self._opened_picture(trace) if watched else "",
        }

    def _shortened(self, source):
        """Let the links lead past our own site, which counts who followed them.

        Core asks every page for its title; what the link says serves as well. A link that is made
        for one reader is left as it is: it may let them in somewhere.
        """
        root = lxml.html.fragment_fromstring(str(source), create_parent="div")
        base = self.get_base_url()
        nodes, links = find_links_with_urls_and_labels(
            root,
            base,
            skip_regex=rf"^{URL_SKIP_PROTOCOL_REGEX}",
            skip_prefix=f"{base}/r/",
            skip_list=NOT_TRACKED,
        )
        if not nodes:
            return source
        values = self._get_link_tracker_values()
        # Whoever sends need not be allowed to make links.
        trackers = (
            self.env["link.tracker"]
            .sudo()
            .search_or_create(
                [values | link | {"title": link["label"] or link["url"]} for link in links]
            )
        )
        for node, tracker in zip(nodes, trackers, strict=True):
            node.set("href", f"{tracker.short_url}/m/{NUMBER}")
        return lxml.html.tostring(root, encoding="unicode", method="xml")[5:-6]
