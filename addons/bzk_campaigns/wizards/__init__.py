from . import mail_rhythm
