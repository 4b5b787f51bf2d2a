"""What weighs enough: every pair and every stretch of counts, in bits."""
