from . import (
    campaign_page,
    campaign_page_one,
    journey_test,
    mail_rhythm,
)
