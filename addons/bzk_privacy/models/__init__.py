from . import same_human  # isort: skip
from . import retention_report, retention_report_line  # isort: skip
from . import (
    access_request,
    collecting,
    erased_key,
    erasing,
    erasure,
    import_rejection,
    import_subject,
    import_target,
    personal_data,
    privacy_settings,
    res_partner,
    retention_job,
    retention_rule,
)
