from . import member_report
