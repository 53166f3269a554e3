from . import controllers, models, reports, wizards
from . import controllers, models, wizards
