from . import (
    consent,
    consent_decide,
    consent_gate,
    consent_present,
    consent_purpose,
    consent_setting,
    consent_version,
    personal_data,
    res_partner,
    timeline,
)
