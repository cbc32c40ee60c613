"""Chance beside types from a continuum: what it tells one player who moves on it, what it tells all later on, what it keeps to itself."""

from dataclasses import replace
from fractions import Fraction as Q

import pytest
from crises import half_on_a_grid, two_kinds, windy
from expected_play import missed

import solvers
from games import GameError, Normal, Uniform, game
from games.numbers import read
from solvers.types.reasons import member_at

# ------------------------------------------------------------------ types that chance tells


def test_a_type_that_chance_tells_beside_a_uniform_type_of_the_other():
    """The two kinds that the types of the crisis at its defaults make: known answer 2, the limit of grids of the target's types."""
    found = solvers.solve(two_kinds(Q(1, 2)))
    (one,) = found
    assert found.found == "all" and one.cutoffs == {"B": (Q(-7, 6),)}
    assert one.outcomes == {"status quo": Q(2, 15), "concession": Q(13, 45), "back down": Q(14, 45), "war": Q(4, 15)}
    assert one.assessment.beliefs["B"]["challenge"] == {"strong/challenge": Q(6, 13), "weak/challenge": Q(7, 13)}
    assert one.certificate.equilibrium and set(one.certificate.gains.values()) == {0}


def test_what_is_believed_of_told_types_after_a_move_that_none_makes():
    """All resist, or so many that a strong challenger stays away: by hand, 1 - r < 5/16 r, where r = (2 - mu)/(5 mu)."""
    found = solvers.solve(two_kinds(Q(-1, 4)))
    some, deterred, bluffing = sorted(found, key=lambda one: (-one.outcomes["status quo"], one.cutoffs["B"] == ()))
    assert found.found == "all" and bluffing.outcomes["status quo"] == Q(29, 42)
    free = [text.replace("mu_strong_challenge", "mu") for one in (some, deterred) for text in one.free.values()]
    assert free == ["1/3 < mu <= 42/101", "0 <= mu <= 1/3"]
    assert "after strong/challenge, which no type of A chooses: its weight is mu_strong_challenge" in " ".join(found.text().split())
    built = two_kinds(Q(-1, 4)).at()
    sure = deterred.by_type.at({"mu_strong_challenge": 1})
    wrong = solvers.verify(built, sure)
    assert not wrong.equilibrium and wrong.gains == {"A": 0, "B": 2}
    with pytest.raises(GameError, match="No type of A is believed possible after 'strong/challenge'; state what is believed there"):
        solvers.verify(built, replace(sure, beliefs=()))


@pytest.mark.parametrize("n", [2, 4])
def test_a_grid_of_the_others_types_comes_near(n):
    exact = {one.outcomes["status quo"] for one in solvers.solve(two_kinds(Q(-1, 4)))}
    near = {one.outcomes["status quo"] for one in solvers.solve(half_on_a_grid(n, Q(-1, 4)))}
    assert max(near) == max(exact) == 1 and abs(min(near) - min(exact)) == Q(5, 84) / n


@pytest.mark.slow
@pytest.mark.parametrize("a1", [Q(1, 2), Q(-1, 4)])
def test_families_with_told_types_are_judged_and_none_is_missed(a1):
    built = two_kinds(a1)
    found = solvers.families(built, "all")
    assert found.found == "all"
    for point in built.domain.points(20, seed=31):
        alive = [family for family in found if family.exists(point)]
        assert alive
        for family in alive:
            assert set(solvers.verify(built.at(**point), member_at(family, point)).gains.values()) == {0}
    for point in built.domain.points(4, seed=32):
        _, unknown, astray = missed(solvers.solve(built, **point))
        assert not unknown and not astray, point


@pytest.mark.slow
def test_a_type_that_chance_tells_beside_a_normal_type_of_the_other():
    (one,) = solvers.solve(two_kinds(Q(1, 2), Normal(-1, 1)))
    assert one.certificate.equilibrium and one.profile["B"]["challenge"]["resist"] == pytest.approx(2 / 3, abs=1e-12)


def told(first, again=False, typed=False):
    """A story in which chance tells A, who moves, and perhaps moves again before B replies."""

    @game(players=("A", "B"))
    def story(play):
        v = play.draw("v", Uniform(0, 1), to="A") if typed else 0
        w = play.draw("w", Uniform(0, 1), to="B")
        coin = play.chance("coin", ["heads", "tails"])
        play.tell("A", coin)
        one = play.choose("A", first[coin == "tails"])
        other = play.choose("A", ["u", "d"]) if again else "u"
        reply = play.choose("B", ["l", "r"])
        return (one == "y") + 2 * (other == "d") * (coin == "heads") + v, w if reply == "l" else 1 - w

    return story()


@pytest.mark.parametrize(
    "built, why",
    [
        (told(("xy", "xy"), again=True), "A moves once, with the same actions whatever was told, before others reply"),
        (told(("xy", "xy"), typed=True), "beside a type or shocks of A from a continuum that is not handled"),
        (windy("B"), "B, who moved before, was told; beside a type or shocks of B from a continuum that is not handled"),
    ],
    ids=["moves twice", "two types", "told between moves"],
)
def test_what_is_not_handled_is_refused_in_words(built, why):
    with pytest.raises(GameError, match=why):
        solvers.solve(built)


# ------------------------------------------------------------------ chance that nobody has acted on


def test_what_nobody_knows_counts_on_average():
    """By hand: a fair wind has 1/3, so war is worth 1/12 less to A and 1/6 more to B; resistance has its chance of 2/3."""
    found = solvers.solve(windy(()))
    (one,) = found
    assert found.found == "all" and one.cutoffs == {"A": (Q(-5, 12),), "B": (Q(-7, 6),)}
    assert one.certificate.equilibrium and set(one.certificate.gains.values()) == {0}
    assert one.assessment.beliefs["B"]["challenge"] == {"fair/challenge": Q(1, 3), "foul/challenge": Q(2, 3)}


@pytest.mark.slow
def test_nothing_is_missed_where_chance_is_kept_from_all():
    _, unknown, astray = missed(solvers.solve(windy(())))
    assert not unknown and not astray


@pytest.mark.slow
def test_what_all_are_told_after_the_first_move():
    (one,) = solvers.solve(windy(("A", "B")))
    assert one.certificate.equilibrium and set(one.certificate.gains.values()) == {0} and len(one.cutoffs["A"]) == 2
    mapped = solvers.regimes(windy(()), "p")
    assert mapped.found == "all" and mapped.checked["disagreements"] == 0
    assert any(family.cutoffs["A"][:1] == (read("-(1 + 2*p)/4"),) for family in mapped.families)
