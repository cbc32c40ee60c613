"""The facts of comparisons, of what is open in a continuum, and of what pins the rest.

What happens on a wall stands in `reasons`, what is played in `names`. `solvers.show.sentences` makes words of all of them, and
nothing reads those words again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from games.numbers import Expression, Number, text

from .written import number


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

    @property
    def difference(self) -> Expression:
        """Left less right, which compares so with zero."""
        return Expression.constant(0) + self.left - self.right

    def at(self, values: Mapping[str, Number]) -> Relation:
        """Put numbers or expressions in for symbols."""
        left, right = (side.at(values) if isinstance(side, Expression) else side for side in (self.left, self.right))
        return Relation(left, self.relation, right)

    def as_json(self) -> dict[str, str]:
        """Write it for programs."""
        return {"left": text(self.left), "relation": self.relation, "right": text(self.right)}

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> Relation:
        """Read a comparison written by `as_json`."""
        return cls(number(source["left"]), source["relation"], number(source["right"]))


@dataclass(frozen=True)
class OpenRange:
    """What is known of one open symbol of a continuum.

    Parameters
    ----------
    symbol : str
        The symbol.
    lower, upper : tuple of Relation
        Its bounds, as ``0 < x`` and ``x <= 1/2``; all must be respected.
    more : tuple of Relation
        What it must satisfy besides, together with others.
    kind : {"mix", "belief"}
        Whether it is a probability of play, or of a belief.
    either : tuple of tuple of Relation
        Conjunctions of which, besides, one must hold; empty where there is nothing to choose.
    """

    symbol: str
    lower: tuple[Relation, ...] = ()
    upper: tuple[Relation, ...] = ()
    more: tuple[Relation, ...] = ()
    kind: str = "mix"
    either: tuple[tuple[Relation, ...], ...] = ()

    @property
    def relations(self) -> tuple[Relation, ...]:
        """All that it satisfies, whichever of `either` holds."""
        return (*self.lower, *self.upper, *self.more)

    def renamed(self, names: Mapping[str, str]) -> OpenRange:
        """The same with other names for the symbols."""
        values: dict[str, Number] = {old: Expression.symbol(new) for old, new in names.items()}
        lower, upper, more = (tuple(relation.at(values) for relation in side) for side in (self.lower, self.upper, self.more))
        either = tuple(tuple(relation.at(values) for relation in conjunction) for conjunction in self.either)
        return OpenRange(names[self.symbol], lower, upper, more, self.kind, either)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {
            "symbol": self.symbol,
            "kind": self.kind,
            "lower": [{"value": text(relation.left), "strict": relation.relation == "<"} for relation in self.lower],
            "upper": [{"value": text(relation.right), "strict": relation.relation == "<"} for relation in self.upper],
            "more": [relation.as_json() for relation in self.more],
            **({"either": [[relation.as_json() for relation in conjunction] for conjunction in self.either]} if self.either else {}),
        }

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> OpenRange:
        """Read a range written by `as_json`."""
        x = Expression.symbol(source["symbol"])
        return cls(
            source["symbol"],
            tuple(Relation(number(end["value"]), "<" if end["strict"] else "<=", x) for end in source["lower"]),
            tuple(Relation(x, "<" if end["strict"] else "<=", number(end["value"])) for end in source["upper"]),
            tuple(map(Relation.from_json, source["more"])),
            source["kind"],
            tuple(tuple(map(Relation.from_json, conjunction)) for conjunction in source.get("either", ())),
        )


def between(symbol: str, low: Number, high: Number, more: Iterable[Relation] = (), kind: str = "mix") -> OpenRange:
    """A symbol between two numbers, both included."""
    x = Expression.symbol(symbol)
    return OpenRange(symbol, (Relation(low, "<=", x),), (Relation(x, "<=", high),), tuple(more), kind)


@dataclass(frozen=True)
class Pin:
    """A mix or a belief that makes a player indifferent, and is pinned by that.

    Parameters
    ----------
    kind : {"mix", "belief"}
        What is pinned.
    player, infoset : str
        Whose, and where.
    other, there : str
        Who is indifferent, and at which information set.
    """

    kind: str
    player: str
    infoset: str
    other: str
    there: str

    def as_json(self) -> dict[str, str]:
        """Write it for programs."""
        return {"kind": self.kind, "player": self.player, "infoset": self.infoset, "indifferent": self.other, "there": self.there}
