from . import evaluation, public, waiting
