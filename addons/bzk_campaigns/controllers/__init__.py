from . import mass_mailing, portal, preferences, signup, unsubscribe
from . import click, mass_mailing, unsubscribe
