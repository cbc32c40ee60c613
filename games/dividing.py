"""What may be amiss in the parameters of a story: divisors that may be zero, chances that are none, names that are taken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from .numbers import Expression
from .remarks import Remark
from .tree import Game

SAMPLES = 24  # points of the domain at which a divisor is looked at
TAKEN = {"game", "over", "concept", "refine", "method", "prove", "given", "seconds", "check", "grid", "profile", "low", "high", "by"}
"""What those who solve a game are given by name, beside values of parameters."""


def divisors(game: Game) -> Iterator[Remark]:
    """What is divided by and is zero at the defaults, at an end of the domain that belongs to it, or between two points of the domain."""
    ends = [condition.expression for condition in game.domain.conditions if not condition.strict]
    factors = (Expression(factor) for term in game.terms for factor, _ in term.denominator.factor()[1])
    for divisor in {one.text(): one for one in factors}.values():
        if not divisor.at(game.defaults):
            yield Remark("divides by zero", {"divisor": divisor.text(), "at": _values(game, divisor.free)})
        elif any(not (end / divisor).free for end in ends) or len({divisor.at(point) > 0 for point in game.domain.points(SAMPLES)}) > 1:
            yield Remark("divides by zero", {"divisor": divisor.text(), "at": ""})


def no_chances(game: Game) -> Iterator[Remark]:
    """Chances that are none at the defaults; a game in which they are none near them is refused anyway."""
    seen: set[tuple[str, str]] = set()
    for node in np.flatnonzero(game.chance_row >= 0).tolist():
        chance, (name, outcomes) = game.chance(node), game.chance_moves[int(game.infoset[game.parent[node]])]
        label = outcomes[int(game.move[node])]
        if not isinstance(chance, Expression) or (name, label) in seen:
            continue
        try:
            number = chance.at(game.defaults)
        except ZeroDivisionError:
            continue
        if not number > 0:
            seen.add((name, label))
            yield Remark("no chance", {"chance": name, "outcome": label, "number": str(number), "at": _values(game, chance.free)})


def taken_names(game: Game) -> Iterator[Remark]:
    """Parameters that are called as something else that methods are given by its name."""
    for name in game.parameters:
        if name in TAKEN:
            yield Remark("taken name", {"name": name})


def _values(game: Game, names: Sequence[str]) -> str:
    return ", ".join(f"{name} = {game.defaults[name]}" for name in names)
