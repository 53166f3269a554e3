from odoo import api, models


class BzkPersonalData(models.AbstractModel):
    """The personal data of the ground floor, and of Odoo's own models."""

    _inherit = "bzk.personal.data"

    @api.model
    def _declarations(self):
        return [
            *super()._declarations(),
            *self._declare_customer(),
            *self._declare_records(),
            *self._declare_import(),
        ]

    def _declare_customer(self):
        """What ``res.partner`` itself holds."""
        _ = self.env._
        identity = {
            "title": _("Name and person"),
            "person": "id",
            "purpose": _("To know who the customer is and to tell customers apart"),
            "basis": "agreement",
            "term": "customer",
            "erase": "clear",
        }
        contact = identity | {
            "title": _("Address, e-mail and phone"),
            "purpose": _("To reach the customer"),
        }
        figures = identity | {
            "title": _("Branch and library"),
            "purpose": _("Figures per branch and library"),
            "basis": "task",
            "erase": "keep",
            "reason": _("Without a name these say nothing about a person; figures need them."),
        }
        return [
            self._declare(
                "res.partner",
                ["name", "complete_name", "initials", "firstname", "infix", "lastname"]
                + ["birthdate", "gender", "ref", "vat", "barcode", "company_registry"],
                shows=["name", "initials", "firstname", "infix", "lastname", "birthdate", "gender"]
                + ["ref", "vat", "barcode", "company_registry"],
                **identity,
            ),
            self._declare(
                "res.partner",
                ["street", "street2", "street_name", "street_number", "street_number2"]
                + ["zip", "city", "city_id", "state_id", "email", "email_normalized", "phone"]
                + ["phone_sanitized", "website", "lang", "tz", "partner_latitude"]
                + ["partner_longitude"],
                shows=["street", "street2", "zip", "city", "state_id", "email", "phone", "website"]
                + ["lang", "tz", "partner_latitude", "partner_longitude"],
                **contact,
            ),
            self._declare(
                "res.partner",
                ["comment", "category_id", "function", "industry_id", "user_id", "parent_id"]
                + ["company_name", "properties", "image_1920"],
                **identity
                | {
                    "title": _("Notes, photo and other details"),
                    "purpose": _("To help the customer well at the desk"),
                    "basis": "task",
                },
            ),
            self._declare(
                "res.partner",
                ["branch_id", "company_id", "country_id", "erased_on", "work_contact"],
                **figures,
            ),
        ]

    def _declare_records(self):
        """What Odoo's own models hold about a customer."""
        _ = self.env._
        on_customer = (("res_model", "=", "res.partner"),)
        service = {"purpose": _("To help the customer well at the desk"), "basis": "task"}
        kept = {"term": "message", **service}
        system = "user_notification"
        with_customer = {"term": "customer", **service}
        account = {
            "purpose": _("To let the customer log in"),
            "basis": "agreement",
            "term": "customer",
        }
        return [
            self._declare(
                "mail.message",
                title=_("Messages and notes"),
                person="res_id",
                where=[("model", "=", "res.partner"), ("message_type", "!=", system)],
                shows=["date", "author_id", "subject", "body"],
                **kept,
            ),
            self._declare(
                "mail.message",
                title=_("Notices to employees about the customer"),
                person="res_id",
                where=[("model", "=", "res.partner"), ("message_type", "=", system)],
                shows=["date", "subject"],
                **kept,
            ),
            self._declare(
                "mail.message",
                ["author_id", "email_from"],
                title=_("Messages that the customer wrote"),
                person="author_id",
                where=["!", ("model", "=", "res.partner")],
                shows=["date", "subject", "body"],
                erase="clear",
                **kept,
            ),
            self._declare(
                "mail.tracking.value",
                title=_("Changes of details"),
                person="mail_message_id.res_id",
                where=[("mail_message_id.model", "=", "res.partner")],
                shows=["create_date", "field_id", "old_value_char", "new_value_char"],
                **kept,
            ),
            self._declare(
                "mail.notification",
                title=_("Messages that were sent"),
                person="res_partner_id",
                shows=["mail_message_id", "notification_type", "read_date"],
                **kept,
            ),
            self._declare(
                "mail.mail",
                title=_("Mails that were sent"),
                find="_reach_mails",
                shows=["subject", "email_to", "state", "date"],
                **kept,
            ),
            self._declare(
                "mail.followers",
                title=_("What the customer follows"),
                person="partner_id",
                shows=["res_model"],
                **with_customer,
            ),
            self._declare(
                "mail.activity",
                title=_("Planned activities"),
                person="res_id",
                where=on_customer,
                shows=["activity_type_id", "summary", "note", "date_deadline"],
                **with_customer,
            ),
            self._declare(
                "ir.attachment",
                title=_("Documents"),
                person="res_id",
                where=on_customer,
                shows=["name", "create_date", "mimetype", "file_size"],
                **with_customer,
            ),
            self._declare(
                "ir.model.data",
                title=_("Technical names"),
                person="res_id",
                where=[("model", "=", "res.partner")],
                shows=["name"],
                **with_customer,
            ),
            self._declare(
                "res.partner.bank",
                title=_("Bank accounts"),
                shows=["acc_number"],
                purpose=_("Payments"),
                basis="agreement",
                term="customer",
            ),
            self._declare(
                "res.users",
                ["login", "signature"],
                title=_("Own account"),
                where=[("share", "=", True), ("active", "in", [True, False])],
                shows=["login", "create_date"],
                erase="clear",
                **account,
            ),
        ]

    def _declare_import(self):
        """What an import keeps about a customer."""
        _ = self.env._
        values = {
            "purpose": _("To keep the customer the same as in the library system"),
            "basis": "agreement",
        }
        return [
            self._declare(
                "bzk.external.id",
                title=_("Numbers in the library's systems"),
                shows=["source_id", "key", "sent", "state", "missing_since"],
                term="customer",
                **values,
            ),
            self._declare(
                "bzk.import.rejection",
                title=_("Rows that an import refused"),
                find="_reach_rejections",
                shows=["run_id", "row_no", "key", "reason", "header", "value", "cells"],
                term="import",
                **values,
            ),
            self._declare(
                "bzk.import.row",
                title=_("Rows that wait to be imported"),
                find="_reach_planned_rows",
                shows=["run_id", "key", "kind", "data"],
                term="import",
                **values,
            ),
            self._declare(
                "bzk.import.run",
                ["file", "preview"],
                title=_("Imported files"),
                find="_reach_files",
                shows=["file_name", "source_id", "date_done"],
                term="import",
                erase="keep",
                reason=_(
                    "A file as it came in is not changed; it is removed when its term is over. "
                    "The person does not come back through it."
                ),
                **values,
            ),
        ]
