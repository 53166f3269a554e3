from . import (
    activity_schedule,
    consent_record,
    dmu_leave,
    education_page,
    education_renew,
    education_stop,
    filing_settings,
    lead_convert,
    relation_hand_over,
    relation_import,
    relation_join,
    relation_rhythm,
)
