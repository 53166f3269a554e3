from . import base_partner_merge, household_join, household_move, household_split
