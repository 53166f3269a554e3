from . import (
    test_access,
    test_constraints,
    test_history,
    test_import,
    test_import_writes,
    test_library_loader,
    test_member_report,
    test_membership,
    test_queries,
    test_reports,
    test_search,
    test_tours,
)
