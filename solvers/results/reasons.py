"""What happens on a wall, as facts: who is indifferent there, which action stops or starts, which types are no longer there.

`solvers.show.sentences` makes words of them, and nothing reads those words again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias


@dataclass(frozen=True)
class Indifference:
    """A player is indifferent between two actions at an information set.

    Parameters
    ----------
    player, infoset : str
        Who, and where.
    actions : (str, str)
        Between what.
    of_type : bool
        Whether all that the player knows there is its own type, which the set is called by.
    """

    player: str
    infoset: str
    actions: tuple[str, str]
    of_type: bool = False

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        facts = {"kind": "indifference", "player": self.player, "infoset": self.infoset, "actions": list(self.actions)}
        return facts | ({"of_type": True} if self.of_type else {})


@dataclass(frozen=True)
class OfAction:
    """Something that happens to one action.

    Parameters
    ----------
    player, infoset, action : str
        Whose action, where, and which.
    of_type : bool
        As for `Indifference`.
    """

    player: str
    infoset: str
    action: str
    of_type: bool = False
    kind: ClassVar[str] = ""

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        facts = {"kind": self.kind, "player": self.player, "infoset": self.infoset, "actions": [self.action]}
        return facts | ({"of_type": True} if self.of_type else {})


@dataclass(frozen=True)
class Stop(OfAction):
    """The probability with which a player takes an action at an information set reaches zero."""

    kind: ClassVar[str] = "stop"


@dataclass(frozen=True)
class Start(OfAction):
    """An action at an information set becomes as good as those that its player takes there."""

    kind: ClassVar[str] = "start"


@dataclass(frozen=True)
class Fade(OfAction):
    """A tremble that an equilibrium needs at a size of its own vanishes against the others."""

    kind: ClassVar[str] = "fade"


@dataclass(frozen=True)
class NoTypes:
    """The types of a player that play alike, of a continuum, become none: one end of their cell meets the other.

    Parameters
    ----------
    player, type : str
        Who, and the name of its type.
    plays : tuple of str
        What they do, in turn.
    where : {"lowest", "highest", "between"}
        Whether they are the lowest types, the highest ones, or between two cutoffs.
    instead : tuple of str
        What the lowest or highest type does from there on; empty between two cutoffs.
    """

    player: str
    type: str
    plays: tuple[str, ...]
    where: str
    instead: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        named = {"player": self.player, "type": self.type, "plays": list(self.plays), "where": self.where}
        return {"kind": "no types", **named, **({"instead": list(self.instead)} if self.instead else {})}


@dataclass(frozen=True)
class TypeIndifference:
    """One type of a player, of a continuum, is indifferent between two actions.

    Parameters
    ----------
    player, type : str
        Who, and the name of its type.
    which : {"lowest", "highest", "cutoff", "all", ""}
        The lowest or highest type, one at a cutoff, or all that play alike; empty for a player without a type.
    infoset : str
        Where.
    actions : (str, str)
        Between what.
    plays : tuple of str
        Of all that play alike: what they do, in turn.
    """

    player: str
    type: str
    which: str
    infoset: str
    actions: tuple[str, str]
    plays: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        named = {"player": self.player, "type": self.type, "which": self.which, "infoset": self.infoset, "actions": list(self.actions)}
        return {"kind": "indifference of a type", **named, **({"plays": list(self.plays)} if self.plays else {})}


@dataclass(frozen=True)
class TypesStop:
    """The types of a player that mix, of a continuum, no longer take an action.

    Parameters
    ----------
    player, type : str
        Who, and the name of its type.
    plays : tuple of str
        What these types do, in turn.
    infoset, action : str
        Where, and what they no longer do.
    """

    player: str
    type: str
    plays: tuple[str, ...]
    infoset: str
    action: str

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        named = {"player": self.player, "type": self.type, "plays": list(self.plays), "infoset": self.infoset, "action": self.action}
        return {"kind": "types stop", **named}


AtSet: TypeAlias = Indifference | Stop | Start | Fade
"""What happens on a wall to an information set of finitely many types."""

Reason: TypeAlias = AtSet | NoTypes | TypeIndifference | TypesStop
"""What happens on a wall."""

OF_ACTION: dict[str, type[Stop | Start | Fade]] = {"stop": Stop, "start": Start, "fade": Fade}


def reason_from_json(source: Mapping[str, Any]) -> Reason:
    """Read what happens on a wall, as its ``as_json`` writes it."""
    if source["kind"] == "no types":
        return NoTypes(source["player"], source["type"], tuple(source["plays"]), source["where"], tuple(source.get("instead", ())))
    if source["kind"] == "types stop":
        return TypesStop(source["player"], source["type"], tuple(source["plays"]), source["infoset"], source["action"])
    if source["kind"] == "indifference of a type":
        first, second = source["actions"]
        plays = tuple(source.get("plays", ()))
        return TypeIndifference(source["player"], source["type"], source["which"], source["infoset"], (first, second), plays)
    player, infoset, of_type = source["player"], source["infoset"], source.get("of_type", False)
    if source["kind"] == "indifference":
        first, second = source["actions"]
        return Indifference(player, infoset, (first, second), of_type)
    return OF_ACTION[source["kind"]](player, infoset, source["actions"][0], of_type)
