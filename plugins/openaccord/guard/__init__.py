"""Personal data and secrets recognised in text by what they look like."""
