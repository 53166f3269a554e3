"""Statements that work out what orders come to and write the payments of the difference.

They run when the lines of the chunk are written; for the parameters see
:mod:`.import_ticket_sql`. The result follows from what the source tells now, however many files
it took to tell it.
"""

NOW = "now() AT TIME ZONE 'UTC'"
LOCAL_DAY = "AT TIME ZONE 'UTC' AT TIME ZONE 'Europe/Amsterdam')::date"

#: Amounts that the source tells of an order: of its rows that tell them, in the file at hand before
#: those of earlier files, the last. What no row tells is worked out: an order that is paid was
#: paid in full, and what is paid and no longer due went back. Where only refunds are told, what
#: was paid is the whole order with the lines that were cancelled.
_SETTLE_AMOUNTS = """
    WITH line AS MATERIALIZED (
        SELECT incoming.order_id, own.id, own.state, own.price, own.write_date, row.row_no,
               COALESCE(row.whole, own.sent) AS told
          FROM bzk_ticket_incoming incoming
    CROSS JOIN LATERAL (SELECT id, state, price, write_date, sent FROM bzk_ticket_line
                         WHERE order_id = incoming.order_id OFFSET 0) own
     LEFT JOIN bzk_ticket_row row ON row.line_id = own.id
    ), cell AS (
        SELECT order_id, state, price, (told->>'order_total')::numeric AS total,
               (told->>'order_fees')::numeric AS fees, (told->>'order_paid')::numeric AS paid,
               abs((told->>'order_refunded')::numeric) AS refunded,
               row_number() OVER (PARTITION BY order_id
                                  ORDER BY row_no DESC NULLS LAST, write_date DESC, id DESC)
                   AS place
          FROM line
    ), told AS (
        SELECT order_id, COALESCE(sum(price) FILTER (WHERE state = 'valid'), 0) AS valid,
               COALESCE(sum(price) FILTER (WHERE state = 'cancelled'), 0) AS cancelled,
               (array_agg(total ORDER BY place) FILTER (WHERE total IS NOT NULL))[1] AS total,
               COALESCE((array_agg(fees ORDER BY place) FILTER (WHERE fees IS NOT NULL))[1], 0)
                   AS fees,
               (array_agg(paid ORDER BY place) FILTER (WHERE paid IS NOT NULL))[1] AS paid,
               (array_agg(refunded ORDER BY place) FILTER (WHERE refunded IS NOT NULL))[1]
                   AS refunded
          FROM cell
         GROUP BY order_id
    ), settled AS (
        SELECT known.id, whole.amount, told.fees, gross.paid,
               CASE WHEN told.refunded IS NOT NULL THEN told.refunded
                    WHEN told.paid IS NOT NULL THEN 0
                    ELSE gross.paid - whole.due END AS refunded
          FROM told
          JOIN bzk_ticket_order known ON known.id = told.order_id
    CROSS JOIN LATERAL (SELECT COALESCE(told.total, told.valid + told.fees) AS sum) told_sum
    CROSS JOIN LATERAL (
               SELECT told_sum.sum AS amount,
                      CASE WHEN known.state = 'paid' THEN told_sum.sum ELSE 0 END AS due,
                      greatest(told_sum.sum, least(told_sum.sum, told.valid + told.fees)
                                             + told.cancelled) AS full) whole
    CROSS JOIN LATERAL (
               SELECT CASE WHEN told.paid IS NOT NULL THEN told.paid
                           WHEN told.refunded IS NULL
                           THEN greatest(known.paid_amount, whole.due)
                           WHEN known.state = 'paid'
                             OR known.state = 'cancelled' AND told.refunded > 0
                           THEN greatest(whole.full, told.refunded)
                           ELSE told.refunded END AS paid) gross
    )
    UPDATE bzk_ticket_order known
       SET amount = settled.amount, fee_amount = settled.fees, paid_amount = settled.paid,
           refund_amount = settled.refunded
      FROM settled
     WHERE known.id = settled.id
       AND (known.amount, known.fee_amount, known.paid_amount, known.refund_amount)
           IS DISTINCT FROM (settled.amount, settled.fees, settled.paid, settled.refunded)
"""

#: Payments follow the order to who bought it by now, as when staff correct it.
_MOVE_PAYMENTS = f"""
    UPDATE bzk_transaction payment
       SET partner_id = o.partner_id, write_uid = %(uid)s, write_date = {NOW}
      FROM bzk_ticket_incoming incoming
      JOIN bzk_ticket_order o ON o.id = incoming.order_id
     WHERE payment.ticket_order_id = o.id AND incoming.former_id <> o.partner_id
       AND payment.partner_id <> o.partner_id
"""

#: A payment for what is new, or a refund. An order with more rows to write is settled with its
#: last. An order may be called as the second payment of another is.
_PAY = f"""
    WITH last AS (
        SELECT max(id) AS id FROM bzk_import_row
         WHERE run_id = %(run)s AND row_no = (SELECT max(row_no) FROM bzk_ticket_row)
    ), later AS (
        SELECT DISTINCT COALESCE(planned.data->>'order', known.name) AS name
          FROM last
          JOIN bzk_import_row planned
            ON planned.run_id = %(run)s AND planned.id > last.id AND planned.id <= last.id + 1000
           AND planned.kind <> 'same'
     LEFT JOIN LATERAL (SELECT order_id FROM bzk_ticket_line
                         WHERE source_id = %(source)s AND key = planned.key LIMIT 1) line ON TRUE
     LEFT JOIN bzk_ticket_order known ON known.id = line.order_id
    ), due AS (
        SELECT o.id, o.name, o.partner_id, paid.number, paid.first_id,
               o.paid_amount - o.refund_amount - paid.amount AS amount,
               CASE WHEN paid.number = 0 THEN o.name ELSE o.name || '#' || paid.number + 1 END
                   AS key,
               CASE WHEN paid.number = 0 THEN (o.date {LOCAL_DAY} END AS date
          FROM bzk_ticket_incoming incoming
          JOIN bzk_ticket_order o ON o.id = incoming.order_id
    CROSS JOIN LATERAL (SELECT count(*) AS number, COALESCE(sum(amount), 0) AS amount,
                               min(id) FILTER (WHERE amount > 0 AND partner_id = o.partner_id
                                                 AND currency_id = %(currency)s) AS first_id
                          FROM bzk_transaction
                         WHERE ticket_order_id = o.id) paid
         WHERE o.partner_id IS NOT NULL AND o.paid_amount - o.refund_amount <> paid.amount
           AND NOT EXISTS (SELECT FROM later WHERE later.name = o.name)
    )
    INSERT INTO bzk_transaction (
        partner_id, company_id, branch_id, date, kind, description, amount, currency_id, source_id,
        key, reversed_id, ticket_order_id, create_uid, write_uid, create_date, write_date
    )
    SELECT due.partner_id, %(company)s, event.branch_id,
           COALESCE(due.date, ({NOW} {LOCAL_DAY}), 'ticket',
           COALESCE(event.name->>%(lang)s, event.name->>'en_US', line.item, due.name), due.amount,
           %(currency)s, %(source)s,
           CASE WHEN taken.is_so THEN due.key || '#' || due.id ELSE due.key END,
           CASE WHEN due.amount < 0 THEN due.first_id END, due.id, %(uid)s, %(uid)s, {NOW}, {NOW}
      FROM due
CROSS JOIN LATERAL (
           SELECT EXISTS (SELECT FROM bzk_transaction other
                           WHERE other.source_id = %(source)s AND other.key = due.key)
               OR due.number > 0 AND EXISTS (SELECT FROM due other WHERE other.name = due.key)
               AS is_so) taken
 LEFT JOIN LATERAL (SELECT event_id, item FROM bzk_ticket_line
                     WHERE order_id = due.id
                     ORDER BY event_id IS NULL, id
                     LIMIT 1) line ON TRUE
 LEFT JOIN event_event event ON event.id = line.event_id
     ORDER BY due.id
"""

SETTLE = (_SETTLE_AMOUNTS, _MOVE_PAYMENTS, _PAY)
