"""The lists of this room, as their pages show them."""
