"""Systems decided at many points at once, against each point by itself and against z3 alone."""

import random

import numpy as np
import pytest
import z3

from solvers.verifier import deciding
from solvers.verifier.deciding import System
from solvers.verifier.effort import Effort
from solvers.verifier.multilinear import at

BLOCKS = [(0, 1), (2, 3), (4, 5, 6), (7, -8)]
PRODUCTS = [(), (0,), (1,), (2,), (3,), (0, 2), (1, 3), (4,), (5,), (7,), (-8,), (0, 7), (3, -8)]


def numbers(rng, points):
    out = np.empty(points, object)
    out[:] = [rng.choice((0, 0, 1, -1, 2, -3, 10**30)) for _ in range(points)]
    return out


def forms(rng, count, points):
    """Random forms, most of them in a single weight, with coefficients that are often zero."""
    chosen = [rng.choice([[(0,), (1,)], [(2,), (3,)], [(7,), (-8,)], rng.sample(PRODUCTS, rng.randint(1, 4))]) for _ in range(count)]
    return [{key: numbers(rng, points) for key in keys} for keys in chosen]


def answers(equal, least, points):
    return dict(System(BLOCKS, [at(f, points) for f in equal], [at(f, points) for f in least], points).answers(Effort(None)))


def one_by_one(equal, least, points):
    out = {}
    for k in points.tolist():
        for _, answer in System(BLOCKS, [at(f, k) for f in equal], [at(f, k) for f in least]).answers(Effort(None)):
            out[k] = answer
    return out


def by_z3(equal, least, k):
    """Whether the whole system has a solution, with nothing settled by hand."""
    weight = {option: z3.Real(f"w{option}") for block in BLOCKS for option in block if option >= 0}
    weight[-8] = 1 - weight[7]
    inside = [w > 0 for w in weight.values()] + [sum(weight[o] for o in block) == 1 for block in BLOCKS]

    def value(form):
        return sum((int(c[k]) * z3.Product(*(weight[o] for o in key)) if key else z3.RealVal(int(c[k]))) for key, c in form.items())

    solver = z3.Solver()
    solver.add(*inside, *(value(f) == 0 for f in equal), *(value(f) >= 0 for f in least))
    return solver.check() == z3.sat


@pytest.mark.parametrize("seed", [pytest.param(k, marks=[pytest.mark.slow] if k in (4, 5, 7) else []) for k in range(12)])
def test_many_points_are_decided_as_each_by_itself(seed):
    rng, points = random.Random(seed), np.arange(3, 30)
    equal, least = forms(rng, rng.randint(0, 2), 30), forms(rng, rng.randint(0, 3), 30)
    together = answers(equal, least, points)
    assert together.keys() <= {*points.tolist()}
    alone = one_by_one(equal, least, points)
    assert together.keys() == alone.keys()
    assert together.keys() == {k for k in points.tolist() if by_z3(equal, least, k)}
    for k, answer in alone.items():
        assert (answer.solvable, answer.solutions) == (together[k].solvable, together[k].solutions) or not answer.counted


def test_points_do_differ(monkeypatch):
    """The comparison above is of systems that are split, and whose answers are of all kinds."""
    split = []
    whole = System._where
    monkeypatch.setattr(deciding.System, "_where", lambda self, truth: split.append(truth) or whole(self, truth))
    kinds = set()
    for seed in range(12):
        rng = random.Random(seed)
        equal, least = forms(rng, rng.randint(0, 2), 30), forms(rng, rng.randint(0, 3), 30)
        found = answers(equal, least, np.arange(3, 30))
        kinds |= {answer.solutions for answer in found.values()} | ({"none"} if len(found) < 27 else set())
    assert split and {None, "none"} <= kinds


@pytest.mark.parametrize(("sixths", "held"), [(1, True), (2, False), (3, False)])
def test_what_an_equation_says_late_is_held_against_bounds(sixths, held):
    # the weight of 0 is at most a quarter, that of 2 a half; their product is so many sixths of the weight of 2
    least = [{(0,): -3, (1,): 1}, {(2,): 1, (3,): -1}, {(2,): -1, (3,): 1}]
    equal = [{(0, 2): 6, (2,): -sixths}]
    assert bool(list(System(BLOCKS, equal, least).answers(Effort(None)))) is held
