"""Parts and totals: what adds up, what is left, what is listed."""
