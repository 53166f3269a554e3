import contextlib
import functools
import logging
import smtplib

import psycopg2
from odoo import api, fields, models, modules
from odoo.exceptions import UserError
from odoo.sql_db import connection_info_for
from odoo.tools import formataddr

from odoo.addons.bzk_dmu.models.mailing_filter import UNREADABLE

from ..sending import Handed, Notebook, Outcome, Pace, next_try
from .mailing_claim import BATCH

_logger = logging.getLogger(__name__)

#: Minutes between tries to reach a mail server, the last one ever again.
RECONNECT = (1, 2, 5, 10, 15, 30)
#: So many mails refused on end are not about their readers.
ENOUGH = 25


class MailingMailing(models.Model):
    """Sends what waits, batch by batch; any number of workers beside each other.

    Which mails a worker has and how far it is stands in the database before each mail goes, so a
    worker may be killed at any moment: see ``bzk.mailing.batch``.
    """

    _inherit = "mailing.mailing"

    @api.model
    def _cron_send_waiting(self):
        """Send until nothing waits any more, or the time is up."""
        self._send_waiting()

    @api.model
    def _send_waiting(self):
        """Send what waits of all mailings.

        :return: number of mails that servers took
        """
        total = 0
        with self._notebook() as notebook, contextlib.ExitStack() as stack:
            notebook.settle_dead()
            self._start_due(notebook)
            # Kept for the whole run: connections, what was compiled, and what others send.
            posts, compiled, busy = {}, {}, set()
            seconds = self._progress(0)
            while seconds > 0 and (mailing := self._next_to_send(busy)):
                mailing = mailing.with_context(bzk_compiled=compiled)
                number = mailing._send_batch(notebook, posts, stack)
                if number is None:
                    busy.add(mailing.id)
                total += number or 0
                seconds = self._progress(number or 0, busy)
            notebook.finish()
        self.env.invalidate_all()
        return total

    def _progress(self, number, busy=()):
        """Tell the scheduler how it goes.

        :return: seconds that are left
        """
        left = len(self._next_to_send(busy))
        return self.env["ir.cron"]._commit_progress(number, remaining=left)

    @api.model
    @contextlib.contextmanager
    def _notebook(self):
        """Open a connection for notes, which are kept at once and end with it."""
        if modules.module.current_test:
            # In a test nothing outlives the transaction, so the notes are in it.
            yield Notebook(self.env.cr)
            return
        _name, where = connection_info_for(self.env.cr.dbname)
        with contextlib.closing(psycopg2.connect(**where)) as connection:
            connection.autocommit = True
            with connection.cursor() as cursor:
                yield Notebook(cursor)

    @api.model
    def _start_due(self, notebook):
        """Let depart what waits for its time, each once; one problem stops one mailing."""
        due = [
            ("state", "=", "in_queue"),
            ("for_journey", "=", False),
            ("paused", "=", False),
            ("company_id", "!=", False),
            "|",
            ("schedule_date", "=", False),
            ("schedule_date", "<=", fields.Datetime.now()),
        ]
        for mailing in self.search(due):
            with notebook.choosing(mailing.id):
                self._keep()
                mailing.invalidate_recordset()
                if mailing.state != "in_queue":
                    continue
                try:
                    with self.env.cr.savepoint():
                        mailing._start()
                except (*UNREADABLE, UserError) as error:
                    mailing._not_started(error)
                self._keep()

    def _send_batch(self, notebook, posts, stack):
        """Send some mails of this mailing.

        :param notebook: ``Notebook`` of the worker
        :param dict posts: what is kept between batches: connections by mail server and sender
        :param stack: closes the connections at the end
        :return: number of mails that the server took; None when another worker sends to it, and it
            takes only so many in a minute
        """
        self.ensure_one()
        try:
            post = self._post(posts, stack)
        except (OSError, smtplib.SMTPException, UserError) as error:
            self._server_gone(notebook, error)
            return 0
        most, per_minute = BATCH, post.server.mails_per_minute
        if per_minute:
            if not self._serve(notebook, post.server, posts, stack):
                return None
            # So few that stopping and pausing work soon.
            most = min(BATCH, max(1, per_minute // 6))
        batch = self._claim(notebook, most)
        carriers = self.env["mailing.trace"].search(
            [("batch", "=", batch.id), ("carrier_id", "=", False)], order="id"
        )
        try:
            letters = self._render_traces(carriers)
        except UserError as error:
            notebook.trouble(self.id, str(error), None)
            letters = {}
        # The links in the mails must exist before somebody follows one.
        self._keep()
        number = self._deliver(carriers, letters, notebook, posts, stack, post)
        notebook.settle()
        self.env.invalidate_all()
        return number

    def _deliver(self, carriers, letters, notebook, posts, stack, post):
        """Hand over the mails of a batch one after the other, in the order of their traces.

        :return: number of mails that the server took
        """
        taken = refused = 0
        pace = posts.get(("pace", post.server.id))
        if not letters:
            return 0
        envelope = self._envelope(post)
        words = self.with_context(lang=self._mail_lang()).env._
        for trace in carriers:
            if pace:
                pace.wait()
            before = functools.partial(notebook.offer, trace.id)
            give = functools.partial(self._hand_over, envelope, letters[trace.id], before)
            outcome = give(post)
            if outcome.handed == Handed.LOST:
                # Servers close a connection after some time, or so many mails.
                post = self._reconnect(posts, stack)
                outcome = give(post) if post else outcome
            if outcome.handed == Handed.TAKEN:
                notebook.accepted()
                taken, refused = taken + 1, 0
                continue
            self._not_taken(trace, outcome, notebook)
            refused = refused + 1 if outcome.handed == Handed.REFUSED else 0
            if outcome.handed == Handed.LOST:
                self._server_gone(notebook, outcome.said)
                break
            if outcome.handed == Handed.SENDER or refused >= ENOUGH:
                problem = words("The mail server does not take our mails: %s", outcome.said)
                notebook.trouble(self.id, problem, None)
                break
            if outcome.handed == Handed.UNCERTAIN:
                post = self._reconnect(posts, stack)
                if not post:
                    self._server_gone(notebook, outcome.said)
                    break
        else:
            notebook.went_well(self.id)
        return taken

    def _serve(self, notebook, server, posts, stack):
        """Be the only one who sends to a server that takes so many mails in a minute.

        :return: whether nobody else does
        """
        key = ("pace", server.id)
        if key not in posts:
            if not notebook.serve(server.id):
                return False
            stack.callback(notebook.leave, server.id)
            posts[key] = Pace(server.mails_per_minute)
        return True

    def _hand_over(self, envelope, letter, before, post):
        """Put one mail together and offer it to the server.

        :param before: called just before the mail itself goes
        :return: :class:`Outcome`
        """
        try:
            # A domain in letters of its own goes as the servers know it.
            recipient = formataddr(("", letter["email"]), "ascii")
            message = envelope.message(
                self._letter_headers(letter), letter["body_text"], letter["body_html"]
            )
        except (ValueError, LookupError, AttributeError) as error:
            # What stands in this mail can't be put in any; the others go on.
            return Outcome(Handed.REFUSED, text=str(error))
        return post.courier.hand_over(post.sender, recipient, message, before)

    def _not_taken(self, trace, outcome, notebook):
        """Note of one mail why it did not go, or that nobody knows."""
        if outcome.handed == Handed.UNCERTAIN:
            notebook.end(trace.id, "error", "uncertain", outcome.said)
        elif outcome.handed == Handed.REFUSED:
            notebook.end(trace.id, "error", "refused", outcome.said)
        elif outcome.handed == Handed.LATER:
            wait = next_try(trace.tries + 1)
            if wait is None:
                notebook.end(trace.id, "error", "mail_smtp", outcome.said)
            else:
                notebook.end(trace.id, "outgoing", None, outcome.said, wait)
        else:
            notebook.end(trace.id, "outgoing")

    def _server_gone(self, notebook, problem):
        """Try again later; the mails wait."""
        wait = RECONNECT[min(self.send_tries, len(RECONNECT) - 1)]
        words = self.with_context(lang=self._mail_lang()).env._
        notebook.trouble(self.id, words("The mail server can't be reached: %s", problem), wait)
        self._trigger_sending(fields.Datetime.add(fields.Datetime.now(), minutes=wait))
        _logger.warning("mail server of mailing %s: %s", self.id, problem)
        self._keep()
        self.invalidate_recordset()
