"""What the public types."""
