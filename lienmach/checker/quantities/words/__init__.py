"""What the words of a text mean: its numbers, their clauses, its lists and brackets."""
