from . import (
    lead_convert,
)
from . import dmu_leave
from . import activity_schedule, relation_hand_over, relation_rhythm
    education_page,
    education_renew,
    education_stop,
)
