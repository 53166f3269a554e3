from . import (
    campaign_page,
    campaign_page_one,
    journey_test,
    mail_compose_message,
    mail_rhythm,
    mailing_begin,
    mailing_divide,
    mailing_mailing_test,
    mailing_preview,
    satisfaction_page,
)
