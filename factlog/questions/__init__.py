"""The commands that ask a log, of which ``factlog.cli`` knows the names only."""
