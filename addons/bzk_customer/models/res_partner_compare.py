from odoo import models
from odoo.tools import format_date

from odoo.addons.bzk_base.importing.cleaning import phone_display


class ResPartner(models.Model):
    """A customer in words, to put beside another."""

    _inherit = "res.partner"

    def _compare_text(self, unit):
        """A unit as people read it; of several fields the first says what it is about."""
        if unit[0] == "infix":
            return " ".join(filter(None, (self.infix, self.lastname)))
        if unit[0] == "street":
            place = " ".join(filter(None, (self.zip, self.city)))
            moved = self.moved_away and self.env._("moved away")
            return "\n".join(filter(None, (self.street, place, self.state_id.name, moved)))
        if unit[0] == "birthdate" and self.birthdate:
            return self.env._(
                "%(date)s (%(age)s years)",
                date=format_date(self.env, self.birthdate),
                age=self.age,
            )
        if unit[0] == "phone":
            return phone_display(self.phone or "")
        if unit[0] == "household_id":
            return self.household_id.member_names or ""
        field = self._fields[unit[0]]
        value = self[unit[0]]
        if field.type == "many2one":
            return value.display_name or ""
        if field.type == "selection":
            return dict(field._description_selection(self.env)).get(value, "")
        return field.convert_to_export(value, self) and str(value)

    def _compare_keys(self):
        """The customer's numbers in the sources."""
        states = dict(self.external_id_ids._fields["state"]._description_selection(self.env))
        lines = []
        for key in self.external_id_ids:
            line = f"{key.source_id.name} {key.key}"
            if key.state != "current":
                line += f" ({states[key.state].lower()})"
            lines.append(line)
        return "\n".join(lines)

    def _compare_marks(self):
        """What must be seen at once about a customer, as words."""
        _ = self.env._
        marks = []
        if self.deceased:
            marks.append(_("Deceased"))
        if self.do_not_contact:
            marks.append(_("Do not contact"))
        if not self.active:
            marks.append(_("Archived"))
        return marks
