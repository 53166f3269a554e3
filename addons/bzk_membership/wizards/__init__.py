from . import leaving_page, member_report
