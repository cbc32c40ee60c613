"""The one family of errors that wrong input raises."""


class GameError(ValueError):
    """Wrong input, said in one sentence in the user's own labels, with what would mend it."""


class NotDefined(GameError):
    """Something is not defined for a game.

    Parameters
    ----------
    subject : str
        What is not defined, with which the sentence begins.
    why : str
        The rest of the sentence.
    instead : str
        A further sentence: what is defined for the game.
    """

    def __init__(self, subject: str, why: str, instead: str = "") -> None:
        super().__init__(subject, why, instead)
        self.subject, self.why, self.instead = subject, why, instead

    def __str__(self) -> str:
        return f"{self.subject} {self.why} {self.instead}".rstrip()
