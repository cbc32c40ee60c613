"""Subgame-perfect equilibria, subgames solved from the last to the first; each choice among a subgame's equilibria is a branch."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from games import Game, GameError
from games.forms.subgames import stage_game, subgame_roots
from games.numbers import Expression, Number

from ..results import Assessment, OpenRange, Profile, Solution, told_apart
from ..verifier import SUBGAME, verify
from .play import brought_about, played, with_idle

MOST_BRANCHES = 20_000  # combinations of equilibria of the subgames below one stage, for each of which it is solved

Solver = Callable[[Game], tuple[Sequence[Solution], str]]
"""Gives the Nash equilibria of a stage, and its coverage: whether they are "all", "some" or "one"."""


class Continuum(Exception):
    """A proper subgame has a continuum of equilibria that pay differently."""


@dataclass(frozen=True)
class Branch:
    """Equilibrium play from the root of a subgame on."""

    strategies: Mapping[str, Mapping[str, Mapping[str, Number]]]
    payoffs: tuple[Number, ...]
    ranges: tuple[OpenRange, ...]
    sample: Mapping[str, Number]


def backward_induction(game: Game, solve: Solver) -> tuple[tuple[Solution, ...], str]:
    """Find every subgame-perfect equilibrium, subgame by subgame.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    solve : callable
        Finds the Nash equilibria of a game that has no proper subgame of its own.

    Returns
    -------
    (tuple of Solution, str)
        The equilibria, and "all" where `solve` found all everywhere, else "some".

    Raises
    ------
    Continuum
        When what a subgame pays is not the same over a continuum of its equilibria.
    GameError
        When there are too many branches.

    References
    ----------
    Selten, R. (1965). Spieltheoretische Behandlung eines Oligopolmodells mit Nachfragetraegheit. *ZgS* 121, 301-324, 667-689.
    """
    roots = subgame_roots(game)
    next_roots = _next_roots(game, roots)
    branches: dict[int, list[Branch]] = {}
    coverage = "all"
    for root in reversed(roots):
        branches[root] = []
        for choice in _choices(game, branches, next_roots[root]):
            stage_solutions, stage_coverage = solve(stage_game(game, root, {r: b.payoffs for r, b in choice.items()}))
            coverage = coverage if stage_coverage == "all" else "some"
            for solution in stage_solutions:
                branches[root].append(_joined(game, solution, list(choice.values()), top=root == 0))
        for r in next_roots[root]:
            branches.pop(r, None)
    solutions = [_solution(game, branch) for branch in branches[0]]
    names = told_apart([solution.called for solution in solutions])
    return tuple(replace(solution, called=name) for solution, name in zip(solutions, names, strict=True)), coverage


def _next_roots(game: Game, roots: Sequence[int]) -> dict[int, list[int]]:
    """The first subgames within each subgame."""
    next_roots: dict[int, list[int]] = {root: [] for root in roots}
    for root in roots[1:]:
        next_roots[next(n for n, _ in reversed(game.path(root)) if n in next_roots)].append(root)
    return next_roots


def _choices(game: Game, branches: Mapping[int, Sequence[Branch]], roots: Sequence[int]) -> Iterator[dict[int, Branch]]:
    count = 1
    for root in roots:
        count *= len(branches[root])
    if count > MOST_BRANCHES:
        raise GameError(
            f"{game.name} has {count} combinations of equilibria of its subgames, where at most {MOST_BRANCHES} are taken; "
            "solve the subgames one by one, or ask for concept='nash'."
        )
    for choice in itertools.product(*(branches[root] for root in roots)):
        yield dict(zip(roots, choice, strict=True))


def _joined(game: Game, solution: Solution, inner: Sequence[Branch], *, top: bool) -> Branch:
    """The play of a stage with that of the subgames below it; each symbol gets a name of its own."""
    ranges: dict[str, OpenRange] = {}
    sample: dict[str, Number] = {}
    strategies: dict[str, dict[str, Mapping[str, Number]]] = {player: {} for player in game.players}
    stage = Branch(solution.profile.strategies, tuple(solution.payoffs[p] for p in game.players), solution.ranges, solution.sample)
    for branch in (*inner, stage):
        renamed = {open_range.symbol: _unused(open_range.symbol, ranges) for open_range in branch.ranges}
        symbols: dict[str, Number] = {old: Expression.symbol(new) for old, new in renamed.items()}
        for open_range in branch.ranges:
            ranges[renamed[open_range.symbol]] = open_range.renamed(renamed)
            sample[renamed[open_range.symbol]] = branch.sample[open_range.symbol]
        for player, sets in Profile(branch.strategies).at(symbols).strategies.items():
            strategies[player].update(sets)
    if not top and any(isinstance(x, Expression) and x.free for x in stage.payoffs):
        raise Continuum
    return Branch(strategies, stage.payoffs, tuple(ranges.values()), sample)


def _unused(name: str, names: Mapping[str, object]) -> str:
    while name in names:
        name += "_"
    return name


def _solution(game: Game, branch: Branch) -> Solution:
    strategies = {
        player: {game.set_labels[s]: branch.strategies[player][game.set_labels[s]] for s in range(game.infosets) if game.set_owner[s] == k}
        for k, player in enumerate(game.players)
    }
    profile = with_idle(game, Profile(strategies), subgame_roots(game))
    payoffs, outcomes, measures = brought_about(game, profile)
    certificate = verify(game, profile.at(branch.sample) if branch.ranges else profile, SUBGAME)
    return Solution(
        played(game, profile),
        Assessment(profile),
        payoffs,
        outcomes,
        measures,
        branch.ranges,
        certificate=certificate,
        sample=branch.sample,
    )
