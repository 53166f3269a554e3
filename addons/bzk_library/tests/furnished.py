from dateutil.relativedelta import relativedelta
from odoo import fields

from odoo.addons.bzk_membership.tests.common import YOUTH_ROW, MemberCase

NOTE = "hoortoestel-xyzzy"
#: Words that occur nowhere but with the person who is erased.
TELLING = (
    "Wegwezen",
    "Vergeetlaan",
    "Fenneke",
    NOTE,
    "612999888",
    "77001122",
    "77009999",
    "00099887766550",
    "T-4711",
)
MEMBER = {
    "LENERNUMMER": "77001122",
    "VOORLETTERS": "F.",
    "ROEPNAAM": "Fenneke",
    "NAAM": "Wegwezen",
    "GESLACHT": "V",
    "GEBOORTEDATUM": "03-02-1950",
    "ADRES": "Vergeetlaan",
    "HUISNUMMER": "7",
    "POSTCODE": "2011AB",
    "WOONPLAATS": "Haarlem",
    "EMAIL": "fenneke@wegwezen.example",
    "TELEFOON": "0612999888",
    "VESTIGING": "HLC",
    "PASNUMMER": "00099887766550",
    "ABONNEMENT": "VOLW",
    "INGANGSDATUM": "01-09-2015",
    "EINDDATUM": "01-09-2020",
    "UITLENINGEN_2026_ROMAN": "7",
}


#: Words that occur nowhere but with somebody at an organisation, and what was said to them.
AT_WORK = ("Zeldenrust", "Zwanette", "zeldenrust.example", "leesplan-qwfp")
SUBJECT = "leesplan-qwfp"


class FurnishedCase(MemberCase):
    """A customer with something in every room, all of it naming them."""

    def setUp(self):
        super().setUp()
        self.steward = self.users["data_steward"]
        self._import([MEMBER, YOUTH_ROW])
        self._import([{**MEMBER, "LENERNUMMER": "77009999", "PASNUMMER": "", "EMAIL": "fout"}])
        self.person = self._customer("77001122")
        self.child = self._customer(YOUTH_ROW["LENERNUMMER"])
        self._furnish()
        self._furnish_activities()
        self._furnish_campaigns(self.person)
        self.merge = self._merge_with_double()

    def _furnish(self):
        """Something in every room, all of it naming the person."""
        person, desk = self.person, self.users["front_desk"]
        shared = {"partner_id": person.id, "company_id": self.library.id}
        person.write(
            {"do_not_contact": True, "do_not_contact_reason": NOTE, "comment": f"<p>{NOTE}</p>"}
        )
        self.env["bzk.contact.moment"].with_user(desk).create(
            {
                **shared,
                "channel": "phone",
                "note": f"Wegwezen vroeg naar een {NOTE}",
                "subject_id": self.env["bzk.contact.subject"].search([], limit=1).id,
            }
        )
        self.env["bzk.transaction"].create(
            {
                **shared,
                "kind": "gift",
                "description": "Lezing met Fenneke",
                "amount": 12.5,
                "source_id": self.source.id,
                "key": "T-4711",
            }
        )
        household = self.env["bzk.household"].create({"company_id": self.library.id})
        (person | self.child).write({"household_id": household.id})
        self.env["bzk.guardian"].create(
            {"child_id": self.child.id, "guardian_id": person.id, "kind": "guardian"}
        )
        purpose = self.env["bzk.consent.purpose"].search([], limit=1)
        decision = {
            "company_id": self.library.id,
            "purpose_id": purpose.id,
            "state": "given",
            "channel": "desk",
        }
        self.own_consent, self.child_consent = self.env["bzk.consent"].create(
            [
                {**decision, "partner_id": person.id, "evidence": NOTE},
                {**decision, "partner_id": self.child.id, "guardian_id": person.id},
            ]
        )
        child_membership = self.env["bzk.membership"].search([("partner_id", "=", self.child.id)])
        child_membership.write(
            {"payer_id": person.id, "date_end": self.today - relativedelta(days=1)}
        )
        person.with_context(tracking_disable=False).write({"moved_away": True})
        person.message_post(body=f"{NOTE} besteld", subject="Wegwezen")

    def _furnish_activities(self):
        """An order with a seat of the person's own and one of a guest, with what hangs on them."""
        begin = fields.Datetime.now() - relativedelta(days=9)
        self.activity = self.env["event.event"].create(
            {
                "name": "Lezing",
                "company_id": self.library.id,
                "organizer_id": self.library.partner_id.id,
                "date_begin": begin,
                "date_end": begin + relativedelta(hours=2),
                "event_mail_ids": [(5,)],
            }
        )
        booked = {"event_id": self.activity.id, "partner_id": self.person.id, "state": "done"}
        own, guest, of_child = self.env["event.registration"].create(
            [
                {**booked, "attendee_id": self.person.id, "barcode": "T-4711-1"},
                {**booked, "attendee_id": False, "name": "Gast van Wegwezen"},
                {**booked, "attendee_id": self.child.id, "name": "Bram", "email": "b@x.example"},
            ]
        )
        question = self.env["event.question"].create(
            {"title": "Eten", "question_type": "text_box", "event_ids": [(4, self.activity.id)]}
        )
        self.env["event.registration.answer"].create(
            {"registration_id": own.id, "question_id": question.id, "value_text_box": NOTE}
        )
        own.with_context(tracking_disable=False).write({"email": "fenneke2@wegwezen.example"})
        own.message_post(body=f"Wegwezen heeft een {NOTE}")
        guest.activity_schedule("mail.mail_activity_data_todo", note="Bel Fenneke")
        sent = {"buyer_name": "Fenneke Wegwezen", "buyer_phone": "+31612999888"}
        self.order = self.env["bzk.ticket.order"].create(
            {
                "name": "B-77",
                "source_id": self.source.id,
                "partner_id": self.person.id,
                "buyer_name": "Fenneke Wegwezen",
                "buyer_email": "fenneke@wegwezen.example",
                "buyer_phone": "+31612999888",
                "date": begin,
                "state": "paid",
                "amount": 15,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "key": f"B-77-{number}",
                            "event_id": self.activity.id,
                            "registration_id": seat.id,
                            "price": 5,
                            "sent": sent,
                            "digest": "x",
                        },
                    )
                    for number, seat in enumerate((own, guest, of_child), 1)
                ],
            }
        )

    def _merge_with_double(self):
        double = self.env["res.partner"].create(
            {
                "firstname": "Fenneke",
                "lastname": "Wegwezen-Oud",
                "street": "Vergeetlaan 9",
                "company_id": self.library.id,
            }
        )
        double.message_post(body=f"Ook {NOTE}")
        low, high = sorted((self.person.id, double.id))
        self.env["bzk.duplicate"]._propose(self.library, [(low, high, "likely", 9, [])])
        return self.env["bzk.merge"].with_user(self.steward)._merge(self.person, double)

    def _tables_holding(self, words):
        """Tables and views kept as tables, of the whole database, in which a word stands."""
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT relname FROM pg_class WHERE relkind IN ('r', 'm', 'p')"
            " AND relnamespace = current_schema()::regnamespace"
        )
        found = set()
        for (table,) in self.env.cr.fetchall():
            self.env.cr.execute(
                f'SELECT 1 FROM "{table}" t WHERE t::text ILIKE ANY(%s) LIMIT 1',
                ([f"%{word}%" for word in words],),
            )
            if self.env.cr.fetchone():
                found.add(table)
        return found

    def _furnish_campaigns(self, person):
        """A mail that somebody got on a journey, with what became of it."""
        shared = {"company_id": self.library.id}
        now = fields.Datetime.now()
        purpose = self.env.ref("bzk_consent.purpose_newsletter")
        journey = self.env["bzk.journey"].create(
            {"name": "Welkom", "purpose_id": purpose.id, **shared}
        )
        step = self.env["bzk.journey.step"].create(
            {"name": "Brief", "journey_id": journey.id, "subject": "Welkom bij ons"}
        )
        at = {"partner_id": person.id, "date": now, **shared}
        entry = self.env["bzk.journey.entry"].create(
            {
                "journey_id": journey.id,
                "key": "1",
                "happened": now,
                "state": "running",
                **at,
            }
        )
        trace = self.env["mailing.trace"].create(
            {
                "trace_type": "mail",
                "trace_status": "sent",
                "model": "res.partner",
                "res_id": person.id,
                "partner_id": person.id,
                "email": person.email_normalized,
                "message_id": f"<1@{person.email_normalized.partition('@')[2]}>",
                "mass_mailing_id": step.mailing_id.id,
                "key": str(entry.id),
                "sent_datetime": now,
                **shared,
            }
        )
        self.env["bzk.journey.passage"].create(
            {
                "entry_id": entry.id,
                "step_id": step.id,
                "outcome": "done",
                "trace_id": trace.id,
                "date": now,
                **shared,
            }
        )
        link = self.env["link.tracker"].create(
            {
                "url": f"https://bibliotheek.example/{person.id}",
                "title": "Thuis",
                "mass_mailing_id": step.mailing_id.id,
            }
        )
        self.env["link.tracker.click"].create(
            {"link_id": link.id, "mailing_trace_id": trace.id, "agent": f"{person.lastname}/1.0"}
        )
        self.env["bzk.mailing.holdout"].create({"mailing_id": step.mailing_id.id, **at})
        self.env["bzk.campaign.effect"].create(
            {"journey_id": journey.id, "entry_id": entry.id, "arm": "mailed", "until": now, **at}
        )

    def _furnish_work(self):
        """Somebody at a school, with whatever hangs on them and on the school."""
        company, manager = {"company_id": self.library.id}, self.users["relations"]
        self.relation = self.env["bzk.relation"].create(
            {
                "name": "Basisschool De Toets",
                "group_id": self.env.ref("bzk_dmu.group_primary").id,
                "user_id": manager.id,
                **company,
            }
        )
        self.contact = self.env["res.partner"].create(
            {
                "firstname": "Zwanette",
                "lastname": "Zeldenrust",
                "email": "zwanette@zeldenrust.example",
                "work_contact": True,
                **company,
            }
        )
        self.place = self.env["bzk.dmu.member"].create(
            {
                "relation_id": self.relation.id,
                "partner_id": self.contact.id,
                "function_id": self.env.ref("bzk_dmu.function_director").id,
                "note": f"Zwanette leest het {SUBJECT}",
            }
        )
        self.report = (
            self.env["bzk.contact.report"]
            .with_user(manager)
            .create(
                {
                    "relation_id": self.relation.id,
                    "subject": SUBJECT,
                    "body": "<p>Met Zwanette Zeldenrust</p>",
                    "date": fields.Datetime.now(),
                    "participant_ids": [(6, 0, self.place.ids)],
                    "agreement_ids": [
                        (0, 0, {"name": f"Zwanette stuurt {SUBJECT}", "member_id": self.place.id})
                    ],
                }
            )
        )
        self.report.action_done()
        self.appointment = (
            self.env["calendar.event"]
            .with_user(manager)
            .create(
                {
                    "name": f"Bij Zwanette over {SUBJECT}",
                    "start": fields.Datetime.now(),
                    "stop": fields.Datetime.now(),
                    "relation_id": self.relation.id,
                    "partner_ids": [(6, 0, (self.contact | manager.partner_id).ids)],
                }
            )
        )
        self._furnish_campaigns(self.contact)
        self.relation.message_subscribe(self.contact.ids)
        self.person.message_subscribe(self.person.ids)
        self.relation.with_user(manager).message_post(
            body=f"Dag Zwanette, het {SUBJECT}",
            subject=SUBJECT,
            partner_ids=self.contact.ids,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        self.relation.activity_schedule(
            "mail.mail_activity_data_todo", note="Bel Zwanette", user_id=manager.id
        )
        self.env["ir.attachment"].create(
            {"name": "Zwanette.txt", "res_model": "bzk.relation", "res_id": self.relation.id}
        )
        self.env["crm.lead"].with_user(manager).create(
            {
                "relation_id": self.relation.id,
                "partner_id": self.contact.id,
                "name": f"{SUBJECT} erbij",
            }
        )
        self.env["bzk.consent"].create(
            {
                "partner_id": self.contact.id,
                "purpose_id": self.env["bzk.consent.purpose"].search([], limit=1).id,
                "state": "given",
                "channel": "mail",
                "evidence": SUBJECT,
                **company,
            }
        )
        self.env["res.partner.bank"].create(
            {"acc_number": "NL00ZWANETTE", "partner_id": self.contact.id}
        )
