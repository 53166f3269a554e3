"""Reading, cleaning and planning of source files in plain Python, without a database."""
