from . import consent_record
