"""What a report states as a number, in its body and in its tables, in one form."""
