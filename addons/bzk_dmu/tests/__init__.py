from . import (
    test_education_access,
    test_education_order,
    test_education_renewal,
    test_education_report,
    test_lead,
)
