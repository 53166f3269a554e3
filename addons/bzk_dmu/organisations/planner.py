"""Lists without a number: a row is known by what it is about."""

from hashlib import blake2b

from odoo.addons.bzk_base.importing.cleaning import Refusal
from odoo.addons.bzk_base.importing.fields import ROW
from odoo.addons.bzk_base.importing.planning import Planner

from .names import fold

MAX_KEY = 160
SEPARATOR = " / "


class ListPlanner(Planner):
    """Gives rows a key made of their own cells.

    :param columns: list of :class:`~odoo.addons.bzk_base.importing.fields.Column`
    :param names: fields that make the key together; the first must be filled
    :param missing: code for refusing a row without the first
    :param number: field that is the key where a row has it, such as the BRIN
    :param spare: names of fields of which one comes in the key when none of the others is filled
    """

    def __init__(self, columns, compose, width, padded, *, names, missing, number=None, spare=()):
        super().__init__(columns, compose, width, padded, key_names=names[:1])
        by_name = {column.field.name: column for column in self.columns}
        self.parts = [by_name[name] for name in names if name in by_name]
        self.spare = [by_name[name] for name in spare if name in by_name]
        self.number = by_name.get(number)
        self.missing = missing
        self._above = ""

    def _key(self, cells):
        """Key of a row.

        :raises Refusal: when the first part is blank; the value of the row above is proposed
        """
        first = cells[self.key_column.index].strip()
        if not fold(first):
            raise Refusal(
                self.missing, "", header=self.key_column.header, proposal=self._above or None
            )
        self._above = first
        if number := self._number(cells):
            return number
        texts = [fold(cells[column.index]) for column in self.parts]
        if self.spare and not any(texts[2:]):
            texts += [fold(cells[column.index]) for column in self.spare]
        key = SEPARATOR.join(text for text in texts if text)
        if len(key) > MAX_KEY:
            key = key[:MAX_KEY] + blake2b(key.encode(), digest_size=6).hexdigest()
        return key

    def refuse_first(self, row, code, value=""):
        """Refuse a row for what its first part stands for."""
        return self._reject(row, ROW, Refusal(code, value), self.key_column)

    def _number(self, cells):
        if not self.number:
            return None
        try:
            return self.number.field.clean(cells[self.number.index])
        except Refusal:
            return None
