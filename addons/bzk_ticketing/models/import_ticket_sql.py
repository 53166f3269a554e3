"""Statements that write the rows of ``bzk_import_chunk`` as orders, lines, seats and payments.

Parameters: ``company``, ``currency``, ``lang``, ``source``, ``run``, ``uid``, ``order_names``
(values of a row that are of the whole order) and ``passing`` (values not kept as sent).

Rows of large tables are looked up by ``LATERAL (... LIMIT 1)``, which keeps the database to the
index: a hash of the whole table for each chunk would make long files slower than linear.
"""

from .import_ticket_money import LOCAL_DAY as _LOCAL_DAY
from .import_ticket_money import NOW as _NOW
from .import_ticket_money import SETTLE

#: The rows of the chunk with what their source ever sent, and the line that is there or is to
#: come. ``place`` is set where the activity has to be found: the number in the source, or the name
#: and day.
COLLECT = f"""
    SET LOCAL jit = off;
    DROP TABLE IF EXISTS bzk_ticket_row, bzk_ticket_incoming, bzk_ticket_person;
    CREATE TEMPORARY TABLE bzk_ticket_row WITH (toast_tuple_target = 8160) ON COMMIT DROP AS
    SELECT chunk.row_no, chunk.key, chunk.kind, chunk.digest, sent.data,
           whole.data->>'order' AS order_name, sent.data->>'seat_of' AS seat_of,
           sent.data->'attendee'->>'key' AS attendee_key,
           chunk.external_id AS line_id, line.id IS NULL AS is_new, line.event_id,
           line.registration_id, FALSE AS seat_is_new, NULL::integer AS seat_no,
           COALESCE(line.sent, '{{}}') AS before, whole.data AS whole,
           CASE WHEN NOT sent.data ?| ARRAY['activity_key', 'activity_name', 'activity_begin']
                THEN NULL
                WHEN whole.data->>'activity_key' IS NOT NULL
                THEN 'key ' || (whole.data->>'activity_key')
                WHEN whole.data->>'activity_name' IS NOT NULL
                THEN concat_ws(' ', 'name',
                               ((whole.data->>'date_begin')::timestamp {_LOCAL_DAY},
                               lower(whole.data->>'activity_name')) END AS place
      FROM bzk_import_chunk chunk
 LEFT JOIN LATERAL (SELECT id, event_id, registration_id, sent FROM bzk_ticket_line
                     WHERE chunk.kind <> 'new' AND id = chunk.external_id
                     LIMIT 1) line ON TRUE
CROSS JOIN LATERAL (SELECT CASE WHEN line.id IS NULL THEN jsonb_strip_nulls(chunk.data)
                                ELSE chunk.data END AS data) sent
CROSS JOIN LATERAL (SELECT CASE WHEN line.id IS NULL THEN sent.data
                                ELSE COALESCE(line.sent, '{{}}') || sent.data END AS data) whole;
    ANALYZE bzk_ticket_row
"""

#: The orders of these rows: ``changes`` is what is new about each, from all its rows together,
#: where a row that tells something wins from one that is blank and the last from the first. Many
#: systems fill in what is of the order on its first row only: a new blank row tells nothing.
COLLECT_ORDERS = """
    CREATE TEMPORARY TABLE bzk_ticket_incoming WITH (toast_tuple_target = 8160) ON COMMIT DROP AS
    SELECT named.name, known.id IS NULL AS is_new, known.partner_id AS former_id,
           COALESCE(known.id, nextval('bzk_ticket_order_id_seq'))::integer AS order_id,
           named.changes, last.whole
      FROM (SELECT row.order_name AS name, max(row.row_no) AS row_no,
                   jsonb_object_agg(entry.key, entry.value
                                    ORDER BY entry.value = 'null' DESC, row.row_no) AS changes
              FROM bzk_ticket_row row
        CROSS JOIN LATERAL jsonb_each(row.data || jsonb_build_object('order', '')) entry
             WHERE row.kind <> 'same' AND entry.key = ANY(%(order_names)s)
               AND NOT (row.is_new AND entry.value = 'null')
             GROUP BY 1) named
      JOIN bzk_ticket_row last ON last.row_no = named.row_no
 LEFT JOIN LATERAL (SELECT id, partner_id FROM bzk_ticket_order
                     WHERE source_id = %(source)s AND name = named.name
                     LIMIT 1) known ON TRUE;
    ANALYZE bzk_ticket_incoming
"""

INSERT_ORDERS = f"""
    INSERT INTO bzk_ticket_order (
        id, name, source_id, company_id, partner_id, linked_by, buyer_name, buyer_email,
        buyer_phone, date, state, amount, fee_amount, paid_amount, refund_amount, date_confirmed,
        create_uid, write_uid, create_date, write_date
    )
    SELECT o.order_id, o.name, %(source)s, %(company)s, person.partner_id, person.linked_by,
           o.changes->>'buyer_name', o.changes->>'buyer_email', o.changes->>'buyer_phone',
           (o.changes->>'order_date')::timestamp, COALESCE(o.changes->>'order_state', 'paid'),
           0, 0, 0, 0, (o.changes->>'order_confirmed')::timestamp,
           %(uid)s, %(uid)s, {_NOW}, {_NOW}
      FROM bzk_ticket_incoming o
 LEFT JOIN bzk_ticket_person person ON person.key = o.changes->'buyer'->>'key'
     WHERE o.is_new
     ORDER BY o.order_id
"""

#: Whom staff chose stays; a buyer whose details vanished at the source is still who bought.
UPDATE_ORDERS = f"""
    UPDATE bzk_ticket_order known
       SET buyer_name = CASE WHEN changes ? 'buyer_name'
                             THEN changes->>'buyer_name' ELSE known.buyer_name END,
           buyer_email = CASE WHEN changes ? 'buyer_email'
                              THEN changes->>'buyer_email' ELSE known.buyer_email END,
           buyer_phone = CASE WHEN changes ? 'buyer_phone'
                              THEN changes->>'buyer_phone' ELSE known.buyer_phone END,
           date = CASE WHEN changes ? 'order_date'
                       THEN (changes->>'order_date')::timestamp ELSE known.date END,
           state = CASE WHEN changes ? 'order_state'
                        THEN COALESCE(changes->>'order_state', known.state)
                        ELSE known.state END,
           date_confirmed = CASE WHEN changes ? 'order_confirmed'
                                 THEN (changes->>'order_confirmed')::timestamp
                                 ELSE known.date_confirmed END,
           partner_id = CASE WHEN found.is_other THEN found.partner_id ELSE known.partner_id END,
           linked_by = CASE WHEN found.is_other THEN found.linked_by ELSE known.linked_by END,
           write_uid = %(uid)s, write_date = {_NOW}
      FROM (SELECT o.order_id, o.changes, person.partner_id, person.linked_by,
                   o.former_id IS DISTINCT FROM person.partner_id
                   AND person.partner_id IS NOT NULL
                   AND was.linked_by IS DISTINCT FROM 'staff' AS is_other
              FROM bzk_ticket_incoming o
              JOIN bzk_ticket_order was ON was.id = o.order_id
         LEFT JOIN bzk_ticket_person person ON person.key = o.changes->'buyer'->>'key'
             WHERE NOT o.is_new AND o.changes - 'order' <> '{{}}') found
     WHERE known.id = found.order_id
"""

#: Which rows give a seat that is not there yet, and which of an order is its first.
COLLECT_SEATS = """
    UPDATE bzk_ticket_row row
       SET registration_id = nextval('event_registration_id_seq'), seat_is_new = TRUE,
           seat_no = own.seat_no
      FROM (SELECT row_no,
                   row_number() OVER (PARTITION BY order_name ORDER BY row_no) AS seat_no
              FROM bzk_ticket_row
             WHERE kind <> 'same' AND registration_id IS NULL AND event_id IS NOT NULL
               AND (whole->>'admits')::boolean IS NOT FALSE) own
     WHERE row.row_no = own.row_no;
    ANALYZE bzk_ticket_row
"""


def _state(row):
    """SQL of the state of a seat; as :func:`..ticketing.statuses.seat_state`."""
    return f"""
        CASE WHEN {row}->>'line_state' = 'cancelled'
               OR {row}->>'order_state' IN ('cancelled', 'expired')
               OR ({row}->>'admits')::boolean IS FALSE THEN 'cancel'
             WHEN {row}->>'checked_in' IS NOT NULL THEN 'done'
             WHEN {row}->>'order_state' = 'pending' THEN 'draft'
             ELSE 'open' END"""


_ENTRY = "NULLIF(row.whole->>'checked_in', 'yes')::timestamp"
#: As unguessable as core's own: 60 bits of a random UUID.
_RANDOM = (
    """(('x' || right(replace(gen_random_uuid()::text, '-', ''), 15))::bit(60)::bigint)::text"""
)
#: The seat of an order's only or first ticket on which nobody is named is of who ordered it.
_ATTENDEE = """
    CASE WHEN row.seat_of = 'buyer'
           OR row.seat_of = 'blank' AND row.seat_no = 1 AND incoming.is_new
              AND NOT EXISTS (SELECT FROM bzk_ticket_row other
                               WHERE other.order_name = incoming.name
                                 AND other.seat_of = 'buyer')
         THEN 'buyer'
         WHEN row.seat_of = 'person' THEN 'person' END"""

#: Columns of a new seat that do not depend on the library's defaults.
SEAT_VALUES = {
    "id": "row.registration_id",
    "event_id": "row.event_id",
    "company_id": "%(company)s",
    "partner_id": "own.partner_id",
    "attendee_id": "CASE seat.of WHEN 'buyer' THEN own.partner_id"
    " WHEN 'person' THEN person.partner_id END",
    "linked_by": "CASE seat.of WHEN 'buyer' THEN own.linked_by"
    " WHEN 'person' THEN person.linked_by END",
    "name": "row.data->>'seat_name'",
    "email": "row.data->>'seat_email'",
    "phone": "row.data->>'seat_phone'",
    "state": "seat.state",
    "date_closed": f"CASE WHEN seat.state = 'done' THEN COALESCE({_ENTRY}, {_NOW}) END",
    "barcode": f"CASE WHEN code.is_free THEN row.whole->>'barcode' ELSE {_RANDOM} END",
    "create_uid": "%(uid)s",
    "write_uid": "%(uid)s",
    "create_date": _NOW,
    "write_date": _NOW,
}


def insert_seats(defaults):
    """Statement that inserts the new seats.

    :param defaults: names of further columns, whose values are the parameters ``own_0`` and on
    """
    # Names of columns come from the database itself, values are parameters.
    names = ", ".join(f'"{name}"' for name in (*SEAT_VALUES, *defaults))
    values = ", ".join(SEAT_VALUES.values())
    spread = ", ".join(f"%(own_{number})s" for number in range(len(defaults)))
    return f"""
    INSERT INTO event_registration ({names})
    SELECT {values}{", " if spread else ""}{spread}
      FROM (SELECT *, row_number() OVER (PARTITION BY whole->>'barcode' ORDER BY row_no) AS code_no
              FROM bzk_ticket_row WHERE seat_is_new) row
      JOIN bzk_ticket_incoming incoming ON incoming.name = row.order_name
      JOIN bzk_ticket_order own ON own.id = incoming.order_id
 LEFT JOIN bzk_ticket_person person ON person.key = row.attendee_key
CROSS JOIN LATERAL (SELECT {_ATTENDEE} AS of, {_state("row.whole")} AS state) seat
CROSS JOIN LATERAL (
           SELECT row.code_no = 1 AND row.whole->>'barcode' IS NOT NULL
              AND NOT EXISTS (SELECT FROM event_registration other
                               WHERE other.barcode = row.whole->>'barcode'
                                 AND other.company_id = %(company)s) AS is_free) code
     ORDER BY row.row_no
    """


#: What the source changed about a seat, with what ``write`` of a seat forgets then. What was done
#: at the door or by who cannot come stays as long as the source only tells whether it is paid;
#: whom staff chose to be the attendee stays.
UPDATE_SEATS = f"""
    UPDATE event_registration known
       SET event_id = row.event_id, partner_id = row.partner_id,
           state = row.state,
           date_closed = CASE WHEN row.state = 'done' AND known.state <> 'done'
                              THEN COALESCE({_ENTRY}, known.date_closed, {_NOW})
                              WHEN row.state = 'done' THEN known.date_closed END,
           waiting_since = CASE WHEN row.state = 'draft' THEN known.waiting_since END,
           offer_until = CASE WHEN row.state = 'draft' THEN known.offer_until END,
           given_up_on = CASE WHEN row.state NOT IN ('open', 'done') THEN known.given_up_on END,
           name = CASE WHEN is_renamed THEN row.data->>'seat_name' ELSE known.name END,
           email = CASE WHEN is_moved THEN row.data->>'seat_email' ELSE known.email END,
           phone = CASE WHEN is_phoned THEN row.data->>'seat_phone' ELSE known.phone END,
           barcode = CASE WHEN row.has_code THEN row.whole->>'barcode' ELSE known.barcode END,
           attendee_id = CASE WHEN is_other THEN row.other_id ELSE known.attendee_id END,
           linked_by = CASE WHEN is_other THEN row.other_by ELSE known.linked_by END,
           write_uid = %(uid)s, write_date = {_NOW}
      FROM (SELECT row.registration_id, row.event_id, row.data, row.whole, own.partner_id,
                   CASE WHEN seat.state = seat.was
                          OR seat.state IN ('draft', 'open') AND seat.was IN ('draft', 'open')
                             AND reg.state IN ('done', 'cancel')
                        THEN reg.state ELSE seat.state END AS state,
                   row.data ? 'seat_name' AND row.data->>'seat_name'
                       IS DISTINCT FROM row.before->>'seat_name' AS is_renamed,
                   row.data ? 'seat_email' AND row.data->>'seat_email'
                       IS DISTINCT FROM row.before->>'seat_email' AS is_moved,
                   row.data ? 'seat_phone' AND row.data->>'seat_phone'
                       IS DISTINCT FROM row.before->>'seat_phone' AS is_phoned,
                   row.data->>'barcode' IS NOT NULL
                       AND row.data->>'barcode' IS DISTINCT FROM reg.barcode
                       AND NOT EXISTS (SELECT FROM event_registration other
                                        WHERE other.barcode = row.data->>'barcode'
                                          AND other.company_id = %(company)s)
                       AND NOT EXISTS (SELECT FROM bzk_ticket_row other
                                        WHERE other.data->>'barcode' = row.data->>'barcode'
                                          AND other.row_no < row.row_no) AS has_code,
                   row.seat_of IS NOT NULL AND reg.linked_by IS DISTINCT FROM 'staff'
                       AND (row.seat_of <> 'blank'
                            OR reg.attendee_id IS NOT DISTINCT FROM incoming.former_id
                            OR row.before->>'seat_of' <> 'blank') AS is_other,
                   CASE WHEN seat.is_buyers THEN own.partner_id ELSE person.partner_id END
                       AS other_id,
                   CASE WHEN seat.is_buyers THEN own.linked_by ELSE person.linked_by END
                       AS other_by
              FROM bzk_ticket_row row
              JOIN bzk_ticket_incoming incoming ON incoming.name = row.order_name
              JOIN bzk_ticket_order own ON own.id = incoming.order_id
              JOIN event_registration reg ON reg.id = row.registration_id
         LEFT JOIN bzk_ticket_person person ON person.key = row.attendee_key
        CROSS JOIN LATERAL (
                   SELECT {_state("row.whole")} AS state, {_state("row.before")} AS was,
                          row.seat_of = 'buyer'
                          OR row.seat_of = 'blank' AND row.before->>'seat_of' = 'blank'
                             AND incoming.former_id IS NOT NULL
                             AND reg.attendee_id = incoming.former_id AS is_buyers) seat
             WHERE NOT row.seat_is_new AND row.kind <> 'same') row
     WHERE known.id = row.registration_id
"""

INSERT_LINES = f"""
    INSERT INTO bzk_ticket_line (
        id, order_id, source_id, company_id, key, event_id, item, price, state, registration_id,
        digest, sent, create_uid, write_uid, create_date, write_date
    )
    SELECT row.line_id, incoming.order_id, %(source)s, %(company)s, row.key, row.event_id,
           row.data->>'item', COALESCE((row.data->>'price')::numeric, 0),
           COALESCE(row.data->>'line_state', 'valid'), row.registration_id, row.digest,
           jsonb_strip_nulls(row.data - %(passing)s::text[]), %(uid)s, %(uid)s, {_NOW}, {_NOW}
      FROM bzk_ticket_row row
      JOIN bzk_ticket_incoming incoming ON incoming.name = row.order_name
     WHERE row.is_new
     ORDER BY row.row_no
"""

_UPDATE_LINES = f"""
    UPDATE bzk_ticket_line known
       SET event_id = row.event_id, registration_id = row.registration_id,
           item = CASE WHEN data ? 'item' THEN data->>'item' ELSE known.item END,
           price = CASE WHEN data ? 'price' THEN COALESCE((data->>'price')::numeric, 0)
                        ELSE known.price END,
           state = CASE WHEN data ? 'line_state' THEN COALESCE(data->>'line_state', 'valid')
                        ELSE known.state END,
           digest = CASE WHEN row.kind = 'corrected' THEN known.digest ELSE row.digest END,
           sent = CASE WHEN row.kind = 'corrected' THEN known.sent
                       ELSE COALESCE(known.sent, '{{}}') || (data - %(passing)s::text[]) END,
           write_uid = %(uid)s, write_date = {_NOW}
      FROM bzk_ticket_row row
     WHERE NOT row.is_new AND known.id = row.line_id
"""

#: An order of which nothing but lines that lapsed is told, lapsed as a whole.
_SETTLE_STATES = f"""
    UPDATE bzk_ticket_order known
       SET state = 'cancelled', write_uid = %(uid)s, write_date = {_NOW}
      FROM bzk_ticket_incoming o
     WHERE known.id = o.order_id AND known.state <> 'cancelled'
       AND o.changes->>'order_state' IS NULL
       AND EXISTS (SELECT FROM bzk_ticket_line line
                    WHERE line.order_id = known.id AND line.state = 'cancelled')
       AND NOT EXISTS (SELECT FROM bzk_ticket_line line
                        WHERE line.order_id = known.id
                          AND (line.state = 'valid' OR line.sent->>'order_state' IS NOT NULL))
"""

#: What there is of lines, then what their orders come to.
UPDATE_LINES = (_UPDATE_LINES, _SETTLE_STATES, *SETTLE)
