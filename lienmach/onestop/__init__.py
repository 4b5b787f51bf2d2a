"""Dossiers of the one-stop shop: received, promised, decided, returned."""
