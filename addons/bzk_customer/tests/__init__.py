from . import (
    test_customer_search,
    test_desk_tour,
    test_duplicate,
    test_duplicate_changed,
    test_duplicate_decide,
    test_duplicate_finder,
    test_duplicate_tour,
    test_duplicate_work,
    test_import_link,
    test_merge,
    test_timeline,
    test_timeline_size,
)
