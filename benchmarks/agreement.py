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

from games import Game, game, sequences
from games.forms.normal import count_plans
from games.gambit.bridge import gambit_nash
from solvers.nash.hull import _independent
from solvers.nash.peers import _sharpened, nashpy_pairs
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


@game(players=("Row", "Column"))
def matrix(play: Any, *, low: int = -9, high: int = 9, most: int = 5, seed: int = 0) -> Any:
    """A random matrix game."""
    rng = random.Random(f"matrix {seed} {low} {high} {most}")
    rows, columns = rng.randint(2, most), rng.randint(2, most)
    table = [[(rng.randint(low, high), rng.randint(low, high)) for _ in range(columns)] for _ in range(rows)]
    i = play.choose("Row", list(range(rows)), public=False)
    j = play.choose("Column", list(range(columns)), public=False)
    return table[int(i)][int(j)]


@game(players=("One", "Two"))
def tree(play: Any, *, low: int = -9, high: int = 9, seed: int = 0) -> Any:
    """A random tree: chance, of which each player sees a part, and up to three choices, some of them private."""
    rng = random.Random(f"tree {seed} {low} {high}")
    signals = {who: [rng.choice("xy") for _ in range(3)] for who in ("One", "Two")}
    hidden, longer = rng.random() < 0.5, rng.random() < 0.6
    draw = play.chance("draw", {str(k): Fraction(1 + k, 6) for k in range(3)})
    for who, seen in signals.items():
        play.tell(who, seen[int(draw)])
    first = play.choose("One", ["a", "b"], public=not hidden)
    then = play.choose("Two", ["c", "d"])
    last = play.choose("One", ["e", "f"]) if longer and (first, then) == ("b", "d") else ""
    end = random.Random(f"{seed} {low} {draw} {first} {then} {last}")
    return end.randint(low, high), end.randint(low, high)


def random_games(kind: str, count: int | None = None) -> Iterator[Game]:
    """The games of one kind."""
    number, low, high, most = KINDS[kind]
    drawn = (matrix(low=low, high=high, most=most, seed=seed) if most else tree(low=low, high=high, seed=seed) for seed in count_from(0))
    yield from islice((one for one in drawn if count_plans(one, 0) * count_plans(one, 1) <= LARGEST), number if count is None else count)


def compared(kind: str, count: int | None = None, programs: Sequence[str] = ("pygambit", "nashpy")) -> list[Agreement]:
    """Compare the sets of equilibria of the games of one kind with other programs'."""
    out = [Agreement(kind, program) for program in programs]
    for one in random_games(kind, count):
        found = all_equilibria(two_player_form(one))
        for against in out:
            _compare(one, found, against)
    return out


def _compare(one: Game, found: Equilibria, against: Agreement) -> None:
    theirs = set(gambit_pairs(one) if against.program == "pygambit" else nashpy_plans(one))
    ours = set(found.extreme)
    against.games += 1
    against.ours += len(ours)
    against.theirs += len(theirs)
    for pair in theirs - ours:
        if not accepted(one, pair):
            against.refused += 1
        elif not any(within(pair[0], s.plans[0]) and within(pair[1], s.plans[1]) for s in found.subsets):
            against.missed.append(f"{one}: {pair}")
    against.lacking += [f"{one}: {pair}" for pair in ours - theirs if accepted(one, pair)]


def gambit_pairs(one: Game) -> Iterator[Pair]:
    """pygambit's extreme equilibria as realisation plans."""
    for profile in gambit_nash(one)[0]:
        yield _plans(one, profile)


def nashpy_plans(one: Game, algorithm: str = "vertex_enumeration") -> Iterator[Pair]:
    """nashpy's equilibria of the reduced normal form, solved again in fractions, as realisation plans."""
    form = two_player_form(one)
    A, B = (form.plans[0] @ payoffs @ form.plans[1].T for payoffs in form.payoffs)
    for x, y in nashpy_pairs(A, B, algorithm):
        exact = _sharpened(A, B, x, y)
        yield tuple(tuple(np.array(mix, object) @ plans) for mix, plans in zip(exact, form.plans, strict=True))  # type: ignore[misc]


def _plans(one: Game, profile: dict[str, dict[str, dict[str, Fraction]]]) -> Pair:
    out = []
    for own in sequences(one):
        plan = [Fraction(1)] * len(own)
        for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
            for a, p in enumerate(profile[own.player][one.set_labels[infoset]].values()):
                plan[first + a] = plan[before] * p
        out.append(tuple(plan))
    return out[0], out[1]


def accepted(one: Game, pair: Pair) -> bool:
    """Whether the verifier accepts a pair of realisation plans."""
    strategies: dict[str, dict[str, dict[str, Fraction]]] = {}
    for own, plan in zip(sequences(one), pair, strict=True):
        mine = strategies.setdefault(own.player, {})
        for infoset, first, before in zip(own.infosets, own.first, own.before, strict=True):
            actions = one.set_actions[infoset]
            shares = [plan[first + a] / plan[before] if plan[before] else Fraction(a == 0) for a in range(len(actions))]
            mine[one.set_labels[infoset]] = dict(zip(actions, shares, strict=True))
    return verify(one, strategies, "nash").equilibrium


def within(point: Sequence[Fraction], corners: Sequence[Sequence[Fraction]]) -> bool:
    """Whether a point is a mixture of corners, exactly: the least distance between them, as a linear program, is zero."""
    if tuple(point) in corners:
        return True
    chosen = _independent([list(row) for row in np.array([*corners, point], object).T.tolist()])
    rows = [[corner[k] for corner in corners] for k in chosen]
    size = len(rows)
    M = np.array([[*row, *(int(i == k) for i in range(size)), *(-int(i == k) for i in range(size))] for k, row in enumerate(rows)], object)
    costs = np.array([0] * len(corners) + [-1] * (2 * size), object)
    program = LinearProgram(M=M, b=np.array([point[k] for k in chosen], object), c=costs, equal=range(size), free=range(0))
    best = maximise(program)
    return not any(best.values[len(corners) :])


def agreement_table(found: Iterable[Agreement]) -> str:
    """Write what was compared for a terminal of 80 columns."""
    head = f"{'games':<40}{'against':<10}{'ours':>6}{'theirs':>8}{'missed':>8}{'lacking':>9}"
    lines = [head, "-" * len(head)]
    for one in found:
        name = f"{one.games} {one.kind}"
        lines.append(f"{name:<40}{one.program:<10}{one.ours:>6}{one.theirs:>8}{len(one.missed):>8}{len(one.lacking):>9}")
        if one.refused:
            lines.append(f"{'':<40}of theirs {one.refused} are no equilibria, says the verifier")
    lines.append("missed: theirs, accepted by the verifier, in no set of ours; lacking: ours, accepted, that they do not give.")
    return "\n".join(lines)


def table_of(count: int | None = None, programs: Sequence[str] = ("pygambit", "nashpy")) -> str:
    """Compare all kinds, and write the table."""
    return agreement_table(one for kind, program in product(KINDS, programs) for one in compared(kind, count, [program]))
