"""An article's revisions in a log: recorded, replayed, and asked where each sentence comes from."""
