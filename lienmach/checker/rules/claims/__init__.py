"""What is said in words of all, of none or of most, and denied by a figure."""
