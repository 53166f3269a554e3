"""What ticketing systems mean: moments, states, people; plain Python, without a database."""
