"""Nash and subgame-perfect equilibria behind one door: which method a game gets, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from games import Game, GameError
from games.forms.subgames import subgame_roots
from games.numbers import Expression, Number

from ..results import Solution, Solutions
from ..verifier import NASH, SUBGAME
from .backward import Continuum, backward_induction
from .linear import sequence_lp
from .peers import gambit_solutions, nashpy_solutions
from .subsets import Equilibria
from .two_player import counted_sizes, movers, two_player_solutions

Searched = Callable[[Game, str, Mapping[str, Number]], Solutions]
"""Finds all equilibria of a concept by the search over supports."""

MOST_SUPPORTS = 3_000_000


def find_nash(game: Game, at: Mapping[str, Number], method: str | None, search: Searched) -> Solutions:
    """Find the Nash equilibria of a game with numbers for all parameters.

    Parameters
    ----------
    at : dict
        The parameter point.
    method : str or None
        A name from the table of methods; the one that suits the game when None.
    search : callable
        The search over supports.

    Raises
    ------
    GameError
        When the game is too large for the method, or has more players than it takes.
    """
    made = _making(game, NASH, at)
    if method == "sequence-lp":
        return made([sequence_lp(game)], "one", method, "Linear programming finds one equilibrium; its payoffs are those of all.")
    if method in ("nashpy", "pygambit"):
        solutions, notes = (nashpy_solutions if method == "nashpy" else gambit_solutions)(game)
        return made(solutions, "some", method, *notes)
    if method == "supports":
        return _searched(game, NASH, at, search, "as asked")
    return _nash(game, at, method, search, made)


def find_subgame_perfect(game: Game, at: Mapping[str, Number], method: str | None, search: Searched) -> Solutions:
    """Find the subgame-perfect equilibria of a game with numbers for all parameters; arguments and refusals are those of `find_nash`."""
    if method == "supports":
        return _searched(game, SUBGAME, at, search, "as asked")
    return _subgame(game, at, search, _making(game, SUBGAME, at))


def _making(game: Game, concept: str, at: Mapping[str, Number]) -> Callable[..., Solutions]:
    def made(solutions: Sequence[Solution], found: str, name: str, *notes: str) -> Solutions:
        return Solutions(
            game=game,
            concept=concept,
            at=at,
            found=found,
            proved=False,
            undecided=(),
            solutions=tuple(solutions),
            method=name,
            notes=tuple(note for note in notes if note),
        )

    return made


def _nash(game: Game, at: Mapping[str, Number], method: str | None, search: Searched, made: Callable[..., Solutions]) -> Solutions:
    moving = movers(game)
    if len(moving) > 2 or len(game.players) < 2:
        if method is not None:
            who = ", ".join(game.players[k] for k in moving)
            raise GameError(
                f"{method} needs at most two players who move, but in {game.name} {len(moving)} do: {who}; leave the method out, "
                "or take 'supports'."
            )
        return _searched(game, NASH, at, search, f"because {len(moving)} player{'s move' if len(moving) != 1 else ' moves'}")
    try:
        solutions, found = two_player_solutions(game)
    except GameError as error:
        if method is not None or len(game.players) != 2 or not constant_sum(game):
            raise GameError(
                f"{str(error).rstrip('.')} ({counted_sizes(game)}). method='pygambit' looks for some equilibria of such a game, "
                "method='sequence-lp' gives one where payoffs add up to a constant, and approximate(game) learns one and measures its gap."
            ) from None
        why = f"Linear programming was used, since all cannot be found: {error}"
        return made([sequence_lp(game)], "one", "sequence-lp", why)
    return made(solutions, "all", "vertex-enumeration", *told(found))


def told(found: Equilibria) -> list[str]:
    """Say how many extreme equilibria, convex sets and components there are."""
    way = {
        "walk": "a walk along their edges that closed, each corner certified",
        "cuts": "cutting cones in whole numbers",
    }[found.how]
    lines = [f"At most two players move; the corners of their best-reply polytopes were enumerated by {way}."]
    isolated = sum(subset.isolated for subset in found.subsets)
    lines.append(
        f"Extreme equilibria: {len(found.extreme)}; maximal Nash subsets: {len(found.subsets)}, {isolated} of them isolated points; "
        f"connected components: {found.components}."
    )
    members: dict[int, list[str]] = {}
    for k, subset in enumerate(found.subsets, 1):
        members.setdefault(subset.component, []).append(str(k))
    for component, mine in members.items():
        if len(mine) > 1:
            lines.append(f"{', '.join(mine[:-1])} and {mine[-1]} hang together: component {component}.")
    if isolated < len(found.subsets):
        lines.append("Symbols are closed ranges; weights w of corners add up to at most one, the last corner taking the rest.")
    return lines


def _searched(game: Game, concept: str, at: Mapping[str, Number], search: Searched, why: str) -> Solutions:
    profiles = 1
    for actions in game.set_actions:
        profiles *= 2 ** len(actions) - 1
    if profiles > MOST_SUPPORTS:
        raise GameError(
            f"{game.name} is too large for a search over supports: {counted_sizes(game)}, {profiles} profiles of supports, where at most "
            f"{MOST_SUPPORTS} are taken; approximate(game) learns one Nash equilibrium and measures its gap, and method='pygambit' looks "
            "for some."
        )
    found = search(game, concept, at)
    note = f"Supports were searched one by one, {why}; polynomial systems were solved exactly."
    ends = "Ends of a continuum on the path of play stand as equilibria of their own." if any(map(_mixes_freely, found)) else ""
    return replace(found, method="supports", notes=tuple(filter(None, (note, ends))))


def _mixes_freely(solution: Solution) -> bool:
    """Whether what is left open is played, so that what comes of it is open too."""
    return any(isinstance(x, Expression) and x.free for x in solution.outcomes.values())


def _subgame(game: Game, at: Mapping[str, Number], search: Searched, made: Callable[..., Solutions]) -> Solutions:
    roots = subgame_roots(game)
    methods: set[str] = set()

    def solve(stage: Game) -> tuple[Sequence[Solution], str]:
        if len(movers(stage)) > 2 or len(stage.players) < 2:
            methods.add("supports")
            found = _searched(stage, NASH, {}, search, "")
            return found.solutions, found.found
        methods.add("vertex enumeration")
        return two_player_solutions(stage)[0], "all"

    try:
        solutions, found = backward_induction(game, solve)
    except Continuum:
        return _searched(game, SUBGAME, at, search, "because a subgame has a continuum of equilibria that pay differently")
    count = "The game is its only subgame" if len(roots) == 1 else f"{len(roots)} subgames were solved from the last to the first"
    how = " and ".join(sorted(methods)) or "looking at the endings"
    note = f"{count}, by {how}; each choice among equilibria of a subgame is a branch."
    return made(solutions, found, "backward-induction", note)


def constant_sum(game: Game) -> bool:
    """Whether the payoffs add up to the same at every ending."""
    totals = {sum((game.payoff(leaf, k) for k in range(len(game.players))), Fraction(0)) for leaf in range(game.leaves)}
    return len(totals) == 1
