import tempfile
from contextlib import ExitStack
from pathlib import Path

from odoo import api, fields, models

from ..demodata import composition, generate, schema

#: Demo logins: (login, name, xml id of the role's group).
ROLES = (
    ("balie", "Bo Balie", "bzk_base.group_front_desk"),
    ("relaties", "Ria Relaties", "bzk_base.group_relations"),
    ("activiteiten", "Arie Activiteiten", "bzk_base.group_activities"),
    ("marketing", "Mo Marketing", "bzk_base.group_marketing"),
    ("inzicht", "Ina Inzicht", "bzk_base.group_insights"),
    ("taalplein", "Tara Taalplein", "bzk_taalplein.group_taalplein"),
    ("gegevens", "Gijs Gegevens", "bzk_base.group_data_steward"),
    ("beheer", "Bea Beheer", "bzk_base.group_administrator"),
)
#: The first library's logins are the bare words; the others have its code behind them.
FIRST_LIBRARY = "zuid-kennemerland"
SHARE = 10


class Demo(models.AbstractModel):
    """Demo data: a login per role for each library, and a member file taken in by the import."""

    _name = "bzk.demo"
    _description = "Demo data"

    @api.private
    def load(self, members=None, report=None, folder=None):
        """Make the demo logins and import generated members into every library.

        :param members: ``"all"`` for the full size, a number for the first library (others in
            proportion), ``None`` for a tenth
        :param report: called with (run, rows done, rows in all) while it works
        :param folder: where the generated files stay, a folder for each library, so that next
            week's can be imported by hand; by default they do not stay
        """
        with ExitStack() as stack:
            folder = folder or stack.enter_context(tempfile.TemporaryDirectory())
            for company in self._libraries():
                self._create_users(company)
                own = Path(folder) / company.library_code
                self._import_members(company, members, report, own)

    @api.private
    def logins(self):
        """Demo logins that exist: list of (role, login, password, library)."""
        found = []
        for company in self._libraries():
            for login, _name, group in ROLES:
                login = self._login(login, company)
                if self.env["res.users"].search_count([("login", "=", login)]):
                    found.append((self.env.ref(group).name, login, login, company.name))
        return found

    def _libraries(self):
        """Libraries for which a member file can be generated."""
        codes = list(composition.LIBRARY_SIZES)
        companies = self.env["res.company"].search([("library_code", "in", codes)])
        return companies.sorted(lambda company: codes.index(company.library_code))

    def _login(self, login, company):
        if company.library_code == FIRST_LIBRARY:
            return login
        return f"{login}-{company.library_code}"

    def _create_users(self, company):
        users = self.env["res.users"].with_context(no_reset_password=True)
        for login, name, group in ROLES:
            login = self._login(login, company)
            if users.search_count([("login", "=", login)]):
                continue
            users.create(
                {
                    "name": name,
                    "login": login,
                    "password": login,
                    "email": f"{login}@demo.example",
                    "lang": "nl_NL",
                    "tz": "Europe/Amsterdam",
                    "company_id": company.id,
                    "company_ids": [(6, 0, company.ids)],
                    "group_ids": [(6, 0, self.env.ref(group).ids)],
                }
            )

    def _import_members(self, company, members, report, folder):
        profile = self.env["bzk.import.profile"].search(
            [("company_id", "=", company.id), ("code", "=", "wise")], limit=1
        )
        if not profile or profile.run_ids:
            return
        today = fields.Date.context_today(self)
        size = self._size(company, members)
        files = generate(folder, company.library_code, today, members=size)
        for name in (schema.CURRENT, schema.LEAVERS):
            run = self.env["bzk.import.run"].create_from_path(
                profile, files[name].path, partial=name == schema.LEAVERS
            )
            run.run_to_end(report, confirm=True)

    def _size(self, company, members):
        """Number of members to generate for a library, in proportion to the first one's."""
        full = composition.LIBRARY_SIZES[company.library_code]
        if members == "all":
            return full
        if members is None:
            return full // SHARE
        return full * int(members) // composition.LIBRARY_SIZES[FIRST_LIBRARY]
