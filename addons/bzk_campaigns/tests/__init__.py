from . import (
    test_contact_pressure,
    test_gate,
    test_journey_ready,
    test_journey_run,
    test_mailing_source,
    test_optout,
    test_returns,
    test_segment_shipped,
    test_segment_why,
    test_sending,
    test_unsubscribe,
    test_why,
)
