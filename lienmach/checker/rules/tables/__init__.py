"""Tables in themselves."""
