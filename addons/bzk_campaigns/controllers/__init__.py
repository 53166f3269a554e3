from . import click, mass_mailing, portal, preferences, signup, unsubscribe
