from ast import literal_eval

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_date
from odoo.tools.date_utils import parse_date

from odoo.addons.bzk_dmu.models.mailing_filter import UNREADABLE

from ..segments import tree, words

#: How many names of what somebody has are told; more would hide the sentence.
MOST_NAMES = 3


class MailingFilter(models.Model):
    """A segment in words, and why a customer is in it."""

    _inherit = "mailing.filter"

    in_words = fields.Char(
        compute="_compute_in_words", help="What is asked of customers in this segment."
    )
    why_customer = fields.Text(
        string="Why",
        compute="_compute_why_customer",
        help="Why the customer who is looked at is in it.",
    )

    @api.depends("mailing_domain")
    @api.depends_context("lang", "uid")
    def _compute_in_words(self):
        for segment in self:
            try:
                segment.in_words = segment._say(segment._tree())
            except UNREADABLE:
                segment.in_words = False

    @api.depends_context("why_partner_id", "lang", "uid", "allowed_company_ids")
    def _compute_why_customer(self):
        """Tell of the customer in the context, whom the user must be able to read."""
        partner = self.env["res.partner"].browse(self.env.context.get("why_partner_id"))
        partner = partner.exists()
        partner.check_access("read")
        for segment in self:
            _within, sentences = segment._why(partner) if partner else (False, [])
            segment.why_customer = "\n".join(sentences)

    def _why(self, partner):
        """Tell why a customer is in the segment, or what keeps them out of it.

        :param partner: one ``res.partner`` whom the user may see
        :return: whether the customer is in it, and a list of sentences in the user's language
        """
        self.ensure_one()
        segment = self.with_context(allowed_company_ids=partner.company_id.ids or None)
        partner = partner.with_env(segment.env)
        try:
            question = segment._tree()
            true = segment._true_leaves(partner, tree.leaves(question))
        except UNREADABLE:
            return False, [self.env._("This segment asks for something that you may not see.")]
        sentences = segment._say_of(
            partner, [reason.leaf for reason in tree.reasons(question, true)]
        )
        within = tree.holds(question, true)
        if within and not sentences:
            sentences = [self.env._("Everybody is in this segment.")]
        return within, sentences

    @api.model
    def _segments_of(self, partner):
        """Give the segments of private customers in which somebody is; one query.

        :param partner: one ``res.partner``
        """
        companies = partner.company_id.ids
        segments = self.with_context(allowed_company_ids=companies or None).search(
            [("at_work", "=", False), ("company_id", "in", [*companies, False])]
        )
        _readable, queries = segments._people_queries()
        if not queries:
            return self.browse()
        segments._answer_at_once()
        found = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT %s WHERE EXISTS (SELECT FROM (%s) person WHERE person.id = %s)",
                    segment_id,
                    query,
                    partner.id,
                )
                for segment_id, query in queries
            )
        )
        return segments.browse(segment_id for (segment_id,) in found).with_env(self.env)

    def _tree(self):
        """The question of the segment as a tree; raises what the domain's reader raises."""
        self.ensure_one()
        return tree.parse(literal_eval(self.mailing_domain or "[]"))

    def _true_leaves(self, partner, leaves):
        """Ask the database what holds of a customer, as it is asked of all; one query.

        :return: set of leaves
        """
        if not leaves:
            return set()
        people = self.env["res.partner"]
        questions = []
        for number, leaf in enumerate(leaves):
            asked = ~Domain(*_plain(leaf)) if leaf.negated else Domain(*_plain(leaf))
            query = people._search(Domain("id", "=", partner.id) & asked, active_test=False)
            questions.append(SQL("SELECT %s WHERE EXISTS (%s)", number, query.select()))
        found = self.env.execute_query(SQL(" UNION ALL ").join(questions))
        return {leaves[number] for (number,) in found}

    def _say(self, question, model="res.partner"):
        """Put a tree in words."""
        if isinstance(question, tree.Leaf):
            label, condition = self._label(question, model), self._condition(question, model)
            return f"{label}: {condition}"
        _ = self.env._
        said = [
            f"({self._say(child, model)})"
            if isinstance(child, tree.Node)
            else self._say(child, model)
            for child in question.children
        ]
        joint = _(" and ") if question.operator == tree.AND else _(" or ")
        return joint.join(said) or (
            _("everybody") if question.operator == tree.AND else _("nobody")
        )

    def _say_of(self, partner, leaves):
        """Put leaves in words with what is known of the customer, one sentence for each field."""
        asked = {}
        for leaf in leaves:
            about = (self._label(leaf), self._actual(partner, leaf))
            asked.setdefault(about, []).append(self._condition(leaf))
        return [
            f"{label}: {actual} ({', '.join(conditions)})"
            if actual
            else f"{label}: {', '.join(conditions)}"
            for (label, actual), conditions in asked.items()
        ]

    def _label(self, leaf, model="res.partner"):
        """What the fields on the path of a leaf are called; an age is told by the date of birth."""
        if leaf.path == "age":
            return self.env["res.partner"]._fields["birthdate"]._description_string(self.env)
        return " · ".join(
            field._description_string(self.env) for field in self._fields_of(leaf, model)
        )

    def _fields_of(self, leaf, model="res.partner"):
        """The fields on the path of a leaf.

        :raises ValueError: when there is no such field
        """
        found, records = [], self.env[model]
        for name in leaf.path.split("."):
            field = records._fields.get(name)
            if field is None:
                raise ValueError(f"no field {name}")
            found.append(field)
            records = self.env[field.comodel_name] if field.relational else records
        return found

    def _condition(self, leaf, model="res.partner"):
        """What is asked, in words; as it stands in the domain when there are none."""
        field = self._fields_of(leaf, model)[-1]
        kind = words.AGE if leaf.path == "age" else words.KIND_OF_TYPE.get(field.type, words.TEXT)
        try:
            phrase = self._phrases()[words.key(kind, leaf.operator, leaf.value, leaf.negated)]
        except words.Unsayable:
            return f"{leaf.operator} {leaf.value}"
        return phrase % self._said_value(field, leaf.value) if "%s" in phrase else phrase

    def _said_value(self, field, value):
        """What is compared with, in words."""
        if field.type in ("date", "datetime"):
            return self._said_date(value)
        if field.type == "one2many" and not isinstance(value, int):
            return f"({self._say(tree.parse(value), field.comodel_name)})"
        values = words.values_of(value)
        if field.type == "selection":
            names = dict(field._description_selection(self.env))
            return ", ".join(str(names.get(item, item)) for item in values)
        if field.relational and all(isinstance(item, int) for item in values):
            records = self.env[field.comodel_name].browse(values).exists()
            return ", ".join(records.mapped("display_name"))
        return ", ".join(map(str, values))

    def _said_date(self, value):
        try:
            moment = parse_date(value, self.env) if isinstance(value, str) else value
            return format_date(self.env, words.day_of(moment))
        except ValueError:
            return str(value)

    def _actual(self, partner, leaf):
        """What is known of the customer; empty where there is nothing, or too much, to tell."""
        field = self._fields_of(leaf)[-1]
        if leaf.path == "age":
            return format_date(self.env, partner.birthdate) if partner.birthdate else ""
        if field.type in ("one2many", "boolean"):
            return ""
        try:
            values = partner.mapped(leaf.path)
        except UNREADABLE:
            return ""
        if field.relational:
            return ", ".join(values[:MOST_NAMES].mapped("display_name"))
        return ", ".join(
            self._said_value(field, value) if field.type != "float" else f"{value:.1f}"
            for value in values[:MOST_NAMES]
            if value or value == 0 and value is not False
        )

    def _phrases(self):
        """The words for each condition, in the user's language."""
        _ = self.env._
        return {
            "number <": _("less than %s"),
            "number <=": _("at most %s"),
            "number >": _("more than %s"),
            "number >=": _("at least %s"),
            "date <": _("before %s"),
            "date <=": _("on or before %s"),
            "date >": _("after %s"),
            "date >=": _("on or after %s"),
            "age <": _("younger than %s"),
            "age <=": _("at most %s years old"),
            "age >": _("older than %s"),
            "age >=": _("at least %s years old"),
            "is": "%s",
            "is one of": _("one of %s"),
            "is not": _("not %s"),
            "is not one of": _("none of %s"),
            "unknown": _("not known"),
            "known": _("known"),
            "yes": _("yes"),
            "no": _("no"),
            "contains": _("with “%s” in it"),
            "contains not": _("without “%s” in it"),
            "with": "%s",
            "without": _("none with %s"),
        }


def _plain(leaf):
    """A leaf as a term of a domain, without its negation."""
    value = leaf.value
    if leaf.operator.endswith("any"):
        value = Domain([list(term) if isinstance(term, tuple) else term for term in value])
    return leaf.path, leaf.operator, list(value) if isinstance(value, tuple) else value
