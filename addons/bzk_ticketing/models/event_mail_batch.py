from odoo import fields, models
from odoo.tools import SQL, email_normalize, formataddr, frozendict

from .event_mail import BATCH


class EventMail(models.Model):
    """One batch of mails: who is claimed, which text they get, how it is written."""

    _inherit = "event.mail"

    def _send_batch(self):
        """Claim who is to be mailed of these schedules and queue their mails.

        :return: number of mails
        """
        letters = self._claim()
        texts, by_text = {}, {}
        for scheduler_id, seats in letters:
            scheduler = self.browse(scheduler_id).with_prefetch(self.ids)
            key = (scheduler.template_ref, scheduler.event_id.company_id)
            if key not in texts:
                texts[key] = key[0]._for_company(key[1])
            by_text.setdefault(texts[key], []).append((scheduler_id, seats))
        for template, some in by_text.items():
            if template.report_template_ids:
                # A document for each recipient is made one by one anyhow.
                for scheduler_id, seats in some:
                    self.browse(scheduler_id)._send_mail(
                        self.env["event.registration"].browse(seats[0][0])
                    )
                continue
            self._queue(template, some)
        if letters:
            self._note_sent([scheduler_id for scheduler_id, _seats in letters])
            self.env.ref("mail.ir_cron_mail_scheduler_action")._trigger()
        return len(letters)

    def _claim(self):
        """Take who is to be mailed, so that nobody else mails them; seats of one address together.

        :return: list of (schedule's id, list of (seat's id, address)), one for each mail
        """
        now = fields.Datetime.now()
        self.env.cr.execute(
            SQL(
                """
                WITH pending AS MATERIALIZED (
                    SELECT scheduler.id AS scheduler_id, scheduler.scheduled_date,
                           found.registration_id, found.address,
                           dense_rank() OVER (ORDER BY scheduler.id, lower(found.address))
                               AS number
                      FROM event_mail scheduler
                      JOIN event_event event ON event.id = scheduler.event_id
                     CROSS JOIN LATERAL (
                           SELECT seat.id AS registration_id, mail.address %(pending)s) found
                     WHERE scheduler.id = ANY(%(ids)s)
                ), claimed AS (
                    INSERT INTO event_mail_registration
                           (scheduler_id, registration_id, scheduled_date, mail_sent,
                            create_uid, write_uid, create_date, write_date)
                    SELECT scheduler_id, registration_id, scheduled_date, TRUE,
                           %(uid)s, %(uid)s, %(now)s, %(now)s
                      FROM pending
                     WHERE number <= %(batch)s
                        ON CONFLICT (scheduler_id, registration_id) DO NOTHING
                 RETURNING scheduler_id, registration_id)
                SELECT scheduler_id, number, registration_id, address
                  FROM claimed
                  JOIN pending USING (scheduler_id, registration_id)
                 ORDER BY number, registration_id
                """,
                pending=self._sql_pending(),
                ids=self.ids,
                uid=self.env.uid,
                now=now,
                batch=BATCH,
            )
        )
        letters = {}
        for scheduler_id, number, seat_id, address in self.env.cr.fetchall():
            letters.setdefault((scheduler_id, number), []).append((seat_id, address))
        self.env["event.registration"].invalidate_model(["mail_registration_ids"], flush=False)
        return [(scheduler_id, seats) for (scheduler_id, _n), seats in letters.items()]

    def _queue(self, template, letters):
        """Write the mails of one text.

        :param template: ``mail.template``
        :param list letters: see :meth:`_claim`
        """
        template = template.with_context(
            bzk_compiled={},
            mail_seats=frozendict(
                {seats[0][0]: tuple(seat for seat, _address in seats) for _s, seats in letters}
            ),
        )
        firsts = [seats[0][0] for _scheduler, seats in letters]
        rendered = template._render_letters(firsts)
        seats = self.env["event.registration"].browse(firsts)
        events = self.browse([scheduler_id for scheduler_id, _seats in letters]).event_id
        calendars = events._calendar_files()
        domains = seats._mail_get_alias_domains()
        authors = {seat.id: seat._mail_author() for seat in seats}
        replies = seats._notify_get_reply_to_batch(
            defaults={seat.id: rendered[seat.id]["email_from"] for seat in seats},
            author_ids={seat_id: author.id for seat_id, author in authors.items()},
        )
        messages = self.env["mail.message"]
        values_list = []
        for seat, (_scheduler, together) in zip(seats, letters, strict=True):
            values = rendered[seat.id]
            address = together[0][1]
            known = email_normalize(address)
            where = {"model": seat._name, "res_id": seat.id}
            message_id = messages._get_message_id(where)
            values_list.append(
                {
                    "subject": values["subject"],
                    "body_html": values["body_html"],
                    "body": seat._mail_note(address),
                    **where,
                    "message_id": message_id,
                    "references": message_id,
                    "author_id": authors[seat.id].id,
                    "email_from": values["email_from"] or authors[seat.id].email_formatted,
                    "email_to": formataddr((seat._mail_name(), known)) if known else address,
                    "reply_to": values.get("reply_to") or replies[seat.id],
                    "headers": repr(seat._notify_by_email_get_headers()),
                    "mail_server_id": template.mail_server_id.id,
                    "record_company_id": seat.company_id.id,
                    "record_alias_domain_id": domains[seat.id].id,
                    "state": "outgoing" if known else "exception",
                    "failure_type": None if known else "mail_email_invalid",
                    "auto_delete": template.auto_delete,
                    "is_notification": True,
                    "attachment_ids": [
                        *values.get("attachment_ids", ()),
                        *calendars.get(seat.event_id.id, ()),
                    ],
                }
            )
        # Whoever runs the scheduler need not be allowed to write mails of every library.
        self.env["mail.mail"].sudo()._create_in_bulk(values_list)

    def _note_sent(self, ids):
        """Keep how many were mailed, and that nothing is wrong any more."""
        self.env.cr.execute(
            SQL(
                """
                UPDATE event_mail scheduler
                   SET mail_count_done = sent.number, error_datetime = NULL
                  FROM (SELECT scheduler_id, count(*) AS number
                          FROM event_mail_registration
                         WHERE scheduler_id = ANY(%s) AND mail_sent
                         GROUP BY scheduler_id) sent
                 WHERE scheduler.id = sent.scheduler_id
                """,
                ids,
            )
        )
        self.invalidate_model(["mail_count_done", "error_datetime", "mail_state"], flush=False)
