"""What grew, what is more or best, means and ranks."""
