"""What two players with two actions each do best against one another."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from games.numbers import Number

from . import views


@dataclass(frozen=True)
class BestReplies:
    """Two players, two actions each: what each wins by the first action against each action of the other.

    Parameters
    ----------
    title : str
        The game's question.
    players : (str, str)
        Their names.
    actions : ((str, str), (str, str))
        The actions of each.
    gains : ((number, number), (number, number))
        For each player what the first action pays more than the second, when the other surely plays its first action, and when it
        surely plays its second.
    at : dict from str to number
        The parameters.
    """

    title: str
    players: tuple[str, str]
    actions: tuple[tuple[str, str], tuple[str, str]]
    gains: tuple[tuple[Number, Number], tuple[Number, Number]]
    at: Mapping[str, Number]

    def gain(self, k: int, likely: Number) -> Number:
        """What a player wins by its first action, when the other plays its first with some probability."""
        first, second = self.gains[k]
        return likely * first + (1 - likely) * second

    def indifferent(self, k: int) -> Number | None:
        """The probability of the other's first action that makes a player indifferent; None where none or any does."""
        first, second = self.gains[k]
        if first == second:
            return None
        likely = second / (Fraction(1) * (second - first))
        return likely if 0 <= likely <= 1 else None

    @property
    def crossings(self) -> tuple[tuple[Number, Number], ...]:
        """Equilibria as probabilities of the first actions: those in pure actions, and the one in which both are made indifferent."""
        pure = [(p, q) for p in (1, 0) for q in (1, 0) if self._best(0, p, q) and self._best(1, q, p)]
        mixed = self.indifferent(1), self.indifferent(0)
        inner = [(p, q) for p, q in [mixed] if p is not None and q is not None and 0 < p < 1 and 0 < q < 1]
        return (*pure, *inner)

    def _best(self, k: int, own: Number, other: Number) -> bool:
        gain = self.gain(k, other)
        return bool(gain >= 0 if own == 1 else gain <= 0)

    def __repr__(self) -> str:
        points = ", ".join(f"({p}, {q})" for p, q in self.crossings)
        (a, _), (b, _) = self.actions
        where = f"at {points}" if points else "nowhere in pure or fully mixed plans"
        return f"<BestReplies of {' and '.join(self.players)}: they meet {where}, as probabilities of {a} and {b}>"

    def plot(self) -> Any:
        """Draw the best replies of both players, one against the other, as a matplotlib figure."""
        return views.replies.reply_figure(self)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self.plot()._repr_html_()}
