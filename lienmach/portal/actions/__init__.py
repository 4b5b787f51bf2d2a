"""What the public does: looks up, opens its details."""
