"""A server's worker that lets customers go on in a journey, for a test that kills it.

Usage: journey_worker.py CONF DATABASE STEP; each step prints one line of JSON at its end.
"""

import json
import sys
import time
from contextlib import ExitStack
from datetime import timedelta
from unittest.mock import patch

from import_worker import open_registry

ROWS = 300
BATCH = 40
CODE = "journey-kill-test"


def find_journey(env):
    """The journey of this test, also when it is another process's."""
    return env["bzk.journey"].search([("company_id.library_code", "=", CODE)], limit=1)


def prepare(env):
    """Make a library with new members who agreed, and a journey of two mails for them."""
    company = env["res.company"].create({"name": "Journey test", "library_code": CODE})
    purpose = env.ref("bzk_consent.purpose_newsletter")
    people = env["res.partner"].create(
        [
            {
                "firstname": f"Voornaam{number}",
                "lastname": "Achternaam",
                "email": f"reader{number}@example.org",
                "birthdate": "1980-02-03",
                "company_id": company.id,
            }
            for number in range(ROWS)
        ]
    )
    now = env.cr.now()
    env["bzk.consent"].create(
        [
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "purpose_id": purpose.id,
                "state": "given",
                "channel": "desk",
                "date": now - timedelta(days=1),
            }
            for partner in people
        ]
    )
    kind = env["bzk.membership.type"].create(
        {"name": "Adult", "code": "A", "company_id": company.id}
    )
    journey = env["bzk.journey"].create(
        {
            "name": "Welcome",
            "company_id": company.id,
            "purpose_id": purpose.id,
            "holdout": 0,
            "hour_from": 0,
            "hour_to": 24,
            "step_ids": [
                (0, 0, {"name": name, "sequence": place, "body_html": "<p>Hello</p>"})
                for place, name in enumerate(("One", "Two"), 1)
            ],
        }
    )
    journey.action_start()
    env["bzk.membership"].create(
        [
            {"partner_id": partner.id, "type_id": kind.id, "date_start": journey._today()}
            for partner in people
        ]
    )
    return {"state": journey.state}


def work(env):
    """Go on, telling each moment at which a transaction is half done, until it is killed."""
    journeys = env.registry["bzk.journey"]
    steps = env.registry["bzk.journey.step"]
    moments = ((journeys, "_after_enter"), (steps, "_note"), (journeys, "_settle"))

    def tell(function):
        def told(records, *args, **kwargs):
            result = function(records, *args, **kwargs)
            print(function.__name__, flush=True)
            # Time to be killed in, with what was done so far not committed.
            time.sleep(0.3)
            return result

        return told

    with ExitStack() as stack:
        for model, name in moments:
            stack.enter_context(patch.object(model, name, tell(getattr(model, name))))
        find_journey(env)._run()
    return {}


def again(env):
    """Go on as the scheduled action does after a restart, and count what there is."""
    find_journey(env)._run()
    return count(env)


def count(env):
    """How many of each there are, and how many mails a customer has at most."""
    journey = find_journey(env)
    env.cr.execute(
        """
        SELECT (SELECT count(*) FROM bzk_journey_entry WHERE journey_id = %(journey)s),
               (SELECT count(*) FROM bzk_journey_entry
                 WHERE journey_id = %(journey)s AND state = 'done'),
               (SELECT count(*) FROM bzk_journey_passage passage
                  JOIN bzk_journey_step step ON step.id = passage.step_id
                 WHERE step.journey_id = %(journey)s AND passage.trace_id IS NOT NULL),
               (SELECT count(*) FROM mailing_trace WHERE mass_mailing_id = ANY(%(mailings)s)),
               (SELECT count(DISTINCT (mass_mailing_id, partner_id)) FROM mailing_trace
                 WHERE mass_mailing_id = ANY(%(mailings)s))
        """,
        {"journey": journey.id, "mailings": journey.step_ids.mailing_id.ids},
    )
    names = ("entries", "done", "passages", "mails", "different")
    return dict(zip(names, env.cr.fetchone(), strict=True))


def clean(env):
    """Take the library away again."""
    company = env["res.company"].search([("library_code", "=", CODE)])
    journeys = env["bzk.journey"].search([("company_id", "in", company.ids)])
    mailings = journeys.step_ids.mailing_id
    journeys.unlink()
    env["mailing.trace"].search([("company_id", "in", company.ids)]).unlink()
    mailings.unlink()
    # The history of a membership goes with it; what people agreed to goes with them.
    env.cr.execute("DELETE FROM bzk_membership WHERE company_id = ANY(%s)", (company.ids,))
    env.invalidate_all()
    env["res.partner"].search(
        [("company_id", "in", company.ids), ("is_company", "=", False)]
    ).unlink()
    env["bzk.membership.type"].search([("company_id", "in", company.ids)]).unlink()
    company.unlink()
    return {}


def main():
    """Do the step of the command line in a transaction of its own."""
    conf, database, step = sys.argv[1:]
    registry = open_registry(conf, database)
    from odoo import SUPERUSER_ID, api

    batch = patch("odoo.addons.bzk_campaigns.models.journey_run.BATCH", BATCH)
    with batch, registry.cursor() as cr:
        result = globals()[step](api.Environment(cr, SUPERUSER_ID, {}))
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
