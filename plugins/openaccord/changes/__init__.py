"""What changed between two states of the records, in words and in order of consequence."""
