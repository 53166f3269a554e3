from . import membership_report
from . import membership_dynamics
