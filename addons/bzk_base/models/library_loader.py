import os
import tomllib
from pathlib import Path

from odoo import api, models
from odoo.exceptions import AccessError, UserError

COMPANY_FIELDS = ("name", "street", "zip", "city", "phone", "email", "website")
BRANCH_FIELDS = ("name", "street", "zip", "city", "phone", "email")


class LibraryLoader(models.AbstractModel):
    """Loads a library's settings file: company, address, branches, sources and sender address.

    Loading again changes what the file says and leaves the rest; nothing is made twice. Rooms
    load their own sections in :meth:`_load_sections`.
    """

    _name = "bzk.library.loader"
    _description = "Library settings file"

    @api.model
    def _directory(self):
        """Folder with one TOML file per library, or None when the server knows none.

        The environment variable ``BZK_LIBRARIES`` names it, as Odoo's configuration file has no
        place for options that are not its own.
        """
        folder = os.environ.get("BZK_LIBRARIES")
        return Path(folder) if folder else None

    @api.private
    def load_directory(self, folder=None):
        """Load every ``*.toml`` file of a folder, in the order of their names.

        A method for the server's own use: a path from outside never reaches it.

        :param folder: path; by default the folder of :meth:`_directory`
        :return: ``res.company`` records
        :raises UserError: when there is no such folder, or a file cannot be read
        """
        folder = Path(folder) if folder else self._directory()
        if not folder or not folder.is_dir():
            raise UserError(self.env._("The folder with library files was not found."))
        companies = self.env["res.company"]
        for path in sorted(folder.glob("*.toml")):
            companies |= self.load_file(path)
        if not companies:
            raise UserError(self.env._("There are no library files (*.toml) in this folder."))
        return companies

    @api.private
    def load_file(self, path):
        """Load one library from its settings file on the server.

        :param path: path of a TOML file
        :return: ``res.company`` record
        """
        path = Path(path)
        return self.load_text(path.read_bytes(), path.name)

    @api.private
    def load_text(self, content, file_name):
        """Load one library from the text of its settings file.

        :param bytes content: TOML in UTF-8
        :param str file_name: for messages
        :return: ``res.company`` record
        :raises UserError: naming the file, the section and what is wrong with it
        """
        try:
            data = tomllib.loads(content.decode("utf-8-sig"))
        except (UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
            raise UserError(
                self.env._(
                    "%(file)s cannot be read: %(problem)s", file=file_name, problem=str(problem)
                )
            ) from problem
        try:
            company = self._load_company(data)
            self.with_company(company)._load_sections(company, data)
        except _SectionProblem as problem:
            raise UserError(
                self.env._("%(file)s: %(problem)s", file=file_name, problem=problem.text)
            ) from problem
        return company

    def _load_company(self, data):
        for name in ("code", "name"):
            self._text(data, name, self.env._("the top of the file"), required=True)
        values = {
            name: self._text(data, name, self.env._("the top of the file"))
            for name in COMPANY_FIELDS
            if name in data
        }
        values |= {
            "library_code": data["code"],
            "country_id": self.env.ref("base.nl").id,
            "currency_id": self.env.ref("base.EUR").id,
        }
        # A new database has the euro archived and writes it behind the amount; the Dutch write
        # € 12,50. Setting a library up may change that, its administrator may not.
        self.env.ref("base.EUR").sudo().write({"active": True, "position": "before"})
        # Companies are written by system administrators only; _check_allowed lets a library's own
        # administrator change the few things that the file names.
        companies = self.env["res.company"].sudo()
        company = companies.search([("library_code", "=", data["code"])])
        if not company:
            company = self._unused_main_company()
        self._check_allowed(company)
        if company:
            company.write(values)
        else:
            company = companies.create(values)
            # From the command line it is the system administrator who sets the library up.
            owner = self.env.ref("base.user_admin") if self.env.su else self.env.user
            owner.sudo().company_ids += company
        company.partner_id.sudo().lang = "nl_NL" if self._has_dutch() else company.partner_id.lang
        return company.with_env(self.env)

    def _check_allowed(self, company):
        """Let nobody change a library that is not theirs, or make one without being asked to.

        :raises AccessError: when the user may not load this file
        """
        if self.env.is_system():
            return
        if not company or company not in self.env.user.company_ids:
            raise AccessError(
                self.env._(
                    "This file is not of your library. Ask the system administrator to load it."
                )
            )

    def _unused_main_company(self):
        """The company every database starts with, so that the first library takes its place."""
        main = self.env.ref("base.main_company", raise_if_not_found=False)
        if main and not main.sudo().library_code:
            return main.sudo()
        return self.env["res.company"].sudo()

    def _has_dutch(self):
        return bool(self.env["res.lang"]._lang_get("nl_NL"))

    def _load_sections(self, company, data):
        """Load the parts of the file; rooms call ``super()`` first and then load theirs.

        :param company: the library
        :param dict data: the whole file
        """
        for section in self._sections(data, "branches"):
            place = self.env._("[[branches]]")
            values = {
                name: self._text(section, name, place) for name in BRANCH_FIELDS if name in section
            }
            self._upsert("bzk.branch", company, section, place, values)
        for section in self._sections(data, "sources"):
            place = self.env._("[[sources]]")
            values = {"name": self._text(section, "name", place, required=True)}
            source = self._upsert("bzk.source", company, section, place, values)
            codes = section.get("profiles", [])
            templates = self.env["bzk.import.profile"].search(
                [("source_id", "=", False), ("code", "in", codes)]
            )
            unknown = set(codes) - set(templates.mapped("code"))
            if unknown:
                raise _SectionProblem(
                    self.env._("there is no import profile %s", ", ".join(sorted(unknown)))
                )
            templates.copy_to_source(source)

    def _sections(self, data, name):
        sections = data.get(name, [])
        if not isinstance(sections, list) or not all(isinstance(each, dict) for each in sections):
            raise _SectionProblem(self.env._("write each %s as [[%s]]", name, name))
        return sections

    def _text(self, section, name, place, required=False):
        value = section.get(name)
        if value is None and not required:
            return False
        if not isinstance(value, str) or not value.strip():
            raise _SectionProblem(
                self.env._("%(name)s in %(place)s must be a text", name=name, place=place)
            )
        return value.strip()

    def _upsert(self, model, company, section, place, values):
        """Update the library's record with the section's code, or create it.

        :return: the record
        """
        code = self._text(section, "code", place, required=True)
        self._text(section, "name", place, required=True)
        records = self.env[model].with_context(active_test=False)
        record = records.search([("company_id", "=", company.id), ("code", "=", code)])
        if record:
            record.write(values)
        else:
            record = records.create({**values, "code": code, "company_id": company.id})
        return record


class _SectionProblem(Exception):
    """Something in a settings file that a person has to mend."""

    def __init__(self, text):
        super().__init__(text)
        self.text = text
