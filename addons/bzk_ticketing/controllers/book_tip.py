from odoo.http import Controller, request, route

#: Mail programs may keep a cover this long, in seconds; its address changes with it.
KEEP = 30 * 24 * 3600


class BookTip(Controller):
    """Covers in mails, which are shown where nobody is logged in."""

    @route(
        "/boektip/<int:tip_id>/omslag",
        type="http",
        auth="public",
        methods=["GET"],
        save_session=False,
        sitemap=False,
    )
    def cover(self, tip_id, **_others):
        """The cover of a book tip; it says nothing about persons."""
        # sudo: what was mailed to visitors is not secret, and they have no login.
        tip = request.env["bzk.book.tip"].sudo().browse(tip_id).exists()
        if not tip.cover:
            return request.not_found()
        stream = request.env["ir.binary"]._get_image_stream_from(tip, "cover")
        response = stream.get_response(max_age=KEEP)
        response.headers["Cache-Control"] = f"public, max-age={KEEP}"
        return response
