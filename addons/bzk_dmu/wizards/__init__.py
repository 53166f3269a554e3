from . import (
    lead_convert,
)
from . import dmu_leave
