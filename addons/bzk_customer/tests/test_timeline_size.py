import json

from odoo.tests import tagged
from odoo.tools import SQL

from .common import CustomerCase

#: Rows of other customers: enough that reading a whole table shows in the plan.
OTHERS = 20000
#: Rows of each kind of one customer with a long history.
MANY = 2000


@tagged("post_install", "-at_install")
class TestTimelineSize(CustomerCase):
    """A long history and a large library cost no more than a page does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.long, cls.short = cls.anna, cls.cas
        cls.env.flush_all()
        cls.env.cr.execute(
            """
            INSERT INTO res_partner (name, complete_name, active, company_id, is_company, type)
            SELECT 'Lid ' || n, 'Lid ' || n, true, %s, false, 'contact'
              FROM generate_series(1, 4000) n RETURNING id
            """,
            (cls.library.id,),
        )
        others = [row[0] for row in cls.env.cr.fetchall()]
        subject = cls.env.ref("bzk_customer.subject_other")
        values = {
            "company": cls.library.id,
            "currency": cls.library.currency_id.id,
            "subject": subject.id,
            "user": cls.env.uid,
            "subtype": cls.env.ref("mail.mt_comment").id,
        }
        for partners, number in (([cls.long.id], MANY), (others, OTHERS), ([cls.short.id], 3)):
            cls._insert({**values, "partners": partners, "number": number})
        cls.env.cr.execute("ANALYZE")
        cls.env.invalidate_all()
        cls.user = cls.users["front_desk"]
        cls.timeline = cls.env["bzk.timeline"].with_user(cls.user)

    @classmethod
    def _insert(cls, values):
        """Add ``number`` rows of each kind, divided over the partners."""
        rows = """FROM (SELECT n, (%(partners)s)[n %% cardinality(%(partners)s) + 1] AS partner
                          FROM generate_series(1, %(number)s) n) r"""
        for query in (
            """INSERT INTO bzk_contact_moment
                    (partner_id, company_id, date, channel, subject_id, outcome, user_id, known)
               SELECT partner, %(company)s, timestamp '2024-01-01' + n * interval '8 hours',
                      'desk', %(subject)s, 'answered', %(user)s, 'customer' """,
            """INSERT INTO bzk_transaction
                    (partner_id, company_id, date, kind, amount, currency_id)
               SELECT partner, %(company)s, date '2024-01-01' + n / 3, 'gift', n,
                      %(currency)s """,
            """INSERT INTO mail_message
                    (model, res_id, date, message_type, subtype_id, subject, body, create_uid)
               SELECT 'res.partner', partner, timestamp '2024-01-01' + n * interval '8 hours',
                      'email', %(subtype)s, 'Mail ' || n, '<p>Tekst</p>', %(user)s """,
            """INSERT INTO bzk_merge (target_id, source_id, company_id, date, state)
               SELECT partner, (%(partners)s)[(n + 1) %% cardinality(%(partners)s) + 1],
                      %(company)s, timestamp '2024-01-01', 'undone' """,
        ):
            if "bzk_merge" in query and len(values["partners"]) == 1:
                continue
            cls.env.cr.execute(query + rows, values)

    def _count(self, function, *args):
        function(*args)  # ormcaches
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        function(*args)
        return self.env.cr.sql_log_count - before

    def test_queries_do_not_grow(self):
        few = self._count(self.timeline.page, self.short.id)
        many = self._count(self.timeline.page, self.long.id)
        self.assertEqual(few, many)
        self.assertLessEqual(many, 10)

    def test_smart_buttons_of_many_customers_in_one_query(self):
        def read(people):
            return [(person.transaction_count, person.mail_count) for person in people]

        few = self.short.with_user(self.user)
        many = self.env["res.partner"].with_user(self.user).search([], limit=80)
        self.assertEqual(self._count(read, few), self._count(read, many))

    def test_filter_on_the_customer_reaches_the_indexes(self):
        """No table below is read from end to end, for a page, its counts and the buttons."""
        domain = [("partner_id", "=", self.long.id)]
        page = self.timeline._search(domain, limit=20, order="date DESC, id DESC")
        counts = self.timeline._search(domain)
        older = self.timeline._search(
            [
                *domain,
                "|",
                ("date", "<", "2024-02-01 10:00:00"),
                "&",
                ("date", "=", "2024-02-01 10:00:00"),
                ("id", "<", 100000),
            ],
            limit=20,
            order="date DESC, id DESC",
        )
        for name, query in (("page", page), ("older page", older), ("counts", counts)):
            with self.subTest(name):
                self._assert_indexed(query.select("kind", "title", "date"))

    def _assert_indexed(self, query):
        self.env.cr.execute(SQL("EXPLAIN (FORMAT JSON) %s", query))
        plan = self.env.cr.fetchone()[0]
        nodes = list(self._nodes((plan if isinstance(plan, list) else json.loads(plan))[0]["Plan"]))
        big = {"bzk_contact_moment", "bzk_transaction", "mail_message", "bzk_merge", "res_partner"}
        scanned = {
            node["Relation Name"] for node in nodes if node["Node Type"].endswith("Seq Scan")
        }
        self.assertFalse(scanned & big)
        used = {node.get("Relation Name") for node in nodes} & big
        self.assertEqual(used, big, "each of them is really asked")
        conditions = " ".join(node.get("Index Cond", "") for node in nodes)
        self.assertGreaterEqual(conditions.count(str(self.long.id)), len(big) - 1)

    def _nodes(self, plan):
        yield plan
        for child in plan.get("Plans", ()):
            yield from self._nodes(child)
