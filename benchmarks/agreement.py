"""Sets of Nash equilibria against pygambit's and nashpy's on random games: equal, or who is right."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import count as count_from
from itertools import islice, product
from typing import Any

import numpy as np

import games
from games import Game, sequences
from games.forms.normal import count_plans
from games.gambit.bridge import gambit_nash
from solvers.nash.hull import independent_rows
from solvers.nash.peers import exact_mixes, nashpy_pairs
from solvers.nash.program import LinearProgram, maximise
from solvers.nash.subsets import Equilibria, all_equilibria
from solvers.nash.two_player import two_player_form
from solvers.verifier import verify

Pair = tuple[tuple[Fraction, ...], tuple[Fraction, ...]]

KINDS = {  # name: (games, lowest and highest payoff, most strategies)
    "matrix, payoffs -9 to 9": (160, -9, 9, 5),
    "matrix, payoffs 0 to 2 (degenerate)": (170, 0, 2, 4),
    "tree, payoffs -9 to 9": (60, -9, 9, 0),
    "tree, payoffs 0 to 2 (degenerate)": (60, 0, 2, 0),
}

LARGEST = 40  # pairs of plans; with more of them the other programs take minutes a game


@dataclass
class Agreement:
    """What was compared, for one kind of game and one other program.

    Parameters
    ----------
    kind, program : str
        What was compared with what.
    games, ours, theirs : int
        Numbers of games, and of extreme equilibria in all of them.
    missed : list of str
        Theirs, accepted by the verifier, that are in no set of ours.
    lacking : list of str
        Ours, accepted by the verifier, that they do not have.
    refused : int
        Theirs that the verifier finds to be no equilibrium.
    """

    kind: str
    program: str
    games: int = 0
    ours: int = 0
    theirs: int = 0
    missed: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    refused: int = 0


@games.game(players=("Row", "Column"))
def matrix(play: Any, *, low: int = -9, high: int = 9, most: int = 5, seed: int = 0) -> Any:
    """A random matrix game."""
    rng = random.Random(f"matrix {seed} {low} {high} {most}")
    rows, columns = rng.randint(2, most), rng.randint(2, most)
    table = [[(rng.randint(low, high), rng.randint(low, high)) for _ in range(columns)] for _ in range(rows)]
    i = play.choose("Row", list(range(rows)), public=False)
    j = play.choose("Column", list(range(columns)), public=False)
    return table[int(i)][int(j)]


@games.game(players=("One", "Two"))
def tree(play: Any, *, low: int = -9, high: int = 9, seed: int = 0) -> Any:
    """A random tree: chance, of which each player sees a part, and up to three choices, some of them private."""
    rng = random.Random(f"tree {seed} {low} {high}")
    signals = {player: [rng.choice("xy") for _ in range(3)] for player in ("One", "Two")}
    hidden, longer = rng.random() < 0.5, rng.random() < 0.6
    draw = play.chance("draw", {str(k): Fraction(1 + k, 6) for k in range(3)})
    for player, signal_of in signals.items():
        play.tell(player, signal_of[int(draw)])
    first = play.choose("One", ["a", "b"], public=not hidden)
    then = play.choose("Two", ["c", "d"])
    last = play.choose("One", ["e", "f"]) if longer and (first, then) == ("b", "d") else ""
    end = random.Random(f"{seed} {low} {draw} {first} {then} {last}")
    return end.randint(low, high), end.randint(low, high)


def random_games(kind: str, count: int | None = None) -> Iterator[Game]:
    """The games of one kind."""
    number, low, high, most = KINDS[kind]
    drawn = (matrix(low=low, high=high, most=most, seed=seed) if most else tree(low=low, high=high, seed=seed) for seed in count_from(0))
    small = (game for game in drawn if count_plans(game, 0) * count_plans(game, 1) <= LARGEST)
    yield from islice(small, number if count is None else count)


def compared(kind: str, count: int | None = None, programs: Sequence[str] = ("pygambit", "nashpy")) -> list[Agreement]:
    """Compare the sets of equilibria of the games of one kind with other programs'."""
    agreements = [Agreement(kind, program) for program in programs]
    for game in random_games(kind, count):
        equilibria = all_equilibria(two_player_form(game))
        for agreement in agreements:
            _compare(game, equilibria, agreement)
    return agreements


def _compare(game: Game, equilibria: Equilibria, agreement: Agreement) -> None:
    theirs = set(gambit_pairs(game) if agreement.program == "pygambit" else nashpy_plans(game))
    ours = set(equilibria.extreme)
    agreement.games += 1
    agreement.ours += len(ours)
    agreement.theirs += len(theirs)
    for pair in theirs - ours:
        if not accepted(game, pair):
            agreement.refused += 1
        elif not any(within(pair[0], subset.plans[0]) and within(pair[1], subset.plans[1]) for subset in equilibria.subsets):
            agreement.missed.append(f"{game}: {pair}")
    agreement.lacking += [f"{game}: {pair}" for pair in ours - theirs if accepted(game, pair)]


def gambit_pairs(game: Game) -> Iterator[Pair]:
    """pygambit's extreme equilibria as realisation plans."""
    for profile in gambit_nash(game)[0]:
        yield _plans(game, profile)


def nashpy_plans(game: Game, algorithm: str = "vertex_enumeration") -> Iterator[Pair]:
    """nashpy's equilibria of the reduced normal form, solved again in fractions, as realisation plans."""
    form = two_player_form(game)
    A, B = (form.plans[0] @ payoffs @ form.plans[1].T for payoffs in form.payoffs)
    for x, y in nashpy_pairs(A, B, algorithm):
        exact = exact_mixes(A, B, x, y)
        yield tuple(tuple(np.array(mix, object) @ plans) for mix, plans in zip(exact, form.plans, strict=True))  # type: ignore[misc]


def _plans(game: Game, profile: dict[str, dict[str, dict[str, Fraction]]]) -> Pair:
    plans = []
    for own in sequences(game):
        plan = [Fraction(1)] * len(own)
        for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
            for a, p in enumerate(profile[own.player][game.set_labels[infoset]].values()):
                plan[first + a] = plan[before] * p
        plans.append(tuple(plan))
    return plans[0], plans[1]


def accepted(game: Game, pair: Pair) -> bool:
    """Whether the verifier accepts a pair of realisation plans."""
    strategies: dict[str, dict[str, dict[str, Fraction]]] = {}
    for own, plan in zip(sequences(game), pair, strict=True):
        strategy = strategies.setdefault(own.player, {})
        for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
            actions = game.set_actions[infoset]
            probabilities = [plan[first + a] / plan[before] if plan[before] else Fraction(a == 0) for a in range(len(actions))]
            strategy[game.set_labels[infoset]] = dict(zip(actions, probabilities, strict=True))
    return verify(game, strategies, "nash").equilibrium


def within(point: Sequence[Fraction], corners: Sequence[Sequence[Fraction]]) -> bool:
    """Whether a point is a mixture of corners, exactly: the least distance between them, as a linear program, is zero."""
    if tuple(point) in corners:
        return True
    independent = independent_rows([list(row) for row in np.array([*corners, point], object).T.tolist()])
    rows = [[corner[k] for corner in corners] for k in independent]
    size = len(rows)
    M = np.array([[*row, *(int(i == k) for i in range(size)), *(-int(i == k) for i in range(size))] for k, row in enumerate(rows)], object)
    costs = np.array([0] * len(corners) + [-1] * (2 * size), object)
    program = LinearProgram(M=M, b=np.array([point[k] for k in independent], object), c=costs, equal=range(size), free=range(0))
    optimum = maximise(program)
    return not any(optimum.values[len(corners) :])


def agreement_table(agreements: Iterable[Agreement]) -> str:
    """Write what was compared for a terminal of 80 columns."""
    head = f"{'games':<40}{'against':<10}{'ours':>6}{'theirs':>8}{'missed':>8}{'lacking':>9}"
    lines = [head, "-" * len(head)]
    for agreement in agreements:
        name = f"{agreement.games} {agreement.kind}"
        missed, lacking = len(agreement.missed), len(agreement.lacking)
        lines.append(f"{name:<40}{agreement.program:<10}{agreement.ours:>6}{agreement.theirs:>8}{missed:>8}{lacking:>9}")
        if agreement.refused:
            lines.append(f"{'':<40}of theirs {agreement.refused} are no equilibria, says the verifier")
    lines.append("missed: theirs, accepted by the verifier, in no set of ours; lacking: ours, accepted, that they do not give.")
    return "\n".join(lines)


def table_of(count: int | None = None, programs: Sequence[str] = ("pygambit", "nashpy")) -> str:
    """Compare all kinds, and write the table."""
    return agreement_table(agreement for kind, program in product(KINDS, programs) for agreement in compared(kind, count, [program]))
