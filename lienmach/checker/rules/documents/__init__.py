"""The documents that a report cites, its own number and the time that it is of."""
