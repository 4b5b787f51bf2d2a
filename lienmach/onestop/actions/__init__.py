"""Every write of the one-stop shop, by subject."""
