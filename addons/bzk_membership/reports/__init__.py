from . import membership_dynamics, membership_report
