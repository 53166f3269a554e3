"""The gate of consent told once more, one customer at a time and without SQL."""

from dateutil.relativedelta import relativedelta
from odoo import fields


def restate(partner, purpose, now):
    """Tell why a customer is not mailed for a purpose.

    :param partner: ``res.partner`` record
    :param purpose: ``bzk.consent.purpose`` record
    :param now: datetime of today
    :return: key of ``REASONS``, or ``None``
    """
    for name, reason in (
        ("erased_on", "erased"),
        ("merged_into_id", "merged"),
        ("is_company", "organisation"),
        ("deceased", "deceased"),
        ("do_not_contact", "do_not_contact"),
    ):
        if reason == "organisation" and not partner.active:
            return "archived"
        if partner[name]:
            return reason
    setting = purpose.setting_ids.filtered(lambda one: one.company_id == partner.company_id)
    if not (setting.enabled if setting else purpose.on_by_default):
        return "purpose_off"
    lines = partner.consent_ids.filtered(lambda line: line.purpose_id == purpose)
    last = lines.sorted(lambda line: (line.date, line.id))[-1:]
    if last.state == "withdrawn":
        return "withdrawn"
    if purpose.basis == "agreement":
        if not _has_agreement(partner, now):
            return "no_agreement"
    elif not last and not _is_existing_customer(partner, purpose, setting):
        return "no_consent"
    elif not last.guardian_id and _is_child(partner, purpose, last.date or now):
        return "child"
    if partner.moved_away:
        return "moved_away"
    if not partner.email_normalized:
        return "no_email"
    if partner.email_bounced == partner.email_normalized:
        return "bounced"
    return None


def _has_agreement(partner, now):
    today = now.date()
    return any(not one.date_end or one.date_end > today for one in partner.membership_ids)


def _is_existing_customer(partner, purpose, setting):
    if purpose.basis != "soft" or not setting.soft_since:
        return False
    paid = partner.env["bzk.transaction"].search(
        [
            ("partner_id", "=", partner.id),
            ("company_id", "=", partner.company_id.id),
            ("date", ">=", setting.soft_since),
            ("kind", "in", ["subscription", "ticket"]),
        ]
    )
    return any(
        one.amount > 0 and one.amount > -sum(one.refund_ids.mapped("amount")) for one in paid
    )


def _is_child(partner, purpose, date):
    """As in the law: who was too young to decide, and who has somebody who decides for them."""
    born = partner.birthdate and fields.Datetime.to_datetime(partner.birthdate)
    if born and born > date - relativedelta(years=purpose.minimum_age):
        return True
    if born and born > date - relativedelta(years=18):
        return False
    ties = partner.env["bzk.guardian"].search([("child_id", "=", partner.id)])
    return any(
        tie.state == "confirmed"
        and tie.may_consent
        and tie.guardian_id.active
        and not tie.guardian_id.deceased
        and (not tie.date_start or fields.Datetime.to_datetime(tie.date_start) <= date)
        and (not tie.date_end or fields.Datetime.to_datetime(tie.date_end) > date)
        and (not born or tie.kind == "guardian")
        for tie in ties
    )
