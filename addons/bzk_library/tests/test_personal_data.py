from unittest.mock import patch

from odoo.tests import TransactionCase, tagged

#: Where a chain of references stops being about a person: settings, accounts, the library itself.
STOPS = ("res.company", "res.users", "bzk.import.run", "bzk.import.profile", "bzk.source")


@tagged("post_install", "-at_install")
class TestPersonalData(TransactionCase):
    """Everything the CRM stores about a person is declared, by whichever addon stores it."""

    def _declared(self):
        """Fields that are declared: dict of model -> set of names, or None for the whole model."""
        found = {}
        for item in self.env["bzk.personal.data"]._declarations():
            if not item.names:
                found[item.model] = None
            elif found.get(item.model, set()) is not None:
                found.setdefault(item.model, set()).update(item.names)
        return found

    def _ours(self, module):
        return bool(module) and module.startswith("bzk_")

    def _fields_on_a_person(self):
        """Stored fields that our addons add to customers."""
        return [
            name
            for name, field in self.env["res.partner"]._fields.items()
            if field.store and field.column_type and any(map(self._ours, field._modules))
        ]

    def _models_about_persons(self):
        """Our stored models from which a chain of references leads to a customer."""
        ours = {
            name: model
            for name, model in self.env.registry.items()
            if model._auto
            and not model._abstract
            and not model._transient
            and self._ours(model._original_module)
            and name not in STOPS
        }
        about = {"res.partner"}
        while True:
            more = {
                name
                for name, model in ours.items()
                if name not in about
                and any(
                    field.store
                    and field.type == "many2one"
                    and field.comodel_name in about
                    or field.type == "one2many"
                    and field.comodel_name == "res.partner"
                    for field in model._fields.values()
                )
            }
            if not more:
                return about - {"res.partner"}
            about |= more

    def _undeclared(self):
        declared = self._declared()
        fields = [
            f"res.partner.{name}"
            for name in self._fields_on_a_person()
            if name not in declared["res.partner"]
        ]
        models = [
            name for name in self._models_about_persons() if declared.get(name, set()) is not None
        ]
        return sorted(fields + models)

    def test_nothing_personal_is_undeclared(self):
        self.assertEqual(
            self._undeclared(),
            [],
            "Declare these in the addon's models/personal_data.py, with purpose and term.",
        )

    def test_a_missing_declaration_is_noticed(self):
        """The test above fails when one declaration of a field, or of a model, is taken away."""
        data = type(self.env["bzk.personal.data"])
        everything = data._declarations

        def without(drop):
            return patch.object(
                data,
                "_declarations",
                lambda self: [item for item in everything(self) if not drop(item)],
            )

        with without(lambda item: "birthdate" in item.names):
            self.assertIn("res.partner.birthdate", self._undeclared())
        for model in ("bzk.membership", "bzk.loan.stat", "bzk.external.id", "bzk.merge.line"):
            with self.subTest(model), without(lambda item, model=model: item.model == model):
                self.assertIn(model, self._undeclared())

    def test_declarations_are_sound(self):
        """Each names fields and paths that exist, and a term that is there."""
        data = self.env["bzk.personal.data"]
        partner = self.env["res.partner"].create({"lastname": "Toets"})
        terms = {term.code for term in data._terms()}
        for item in data._declarations():
            with self.subTest(model=item.model, names=item.names):
                model = self.env[item.model].sudo()
                self.assertLessEqual({*item.names, *item.shows}, set(model._fields))
                self.assertIn(item.term, terms)
                model.search(data._reach(item, partner), limit=1)

    def test_terms_are_sound(self):
        self.env["bzk.retention.rule"]._complete()
        for rule in self.env["bzk.retention.rule"].search([]):
            with self.subTest(rule.code):
                rule._due(rule.create_date.date())
