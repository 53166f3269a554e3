from . import (
    base_partner_merge,
    duplicate,
    merge,
    merge_line,
    res_partner,
)
