from . import (
    test_duplicate,
    test_merge,
)
