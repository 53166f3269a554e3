from . import relation_completeness, relation_gap
