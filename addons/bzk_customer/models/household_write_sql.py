"""Statements that write what was found in the tables of :mod:`.household_sql`, and only that.

A row that says already what it should is left alone.
"""

from .household_sql import ADDRESS

_AT_HOME = "p.active AND p.deceased IS NOT TRUE AND p.moved_away IS NOT TRUE"

INSERT_HOUSEHOLDS = """
    INSERT INTO bzk_household (
           id, company_id, state, certainty, reasons, address_key,
           create_uid, write_uid, create_date, write_date
    )
    SELECT household_id, %(company)s, 'proposed', certainty, reasons, address,
           %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM bzk_found_group
     WHERE is_new
     ORDER BY household_id
"""

#: Not a change to the customer that anyone made, so ``write_date`` stays.
PUT_MEMBERS = """
    UPDATE res_partner p
       SET household_id = target.household_id, household_state = 'proposed'
      FROM bzk_found_target target
     WHERE p.id = target.partner_id AND p.household_id IS DISTINCT FROM target.household_id
"""

TAKE_MEMBERS = """
    UPDATE res_partner p
       SET household_id = NULL, household_state = NULL
     WHERE p.company_id = %(company)s AND p.household_state = 'proposed'
       AND NOT EXISTS (SELECT FROM bzk_found_target WHERE partner_id = p.id)
"""

UPDATE_HOUSEHOLDS = """
    UPDATE bzk_household household
       SET certainty = found.certainty, reasons = found.reasons
      FROM bzk_found_group found
     WHERE household.id = found.household_id
       AND (household.certainty, household.reasons)
           IS DISTINCT FROM (found.certainty::varchar, found.reasons)
"""

#: Where all of a household live at one address by now, that is where it lives.
SETTLE_HOUSEHOLDS = f"""
    WITH present AS (
        SELECT p.household_id,
               CASE WHEN count(DISTINCT {ADDRESS}) FILTER (WHERE {_AT_HOME}) = 1
                    THEN min({ADDRESS}) FILTER (WHERE {_AT_HOME}) END AS address_key,
               CASE WHEN bool_or(p.household_state = 'proposed') THEN 'proposed'
                    ELSE 'confirmed' END AS state
          FROM res_partner p
         WHERE p.company_id = %(company)s AND p.household_id IS NOT NULL
         GROUP BY p.household_id
    )
    UPDATE bzk_household household
       SET address_key = coalesce(present.address_key, household.address_key),
           state = present.state
      FROM present
     WHERE household.id = present.household_id
       AND (coalesce(present.address_key, household.address_key), present.state)
           IS DISTINCT FROM (household.address_key, household.state)
"""

DISSOLVE_HOUSEHOLDS = """
    WITH alone AS (
        SELECT household.id
          FROM bzk_household household
     LEFT JOIN res_partner member ON member.household_id = household.id
         WHERE household.company_id = %(company)s
         GROUP BY household.id
        HAVING count(member.id) < 2
    )
    UPDATE res_partner
       SET household_id = NULL, household_state = NULL
     WHERE household_id IN (SELECT id FROM alone);
    DELETE FROM bzk_household household
     WHERE household.company_id = %(company)s
       AND NOT EXISTS (SELECT FROM res_partner WHERE household_id = household.id)
"""
