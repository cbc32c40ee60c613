"""The refinements of signalling games: one record each, in one file each."""
