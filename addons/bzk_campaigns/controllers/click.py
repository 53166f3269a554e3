from odoo.http import request, route
from werkzeug.exceptions import NotFound

from odoo.addons.mass_mailing.controllers.main import MassMailController


class Click(MassMailController):
    """A link in a mail: it leads on, and is noted."""

    @route()
    def full_url_redirect(self, code, mailing_trace_id, **post):
        """Lead whoever follows a link on to the page it is about.

        Not for good, as core does: a browser that knows where a link leads asks us no more.
        """
        visit = request.httprequest
        url = request.env["link.tracker.click"]._follow(
            code,
            mailing_trace_id,
            ip=visit.remote_addr,
            agent=visit.user_agent.string,
            head=visit.method == "HEAD",
        )
        if not url:
            raise NotFound
        response = request.redirect(url, code=302, local=False)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex, nofollow"
        return response
