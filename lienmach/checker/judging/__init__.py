"""What rules share when they judge: calculations, doubts, the words of a finding."""
