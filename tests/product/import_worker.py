"""A server's worker as a process of its own, for tests that kill it or get in its way.

Usage: import_worker.py CONF DATABASE STEP FOLDER; each step prints one line of JSON at its end.
"""

import json
import sys
from pathlib import Path
from unittest.mock import patch

CHUNK = 100
ROWS = 1_000
CODE = "kill-test"


def open_registry(conf, database):
    """Load the database's modules with the settings of the test run."""
    import odoo.cli  # noqa: F401 applies Odoo's own start-up settings
    from odoo.modules.registry import Registry
    from odoo.tools import config

    config.parse_config(["-c", conf, "-d", database, "--no-http", "--max-cron-threads=0"])
    return Registry(database)


def find_run(env):
    """The run of this test, also when it is another process's."""
    return env["bzk.import.run"].search([("company_id.library_code", "=", CODE)], limit=1)


def prepare(env, folder):
    """Make a library and a checked import of a file into it."""
    company = env["res.company"].create({"name": "Kill test", "library_code": CODE})
    source = env["bzk.source"].create({"name": "S", "code": "s", "company_id": company.id})
    profile = env.ref("bzk_base.profile_generic").copy_to_source(source)
    lines = [f"{number:05};Voornaam{number};Achternaam" for number in range(ROWS)]
    path = folder / "people.csv"
    path.write_text("Nummer;Voornaam;Achternaam\n" + "\n".join(lines) + "\n")
    run = env["bzk.import.run"].create_from_path(profile, path)
    run.action_check()
    env.cr.commit()
    env["bzk.import.run"]._cron_process()
    run.action_import()
    return {"state": run.state}


def work(env, _folder):
    """Import, telling each chunk, until somebody ends the process."""

    def tell(_run, done, _total):
        print(done, flush=True)

    find_run(env)._process(tell)
    return {}


def again(env, _folder):
    """Go on as the scheduled action does after a restart, and count what there is."""
    env["bzk.import.run"]._cron_process()
    return count(env)


def disturb(env, folder):
    """Import a changed file while a colleague changes the same customer in between."""
    run = find_run(env)
    path = folder / "people.csv"
    path.write_text(path.read_text().replace(";Voornaam7;", ";Zeven;"))
    target = type(env["bzk.import.target"])
    update = target._update_customers
    attempts = []

    def in_between(self, run):
        attempts.append(run.id)
        if len(attempts) == 1:
            with env.registry.cursor() as cr:
                cr.execute(
                    "UPDATE res_partner SET city = 'Zandvoort' WHERE firstname = 'Voornaam7'"
                    " AND company_id = %s",
                    (run.company_id.id,),
                )
        return update(self, run)

    with patch.object(target, "_update_customers", in_between):
        env["bzk.import.run"].create_from_path(run.profile_id, path).run_to_end()
    seven = env["res.partner"].search(
        [("firstname", "=", "Zeven"), ("company_id", "=", run.company_id.id)]
    )
    return {"attempts": len(attempts), "city": seven.city, **count(env)}


def count(env):
    """How many of each there are, and what the run says."""
    run = find_run(env)
    customers = [("company_id", "=", run.company_id.id), ("is_company", "=", False)]
    return {
        "state": run.state,
        "written": run.written_count,
        "customers": env["res.partner"].search_count(customers),
        "keys": env["bzk.external.id"].search_count([("company_id", "=", run.company_id.id)]),
    }


def clean(env, _folder):
    """Take the library away again."""
    company = env["res.company"].search([("library_code", "=", CODE)])
    env["bzk.import.run"].search([("company_id", "in", company.ids)]).unlink()
    env["res.partner"].search(
        [("company_id", "in", company.ids), ("is_company", "=", False)]
    ).unlink()
    company.unlink()
    return {}


def main():
    """Do the step of the command line in a transaction of its own."""
    conf, database, step, folder = sys.argv[1:]
    registry = open_registry(conf, database)
    from odoo import SUPERUSER_ID, api

    check = patch("odoo.addons.bzk_base.models.import_run_check.CHUNK", CHUNK)
    apply = patch("odoo.addons.bzk_base.models.import_subject.CHUNK", CHUNK)
    with check, apply, registry.cursor() as cr:
        env = api.Environment(cr, SUPERUSER_ID, {})
        result = globals()[step](env, Path(folder))
    print(json.dumps(result), flush=True)


if __name__ == "__main__":
    main()
