from . import (
    base_partner_merge,
    duplicate,
    merge,
    merge_line,
    personal_data,
    res_partner,
)
