"""The lists of the one-stop shop, as data."""
