from . import optout_compare
