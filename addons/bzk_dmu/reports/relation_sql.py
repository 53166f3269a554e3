"""Pieces of SQL on organisations and their people, that more than one report needs."""

#: Whether a place ``m`` is somebody's on the day %(today)s, as ``bzk.dmu.member.current`` has it.
CURRENT = (
    "(m.date_from IS NULL OR m.date_from <= %(today)s)"
    " AND (m.date_to IS NULL OR m.date_to >= %(today)s)"
)
#: Whether somebody has the role ``needed.bzk_dmu_role_id`` at the organisation ``r``.
FILLED = f"""
    EXISTS (SELECT FROM bzk_dmu_member m
              JOIN bzk_dmu_member_bzk_dmu_role_rel has ON has.bzk_dmu_member_id = m.id
             WHERE m.relation_id = r.id AND has.bzk_dmu_role_id = needed.bzk_dmu_role_id
               AND {CURRENT})"""
