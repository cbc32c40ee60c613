"""Nothing is missed at points: boxes of what players expect of each other hold no equilibrium but those that are listed.

The check goes through no orders of types and shares no code with the search; every test game is checked at points of it, and an
equilibrium that is left out of the list is seen.
"""

from fractions import Fraction as Q

import numpy as np
import pytest
from crises import crisis, crisis_with, deterrence, escalation, no_tie, ultimatum
from expected_play import Expected, members, missed, unexplained

import solvers
from games import Logistic, Normal, Uniform, game
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


@pytest.mark.slow
@pytest.mark.parametrize("law, other", LAWS, ids=lambda x: x.text())
@pytest.mark.parametrize("a", [Q(1, 2), 2])
def test_nothing_is_missed_with_other_laws(law, other, a):
    assert seen(*checked(crisis_with(law, other), a=a)) >= 1


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


def replies(low, high, at, law):
    """Between what B's chance of resisting lies when it is expected to lie between two numbers; A's chances by integrating over its shocks."""
    from scipy import integrate, stats

    if law == "normal":
        war, back, other = stats.norm(at["W_A"]), stats.norm(at["a"]), stats.norm(at["W_B"])
    else:
        war, back, other = (stats.uniform(x, y - x) for x, y in ((at[f"{k}0"], at[f"{k}1"]) for k in ("w_A", "a", "w_B")))

    def chances(p):
        c = (p - 1) / p if p > 0 else -np.inf
        challenge = 1 - war.cdf(c) * back.cdf(c)
        start, end = max(c, war.ppf(1e-14)), war.ppf(1 - 1e-14)
        kinks = [x for x in back.support() if start < x < end]
        fight = (
            integrate.quad(lambda w: war.pdf(w) * back.cdf(w), start, end, points=kinks or None, epsabs=1e-12)[0] if start < end else 0.0
        )
        return challenge, fight

    (most, most_fight), (least, least_fight) = chances(low), chances(high)  # both fall with p
    ratios = (least_fight / most, 1.0 if least <= most_fight else most_fight / least)
    ends = [1 - other.cdf((j - 1) / j) if j > 0 else 1.0 for j in ratios]
    return min(ends) - 1e-9, max(ends) + 1e-9


def left_open(at, law, narrow=2.0**-9):
    """Intervals in which B's chance of resisting may lie."""
    waiting, kept = [(0.0, 1.0)], []
    while waiting:
        low, high = waiting.pop()
        bottom, top = replies(low, high, at, law)
        low, high = max(low, bottom), min(high, top)
        if low > high:
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


@pytest.mark.slow
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
