from . import (
    consent,
    consent_gate,
    consent_purpose,
    personal_data,
    res_partner,
    timeline,
)
