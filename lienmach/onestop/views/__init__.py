"""The screens of the one-stop shop, by subject."""
