from . import (
    education_report,
    relation_completeness,
    relation_gap,
)
