from . import library_load
