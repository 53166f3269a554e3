import io

import qrcode
from odoo import api, models

#: Rings of white around the square, which scanners need; and pixels of one point at least.
BORDER = 4


class IrActionsReport(models.Model):
    """QR codes of tickets and of the sign-up page, as images."""

    _inherit = "ir.actions.report"

    @api.model
    def barcode(self, barcode_type, value, **kwargs):
        """Draw a QR code without the graphics backend that core's own way asks for.

        That backend is a package of the system which not every machine has; without it no ticket
        could be mailed. Every point gets the same whole number of pixels, so that it stays sharp.

        :raises ValueError: for a value too long for a QR code, as in core
        """
        if barcode_type != "QR" or kwargs.get("mask"):
            return super().barcode(barcode_type, value, **kwargs)
        code = qrcode.QRCode(border=BORDER, box_size=1)
        code.add_data(value)
        try:
            code.make(fit=True)
        except qrcode.exceptions.DataOverflowError as error:
            raise ValueError("QR code too long") from error
        points = code.modules_count + 2 * BORDER
        size = min(int(kwargs.get("width", 600)), int(kwargs.get("height", 600)), 1200)
        code.box_size = max(1, size // points)
        image = io.BytesIO()
        code.make_image().save(image, "PNG")
        return image.getvalue()
