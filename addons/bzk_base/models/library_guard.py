from odoo import Command, api, models


class LibraryGuard(models.AbstractModel):
    """Lets nobody reach into another library by naming a record of it.

    Core checks the rules of access on the record that is written, before it is written, and not
    on what a many2one points at; related fields are then read without rules. Whoever guesses an id
    could so read a customer of another library, or move a record there.
    """

    _name = "bzk.library.guard"
    _description = "Company separation"

    def _check_incoming(self, vals):
        """Check that the user may read whatever the values point at.

        Only models that are guarded themselves hold something to protect.

        :param dict vals: values as ``write`` or ``onchange`` take them
        :raises AccessError: without naming the record
        """
        if self.env.su:
            return
        for name, value in vals.items():
            field = self._fields.get(name)
            if not field or not field.relational or not value:
                continue
            comodel = self.env[field.comodel_name]
            if not hasattr(comodel, "_check_incoming"):
                continue
            if field.type != "many2one":
                self._check_commands(comodel, value)
                continue
            if isinstance(value, dict):
                value = value.get("id")
            elif isinstance(value, list | tuple):
                value = value[0]
            if isinstance(value, int):
                comodel.browse(value).check_access("read")

    def _check_commands(self, comodel, commands):
        """Check lines that may never be saved: an onchange computes with them all the same."""
        for command in commands:
            if not isinstance(command, list | tuple):
                continue
            if command[0] in (Command.CREATE, Command.UPDATE):
                comodel._check_incoming(command[2])
            if command[0] in (Command.UPDATE, Command.LINK) and isinstance(command[1], int):
                comodel.browse(command[1]).check_access("read")
            elif command[0] == Command.SET:
                comodel.browse(command[2]).check_access("read")

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_incoming(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_incoming(vals)
        result = super().write(vals)
        # Also where it went: a record must not be moved out of the user's libraries.
        if not self.env.su and any(
            name in self._fields and self._fields[name].type == "many2one" for name in vals
        ):
            self.check_access("write")
        return result

    def onchange(self, values, field_names, fields_spec):
        self._check_incoming(values)
        return super().onchange(values, field_names, fields_spec)
