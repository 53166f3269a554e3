from . import (
    test_duplicate,
    test_merge,
    test_timeline,
    test_timeline_size,
)
