from . import mail_rhythm
from . import (
    journey_test,
)
