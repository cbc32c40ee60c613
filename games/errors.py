"""The one family of errors that wrong input raises."""


class GameError(ValueError):
    """Wrong input, said in one sentence in the user's own labels, with what would mend it."""
