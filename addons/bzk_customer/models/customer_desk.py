from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.bzk_base.importing.cleaning import split_infix

from ..searching import Question

#: Lines that the desk asks for at once, at the most.
MOST_LINES = 100


class ResPartner(models.Model):
    """What the desk shows of each customer it finds: enough to know who it is."""

    _inherit = "res.partner"

    @api.model
    @api.readonly
    def desk_search(self, text, limit=20):
        """Find customers for the desk, also those who left, died or were merged.

        :param str text: as typed: a name, number, e-mail, phone, or postcode and house number
        :param int limit: number of lines at the most
        :return: dict of ``lines`` (who fits), ``near`` (who only looks like it), each a list of
            dicts, the best first, and ``more`` (whether more fit)
        """
        limit = max(1, min(int(limit or 0), MOST_LINES))
        partners = self.with_context(active_test=False)
        found, near = partners._find_ranked(str(text or ""), self._desk_domain(), limit + 1)
        lines = partners.browse([*found, *near][:limit])._desk_lines()
        fits = set(partners.browse(found)._merged_targets().ids)
        return {
            "lines": [line for line in lines if line["id"] in fits],
            "near": [line for line in lines if line["id"] not in fits],
            "more": len(found) > limit,
        }

    @api.model
    @api.readonly
    def desk_lines(self, ids):
        """Lines of customers whom the user had before, in that order; without who is gone.

        :param list ids: ids of customers
        """
        ids = [int(partner_id) for partner_id in ids[:MOST_LINES]]
        partners = self.with_context(active_test=False)
        known = partners.search(self._desk_domain() & Domain("id", "in", ids))
        order = {partner_id: place for place, partner_id in enumerate(ids)}
        return known.sorted(lambda partner: order[partner.id])._desk_lines()

    def desk_open(self):
        """Open the view of the customer."""
        return self._open_customer()

    @api.model
    def desk_new(self, text):
        """Open an empty form for somebody who was not found, with what was typed already in it."""
        question = Question(str(text or ""))
        values = {"is_company": False}
        if question.email:
            values["email"] = question.email
        elif question.postcode:
            values |= {"zip": question.postcode, "street_number": question.number}
        elif question.digits and question.phones:
            values["phone"] = question.digits
        elif question.is_name:
            first, _blank, last = question.text.partition(" ")
            infix, lastname = split_infix(last) if last else (None, first)
            values |= {"firstname": last and first, "infix": infix, "lastname": lastname}
        action = self.env["ir.actions.act_window"]._for_xml_id("bzk_base.action_customers")
        form = self.env.ref("bzk_base.view_customer_form")
        return {
            **action,
            "name": self.env._("New customer"),
            "views": [(form.id, "form")],
            "context": {f"default_{name}": value for name, value in values.items()},
        }

    @api.model
    def _desk_domain(self):
        """Whom the desk finds: private customers, so no colleagues and nobody's people at work."""
        return (
            Domain("is_company", "=", False)
            & Domain("partner_share", "=", True)
            & Domain("work_contact", "=", False)
        )

    def _desk_lines(self):
        """Describe each customer; whoever was merged by who has everything now, once.

        :return: list of dicts
        """
        formerly = defaultdict(list)
        for partner in self:
            target = partner._merged_target()
            formerly[target] += [partner.name] if target != partner else []
        targets = self.browse(target.id for target in formerly)
        details = targets._desk_details() if targets else {}
        return [
            {**details[target.id], "formerly": names[0] if names else False}
            for target, names in formerly.items()
        ]

    def _desk_details(self):
        """What a line tells about each customer; rooms add what they know.

        ``number`` is what stands on a card, ``badges`` are pairs of a text and its colour as
        Bootstrap calls it.

        :return: dict of id -> dict
        """
        # Only whether there is a photo, of customers whom the user may read.
        photos = (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "image_128"),
                    ("res_id", "in", self.ids),
                ]
            )
        )
        with_photo = set(photos.mapped("res_id"))
        return {
            partner.id: {
                "id": partner.id,
                "name": partner.name or "",
                "letters": partner._desk_letters(),
                "photo": partner.id in with_photo,
                "birthdate": fields.Date.to_string(partner.birthdate),
                "age": partner.age if partner.birthdate else False,
                "street": partner.street or "",
                "place": " ".join(part for part in (partner.zip, partner.city) if part),
                "branch": partner.branch_id.name or "",
                "number": "",
                "badges": partner._desk_badges(),
            }
            for partner in self
        }

    def _desk_letters(self):
        """Two letters that stand for a photo."""
        first, last = (self.firstname or self.initials or "")[:1], (self.lastname or "")[:1]
        return (first + last or (self.name or "?")[:1]).upper()

    def _desk_badges(self):
        """What must be clear at sight, as pairs of a text and a colour."""
        self.ensure_one()
        _ = self.env._
        marks = [
            (self.deceased, _("Deceased"), "dark"),
            (self.moved_away, _("Moved away"), "warning"),
            (self.do_not_contact, _("Do not contact"), "danger"),
            (not self.active, _("Archived"), "secondary"),
        ]
        return [(text, colour) for holds, text, colour in marks if holds]

    def _merged_targets(self):
        """The customers themselves, or who has everything of those who were merged."""
        return self.browse(partner._merged_target().id for partner in self)

    def _merged_target(self):
        """Who has everything of a merged customer now; the customer itself otherwise."""
        partner = self
        while partner.merged_into_id:
            partner = partner.merged_into_id
        return partner
