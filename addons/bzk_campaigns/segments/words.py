"""What is asked in a segment, as a condition in words.

The words themselves come from whoever asks, in the language of the reader: this module chooses
which of them fit.
"""

from datetime import date, datetime

#: Kinds of fields, as far as the words differ.
NUMBER, DATE, CHOICE, TEXT, YES, AGE, LINES = (
    "number",
    "date",
    "choice",
    "text",
    "yes",
    "age",
    "lines",
)
KIND_OF_TYPE = {
    "integer": NUMBER,
    "float": NUMBER,
    "monetary": NUMBER,
    "date": DATE,
    "datetime": DATE,
    "selection": CHOICE,
    "many2one": CHOICE,
    "many2many": CHOICE,
    "one2many": LINES,
    "boolean": YES,
}
#: What is asked of values in order, and its opposite.
ORDER = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
EQUAL = {"=": "in", "!=": "not in", "in": "in", "not in": "not in", "=?": "in"}
CONTAIN = {"like", "ilike", "=like", "=ilike"}


class Unsayable(Exception):
    """There are no words for this; whoever asks shows it as it stands."""


def key(kind, operator, value, negated=False):
    """Choose the phrase for a condition.

    :param kind: of this module
    :param operator: as domains have it
    :param value: what is compared with; False and None stand for nothing there
    :param negated: whether the opposite is asked
    :return: name of a phrase
    :raises Unsayable: for an operator that has no phrase
    """
    if operator in ORDER and kind in (NUMBER, DATE, AGE):
        return f"{kind} {ORDER[operator] if negated else operator}"
    if operator in EQUAL:
        inside = (EQUAL[operator] == "in") != negated
        if kind == YES:
            values = values_of(value)
            if len(values) != 1:
                raise Unsayable(operator)
            return "yes" if bool(values[0]) == inside else "no"
        if not any(item or (item == 0 and item is not False) for item in values_of(value)):
            return "unknown" if inside else "known"
        several = len(values_of(value)) > 1
        return f"{'is' if inside else 'is not'}{' one of' if several else ''}"
    if operator in CONTAIN:
        return "contains not" if negated else "contains"
    if operator.removeprefix("not ") in CONTAIN:
        return "contains" if negated else "contains not"
    if operator in ("any", "not any"):
        return "with" if (operator == "any") != negated else "without"
    raise Unsayable(operator)


def values_of(value):
    """Give what is compared with as a list."""
    if isinstance(value, list | tuple | set):
        return list(value)
    return [value]


def day_of(value):
    """Give the day of a moment, a day or an ISO date.

    :raises ValueError: for something else
    """
    if isinstance(value, datetime):
        return value.date()
    return value if isinstance(value, date) else date.fromisoformat(str(value)[:10])
