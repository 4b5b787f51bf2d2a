"""What the words of the genre speak of: things, what was done to them, and whose."""
