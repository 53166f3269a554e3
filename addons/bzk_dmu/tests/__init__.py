from . import (
    test_contact,
    test_contact_report,
    test_education_access,
    test_education_order,
    test_education_renewal,
    test_education_report,
    test_dmu_member,
    test_gap,
    test_lead,
    test_organisation,
    test_panel,
)
