from . import (
    test_consent,
    test_consent_decide,
    test_consent_gate,
    test_consent_purpose,
    test_import_consent,
)
