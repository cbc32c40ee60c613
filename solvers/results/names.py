"""What an equilibrium is called, as facts: what is played where, on the path and off it.

`solvers.show.sentences` makes words of them, and nothing reads those words again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from games.labels import Joined, parts_of

from . import views

if TYPE_CHECKING:
    from .classes import Relabelling


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
        Words that stand instead of what is played, where nobody looks at that, or before what of it tells it apart.
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
