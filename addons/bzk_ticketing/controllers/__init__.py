from . import public, waiting
