from . import click, mass_mailing, opened, portal, preferences, signup, unsubscribe
