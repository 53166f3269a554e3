"""Purposes that were there before have a basis and a kind; decisions get the text they show."""

from odoo import SUPERUSER_ID, api
from odoo.tools import SQL

#: What shipped purposes are, that an update leaves to the library from then on.
SHIPPED = {
    "newsletter": {"basis": "soft"},
    "activities": {"basis": "soft", "priority": "activity"},
}


def migrate(cr, version):
    """Fill what is new; nothing where it was filled already.

    :param cr: cursor
    :param version: version that was installed; empty for a new database
    """
    if not version:
        return
    env = api.Environment(cr, SUPERUSER_ID, {})
    for code, values in SHIPPED.items():
        env.ref(f"bzk_consent.purpose_{code}").write(values)
    # The words that were kept with a decision are those of a text: point at it. The list itself
    # does not change, and is only unlocked for this.
    cr.execute("ALTER TABLE bzk_consent DISABLE TRIGGER bzk_consent_only_added")
    cr.execute(
        SQL(
            """
            UPDATE bzk_consent line SET version_id = text.id
              FROM bzk_consent_version text
             WHERE line.version_id IS NULL AND text.purpose_id = line.purpose_id
               AND COALESCE(text.company_id, line.company_id) = line.company_id
               AND line.wording IN (SELECT value FROM jsonb_each_text(text.text))
            """
        )
    )
    cr.execute("ALTER TABLE bzk_consent ENABLE TRIGGER bzk_consent_only_added")
