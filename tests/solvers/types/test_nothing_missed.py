"""Nothing is missed at points: boxes of what players expect of each other hold no equilibrium but those that are listed.

The check goes through no orders of types and shares no code with the search; every test game is checked at points of it, and an
equilibrium that is left out of the list is seen.
"""

from fractions import Fraction as Q
from functools import cache
from math import erfc, exp, pi, sqrt

import pytest
from crises import crisis, crisis_with, deterrence, escalation, no_tie, stretched, ultimatum
from expected_play import Expected, members, missed, unexplained
from scipy.integrate import quad

import solvers
from games import Beta, Logistic, Normal, Uniform, game
from solvers import lewis_schultz


def checked(built, **at):
    """Solve at a point, and see that nothing is missed."""
    found = solvers.solve(built, **at)
    assert found.found == "all"
    boxes, unknown, astray = missed(found)
    assert not unknown and not astray, (at, unknown[:1], astray[:1])
    return found, boxes


def seen(found, boxes):
    """See that each equilibrium that is left out would be missed; how many there are."""
    for out in found:
        rest = [member for one in found if one is not out for member in members(one)]
        assert unexplained(boxes, rest), out.name
    return len(found)


def drawn(story, count, seed):
    """Points of a game's domain, drawn at random."""
    return story.domain.points(count + 1, seed=seed)[1:]


@pytest.mark.slow
def test_no_family_of_the_crisis_is_missed_where_three_stand_side_by_side():
    assert seen(*checked(crisis(), a1=Q(-1, 4))) == 3


@pytest.mark.parametrize("counts", [True, False])
def test_no_equilibrium_is_missed_with_shocks(counts):
    assert seen(*checked(deterrence(counts))) == 1


def test_no_equilibrium_is_missed_where_cutoffs_are_roots():
    assert seen(*checked(no_tie())) == 1


@pytest.mark.slow
@pytest.mark.parametrize("story", [crisis, no_tie, escalation], ids=lambda s: s.name)
def test_nothing_is_missed_at_random_points(story):
    built = story()
    for point in [{}, *drawn(built, 12, 11)]:
        checked(built, **point)


@pytest.mark.slow
@pytest.mark.parametrize("counts", [True, False])
def test_nothing_is_missed_with_shocks_at_random_points(counts):
    built = deterrence(counts)
    for point in drawn(built, 12, 12):
        checked(built, **point)


@pytest.mark.slow
def test_nothing_is_missed_of_three_demands_at_random_points():
    built = ultimatum(steps=2)
    for point in [{}, *drawn(built, 6, 13)]:
        checked(built, **point)


@pytest.mark.slow
def test_no_family_of_the_escalation_is_missed_where_both_sides_are_weak():
    assert seen(*checked(escalation(), a1=Q(-1, 4), b1=Q(-1, 3))) == 3


LAWS = [
    (Normal(-1, 1), Normal(-1, 1)),
    (Normal(-1, 1), Logistic(-1, Q(1, 2))),
    (Uniform(-2, Q(1, 2)), Normal(-1, 1)),
]
SHAPES = [(Beta(2, 3), Beta(2, 2)), (Beta(Q(1, 2), Q(1, 2)), Beta(3, 1))]


@pytest.mark.slow
@pytest.mark.parametrize("law, other", LAWS, ids=lambda x: x.text())
@pytest.mark.parametrize("a", [Q(1, 2), 2])
def test_nothing_is_missed_with_other_laws(law, other, a):
    assert seen(*checked(crisis_with(law, other), a=a)) >= 1


@pytest.mark.slow
@pytest.mark.parametrize("law, other", SHAPES, ids=lambda x: x.text())
def test_nothing_is_missed_with_beta_laws(law, other):
    assert seen(*checked(crisis_with(law, other, stretched))) == 1


@pytest.mark.slow
def test_a_plan_that_no_type_follows_is_seen_off_the_path():
    """Whoever never moves is believed to be anybody, so what is expected of it may be anything that some type likes."""

    @game(players=("A", "B"))
    def deterred(play):
        w = play.draw("w", Uniform(0, 1), to="A")
        if play.choose("A", ["stay", "go"]) == "stay":
            return 2, 0
        if play.choose("B", ["x", "y"]) == "x":
            return w, 0
        return (w, 1) if play.choose("A", ["l", "r"]) == "l" else (Q(1, 2), -1)

    boxes = Expected(deterred()).boxes()
    later = [(float(low[2][0]), float(high[2][0])) for low, high in boxes]
    assert all(low[0][0] == 1 for low, _ in boxes) and min(later)[0] == 0 and max(high for _, high in later) == 1


# ------------------------------------------------------------------ Lewis and Schultz


def shares(law, at):
    """The density and the distribution function of A's shock at war, the distribution functions at backing down and of B's, and kinks."""
    if law == "normal":

        def below(mean):
            return lambda x: erfc((mean - x) / sqrt(2)) / 2

        def density(x):
            return exp(-((x - at["W_A"]) ** 2) / 2) / sqrt(2 * pi)

        return density, below(at["W_A"]), below(at["a"]), below(at["W_B"]), (at["W_A"] - 9, at["W_A"] + 9), ()

    def between(name):
        low, high = at[f"{name}0"], at[f"{name}1"]
        return lambda x: min(1.0, max(0.0, (x - low) / (high - low)))

    ends = at["w_A0"], at["w_A1"]
    return lambda x: 1 / (ends[1] - ends[0]), between("w_A"), between("a"), between("w_B"), ends, (at["a0"], at["a1"])


def left_open(at, law, narrow=2.0**-12):
    """Intervals in which B's chance of resisting may lie, from bounds on its reply; A's chances by integrating over its shocks."""
    density, war, back, other, (first, last), kinks = shares(law, at)

    @cache
    def chances(p):
        """How likely A challenges, and challenges and fights, when B resists with a chance; both fall with it."""
        c = (p - 1) / p if p > 0 else -1e9
        start = min(max(c, first), last)
        inside = [x for x in kinks if start < x < last]
        fights = quad(lambda w: density(w) * back(w), start, last, points=inside or None, epsabs=1e-12)[0] if start < last else 0.0
        return 1 - war(c) * back(c), fights

    def replies(low, high):
        (most, most_fight), (least, least_fight) = chances(low), chances(high)
        ratios = (least_fight / most, 1.0 if least <= most_fight else most_fight / least)
        ends = [1 - other((j - 1) / j) if j > 0 else 1.0 for j in ratios]
        return min(ends) - 1e-9, max(ends) + 1e-9

    waiting, kept = [(0.0, 1.0)], []
    while waiting:
        low, high = waiting.pop()
        bottom, top = replies(low, high)
        if high < bottom or low > top:
            continue
        if high - low < narrow:
            kept.append((low, high))
        else:
            waiting += [(low, (low + high) / 2), ((low + high) / 2, high)]
    return kept


NORMAL_AT = {"W_A": -1.9, "a": -1.2, "W_B": -2.9}
UNIFORM_AT = {"w_A0": -3.6, "w_A1": -0.2, "a0": -2.9, "a1": 0.5}
POINTS = [
    ("normal", NORMAL_AT),
    ("normal", {**NORMAL_AT, "W_B": -2.8}),
    ("normal", {"W_A": -1.8, "a": -1.2, "W_B": -2.45}),
    ("uniform", {**UNIFORM_AT, "w_B0": -6.5, "w_B1": -3.0}),
    ("uniform", {**UNIFORM_AT, "w_B0": -4.5, "w_B1": -1.0}),
    ("uniform", {**UNIFORM_AT, "w_B0": -3.5, "w_B1": 0.0}),
]


@pytest.mark.parametrize("law, at", POINTS)
def test_nothing_is_missed_of_lewis_and_schultz(law, at):
    normalised = {"V_A": 1, "S_A": 0, "V_B": 1, "C_B": 0}
    found = lewis_schultz(law).equilibria(**normalised, **{name: Q(str(x)) for name, x in at.items()})
    known = [float(one.resist) for one in found]
    kept = left_open(at, law)

    def explained(low, high, several):
        return any(low - 0.02 <= p <= high + 0.02 for p in several)

    assert found.found == "all" and all(explained(*one, known) for one in kept)
    assert all(any(explained(*one, [p]) for one in kept) for p in known)
    for p in known:
        assert not all(explained(*one, [x for x in known if x != p]) for one in kept)
