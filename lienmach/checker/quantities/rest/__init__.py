"""What is left when all else is read: complements, and percentages of one total."""
