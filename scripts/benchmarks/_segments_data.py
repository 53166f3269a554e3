"""What a library knows of its customers beside the member file: loans, visits, tickets, consent.

Set-based, in shares of the customers there are, so that a million have as much as a full library.
"""

from datetime import timedelta

from _fill import copies
from odoo.tools import SQL

#: One activity for so many customers, and one in so many of them comes to one in a year.
CUSTOMERS_AN_ACTIVITY, CUSTOMERS_A_VISIT = 300, 5
#: One in so many buys tickets, told what they like, and stopped borrowing long ago.
CUSTOMERS_A_TICKET, CUSTOMERS_A_TASTE, CUSTOMERS_QUIET = 12, 10, 12
#: Steps through the customers, so that what belongs to one does not all fall on the same; primes.
VISIT_STEP, TICKET_STEP, PAYER_STEP = 7_919, 104_729, 31
#: Purposes with of how many of a hundred customers it is known that they agreed, and withdrew.
CONSENT = (("newsletter", 45, 6), ("youth", 20, 3), ("book_tips", 25, 3), ("activities", 35, 5))


def fill(env, company_id):
    """Give the customers of a library what the member file does not tell.

    :param company_id: id of the library; done once, before it grows or after
    """
    cr = env.cr
    number_customers(cr, company_id)
    cr.execute("SELECT count(*) FROM bench_customer")
    size = cr.fetchone()[0]
    quieten(cr, company_id)
    tell_tastes(cr)
    visit(env, company_id, size)
    buy(env, company_id, size)
    decide(cr, company_id)
    env.invalidate_all()
    env["bzk.leaving.signal"]._renew()


def number_customers(cr, company_id):
    """Put the customers who are not numbered yet in a row, to take one by a number."""
    cr.execute(
        """
        DROP TABLE IF EXISTS bench_customer;
        CREATE TEMP TABLE bench_customer AS
        SELECT id, row_number() OVER (ORDER BY id) - 1 AS place
          FROM res_partner partner
         WHERE company_id = %(company)s AND partner_share AND NOT is_company
           AND lastname IS NOT NULL
           AND NOT EXISTS (SELECT FROM bzk_consent_present present
                            WHERE present.partner_id = partner.id);
        CREATE UNIQUE INDEX ON bench_customer (place);
        ANALYZE bench_customer
        """,
        {"company": company_id},
    )


def quieten(cr, company_id):
    """Let some members have stopped borrowing some years ago: the demo file has none of these."""
    cr.execute(
        """
        UPDATE bzk_membership member
           SET last_loan_date = last_loan_date - (400 + member.id %% 1200)
          FROM bench_customer customer
         WHERE customer.id = member.partner_id AND member.company_id = %s
           AND customer.place %% %s = 0 AND member.last_loan_date - 1600 > member.date_start
        """,
        (company_id, CUSTOMERS_QUIET),
    )


def tell_tastes(cr):
    """Let some have told what they like to read."""
    cr.execute(
        """
        INSERT INTO bzk_partner_preferred_genre (partner_id, genre_id)
        SELECT customer.id,
               (SELECT id FROM bzk_genre ORDER BY (customer.place + id) %% 7, id LIMIT 1)
          FROM bench_customer customer
         WHERE customer.place %% %(each)s = 0;
        UPDATE res_partner SET preferences_on = now() - interval '30 days'
          FROM bench_customer customer
         WHERE customer.id = res_partner.id AND customer.place %% %(each)s = 0
        """,
        {"each": CUSTOMERS_A_TASTE},
    )


def visit(env, company_id, size):
    """Make activities of the last year and the seats of who came."""
    activities = max(size // CUSTOMERS_AN_ACTIVITY, 1)
    cr = env.cr
    cr.execute("SELECT now()::timestamp(0) - interval '2 days'")
    begin = cr.fetchone()[0]
    event = env["event.event"].create(
        {
            "name": "Voorlezen",
            "company_id": company_id,
            "date_begin": begin,
            "date_end": begin + timedelta(hours=2),
        }
    )
    env.flush_all()
    day = "t.{} - make_interval(days => i %% 360)"
    copies(
        event,
        activities,
        date_begin=SQL(day.format("date_begin")),
        date_end=SQL(day.format("date_end")),
    )
    cr.execute("SELECT id FROM res_partner WHERE id = (SELECT min(id) FROM bench_customer)")
    seat = env["event.registration"].create(
        {"event_id": event.id, "attendee_id": cr.fetchone()[0], "state": "done"}
    )
    env.flush_all()
    customer = SQL(
        "(SELECT id FROM bench_customer WHERE place = (i::bigint * %s) %% %s)", VISIT_STEP, size
    )
    copies(
        seat,
        size // CUSTOMERS_A_VISIT,
        attendee_id=customer,
        partner_id=customer,
        event_id=SQL("t.event_id + i %% %s", activities),
        barcode=SQL("md5(t.id::text || ' ' || i)"),
    )
    env.invalidate_all()


def buy(env, company_id, size):
    """Let some have bought tickets in the last two years."""
    customer = env["res.partner"].search([("company_id", "=", company_id)], limit=1, order="id")
    bought = env["bzk.transaction"].create(
        {"partner_id": customer.id, "company_id": company_id, "kind": "ticket", "amount": 12.5}
    )
    env.flush_all()
    copies(
        bought,
        size // CUSTOMERS_A_TICKET,
        partner_id=SQL(
            "(SELECT id FROM bench_customer WHERE place = (i::bigint * %s) %% %s)",
            TICKET_STEP,
            size,
        ),
        date=SQL("t.date - i %% 730"),
    )
    env.invalidate_all()


def decide(cr, company_id):
    """Let customers have agreed to purposes, and some have withdrawn later."""
    for code, agreed, withdrew in CONSENT:
        for state, share, days in (("given", agreed, 200), ("withdrawn", withdrew, 20)):
            cr.execute(
                """
                INSERT INTO bzk_consent (partner_id, company_id, purpose_id, state, date, channel)
                SELECT customer.id, %(company)s, purpose.id, %(state)s,
                       now()::timestamp(0) - make_interval(days => %(days)s), 'desk'
                  FROM bench_customer customer
                  JOIN bzk_consent_purpose purpose
                    ON purpose.code = %(code)s AND purpose.company_id IS NULL
                 WHERE (customer.place * 37 + purpose.id * 13) %% 100 < %(share)s
                """,
                {
                    "company": company_id,
                    "code": code,
                    "state": state,
                    "days": days,
                    "share": share,
                },
            )


def grow_loans(cr, company_id):
    """Give the members whom :func:`_customer_million.grow` made their loans, and some a payer.

    In the same transaction as that, as it needs to know who is a copy of whom.
    """
    cr.execute(
        """
        INSERT INTO bzk_loan_stat (membership_id, partner_id, company_id, year, genre_id, loans)
        SELECT member.id, member.partner_id, member.company_id, stat.year, stat.genre_id, stat.loans
          FROM bench_made made
    CROSS JOIN bench_partner partner
          JOIN bzk_membership member ON member.partner_id = partner.last + made.no
          JOIN bzk_loan_stat stat ON stat.membership_id = made.membership_id;
        UPDATE bzk_membership member
           SET payer_id = payer.id
          FROM bzk_membership_type kind, bench_partner last, res_partner payer
         WHERE kind.id = member.type_id AND kind.audience = 'youth'
           AND member.company_id = %(company)s AND member.partner_id > last.last
           AND member.partner_id %% 3 = 0
           AND payer.id = last.last + 1 + (member.partner_id::bigint * %(step)s) %%
               (SELECT count(*) FROM bench_made)
        """,
        {"company": company_id, "step": PAYER_STEP},
    )
