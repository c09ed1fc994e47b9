"""Two revisions of an article compared: which sentence is which, and what changed in what is claimed."""
