"""The decisions that a map rests on, as files that others can decide again."""
