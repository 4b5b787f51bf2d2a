"""The lists of the one-stop shop."""
