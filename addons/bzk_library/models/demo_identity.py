import tempfile
from pathlib import Path

from odoo import api, fields, models

from ..demodata import readers


class Demo(models.AbstractModel):
    """A second source beside the member file, and what follows: duplicates and households."""

    _inherit = "bzk.demo"

    @api.private
    def load(self, members=None, report=None, folder=None):
        result = super().load(members, report, folder)
        for company in self._libraries():
            self._import_readers(company, report)
            self._mark_some(company)
            self._compare_and_house(company)
            self._record_consents(company)
        return result

    def _import_readers(self, company, report):
        """Import the list of newsletter readers, unless it is there."""
        profile = self.env["bzk.import.profile"].search(
            [("company_id", "=", company.id), ("code", "=", "generic")], limit=1
        )
        if not profile or profile.run_ids:
            return
        self.env.cr.execute(
            """
            SELECT id, firstname, infix, lastname, birthdate, street_name, street_number,
                   street_number2, zip, city, email, phone
              FROM res_partner
             WHERE company_id = %s AND active AND email IS NOT NULL AND lastname IS NOT NULL
               AND birthdate < %s AND id %% %s = 0
             ORDER BY id
            """,
            (
                company.id,
                fields.Date.subtract(fields.Date.context_today(self), years=18),
                readers.SHARE,
            ),
        )
        members = self.env.cr.dictfetchall()
        if not members:
            return
        with tempfile.TemporaryDirectory() as name:
            path = Path(name) / "nieuwsbrieflezers.csv"
            readers.write_readers(path, members, seed=company.id)
            run = self.env["bzk.import.run"].create_from_path(profile, path)
            run.run_to_end(report, confirm=True)

    def _mark_some(self, company):
        """Let a few former members have died or moved, and a few members want to be left alone."""
        customers = self.env["res.partner"].search(
            [("company_id", "=", company.id), ("is_company", "=", False)], order="id"
        )
        left = customers.filtered_domain([("membership_state", "=", "ended")])
        if not left or any(customer.deceased for customer in left):
            return
        left[::97].write({"deceased": True})
        left[1::53].write({"moved_away": True})
        (customers - left)[::977].write(
            {"do_not_contact": True, "do_not_contact_reason": "Vroeg dit telefonisch"}
        )

    def _compare_and_house(self, company):
        """What the worker would do tonight: compare customers, and see who lives together."""
        self.env["bzk.duplicate"]._compare_changed(company)
        self.env["bzk.customer.word"]._renew()
        if not self.env["bzk.household"].search_count([("company_id", "=", company.id)], limit=1):
            self.env["bzk.household.finder"]._find(company)
