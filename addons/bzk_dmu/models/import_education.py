from collections import Counter
from hashlib import sha256

from odoo import models
from odoo.tools import SQL

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.fields import ROW, ImportField
from odoo.addons.bzk_base.importing.planning import KEY, Planner, difference
from odoo.addons.bzk_base.importing.readers import UnreadableFile

from ..education.orders import (
    clean_number,
    clean_order_state,
    clean_price,
    clean_school_year,
    school_year_in,
    settle_price,
)
from ..organisations import CERTAIN, Organisation, clean_place
from ..organisations.names import fold
from ..organisations.numbers import clean_brin
from .education_order import STATES

#: Columns that tell which school it is, the surest first.
SCHOOL = ("koha_code", "brin", "school", "school_city")
MONEY = ("ordered_number", "unit_price", "total_price", "price_cents", "total_cents")
#: Column that tells how many when there is no other, by what a programme is counted in.
REACH = {"pupil": "order_pupils", "class": "order_classes"}
#: Texts that may name somebody: of what the source sent only a print is kept.
PRINTED = ("order_contact", "order_note")
GROUPS = (
    (*SCHOOL, "relation_id"),
    ("programme", "programme_id"),
    ("school_year", "year"),
    MONEY,
    PRINTED,
)
#: Worked out of other columns, so that they are not compared themselves.
DERIVED = ("relation_id", "programme_id", "year", "price_cents", "total_cents")


class OrderPlanner(Planner):
    """Tells orders without a number apart by school, programme and school year.

    A second row of the same in one file is a second order, as when two locations have a row each.
    """

    def __init__(self, columns, compose, width, padded, year):
        named = {column.field.name: column for column in columns}
        super().__init__(columns, compose, width, padded, ("programme",))
        self._schools = [named[name] for name in SCHOOL if name in named]
        self._year_column = named.get("school_year")
        self._year = year
        self._numbers = Counter()

    def _key(self, cells):
        programme = self.key_column.field.clean(cells[self.key_column.index])
        year = self._year
        if self._year_column:
            year = self._year_column.field.clean(cells[self._year_column.index])
        school = self._school(cells)
        return f"{school}/{fold(programme)}/{year}" if school and programme and year else None

    def _school(self, cells):
        """What names the school: its number, else its name with the town."""
        told = {
            column.field.name: fold(cleaning.clean_text(cells[column.index]) or "")
            for column in self._schools
        }
        name = " ".join(filter(None, (told.get("school"), told.get("school_city"))))
        return told.get("koha_code") or told.get("brin", "").replace(" ", "") or name


class ImportEducation(models.AbstractModel):
    """Orders of education programmes as the subject of an import.

    A library has some thousands of them in ten years, so they are written by the ORM, which also
    writes what they come to. The school is found by its code in Koha, its BRIN, or its name and
    town; a programme by its name or code.
    """

    _name = "bzk.import.education"
    _inherit = "bzk.import.subject"
    _description = "Import of orders of education programmes"
    _key_table = "bzk_education_order"
    _key_columns = ("source_key", "source_digest", "source_sent")
    _chunk_size = 500

    def _import_fields(self, company):
        _ = self.env._
        text = cleaning.clean_text
        date = self._in_order(cleaning.clean_date)
        specs = [
            ImportField(KEY, _("Number in the source"), cleaning.clean_key, refuses=ROW),
            ImportField("koha_code", _("School: code in Koha"), text),
            ImportField("brin", _("BRIN with branch"), clean_brin),
            ImportField("school", _("School: name"), text),
            ImportField("school_city", _("School: town"), clean_place),
            ImportField("programme", _("Programme"), text, refuses=ROW),
            ImportField("school_year", _("School year"), clean_school_year, refuses=ROW),
            ImportField("ordered_number", _("Number of pupils, classes or schools"), clean_number),
            ImportField("unit_price", _("Price of one"), clean_price),
            ImportField("total_price", _("Price of all"), clean_price),
            ImportField("order_classes", _("Classes reached"), clean_number),
            ImportField("order_pupils", _("Pupils reached"), clean_number),
            ImportField(
                "education_state",
                _("Proposed, ordered, delivered or cancelled"),
                clean_order_state,
                refuses=ROW,
                labels=dict(STATES),
            ),
            ImportField("education_date", _("Ordered on"), date),
            ImportField("order_contact", _("Contact: name or e-mail"), text),
            ImportField("order_note", _("Note of the order"), text),
        ]
        return {spec.name: spec for spec in specs}

    def _planner(self, run, columns, width, padded):
        """Take the number of the order as the key, or work one out of what it is for.

        :raises UnreadableFile: when the columns do not tell one order from another
        """
        names = {column.field.name for column in columns}
        if "programme" not in names or names.isdisjoint(SCHOOL[:3]):
            raise UnreadableFile("no_order_columns")
        if KEY in names:
            return super()._planner(run, columns, width, padded)
        year = school_year_in(run.file_name)
        return OrderPlanner(columns, self._composer(run), width, padded, year)

    def _composer(self, run):
        """Find school and programme among those of the library; see :meth:`_settle_row`."""
        company = run.company_id
        relations = self.env["bzk.relation"].search([("company_id", "=", company.id)])
        programmes = self._lookup("bzk.education.programme", company)
        named = self.env["bzk.education.programme"].browse(programmes.values())
        known = {
            "partner": {relation.partner_id.id: relation.id for relation in relations},
            "koha": {fold(one.koha_code): one.id for one in relations if one.koha_code},
            "programme": programmes,
            "unit": {programme.id: programme.unit for programme in named},
            "index": self.env["bzk.organisation.finder"]._index(company),
            "year": school_year_in(run.file_name),
        }

        def compose(values):
            self._settle_row(values, known)

        return compose

    def _settle_row(self, values, known):
        """Complete the cleaned values of a row in place.

        :param known: relations by partner and by code in Koha, programmes by name and code with
            what they are counted in, all organisations, and the school year of the file's name
        :raises Refusal: ``no_school``, ``unknown_school``, ``unknown_programme`` or
            ``no_school_year``
        """
        values["relation_id"] = self._find_school(values, known)
        programme = values.get("programme") or ""
        values["programme_id"] = known["programme"].get(programme.casefold())
        if not values["programme_id"]:
            raise cleaning.Refusal("unknown_programme", programme)
        values["year"] = values.get("school_year") or known["year"]
        if not values["year"]:
            raise cleaning.Refusal("no_school_year", "")
        if values.get("ordered_number") is None:
            reach = REACH.get(known["unit"][values["programme_id"]])
            values["ordered_number"] = values.get(reach)
        values["price_cents"], values["total_cents"] = settle_price(
            *(values.get(name) for name in ("ordered_number", "unit_price", "total_price"))
        )

    def _find_school(self, values, known):
        told = [values[name] for name in SCHOOL if values.get(name)]
        if not any(values.get(name) for name in SCHOOL[:3]):
            raise cleaning.Refusal("no_school", "")
        found = values.get("koha_code") and known["koha"].get(fold(values["koha_code"]))
        if not found:
            asked = Organisation(
                name=values.get("school") or "",
                brin=values.get("brin") or "",
                city=values.get("school_city") or "",
            )
            organisation, verdict = known["index"].find(asked)
            if verdict.outcome == CERTAIN:
                found = known["partner"].get(organisation.id)
        if not found:
            raise cleaning.Refusal("unknown_school", ", ".join(told))
        return found

    def _compare(self, run, planner, row, values, sent):
        """Hold texts about people against their prints, which is all that is kept of them."""
        prints = {name: _print(values[name]) for name in PRINTED if values.get(name)}
        changes = difference(values | prints, sent, groups=GROUPS, derived=DERIVED)
        changes |= {name: values[name] for name in PRINTED if name in changes}
        if "programme" in changes:
            # Another programme has a price and a number of its own, unless the row tells them.
            changes |= {name: values[name] for name in MONEY if name in values}
        return ("changed" if changes else "same"), changes, []

    def _only_corrected(self, values, names):
        names = set(names)
        for group in GROUPS:
            if not names.isdisjoint(group):
                names.update(group)
        return super()._only_corrected(values, names)

    def _match_new(self, run, rows):
        """Link a row to the order that staff wrote down before the file told it."""
        orders = self.env["bzk.education.order"].search(
            [
                ("relation_id", "in", [values["relation_id"] for _key, values in rows]),
                ("source_key", "=", False),
                ("state", "!=", "cancelled"),
            ]
        )
        written = Counter(map(_subject_of, orders))
        linked = {}
        for key, values in rows:
            subject = values["relation_id"], values["programme_id"], values["year"]
            if written[subject]:
                written[subject] -= 1
                relation = self.env["bzk.relation"].browse(subject[0])
                linked[key] = relation.partner_id.id
        return linked

    def _chunk_partner(self):
        return SQL("chunk.partner_id")

    def _chunk_fits(self, run):
        """Also whether the schools and programmes of the plan are still there."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            SELECT 1
              FROM bzk_import_chunk chunk
             WHERE data ? 'relation_id'
                   AND NOT EXISTS (SELECT FROM bzk_relation
                                    WHERE id = (data->>'relation_id')::int AND company_id = %(own)s)
                OR data ? 'programme_id'
                   AND NOT EXISTS (SELECT FROM bzk_education_programme
                                    WHERE id = (data->>'programme_id')::int
                                      AND company_id = %(own)s)
             LIMIT 1
            """,
            {"own": run.company_id.id},
        )
        return not self.env.cr.fetchone() and super()._chunk_fits(run)


def _print(text):
    """Print of a text, the same as that of :meth:`ImportEducation._store_sent`."""
    return sha256(text.encode()).hexdigest()


def _subject_of(order):
    return order.relation_id.id, order.programme_id.id, order.school_year
