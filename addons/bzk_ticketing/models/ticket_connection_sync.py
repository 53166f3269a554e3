import logging
import tempfile
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path

from odoo import api, fields, models
from psycopg2 import InterfaceError, OperationalError

from odoo.addons.bzk_base.importing.readers import header_key

from ..connecting import ConnectionProblem
from ..connecting.rows import ACTIVITY, TICKET, activity_row, order_rows, write_csv
from .ticket_connection import INTERVAL, PATIENCE

_logger = logging.getLogger(__name__)

#: What is fetched before it is handed over, so that little is lost when something breaks off.
ACTIVITIES = 500
ORDERS = 1_000
#: Errands in one go.
ERRANDS = 500
#: Not every change of an order shows in its moment of modification (a refund does not, in pretix):
#: once a day those of this time are looked at again.
LOOK_BACK = timedelta(days=90)
DAILY = timedelta(hours=23)
#: States of an import that is under way.
OPEN = ("draft", "checking", "checked", "importing")


@dataclass
class Fetched:
    """What one step of a synchronisation brought.

    :param dict activities: by key
    :param dict orders: by number
    :param bool activities_done: the next step need not ask for activities
    :param str position: where the next step goes on, ``None`` to stay
    :param bool last: there is no more
    """

    activities: dict
    orders: dict
    activities_done: bool = True
    position: str | None = None
    last: bool = False


class TicketConnection(models.Model):
    """Synchronising: step by step, each step a file that is imported before the next one."""

    _inherit = "bzk.ticket.connection"

    @api.model
    def _cron_synchronise(self):
        """Take the next step for every connection that has one to take.

        One that fails is set aside with its problem; those of other libraries go on.
        """
        connections = self.search([])
        connections._drop_empty_runs()
        due = connections.filtered(lambda connection: connection._is_due())
        for number, connection in enumerate(due, 1):
            try:
                connection.with_company(connection.company_id)._step()
            except (OperationalError, InterfaceError):
                # The database's own trouble passes; the scheduled action comes back.
                raise
            except Exception as error:
                self.env.cr.rollback()
                _logger.exception("Synchronisation of connection %s failed", connection.id)
                connection._fail("unexpected", detail=type(error).__name__)
            self.env["ir.cron"]._commit_progress(1, remaining=len(due) - number)

    def _is_due(self):
        """Whether there is a step to take now."""
        self.ensure_one()
        if not self.sudo().token or self._open_runs():
            return False
        if self.state == "busy":
            return True
        waited = fields.Datetime.now() - (self.date_begun or fields.Datetime.now() - INTERVAL)
        if self.errand_ids:
            return self.state != "failed" or waited >= PATIENCE
        return self.state != "new" and waited >= INTERVAL

    def _open_runs(self):
        """Imports of what was fetched before that are still under way."""
        return self.env["bzk.import.run"].search(
            [("connection_id", "=", self.id), ("state", "in", OPEN)], limit=1
        )

    def _step(self):
        """Fetch a part of what is new and hand it to the import."""
        self.ensure_one()
        system = self._system()
        if self.state != "busy" or not self.date_begun:
            self._begin(system)
        # While the system is asked, nothing is held that a message or a colleague has to wait for.
        self.env["ir.cron"]._commit_progress(remaining=1)
        errands = self.errand_ids[:ERRANDS]
        try:
            self._give_back(system, errands)
            fetched = self._fetch(system, errands)
        except ConnectionProblem as problem:
            _logger.info("Connection %s: %s", self.id, problem)
            self._fail(problem.code, **problem.params)
            return
        self._hand_over(fetched, errands)

    def _begin(self, system):
        """Begin a synchronisation: from a little before where the last one ended."""
        now = fields.Datetime.now()
        asked = self.state == "busy"
        whole = asked or not self.date_whole or now - self.date_whole > DAILY
        vals = {"state": "busy", "date_begun": now, "whole": whole, "problem": False}
        vals |= {"activities_done": False, "activity_count": 0, "order_count": 0}
        if self.position:
            vals["position"] = system.rewind(self.position)
            if whole and self.date_done and self.date_done > now - LOOK_BACK:
                vals["position"] = system.position_at(fields.Datetime.now() - LOOK_BACK)
        if whole:
            vals["fingerprints"] = self._fingerprints_of_past()
        self._keep(vals)

    def _fingerprints_of_past(self):
        """What tells that an activity did not change, only for those that are over.

        Of those to come also what does not show in it is fetched again, such as their places.
        """
        over = self.env["event.event"].search(
            [
                ("source_id", "=", self.source_id.id),
                ("source_key", "in", list(self.fingerprints or ())),
                ("date_end", "<", fields.Datetime.now()),
            ]
        )
        known = self.fingerprints or {}
        return {key: known[key] for key in over.mapped("source_key")}

    def _fetch(self, system, errands):
        """Ask the system for the next part.

        :param system: the :class:`~..connecting.system.TicketSystem`
        :param errands: ``bzk.ticket.errand`` records to do on the way
        :return: :class:`Fetched`
        """
        known = self.fingerprints or {}
        if not self.activities_done:
            found = islice(system.activities(known, whole=self.whole), ACTIVITIES)
            found = {activity.key: activity for activity in found}
            if len(found) == ACTIVITIES:
                return Fetched(found, {}, activities_done=False)
        else:
            found = {}
        fetched = Fetched(found, {}, last=True)
        for errand in errands.filtered(lambda errand: errand.kind == "fetch"):
            order = system.order(errand.key) if errand.key != "*" else None
            if order:
                fetched.orders[order.number] = order
        for part in system.orders(self.position or None):
            fetched.orders.update((order.number, order) for order in part.orders)
            fetched.position = part.position
            # Not among orders of one moment: going on from there would begin with them again.
            if len(fetched.orders) >= ORDERS and part.position != self.position:
                fetched.last = False
                break
        self._fetch_named(system, fetched, known)
        return fetched

    def _fetch_named(self, system, fetched, known):
        """Fetch the activities that orders name and that nothing else brought, such as one whose
        shop is closed."""
        named = {line.activity for order in fetched.orders.values() for line in order.lines}
        for key in sorted(named - fetched.activities.keys() - known.keys()):
            activity = system.activity(key)
            if activity:
                fetched.activities[key] = activity

    def _hand_over(self, fetched, errands):
        """Make imports of what was fetched; the last of them keeps how far that is."""
        activities = list(fetched.activities.values())
        self._keep(
            {
                "activities_done": fetched.activities_done,
                "activity_count": self.activity_count + len(activities),
                "order_count": self.order_count + len(fetched.orders),
            }
        )
        fingerprints = {activity.key: activity.fingerprint for activity in activities}
        mark = {"last": fetched.last, "errands": errands.ids if fetched.activities_done else []}
        if fetched.position:
            mark["position"] = fetched.position
        orders = list(fetched.orders.values())
        if activities:
            rows = map(activity_row, self._placed(activities))
            own = {"fingerprints": fingerprints} | ({} if orders else mark)
            self._import("api_activities", ACTIVITY, rows, own)
        if orders:
            profile = self._profile("api_tickets")
            questions = self._questions(profile)
            orders = self._with_gone_lines(orders, profile)
            rows = (row for order in orders for row in order_rows(order, questions))
            headings = [*TICKET, *(names[0] for names in questions)]
            self._import("api_tickets", headings, rows, mark)
        if not activities and not orders:
            self._take_in(mark)

    def _questions(self, profile):
        """Names of questions to buyers whose answers fill something: columns that are not ours."""
        own = set(map(header_key, TICKET))
        names = [column._headings() for column in profile.column_ids]
        return [found for found in names if own.isdisjoint(map(header_key, found))]

    def _placed(self, activities):
        """Give activities that only tell an address the branch whose name stands in it."""
        branches = self.env["bzk.branch"].search([("company_id", "=", self.company_id.id)])
        for activity in activities:
            place = activity.location.casefold()
            found = branches.filtered(lambda branch, place=place: branch.name.casefold() in place)
            if not activity.branch and len(found) == 1:
                yield replace(activity, branch=found.code)
            else:
                yield activity

    def _import(self, name, headings, rows, mark):
        """Let rows take the way of every file.

        :param str name: of the profile
        :param mark: what is to be remembered when it is done
        """
        with tempfile.TemporaryDirectory() as folder:
            moment = fields.Datetime.context_timestamp(self, fields.Datetime.now())
            path = Path(folder, f"{self.system}-{name[4:]}-{moment:%Y%m%d-%H%M%S}.csv")
            write_csv(path, headings, rows)
            runs = self.env["bzk.import.run"]
            run = runs.create_from_path(self._profile(name), path, partial=True)
        run._keep({"connection_id": self.id, "connection_mark": mark})
        run.action_check()

    def _follow(self, run):
        """Go on when an import of what was fetched has come a state further.

        :param run: ``bzk.import.run`` record
        """
        self.ensure_one()
        if run.state == "checked" and not run._has_news():
            run._drop_plan()
            run.write({"state": "done", "date_done": fields.Datetime.now()})
        elif run.state == "checked":
            run.action_import()
        elif run.state == "done":
            self._take_in(run.connection_mark or {})
        elif run.state == "failed" and (run.problem or {}).get("code") == "stale":
            # Somebody else's import came in between: it is fetched again and compared anew.
            self._wake()
        elif run.state in ("failed", "cancelled"):
            self._fail("import")

    def _take_in(self, mark):
        """Remember how far was read, now that it is in the CRM."""
        vals = {}
        if mark.get("position"):
            vals["position"] = mark["position"]
        if mark.get("fingerprints"):
            vals["fingerprints"] = (self.fingerprints or {}) | mark["fingerprints"]
        if mark.get("errands"):
            self.env["bzk.ticket.errand"].browse(mark["errands"]).exists().unlink()
        if mark.get("last") and self.state == "busy":
            vals |= {"state": "ready", "date_done": self.date_begun}
            if self.whole:
                vals["date_whole"] = self.date_begun
        self._keep(vals)
        # For the next step, or to put away an import that held nothing new.
        self._wake()

    def _drop_empty_runs(self):
        """Put away imports that turned out to hold nothing new."""
        empty = [(f"{name}_count", "=", 0) for name in ("new", "linked", "changed")]
        domain = [("connection_id", "in", self.ids), ("state", "=", "done"), *empty]
        runs = self.env["bzk.import.run"].search(domain)
        runs.filtered(lambda run: not run._has_news()).unlink()

    def _give_back(self, system, errands):
        """Cancel the seats in the system that were given back here."""
        for errand in errands.filtered(lambda errand: errand.line_id and not errand.done):
            line = errand.line_id
            number = line.key.removeprefix(line.order_id.name)[1:]
            try:
                system.cancel_line(line.order_id.name, number)
            except ConnectionProblem as problem:
                if problem.code not in ("forbidden", "not_found", "refused"):
                    raise
                self._ask_staff(line)
            else:
                errand.done = True

    def _ask_staff(self, line):
        """Let a person cancel in the system what the connection may not."""
        seat = line.registration_id
        if not seat:
            return
        user = seat.event_id.user_id or self.create_uid
        seat.activity_schedule(
            "mail.mail_activity_data_todo",
            user_id=user.id,
            summary=self.env._("Cancel ticket %s in the ticketing system", line.key),
            note=self.env._("The connection may not cancel it there. The seat is free here."),
        )

    def _cancel_line(self, line):
        """Have a seat that was given back here cancelled in the system too, in the background.

        :param line: ``bzk.ticket.line`` record of this connection's source
        """
        self.ensure_one()
        self._add_errand("cancel", line.key, line.id)

    def _add_errand(self, kind, key, line_id=None):
        """Keep something to do, once.

        A message may come many times at once, so what is there already is no error and waits for
        nobody.
        """
        self.env.cr.execute(
            """
            INSERT INTO bzk_ticket_errand
                        (connection_id, company_id, kind, key, line_id, create_date)
            VALUES (%s, %s, %s, %s, %s, now() AT TIME ZONE 'UTC')
            ON CONFLICT DO NOTHING
            """,
            (self.id, self.company_id.id, kind, key, line_id),
        )
        is_new = bool(self.env.cr.rowcount)
        self.env["bzk.ticket.errand"].invalidate_model()
        if is_new:
            self._wake()

    def _receive(self, message):
        """Note what a message from the system is about.

        :param message: whatever was sent, parsed as JSON
        """
        self.ensure_one()
        number = self._system().hint(message)
        waiting = self.env["bzk.ticket.errand"].search_count(
            [("connection_id", "=", self.id)], limit=ERRANDS
        )
        self._add_errand("fetch", number if number and waiting < ERRANDS else "*")
