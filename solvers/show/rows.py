"""Equilibria as named rows, which the terminal and a notebook lay out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from games.numbers import Expression, Number

from ..results import Continuation, Family, Solution
from . import by_type, reliability, words
from .words import Infoset

LONG = 60  # information sets, from which on an equilibrium is told in short
FIRST = 8  # so many of a player's information sets, and of the outcomes, are told then

Row = tuple[str, str]
"""A name, and what belongs to it."""


def closed_forms(family: Family, off: frozenset[Infoset]) -> Iterator[Row]:
    """Give what a family's members play and believe, why, and what it brings, in closed form."""
    yield from _assessment(family, off)
    yield from (("why", line) for line in family.reasons)
    yield "payoffs", words.all_values(family.payoffs)
    yield "measures", words.weighted(family.measures)


def solution_rows(solution: Solution, off: frozenset[Infoset], standing_for: Continuation | None = None) -> Iterator[Row]:
    """Give what is played and believed in an equilibrium, what it brings, the class it stands for, and a refinement's verdict."""
    sets = sum(map(len, solution.profile.strategies.values()))
    if sets > LONG:
        yield from _in_short(solution, off, sets)
    else:
        yield from _assessment(solution, off)
        yield "outcomes", words.weighted(solution.outcomes)
    yield "payoffs", words.all_values(solution.payoffs)
    if standing_for is not None:
        yield "its class", f"payoffs {words.corners(standing_for.payoffs)}"
    yield "measures", words.weighted(solution.measures)
    yield reliability.judged(solution.verdict)


def _in_short(solution: Solution, off: frozenset[Infoset], sets: int) -> Iterator[Row]:
    """Give the first information sets on the path of each player, and the likeliest outcomes."""
    on_path = {player: [label for label in table if (player, label) not in off] for player, table in solution.profile.strategies.items()}
    shown = {player: {label: solution.profile.strategies[player][label] for label in labels[:FIRST]} for player, labels in on_path.items()}
    yield from words.strategies(replace(solution.profile, strategies=shown), off)
    believed = {player: {k: v for k, v in table.items() if k in shown.get(player, {})} for player, table in solution.beliefs.items()}
    yield from (("beliefs", line) for line in words.believed(believed, off))
    likely = sorted(solution.outcomes, key=lambda label: -_size(solution.outcomes[label]))[:FIRST]
    yield "outcomes", words.weighted({label: solution.outcomes[label] for label in likely})
    more = [words.counted(sets - sum(map(len, shown.values())), "information set")]
    more += [words.counted(rest, "outcome")] if (rest := len(solution.outcomes) - len(likely)) > 0 else []
    yield "besides", f"{' and '.join(more)}, which --json and as_json() tell"


def _size(chance: Number) -> float:
    """How likely an outcome is; as one, where that is left open."""
    return 1.0 if isinstance(chance, Expression) and chance.free else float(chance)


def _assessment(equilibrium: Family | Solution, off: frozenset[Infoset]) -> Iterator[Row]:
    if equilibrium.by_type is not None:
        yield from by_type.rows(equilibrium)
        yield from (("free", line) for line in equilibrium.free.values())
        return
    yield from words.strategies(equilibrium.profile, off)
    yield from (("beliefs", line) for line in words.believed(equilibrium.beliefs, off))
    yield from (("free", line) for line in equilibrium.free.values())
