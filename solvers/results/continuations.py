"""What may follow a public history, as a function of the belief there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from games.numbers import Number, text

from .names import Phrase
from .written import nested


@dataclass(frozen=True)
class Continuation:
    """A class of equilibria of what follows a public history: those in which the same actions are best for the same players there.

    Parameters
    ----------
    history : str
        The first public history, in the order of the tree, after which they may be played; the payoffs are those there.
    histories : int
        After how many public histories the same is to be played but for labels and for payoffs that are sunk.
    kind : str
        The type of which `belief` speaks.
    belief : (number, number)
        Between which beliefs, both included, they exist; of the whole game, between which priors.
    best : tuple of Phrase
        The actions that are best: for who moves first and, where the other types follow at once, for them.
    payoffs : tuple of dict from str to number
        The corners of the convex set of payoffs of the types: at each of these beliefs some of them have each of its payoffs.
    """

    history: str
    histories: int
    kind: str
    belief: tuple[Number, Number]
    best: tuple[Phrase, ...]
    payoffs: tuple[Mapping[str, Number], ...]

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "history": self.history,
            "histories": self.histories,
            "type": self.kind,
            "belief": [text(x) for x in self.belief],
            "best": [phrase.as_json() for phrase in self.best],
            "payoffs": [nested(corner) for corner in self.payoffs],
        }
