"""What a segment asks, in words: plain Python, without a database."""
