"""What is printed, letter by letter: numbers, days, periods, and how they go wrong."""
