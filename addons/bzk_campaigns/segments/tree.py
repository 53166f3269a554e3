"""The question of a segment as a tree, and which of its parts made somebody belong to it."""

from typing import NamedTuple

NOT, AND, OR = "!", "&", "|"


class Leaf(NamedTuple):
    """One thing that is asked.

    :param path: names of fields with dots between them
    :param operator: as domains have it
    :param value: what is compared with
    :param negated: whether the opposite is asked
    """

    path: str
    operator: str
    value: object
    negated: bool = False


class Node(NamedTuple):
    """Several things of which all (``&``) or at least one (``|``) have to hold."""

    operator: str
    children: tuple


class Reason(NamedTuple):
    """Something that is asked, and whether it holds of somebody."""

    leaf: Leaf
    holds: bool


def parse(domain):
    """Read a domain: a list in which operators stand before what they join.

    Several terms that nothing joins must all hold. "Not" is brought down to the leaves.

    :param domain: list of ``&``, ``|``, ``!`` and (path, operator, value)
    :return: :class:`Leaf` or :class:`Node`; a node without children for what holds of everybody
    :raises ValueError: for a list that ends too soon or holds something else
    """
    terms, parts = list(domain), []
    while terms:
        parts.append(_term(terms, False))
    return parts[0] if len(parts) == 1 else _join(AND, parts)


def _term(terms, negated):
    if not terms:
        raise ValueError("the domain ends too soon")
    term = terms.pop(0)
    if term == NOT:
        return _term(terms, not negated)
    if term in (AND, OR):
        operator = term if not negated else {AND: OR, OR: AND}[term]
        return _join(operator, [_term(terms, negated), _term(terms, negated)])
    if not isinstance(term, list | tuple) or len(term) != 3:  # noqa: PLR2004
        raise ValueError(f"not a term of a domain: {term!r}")
    path, operator, value = term
    # Always and never, as domains write them.
    if path in (0, 1):
        return Node(AND if (path == value) != negated else OR, ())
    return Leaf(path, operator, _frozen(value), negated)


def _frozen(value):
    """Give lists as tuples, so that leaves can be in a set."""
    return tuple(map(_frozen, value)) if isinstance(value, list | tuple | set) else value


def _join(operator, parts):
    """Join parts, and take in those that are joined in the same way."""
    children = []
    for part in parts:
        if isinstance(part, Node) and part.operator == operator and part.children:
            children += part.children
        else:
            children.append(part)
    return Node(operator, tuple(children))


def leaves(tree):
    """Give every leaf of a tree, from the first to the last."""
    if isinstance(tree, Leaf):
        return [tree]
    return [leaf for child in tree.children for leaf in leaves(child)]


def holds(tree, true):
    """Tell whether the whole holds.

    :param true: set of the leaves that hold
    """
    if isinstance(tree, Leaf):
        return tree in true
    test = all if tree.operator == AND else any
    return test(holds(child, true) for child in tree.children)


def reasons(tree, true):
    """Tell what made the whole hold, or what kept it from holding.

    Of things of which one is enough only those are told that hold, unless none does; of things that
    must all hold, only those that do not when the whole does not.

    :param true: set of the leaves that hold
    :return: list of :class:`Reason`
    """
    if isinstance(tree, Leaf):
        return [Reason(tree, tree in true)]
    whole = holds(tree, true)
    telling = [child for child in tree.children if holds(child, true) == whole]
    return [reason for child in telling for reason in reasons(child, true)]
