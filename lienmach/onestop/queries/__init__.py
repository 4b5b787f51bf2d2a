"""What screens and actions read of dossiers."""
