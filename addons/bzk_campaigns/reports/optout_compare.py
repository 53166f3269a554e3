from odoo import fields, models
from odoo.tools import SQL

VERDICTS = [
    ("agree", "The same"),
    ("no_here", "Yes there, no here"),
    ("yes_here", "No there, yes here"),
    ("unknown", "Not known there"),
]
#: What every key of a source is said to want, by the source itself and by our own list.
#: A source tells of a customer in each file, and that is kept with the key; of a system that has
#: orders and no customers it is what was taken into the list. Looked up once for each row.
#: A source that never told of a purpose for anybody does not keep it, and is not compared.
COMPARED = """
    WITH kept AS MATERIALIZED (
        SELECT told.source_id, told.purpose_id, 'consent_' || purpose.code AS said,
               'consent_date_' || purpose.code AS dated
          FROM (SELECT DISTINCT source_id, purpose_id
                  FROM bzk_consent WHERE source_id IS NOT NULL) told
          JOIN bzk_consent_purpose purpose ON purpose.id = told.purpose_id
    )
    SELECT known.id::bigint * 100000 + present.purpose_id AS id,
           known.id AS external_id, known.key, known.source_id, known.company_id,
           known.partner_id, present.purpose_id,
           there.state AS state_there, there.date AS date_there,
           present.state AS state_here, present.date AS date_here,
           CASE WHEN there.state IS NULL THEN 'unknown'
                WHEN there.state = present.state THEN 'agree'
                WHEN present.state = 'withdrawn' THEN 'no_here'
                ELSE 'yes_here' END AS verdict,
           (SELECT max(export.date)
              FROM bzk_optout_line line
              JOIN bzk_optout_export export ON export.id = line.export_id
             WHERE line.consent_id = present.consent_id AND line.external_id = known.id
           ) AS told_on
      FROM kept
      JOIN bzk_external_id known ON known.source_id = kept.source_id AND known.state <> 'closed'
      JOIN bzk_consent_present present
        ON present.partner_id = known.partner_id AND present.purpose_id = kept.purpose_id
      JOIN LATERAL (SELECT (known.sent->>kept.said)::boolean AS yes OFFSET 0) file ON TRUE
 LEFT JOIN LATERAL (
           SELECT line.state, line.date
             FROM bzk_consent line
            WHERE file.yes IS NULL AND line.source_id = known.source_id
              AND line.partner_id = known.partner_id AND line.purpose_id = present.purpose_id
            ORDER BY line.date DESC, line.id DESC
            LIMIT 1) noted ON TRUE
CROSS JOIN LATERAL (
           SELECT CASE file.yes WHEN TRUE THEN 'given' WHEN FALSE THEN 'withdrawn'
                                ELSE noted.state END AS state,
                  CASE WHEN file.yes IS NULL THEN noted.date
                       ELSE (known.sent->>kept.dated)::timestamp END AS date) there
"""


class OptoutCompare(models.Model):
    """What a source system says that a customer wants, beside what our own list says.

    One row for each key of the source and purpose on which there is a decision. Nothing is stored:
    a row changes with the next import, and with the next decision.
    """

    _name = "bzk.optout.compare"
    _description = "Consent in a source and here"
    _auto = False
    _order = "date_here DESC, id DESC"
    _rec_name = "key"
    _depends = {
        "bzk.consent": ["source_id", "partner_id", "purpose_id", "state", "date"],
        "bzk.external.id": ["key", "partner_id", "source_id", "company_id", "sent", "state"],
        "bzk.consent.purpose": ["code", "company_id"],
        "bzk.optout.line": ["consent_id", "external_id", "export_id"],
        "bzk.optout.export": ["date"],
    }

    external_id = fields.Many2one("bzk.external.id", readonly=True)
    key = fields.Char(readonly=True)
    source_id = fields.Many2one("bzk.source", string="Source system", readonly=True)
    company_id = fields.Many2one("res.company", string="Library", readonly=True)
    partner_id = fields.Many2one("res.partner", string="Customer", readonly=True)
    purpose_id = fields.Many2one("bzk.consent.purpose", readonly=True)
    state_there = fields.Selection(
        [("given", "Yes"), ("withdrawn", "No")], string="Says the source", readonly=True
    )
    date_there = fields.Datetime(string="Since, there", readonly=True)
    state_here = fields.Selection(
        [("given", "Yes"), ("withdrawn", "No")], string="Holds here", readonly=True
    )
    date_here = fields.Datetime(string="Since, here", readonly=True)
    verdict = fields.Selection(VERDICTS, string="Compared", readonly=True)
    told_on = fields.Datetime(
        string="Told on", readonly=True, help="In which file the source was told what holds here."
    )

    @property
    def _table_query(self):
        return SQL(COMPARED)
