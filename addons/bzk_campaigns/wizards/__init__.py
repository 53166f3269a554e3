from . import (
    journey_test,
    mail_rhythm,
)
