import os
from pathlib import Path

from odoo import api, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..importing.settings_file import (
    MAX_BYTES,
    Section,
    SettingsProblem,
    Text,
    Texts,
    Where,
    check,
    parse,
    shown,
)

COMPANY_FIELDS = ("name", "street", "zip", "city", "phone", "email", "website")
#: A library has a handful of systems; each gets its own import profiles.
MAX_SOURCES = 50


class LibraryLoader(models.AbstractModel):
    """Loads a library's settings file: company, address, branches, sources and sender address.

    Loading again changes what the file says and leaves the rest; nothing is made twice. Rooms
    name their own sections in :meth:`_settings_keys` and load them in :meth:`_load_sections`.
    """

    _name = "bzk.library.loader"
    _description = "Library settings file"

    @api.model
    def _settings_keys(self):
        """What a settings file may hold; rooms add theirs to what ``super()`` returns.

        :return: dict of the keys at the top of the file, each with its kind, see
            :mod:`..importing.settings_file`
        """
        text = Text()
        contact = {"street": text, "zip": text, "city": text, "phone": text, "email": text}
        named = {"code": Text(required=True), "name": Text(required=True)}
        return {
            **named,
            **contact,
            "code": Text(required=True, shape="bad_code"),
            "website": Text(shape="bad_website"),
            "branches": Section({**named, **contact}),
            "sources": Section({**named, "profiles": Texts()}, most=MAX_SOURCES),
        }

    @api.model
    def _directory(self):
        """Folder with one TOML file per library, or None when the server knows none.

        The environment variable ``BZK_LIBRARIES`` names it, as Odoo's configuration file has no
        place for options that are not its own.
        """
        folder = os.environ.get("BZK_LIBRARIES")
        return Path(folder) if folder else None

    @api.model
    def _files(self, folder=None):
        """Settings files in a folder that the user may load, in the order of their names.

        System administrators may load all. Others get those of their own libraries, and learn
        nothing about the rest, not even that a file cannot be read.

        :param Path folder: by default the folder of :meth:`_directory`
        :return: list of paths
        """
        folder = folder or self._directory()
        paths = sorted(folder.glob("*.toml")) if folder else []
        if self.env.is_system():
            return paths
        own = set(self.env.user.company_ids.sudo().mapped("library_code")) - {False}
        return [path for path in paths if self._file_code(path) in own]

    @api.model
    def _file_code(self, path):
        """Code of the library that a file is of: what it says, else how the file is called."""
        try:
            code = parse(_read(path)).get("code")
        except (OSError, SettingsProblem):
            code = None
        return code if isinstance(code, str) else path.stem

    @api.private
    def load_directory(self, folder=None):
        """Load the files of a folder, see :meth:`_files`.

        A method for the server's own use: a path from outside never reaches it.

        :param folder: path; by default the folder of :meth:`_directory`
        :return: ``res.company`` records
        :raises UserError: when there is no such folder or no file to load, or one cannot be read
        """
        folder = Path(folder) if folder else self._directory()
        if not folder or not folder.is_dir():
            raise UserError(self.env._("The folder with library files was not found."))
        companies = self.env["res.company"]
        for path in self._files(folder):
            companies |= self.load_file(path)
        if not companies and self.env.is_system():
            raise UserError(self.env._("There are no library files (*.toml) in this folder."))
        if not companies:
            raise UserError(
                self.env._(
                    "There is no settings file of your library on the server. Choose a file here, "
                    "or ask the system administrator."
                )
            )
        return companies

    @api.private
    def load_file(self, path):
        """Load one library from its settings file on the server.

        :param path: path of a TOML file
        :return: ``res.company`` record
        :raises UserError: when the file cannot be read, and as :meth:`load_text`
        """
        path = Path(path)
        try:
            content = _read(path)
        except OSError as problem:
            raise UserError(
                self.env._("The file %s cannot be read on the server.", shown(path.name))
            ) from problem
        return self.load_text(content, path.name)

    @api.private
    def load_text(self, content, file_name):
        """Load one library from the text of its settings file.

        :param bytes content: TOML in UTF-8
        :param str file_name: for messages
        :return: ``res.company`` record
        :raises UserError: naming the file, the section and what is wrong with it
        :raises AccessError: when the user may not load this library
        """
        file_name = shown(file_name)
        try:
            data = check(parse(content), self._settings_keys())
            company = self._load_company(data)
            self.with_company(company)._load_sections(company, data)
        except SettingsProblem as problem:
            raise UserError(self._problem_text(problem, file_name)) from problem
        except ValidationError as problem:
            raise UserError(
                self.env._("%(file)s: %(problem)s", file=file_name, problem=str(problem))
            ) from problem
        return company

    def _problem_text(self, problem, file_name):
        """What is wrong with a file, in the user's language.

        :param SettingsProblem problem:
        :param str file_name:
        """
        where = problem.where
        text = self._problem_labels()[problem.code] % {"key": where.key, **problem.params}
        if where.section:
            return self.env._(
                "%(file)s, [[%(section)s]] number %(number)s: %(problem)s",
                file=file_name,
                section=where.section,
                number=where.number,
                problem=text,
            )
        return f"{file_name}: {text}"

    @api.model
    def _problem_labels(self):
        """Text for each of the codes of :class:`SettingsProblem`, with its parameters open."""
        _ = self.env._
        return {
            "too_large": _("the file is larger than %(limit)s kB."),
            "line_too_long": _("line %(line)s is longer than %(limit)s characters."),
            "not_utf8": _("the file is not a text in UTF-8."),
            "not_toml": _("the file cannot be read: %(problem)s"),
            "too_deep": _("the file has too many brackets inside each other."),
            "missing": _("%(key)s is missing."),
            "unknown_key": _("%(key)s is not known here. Known are: %(known)s."),
            "not_section": _("write every entry of %(key)s under a line [[%(key)s]]."),
            "too_many": _("there are more than %(limit)s %(key)s."),
            "duplicate": _("the code %(value)s is in the file twice."),
            "not_text": _("%(key)s must be a text between quotes, and not be empty."),
            "too_long": _("%(key)s is longer than %(limit)s characters."),
            "bad_characters": _("%(key)s has characters that cannot be seen, such as a tab."),
            "bad_choice": _("%(key)s must be one of: %(known)s."),
            "bad_code": _("%(key)s may have small letters, digits and hyphens only."),
            "bad_website": _("%(key)s must be a web address that starts with https:// or http://."),
            "not_texts": _('%(key)s must be a list of texts, such as ["wise"].'),
            "bad_number": _("%(key)s must be a number from %(low)s to %(high)s."),
            "bad_whole_number": _("%(key)s must be a whole number from %(low)s to %(high)s."),
            "not_boolean": _("%(key)s must be true or false, without quotes."),
            "unknown_value": _("%(key)s names %(value)s, which does not exist."),
            "below": _("%(key)s must not be below %(other)s."),
        }

    def _load_company(self, data):
        # Companies are written by system administrators only; _check_allowed lets a library's own
        # administrator change the few things that the file names.
        companies = self.env["res.company"].sudo()
        company = companies.search([("library_code", "=", data["code"])])
        if not company:
            company = self._unused_main_company()
        self._check_allowed(company)
        values = {name: data[name] for name in COMPANY_FIELDS if name in data} | {
            "library_code": data["code"],
            "country_id": self.env.ref("base.nl").id,
            "currency_id": self.env.ref("base.EUR").id,
        }
        # A new database has the euro archived and writes it behind the amount; the Dutch write
        # € 12,50. Setting a library up may change that, its administrator may not.
        self.env.ref("base.EUR").sudo().write({"active": True, "position": "before"})
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
        :param dict data: the whole file, checked against :meth:`_settings_keys`; every section
            is there, if need be empty
        :raises SettingsProblem: when something in it does not exist
        """
        self._upsert("bzk.branch", company, data["branches"])
        names = [{"code": each["code"], "name": each["name"]} for each in data["sources"]]
        sources = self._upsert("bzk.source", company, names)
        templates = self.env["bzk.import.profile"].search([("source_id", "=", False)])
        by_code = {template.code: template for template in templates}
        for number, entry in enumerate(data["sources"], start=1):
            for code in entry.get("profiles", []):
                if code not in by_code:
                    where = Where("sources", number, "profiles")
                    raise SettingsProblem("unknown_value", where, value=code)
                by_code[code].copy_to_source(sources[number - 1])

    def _upsert(self, model, company, entries):
        """Update the library's records with the codes of the entries, and create the others.

        :param str model: a model with ``code`` and ``company_id``
        :param list entries: values of each record, with its code
        :return: the records, in the order of the entries
        """
        records = self.env[model].with_context(active_test=False)
        codes = [entry["code"] for entry in entries]
        found = records.search([("company_id", "=", company.id), ("code", "in", codes)])
        by_code = {record.code: record for record in found}
        for entry in entries:
            record = by_code.get(entry["code"])
            if record and any(record[name] != value for name, value in entry.items()):
                record.write(entry)
        created = records.create(
            [
                {**entry, "company_id": company.id}
                for entry in entries
                if entry["code"] not in by_code
            ]
        )
        by_code |= {record.code: record for record in created}
        return records.browse(by_code[code].id for code in codes)


def _read(path):
    """Return a file's bytes, not more than it takes to see that it is too large."""
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1)
