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
from .two_player import at

MOST_BRANCHES = 20_000

Solver = Callable[[Game], tuple[Sequence[Solution], str]]
"""Gives the Nash equilibria of a stage, and whether they are "all", "some" or "one"."""


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
    below = _next_roots(game, roots)
    known: dict[int, list[Branch]] = {}
    found = "all"
    for root in reversed(roots):
        known[root] = []
        for chosen in _choices(game, known, below[root]):
            solutions, sure = solve(stage_game(game, root, {r: b.payoffs for r, b in chosen.items()}))
            found = found if sure == "all" else "some"
            for solution in solutions:
                known[root].append(_joined(game, solution, list(chosen.values()), top=root == 0))
        for r in below[root]:
            known.pop(r, None)
    shown = [_solution(game, branch) for branch in known[0]]
    names = told_apart([solution.called for solution in shown])
    return tuple(replace(solution, called=name) for solution, name in zip(shown, names, strict=True)), found


def _next_roots(game: Game, roots: Sequence[int]) -> dict[int, list[int]]:
    """The first subgames within each subgame."""
    out: dict[int, list[int]] = {root: [] for root in roots}
    for root in roots[1:]:
        out[next(n for n, _ in reversed(game.path(root)) if n in out)].append(root)
    return out


def _choices(game: Game, known: Mapping[int, Sequence[Branch]], roots: Sequence[int]) -> Iterator[dict[int, Branch]]:
    count = 1
    for root in roots:
        count *= len(known[root])
    if count > MOST_BRANCHES:
        raise GameError(
            f"{game.name} has {count} combinations of equilibria of its subgames, where at most {MOST_BRANCHES} are taken; "
            "solve the subgames one by one, or ask for concept='nash'."
        )
    for branches in itertools.product(*(known[root] for root in roots)):
        yield dict(zip(roots, branches, strict=True))


def _joined(game: Game, solution: Solution, inner: Sequence[Branch], *, top: bool) -> Branch:
    """The play of a stage with that of the subgames below it; symbols get names of their own."""
    ranges: dict[str, OpenRange] = {}
    sample: dict[str, Number] = {}
    strategies: dict[str, dict[str, Mapping[str, Number]]] = {player: {} for player in game.players}
    stage = Branch(solution.profile.strategies, tuple(solution.payoffs[p] for p in game.players), solution.ranges, solution.sample)
    for part in (*inner, stage):
        renamed = {one.symbol: _unused(one.symbol, ranges) for one in part.ranges}
        symbols: dict[str, Number] = {old: Expression.symbol(new) for old, new in renamed.items()}
        for one in part.ranges:
            ranges[renamed[one.symbol]] = one.renamed(renamed)
            sample[renamed[one.symbol]] = part.sample[one.symbol]
        for player, sets in at(Profile(part.strategies), symbols).strategies.items():
            strategies[player].update(sets)
    if not top and any(isinstance(x, Expression) and x.free for x in stage.payoffs):
        raise Continuum
    return Branch(strategies, stage.payoffs, tuple(ranges.values()), sample)


def _unused(name: str, taken: Mapping[str, object]) -> str:
    while name in taken:
        name += "_"
    return name


def _solution(game: Game, branch: Branch) -> Solution:
    ordered = {
        player: {game.set_labels[s]: branch.strategies[player][game.set_labels[s]] for s in range(game.infosets) if game.set_owner[s] == k}
        for k, player in enumerate(game.players)
    }
    profile = with_idle(game, Profile(ordered), subgame_roots(game))
    payoffs, outcomes, measures = brought_about(game, profile)
    certificate = verify(game, at(profile, dict(branch.sample)) if branch.ranges else profile, SUBGAME)
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
