from . import (
    test_customer_search,
    test_duplicate,
    test_merge,
)
