"""What the numbers claim where no word does: mostly a guess that a slip must tell."""
