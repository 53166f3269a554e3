"""Statements that write the members of ``bzk_import_chunk`` set by set.

Parameters: ``company``, ``source``, ``missing`` (reason of memberships ended because the source no
longer named them), ``today`` and ``uid``. ``known.sent`` is what the source sent before in
:data:`COLLECT`, and from then on what it sent with this chunk included.

Rows of large tables are looked up by ``LATERAL (... LIMIT 1)``, which keeps the database to the
index: a hash of the whole table for each chunk would make long files slower than linear.
"""

_NOW = "now() AT TIME ZONE 'UTC'"

#: The members of the chunk, each with the membership that is there or the id of the one to come.
#: A key that was known before as a customer only becomes a member when the source sends a type;
#: ``data`` then holds all that the source ever sent, else it is that of the chunk.
#: Of the loans only those are collected that differ from what the source sent before, so that what
#: a data steward mended survives.
COLLECT = """
    SET LOCAL jit = off;
    DROP TABLE IF EXISTS bzk_import_member, bzk_import_loans;
    CREATE TEMPORARY TABLE bzk_import_member ON COMMIT DROP AS
    SELECT chunk.external_id, m.id IS NULL AS is_new,
           COALESCE(m.id, nextval('bzk_membership_id_seq'))::integer AS membership_id,
           t.id AS type_id, t.fee AS type_fee, whole.data, known.sent->'loans' AS loans_before
      FROM bzk_import_chunk chunk
 LEFT JOIN LATERAL (SELECT id FROM bzk_membership
                     WHERE chunk.kind <> 'new' AND external_id_id = chunk.external_id
                     LIMIT 1) m ON TRUE
 LEFT JOIN LATERAL (SELECT sent FROM bzk_external_id
                     WHERE chunk.kind <> 'new' AND id = chunk.external_id
                     LIMIT 1) known ON TRUE
CROSS JOIN LATERAL (SELECT CASE WHEN m.id IS NULL AND chunk.kind <> 'new'
                                THEN COALESCE(known.sent, '{}') || chunk.data
                                ELSE chunk.data END AS data) whole
 LEFT JOIN bzk_membership_type t
        ON m.id IS NULL AND t.id = (whole.data->>'type_id')::integer
     WHERE m.id IS NOT NULL OR t.id IS NOT NULL
     ORDER BY chunk.row_no;
    CREATE TEMPORARY TABLE bzk_import_loans ON COMMIT DROP AS
    SELECT member.membership_id, member.is_new, split_part(entry.key, '|', 1)::integer AS year,
           genre.id AS genre_id, entry.value::integer AS loans
      FROM bzk_import_member member
CROSS JOIN LATERAL jsonb_each_text(member.data->'loans') entry
      JOIN bzk_genre genre ON genre.code = split_part(entry.key, '|', 2)
     WHERE CASE WHEN member.is_new THEN entry.value <> '0'
                ELSE entry.value <> COALESCE(member.loans_before->>entry.key, '0') END;
    ANALYZE bzk_import_member;
    ANALYZE bzk_import_loans
"""

#: New memberships and the beginning of their history.
INSERT_MEMBERSHIPS = f"""
    WITH totals AS (
        SELECT DISTINCT ON (membership_id) membership_id, year, SUM(loans) AS loans
          FROM bzk_import_loans
         WHERE is_new
         GROUP BY membership_id, year
         ORDER BY membership_id, year DESC
    ), added AS (
        INSERT INTO bzk_membership (
            id, partner_id, company_id, external_id_id, number, type_id, branch_id, date_start,
            date_end, reason_id, payer_id, payer_key, fee, loans_total, last_loan_date, stat_year,
            stat_loans, create_uid, write_uid, create_date, write_date
        )
        SELECT i.membership_id, chunk.partner_id, %(company)s, i.external_id, i.data->>'number',
               i.type_id, (i.data->>'branch_id')::integer, (i.data->>'date_start')::date,
               (i.data->>'date_end')::date, (i.data->>'reason_id')::integer, payer.partner_id,
               CASE WHEN payer.partner_id IS NULL THEN NULLIF(i.data->>'payer_key', chunk.key) END,
               CASE WHEN i.data ? 'fee' THEN COALESCE((i.data->>'fee')::numeric, 0)
                    ELSE COALESCE(i.type_fee, 0) END,
               COALESCE((i.data->>'loans_total')::integer, 0), (i.data->>'last_loan_date')::date,
               COALESCE(totals.year, 0), COALESCE(totals.loans, 0),
               %(uid)s, %(uid)s, {_NOW}, {_NOW}
          FROM bzk_import_member i
          JOIN bzk_import_chunk chunk ON chunk.external_id = i.external_id
     LEFT JOIN totals ON totals.membership_id = i.membership_id
     LEFT JOIN LATERAL (SELECT partner_id FROM bzk_external_id
                         WHERE source_id = %(source)s AND key = i.data->>'payer_key'
                           AND key <> chunk.key
                         LIMIT 1) payer ON TRUE
         WHERE i.is_new
         ORDER BY chunk.row_no
     RETURNING id, partner_id, type_id, branch_id, date_start, date_end, reason_id
    )
    INSERT INTO bzk_membership_change (
        membership_id, partner_id, company_id, kind, date, from_type_id, to_type_id,
        from_branch_id, to_branch_id, to_end, reason_id, user_id, noted_on
    )
    SELECT m.id, m.partner_id, %(company)s, 'joined', COALESCE(m.date_start, %(today)s),
           NULL, m.type_id, NULL, m.branch_id, NULL, NULL::integer, %(uid)s, {_NOW}
      FROM added m
 UNION ALL
    SELECT m.id, m.partner_id, %(company)s, 'left', m.date_end,
           m.type_id, NULL, m.branch_id, NULL, m.date_end, m.reason_id, %(uid)s, {_NOW}
      FROM added m
     WHERE m.date_end IS NOT NULL
"""

#: What changed at the source, and the history of it. Someone whom an import had ended because the
#: file left them out, and who is in the file again, is a member again. Where a date that staff
#: mended does not fit one that the source changes, the source's own pair of dates stands.
UPDATE_MEMBERSHIPS = f"""
    WITH incoming AS (
        SELECT chunk.row_no, chunk.key, chunk.data, known.sent, m.id, m.partner_id,
               m.type_id AS old_type, m.branch_id AS old_branch, m.date_end AS old_end,
               m.reason_id AS old_reason, m.date_start AS old_start,
               known.state = 'closed' AND chunk.kind <> 'corrected'
                   AND m.reason_id = %(missing)s AND known.sent->>'date_end' IS NULL AS is_back
          FROM bzk_import_member member
          JOIN bzk_import_chunk chunk ON chunk.external_id = member.external_id
    CROSS JOIN LATERAL (SELECT state, sent FROM bzk_external_id
                         WHERE id = member.external_id LIMIT 1) known
    CROSS JOIN LATERAL (SELECT * FROM bzk_membership
                         WHERE id = member.membership_id LIMIT 1) m
         WHERE NOT member.is_new
    ), wanted AS (
        SELECT i.*,
               COALESCE((data->>'type_id')::integer, old_type) AS new_type,
               CASE WHEN data ? 'branch_id' THEN (data->>'branch_id')::integer
                    ELSE old_branch END AS new_branch,
               CASE WHEN data ? 'date_start' THEN (data->>'date_start')::date
                    ELSE old_start END AS new_start,
               CASE WHEN data ? 'date_end' THEN (data->>'date_end')::date
                    WHEN is_back THEN NULL ELSE old_end END AS new_end,
               CASE WHEN data ? 'reason_id' THEN (data->>'reason_id')::integer
                    WHEN is_back THEN NULL ELSE old_reason END AS new_reason
          FROM incoming i
    ), consistent AS MATERIALIZED (
        SELECT row_no, key, data, id, partner_id, old_type, old_branch, old_end, old_reason,
               new_type, new_branch, new_reason,
               CASE WHEN new_end < new_start THEN (sent->>'date_start')::date
                    ELSE new_start END AS new_start,
               CASE WHEN new_end < new_start THEN (sent->>'date_end')::date
                    ELSE new_end END AS new_end
          FROM wanted
    ), changed AS (
        UPDATE bzk_membership m
           SET type_id = c.new_type, branch_id = c.new_branch, date_start = c.new_start,
               date_end = c.new_end, reason_id = c.new_reason,
               number = CASE WHEN data ? 'number' THEN data->>'number' ELSE m.number END,
               fee = CASE WHEN data ? 'fee' THEN COALESCE((data->>'fee')::numeric, 0)
                          ELSE m.fee END,
               loans_total = CASE WHEN data ? 'loans_total'
                                  THEN COALESCE((data->>'loans_total')::integer, 0)
                                  ELSE m.loans_total END,
               last_loan_date = CASE WHEN data ? 'last_loan_date'
                                     THEN (data->>'last_loan_date')::date
                                     ELSE m.last_loan_date END,
               payer_id = CASE WHEN data ? 'payer_key' THEN payer.partner_id
                               ELSE m.payer_id END,
               payer_key = CASE WHEN data ? 'payer_key' AND payer.partner_id IS NULL
                                THEN NULLIF(data->>'payer_key', c.key)
                                WHEN data ? 'payer_key' THEN NULL
                                ELSE m.payer_key END,
               write_uid = %(uid)s, write_date = {_NOW}
          FROM consistent c
     LEFT JOIN LATERAL (SELECT partner_id FROM bzk_external_id
                         WHERE source_id = %(source)s AND key = c.data->>'payer_key'
                           AND key <> c.key
                         LIMIT 1) payer ON TRUE
         WHERE m.id = c.id
           AND (data ?| ARRAY['number', 'fee', 'loans_total', 'last_loan_date', 'payer_key']
                OR (m.type_id, m.branch_id, m.date_start, m.date_end, m.reason_id)
                   IS DISTINCT FROM
                   (c.new_type, c.new_branch, c.new_start, c.new_end, c.new_reason))
     RETURNING m.id
    )
    INSERT INTO bzk_membership_change (
        membership_id, partner_id, company_id, kind, date, from_type_id, to_type_id,
        from_branch_id, to_branch_id, from_end, to_end, reason_id, user_id, noted_on
    )
    SELECT c.id, c.partner_id, %(company)s, line.kind, line.date, line.from_type, line.to_type,
           line.from_branch, line.to_branch, line.from_end, line.to_end, line.reason,
           %(uid)s, {_NOW}
      FROM consistent c
      JOIN changed ON changed.id = c.id
CROSS JOIN LATERAL (
        SELECT 1 AS place, 'type' AS kind, %(today)s::date AS date, old_type AS from_type,
               new_type AS to_type, NULL::integer AS from_branch, NULL::integer AS to_branch,
               NULL::date AS from_end, NULL::date AS to_end, NULL::integer AS reason
         WHERE old_type <> new_type
     UNION ALL
        SELECT 2, 'branch', %(today)s, NULL, NULL, old_branch, new_branch, NULL, NULL, NULL
         WHERE old_branch IS DISTINCT FROM new_branch
     UNION ALL
        SELECT 3, 'left', new_end, new_type, NULL, new_branch, NULL, NULL, new_end, new_reason
         WHERE old_end IS NULL AND new_end IS NOT NULL
     UNION ALL
        SELECT 3,
               CASE WHEN old_end <= %(today)s AND (new_end IS NULL OR new_end > %(today)s)
                    THEN 'rejoined' ELSE 'end_date' END,
               %(today)s, NULL, NULL, NULL, NULL, old_end, new_end, new_reason
         WHERE old_end IS NOT NULL AND old_end IS DISTINCT FROM new_end
     UNION ALL
        SELECT 3, 'reason', %(today)s, NULL, NULL, NULL, NULL, NULL, NULL, new_reason
         WHERE old_end IS NOT DISTINCT FROM new_end AND old_reason IS DISTINCT FROM new_reason
           ) line
     ORDER BY c.row_no, line.place
"""

WRITE_LOANS = """
    INSERT INTO bzk_loan_stat AS stat
           (membership_id, partner_id, company_id, year, genre_id, loans)
    SELECT l.membership_id, m.partner_id, %(company)s, l.year, l.genre_id, l.loans
      FROM bzk_import_loans l
      JOIN bzk_membership m ON m.id = l.membership_id
     WHERE l.loans > 0
        ON CONFLICT (membership_id, year, genre_id) DO UPDATE
       SET loans = EXCLUDED.loans
     WHERE stat.loans <> EXCLUDED.loans
"""

DELETE_LOANS = """
    DELETE FROM bzk_loan_stat stat
     USING bzk_import_loans l
     WHERE l.loans = 0 AND stat.membership_id = l.membership_id
       AND stat.year = l.year AND stat.genre_id = l.genre_id
"""

#: What ``bzk.membership._compute_stat`` computes, for memberships that were there before.
UPDATE_LOAN_TOTALS = """
    UPDATE bzk_membership m
       SET stat_year = COALESCE(latest.year, 0), stat_loans = COALESCE(latest.loans, 0)
      FROM (SELECT DISTINCT membership_id FROM bzk_import_loans WHERE NOT is_new) l
 LEFT JOIN LATERAL (
               SELECT stat.year, SUM(stat.loans) AS loans
                 FROM bzk_loan_stat stat
                WHERE stat.membership_id = l.membership_id
                GROUP BY stat.year
                ORDER BY stat.year DESC
                LIMIT 1
           ) latest ON TRUE
     WHERE m.id = l.membership_id
"""

#: The key of someone who left is closed: from then on its absence from a file means nothing.
SETTLE_KEYS = """
    UPDATE bzk_external_id known
       SET state = CASE WHEN member.is_ended THEN 'closed' ELSE 'current' END
      FROM (SELECT i.external_id, m.is_ended
              FROM bzk_import_member i
        CROSS JOIN LATERAL (SELECT COALESCE(date_end <= %(today)s, FALSE) AS is_ended
                              FROM bzk_membership WHERE id = i.membership_id LIMIT 1) m
             WHERE m.is_ended OR NOT i.is_new) member
     WHERE known.id = member.external_id
       AND (known.state = 'closed') IS DISTINCT FROM member.is_ended
"""

#: The same for memberships whose announced end has come since the last file.
CLOSE_ENDED_KEYS = """
    UPDATE bzk_external_id known
       SET state = 'closed'
      FROM bzk_membership m
     WHERE known.source_id = %(source)s AND known.state IN ('current', 'missing')
       AND m.external_id_id = known.id AND m.date_end <= %(today)s
"""

#: Who has announced to leave and is not in the file any more is not missing.
FORGET_LEAVERS = """
    DELETE FROM bzk_import_row planned
     USING bzk_external_id known
      JOIN bzk_membership m ON m.external_id_id = known.id
     WHERE planned.run_id = %(run)s AND planned.kind = 'missing'
       AND known.source_id = %(source)s AND known.key = planned.key
       AND m.date_end IS NOT NULL
"""

LINK_PAYERS = f"""
    UPDATE bzk_membership m
       SET payer_id = payer.partner_id, payer_key = NULL,
           write_uid = %(uid)s, write_date = {_NOW}
      FROM bzk_external_id payer
     WHERE m.payer_key IS NOT NULL AND m.company_id = %(company)s
       AND payer.source_id = %(source)s AND payer.key = m.payer_key
       AND EXISTS (SELECT FROM bzk_external_id own
                    WHERE own.id = m.external_id_id AND own.source_id = payer.source_id)
"""
