from . import (
    journey_test,
    mail_rhythm,
    campaign_page,
    campaign_page_one,
)
