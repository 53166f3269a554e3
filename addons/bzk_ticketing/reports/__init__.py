from . import activity_report, attendance_report
