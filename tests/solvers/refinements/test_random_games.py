"""Refinements against brute force: every corner of beliefs and of replies, and a grid between, without any linear programme."""

import itertools
import random
from fractions import Fraction as Q

import pytest
import signalling
from flint import fmpq

from solvers.closed_forms import solved_point
from solvers.refinements import REFINEMENTS, refined_point
from solvers.refinements.criteria import judge
from solvers.refinements.deviations import Unsent
from solvers.refinements.form import Message
from solvers.verifier.messages import outcome_stands

GRID = 6


def solved(rows, rights):
    """Solve a small square system by elimination; None when it is singular."""
    table = [[*map(Q, row), Q(right)] for row, right in zip(rows, rights, strict=True)]
    for k in range(len(table)):
        pivot = next((i for i in range(k, len(table)) if table[i][k]), None)
        if pivot is None:
            return None
        table[k], table[pivot] = table[pivot], table[k]
        table[k] = [x / table[k][k] for x in table[k]]
        for i in range(len(table)):
            if i != k:
                table[i] = [a - table[i][k] * b for a, b in zip(table[i], table[k], strict=True)]
    return [row[-1] for row in table]


def mixtures(size, rows):
    """Points of a simplex: where as many of the rows and coordinates vanish as can, and a grid."""
    units = [[int(i == k) for i in range(size)] for k in range(size)]
    out = set()
    for some in itertools.combinations([*rows, *units], size - 1):
        point = solved([*some, [1] * size], [0] * (size - 1) + [1])
        if point is not None and min(point) >= 0:
            out.add(tuple(point))
    for parts in itertools.product(range(GRID + 1), repeat=size - 1):
        if sum(parts) <= GRID:
            out.add((*(Q(x, GRID) for x in parts), Q(GRID - sum(parts), GRID)))
    return out


class Brute:
    """All mixed best replies after one message, point by point; plans are replies at each signal."""

    def __init__(self, gains, receives, prior, corners=None):
        """``gains[t][plan]``; ``receives[signal][reply][t]`` weighed with the chance of the signal; ``prior[t]``."""
        self.gains, self.receives, self.prior = gains, receives, prior
        self.types = range(len(prior))
        self.replies = [len(r) for r in receives]
        self.plans = list(itertools.product(*map(range, self.replies)))

    def best_sets(self, beliefs):
        out = set()
        for belief in beliefs:
            used = []
            for signal in self.receives:
                values = [sum(b * x for b, x in zip(belief, row, strict=True)) for row in signal]
                used.append(tuple(r for r, v in enumerate(values) if v == max(values)))
            out.add(tuple(used))
        return out

    def beliefs(self, types):
        rows = [
            [signal[r][t] - signal[x][t] for t in types]
            for signal in self.receives
            for r, x in itertools.combinations(range(len(signal)), 2)
        ]
        for point in mixtures(len(types), rows):
            full = [Q(0)] * len(self.prior)
            for t, p in zip(types, point, strict=True):
                full[t] = p
            yield tuple(full)

    def gain_points(self, sets):
        """Vectors of the types' gains over all mixtures of plans of these sets."""
        out = set()
        for used in sets:
            columns = [self.plans.index(plan) for plan in itertools.product(*used)]
            rows = [[self.gains[t][k] for k in columns] for t in self.types]
            for mix in mixtures(len(columns), rows):
                out.add(tuple(sum(p * row[j] for j, p in enumerate(mix)) for row in rows))
        return out

    def stands(self, refinement):
        every = list(self.types)
        points = self.gain_points(self.best_sets(self.beliefs(every)))
        if refinement == "divinity":
            return self.divine(points)
        if refinement == "intuitive":
            left = [t for t in every if any(g[t] >= 0 for g in points)]
            if not left:
                return True
            then = self.gain_points(self.best_sets(self.beliefs(left)))
            return not any(all(g[t] > 0 for g in then) for t in left)
        gone = []
        for t in every:
            others = [x for x in every if x != t]
            mine = [g for g in points if (g[t] == 0 if refinement == "nwbr" else g[t] >= 0)]
            if refinement == "d1":
                deleted = any(all(g[x] > 0 for g in mine) for x in others)
            else:
                deleted = all(any(g[x] > 0 for x in others) for g in mine)
            gone += [t] * deleted
        left = [t for t in every if t not in gone] or every
        return any(max(g) <= 0 for g in self.gain_points(self.best_sets(self.beliefs(left))))

    def divine(self, points):
        """Banks and Sobel's set by its extreme members: the prior cut down to those who send, ties broken either way."""
        corners = None
        for _ in range(20):
            fresh = set()
            for g in points:
                sure, ties = [t for t in self.types if g[t] > 0], [t for t in self.types if g[t] == 0]
                for size in range(len(ties) + 1):
                    for some in itertools.combinations(ties, size):
                        if sure or some:
                            fresh.add(tuple(sorted([*sure, *some])))
            if not fresh or fresh == corners:
                break
            corners = fresh
            points = self.gain_points(self.best_sets(self.spanned(corners)))
        return any(max(g) <= 0 for g in points)

    def spanned(self, corners):
        """Beliefs between corners: where replies tie, and a grid, in each of the triangles that the corners span."""
        whole = [[self.prior[t] if t in some else Q(0) for t in self.types] for some in sorted(corners)]
        whole = [[x / sum(row) for x in row] for row in whole]
        for some in itertools.combinations(whole, min(len(whole), len(self.prior))):
            rows = [
                [sum((signal[r][t] - signal[x][t]) * corner[t] for t in self.types) for corner in some]
                for signal in self.receives
                for r, x in itertools.combinations(range(len(signal)), 2)
            ]
            for mix in mixtures(len(some), rows):
                yield tuple(sum(p * corner[t] for p, corner in zip(mix, some, strict=True)) for t in self.types)


@pytest.mark.slow
@pytest.mark.parametrize("types, replies, count", [(3, (3,), 150), (3, (2, 2), 60), (2, (3, 2), 80), (4, (2,), 100)])
def test_criteria_against_brute_force_on_many(types, replies, count):
    test_criteria_against_brute_force(types, replies, count)


def drawn_unsent(rng, types, replies):
    """A random message problem, as numbers for the solver and for brute force."""
    gains_by = [[[Q(rng.randint(-4, 4)) for _ in range(n)] for n in replies] for _ in range(types)]
    receives = [[[Q(rng.randint(-3, 3)) for _ in range(types)] for _ in range(n)] for n in replies]
    prior = [Q(rng.randint(1, 4)) for _ in range(types)]
    plans = list(itertools.product(*map(range, replies)))
    gains = [[sum(by[k][r] for k, r in enumerate(plan)) for plan in plans] for by in gains_by]
    better = {}
    for k, rows in enumerate(receives):
        for r, x in itertools.permutations(range(len(rows)), 2):
            better[k, r, x] = tuple(exact((a - b) * p) for a, b, p in zip(rows[r], rows[x], prior, strict=True))
    message = Message("m", {}, tuple(range(len(replies))))
    unsent = Unsent(message, tuple(range(types)), tuple(replies), tuple(tuple(map(exact, row)) for row in gains), better)
    total = sum(prior)
    return unsent, Brute(gains, receives, [p / total for p in prior])


def exact(x):
    return fmpq(x.numerator, x.denominator)


DRAWN = [
    (2, (2,), 40),
    (2, (3,), 20),
    (3, (3,), 8),
    (2, (2, 2), 30),
    pytest.param(2, (2,), 120, marks=pytest.mark.slow),
    pytest.param(2, (3,), 60, marks=pytest.mark.slow),
    pytest.param(3, (2,), 40, marks=pytest.mark.slow),
]


@pytest.mark.parametrize("types, replies, count", DRAWN)
def test_criteria_against_brute_force(types, replies, count):
    rng = random.Random(types * 100 + len(replies) * 10 + sum(replies))
    said = set()
    for _ in range(count):
        unsent, brute = drawn_unsent(rng, types, replies)
        for refinement in ("intuitive", "d1", "d2", "nwbr", "divinity"):
            passes = judge(unsent, refinement).passes
            assert passes == brute.stands(refinement), (refinement, unsent)
            said.add((refinement, passes))
    assert len(said) == 10, "every criterion passes some and fails some"


def agreement(game):
    """Every verdict on every equilibrium of a game, against the verifier; the verdicts, by refinement."""
    found = solved_point(game, "sequential", {})
    assert found.solutions.found == "all"
    said = {}
    for refinement in REFINEMENTS:
        refined = refined_point(found, refinement)
        judged = {s.name: s.verdict for s in (*refined, *refined.removed)}
        assert all(v.checked in ((True,) if v.survives in ("yes", "no") else (None,)) for v in judged.values()), refinement
        said[refinement] = {name for name, v in judged.items() if v.survives == "yes"}
    return said


def check_order(said):
    """Stronger refinements remove more (Cho and Kreps 1987; Banks and Sobel 1987)."""
    assert said["nwbr"] <= said["d2"] <= said["d1"] <= said["intuitive"]
    assert said["d2"] <= said["divinity"] <= said["intuitive"]


@pytest.mark.parametrize(
    "shape, seeds",
    [
        ((2, 2, 2), range(4)),
        ((2, 2, 3), range(1)),
        ((3, 2, 2), range(1)),
        pytest.param((2, 2, 2), range(4, 15), marks=pytest.mark.slow),
        pytest.param((2, 2, 3), range(1, 3), marks=pytest.mark.slow),
        pytest.param((2, 3, 2), range(1), marks=pytest.mark.slow),
        pytest.param((3, 2, 2), range(1, 3), marks=pytest.mark.slow),
        pytest.param((2, 2, 2, 2), range(2), marks=pytest.mark.slow),
    ],
)
def test_random_games(shape, seeds):
    for seed in seeds:
        check_order(agreement(signalling.drawn(seed, *shape)))


@pytest.mark.slow
@pytest.mark.parametrize("shape, count", [((2, 2, 2), 300), ((3, 3, 2), 25), ((2, 3, 3), 25), ((3, 2, 3), 40), ((2, 2, 2, 2), 80)])
def test_many_random_games(shape, count):
    for seed in range(1000, 1000 + count):
        check_order(agreement(signalling.drawn(seed, *shape)))


@pytest.mark.parametrize(
    "shape, count",
    [((2, 2, 2), 4), *(pytest.param(*one, marks=pytest.mark.slow) for one in (((2, 2, 2), 10), ((3, 2, 2), 4), ((3, 2, 3), 12)))],
)
def test_the_verifier_against_brute_force(shape, count):
    """The tree as the verifier reads it: an unsent message of a random game, put to brute force."""
    compared = 0
    for seed in range(count):
        game = signalling.drawn(seed, *shape)
        for solution in solved_point(game, "sequential", {}).solutions:
            profile = solution.sampled()
            problems = list(unsent_of(game, profile))
            if not problems:
                continue
            for refinement in ("intuitive", "d1", "d2", "nwbr", "divinity"):
                expected = all(problem.stands(refinement) for problem in problems)
                assert outcome_stands(game, profile, refinement) == expected
                compared += 1
    assert compared > 20


def unsent_of(game, profile):
    """Brute force's reading of a random game without signals: payoffs by history."""
    pay = {tuple(game.history(int(n)).split("/")): [game.payoff(k, p) for p in (0, 1)] for k, n in enumerate(game.leaf_nodes)}
    types = list(profile["Sender"])
    prior = [game.chance(int(n)) for n in game.children(0)]
    messages = list(profile["Sender"][types[0]])
    worth = [
        sum(p * q * pay[t, m, r][0] for m, p in profile["Sender"][t].items() for r, q in profile["Receiver"][m].items()) for t in types
    ]
    for m in messages:
        if not any(profile["Sender"][t][m] for t in types):
            replies = list(profile["Receiver"][m])
            gains = [[pay[t, m, r][0] - w for r in replies] for t, w in zip(types, worth, strict=True)]
            yield Brute(gains, [[[pay[t, m, r][1] for t in types] for r in replies]], prior)
