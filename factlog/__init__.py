"""factlog: what was claimed, by whom, on which sources, retrieved when, and how it changed."""
