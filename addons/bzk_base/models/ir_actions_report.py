from odoo import api, models
from odoo.tools import file_open
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetchingError


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
        page = CSS(string=f"@page {{ size: A4 {orientation}; margin: 15mm; }}")
        documents = [
            HTML(string=str(body), url_fetcher=_fetch_own).render(stylesheets=[page])
            for body in bodies
        ]
        pages = [page for document in documents for page in document.pages]
        return documents[0].copy(pages).write_pdf()


def _fetch_own(url, *args, **kwargs):
    """Let a report read data URLs and files of installed addons, and nothing from outside."""
    if url.startswith("data:"):
        from weasyprint.urls import default_url_fetcher

        return default_url_fetcher(url, *args, **kwargs)
    _scheme, marker, path = url.partition("/static/")
    addon = _scheme.rpartition("/")[2]
    if not marker or ".." in path:
        raise URLFetchingError(f"not part of the report: {url}")
    with file_open(f"{addon}/static/{path}", "rb") as handle:
        return {"string": handle.read()}
