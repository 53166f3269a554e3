"""What proves a decision, in plain Python."""
