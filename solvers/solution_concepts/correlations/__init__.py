"""The concepts of correlated play: one record each, in one file each."""
