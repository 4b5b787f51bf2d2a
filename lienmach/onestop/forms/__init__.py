"""What the screens of the one-stop shop are sent."""
