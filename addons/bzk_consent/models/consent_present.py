from odoo import models

#: The last decision of each customer on each purpose, kept up by the database itself.
#:
#: The table follows from the ledger alone. It holds no foreign keys, so that nothing but the
#: triggers of the ledger changes it: merging, undoing and erasing a customer change the ledger.
TABLE = """
    CREATE TABLE IF NOT EXISTS bzk_consent_present (
        partner_id integer NOT NULL,
        purpose_id integer NOT NULL,
        consent_id integer NOT NULL,
        state varchar NOT NULL,
        date timestamp NOT NULL,
        guardian_id integer,
        PRIMARY KEY (purpose_id, partner_id)
    );
    CREATE INDEX IF NOT EXISTS bzk_consent_present_partner_idx
        ON bzk_consent_present (partner_id);
    COMMENT ON TABLE bzk_consent_present IS 'The last line of bzk_consent by customer and purpose'
"""

#: New lines hold when none is later. Whoever writes the same customer's line at the same time
#: waits here, and is tried again.
ADDED = """
    CREATE OR REPLACE FUNCTION bzk_consent_added() RETURNS trigger AS $$
    BEGIN
        INSERT INTO bzk_consent_present AS present (
               partner_id, purpose_id, consent_id, state, date, guardian_id)
        SELECT DISTINCT ON (partner_id, purpose_id)
               partner_id, purpose_id, id, state, date, guardian_id
          FROM added
         ORDER BY partner_id, purpose_id, date DESC, id DESC
            ON CONFLICT (purpose_id, partner_id) DO UPDATE
           SET consent_id = EXCLUDED.consent_id, state = EXCLUDED.state, date = EXCLUDED.date,
               guardian_id = EXCLUDED.guardian_id
         WHERE (present.date, present.consent_id) < (EXCLUDED.date, EXCLUDED.consent_id);
        RETURN NULL;
    END $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER bzk_consent_added
     AFTER INSERT ON bzk_consent REFERENCING NEW TABLE AS added
       FOR EACH STATEMENT EXECUTE FUNCTION bzk_consent_added()
"""

#: Lines that went to another customer, lost the parent who decided, or are gone with the customer.
MOVED = """
    CREATE OR REPLACE FUNCTION bzk_consent_again(partners integer[]) RETURNS void AS $$
    BEGIN
        DELETE FROM bzk_consent_present WHERE partner_id = ANY(partners);
        INSERT INTO bzk_consent_present (
               partner_id, purpose_id, consent_id, state, date, guardian_id)
        SELECT DISTINCT ON (partner_id, purpose_id)
               partner_id, purpose_id, id, state, date, guardian_id
          FROM bzk_consent
         WHERE partner_id = ANY(partners)
         ORDER BY partner_id, purpose_id, date DESC, id DESC;
    END $$ LANGUAGE plpgsql;
    CREATE OR REPLACE FUNCTION bzk_consent_moved() RETURNS trigger AS $$
    BEGIN
        PERFORM bzk_consent_again(ARRAY(
            SELECT partner_id FROM old_lines UNION SELECT partner_id FROM new_lines));
        RETURN NULL;
    END $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER bzk_consent_moved
     AFTER UPDATE ON bzk_consent REFERENCING OLD TABLE AS old_lines NEW TABLE AS new_lines
       FOR EACH STATEMENT EXECUTE FUNCTION bzk_consent_moved();
    CREATE OR REPLACE FUNCTION bzk_consent_removed() RETURNS trigger AS $$
    BEGIN
        PERFORM bzk_consent_again(ARRAY(SELECT DISTINCT partner_id FROM old_lines));
        RETURN NULL;
    END $$ LANGUAGE plpgsql;
    CREATE OR REPLACE TRIGGER bzk_consent_removed
     AFTER DELETE ON bzk_consent REFERENCING OLD TABLE AS old_lines
       FOR EACH STATEMENT EXECUTE FUNCTION bzk_consent_removed()
"""

#: What was in the ledger before the table was; nothing where it is filled already.
FILL = """
    INSERT INTO bzk_consent_present (
           partner_id, purpose_id, consent_id, state, date, guardian_id)
    SELECT DISTINCT ON (partner_id, purpose_id)
           partner_id, purpose_id, id, state, date, guardian_id
      FROM bzk_consent
     ORDER BY partner_id, purpose_id, date DESC, id DESC
        ON CONFLICT DO NOTHING
"""


class Consent(models.Model):
    """What holds now is at hand, for the gate over a million customers."""

    _inherit = "bzk.consent"

    def init(self):
        """Keep the last decision of each customer on each purpose in a table of its own."""
        result = super().init()
        for statement in (TABLE, ADDED, MOVED, FILL):
            self.env.cr.execute(statement)
        return result
