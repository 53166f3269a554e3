import base64

from odoo.http import Controller, request, route

from odoo.addons.bzk_base.links import is_signed

#: A picture of one point that nobody sees.
DOT = base64.b64decode("R0lGODlhAQABAIAAANvf7wAAACH5BAEAAAAALAAAAAABAAEAAAICRAEAOw==")


class Opened(Controller):
    """The picture in mails to who agreed that the library sees that they are opened."""

    @route("/brief/<int:trace_id>/<token>/pixel.gif", type="http", auth="public", methods=["GET"])
    def opened(self, trace_id, token):
        """Note that a mail was opened, and give the picture; also for a link that is not ours."""
        mailings = request.env["mailing.mailing"]
        if is_signed(mailings._opened_token(trace_id), token):
            # Nobody whom a link is for has a login; the signature is what lets them in.
            request.env["mailing.trace"].sudo().browse(trace_id).exists()._note_opened()
        headers = [("Content-Type", "image/gif"), ("Cache-Control", "no-store")]
        return request.make_response(DOT, headers)
