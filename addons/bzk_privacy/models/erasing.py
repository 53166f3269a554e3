from odoo import api, fields, models
from odoo.exceptions import UserError


class PersonalData(models.AbstractModel):
    """Erasing: what an erasure would do, and doing it."""

    _inherit = "bzk.personal.data"

    @api.model
    def _erasure_plan(self, partners, held=None):
        """What would become of everything held about these customers.

        :param held: what was found of them already
        :return: list of dicts with ``title, names, count, erase, reason``, those that stay last
        """
        plan = []
        for declaration, records in held or self._held(self._same_person(partners)):
            labels = self._labels(declaration)
            if declaration.model == "res.partner":
                told = declaration.shows or declaration.names
                filled = [name for name in told if any(record[name] for record in records)]
                labels = self._labels(declaration, filled)
                if not filled:
                    continue
            plan.append(
                {
                    "title": declaration.title or self.env["ir.model"]._get(declaration.model).name,
                    "names": ", ".join(labels),
                    "count": len(records),
                    "erase": declaration.erase,
                    "reason": declaration.reason,
                }
            )
        return sorted(plan, key=lambda line: line["erase"] == "keep")

    def _labels(self, declaration, names=None):
        names = declaration.names if names is None else names
        found = self.env[declaration.model].sudo().fields_get(list(names), ["string"])
        return [found[name]["string"] for name in names if name in found] if names else []

    @api.model
    def _erase(self, partners, erasure):
        """Make customers anonymous in one transaction; nothing about them can be got back.

        Whoever calls has checked that the user may do this.

        :param partners: ``res.partner`` records of one library
        :param erasure: the ``bzk.erasure`` that keeps the proof
        :return: list of dicts as :meth:`_erasure_plan` gives, of what was done
        :raises UserError: when one of them cannot be erased, saying why
        """
        partners = partners.exists()
        obstacles = self._obstacles(partners)
        if obstacles:
            raise UserError("\n".join(sentence for _partner, sentence in obstacles))
        # sudo: the rights of whoever approved this were checked; every room's data must go.
        persons = self._same_person(partners).sudo()
        persons = persons.with_context(tracking_disable=True, mail_notrack=True, active_test=False)
        persons.lock_for_update()
        self.env["bzk.erased.key"].sudo()._remember(erasure, persons)
        # What is where follows from keys and addresses, so all is found before anything goes.
        held = self._held(persons)
        plan = self._erasure_plan(persons, held)
        self._before_erase(persons)
        for declaration, records in held:
            if declaration.erase == "delete":
                self._delete(records.exists())
        for declaration, records in held:
            if declaration.erase == "clear" and declaration.model != "res.partner":
                self._clear(records.exists(), declaration.names)
        self._anonymise(persons)
        self.env.flush_all()
        self.env.invalidate_all()
        return plan

    def _delete(self, records):
        """Delete, also where a model would rather archive, as bank accounts do."""
        records = records.with_context(tracking_disable=True)
        records.unlink()
        models.BaseModel.unlink(records.exists())

    def _clear(self, records, names):
        """Empty fields; one that must hold something gets a word that says nothing.

        Past the models' own ``write``: a history that nobody may change, such as consents, loses
        the person all the same.
        """
        write = models.BaseModel.write
        for name in names if records else ():
            field = records._fields[name]
            if field.type == "one2many":
                continue
            if field.required and field.type in ("char", "text"):
                for record in records:
                    write(record, {name: f"{self._erased_word()} {record.id}"})
            else:
                write(records, {name: [(5,)] if field.type == "many2many" else False})

    def _erased_word(self):
        return self.env._("erased")

    def _anonymise(self, persons):
        """Empty the customers themselves, and whatever an addon added without declaring it."""
        declared = [item for item in self._declarations() if item.model == "res.partner"]
        names = {name for item in declared if item.erase == "clear" for name in item.names}
        names |= set(self._undeclared_names())
        values = {}
        for name in names:
            field = persons._fields[name]
            if name == "image_1920" or field.compute and field.readonly and not field.inverse:
                continue
            values[name] = [(5,)] if field.type == "many2many" else False
        values |= {
            "name": self.env._("Erased customer"),
            "active": False,
            "erased_on": fields.Date.context_today(self),
        }
        accounts = self.env["res.users"].sudo().search([("partner_id", "in", persons.ids)])
        accounts.write({"active": False})
        for company in persons.company_id:
            own = persons.filtered(lambda person, company=company: person.company_id == company)
            # Fields that differ by company are emptied in their own.
            # Core refuses while there is an account, and would see those just archived.
            own = own.with_company(company).with_context(active_test=True)
            # An image is five files, looked for one by one.
            own.filtered("image_1920").write({"image_1920": False})
            own.write(values)
