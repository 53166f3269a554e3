from . import (
    test_lead,
    test_education_access,
    test_education_order,
    test_education_renewal,
    test_education_report,
)
