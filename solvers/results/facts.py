"""The facts that sentences are made of: comparisons, what happens on a wall, what is played, what is open and what pins it.

`solvers.show.sentences` makes words of them, and nothing reads those words again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias

from games.labels import Joined, parts_of
from games.numbers import Expression, Number, text

from . import views
from .written import number

if TYPE_CHECKING:
    from .classes import Relabelling


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


# ------------------------------------------------------------------ what is open, and what pins the rest


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


# ------------------------------------------------------------------ what is played


@dataclass(frozen=True)
class Choice:
    """What is played at information sets.

    Parameters
    ----------
    actions : tuple of str
        All that are used; several are a mix.
    infosets : tuple of str
        Where.
    told : tuple of str
        What the sets are called beside one another: their labels less what these have in common.
    """

    actions: tuple[str, ...]
    infosets: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"infosets": list(self.infosets), "actions": list(self.actions), "told": [list(parts_of(label)) for label in self.told]}


@dataclass(frozen=True)
class Phrase:
    """What one player does at information sets that belong together.

    Parameters
    ----------
    player : str
        Who.
    manner : {"pooling", "partly pooling", "separating", "semi-separating", "throughout", "after", "at"}
        The first four of a player with private types; "throughout" where one choice is all there is to say, else how the
        information sets of the choices are told.
    choices : tuple of Choice
        What is played where.
    """

    player: str
    manner: str
    choices: tuple[Choice, ...]

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"player": self.player, "manner": self.manner, "choices": [choice.as_json() for choice in self.choices]}


@dataclass(frozen=True)
class Name:
    """What an equilibrium or a family is called: by what is played, on the path and, where that does not tell it apart, off it.

    Parameters
    ----------
    on_path, off_path : tuple of Phrase
        What is played.
    number : int
        Tells those apart that play alike; 0 where there is no other.
    knife_edge : bool
        Whether it lives on a wall only.
    given : str
        Words that stand instead of what is played, where nobody looks at that.
    alike : tuple of Relabelling
        Of several families together: what makes the others of those that play thus.
    """

    on_path: tuple[Phrase, ...] = ()
    off_path: tuple[Phrase, ...] = ()
    number: int = 0
    knife_edge: bool = False
    given: str = ""
    alike: tuple[Relabelling, ...] = field(default=(), compare=False, repr=False)

    def text(self) -> str:
        """Write it out."""
        return views.sentences.name(self)

    @property
    def of_path(self) -> Name:
        """The name by what is played on the path alone, where it says more."""
        return Name(self.on_path, given=self.given) if self.off_path else self

    @property
    def mixes(self) -> frozenset[tuple[str, ...]]:
        """The mixes that the name speaks of."""
        return frozenset(c.actions for phrase in (*self.on_path, *self.off_path) for c in phrase.choices if len(c.actions) > 1)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        facts = {"on_path": [phrase.as_json() for phrase in self.on_path], "off_path": [phrase.as_json() for phrase in self.off_path]}
        more = {"number": self.number, "knife_edge": self.knife_edge, "given": self.given}
        return facts | {name: value for name, value in more.items() if value}

    @classmethod
    def from_json(cls, source: Mapping[str, Any]) -> Name:
        """Read a name written by `as_json`."""

        def label(parts: Sequence[str]) -> str:
            return Joined(parts) if len(parts) > 1 else parts[0]

        def choice(one: Mapping[str, Any]) -> Choice:
            return Choice(tuple(one["actions"]), tuple(one["infosets"]), tuple(map(label, one["told"])))

        def phrase(one: Mapping[str, Any]) -> Phrase:
            return Phrase(one["player"], one["manner"], tuple(map(choice, one["choices"])))

        more = {name: source[name] for name in ("number", "knife_edge", "given") if name in source}
        return cls(tuple(map(phrase, source["on_path"])), tuple(map(phrase, source["off_path"])), **more)


def told_apart(names: Sequence[Name]) -> list[Name]:
    """Number names that read alike."""
    texts = [name.text() for name in names]
    occurrences, numbered = Counter(texts), Counter[str]()
    numbered_names: list[Name] = []
    for name, written in zip(names, texts, strict=True):
        numbered[written] += 1
        numbered_names.append(replace(name, number=numbered[written]) if occurrences[written] > 1 else name)
    return numbered_names
