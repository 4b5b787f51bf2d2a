"""What the running text says and what the tables say, and one table against another."""
