import csv
import io
from unittest.mock import patch

from odoo.fields import Domain
from odoo.tests import TransactionCase, new_test_user

ROLES = (
    "front_desk",
    "relations",
    "activities",
    "marketing",
    "insights",
    "data_steward",
    "administrator",
)
#: Roles that work with private customers.
STAFF = tuple(role for role in ROLES if role != "relations")
HEADER = [
    "LENERNUMMER",
    "VOORLETTERS",
    "ROEPNAAM",
    "VOORVOEGSEL",
    "NAAM",
    "GESLACHT",
    "GEBOORTEDATUM",
    "ADRES",
    "HUISNUMMER",
    "TOEVOEGING",
    "POSTCODE",
    "WOONPLAATS",
    "EMAIL",
    "TELEFOON",
    "VESTIGING",
]
ANNA = {
    "LENERNUMMER": "00000001",
    "VOORLETTERS": "A.B.",
    "ROEPNAAM": "Anna",
    "VOORVOEGSEL": "van der",
    "NAAM": "Berg",
    "GESLACHT": "V",
    "GEBOORTEDATUM": "03-02-1980",
    "ADRES": "Grote Markt",
    "HUISNUMMER": "2",
    "TOEVOEGING": "A",
    "POSTCODE": "2011AB",
    "WOONPLAATS": "Haarlem",
    "EMAIL": "Anna.Berg@Example.org",
    "TELEFOON": "06-12345678",
    "VESTIGING": "HLC",
}
BRAM = {
    "LENERNUMMER": "00000002",
    "VOORLETTERS": "B.",
    "ROEPNAAM": "Bram",
    "VOORVOEGSEL": "",
    "NAAM": "Jansen",
    "GESLACHT": "M",
    "GEBOORTEDATUM": "15-07-2012",
    "ADRES": "Kerkstraat",
    "HUISNUMMER": "10",
    "TOEVOEGING": "",
    "POSTCODE": "2042 NH",
    "WOONPLAATS": "Zandvoort",
    "EMAIL": "",
    "TELEFOON": "",
    "VESTIGING": "HLC",
}


class LibraryCase(TransactionCase):
    """Two libraries, each with a branch, a source with the Wise profile, and a user per role."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        # The worker commits after each chunk; in a test the transaction is the test's own.
        cls.classPatch(
            type(cls.env["ir.cron"]),
            "_commit_progress",
            lambda self, *args, **kwargs: self.env.flush_all() or float("inf"),
        )
        companies = cls.env["res.company"].create(
            [
                {"name": "Test library", "country_id": cls.env.ref("base.nl").id},
                {"name": "Other library", "country_id": cls.env.ref("base.nl").id},
            ]
        )
        cls.library, cls.other_library = companies
        cls.branch, cls.other_branch = cls.env["bzk.branch"].create(
            [
                {"name": "Haarlem Centrum", "code": "HLC", "company_id": cls.library.id},
                {"name": "Elders", "code": "ELD", "company_id": cls.other_library.id},
            ]
        )
        cls.source, cls.other_source = cls.env["bzk.source"].create(
            [
                {"name": "Wise", "code": "wise", "company_id": cls.library.id},
                {"name": "Wise", "code": "wise", "company_id": cls.other_library.id},
            ]
        )
        template = cls.env.ref("bzk_base.profile_wise")
        cls.profile = template.copy_to_source(cls.source)
        cls.other_profile = template.copy_to_source(cls.other_source)
        cls.users = {role: cls._new_user(role, cls.library) for role in ROLES}

    @classmethod
    def _new_user(cls, role, company, **values):
        return new_test_user(
            cls.env,
            login=f"{role}-{company.id}",
            groups=f"bzk_base.group_{role}",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
            **values,
        )

    def _csv(self, rows, header=None):
        """Bytes of a member file; a row is a dict by heading."""
        header = header or HEADER
        buffer = io.StringIO(newline="")
        writer = csv.writer(buffer, delimiter=";")
        writer.writerow(header)
        writer.writerows([row.get(name, "") for name in header] for row in rows)
        return buffer.getvalue().encode()

    def _new_run(self, content, profile=None, name="leden.csv", **values):
        runs = self.env["bzk.import.run"]
        return runs.create(
            {
                "profile_id": (profile or self.profile).id,
                "file": runs._encode_file(content),
                "file_name": name,
                **values,
            }
        )

    def _check(self, rows, **values):
        """Check a file of these rows; nothing is written yet."""
        run = self._new_run(self._csv(rows), **values)
        run.action_check()
        run._process()
        return run

    def _import(self, rows, confirm=True, **values):
        """Import a file of these rows to the end."""
        run = self._new_run(self._csv(rows), **values)
        run.run_to_end(confirm=confirm)
        self.assertEqual(run.state, "done")
        return run

    def _customer(self, key, source=None):
        return (
            self.env["bzk.external.id"]
            .search([("source_id", "=", (source or self.source).id), ("key", "=", key)])
            .partner_id
        )

    def _patch_chunk(self, size):
        """Let checking and importing go by ``size`` rows."""
        self.enterContext(patch("odoo.addons.bzk_base.models.import_run_check.CHUNK", size))
        self.enterContext(patch("odoo.addons.bzk_base.models.import_subject.CHUNK", size))

    def _found(self, user, words, partners=None):
        """Where a user finds one of the words, or a record that points at one of the people.

        Every stored field of every model that the user may read is asked, of whatever addon.

        :return: list of names of fields
        """
        found = []
        for name in sorted(self.env.registry):
            records = self.env[name].with_user(user).with_context(active_test=False)
            if records._abstract or records._transient or not records.has_access("read"):
                continue
            for field in records._fields.values():
                domain = self._question(field, words, partners)
                if domain and records._has_field_access(field, "read"):
                    try:
                        # Without a limit: core looks at what messages are about afterwards.
                        if records.search(domain):
                            found.append(str(field))
                    except NotImplementedError:
                        continue
        return found

    def _question(self, field, words, partners):
        """What to ask of a field; nothing of one that holds no text and nobody."""
        if not field.store:
            return None
        if field.type in ("char", "text", "html"):
            return Domain.OR(Domain(field.name, "ilike", word) for word in words)
        people = field.comodel_name == "res.partner" and field.type in ("many2one", "many2many")
        if partners and people:
            return Domain(field.name, "in", partners.ids)
        return None
