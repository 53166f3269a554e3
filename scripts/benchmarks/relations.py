"""Opening an organisation and the list of overdue contacts in a region with many of both.

A region has 6,107 organisations (the schools of the ministry's list), 20,000 people who decide
there, and 100,000 reports of visits and calls. A relationship manager opens organisations, also
those with a long history, and the list of what is overdue. Beside it: Odoo's own contact form of
the same organisations with an activity each, its own list of overdue activities, and the rows read
by their ids, which is the least that a database can do.
"""

import argparse
import json
import os
import platform
import statistics
import time

from _fill import copies, settle
from _form_view import FormView, ListView
from _timed import timed
from odoo_env import environment

LIBRARY = "zuid-kennemerland"
DATABASE = "bzk_bench"
ORGANISATIONS, PEOPLE, REPORTS, AGREEMENTS, MESSAGES = 6_107, 20_000, 100_000, 30_000, 60_000
#: Organisations of one board, and relationship managers.
BOARD, OWNERS = 25, 12
#: Every so many organisations one has a long history: a tenth of all reports is about few.
BUSY = 600
VIEWED = 60


def main():
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file as well")
    options = parser.parse_args()
    with environment(DATABASE) as env:
        print("Making the region", flush=True)
        owner, first = fill(env)
    with environment(DATABASE) as env:
        company = owner_company(env, owner)
        context = {"allowed_company_ids": [company], "lang": "nl_NL", "tz": "Europe/Amsterdam"}
        figures = measure(env(user=owner, su=False, context=context), first)
    print(f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}\n")
    for name, value in figures.items():
        print(f"{name:>24} {value}")
    if options.json:
        with open(options.json, "w") as handle:
            handle.write(json.dumps(figures, indent=2) + "\n")


def owner_company(env, user_id):
    return env["res.users"].browse(user_id).company_id.id


def fill(env):
    """Make the region in the first library.

    :return: (id of a relationship manager, id of the first relation)
    """
    from odoo.tools import SQL

    env["bzk.library.loader"].load_directory(os.environ["BZK_LIBRARIES"])
    company = env["res.company"].search([("library_code", "=", LIBRARY)])
    env = env(context={"tracking_disable": True, "allowed_company_ids": company.ids})
    owners = make_owners(env, company)
    group = env.ref("bzk_dmu.group_primary")
    relation = env["bzk.relation"].create(
        {"name": "Bench", "group_id": group.id, "company_id": company.id, "zip": "2011 AB"}
    )
    env.flush_all()
    organisation, board = relation.partner_id, SQL("i - i %% %s", BOARD)
    copies(
        organisation,
        ORGANISATIONS,
        commercial_partner_id=SQL("%s + 1 + i", organisation.id),
        name=SQL("'School ' || i"),
        complete_name=SQL("'School ' || i"),
        email=SQL("'info@school' || i || '.example'"),
        zip=SQL("(1000 + i)::text || ' AB'"),
    )
    first = relation.id + 1
    copies(
        relation,
        ORGANISATIONS,
        partner_id=SQL("%s + 1 + i", organisation.id),
        parent_id=SQL("CASE WHEN i %% %s > 0 THEN %s + %s END", BOARD, first, board),
        parent_path=SQL(
            "CASE WHEN i %% %(size)s > 0 THEN (%(first)s + %(board)s)::text || '/' ELSE '' END"
            " || (%(first)s + i)::text || '/'",
            size=BOARD,
            first=first,
            board=board,
        ),
        user_id=SQL("(%s)[1 + i %% %s]", owners.ids, OWNERS),
        class_code=SQL("(ARRAY['a', 'b', 'c'])[1 + i %% 3]"),
        last_contact_date=SQL("CURRENT_DATE - (i * 7) %% 900"),
        next_contact_date=SQL("CURRENT_DATE - 60 + (i * 11) %% 200"),
    )
    person = env["res.partner"].create(
        {"lastname": "Bench", "work_contact": True, "company_id": company.id}
    )
    member = env["bzk.dmu.member"].create(
        {"relation_id": relation.id, "partner_id": person.id, "date_from": "2020-01-01"}
    )
    env.flush_all()
    copies(
        person,
        PEOPLE,
        commercial_partner_id=SQL("%s + 1 + i", person.id),
        name=SQL("'Persoon ' || i"),
        complete_name=SQL("'Persoon ' || i"),
        lastname=SQL("'Persoon ' || i"),
        email=SQL("'p' || i || '@school' || i %% %s || '.example'", ORGANISATIONS),
        email_normalized=SQL("'p' || i || '@school' || i %% %s || '.example'", ORGANISATIONS),
    )
    functions = env["bzk.dmu.function"].search([]).ids
    copies(
        member,
        PEOPLE,
        partner_id=SQL("%s + 1 + i", person.id),
        relation_id=SQL("%s + i %% %s", first, ORGANISATIONS),
        function_id=SQL("(%s)[1 + i %% %s]", functions, len(functions)),
        date_to=SQL("CASE WHEN i %% 9 = 0 THEN CURRENT_DATE - 100 END"),
    )
    report = env["bzk.contact.report"].create(
        {"relation_id": relation.id, "subject": "Bench", "participant_ids": [(6, 0, member.ids)]}
    )
    agreement = env["bzk.agreement"].create({"name": "Bench", "report_id": report.id})
    activity = organisation.activity_schedule("mail.mail_activity_data_todo")
    message = relation._message_log(body="Bench")
    env.flush_all()
    # One report in ten is about one of the organisations with a long history.
    about = SQL(
        "%(first)s + CASE WHEN i %% 10 = 0 THEN (i / 10) %% %(busy)s * %(each)s ELSE i END"
        " %% %(all)s",
        first=first,
        busy=ORGANISATIONS // BUSY,
        each=BUSY,
        all=ORGANISATIONS,
    )
    copies(
        report,
        REPORTS,
        relation_id=about,
        subject=SQL("'Verslag ' || i"),
        state=SQL("'done'"),
        user_id=SQL("(%s)[1 + i %% %s]", owners.ids, OWNERS),
        date=SQL("t.date - interval '1 hour' * (i %% 40000)"),
    )
    copies(
        agreement,
        AGREEMENTS,
        report_id=SQL("%s + 1 + i", report.id),
        relation_id=SQL(
            "(SELECT relation_id FROM bzk_contact_report WHERE id = %s + 1 + i)", report.id
        ),
    )
    copies(message, MESSAGES, res_id=SQL("%s + i %% %s", first, ORGANISATIONS))
    # What Odoo itself would have: an activity on each contact.
    copies(
        activity,
        ORGANISATIONS,
        res_id=SQL("%s + 1 + i", organisation.id),
        user_id=SQL("(%s)[1 + i %% %s]", owners.ids, OWNERS),
        date_deadline=SQL("CURRENT_DATE - 60 + (i * 11) %% 200"),
    )
    fill_people(env)
    env.cr.commit()
    settle(
        env.cr.dbname,
        *("res_partner", "bzk_relation", "bzk_dmu_member", "bzk_contact_report", "bzk_agreement"),
        *("mail_message", "mail_activity", "bzk_contact_report_bzk_dmu_member_rel"),
        "bzk_dmu_member_bzk_dmu_role_rel",
    )
    return owners[0].id, first


def make_owners(env, company):
    """The relationship managers of the region."""
    role = env.ref("bzk_base.group_relations").ids
    return env["res.users"].create(
        [
            {
                "name": f"Relatiebeheerder {number}",
                "login": f"bench-relations-{number}",
                "lang": "nl_NL" if env["res.lang"]._lang_get("nl_NL") else "en_US",
                "tz": "Europe/Amsterdam",
                "company_id": company.id,
                "company_ids": [(6, 0, company.ids)],
                "group_ids": [(6, 0, role)],
            }
            for number in range(OWNERS)
        ]
    )


def fill_people(env):
    """Roles of the people, and who took part in which report."""
    env.cr.execute(
        """
        INSERT INTO bzk_dmu_member_bzk_dmu_role_rel (bzk_dmu_member_id, bzk_dmu_role_id)
        SELECT member.id, role.id
          FROM bzk_dmu_member member
          JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place FROM bzk_dmu_role) role
            ON member.id % 6 + 1 = role.place OR member.id % 15 = role.place
        ON CONFLICT DO NOTHING;
        INSERT INTO bzk_contact_report_bzk_dmu_member_rel
               (bzk_contact_report_id, bzk_dmu_member_id)
        SELECT report.id, member.id
          FROM bzk_contact_report report
          JOIN bzk_dmu_member member ON member.relation_id = report.relation_id
        ON CONFLICT DO NOTHING;
        """
    )


def measure(env, first):
    """Open organisations and the list of what is overdue.

    :param env: environment of a relationship manager
    :param first: id of the first relation; every 600th has a long history
    :return: figures; queries are those of the organisations that needed most and least
    """
    relations = env["bzk.relation"].browse(
        [
            first + place // 6 * BUSY if place % 6 == 0 else first + place * 97
            for place in range(VIEWED)
        ]
    )
    view = FormView(env, "bzk.relation")
    stock = FormView(env, "res.partner", "base.view_partner_form")
    opened, queries = open_each(env, view, relations.ids)
    stock_opened, _queries = open_each(env, stock, relations.partner_id.ids)
    read = [read_rows(env.cr, relation) for relation in relations]
    action = env["ir.actions.act_window"]._for_xml_id("bzk_dmu.action_overdue")
    overdue = ListView(env, action)
    domain = [("mine", "=", True), ("overdue", "=", True)]
    before = env.cr.sql_log_count
    env.invalidate_all()
    found = overdue.open(domain)
    overdue_queries = env.cr.sql_log_count - before
    stock_list = ListView(env, env["ir.actions.act_window"]._for_xml_id("base.action_partner_form"))
    late = [("activity_user_id", "=", env.uid), ("activity_date_deadline", "<", "today")]
    overdue_ms = timed(env, lambda: overdue.open(domain))
    stock_ms = timed(env, lambda: stock_list.open(late))
    return {
        "organisations": ORGANISATIONS,
        "people": PEOPLE,
        "reports": REPORTS,
        "organisation_ms": p95(opened),
        "organisation_median_ms": median(opened),
        "organisation_queries": max(queries),
        "organisation_queries_least": min(queries),
        "organisation_vs_stock": round(median(stock_opened) / median(opened), 2),
        "stock_organisation_ms": p95(stock_opened),
        "limit_organisation_ms": median(read),
        "overdue": found["length"],
        "overdue_ms": overdue_ms,
        "overdue_queries": overdue_queries,
        "stock_overdue_ms": stock_ms,
        "overdue_vs_stock": round(stock_ms / overdue_ms, 2),
    }


def open_each(env, view, ids):
    """Open each record with an empty cache.

    :return: (milliseconds of each, queries of each)
    """
    view.open(ids[-1])
    spent, queries = [], []
    for record_id in ids:
        env.invalidate_all()
        before, begin = env.cr.sql_log_count, time.perf_counter()
        view.open(record_id)
        spent.append(1000 * (time.perf_counter() - begin))
        queries.append(env.cr.sql_log_count - before)
    return spent, queries


def read_rows(cr, relation):
    """Milliseconds in which the database reads an organisation, its people and 40 reports."""
    begin = time.perf_counter()
    for query in (
        "SELECT * FROM bzk_relation r JOIN res_partner p ON p.id = r.partner_id WHERE r.id = %s",
        "SELECT * FROM bzk_dmu_member m JOIN res_partner p ON p.id = m.partner_id"
        " WHERE m.relation_id = %s",
        "SELECT * FROM bzk_contact_report WHERE relation_id = %s ORDER BY date DESC LIMIT 40",
    ):
        cr.execute(query, (relation.id,))
        cr.fetchall()
    return 1000 * (time.perf_counter() - begin)


def median(values):
    return round(statistics.median(values), 1)


def p95(values):
    """The value that 95 of a hundred stay under."""
    return round(sorted(values)[max(round(len(values) * 0.95) - 1, 0)], 1)


if __name__ == "__main__":
    main()
