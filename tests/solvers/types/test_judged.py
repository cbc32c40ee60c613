"""Every family of every test game at a hundred random points before the judge, whose code shares nothing with the search.

With uniform types nobody gains anything, exactly; with other laws no more than rounding explains.
"""

import random
from fractions import Fraction as Q
from math import erfc, exp, pi, sqrt

import pytest
from crises import crisis, crisis_with, deterrence, escalation, no_tie, stretched, ultimatum
from scipy.integrate import quad

import solvers
from games import Beta, Exponential, Logistic, Normal
from solvers import lewis_schultz
from solvers.types.reasons import member_at

POINTS = 100
GAMES = {
    "crisis": crisis,
    "escalation": escalation,
    "no tie": no_tie,
    "two demands and war": lambda: ultimatum(steps=2),
    "shocks that count": lambda: deterrence(True),
    "shocks that are errors": lambda: deterrence(False),
}
LAWS = {
    "normal": lambda: crisis_with(Normal(-1, 1), Normal(-1, 1)),
    "normal and logistic": lambda: crisis_with(Normal(-1, 1), Logistic(-1, Q(1, 2))),
    "exponential and normal": lambda: crisis_with(Exponential(1), Normal(-1, 1), lambda w: w - 2),
    "beta": lambda: crisis_with(Beta(2, 3), Beta(2, 2), stretched),
}


def judged(built, points):
    """How many members of families there are at points, and the largest gain of anybody in one of them."""
    found = solvers.families(built, "all")
    assert found.found == "all"
    members, largest = 0, 0
    for point in points:
        alive = [family for family in found if family.exists(point)]
        assert alive, point
        for family in alive:
            certificate = solvers.verify(built.at(**point), member_at(family, point))
            members, largest = members + 1, max(largest, *certificate.gains.values())
    return members, largest


@pytest.mark.slow
@pytest.mark.parametrize("name", GAMES)
def test_nobody_gains_anything_in_any_family(name):
    built = GAMES[name]()
    members, largest = judged(built, built.domain.points(POINTS, seed=21))
    assert largest == 0 and members >= POINTS


def rounded(built, points):
    """The same at points that are solved one by one, in rounded numbers."""
    members, largest = 0, 0.0
    for point in points:
        found = solvers.solve(built, **point)
        assert found.found == "all" and len(found) >= 1, point
        for one in found:
            assert one.certificate.equilibrium
            members, largest = members + 1, max(largest, *one.certificate.gains.values())
    return members, largest


@pytest.mark.slow
@pytest.mark.parametrize("name", LAWS)
def test_nobody_gains_more_than_rounding_with_other_laws(name):
    rng = random.Random(22)
    points = [{"a": Q(rng.randrange(1, 700), 100)} for _ in range(POINTS)]  # cutoffs within what is looked through
    members, largest = rounded(LAWS[name](), points)
    assert members >= POINTS and largest < 1e-12


def excess(p, at):
    """What B's reply to being expected to resist with a chance differs from it by, in the crisis of Lewis and Schultz; own code."""

    def below(x, mean):
        return erfc((mean - x) / sqrt(2)) / 2

    war, back, other = at["W_A"], at["a"], at["W_B"]
    c = (p - 1) / p
    challenges = 1 - below(c, war) * below(c, back)
    fights = quad(
        lambda w: exp(-((w - war) ** 2) / 2) / sqrt(2 * pi) * below(w, back), max(c, war - 9), war + 9, epsabs=1e-14, epsrel=1e-13
    )[0]
    j = fights / challenges
    return p - (1 - below((j - 1) / j, other))


def crises_of_lewis_and_schultz(count):
    """Points of the crisis of Lewis and Schultz, evenly spread."""
    for k in range(count):
        yield {"W_A": -2.2 + 0.7 * (k * 0.618 % 1), "a": -1.6 + 0.8 * (k * 0.414 % 1), "W_B": -3.2 + (k * 0.732 % 1)}


def chances_of_resisting(points):
    """How many equilibria there are at points, and by how much B's reply to one of them is off at most."""
    members, largest = 0, 0.0
    for point in points:
        at = {name: Q(str(round(x, 3))) for name, x in point.items()}
        for one in lewis_schultz().equilibria(V_A=1, S_A=0, V_B=1, C_B=0, **at):
            members, largest = members + 1, max(largest, abs(excess(float(one.resist), {name: float(x) for name, x in at.items()})))
    return members, largest


@pytest.mark.slow
def test_replies_are_what_is_expected_in_every_equilibrium_of_lewis_and_schultz():
    members, largest = chances_of_resisting(crises_of_lewis_and_schultz(POINTS))
    assert members >= POINTS and largest < 1e-12
