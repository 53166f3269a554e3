from . import (
    test_access,
    test_access_request,
    test_erasure,
    test_erasure_import,
    test_hostile,
    test_retention,
    test_same_human,
    test_tours,
)
