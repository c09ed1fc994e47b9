"""What comes into a log and goes out of it."""
