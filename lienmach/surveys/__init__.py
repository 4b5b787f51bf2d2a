"""What people think of how they were served: ratings so far."""
