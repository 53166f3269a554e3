from . import (
    consent,
    consent_purpose,
    personal_data,
    res_partner,
    timeline,
)
