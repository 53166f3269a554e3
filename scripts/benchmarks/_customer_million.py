"""Grows a library to a million customers, set-based, out of the ones it has.

Each new customer takes the first name of one and the surname, address and membership of others, so
that common names stay as common as they are. Numbers, e-mail addresses and phone numbers are new.
"""

TARGET = 1_000_000
#: Steps through the customers by which parts of different people come together; both are prime.
SURNAME_STEP, ADDRESS_STEP = 7_919, 104_729

#: Columns of a copy that are not simply those of the first person.
PERSON = {
    "id": "base.last + made.no",
    "commercial_partner_id": "base.last + made.no",
    "lastname": "surname.lastname",
    "infix": "surname.infix",
    "name": "made.name",
    "complete_name": "made.name",
    "birthdate": "person.birthdate + (made.no * 37 % 1461)::integer - 730",
    "street": "address.street",
    "street_name": "address.street_name",
    "street_number": "address.street_number",
    "street_number2": "address.street_number2",
    "zip": "overlay(address.zip placing chr(65 + (made.no % 18)::integer) from 6 for 1)",
    "city": "address.city",
    "email": "'x' || made.copy || '.' || person.email",
    "email_normalized": "'x' || made.copy || '.' || person.email_normalized",
    "phone": "'06 ' || lpad((made.no * 7919 % 100000000)::text, 8, '0')",
    "phone_sanitized": "'+316' || lpad((made.no * 7919 % 100000000)::text, 8, '0')",
}
KEY = {
    "id": "base.last + made.no",
    "partner_id": "partner.last + made.no",
    "key": "'9' || lpad(made.no::text, 9, '0')",
    "digest": "NULL",
    "sent": "NULL",
}
MEMBERSHIP = {
    "id": "base.last + made.no",
    "partner_id": "partner.last + made.no",
    "number": "'9' || lpad(made.no::text, 13, '0')",
    "external_id_id": "NULL",
    "payer_id": "NULL",
}


def grow(cr, company_id, target=TARGET):
    """Make customers until the library has ``target`` of them.

    :param cr: cursor; indexes and statistics are brought up to date, nothing is committed
    :return: number of customers made
    """
    cr.execute(
        """
        CREATE TEMP TABLE bench_person AS
        SELECT p.id, row_number() OVER (ORDER BY p.id) - 1 AS place,
               (SELECT id FROM bzk_membership WHERE partner_id = p.id LIMIT 1) AS membership_id,
               (SELECT id FROM bzk_external_id WHERE partner_id = p.id LIMIT 1) AS key_id
          FROM res_partner p
         WHERE company_id = %s AND partner_share AND NOT is_company AND lastname IS NOT NULL;
        CREATE UNIQUE INDEX ON bench_person (place);
        ANALYZE bench_person;
        """,
        (company_id,),
    )
    cr.execute("SELECT count(*) FROM bench_person")
    size = cr.fetchone()[0]
    cr.execute(
        """
        CREATE TEMP TABLE bench_made AS
        SELECT no, 1 + (no - 1) / %(size)s AS copy, person.id AS person_id,
               surname.id AS surname_id, address.id AS address_id, person.membership_id,
               person.key_id
          FROM generate_series(1::bigint, %(more)s) no
          JOIN bench_person person ON person.place = no %% %(size)s
          JOIN bench_person surname
            ON surname.place = (no * %(surname)s + no / %(size)s) %% %(size)s
          JOIN bench_person address
            ON address.place = (no * %(address)s + no / %(size)s) %% %(size)s
        """,
        {
            "size": size,
            "more": max(target - size, 0),
            "surname": SURNAME_STEP,
            "address": ADDRESS_STEP,
        },
    )
    cr.execute("SELECT max(id) AS last INTO TEMP bench_partner FROM res_partner")
    made = """(SELECT *, concat_ws(' ', COALESCE(first.firstname, first.initials), last.infix,
                                   last.lastname) AS name
                 FROM bench_made
                 JOIN LATERAL (SELECT firstname, initials FROM res_partner
                                WHERE id = person_id) first ON TRUE
                 JOIN LATERAL (SELECT infix, lastname FROM res_partner
                                WHERE id = surname_id) last ON TRUE) made"""
    _copy(
        cr,
        "res_partner",
        PERSON,
        f"{made} JOIN res_partner person ON person.id = made.person_id"
        " JOIN res_partner surname ON surname.id = made.surname_id"
        " JOIN res_partner address ON address.id = made.address_id",
    )
    partner = "CROSS JOIN bench_partner partner"
    _copy(
        cr,
        "bzk_external_id",
        KEY,
        f"bench_made made JOIN bzk_external_id person ON person.id = made.key_id {partner}",
    )
    _copy(
        cr,
        "bzk_membership",
        MEMBERSHIP,
        f"bench_made made JOIN bzk_membership person ON person.id = made.membership_id {partner}",
    )
    return max(target - size, 0)


def _copy(cr, table, values, source):
    """Insert copies: the columns of ``person`` but for those in ``values``."""
    cr.execute(f"SELECT * FROM {table} LIMIT 0")
    columns = [column.name for column in cr.description]
    names = ", ".join(f'"{name}"' for name in columns)
    expressions = ", ".join(values.get(name, f'person."{name}"') for name in columns)
    # Indexes of words cost most by far when they are kept up row by row.
    cr.execute(
        "SELECT pg_get_indexdef(indexrelid), indexrelid::regclass::text FROM pg_index"
        " WHERE indrelid = %s::regclass AND NOT indisunique",
        (table,),
    )
    indexes = cr.fetchall()
    cr.execute("DROP INDEX " + ", ".join(name for _definition, name in indexes))
    cr.execute(
        f"INSERT INTO {table} ({names}) SELECT {expressions} FROM {source}"
        f" CROSS JOIN (SELECT max(id) AS last FROM {table}) base"
    )
    cr.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")
    for definition, _name in indexes:
        cr.execute(definition)
    cr.execute(f"ANALYZE {table}")
