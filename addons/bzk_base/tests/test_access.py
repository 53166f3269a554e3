from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import ANNA, ROLES, LibraryCase

COMPANY_MODELS = (
    "res.partner",
    "bzk.branch",
    "bzk.source",
    "bzk.external.id",
    "bzk.import.profile",
    "bzk.import.column",
    "bzk.import.run",
    "bzk.import.row",
    "bzk.import.rejection",
)


@tagged("post_install", "-at_install")
class TestAccess(LibraryCase):
    """Nothing crosses from one library to another, whoever tries and however."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        runs = cls.env["bzk.import.run"]
        for profile, branch in ((cls.profile, "HLC"), (cls.other_profile, "ELD")):
            row = {**ANNA, "VESTIGING": branch, "EMAIL": "x"}
            content = runs._encode_file(cls._csv(cls, [row]))
            values = {"profile_id": profile.id, "file": content, "file_name": "f.csv"}
            runs.create(values).run_to_end()
            waiting = runs.create(
                {**values, "file": runs._encode_file(cls._csv(cls, [{**row, "ROEPNAAM": "An"}]))}
            )
            waiting.action_check()
            waiting._process()
        cls.foreign = {}
        for model in COMPANY_MODELS:
            records = cls.env[model].search([])
            cls.foreign[model] = records.filtered(
                lambda record: cls._library_of(record) == cls.other_library
            )

    @staticmethod
    def _library_of(record):
        if record._name == "bzk.import.row":
            return record.run_id.company_id
        return record.company_id

    def test_there_is_something_to_protect(self):
        for model, records in self.foreign.items():
            self.assertTrue(records, model)

    def test_search_and_group_find_own_library_only(self):
        for role in ROLES:
            for model in COMPANY_MODELS:
                records = self.env[model].with_user(self.users[role])
                if not records.has_access("read"):
                    continue
                with self.subTest(role=role, model=model):
                    found = records.with_context(active_test=False).search([])
                    self.assertFalse(found & self.foreign[model])
                    ids = self.foreign[model].ids
                    self.assertFalse(records.search_count([("id", "in", ids)]))
                    self.assertFalse(
                        records._read_group([("id", "in", ids)], [], ["id:recordset"])[0][0]
                    )
                    self.assertFalse(records.name_search("00000001", [("id", "in", ids)]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_read_write_delete_by_id(self):
        for role in ROLES:
            for model in COMPANY_MODELS:
                foreign = self.foreign[model][:1].with_user(self.users[role])
                field = "name" if "name" in foreign._fields else "key"
                field = field if field in foreign._fields else "state"
                field = field if field in foreign._fields else "headings"
                with self.subTest(role=role, model=model):
                    for attempt in (
                        lambda r=foreign, f=field: r.read([f]),
                        lambda r=foreign: r.export_data(["id"]),
                        lambda r=foreign, f=field: r.write({f: False}),
                        lambda r=foreign: r.unlink(),
                        lambda r=foreign: r.copy(),
                    ):
                        # Without the right to export at all the refusal is core's UserError.
                        with self.assertRaises(UserError), self.env.cr.savepoint():
                            attempt()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_moving_records_between_libraries(self):
        steward = self.users["administrator"]
        own = self._customer("00000001").with_user(steward)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            own.company_id = self.other_library
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.env["res.partner"].with_user(steward).create(
                {"name": "Smuggled", "company_id": self.other_library.id}
            )
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.env["bzk.import.run"].with_user(steward).create(
                {"profile_id": self.other_profile.id}
            )

    def test_person_without_library_is_seen_by_nobody(self):
        stray = self.env["res.partner"].create({"name": "Stray", "company_id": False})
        for role in ROLES:
            self.assertFalse(
                self.env["res.partner"].with_user(self.users[role]).search([("id", "=", stray.id)])
            )

    def test_staff_of_another_library_are_not_seen(self):
        colleague = self._new_user("front_desk", self.other_library)
        found = self.env["res.partner"].with_user(self.users["administrator"])
        self.assertFalse(found.search([("id", "=", colleague.partner_id.id)]))

    def test_authors_of_messages_can_be_read(self):
        """The system's account, and whoever works for several libraries, write in each of them."""
        both = self.users["administrator"]
        both.company_ids |= self.other_library
        colleague = self._new_user("insights", self.other_library)
        for partner in (self.env.ref("base.partner_root"), both.partner_id):
            for user in (self.users["front_desk"], colleague):
                partner.with_user(user).read(["name"])
                partner.invalidate_recordset()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_templates_are_read_only(self):
        template = self.env.ref("bzk_base.profile_wise").with_user(self.users["administrator"])
        self.assertTrue(template.name)
        for attempt in (
            lambda: template.write({"name": "Mine"}),
            lambda: template.column_ids[:1].write({"headings": "X"}),
            lambda: template.unlink(),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                attempt()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_who_may_change_what(self):
        customer = self._customer("00000001")
        for role, allowed in [
            ("front_desk", True),
            ("data_steward", True),
            ("marketing", False),
            ("insights", False),
        ]:
            with self.subTest(role):
                self.assertEqual(customer.with_user(self.users[role]).has_access("write"), allowed)
        for role in set(ROLES) - {"administrator"}:
            self.assertFalse(customer.with_user(self.users[role]).has_access("unlink"), role)
        for role in set(ROLES) - {"administrator", "data_steward"}:
            runs = self.env["bzk.import.run"].with_user(self.users[role])
            # A room may let others import what is its own.
            self.assertFalse(runs.has_access("read") and runs.search([]), role)

    def test_steward_imports_in_the_background(self):
        runs = self.env["bzk.import.run"].with_user(self.users["data_steward"])
        content = self._csv([{**ANNA, "LENERNUMMER": "00000009"}])
        run = runs.create(
            {
                "profile_id": self.profile.id,
                "file": runs._encode_file(content),
                "file_name": "f.csv",
                "partial": True,
            }
        )
        run.action_check()
        self.env["bzk.import.run"]._cron_process()
        run.action_import()
        self.env["bzk.import.run"]._cron_process()
        self.assertEqual(run.state, "done")
        self.assertTrue(self._customer("00000009"))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_naming_a_foreign_record_shows_and_moves_nothing(self):
        """Every many2one of every guarded model, as the role that may do most."""
        administrator = self.users["administrator"]
        foreign = {model: records[:1].id for model, records in self.foreign.items()}
        for model in COMPANY_MODELS:
            records = self.env[model].with_user(administrator)
            own = records.search([], limit=1)
            if model == "res.partner":
                own = self._customer("00000001").with_user(administrator)
            for name, field in records._fields.items():
                if field.comodel_name not in foreign or field.type != "many2one":
                    continue
                value = foreign[field.comodel_name]
                with self.subTest(model=model, field=name):
                    if hasattr(records, "_check_incoming"):
                        with self.assertRaises(AccessError):
                            records.onchange({name: value}, [name], {"display_name": {}})
                    if field.store and own:
                        with self.assertRaises(UserError), self.env.cr.savepoint():
                            own.write({name: value})
                            self.env.flush_all()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_following_a_foreign_customer(self):
        own = self._customer("00000001").with_user(self.users["front_desk"])
        with self.assertRaises(AccessError):
            own.message_subscribe(self.foreign["res.partner"].ids)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_state_of_an_import_cannot_be_set_by_hand(self):
        run = self.env["bzk.import.run"].search(
            [("company_id", "=", self.library.id), ("state", "=", "checked")], limit=1
        )
        run = run.with_user(self.users["data_steward"])
        for values in (
            {"state": "importing"},
            {"confirmed": True},
            {"position": 0},
            {"profile_id": self.profile.id},
            {"file": b""},
        ):
            with self.subTest(values), self.assertRaises(UserError), self.env.cr.savepoint():
                run.write(values)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            run.create({"profile_id": self.profile.id, "state": "importing"})

    def test_a_dialog_is_its_makers_only(self):
        dialogs = self.env["bzk.library.load"]
        maker = self.users["administrator"]
        other = self._new_user("administrator", self.other_library)
        dialog = dialogs.with_user(maker).create({})
        self.assertIn(dialog, dialogs.with_user(maker).search([]))
        self.assertNotIn(dialog, dialogs.with_user(other).search([]))
        with self.assertRaises(AccessError):
            dialog.with_user(other).write({})
        with self.assertRaises(AccessError):
            dialog.with_user(other).read(["display_name"])
