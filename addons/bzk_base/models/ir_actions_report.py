import re

from odoo import api, models
from odoo.tools import file_open
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse


class IrActionsReport(models.Model):
    """Print through WeasyPrint, which installs from packages, instead of wkhtmltopdf.

    Odoo asks for a wkhtmltopdf with a patched Qt that Debian does not ship.
    """

    _inherit = "ir.actions.report"

    @api.model
    def get_wkhtmltopdf_state(self):
        return "ok"

    @api.model
    def _run_wkhtmltopdf(
        self,
        bodies,
        report_ref=False,
        header=None,
        footer=None,
        landscape=False,
        specific_paperformat_args=None,
        set_viewport_size=False,
    ):
        """Render each body as a PDF part and join the parts.

        :param list bodies: HTML documents
        :param bool landscape: page orientation, as core passes it
        :return: the bytes of one PDF; running headers are the report's own business (CSS
            ``@page``), because WeasyPrint knows paged media
        """
        orientation = "landscape" if landscape else "portrait"
        # Core's layouts give the root no height, for a program that does not know pages.
        page = CSS(
            string=f"@page {{ size: A4 {orientation}; margin: 15mm; }}"
            " html, body { height: auto !important; }"
        )
        documents = [
            HTML(string=str(body), url_fetcher=OwnFiles()).render(stylesheets=[page])
            for body in bodies
        ]
        pages = [page for document in documents for page in document.pages]
        return documents[0].copy(pages).write_pdf()


class OwnFiles(URLFetcher):
    """Lets a report read data URLs and static files of installed addons, nothing else.

    A name or note of a customer that finds its way into a report must not make the server read
    its own files or call an address. What is refused is left out, and the report is made.
    """

    STATIC = re.compile(r"https?://[^/]+/(\w+)/(static/(?!.*\.\.)[\w./-]+)(\?.*)?")

    def __init__(self):
        super().__init__(allowed_protocols=["data"])

    def fetch(self, url, headers=None):
        """Give the response for an address, or raise ``ValueError`` when it is not ours."""
        own = self.STATIC.fullmatch(url)
        if not own:
            return super().fetch(url, headers)
        addon, path, _version = own.groups()
        try:
            # Refuses paths that lead out of the addons' folders.
            with file_open(f"{addon}/{path}", "rb") as handle:
                return URLFetcherResponse(url, handle.read())
        except OSError as problem:
            raise ValueError(f"not a file of an addon: {url}") from problem
