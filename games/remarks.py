"""What may be amiss in a story that can be told, as data, and in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

MOST_NAMED = 4  # endings


def _quoted(labels: list[str], between: str = ", ") -> str:
    return between.join(map(repr, labels))


def _some(labels: list[str]) -> str:
    return ", ".join(labels[:MOST_NAMED]) + (", ..." if len(labels) > MOST_NAMED else "")


def _unknown_name(where: Mapping[str, Any]) -> str:
    meant = f"did you mean {where['near']!r}?" if where["near"] else f"actions and outcomes are {_quoted(where['known'])}."
    return f"The rules compare with {where['name']!r}, which is no action and no outcome; {meant}"


def _divisor(where: Mapping[str, Any]) -> str:
    divided, narrow = f"A payoff, measure or chance divides by {where['divisor']}", "Narrow the domain so that it is not"
    if where["at"]:
        return f"{divided}, which is zero at the defaults ({where['at']}). {narrow}, and choose another default."
    return f"{divided}, which may be zero within the domain. {narrow}."


WORDS: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "untold": lambda w: (
        f"Nobody can tell what comes out of the chance move {w['chance']!r} ({', '.join(w['outcomes'])}), though somebody moves after it. "
        "If a player knows, tell it: play.tell(player, what came out)."
    ),
    "two ends": lambda w: (
        f"The chance move {w['chance']!r} draws one of two numbers, {' or '.join(w['outcomes'])}. If any number between them is meant, "
        f"known to one player, write play.draw({w['chance']!r}, Uniform({', '.join(w['outcomes'])}), to=that player)."
    ),
    "two ends to choose": lambda w: (
        f"{w['player']} chooses one of two numbers, {' or '.join(w['actions'])}, at {w['infoset']!r}. If any number between them is meant, "
        "offer several, as [Fraction(k, 10) for k in range(11)]: choices from a continuum are not solved."
    ),
    "divides by zero": _divisor,
    "taken name": lambda w: (
        f"The parameter {w['name']} is called as an argument of solve or of another function, which takes its value for that. Call it "
        f"otherwise, or set it beforehand: game.at({w['name']}=...)."
    ),
    "no chance": lambda w: (
        f"The chance of {w['outcome']!r} at {w['chance']!r} is {w['number']} at the defaults ({w['at']}); every chance must be positive. "
        "Choose another default, and narrow the domain so that it is positive."
    ),
    "look alike": lambda w: (
        f"{w['player']} has {w['sets']} information sets called {w['label']!r}: the same words, learned in different ways. Tell with words "
        "that differ, as play.tell(player, 'report: high')."
    ),
    "forced": lambda w: (
        f"{w['player']}'s information sets {_quoted(w['sets'], ' and ')} are told apart only by a choice of one action "
        f"({_quoted(w['actions'])}), which is no choice. Leave it out, or offer it with public=False."
    ),
    "nearly alike": lambda w: (
        f"{w['player']}'s information sets {_quoted(w['sets'], ' and ')} are called alike but for capitals, spaces or how a number is "
        "written, and so are two. If they are meant to be one, tell the same words."
    ),
    "only one moves": lambda w: (
        f"{w['mover']} moves after {w['outcome']!r} ({w['chance']}) and never after another outcome, by which {w['player']} can tell them "
        f"apart: at {_quoted(w['sets'], ' or ')} it was that, at {_quoted(w['without'], ' or ')} not. If {w['player']} is not to know, let "
        f"{w['mover']} move in both cases, with one action to choose from where there is no choice."
    ),
    "same": lambda w: (
        f"{_quoted(w['actions'], ' and ')} of {w['player']} at {_quoted(w['infosets'])} always pay everybody the same, and nobody can "
        "tell them apart. Perhaps a payoff is missing; or leave one of them out."
    ),
    "unknown name": _unknown_name,
    "unused": lambda w: (
        f"{', '.join(w['parameters'])}: in no payoff and no chance{' with this structure' if w['structure'] else ''}, so that "
        f"{'such parameters move' if len(w['parameters']) > 1 else 'this parameter moves'} nothing."
    ),
    "alike": lambda w: (
        f"The parameter {w['parameter']} adds the same to every payoff of {' and '.join(w['players'])}, whatever is "
        "played: it moves no choice."
    ),
    "half named": lambda w: (
        f"Some endings have a name ({_some(w['named'])}), and others are called by the moves that lead there ({_some(w['by moves'])}). "
        "Name all with play.outcome, so that they can be told apart at a glance."
    ),
    "rounded": lambda w: (
        f"{w['what']} holds {w['number']}, a rounded number. Write it exactly, as Fraction({w['exact']}), for exact answers."
    ),
    "on a wall": lambda w: (
        f"The defaults lie on the wall {' and on '.join(w['walls'])}, where the set of equilibria changes. Choose others, or say that the "
        "case between is meant."
    ),
    "slice on a wall": lambda w: (
        f"The slice of the picture, in {' and '.join(w['over'])} with the other parameters at their defaults, lies as a whole on the wall "
        f"{' and on '.join(w['walls'])}. Choose another default."
    ),
}
"""What is said of each kind of remark."""


@dataclass(frozen=True)
class Remark:
    """Something that may be amiss.

    Parameters
    ----------
    kind : str
        One of `WORDS`.
    where : dict
        What it is about: names, labels and numbers, as text.
    """

    kind: str
    where: Mapping[str, Any]

    def __str__(self) -> str:
        return WORDS[self.kind](self.where)

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        return {"kind": self.kind, "where": dict(self.where), "says": str(self)}


class Remarks(tuple[Remark, ...]):
    """Remarks on a story, which print as sentences."""

    def __str__(self) -> str:
        return "\n".join(map(str, self)) or "Nothing seems amiss."

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text(str(self))
