from . import (
    test_access,
    test_home,
    test_import,
    test_import_bad_input,
    test_import_missing,
    test_import_rejection,
    test_import_writes,
    test_library_loader,
    test_partner,
    test_quiet,
    test_report_engine,
    test_tours,
)
