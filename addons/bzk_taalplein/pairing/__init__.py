"""Who of the learners goes well with whom of the volunteers; knows nothing of Odoo."""

from .assign import assign
from .people import LEVELS, Learner, Volunteer
from .score import Verdict, apart, judge
