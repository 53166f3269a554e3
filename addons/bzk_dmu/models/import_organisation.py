from odoo import models

from odoo.addons.bzk_base.importing import cleaning
from odoo.addons.bzk_base.importing.customer import ADDRESS, compose_address
from odoo.addons.bzk_base.importing.fields import ROW, ImportField
from odoo.addons.bzk_base.importing.planning import KEY, difference
from odoo.addons.bzk_base.importing.readers import UnreadableFile

from ..organisations import clean_municipality, clean_name, clean_website, place_key
from ..organisations.numbers import clean_board, clean_brin, clean_coc
from ..organisations.planner import ListPlanner

#: Values of a row that are fields of the library's relation with it.
OF_RELATION = ("group_id", "user_id", "class_code")


class ImportOrganisation(models.AbstractModel):
    """Organisations as the subject of an import, such as the ministry's list of schools.

    The key is the number in the source: of a school its BRIN with that of the branch. There are
    thousands of them at most, so they are written by the ORM.
    """

    _name = "bzk.import.organisation"
    _inherit = ["bzk.import.relation", "bzk.import.external"]
    _description = "Import of organisations"

    def _import_fields(self, company):
        _ = self.env._
        text = cleaning.clean_text
        specs = [
            ImportField(KEY, _("Number in the source"), cleaning.clean_key, refuses=ROW),
            ImportField("name", _("Name of the organisation"), clean_name, refuses=ROW),
            ImportField("brin", _("BRIN with branch"), clean_brin),
            ImportField("coc_number", _("Chamber of commerce"), clean_coc),
            *self._relation_fields(company),
            *self._address_fields(),
            ImportField("municipality", _("Municipality"), clean_municipality),
            ImportField("denomination", _("Denomination"), text),
            ImportField("school_type", _("Type of school"), text),
            ImportField("pupil_count", _("Pupils"), _clean_pupils),
            ImportField("phone", _("Phone"), cleaning.clean_phone),
            ImportField("email", _("E-mail"), cleaning.clean_email, propose=cleaning.propose_email),
            ImportField("website", _("Website"), clean_website),
            ImportField("board_number", _("Number of the school board"), clean_board),
            ImportField("board_name", _("Name of the school board"), text),
        ]
        return {spec.name: spec for spec in specs}

    def _planner(self, run, columns, width, padded):
        """Lists without numbers tell their rows apart by name and place."""
        if any(column.field.name == KEY for column in columns):
            return super()._planner(run, columns, width, padded)
        if not any(column.field.name == "name" for column in columns):
            raise UnreadableFile("no_organisation_column")
        return ListPlanner(
            columns,
            self._compose,
            width,
            padded,
            names=("name", "city"),
            missing="no_name",
            number="brin",
        )

    def _compose(self, values):
        """Put the address together.

        :raises Refusal: ``no_name``
        """
        if not values.get("name"):
            raise cleaning.Refusal("no_name", "")
        if "street_name" in values or "street_number" in values:
            compose_address(values)

    def _compare(self, run, planner, row, values, sent):
        changes = difference(values, sent, groups=[ADDRESS])
        return ("changed" if changes else "same"), changes, []

    def _only_corrected(self, values, names):
        names = set(names)
        if not names.isdisjoint(ADDRESS):
            names.update(ADDRESS)
        return super()._only_corrected(values, names)

    def _leave_out(self, run, planner, found):
        """Count what stands in other municipalities, unless the library took it in before."""
        super()._leave_out(run, planner, found)
        chosen = run.profile_id._municipality_keys()
        column = next((one for one in planner.columns if one.field.name == "municipality"), None)
        if not chosen or not column:
            return
        elsewhere = {
            row.key for row in found.rows if place_key(row.cells[column.index]) not in chosen
        }
        elsewhere -= self._known_digests(run, list(elsewhere)).keys()
        found.rows = [row for row in found.rows if row.key not in elsewhere]
        found.left_out += len(elsewhere)

    def _match_new(self, run, rows):
        """Link a row to the one organisation that is certainly meant.

        Which this source knows under another current key is another one.
        """
        linked = super()._match_new(run, rows)
        taken = self._taken(run) | set(linked.values())
        finder = self.env["bzk.organisation.finder"]
        for key, partner_id in finder._match_rows(run.company_id, rows).items():
            if partner_id not in taken:
                linked[key] = partner_id
                taken.add(partner_id)
        return linked

    def _taken(self, run):
        """Organisations for which this source, or an earlier row of the file, has a key."""
        self.env.cr.execute(
            """
            SELECT partner_id FROM bzk_external_id WHERE source_id = %s AND state <> 'closed'
             UNION
            SELECT partner_id FROM bzk_import_row WHERE run_id = %s AND kind = 'linked'
            """,
            (run.source_id.id, run.id),
        )
        return {row[0] for row in self.env.cr.fetchall()}

    def _chunk_fits(self, run):
        """Whether the organisations that the plan links to are there too."""
        self.env.cr.execute(
            """
            SELECT 1
              FROM bzk_import_chunk chunk
              LEFT JOIN res_partner partner ON partner.id = chunk.partner_id
             WHERE chunk.kind = 'linked'
               AND (partner.active AND partner.is_company
                    AND coalesce(partner.company_id, %(company)s) = %(company)s) IS NOT TRUE
             LIMIT 1
            """,
            {"company": run.company_id.id},
        )
        return not self.env.cr.fetchone() and super()._chunk_fits(run)


def _clean_pupils(text):
    return cleaning.clean_integer(text, maximum=100_000)
