"""Every Nash equilibrium of a tree in which at most two players move."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from itertools import product
from math import prod

import numpy as np

from games import Game, GameError, Sequences, exact_leaf_table, sequences
from games.forms.normal import count_plans, pure_plans
from games.labels import as_symbol
from games.numbers import Expression, Number, simplest

from ..results import Assessment, Name, OpenRange, Profile, Solution, between, told_apart
from ..verifier import verify
from .hull import in_probabilities, in_weights, symbol_stem
from .play import behaviour, brought_about, played, with_idle
from .replies import Exact, Plan, TwoPlayers
from .subsets import Equilibria, NashSubset, all_equilibria

MOST_PLANS = 3_000  # pure plans of one player


def movers(game: Game) -> list[int]:
    """The players who decide anywhere."""
    return sorted({int(k) for k in game.set_owner})


def two_player_form(game: Game) -> TwoPlayers:
    """Write a tree in which at most two players move in plans and sequences.

    Raises
    ------
    GameError
        For more players, and when one has too many pure plans.
    """
    pair = moving_pair(game)
    counts = [count_plans(game, player) for player in pair]
    if max(counts) > MOST_PLANS:
        counts_text = [f"{n}" if n < 10**9 else f"about {n:.0e}" for n in counts]
        plans_text = " and ".join(f"{game.players[player]} {n}" for player, n in zip(pair, counts_text, strict=True))
        raise GameError(
            f"{game.name} is too large to find all its Nash equilibria: {game.nodes} nodes, {game.infosets} information sets, pure plans: "
            f"{plans_text}, where at most {MOST_PLANS} a player are taken."
        )
    owns = [sequences(game)[player] for player in pair]
    table = exact_leaf_table(game)
    payoffs = [np.full([len(own) for own in owns], Fraction(0), object) for _ in pair]
    for used, earned in zip(table.sequences, table.payoffs, strict=True):
        for k, player in enumerate(pair):
            payoffs[k][used[pair[0]], used[pair[1]]] += earned[player]
    plans = [_plan_matrix(game, player, own) for player, own in zip(pair, owns, strict=True)]
    return TwoPlayers((plans[0], plans[1]), (payoffs[0], payoffs[1]))


def moving_pair(game: Game) -> tuple[int, int]:
    """Two players such that nobody else moves; where fewer than two move, the first who do not are added."""
    active = movers(game)
    if len(active) > 2 or len(game.players) < 2:
        raise GameError(f"In {game.name} {len(active)} players move: {', '.join(game.players[k] for k in active)}; two are needed.")
    idle = [k for k in range(len(game.players)) if k not in active]
    first, second = sorted([*active, *idle][:2])
    return first, second


def _plan_matrix(game: Game, player: int, own: Sequences) -> Exact:
    first = dict(zip(own.infosets.tolist(), own.first.tolist(), strict=True))
    rows = []
    for plan in pure_plans(game, player):
        used = {0, *(first[infoset] + action for infoset, action in plan.items())}
        rows.append([int(s in used) for s in range(len(own))])
    return np.array(rows, object)


def two_player_solutions(game: Game, concept: str = "nash") -> tuple[tuple[Solution, ...], Equilibria]:
    """Find every Nash equilibrium of a tree in which at most two players move, as solutions with certificates.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    concept : str
        Under which the certificates are asked.

    Returns
    -------
    (tuple of Solution, Equilibria)
        A solution for each maximal Nash subset; one that is not a single equilibrium holds symbols.
    """
    form = two_player_form(game)
    equilibria = all_equilibria(form)
    return subset_solutions(game, form, equilibria.subsets, concept), equilibria


def middle_profile(game: Game, form: TwoPlayers, subset: NashSubset) -> Profile:
    """Write the middle of a convex set of equilibria as a profile."""
    of_player = sequences(game)
    middle = [tuple(sum(column, Fraction(0)) / len(plans) for column in zip(*plans, strict=True)) for plans in subset.plans]
    single = NashSubset(((middle[0],), (middle[1],)), subset.component)
    return _SubsetProfile(game, form, [of_player[player] for player in moving_pair(game)], single).profile


def subset_solutions(game: Game, form: TwoPlayers, subsets: Sequence[NashSubset], concept: str) -> tuple[Solution, ...]:
    """Write convex sets of equilibria as solutions with certificates."""
    of_player = sequences(game)
    owns = [of_player[player] for player in moving_pair(game)]
    subset_profiles = [_SubsetProfile(game, form, owns, subset) for subset in subsets]
    names = told_apart([played(game, subset_profile.profile) for subset_profile in subset_profiles])
    return tuple(subset_profile.solution(name, concept) for subset_profile, name in zip(subset_profiles, names, strict=True))


class _SubsetProfile:
    """A maximal Nash subset as a profile with symbols."""

    def __init__(self, game: Game, form: TwoPlayers, owns: Sequence[Sequences], subset: NashSubset) -> None:
        self.game, self.form, self.owns, self.subset = game, form, owns, subset
        self.symbols: set[str] = set()
        self.ranges: list[OpenRange] = []
        self.sample: dict[str, Number] = {}
        self.plans = [self._plan(k) for k in (0, 1)]
        self.profile = self._profile(self.plans)

    def solution(self, name: Name, concept: str) -> Solution:
        """The subset as a result."""
        payoffs, outcomes, measures = brought_about(self.game, self.profile)
        sampled = self.profile if not self.ranges else self.profile.at(self.sample)
        return Solution(
            name,
            Assessment(with_idle(self.game, self.profile)),
            payoffs,
            outcomes,
            measures,
            tuple(self.ranges),
            certificate=verify(self.game, sampled, concept),
            sample=self.sample,
            component=self.subset.component,
            extreme=tuple(self._profile(pair) for pair in product(*self.subset.plans)) if not self.subset.isolated else (),
        )

    def _profile(self, plans: Sequence[Sequence[Number]]) -> Profile:
        first, second = self.owns
        strategies = {
            first.player: behaviour(self.game, first, plans[0], lambda: self._worths[0]),
            second.player: behaviour(self.game, second, plans[1], lambda: self._worths[1]),
        }
        return Profile({player: strategies.get(player, {}) for player in self.game.players})

    @cached_property
    def _worths(self) -> tuple[Exact, Exact]:
        """What each sequence of a player earns against the barycentre of the other's extreme plans."""
        first, second = (
            np.array([sum(column, Fraction(0)) / len(extreme) for column in zip(*extreme, strict=True)], object)
            for extreme in self.subset.plans
        )
        return self.form.payoffs[0] @ second, self.form.payoffs[1].T @ first

    def _plan(self, k: int) -> Sequence[Number]:
        """One player's plan: a single one, a point between two, or a mixture of several."""
        extreme, own = self.subset.plans[k], self.owns[k]
        if len(extreme) == 1:
            return extreme[0]
        if len(extreme) == 2:
            return self._segment(extreme[0], extreme[1], own)
        hull = in_probabilities(self.game, own, extreme, self._symbol) or in_weights(extreme, f"w_{own.player}", self._symbol)
        self.ranges += hull.ranges
        self.sample.update(hull.sample)
        return hull.plan

    def _segment(self, start: Plan, end: Plan, own: Sequences) -> Sequence[Number]:
        """Between two plans: the symbol is the probability of the first action that they play differently."""
        for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
            actions = self.game.set_actions[infoset]
            s = next((first + a for a in range(len(actions)) if start[first + a] != end[first + a]), None)
            if s is not None and start[before] == end[before]:
                symbol = self._symbol(symbol_stem(self.game, own, s))
                low, high = sorted([start[s] / start[before], end[s] / start[before]])
                self.ranges.append(between(symbol.text(), low, high))
                self.sample[symbol.text()] = (low + high) / 2
                weight = (symbol * start[before] - start[s]) / (end[s] - start[s])
                return [simplest(x + weight * (y - x)) for x, y in zip(start, end, strict=True)]
        raise AssertionError("two plans that differ do so somewhere first")

    def _symbol(self, stem: str) -> Expression:
        name = as_symbol(stem)
        while name in self.symbols or name in self.game.fixed:
            name += "_"
        self.symbols.add(name)
        return Expression.symbol(name)


def counted_sizes(game: Game) -> str:
    """How large a game is, in words."""
    plans = [count_plans(game, player) for player in range(len(game.players))]
    return f"{game.nodes} nodes, {game.infosets} information sets, {prod(plans)} profiles of pure plans"
