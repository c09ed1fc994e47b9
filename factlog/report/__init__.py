"""How claims, changes and sources look to a reader."""
