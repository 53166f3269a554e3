from . import (
    agreement,
    contact_report,
    dmu_function,
    dmu_member,
    dmu_role,
    relation,
    relation_group,
    res_company,
    res_partner,
)
