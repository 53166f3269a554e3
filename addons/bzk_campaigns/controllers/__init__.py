from . import mass_mailing, unsubscribe
