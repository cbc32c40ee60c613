"""Nash and subgame-perfect equilibria of a game with numbers: the method that suits it, and the notes that go with the result."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

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

SupportSearch = Callable[[Game, str, Mapping[str, Number]], Solutions]
"""Finds all equilibria of a concept by the search over supports."""

MOST_SUPPORTS = 3_000_000  # profiles of supports, one for each way to choose used actions at every information set


def find_nash(game: Game, at: Mapping[str, Number], method: str | None, search: SupportSearch) -> Solutions:
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
    solved = partial(_result, game, NASH, at)
    if method == "sequence-lp":
        return solved([sequence_lp(game)], "one", method, "Linear programming finds one equilibrium; its payoffs are those of all.")
    if method in ("nashpy", "pygambit"):
        solutions, notes = (nashpy_solutions if method == "nashpy" else gambit_solutions)(game)
        return solved(solutions, "some", method, *notes)
    if method == "supports":
        return _by_supports(game, NASH, at, search, "as asked")
    return _nash(game, at, method, search, solved)


def find_subgame_perfect(game: Game, at: Mapping[str, Number], method: str | None, search: SupportSearch) -> Solutions:
    """Find the subgame-perfect equilibria of a game with numbers for all parameters; arguments and refusals are those of `find_nash`."""
    if method == "supports":
        return _by_supports(game, SUBGAME, at, search, "as asked")
    return _subgame(game, at, search, partial(_result, game, SUBGAME, at))


def _result(
    game: Game, concept: str, at: Mapping[str, Number], solutions: Sequence[Solution], coverage: str, method: str, *notes: str
) -> Solutions:
    return Solutions(
        game=game,
        concept=concept,
        at=at,
        found=coverage,
        proved=False,
        undecided=(),
        solutions=tuple(solutions),
        method=method,
        notes=tuple(note for note in notes if note),
    )


def _nash(game: Game, at: Mapping[str, Number], method: str | None, search: SupportSearch, solved: Callable[..., Solutions]) -> Solutions:
    moving = movers(game)
    if len(moving) > 2 or len(game.players) < 2:
        if method is not None:
            names = ", ".join(game.players[k] for k in moving)
            raise GameError(
                f"{method} needs at most two players who move, but in {game.name} {len(moving)} do: {names}; leave the method out, "
                "or take 'supports'."
            )
        return _by_supports(game, NASH, at, search, f"because {len(moving)} player{'s move' if len(moving) != 1 else ' moves'}")
    try:
        solutions, equilibria = two_player_solutions(game)
    except GameError as error:
        if method is not None or len(game.players) != 2 or not constant_sum(game):
            raise GameError(
                f"{str(error).rstrip('.')} ({counted_sizes(game)}). method='pygambit' looks for some equilibria of such a game, "
                "method='sequence-lp' gives one where payoffs add up to a constant, and approximate(game) learns one and measures its gap."
            ) from None
        note = f"Linear programming was used, since all cannot be found: {error}"
        return solved([sequence_lp(game)], "one", "sequence-lp", note)
    return solved(solutions, "all", "vertex-enumeration", *notes_on_sets(equilibria))


def notes_on_sets(equilibria: Equilibria) -> list[str]:
    """Say how many extreme equilibria, convex sets and components there are."""
    method = {
        "walk": "a walk along their edges that closed, each corner certified",
        "cuts": "cutting cones in whole numbers",
    }[equilibria.how]
    notes = [f"At most two players move; the corners of their best-reply polytopes were enumerated by {method}."]
    isolated = sum(subset.isolated for subset in equilibria.subsets)
    notes.append(
        f"Extreme equilibria: {len(equilibria.extreme)}; maximal Nash subsets: {len(equilibria.subsets)}, {isolated} of them isolated "
        f"points; connected components: {equilibria.components}."
    )
    members: dict[int, list[str]] = {}
    for k, subset in enumerate(equilibria.subsets, 1):
        members.setdefault(subset.component, []).append(str(k))
    for component, numbers in members.items():
        if len(numbers) > 1:
            notes.append(f"{', '.join(numbers[:-1])} and {numbers[-1]} hang together: component {component}.")
    if isolated < len(equilibria.subsets):
        notes.append("Symbols are closed ranges; weights w of corners add up to at most one, the last corner taking the rest.")
    return notes


def _by_supports(game: Game, concept: str, at: Mapping[str, Number], search: SupportSearch, why: str) -> Solutions:
    profiles = 1
    for actions in game.set_actions:
        profiles *= 2 ** len(actions) - 1
    if profiles > MOST_SUPPORTS:
        raise GameError(
            f"{game.name} is too large for a search over supports: {counted_sizes(game)}, {profiles} profiles of supports, where at most "
            f"{MOST_SUPPORTS} are taken; approximate(game) learns one Nash equilibrium and measures its gap, and method='pygambit' looks "
            "for some."
        )
    result = search(game, concept, at)
    note = f"Supports were searched one by one, {why}; polynomial systems were solved exactly."
    ends_note = "Ends of a continuum on the path of play stand as equilibria of their own." if any(map(_mixes_freely, result)) else ""
    return replace(result, method="supports", notes=tuple(filter(None, (note, ends_note))))


def _mixes_freely(solution: Solution) -> bool:
    """Whether what is left open lies on the path, so that the outcome is open too."""
    return any(isinstance(x, Expression) and x.free for x in solution.outcomes.values())


def _subgame(game: Game, at: Mapping[str, Number], search: SupportSearch, solved: Callable[..., Solutions]) -> Solutions:
    roots = subgame_roots(game)
    methods: set[str] = set()

    def solve(stage: Game) -> tuple[Sequence[Solution], str]:
        if len(movers(stage)) > 2 or len(stage.players) < 2:
            methods.add("supports")
            searched = _by_supports(stage, NASH, {}, search, "")
            return searched.solutions, searched.found
        methods.add("vertex enumeration")
        return two_player_solutions(stage)[0], "all"

    try:
        solutions, coverage = backward_induction(game, solve)
    except Continuum:
        return _by_supports(game, SUBGAME, at, search, "because a subgame has a continuum of equilibria that pay differently")
    subgames = "The game is its only subgame" if len(roots) == 1 else f"{len(roots)} subgames were solved from the last to the first"
    methods_used = " and ".join(sorted(methods)) or "looking at the endings"
    note = f"{subgames}, by {methods_used}; each choice among equilibria of a subgame is a branch."
    return solved(solutions, coverage, "backward-induction", note)


def constant_sum(game: Game) -> bool:
    """Whether the payoffs add up to the same at every ending."""
    totals = {sum((game.payoff(leaf, k) for k in range(len(game.players))), Fraction(0)) for leaf in range(game.leaves)}
    return len(totals) == 1
