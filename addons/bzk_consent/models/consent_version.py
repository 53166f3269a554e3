from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import SQL, format_date


class ConsentVersion(models.Model):
    """The exact text by which customers are asked for a purpose, from a day on.

    A text by which somebody decided is never changed, as it is part of the proof (AVG article
    7.1): the database refuses it. A better text is a new version. A library may have words of its
    own for a common purpose; those go before the common ones.
    """

    _name = "bzk.consent.version"
    _inherit = "bzk.library.guard"
    _description = "Text of a purpose"
    _order = "purpose_id, company_id, number DESC"
    _rec_name = "number"
    _check_company_auto = True

    purpose_id = fields.Many2one(
        "bzk.consent.purpose",
        required=True,
        ondelete="restrict",
        index=True,
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        string="Library",
        default=lambda self: self.env.company,
        ondelete="cascade",
        index="btree_not_null",
        help="Empty for the words that every library has.",
    )
    number = fields.Integer(required=True, readonly=True, default=0, aggregator=None)
    date_from = fields.Date(string="Since", required=True, default=fields.Date.context_today)
    text = fields.Text(
        required=True,
        translate=True,
        help="What the customer reads before agreeing. Once somebody decided by it, it stays.",
    )
    used = fields.Boolean(compute="_compute_used", help="Somebody decided by this text.")

    _number_uniq = models.UniqueIndex(
        "(purpose_id, COALESCE(company_id, 0), number)", "This text has that number already."
    )

    def init(self):
        """Let the database refuse to change a text by which somebody decided.

        A translation may be added; one that is there stays as it was read.
        """
        self.env.cr.execute(
            """
            CREATE OR REPLACE FUNCTION bzk_consent_version_kept() RETURNS trigger AS $$
            BEGIN
                IF (OLD.purpose_id, OLD.company_id, OLD.number, OLD.date_from)
                   IS NOT DISTINCT FROM
                   (NEW.purpose_id, NEW.company_id, NEW.number, NEW.date_from)
                   AND NEW.text @> OLD.text THEN
                    RETURN NEW;
                END IF;
                IF EXISTS (SELECT FROM bzk_consent WHERE version_id = OLD.id) THEN
                    RAISE EXCEPTION 'a text by which somebody decided is not changed'
                          USING ERRCODE = '23001';
                END IF;
                RETURN NEW;
            END $$ LANGUAGE plpgsql;
            CREATE OR REPLACE TRIGGER bzk_consent_version_kept
            BEFORE UPDATE ON bzk_consent_version
               FOR EACH ROW EXECUTE FUNCTION bzk_consent_version_kept();
            """
        )

    @api.constrains("purpose_id", "company_id")
    def _check_purpose(self):
        for version in self:
            if version.purpose_id.company_id and version.purpose_id.company_id != (
                version.company_id
            ):
                raise ValidationError(version.env._("This purpose is of another library."))

    def _compute_used(self):
        # sudo: whether anybody did, not who.
        lines = self.env["bzk.consent"].sudo()
        groups = lines._read_group([("version_id", "in", self.ids)], ["version_id"])
        used = {version.id for (version,) in groups}
        for version in self:
            version.used = version.id in used

    @api.depends("number", "date_from")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for version in self:
            version.display_name = version.env._(
                "version %(number)s of %(date)s",
                number=version.number,
                date=format_date(version.env, version.date_from),
            )

    @api.model_create_multi
    def create(self, vals_list):
        """Number the texts of a purpose, library by library, as they come."""
        highest = {}
        for vals in vals_list:
            company_id = vals.setdefault("company_id", self.env.company.id)
            key = (vals.get("purpose_id"), company_id or False)
            if key not in highest:
                # sudo: a number that is taken is taken, whoever may read the text.
                last = self.sudo().search(
                    [("purpose_id", "=", key[0]), ("company_id", "=", key[1])],
                    order="number DESC",
                    limit=1,
                )
                highest[key] = last.number
            highest[key] += 1
            vals["number"] = highest[key]
        return super().create(vals_list)

    @api.model
    def _current_query(self, purpose_ids, company_ids):
        """Give the texts in force today, as SQL.

        :param purpose_ids: list of ids of purposes
        :param company_ids: list of ids of libraries
        :return: SQL select of ``purpose_id``, ``company_id``, ``id`` and ``text`` (jsonb by
            language); no row where a purpose has no text yet
        """
        self.flush_model()
        return SQL(
            """
            SELECT DISTINCT ON (version.purpose_id, library.id)
                   version.purpose_id, library.id AS company_id, version.id, version.text
              FROM unnest(%s::integer[]) library (id)
              JOIN bzk_consent_version version
                ON version.purpose_id = ANY(%s) AND version.date_from <= %s
               AND COALESCE(version.company_id, library.id) = library.id
             ORDER BY version.purpose_id, library.id, version.company_id IS NULL,
                      version.date_from DESC, version.number DESC
            """,
            company_ids,
            purpose_ids,
            fields.Date.context_today(self),
        )
