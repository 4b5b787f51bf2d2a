"""What is typed at the one-stop shop, checked."""
