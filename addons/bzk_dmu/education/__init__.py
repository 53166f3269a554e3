"""What schools order, in plain Python: school years, and words as files have them."""
