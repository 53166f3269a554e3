from datetime import timedelta

from odoo import api, fields, models

#: Weekly newsletters that went before, in weeks ago.
PAST = (4, 3, 2, 1)
#: Of a thousand mails: came back for good, came back this time; of readers whose opening is
#: measured, how many in a hundred opened; of a hundred mails, how many were clicked in.
HARD, SOFT, OPENED, CLICKED = 6, 9, 48, 9
#: One in so many who may have the book tips told which genres they like, and how often they read.
TOLD = 3
#: Ready journeys that every library uses, since so many days.
JOURNEYS, SINCE = ("welcome", "welcome_youth", "birthday", "eighteen"), 60


class Demo(models.AbstractModel):
    """Newsletters that went, journeys that run, and what readers told they like."""

    _inherit = "bzk.demo"

    @api.private
    def load(self, members=None, report=None, folder=None):
        result = super().load(members, report, folder)
        for company in self._libraries():
            mailings = self.env["mailing.mailing"]
            if not mailings.search_count([("company_id", "=", company.id)], limit=1):
                self._tell_preferences(company)
                for weeks in PAST:
                    self._send_past(company, weeks)
                for journey in JOURNEYS:
                    self._run_journey(company, journey)
                self._begin(company, "weekly")
                self._begin(company, "tips")
        return result

    def _tell_preferences(self, company):
        """Let some readers have told the two genres that they borrow most."""
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH told AS (
                SELECT present.partner_id
                  FROM bzk_consent_present present
                  JOIN bzk_consent_purpose purpose ON purpose.id = present.purpose_id
                  JOIN res_partner partner ON partner.id = present.partner_id
                 WHERE purpose.code = 'book_tips' AND present.state = 'given'
                   AND partner.company_id = %(company)s AND partner.id %% %(told)s = 0
            ), liked AS (
                SELECT member.partner_id, stat.genre_id,
                       row_number() OVER (PARTITION BY member.partner_id
                                          ORDER BY sum(stat.loans) DESC, stat.genre_id) AS place
                  FROM told
                  JOIN bzk_membership member USING (partner_id)
                  JOIN bzk_loan_stat stat ON stat.membership_id = member.id
                 GROUP BY member.partner_id, stat.genre_id
            ), genres AS (
                INSERT INTO bzk_partner_preferred_genre (partner_id, genre_id)
                SELECT partner_id, genre_id FROM liked WHERE place <= 2
            )
            UPDATE res_partner partner
               SET mail_frequency = CASE WHEN partner.id %% 4 = 0 THEN 'monthly' ELSE 'weekly' END,
                   preferences_on = %(now)s::timestamp - make_interval(days => partner.id %% 300)
              FROM told
             WHERE partner.id = told.partner_id
            """,
            {"company": company.id, "told": TOLD, "now": fields.Datetime.now()},
        )
        self.env.invalidate_all()

    def _as_marketing(self, company):
        """Give the environment of who does this on the screen."""
        login = self._login("marketing", company)
        marketing = self.env["res.users"].search([("login", "=", login)])
        return (
            self.with_user(marketing)
            .with_context(lang="nl_NL", allowed_company_ids=company.ids)
            .env
        )

    def _run_journey(self, company, name):
        """Use a ready journey, and let it have run for some weeks."""
        ready = self._as_marketing(company).ref(f"bzk_campaigns.journey_{name}")
        journey = self.env["bzk.journey"].browse(ready.action_use()["res_id"])
        journey.with_env(ready.env).action_start()
        hours = {"hour_from": journey.hour_from, "hour_to": journey.hour_to}
        since = fields.Datetime.now() - timedelta(days=SINCE)
        journey.write({"date_from": since, "hour_from": 0, "hour_to": 24})
        journey._enter()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE bzk_journey_entry SET date = happened WHERE journey_id = %s", (journey.id,)
        )
        self.env.invalidate_all()
        self._live_through(journey)
        journey.write(hours)

    def _live_through(self, journey):
        """Take the steps of the last weeks, each on its own day, as if mailed then."""
        while True:
            self.env.flush_all()
            self.env.cr.execute(
                "SELECT id, due FROM bzk_journey_entry"
                " WHERE journey_id = %s AND state = 'running' AND due <= %s",
                (journey.id, fields.Datetime.now()),
            )
            due = self.env.cr.fetchall()
            if not due or not journey._advance():
                break
            self.env.flush_all()
            self.env.cr.execute(
                """
                WITH taken AS (
                    UPDATE bzk_journey_passage passage SET date = due.moment
                      FROM unnest(%(entries)s, %(moments)s::timestamp[]) due (entry_id, moment)
                     WHERE passage.entry_id = due.entry_id AND passage.date > due.moment
                       AND passage.date >= %(now)s
                 RETURNING passage.trace_id, passage.date)
                UPDATE mailing_trace trace
                   SET trace_status = 'sent', sent_datetime = taken.date, create_date = taken.date
                  FROM taken WHERE trace.id = taken.trace_id
                """,
                {
                    "entries": [entry for entry, _moment in due],
                    "moments": [moment for _entry, moment in due],
                    "now": self.env.cr.now(),
                },
            )
            self.env.invalidate_all()
            journey._settle(anew=True)

    def _begin(self, company, kind):
        """Let marketing begin a newsletter, as on the screen.

        :return: ``mailing.mailing``
        """
        wizard = self._as_marketing(company)["bzk.mailing.begin"]
        action = wizard.create({"kind": kind, "company_id": company.id}).action_begin()
        return self.env["mailing.mailing"].browse(action["res_id"])

    def _send_past(self, company, weeks):
        """Let a newsletter have gone some weeks ago, as if by post: nobody really got it."""
        mailing = self._begin(company, "weekly")
        sent = fields.Datetime.now() - timedelta(weeks=weeks, hours=2)
        number = sent.isocalendar().week
        mailing.subject = f"{mailing.subject} (week {number})"
        mailing._start()
        self.env.flush_all()
        self.env.cr.execute(
            """
            UPDATE mailing_trace trace
               SET trace_status = CASE WHEN draw < %(hard)s + %(soft)s THEN 'bounce'
                                       WHEN opened THEN 'open' ELSE 'sent' END,
                   bounce_kind = CASE WHEN draw < %(hard)s THEN 'hard'
                                      WHEN draw < %(hard)s + %(soft)s THEN 'soft' END,
                   returned_on = CASE WHEN draw < %(hard)s + %(soft)s
                                      THEN %(sent)s::timestamp + interval '3 minutes' END,
                   sent_datetime = %(sent)s, create_date = %(sent)s, tracked = watched,
                   open_datetime = CASE WHEN opened AND draw >= %(hard)s + %(soft)s
                       THEN %(sent)s::timestamp + make_interval(mins => 20 + draw) END
              FROM (SELECT mail.id, number.draw, agreed.watched,
                           agreed.watched AND number.draw %% 100 < %(opened)s AS opened
                      FROM mailing_trace mail
                     CROSS JOIN LATERAL (
                           SELECT abs(hashtext(mail.mass_mailing_id || '-' || mail.partner_id))
                                  %% 1000 AS draw) number
                     CROSS JOIN LATERAL (
                           SELECT EXISTS (
                                  SELECT FROM bzk_consent_present present
                                    JOIN bzk_consent_purpose purpose
                                      ON purpose.id = present.purpose_id
                                   WHERE purpose.code = 'tracking' AND present.state = 'given'
                                     AND present.partner_id = mail.partner_id) AS watched) agreed
                     WHERE mail.mass_mailing_id = %(mailing)s) fate
             WHERE trace.id = fate.id
            """,
            {"mailing": mailing.id, "hard": HARD, "soft": SOFT, "opened": OPENED, "sent": sent},
        )
        self.env.cr.execute(
            """
            UPDATE res_partner partner SET email_bounced = partner.email_normalized
              FROM mailing_trace trace
             WHERE trace.mass_mailing_id = %s AND trace.bounce_kind = 'hard'
               AND partner.id = trace.partner_id
            """,
            (mailing.id,),
        )
        self.env.invalidate_all()
        self._follow_links(mailing, sent)
        mailing.write({"state": "done", "sent_date": sent})

    def _follow_links(self, mailing, sent):
        """Let some readers have followed the link to the agenda, and a program all at once."""
        website = mailing.company_id.website or mailing.get_base_url()
        link = self.env["link.tracker"].create(
            {
                "url": f"{website}/agenda",
                "title": "Agenda",
                "label": "Agenda",
                **mailing._get_link_tracker_values(),
            }
        )
        self.env.flush_all()
        self.env.cr.execute(
            """
            WITH click AS (
                INSERT INTO link_tracker_click (
                       link_id, mailing_trace_id, mass_mailing_id, company_id, agent,
                       create_date, write_date)
                SELECT %(link)s, trace.id, trace.mass_mailing_id, trace.company_id, 'Mozilla/5.0',
                       moment, moment
                  FROM mailing_trace trace
                 CROSS JOIN LATERAL (SELECT %(sent)s::timestamp
                       + make_interval(mins => 30 + trace.partner_id %% 2000) AS moment) chosen
                 WHERE trace.mass_mailing_id = %(mailing)s AND trace.trace_status <> 'bounce'
                   AND abs(hashtext('click' || trace.partner_id || trace.mass_mailing_id))
                       %% 100 < %(clicked)s
             RETURNING mailing_trace_id, create_date)
            UPDATE mailing_trace trace SET links_click_datetime = click.create_date
              FROM click WHERE click.mailing_trace_id = trace.id
            """,
            {"link": link.id, "mailing": mailing.id, "sent": sent, "clicked": CLICKED},
        )
        self.env.invalidate_all()
