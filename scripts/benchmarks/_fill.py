"""Fills tables with many rows that are copies of one, made by the ORM, with other values."""

from odoo.sql_db import db_connect
from odoo.tools import SQL


def copies(record, number, **values):
    """Add copies of a record behind it, ``i`` counting from 0 and ``t`` being the record.

    The planner is told before and after how large the table is: a check of a foreign key that was
    planned while it was small would read all of it for each row.
    """
    cr, table = record.env.cr, record._table
    cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))
    cr.execute(
        "SELECT column_name FROM information_schema.columns"
        " WHERE table_schema = current_schema AND table_name = %s AND column_name <> 'id'",
        (table,),
    )
    names = [name for (name,) in cr.fetchall()]
    cr.execute("SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (table, record.id))
    cr.execute(
        SQL(
            "INSERT INTO %(table)s (%(names)s) SELECT %(values)s FROM %(table)s t,"
            " generate_series(0, %(last)s) i WHERE t.id = %(id)s ORDER BY i",
            table=SQL.identifier(table),
            names=SQL(", ").join(map(SQL.identifier, names)),
            values=SQL(", ").join(values.get(name, SQL.identifier("t", name)) for name in names),
            last=number - 1,
            id=record.id,
        )
    )
    cr.execute(SQL("ANALYZE %s", SQL.identifier(table)))


def settle(database, *tables):
    """Do at once what the database does by itself soon after many rows came in.

    :param tables: names of tables, never from outside
    """
    with db_connect(database).cursor() as cr:
        cr._cnx.autocommit = True
        for table in tables:
            cr.execute(SQL("VACUUM ANALYZE %s", SQL.identifier(table)))
