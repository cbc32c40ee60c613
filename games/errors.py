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
    """

    def __init__(self, subject: str, why: str) -> None:
        super().__init__(subject, why)
        self.subject, self.why = subject, why

    def __str__(self) -> str:
        return f"{self.subject} {self.why}"
