"""What people fill in at the one-stop shop."""
