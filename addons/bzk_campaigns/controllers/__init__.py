from . import mass_mailing, portal, preferences, signup, unsubscribe
