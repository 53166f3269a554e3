"""Pieces of SQL on organisations and their people, that more than one report needs."""

#: Whether a place ``m`` is somebody's on the day %(today)s, as ``bzk.dmu.member.current`` has it.
CURRENT = (
    "(m.date_from IS NULL OR m.date_from <= %(today)s)"
    " AND (m.date_to IS NULL OR m.date_to >= %(today)s)"
)
#: Roles that must be known: what a library wants of a group, or else what holds for all.
NEEDED = """
    SELECT y.id AS company_id, common.bzk_relation_group_id AS group_id,
           common.bzk_dmu_role_id AS role_id
      FROM bzk_dmu_role_bzk_relation_group_rel common
CROSS JOIN res_company y
     WHERE NOT EXISTS (SELECT FROM bzk_relation_norm n
                        WHERE n.company_id = y.id AND n.group_id = common.bzk_relation_group_id)
 UNION ALL
    SELECT n.company_id, n.group_id, own.bzk_dmu_role_id
      FROM bzk_relation_norm n
      JOIN bzk_dmu_role_bzk_relation_norm_rel own ON own.bzk_relation_norm_id = n.id"""
