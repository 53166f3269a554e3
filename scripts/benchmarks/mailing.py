"""Sending a newsletter: 20,000 personalised mails with three links that are followed.

They go from the queue to smtp-sink of Postfix on this machine, by two workers as a server has them;
and once more while the sink is ended half-way and started again, to see that nothing is lost or
comes twice. Beside it: Odoo's own mailing with the same text in a database of its own, over a
share of the mails since it takes long (which is to its advantage: it slows down with their
number), and ready bytes over two connections, which is the most that the sink takes.
"""

import argparse
import json
import multiprocessing
import os
import platform
import re
import smtplib
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from _fill import copies, settle
from _mailing_stock import measure_stock
from _mailing_text import BODY, SENDER, SUBJECT
from mail_sink import HOST, Sink, ensure_sink
from odoo_env import environment

DATABASE = "bzk_bench"
PORT, MAILS, STOCK_MAILS, WORKERS = 8625, 20_000, 600, 2
#: For how long ready bytes are sent.
LIMIT_SECONDS = 5
NUMBER = re.compile(rb"^Message-Id: (<[^>\r\n]+>)", re.MULTILINE | re.IGNORECASE)


def main():
    """Run the benchmark, or a worker of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", metavar="FILE", help="write the figures to this file as well")
    parser.add_argument("--members", type=int, default=MAILS, help="how many mails")
    parser.add_argument("--stock", type=int, default=STOCK_MAILS, help="how many of stock's")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        return work()
    program = ensure_sink()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # The sink gives up what it may do as root before it writes.
        folder.chmod(0o777)
        print(f"Making {options.members:,} readers", flush=True)
        with environment(DATABASE) as env:
            fill(env, options.members)
        settle(DATABASE, "res_partner", "bzk_consent", "bzk_consent_present")
        print("Odoo's own mailing, in a database without our addons", flush=True)
        with Sink(program, PORT, folder / "stock"):
            figures = measure_stock(options.stock, PORT)
        print("Our mailing", flush=True)
        figures |= measure(program, folder / "ours", options.members)
        print("Our mailing, the sink ended half-way", flush=True)
        figures |= measure_stopped(program, folder / "stopped", options.members)
        print("Ready bytes over plain connections", flush=True)
        with Sink(program, PORT, folder / "limit"):
            figures["limit_mails_per_s"] = round(limit(mail_of(folder / "ours")))
    figures["mailing_vs_stock"] = round(figures["mails_per_s"] / figures["stock_mails_per_s"], 1)
    figures["lost"] += figures.pop("lost_stopped")
    figures["doubled"] += figures.pop("doubled_stopped")
    print(f"\n{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}\n")
    for key, value in figures.items():
        print(f"{key:>24} {value}")
    if options.json:
        Path(options.json).write_text(json.dumps(figures, indent=2) + "\n")
    return None


def fill(env, members):
    """Make a library with so many readers, who all agreed to the newsletter."""
    from odoo.tools import SQL

    env = env(context={"tracking_disable": True})
    company = env["res.company"].create({"name": "Bibliotheek", "library_code": "bench-mailing"})
    purpose = env.ref("bzk_consent.purpose_newsletter")
    person = env["res.partner"].create(
        {"firstname": "Noor", "lastname": "Bench", "email": SENDER, "company_id": company.id}
    )
    consent = env["bzk.consent"].create(
        {
            "partner_id": person.id,
            "company_id": company.id,
            "purpose_id": purpose.id,
            "state": "given",
            "channel": "desk",
        }
    )
    env.flush_all()
    address = SQL("'reader' || i || '@example.org'")
    name = SQL("'Lezer' || i || ' Bench'")
    copies(
        person,
        members - 1,
        commercial_partner_id=SQL("%s + 1 + i", person.id),
        firstname=SQL("'Lezer' || i"),
        name=name,
        complete_name=name,
        email=address,
        email_normalized=address,
    )
    copies(consent, members - 1, partner_id=SQL("%s + 1 + i", person.id))
    env.invalidate_all()
    env["ir.mail_server"].create({"name": "sink", "smtp_host": HOST, "smtp_port": PORT})
    segment = env["mailing.filter"].create(
        {
            "name": "Everybody",
            "company_id": company.id,
            "mailing_domain": "[('lastname', '=', 'Bench')]",
            "purpose_id": purpose.id,
        }
    )
    for number in range(2):
        env["mailing.mailing"].create(
            {
                "subject": SUBJECT,
                "name": f"bench {number}",
                "company_id": company.id,
                "purpose_id": purpose.id,
                "mailing_filter_id": segment.id,
                "email_from": SENDER,
                "body_html": BODY,
            }
        )


def mailing_of(env, number):
    return env["mailing.mailing"].search(
        [("company_id.library_code", "=", "bench-mailing")], order="id"
    )[number]


def work():
    """Be a worker: send what waits each time that a line comes in."""
    with environment(DATABASE) as env:
        print("ready", flush=True)
        for _line in sys.stdin:
            env["mailing.mailing"]._send_waiting()
            env.cr.commit()
            print("done", flush=True)


class Workers:
    """Processes that send, as those of a server that has its modules loaded."""

    def __enter__(self):
        self.processes = [
            subprocess.Popen(
                [sys.executable, __file__, "--worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for _worker in range(WORKERS)
        ]
        self.wait()
        return self

    def wait(self):
        """Wait until all are ready, or done."""
        for process in self.processes:
            if not process.stdout.readline():
                raise SystemExit("a worker ended")

    def go(self):
        """Let all send what waits."""
        for process in self.processes:
            process.stdin.write("go\n")
            process.stdin.flush()

    def __exit__(self, *_exception):
        for process in self.processes:
            process.stdin.close()
            process.wait()
            process.stdout.close()


def measure(program, dump, members):
    """Send all once.

    :return: dict of figures
    """
    with Sink(program, PORT, dump), Workers() as workers:
        depart(0)
        begin = time.monotonic()
        workers.go()
        workers.wait()
        seconds = time.monotonic() - begin
    lost, doubled, uncertain = compare(dump, 0, members)
    return {
        "mails": members,
        "seconds": round(seconds, 1),
        "mails_per_s": round(members / seconds, 1),
        "lost": lost,
        "doubled": doubled,
        "uncertain": uncertain,
    }


def measure_stopped(program, dump, members):
    """Send all once more, the sink being gone for some time after half of them.

    :return: dict of figures
    """
    sink = Sink(program, PORT, dump)
    sink.start()
    with Workers() as workers:
        depart(1)
        workers.go()
        while handed(1) < members / 2:
            time.sleep(0.5)
        sink.stop()
        # Until the workers know: what is left waits for its next try.
        workers.wait()
        between = handed(1)
        sink.start()
        with environment(DATABASE) as env:
            mailing_of(env, 1).action_resume()
        workers.go()
        workers.wait()
    sink.stop()
    lost, doubled, uncertain = compare(dump, 1, members)
    return {
        "stopped_after": between,
        "lost_stopped": lost,
        "doubled_stopped": doubled,
        "uncertain_stopped": uncertain,
    }


def depart(number):
    """Let a mailing go as its button does."""
    with environment(DATABASE) as env:
        mailing_of(env, number).write({"state": "in_queue"})


def handed(number):
    """How many mails of a mailing are known to be with the sink."""
    with environment(DATABASE) as env:
        return mailing_of(env, number).gone_count


def compare(dump, number, members):
    """Hold what the sink has against what the queue says.

    :return: (lost, doubled, uncertain) numbers of mails; uncertain ones are shown to staff
    """
    taken = Counter(numbers(dump))
    with environment(DATABASE) as env:
        traces = mailing_of(env, number).mailing_trace_ids
        if len(traces) != members:
            raise SystemExit(f"{len(traces)} of {members} in the queue")
        sent = traces.filtered(lambda trace: trace.trace_status == "sent").mapped("message_id")
        uncertain = traces.filtered(lambda trace: trace.failure_type == "uncertain")
        lost = members - len(uncertain) - len(set(sent) & set(taken))
        return lost, sum(times - 1 for times in taken.values()), len(uncertain)


def numbers(dump):
    """The number of each mail that the sink wrote down."""
    with open(dump, "rb") as handle:
        for line in handle:
            found = NUMBER.match(line)
            if found:
                yield found[1].decode()


def mail_of(dump):
    """One mail as it was sent, to send it again as it is."""
    with open(dump, "rb") as handle:
        content = handle.read(100_000)
    first = content.split(b"\nX-Client-Addr:")[0]
    return first[first.index(b"\nFrom:") + 1 :].replace(b"\n", b"\r\n")


def limit(message):
    """Mails a second that the sink takes from as many processes that have them ready."""
    context = multiprocessing.get_context("fork")
    with context.Pool(WORKERS) as pool:
        return sum(pool.map(send_ready, [message] * WORKERS))


def send_ready(message):
    smtp = smtplib.SMTP(HOST, PORT)
    smtp.ehlo()
    begin, number = time.monotonic(), 0
    while (spent := time.monotonic() - begin) < LIMIT_SECONDS:
        smtp.sendmail(SENDER, ["reader@example.org"], message)
        number += 1
    smtp.quit()
    return number / spent


if __name__ == "__main__":
    main()
