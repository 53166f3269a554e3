from . import (
    journey,
    journey_entry,
    journey_passage,
    journey_step,
    link_tracker,
    mailing_block,
    mailing_filter,
    mailing_mailing,
    mailing_queue,
    mailing_trace,
    segment_count,
)
