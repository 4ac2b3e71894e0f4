"""What the commits of a repository changed in the records, in words."""
