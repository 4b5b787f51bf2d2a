"""The screens of the one-stop shop, by place of work."""
