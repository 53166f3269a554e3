from . import test_mailing_source
from . import test_why
