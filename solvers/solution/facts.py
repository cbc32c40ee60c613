"""The facts that sentences are made of: comparisons, and what happens on a wall.

`solvers.show.sentences` makes words of them, and nothing reads those words again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

from games.expression import Number, text


@dataclass(frozen=True)
class Relation:
    """Two sides and how they compare, as ``p = 1/2``.

    Parameters
    ----------
    left : number
        A parameter by itself, where it can be isolated.
    relation : {"=", "!=", "<", "<=", ">", ">="}
        How it compares.
    right : number
        With what.
    """

    left: Number
    relation: str
    right: Number

    def text(self) -> str:
        """Write it as a formula."""
        return f"{text(self.left)} {self.relation} {text(self.right)}"

    def as_json(self) -> dict[str, str]:
        """Write it for programs."""
        return {"left": text(self.left), "relation": self.relation, "right": text(self.right)}


# ------------------------------------------------------------------ what happens on a wall


@dataclass(frozen=True)
class Indifference:
    """A player is indifferent between two actions at an information set.

    Parameters
    ----------
    player, infoset : str
        Who, and where.
    actions : (str, str)
        Between what.
    """

    player: str
    infoset: str
    actions: tuple[str, str]

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"kind": "indifference", "player": self.player, "infoset": self.infoset, "actions": list(self.actions)}


@dataclass(frozen=True)
class Stop:
    """The probability reaches zero with which a player takes an action at an information set.

    Parameters
    ----------
    player, infoset, action : str
        Who stops playing what, and where.
    """

    player: str
    infoset: str
    action: str

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"kind": "stop", "player": self.player, "infoset": self.infoset, "actions": [self.action]}


Reason: TypeAlias = Indifference | Stop
"""What happens on a wall."""
