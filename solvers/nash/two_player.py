"""Every Nash equilibrium of a tree in which at most two players move."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from functools import cached_property
from math import prod

import numpy as np

from games import Game, GameError, Sequences, exact_leaf_table, sequences
from games.forms.normal import count_plans, pure_plans
from games.labels import as_symbol
from games.numbers import Expression, Number, simplest

from ..results import Assessment, Name, OpenRange, Profile, Solution, between, told_apart
from ..verifier import verify
from .hull import in_probabilities, in_weights
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
        shown = [f"{n}" if n < 10**9 else f"about {n:.0e}" for n in counts]
        many = " and ".join(f"{game.players[player]} {n}" for player, n in zip(pair, shown, strict=True))
        raise GameError(
            f"{game.name} is too large to find all its Nash equilibria: {game.nodes} nodes, {game.infosets} information sets, pure plans: "
            f"{many}, where at most {MOST_PLANS} a player are taken."
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
    """Two players of whom no other moves; where fewer than two move, others stand by."""
    moving = movers(game)
    if len(moving) > 2 or len(game.players) < 2:
        raise GameError(f"In {game.name} {len(moving)} players move: {', '.join(game.players[k] for k in moving)}; two are needed.")
    others = [k for k in range(len(game.players)) if k not in moving]
    one, two = sorted([*moving, *others][:2])
    return one, two


def _plan_matrix(game: Game, player: int, own: Sequences) -> Exact:
    first = dict(zip(own.infosets.tolist(), own.first.tolist(), strict=True))
    rows = []
    for plan in pure_plans(game, player):
        used = {0, *(first[at] + action for at, action in plan.items())}
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
    found = all_equilibria(form)
    own = sequences(game)
    owns = [own[player] for player in moving_pair(game)]
    shown = [_Shown(game, form, owns, subset) for subset in found.subsets]
    names = told_apart([played(game, one.profile) for one in shown])
    return tuple(one.solution(name, concept) for one, name in zip(shown, names, strict=True)), found


class _Shown:
    """A maximal Nash subset as a profile with symbols."""

    def __init__(self, game: Game, form: TwoPlayers, owns: Sequence[Sequences], subset: NashSubset) -> None:
        self.game, self.form, self.owns, self.subset = game, form, owns, subset
        self.taken: set[str] = set()
        self.ranges: list[OpenRange] = []
        self.sample: dict[str, Number] = {}
        self.plans = [self._plan(k) for k in (0, 1)]
        self.profile = self._profile(self.plans)

    def solution(self, name: Name, concept: str) -> Solution:
        """The subset as a result."""
        payoffs, outcomes, measures = brought_about(self.game, self.profile)
        sampled = self.profile if not self.ranges else at(self.profile, self.sample)
        several = not self.subset.isolated
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
            extreme=tuple(self._profile(pair) for pair in _products(self.subset.plans)) if several else (),
        )

    def _profile(self, plans: Sequence[Sequence[Number]]) -> Profile:
        one, two = self.owns
        strategies = {
            one.player: behaviour(self.game, one, plans[0], lambda: self._worths[0]),
            two.player: behaviour(self.game, two, plans[1], lambda: self._worths[1]),
        }
        return Profile({player: strategies.get(player, {}) for player in self.game.players})

    @cached_property
    def _worths(self) -> tuple[Exact, Exact]:
        """What each sequence of a player earns against the middle of the other's plans."""
        one, two = (
            np.array([sum(column, Fraction(0)) / len(extreme) for column in zip(*extreme, strict=True)], object)
            for extreme in self.subset.plans
        )
        return self.form.payoffs[0] @ two, self.form.payoffs[1].T @ one

    def _plan(self, k: int) -> Sequence[Number]:
        """One player's plan: exact, between two plans, or a mixture of several."""
        extreme, own = self.subset.plans[k], self.owns[k]
        if len(extreme) == 1:
            return extreme[0]
        if len(extreme) == 2:
            return self._segment(extreme[0], extreme[1], own)
        hull = in_probabilities(self.game, own, extreme, self._symbol) or in_weights(extreme, f"w_{own.player}", self._symbol)
        self.ranges += hull.ranges
        self.sample.update(hull.sample)
        return hull.plan

    def _segment(self, one: Plan, two: Plan, own: Sequences) -> Sequence[Number]:
        """Between two plans: the symbol is the probability of the first action that they play differently."""
        for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
            actions = self.game.set_actions[infoset]
            s = next((first + a for a in range(len(actions)) if one[first + a] != two[first + a]), None)
            if s is not None and one[before] == two[before]:
                label = self.game.set_labels[infoset]
                symbol = self._symbol(f"x_{actions[s - first]}" + ("" if label == "start" else f"_{label}"))
                low, high = sorted([one[s] / one[before], two[s] / one[before]])
                self.ranges.append(between(symbol.text(), low, high))
                self.sample[symbol.text()] = (low + high) / 2
                share = (symbol * one[before] - one[s]) / (two[s] - one[s])
                return [simplest(x + share * (y - x)) for x, y in zip(one, two, strict=True)]
        raise AssertionError("two plans that differ do so somewhere first")

    def _symbol(self, stem: str) -> Expression:
        name = as_symbol(stem)
        while name in self.taken or name in self.game.fixed:
            name += "_"
        self.taken.add(name)
        return Expression.symbol(name)


def at(profile: Profile, sample: dict[str, Number]) -> Profile:
    """Put values in for symbols."""
    return Profile(
        {
            player: {
                label: {action: p.at(sample) if isinstance(p, Expression) else p for action, p in mix.items()}
                for label, mix in sets.items()
            }
            for player, sets in profile.strategies.items()
        },
        profile.idle,
    )


def _products(plans: tuple[tuple[Plan, ...], tuple[Plan, ...]]) -> list[tuple[Plan, Plan]]:
    return [(x, y) for x in plans[0] for y in plans[1]]


def counted_sizes(game: Game) -> str:
    """How large a game is, in words."""
    plans = [count_plans(game, player) for player in range(len(game.players))]
    return f"{game.nodes} nodes, {game.infosets} information sets, {prod(plans)} profiles of pure plans"
