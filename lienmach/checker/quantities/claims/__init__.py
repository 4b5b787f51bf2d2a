"""What the words claim: a total and its parts, what came and went, percentages."""
