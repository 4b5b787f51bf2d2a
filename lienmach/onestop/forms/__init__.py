"""What is typed into the screens of this room."""
