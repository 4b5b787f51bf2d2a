"""What the public sees: procedures, where a dossier is, ratings."""
