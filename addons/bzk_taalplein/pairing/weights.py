"""What each agreement between a learner and a volunteer weighs; all together make 100.

A language that both speak matters most to who hardly speaks Dutch. Time and place are what pairs
fall apart on in practice, so more than one moment in common is worth something.
"""

LANGUAGE = 30
#: From A2 one manages in Dutch.
LANGUAGE_LATER = 15
LATER = frozenset(("a2", "b1", "b2"))
#: By the number of moments in common; the last holds for more.
MOMENTS = (0, 12, 19, 25)
HOME_BRANCH = 20
OTHER_BRANCH = 16
ONLINE = 12
ANYWHERE = 10
LEVEL_CHOSEN = 10
LEVEL_ANY = 6
#: By the number of goals in common; the last holds for more.
GOALS = (0, 10, 15)
