from . import household_join, household_move, household_split
