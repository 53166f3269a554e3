"""Statements that propose who looks after which child, from the tables of :mod:`.household_sql`.

A candidate is of age and at least ``least_gap`` years older than the child. Someone who pays is a
candidate wherever they live; others live with the child and share an e-mail address, phone or
surname, and are at most ``most_gap`` years older, so that grandparents are not taken for parents.
Where someone of the usual age for a parent is there, an elder sibling is none.
"""

TIES = """
    CREATE TEMPORARY TABLE bzk_found_tie ON COMMIT DROP AS
    WITH bond AS (
        SELECT one AS child_id, other AS guardian_id, reason FROM bzk_found_pair
         WHERE reason = 'payer'
     UNION ALL
        SELECT a, b, reason FROM bzk_found_edge WHERE reason IN ('surname', 'email', 'phone')
    ), candidate AS (
        SELECT bond.child_id, bond.guardian_id, bool_or(bond.reason = 'payer') AS pays,
               jsonb_agg(DISTINCT jsonb_build_array(bond.reason, '{}'::jsonb)) AS reasons,
               sum(CASE bond.reason WHEN 'surname' THEN 1 WHEN 'phone' THEN 2 ELSE 3 END) AS weight,
               extract(year FROM age(child.birthdate, guardian.birthdate)) AS gap
          FROM bond
          JOIN bzk_found_person child ON child.id = bond.child_id
          JOIN bzk_found_person guardian ON guardian.id = bond.guardian_id
         WHERE child.birthdate > %(today)s::date - make_interval(years => %(of_age)s)
           AND guardian.birthdate <= %(today)s::date - make_interval(years => %(of_age)s)
         GROUP BY bond.child_id, bond.guardian_id, child.birthdate, guardian.birthdate
    ), likely AS (
        SELECT candidate.*,
               bool_or(gap BETWEEN %(usual_gap)s AND %(most_gap)s)
                   OVER (PARTITION BY child_id) AS has_parent
          FROM candidate
         WHERE gap >= %(least_gap)s AND (pays OR gap <= %(most_gap)s)
    ), ranked AS (
        SELECT likely.*,
               row_number() OVER (PARTITION BY child_id
                                  ORDER BY pays DESC, weight DESC, guardian_id) AS place
          FROM likely
         WHERE pays OR gap >= %(usual_gap)s OR NOT has_parent
    )
    SELECT child_id, guardian_id, pays, reasons,
           CASE WHEN gap <= %(most_gap)s THEN 'parent' ELSE 'other' END AS kind
      FROM ranked
     WHERE pays OR place <= 2;
    CREATE INDEX ON bzk_found_tie (child_id, guardian_id);
    ANALYZE bzk_found_tie
"""

WITHDRAW_TIES = """
    DELETE FROM bzk_guardian tie
     WHERE tie.company_id = %(company)s AND tie.state = 'proposed'
       AND NOT EXISTS (SELECT FROM bzk_found_tie found
                        WHERE found.child_id = tie.child_id
                          AND found.guardian_id = tie.guardian_id)
"""

UPDATE_TIES = """
    UPDATE bzk_guardian tie
       SET pays = found.pays, reasons = found.reasons
      FROM bzk_found_tie found
     WHERE tie.company_id = %(company)s AND tie.state = 'proposed'
       AND tie.child_id = found.child_id AND tie.guardian_id = found.guardian_id
       AND (tie.pays, tie.reasons) IS DISTINCT FROM (found.pays, found.reasons)
"""

#: Two people about whom anything was said, also that they are not parent and child, are left.
INSERT_TIES = """
    INSERT INTO bzk_guardian (
           child_id, guardian_id, company_id, kind, may_consent, pays, state, reasons,
           create_uid, write_uid, create_date, write_date
    )
    SELECT child_id, guardian_id, %(company)s, kind, kind = 'parent', pays, 'proposed', reasons,
           %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
      FROM bzk_found_tie found
     WHERE NOT EXISTS (SELECT FROM bzk_guardian tie
                        WHERE tie.child_id = found.child_id
                          AND tie.guardian_id = found.guardian_id)
       AND NOT EXISTS (SELECT FROM bzk_guardian tie
                        WHERE tie.child_id = found.guardian_id
                          AND tie.guardian_id = found.child_id)
"""
