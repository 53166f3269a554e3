from . import test_mailing_source
