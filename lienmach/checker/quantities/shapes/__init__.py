"""What the form of a sentence claims, whatever its words are, in no other reading."""
