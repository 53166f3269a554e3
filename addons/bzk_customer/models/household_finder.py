import logging
import time

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL
from psycopg2.errors import SerializationFailure

from . import guardian_sql, household_sql
from . import household_write_sql as write_sql

_logger = logging.getLogger(__name__)

ATTEMPTS = 5
BOUNDS = {
    # More people than this at one address live in flats or an institution: there a surname says
    # nothing, and only what people share on purpose counts.
    "most_at_address": 8,
    # An e-mail address, phone or payer of more people than this is an institution's.
    "most_shared": 8,
    # No household is larger.
    "most_members": 10,
    # Up to this many people at one address someone without any tie is proposed with a family.
    "most_lone": 6,
    # A parent is at least and at most so many years older; see guardian_sql.
    "least_gap": 16,
    "usual_gap": 20,
    "most_gap": 50,
    "of_age": 18,
}


class HouseholdFinder(models.AbstractModel):
    """Finds who live together and who looks after which child, set by set, for a whole library.

    Only proposes: what staff confirmed or refused stays as they left it, and a second look at the
    same customers writes nothing.
    """

    _name = "bzk.household.finder"
    _description = "Finder of households"

    @api.model
    def _pair_selects(self, company):
        """Who stands in for whom, at whatever address; rooms add theirs.

        :return: list of (reason, SQL select of two customers: the one and who stands in for them);
            ``payer`` is the reason when that one pays
        """
        return [
            (
                "guardian",
                SQL(
                    "SELECT child_id, guardian_id FROM bzk_guardian"
                    " WHERE company_id = %s AND state = 'confirmed'"
                    " AND (date_end IS NULL OR date_end > %s)",
                    company.id,
                    fields.Date.context_today(self),
                ),
            )
        ]

    @api.model
    def _reason_labels(self):
        """What each reason is called: dict of code -> text; rooms may add theirs."""
        _ = self.env._
        return {
            "surname": _("same surname"),
            "email": _("same e-mail address"),
            "phone": _("same phone number"),
            "payer": _("one pays for another"),
            "guardian": _("parent and child"),
        }

    @api.model
    def _explain(self, reasons, people, at_address=True):
        """Tell in words why people were put together.

        :param list reasons: of [code, parameters]
        :param people: ``res.partner`` it may be about
        :param bool at_address: whether they live at one address
        """
        labels = self._reason_labels()
        parts = [labels[code] for code, _parameters in reasons or () if code in labels]
        if reasons and at_address:
            parts.insert(0, self.env._("same address"))
        for code, parameters in reasons or ():
            names = people.filtered(
                lambda item, given=parameters: item.id in given.get("partners", ())
            ).mapped("name")
            if code == "address" and names:
                parts.append(self.env._("only the address: %s", ", ".join(names)))
        return ", ".join(parts)

    @api.model
    def _check_may_find(self):
        """:raises AccessError: for others than data stewards"""
        if not self.env.user.has_group("bzk_base.group_data_steward"):
            raise AccessError(self.env._("Only a data steward may look through all customers."))

    @api.model
    def _find(self, company):
        """Propose households and ties for a library, and withdraw proposals that no longer hold.

        :param company: the ``res.company``
        :return: dict of how many are new: ``households``, ``members`` and ``ties``
        """
        self.env.flush_all()
        cr = self.env.cr
        parameters = BOUNDS | {
            "company": company.id,
            "today": fields.Date.context_today(self),
            "uid": self.env.uid,
        }
        started = time.monotonic()
        self._collect(company, parameters)
        self._put_together(parameters)
        cr.execute(household_sql.GROUPS, parameters)
        cr.execute(household_sql.TARGETS, parameters)
        cr.execute(write_sql.INSERT_HOUSEHOLDS, parameters)
        counts = {"households": cr.rowcount}
        cr.execute(write_sql.PUT_MEMBERS, parameters)
        counts["members"] = cr.rowcount
        for statement in (
            write_sql.TAKE_MEMBERS,
            write_sql.UPDATE_HOUSEHOLDS,
            write_sql.SETTLE_HOUSEHOLDS,
            write_sql.DISSOLVE_HOUSEHOLDS,
            guardian_sql.TIES,
            guardian_sql.WITHDRAW_TIES,
            guardian_sql.UPDATE_TIES,
            guardian_sql.INSERT_TIES,
        ):
            cr.execute(statement, parameters)
        counts["ties"] = cr.rowcount
        self.env.invalidate_all(flush=False)
        seconds = time.monotonic() - started
        _logger.info("Households of %s in %.1f s, new: %s", company.name, seconds, counts)
        return counts

    def _collect(self, company, parameters):
        """Gather the people and all reasons to put two of them together."""
        cr = self.env.cr
        cr.execute(household_sql.PEOPLE, parameters)
        for reason, select in self._pair_selects(company):
            cr.execute(
                SQL(
                    "INSERT INTO bzk_found_pair"
                    " SELECT DISTINCT pair.one, pair.other, %s FROM (%s) pair (one, other)"
                    " WHERE pair.one <> pair.other",
                    reason,
                    select,
                )
            )
        cr.execute(household_sql.DROP_INSTITUTIONS, parameters)
        cr.execute(household_sql.SURNAMES, parameters)
        for column in ("email", "phone"):
            cr.execute(household_sql.SHARED.format(column=column), parameters)
        cr.execute(household_sql.PAIRS, parameters)
        cr.execute(household_sql.APART, parameters)
        cr.execute(household_sql.NODES, parameters)

    def _put_together(self, parameters):
        """Give everyone who belongs together the same label."""
        cr = self.env.cr
        cr.execute(household_sql.CHOOSE, parameters)
        self._spread(parameters)
        cr.execute(household_sql.ADDRESS_ONLY, parameters)
        if cr.rowcount:
            self._spread(parameters)

    def _spread(self, parameters):
        cr = self.env.cr
        parted = True
        while parted:
            spread = True
            while spread:
                cr.execute(household_sql.SPREAD, parameters)
                spread = cr.rowcount
            cr.execute(household_sql.PART, parameters)
            parted = cr.rowcount

    @api.model
    def _cron_find(self):
        """Look through every library, each in a transaction of its own."""
        companies = self.env["res.company"].search([])
        for done, company in enumerate(companies, start=1):
            self._find_or_retry(company)
            self.env["ir.cron"]._commit_progress(1, remaining=len(companies) - done)

    def _find_or_retry(self, company):
        """Start anew when staff change the same customers meanwhile."""
        for attempt in range(ATTEMPTS):
            try:
                return self._find(company)
            except SerializationFailure:
                self.env.cr.rollback()
                self.env.invalidate_all()
                if attempt == ATTEMPTS - 1:
                    raise
                time.sleep(0.1 * 2**attempt)
        return None
