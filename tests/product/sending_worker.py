"""A worker that sends mails as a process of its own, for the test that kills it.

Usage: sending_worker.py CONF DATABASE STEP PORT; each step prints one line of JSON at its end.
"""

import json
import sys
from unittest.mock import patch

READERS = 400
BATCH = 60
CODE = "kill-sending"


def open_registry(conf, database):
    """Load the database's modules with the settings of the test run."""
    import odoo.cli  # noqa: F401 applies Odoo's own start-up settings
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(
        ["-c", conf, "-d", database, "--no-http", "--max-cron-threads=0", "--log-level", "warn"]
    )
    return Registry(database)


def find(env):
    """The mailing of this test, also when another process made it."""
    return env["mailing.mailing"].search([("company_id.library_code", "=", CODE)], limit=1)


def prepare(env, port):
    """Make a library with readers, some of whom share an address, and a mailing under way."""
    company = env["res.company"].create({"name": "Kill test", "library_code": CODE})
    server = env["ir.mail_server"].create(
        {"name": CODE, "smtp_host": "127.0.0.1", "smtp_port": port, "sequence": 99}
    )
    purpose = env.ref("bzk_consent.purpose_newsletter")
    people = env["res.partner"].create(
        [
            {
                "name": f"Reader {number}",
                "firstname": f"Reader{number}",
                "lastname": "Kill",
                "company_id": company.id,
                # Every tenth lives with the one before.
                "email": f"r{number - (number % 10 == 9)}@example.org",
            }
            for number in range(READERS)
        ]
    )
    env["bzk.consent"].create(
        [
            {
                "partner_id": person.id,
                "company_id": company.id,
                "purpose_id": purpose.id,
                "state": "given",
                "channel": "desk",
            }
            for person in people
        ]
    )
    segment = env["mailing.filter"].create(
        {
            "name": "All",
            "company_id": company.id,
            "mailing_domain": "[('lastname', '=', 'Kill')]",
            "purpose_id": purpose.id,
        }
    )
    mailing = env["mailing.mailing"].create(
        {
            "subject": "News",
            "company_id": company.id,
            "purpose_id": purpose.id,
            "mailing_filter_id": segment.id,
            "email_from": "library@example.org",
            "mail_server_id": server.id,
            "body_html": '<p>News for <t t-out="object.firstname"/></p>',
        }
    )
    mailing._start()
    return count(env, port)


def work(env, _port):
    """Send until nothing is left, or somebody ends the process."""
    print("ready", flush=True)
    return {"sent": env["mailing.mailing"]._send_waiting()}


def count(env, _port):
    """How many mails are where."""
    mailing = find(env)
    groups = env["mailing.trace"]._read_group(
        [("mass_mailing_id", "=", mailing.id)], ["trace_status", "failure_type"], ["__count"]
    )
    numbers = {f"{status}-{failure or ''}": number for status, failure, number in groups}
    uncertain = env["mailing.trace"].search(
        [("mass_mailing_id", "=", mailing.id), ("failure_type", "=", "uncertain")]
    )
    return {
        "state": mailing.state,
        "numbers": numbers,
        "uncertain": uncertain.filtered(lambda one: not one.carrier_id).mapped("message_id"),
        "carriers": mailing.mailing_trace_ids.filtered(
            lambda one: one.trace_status == "sent" and not one.carrier_id
        ).mapped("message_id"),
        "batches": env["bzk.mailing.batch"].search_count([("mailing_id", "=", mailing.id)]),
    }


def clean(env, _port):
    """Take the library away again."""
    company = env["res.company"].search([("library_code", "=", CODE)])
    mailings = env["mailing.mailing"].search([("company_id", "in", company.ids)])
    sources = mailings.source_id
    # What customers got is kept, whoever wants it gone; this test's is nobody's.
    env.cr.execute("DELETE FROM mailing_mailing WHERE id = ANY(%s)", (mailings.ids,))
    env.invalidate_all()
    sources.unlink()
    env["mailing.filter"].search([("company_id", "in", company.ids)]).unlink()
    env["ir.mail_server"].search([("name", "=", CODE)]).unlink()
    env["res.partner"].search(
        [("company_id", "in", company.ids), ("is_company", "=", False)]
    ).unlink()
    company.unlink()
    return {}


def main():
    """Do the step of the command line in a transaction of its own."""
    conf, database, step, port = sys.argv[1:]
    registry = open_registry(conf, database)
    from odoo import SUPERUSER_ID, api

    batch = patch("odoo.addons.bzk_campaigns.models.mailing_worker.BATCH", BATCH)
    with batch, registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        result = globals()[step](env, int(port))
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
