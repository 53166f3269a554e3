from . import test_figures
from . import test_mail_template
from . import test_evaluation_score
from . import test_waiting
from . import (
    test_figures,
)
from . import test_reports
