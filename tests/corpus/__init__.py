"""Made-up official reports with known faults, and a measure of the checker on them."""
