from . import test_mailing_source
from . import test_why
from . import test_journey_run, test_mailing_source
from . import (
    test_mailing_source,
    test_unsubscribe,
    test_why,
)
from . import test_segment_shipped
