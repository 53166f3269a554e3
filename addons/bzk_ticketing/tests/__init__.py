from . import (
    test_book_tip,
    test_customer,
    test_desk,
    test_evaluation_page,
    test_evaluation_privacy,
    test_evaluation_score,
    test_figures,
    test_import_activity,
    test_import_ticket,
    test_mail_template,
    test_reports,
    test_third_half,
    test_signup,
    test_tally,
    test_ticket_link,
    test_waiting,
)
from . import test_reports
from . import test_activity_page
