"""All equilibria that stand under mistakes: among the sequential ones, or among the Nash equilibria of two players."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import combinations
from typing import Any

from games import Game
from games.errors import NotDefined
from games.numbers import Expression, Number, text

from ..algebra.budget import Budget
from ..closed_forms import point_solutions
from ..nash.finding import constant_sum
from ..nash.subsets import NashSubset, all_equilibria
from ..nash.two_player import middle_profile, subset_solutions, two_player_form
from ..results import Profile, Solution, Solutions
from ..results.classes import kept
from ..verifier import verify
from .anyone import by_trembles, none_near
from .pairs import Finding, moves_once, moving, quasi_perfect, undominated
from .proper import proper
from .sides import mixes_of
from .zero_sum import MOST_JUDGED, perturbed_lp

Judge = Callable[[Game, Mapping[str, Any]], Finding]
OVER = "the time was over."
MOST_CORNERS = 8  # of one player's side of a continuum whose faces are looked at


def among_sequential(
    game: Game, concept: str, base: str, check: str, at: Mapping[str, Number], *, own: bool, seconds: float | None = None
) -> Solutions:
    """Judge every sequential equilibrium.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    concept, base, check : str
        The concept asked for, the one whose equilibria are judged, and the verifier's check.
    at : dict
        The parameter point.
    own : bool
        Whether players reckon with later mistakes of their own.
    seconds : float, optional
        What it may take about; equilibria that were found and not judged by then are undecided.
    """
    budget = Budget(seconds)
    found = point_solutions(game, base, at, seconds=seconds)
    pair = moving(game)
    in_pairs = pair is not None and (not own or moves_once(game))
    standing: dict[int, Solution] = {}  # by place in the list
    undecided, notes = list(found.undecided), []
    for place, solution in enumerate(found):
        if budget.over:
            undecided.append(f"{solution.name}: {OVER}")
            continue
        profile = _sampled(solution.profile, solution.sample)
        if in_pairs and pair is not None:
            finding = quasi_perfect(game, profile.strategies, pair)
        else:
            beliefs = solution.assessment.beliefs
            held = None if beliefs is None else _sampled(Profile(beliefs), solution.sample).strategies
            finding = by_trembles(game, profile.strategies, held, own=own)
        if finding.stands is None:
            undecided.append(f"{solution.name}: {finding.reason}")
            continue
        loose = _open_sets(game, solution)
        alike = not loose or (in_pairs and _on_own_way(game, solution))
        if not alike and not (own and not finding.stands and none_near(game, mixes_of(game, profile.strategies), own=True, loose=loose)):
            notes.append(f"{solution.name} {'stands' if finding.stands else 'falls'} at {_point(solution)}; other members were not asked.")
        if finding.stands:
            standing[place] = replace(solution, certificate=verify(game, profile, check))
    every = "all" if not undecided and not notes else "some"
    return replace(
        found,
        concept=concept,
        solutions=tuple(standing.values()),
        continuations=(),
        classes=kept(found.classes, tuple(standing)),
        undecided=tuple(undecided),
        found="some" if found.found != "all" else every,
        proved=False,
        method="trembles",
        notes=(*found.notes, f"{len(standing)} of {len(found)} equilibria stand under mistakes.", *notes),
    )


def among_nash(game: Game, concept: str, check: str, at: Mapping[str, Number], *, by_cost: bool, seconds: float | None = None) -> Solutions:
    """Judge every Nash equilibrium of a game in which two players move: which faces of its convex sets stand.

    Parameters
    ----------
    by_cost : bool
        Whether costlier mistakes are rarer (proper); otherwise plans must not be weakly dominated (normal-form perfect).
    seconds : float, optional
        What it may take about; faces that were not judged by then are undecided. Nash equilibria are enumerated to the end.
    """
    budget = Budget(seconds)
    pair = moving(game)
    if pair is None or len(game.players) < 2:
        raise NotDefined(
            concept,
            f"is decided here for games of two or more players of whom at most two move; in {game.name} "
            f"{len(set(map(int, game.set_owner)))} of {len(game.players)} do.",
            "Take quasi-perfect.",
        )
    form = two_player_form(game)
    equilibria = all_equilibria(form)

    def judge(subset: NashSubset) -> Finding:
        if budget.over:
            return Finding(None, f"A face of the Nash equilibria was not judged: {OVER}")
        profile = middle_profile(game, form, subset).strategies
        return proper(game, profile, pair) if by_cost else undominated(game, profile, pair)

    subsets: list[NashSubset] = []
    undecided: list[str] = []
    for subset in equilibria.subsets:
        for face in _standing(subset, judge, undecided):
            if not any(_inside(face, other) for other in subsets):
                subsets = [*(other for other in subsets if not _inside(other, face)), face]
    solutions = subset_solutions(game, form, tuple(subsets), check)
    notes = [f"Faces of {len(equilibria.subsets)} convex sets of Nash equilibria were judged."]
    if by_cost and any(not subset.isolated for subset in equilibria.subsets):
        notes.append("Of a face of a continuum one member inside was judged; others may differ in what costs more.")
    return Solutions(
        game=game,
        concept=concept,
        at=at,
        found="all" if not undecided and len(notes) == 1 else "some",
        proved=False,
        undecided=tuple(undecided),
        solutions=solutions,
        method="vertex-enumeration",
        notes=tuple(notes),
    )


def zero_sum(game: Game) -> bool:
    """Whether two players' payoffs add up to the same everywhere."""
    return len(game.players) == 2 and constant_sum(game)


def one_of_zero_sum(game: Game, concept: str, check: str, at: Mapping[str, Number]) -> Solutions:
    """One quasi-perfect equilibrium of a two-player zero-sum game."""
    solution = perturbed_lp(game, check)
    note = "Linear programming with a symbolic tremble finds one equilibrium; its payoffs are those of all."
    notes = (note, "The certificate is that of a Nash equilibrium.") if game.infosets > MOST_JUDGED else (note,)
    return Solutions(
        game=game,
        concept=concept,
        at=at,
        found="one",
        proved=False,
        undecided=(),
        solutions=(solution,),
        method="perturbed-lp",
        notes=notes,
    )


# ------------------------------------------------------------------ faces


def _standing(subset: NashSubset, judge: Callable[[NashSubset], Finding], undecided: list[str]) -> Iterator[NashSubset]:
    """The largest faces of a convex set of equilibria that stand.

    Whether a plan inside a face stands depends on which sequences it uses, the same for all inside.
    """
    if max(map(len, subset.plans)) > MOST_CORNERS:
        undecided.append(f"A continuum with more than {MOST_CORNERS} corners on one side was not looked at face by face.")
        return
    pairs = [(a, b) for a in _some(subset.plans[0]) for b in _some(subset.plans[1])]
    pairs.sort(key=lambda pair: -len(pair[0]) - len(pair[1]))
    standing: list[NashSubset] = []
    for first, second in pairs:
        face = NashSubset((first, second), subset.component)
        if any(_inside(face, other) for other in standing):
            continue
        finding = judge(face)
        if finding.stands is None:
            undecided.append(finding.reason)
        elif finding.stands:
            standing.append(face)
    yield from standing


def _some(plans: Sequence[Any]) -> list[tuple[Any, ...]]:
    return [some for size in range(len(plans), 0, -1) for some in combinations(plans, size)]


def _inside(face: NashSubset, other: NashSubset) -> bool:
    return all(set(mine) <= set(theirs) for mine, theirs in zip(face.plans, other.plans, strict=True))


# ------------------------------------------------------------------ open symbols


def _sampled(profile: Profile, sample: Mapping[str, Number]) -> Profile:
    return profile.at(sample) if sample else profile


def _open_sets(game: Game, solution: Solution) -> frozenset[int]:
    """The information sets at which probabilities of play are left open."""
    out = set()
    for s in range(game.infosets):
        mix = solution.profile[game.players[game.set_owner[s]]][game.set_labels[s]]
        out |= {s for p in mix.values() if isinstance(p, Expression) and p.free}
    return frozenset(out)


def _on_own_way(game: Game, solution: Solution) -> bool:
    """Whether what is left open stands at sets to which their players' own strategies lead; there all members are alike."""
    for s in _open_sets(game, solution):
        for node, k in game.path(game.set_nodes(s)[0]):
            if game.owner[node] != game.set_owner[s]:
                continue
            earlier = int(game.infoset[node])
            if solution.profile[game.players[game.set_owner[s]]][game.set_labels[earlier]][game.set_actions[earlier][k]] == 0:
                return False
    return True


def _point(solution: Solution) -> str:
    return ", ".join(f"{name} = {text(value)}" for name, value in solution.sample.items())
