"""What is said when rules call a play with words that it does not take."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .errors import GameError

PYTHON_SAYS = re.compile(r"Play\.(?P<call>\w+)\(\) (?P<fault>.*)")  # of a call whose arguments do not fit
LACKING = r"'(\w+)'"
NOBODY_KNOWS = "Nobody knows what comes out until play.tell({0!r}, what came out) says so."
WHO_SEES = "Everybody sees a choice; with public=False the chooser alone does, until play.tell says so."

BY_NAME = ("measure", "tally", "pay", "weigh")

WRITTEN: dict[str, tuple[str, str]] = {
    "chance": ("play.chance('type', {{'high': p, 'low': 1 - p}}), or with a list for equal chances", NOBODY_KNOWS),
    "draw": ("play.draw('w', Uniform(0, 1), to={0!r})", ""),
    "choose": ("play.choose({0!r}, ['fight', 'retreat'])", WHO_SEES),
    "tell": ("play.tell({0!r}, what is told), first who, then what", ""),
    "measure": ("play.measure(violence=2)", ""),
    "tally": ("play.tally(violence=2)", ""),
    "pay": ("play.pay({1}=2)", ""),
    "weigh": ("play.weigh({0!r}, violence=-1), whose payoff, and the weight of each total", ""),
    "outcome": ("play.outcome('war')", ""),
    "depends_on": ("play.depends_on(period, strength)", ""),
}
"""How each call is written, and what those who call it otherwise mostly want; 0 is a player, 1 one whose name Python takes."""


def refuse_miscall(game: str, players: Sequence[str], error: TypeError) -> None:
    """Refuse a call of a play with too much, too little or unknown keywords; any other error is left alone.

    Raises
    ------
    GameError
        What is wrong with the call, and how it is written.
    """
    found = PYTHON_SAYS.fullmatch(str(error))
    if found is None or found["call"] not in WRITTEN:
        return
    call, named = found["call"], next((player for player in players if player.isidentifier()), "Ann")
    as_written, hint = (words.format(players[0], named) for words in WRITTEN[call])
    said = f"{game}: play.{call} {_fault(call, found['fault'])}; write {as_written}.{f' {hint}' if hint else ''}"
    raise GameError(said).with_traceback(error.__traceback__) from None


def _fault(call: str, python_says: str) -> str:
    """Say in plain words what Python says of arguments."""
    if unknown := re.search(r"unexpected keyword argument '(\w+)'", python_says):
        return f"takes no {unknown[1]!r}"
    if "missing" in python_says:
        return f"lacks {' and '.join(re.findall(LACKING, python_says))}"
    if "multiple values" in python_says:
        return "is given something twice"
    return "takes numbers by their names" if call in BY_NAME else "is given too much"
