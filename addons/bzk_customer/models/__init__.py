from . import (
    base_partner_merge,
    customer_desk,
    customer_search,
    customer_word,
    duplicate,
    import_target,
    merge,
    merge_line,
    personal_data,
    res_partner,
)
