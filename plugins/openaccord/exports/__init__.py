"""Records as data for other programs."""
