from . import participant  # isort: skip
from . import (
    language,
    language_goal,
    language_moment,
    learner,
    meeting,
    pair,
    personal_data,
    res_partner,
    volunteer,
)
