"""The part of the benchmark of sending that uses Odoo's own mailing.

It runs in a database of its own with nothing but core's mailings in it, as a process of its own.
That core asks each page that is linked to for its title is left out: it would measure the network.
"""

import json
import os
import subprocess
import sys
import time
from unittest.mock import patch

from _activities_stock import _recreate
from _mailing_text import BODY, SENDER, SUBJECT
from odoo_env import environment

DATABASE = "bzk_bench_stock"


def measure_stock(mails, port):
    """Send mails from Odoo's own queue.

    :param int mails: how many
    :param int port: of the sink on this machine
    :return: dict of figures
    """
    _recreate()
    subprocess.run(
        [sys.executable, "-m", "odoo", "-c", os.environ["BZK_CONF"], "-d", DATABASE]
        + ["-i", "mass_mailing", "--stop-after-init", "--no-http", "--log-level", "error"],
        check=True,
    )
    command = [sys.executable, __file__, str(mails), str(port)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    _recreate(again=False)
    return json.loads(done.stdout.splitlines()[-1])


def _run(mails, port):
    """Make the readers and a mailing, send it, and print the figures."""
    with environment(DATABASE) as env:
        env["ir.mail_server"].create({"name": "sink", "smtp_host": "127.0.0.1", "smtp_port": port})
        env["res.partner"].create(
            [
                {"name": f"Lezer{number} Bench", "email": f"reader{number}@example.org"}
                for number in range(mails)
            ]
        )
        mailing = env["mailing.mailing"].create(
            {
                "subject": SUBJECT,
                "body_html": BODY,
                "email_from": SENDER,
                "mailing_model_id": env["ir.model"]._get_id("res.partner"),
                "mailing_domain": "[('name', 'like', ' Bench')]",
            }
        )
        env.cr.commit()
        trackers = type(env["link.tracker"])
        with patch.object(trackers, "_get_title_from_url", lambda _self, url: url):
            begin = time.monotonic()
            mailing._action_send_mail()
            queued = time.monotonic() - begin
            while env["mail.mail"].search_count([("state", "=", "outgoing")], limit=1):
                env["mail.mail"].process_email_queue()
            seconds = time.monotonic() - begin
        sent = env["mailing.trace"].search_count([("trace_status", "=", "sent")])
        if sent != mails:
            raise SystemExit(f"stock sent {sent} of {mails}")
    figures = {
        "stock_mails": mails,
        "stock_queued_per_s": round(mails / queued, 1),
        "stock_mails_per_s": round(mails / seconds, 1),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    _run(*map(int, sys.argv[1:]))
