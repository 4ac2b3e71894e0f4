"""What a citizen sees, in the system's Chromium."""
