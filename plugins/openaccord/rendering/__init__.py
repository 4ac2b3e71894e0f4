"""Records and views made into HTML."""
