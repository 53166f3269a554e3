from . import evaluation, public, signup, waiting
