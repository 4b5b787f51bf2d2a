"""Percentages against the counts that they are worked out from."""
