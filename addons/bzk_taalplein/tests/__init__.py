from . import (
    test_access,
    test_hidden,
    test_match,
    test_meeting,
    test_page,
    test_pair,
    test_participant,
    test_personal_data,
    test_tour,
)
