"""The notes of a worker on what it does, each in the database before anything else happens."""

import contextlib

#: Kinds of locks of a session: that the worker of a batch lives, who chooses of a mailing, and who
#: serves a server that takes so many mails in a minute.
LIVES, CLAIMS, SERVES = 60301, 60302, 60303


#: Mails that may go for each time that the disk is waited for: after a crash of the database itself
#: nobody knows of so many at most. A worker that dies leaves one.
AHEAD = 20


class Superseded(Exception):
    """Somebody took this worker for dead and settled its batch."""


class Notebook:
    """Notes and locks of one worker, on a connection that keeps each of them at once.

    The locks end with the connection: whoever gets the lock of a batch knows that nobody works on
    it any more. A note that can't be written ends the work, so a worker that lost its connection
    sends nothing after it.

    :param cursor: of a connection without transactions
    """

    def __init__(self, cursor):
        self._cursor = cursor
        self._batch, self._reserved = None, 0

    def open(self, batch):
        """Tell that this worker lives, before anybody can see its batch."""
        self._cursor.execute("SELECT pg_advisory_lock(%s, %s)", (LIVES, batch))
        self._batch, self._reserved = batch, 0

    @contextlib.contextmanager
    def choosing(self, mailing):
        """Be the only one who chooses mails of a mailing: one address gets one mail."""
        self._cursor.execute("SELECT pg_advisory_lock(%s, %s)", (CLAIMS, mailing))
        try:
            yield
        finally:
            self._cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (CLAIMS, mailing))

    def serve(self, server):
        """Be the only one who sends to a server, until the work ends.

        :return: whether nobody else does
        """
        self._cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (SERVES, server))
        return self._cursor.fetchone()[0]

    def leave(self, server):
        """Let others send to a server."""
        self._cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (SERVES, server))

    def offer(self, trace):
        """Note that a mail goes now.

        A mail can't be called back, so before it goes the disk has it that this one and some after
        it may have gone. Which of them really went is kept beside it without waiting for the disk.

        :raises Superseded: when somebody else settled the batch
        """
        if trace > self._reserved:
            self._reserve(trace)
        self._cursor.execute(
            "UPDATE bzk_mailing_going SET trace = %s, accepted = FALSE WHERE batch = %s",
            (trace, self._batch),
        )
        if self._cursor.rowcount != 1:
            raise Superseded

    def _reserve(self, trace):
        """Have it on the disk, whatever the server is set to, that these mails may have gone."""
        self._cursor.execute(
            """
            SET LOCAL synchronous_commit = on;
            UPDATE bzk_mailing_batch
               SET reserved_from = %(trace)s, reserved_to = (
                   SELECT max(next.id)
                     FROM (SELECT id
                             FROM mailing_trace
                            WHERE batch = %(batch)s AND carrier_id IS NULL AND id >= %(trace)s
                            ORDER BY id
                            LIMIT %(ahead)s) next)
             WHERE id = %(batch)s
            RETURNING reserved_to
            """,
            {"ahead": AHEAD, "batch": self._batch, "trace": trace},
        )
        found = self._cursor.fetchone()
        if not found:
            raise Superseded
        self._reserved = found[0] or trace

    def accepted(self):
        """Note that the server took the mail that was offered last."""
        self._cursor.execute(
            "UPDATE bzk_mailing_going SET accepted = TRUE WHERE batch = %s", (self._batch,)
        )

    def end(self, trace, status, failure=None, reason=None, wait=None):
        """Note of a mail, and of those that go along, that it did not go; it leaves the batch.

        :param int trace: of the carrying mail
        :param str status: ``trace_status`` from now on
        :param str failure: ``failure_type``
        :param str reason: what the server said
        :param int wait: minutes until the next try; counts as a try
        """
        self._cursor.execute(
            """
            UPDATE mailing_trace
               SET trace_status = %(status)s, failure_type = %(failure)s,
                   failure_reason = %(reason)s, batch = NULL,
                   carrier_id = CASE WHEN %(status)s = 'outgoing' THEN NULL ELSE carrier_id END,
                   tries = CASE WHEN %(wait)s::integer IS NULL THEN tries
                                ELSE COALESCE(tries, 0) + 1 END,
                   retry_at = now() AT TIME ZONE 'UTC' + make_interval(mins => %(wait)s),
                   write_date = now() AT TIME ZONE 'UTC'
             WHERE batch = %(batch)s AND COALESCE(carrier_id, id) = %(trace)s
            """,
            {
                "batch": self._batch,
                "failure": failure,
                "reason": reason,
                "status": status,
                "trace": trace,
                "wait": wait,
            },
        )

    def settle_dead(self):
        """Settle the batches whose workers are gone; those of living workers are left alone."""
        self._cursor.execute("SELECT id FROM bzk_mailing_batch ORDER BY id")
        for (batch,) in self._cursor.fetchall():
            self._cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", (LIVES, batch))
            if self._cursor.fetchone()[0]:
                self._settle(batch)
                self._cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (LIVES, batch))

    def settle(self):
        """Write down what became of each mail of the batch, and let go of it."""
        self._settle(self._batch)
        self._cursor.execute("SELECT pg_advisory_unlock(%s, %s)", (LIVES, self._batch))
        self._batch = None

    def _settle(self, batch):
        """Tell of each mail of a batch that nobody works on whether it went.

        What the server refused or put off was noted at once and is of the batch no longer. When the
        database crashed, the table of what was going came back empty: of what was reserved then
        nobody knows.
        """
        self._cursor.execute(
            """
            WITH done AS (
                DELETE FROM bzk_mailing_batch WHERE id = %s RETURNING id, reserved_from, reserved_to
            ), noted AS (
                SELECT done.id, COALESCE(going.trace, done.reserved_from, 0) AS first,
                       COALESCE(going.trace, done.reserved_to, 0) AS last,
                       going.accepted IS TRUE AS accepted
                  FROM done
                  LEFT JOIN bzk_mailing_going going ON going.batch = done.id
            ), mail AS (
                SELECT trace.id, place.at < noted.first
                                 OR place.at = noted.first AND noted.accepted AS gone,
                       place.at BETWEEN noted.first AND noted.last
                                 AND NOT noted.accepted AS uncertain
                  FROM mailing_trace trace
                  JOIN noted ON noted.id = trace.batch
                 CROSS JOIN LATERAL (SELECT COALESCE(trace.carrier_id, trace.id) AS at) place)
            UPDATE mailing_trace trace
               SET batch = NULL,
                   -- It may have come back already, or been opened.
                   trace_status = CASE WHEN trace.trace_status <> 'process'
                                       THEN trace.trace_status
                                       WHEN mail.gone THEN 'sent'
                                       WHEN mail.uncertain THEN 'error'
                                       ELSE 'outgoing' END,
                   failure_type = CASE WHEN mail.uncertain AND trace.trace_status = 'process'
                                       THEN 'uncertain' ELSE trace.failure_type END,
                   sent_datetime = CASE WHEN mail.gone THEN now() AT TIME ZONE 'UTC'
                                        ELSE trace.sent_datetime END,
                   carrier_id = CASE WHEN mail.gone OR mail.uncertain THEN trace.carrier_id END,
                   write_date = now() AT TIME ZONE 'UTC'
              FROM mail
             WHERE mail.id = trace.id
            """,
            (batch,),
        )

    def trouble(self, mailing, problem, wait):
        """Note that nothing of a mailing goes for now.

        :param str problem: what the matter is
        :param int wait: minutes until the next try; none when somebody has to do something first
        """
        self._cursor.execute(
            """
            UPDATE mailing_mailing
               SET send_problem = %(problem)s, send_tries = COALESCE(send_tries, 0) + 1,
                   paused = paused IS TRUE OR %(wait)s::integer IS NULL,
                   send_after = now() AT TIME ZONE 'UTC' + make_interval(mins => %(wait)s)
             WHERE id = %(mailing)s
            """,
            {"mailing": mailing, "problem": problem, "wait": wait},
        )

    def went_well(self, mailing):
        """Note that mails of a mailing go again."""
        self._cursor.execute(
            "UPDATE mailing_mailing SET send_problem = NULL, send_tries = 0, send_after = NULL"
            " WHERE id = %s AND (send_problem IS NOT NULL OR send_tries <> 0)",
            (mailing,),
        )

    def finish(self):
        """Note which mailings have nothing left to send."""
        self._cursor.execute(
            """
            UPDATE mailing_mailing mailing
               SET state = 'done', sent_date = now() AT TIME ZONE 'UTC',
                   calendar_date = now() AT TIME ZONE 'UTC'
             WHERE mailing.state = 'sending' AND mailing.for_journey IS NOT TRUE
               AND mailing.paused IS NOT TRUE AND mailing.company_id IS NOT NULL
               AND NOT EXISTS (
                   SELECT FROM mailing_trace trace
                    WHERE trace.mass_mailing_id = mailing.id
                      AND trace.trace_status IN ('outgoing', 'process'))
            """
        )
