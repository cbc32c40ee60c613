"""Timed runs of the public names, as a user would run them."""
