"""What cannot be more than something else."""
