from . import (
    base_partner_merge,
    contact_moment,
    contact_subject,
    duplicate,
    mail_message,
    merge,
    merge_line,
    personal_data,
    res_partner,
    res_partner_history,
    timeline,
    transaction,
)
