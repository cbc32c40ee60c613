"""Outcomes under which concepts are compared, and whether two of them can be the same where they leave something open."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from games import Game, GameError
from games.numbers import Expression, Number, simplest, text
from games.parameter import Condition, Domain
from games.tree import CHANCE

from ..results import OpenRange, Profile, Solution


@dataclass(frozen=True, eq=False)
class Outcome:
    """A distribution over endings, or over the outcomes that a story names; symbols may be open in it.

    Parameters
    ----------
    chances : dict from str to number
        Probabilities, zeros left out.
    open_ranges : tuple of OpenRange
        What is known of the open symbols.
    sample : dict from str to number
        Values of them.
    """

    chances: Mapping[str, Number]
    open_ranges: tuple[OpenRange, ...]
    sample: Mapping[str, Number]

    @cached_property
    def key(self) -> str:
        """A text that is the same for the same distribution, written with the same symbols."""
        return "; ".join(f"{label} {text(self.chances[label])}" for label in sorted(self.chances))

    @cached_property
    def open(self) -> bool:
        """Whether the distribution varies."""
        return any(isinstance(p, Expression) and p.free for p in self.chances.values())

    @cached_property
    def ranges(self) -> tuple[OpenRange, ...]:
        """What is known of the open symbols by which the distribution varies."""
        varying = {name for p in self.chances.values() if isinstance(p, Expression) for name in p.free}
        return tuple(open_range for open_range in self.open_ranges if open_range.symbol in varying)

    def meets(self, other: Outcome) -> bool | None:
        """Whether some member of this is a member of the other; None when that is not decided."""
        if self.key == other.key and (not self.open or self.ranges == other.ranges):
            return True
        if not (self.open or other.open) or self._lacks(other) or other._lacks(self):
            return False
        try:
            return _common(self, other)
        except GameError:
            return None

    def _lacks(self, other: Outcome) -> bool:
        """Whether a label that occurs throughout the other outcome does not occur here."""
        always = (label for label, p in other.chances.items() if not (isinstance(p, Expression) and p.free))
        return any(label not in self.chances for label in always)


def reached(game: Game, solution: Solution, named: bool) -> Outcome:
    """What an equilibrium brings about, over named outcomes or over endings."""
    if not named:
        chances = endings(game, solution.profile)
    else:
        probabilities = {label: simplest(p) if isinstance(p, Expression) else p for label, p in solution.outcomes.items()}
        chances = {label: p for label, p in probabilities.items() if p}
    return Outcome(chances, solution.ranges, solution.sample)


def names_outcomes(game: Game) -> bool:
    """Whether the story names an outcome: some ending is called otherwise than by the players' moves that lead to it."""
    for leaf, node in enumerate(game.leaf_nodes.tolist()):
        moves = [game.set_actions[game.infoset[n]][a] for n, a in game.path(node) if int(game.owner[n]) != CHANCE]
        if game.outcome_names[game.outcome[leaf]] != ("/".join(moves) or "the start"):
            return True
    return False


def endings(game: Game, profile: Profile) -> dict[str, Number]:
    """Give the probability of every ending under a profile, by history; zeros left out."""
    probabilities: dict[str, Number] = {}
    for node in game.leaf_nodes.tolist():
        probability: Any = 1
        for above, move in game.path(node):
            child = game.children(above)[move]
            if int(game.owner[above]) == CHANCE:
                probability = probability * game.chance(child)
            else:
                s = int(game.infoset[above])
                probability = probability * profile[game.players[game.owner[above]]][game.set_labels[s]][game.set_actions[s][move]]
            if not probability:
                break
        probability = simplest(probability) if isinstance(probability, Expression) else probability
        if probability:
            probabilities[game.history(node)] = probability
    return probabilities


def _common(one: Outcome, other: Outcome) -> bool | None:
    """Whether both outcomes are the same at some values of their open symbols; None when that is not decided."""
    from ..maps.region_signs import ParameterRegion
    from ..theorems.matching import condition_of

    first, second = _apart(one, "_1"), _apart(other, "_2")
    open_ranges = (*first.open_ranges, *second.open_ranges)
    if any(open_range.either for open_range in open_ranges):
        return None
    names = tuple(open_range.symbol for open_range in open_ranges)
    bounds = [condition_of(relation) for open_range in open_ranges for relation in open_range.relations]
    equations = []
    for label in {*first.chances, *second.chances}:
        difference = simplest(Expression.constant(0) + first.chances.get(label, 0) - second.chances.get(label, 0))
        if not isinstance(difference, Expression) or not difference.free:
            if difference:
                return False
        elif difference.roots:
            return None
        else:
            equations += [Condition(difference, False, ""), Condition(-difference, False, "")]
    region = ParameterRegion(Domain(names, (), dict.fromkeys(names, 0)), "")  # type: ignore[arg-type]
    empty = region.empty([*bounds, *equations])
    return None if empty is None else not empty


def _apart(outcome: Outcome, suffix: str) -> Outcome:
    """The same outcome with open symbols of its own."""
    renamed = {open_range.symbol: f"{open_range.symbol}{suffix}" for open_range in outcome.open_ranges}
    values: Mapping[str, Any] = {name: Expression.symbol(new) for name, new in renamed.items()}
    chances = {label: simplest(p.at(values)) if isinstance(p, Expression) else p for label, p in outcome.chances.items()}
    return Outcome(chances, tuple(open_range.renamed(renamed) for open_range in outcome.open_ranges), {})
