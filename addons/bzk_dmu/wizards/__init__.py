from . import (
    lead_convert,
)
