from . import relation_completeness, relation_gap
from . import education_report
