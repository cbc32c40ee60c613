"""How a prior is shared among regimes, and what a change of the model changed."""

import math
import random
from fractions import Fraction

import pytest
import stories
from scipy import stats

import solvers
from games import GameError, Parameter, game
from games.classics import beer_quiche, crisis_signalling
from games.numbers import Expression

Q = Fraction


@game(players=("A",))
def lines(play, *, x=Parameter(Q(1, 3)), y=Parameter(Q(1, 5), "x + y < 3/2")):
    """Three actions, so that straight lines part the plane."""
    return {"one": [x], "two": [y], "three": [1 - x - y]}[play.choose("A", ["one", "two", "three"])]


@game(players=("A",))
def parabola(play, *, x=Parameter(Q(1, 3), "0 < x < 2")):
    """A wall at the square root of two."""
    return [x**2 if play.choose("A", ["square", "two"]) == "square" else 2]


def test_lengths_are_exact():
    found = solvers.regimes(beer_quiche(), check=0).volume({"p": ("1/4", 1)})
    assert found.exact and {name: one.share for name, one in found.regimes.items()} == {"R1": Q(1, 3), "R2": Q(2, 3)}
    assert found.outside.share == 0 and sum(one.share for one in found.families.values()) == 1


def test_an_irrational_wall_gives_an_exact_irrational_share():
    found = solvers.regimes(parabola(), "all", check=0).volume({"x": (0, 2)})
    assert found.exact
    shares = {name: one.share for name, one in found.each.items()}
    assert isinstance(shares["A two"], Expression) and abs(float(shares["A two"]) - math.sqrt(2) / 2) < 1e-15
    assert float(shares["A two"] + shares["A square"]) == 1
    assert found.regimes["R1"].share + found.regimes["R2"].share == 1


def test_areas_are_exact_and_what_lies_outside_the_domain_is_told():
    found = solvers.regimes(lines(), "all", check=0)
    shares = found.volume({"x": (0, 1), "y": (0, 1)})
    # three is best where x, y < 1 - x - y: the quadrilateral (0,0), (1/2,0), (1/3,1/3), (0,1/2) of area 1/6
    assert shares.exact and {name: one.share for name, one in shares.each.items()} == {
        "A three": Q(1, 6),
        "A one": Q(17, 48),
        "A two": Q(17, 48),
    }
    assert shares.outside.share == Q(1, 8)
    assert sum(one.share for one in shares.regimes.values()) + shares.outside.share == 1


def test_distributions_are_taken_between_exact_roots():
    found = solvers.regimes(beer_quiche(), check=0)
    shares = found.volume({"p": stats.beta(2, 3)})
    assert not shares.exact and abs(shares.regimes["R1"].share - stats.beta(2, 3).cdf(0.5)) < 1e-12
    normal = found.volume({"p": stats.norm(0.5, 1)})
    assert abs(normal.outside.share - 2 * stats.norm(0.5, 1).cdf(0)) < 1e-12


def test_curved_walls_are_sampled_with_an_honest_error():
    found = solvers.regimes(crisis_signalling(), ("q", "a"), check=0)
    shares = found.volume({"q": (0, 1), "a": (Q(1, 4), 1)})
    truth = math.log(2 / 1.25) / 0.75  # q < 1/(1 + a)
    one = shares.regimes["R1"]
    assert not shares.exact and isinstance(one.share, float) and 0 < one.error < 0.002
    assert abs(one.share - truth) < 4 * one.error
    assert shares.as_json() == found.volume({"q": (0, 1), "a": (Q(1, 4), 1)}).as_json()
    assert abs(sum(x.share for x in shares.regimes.values()) + shares.outside.share - 1) < 1e-12


@pytest.mark.parametrize("drawn", [60, pytest.param(400, marks=pytest.mark.slow)])
def test_shares_agree_with_points_drawn_by_hand(drawn):
    found = solvers.regimes(lines(), "all", check=0)
    shares, rng, count = found.volume({"x": (0, 1), "y": (0, 1)}), random.Random(4), dict.fromkeys(("A one", "A two", "A three"), 0)
    for _ in range(drawn):
        point = {"x": Q(rng.randint(0, 9973), 9973), "y": Q(rng.randint(0, 9973), 9973)}
        if found.game.domain.surrounds(point):
            for s in solvers.solve(found.game, **point):
                count[s.name] += 1
    for name, one in shares.each.items():
        p = float(one.share)
        assert abs(count[name] / drawn - p) < 4 * math.sqrt(p * (1 - p) / drawn)


def test_priors_that_do_not_fit():
    found = solvers.regimes(beer_quiche(), check=0)
    for prior, said in [
        ({}, "it lacks p"),
        ({"p": (0, 1), "z": (0, 1)}, "it has z"),
        ({"p": (1, 0)}, "the first must be less"),
        ({"p": 3}, "give \\(low, high\\)"),
    ]:
        with pytest.raises(GameError, match=said):
            found.volume(prior)


def test_views():
    found = solvers.regimes(beer_quiche(), check=0).volume({"p": (0, 1)})
    assert repr(found) == "<Shares of beer_quiche's regimes, exact: R1 0.5, R2 0.5>"
    assert found.text().splitlines()[0] == "beer_quiche: shares of the prior, exact;"
    told = found.text().splitlines()
    assert "  1/2  Sender pooling on quiche; Receiver retreat;" in told and "       Sender pooling on beer; Receiver retreat;" in told
    assert list(found.frame()["share"]) == [Q(1, 2), Q(1, 2), 0] and "<table>" in found._repr_mimebundle_()["text/html"]


# ------------------------------------------------------------------ what a change changed


def test_a_changed_parameter_moves_one_wall():
    one = solvers.regimes(crisis_signalling(), ("q", "a"), check=0)
    two = solvers.regimes(crisis_signalling(), ("q", "a"), w_s=Q(-1, 3), check=0)
    found = one.diff(two)
    assert found.shared == ("q", "a") and not found.undecided
    changed = [o for o in found.overlaps if o.same == "no"]
    assert [(o.here, o.there) for o in changed] == [("R3", "R2")]
    assert Q(3, 4) < changed[0].sample["q"] < Q(4, 5)
    assert changed[0].outcomes["fight"][1] == (0, 0) and changed[0].gone[0].startswith("Challenger separating")
    assert found.only_here["a"] < Q(1, 3) and found.only_there is None
    assert "fight" in found.text() and len(found.frame()) == len(found.overlaps)


def test_a_refinement_is_a_change_and_is_named():
    plain, refined = solvers.regimes(beer_quiche(), check=0), solvers.regimes(beer_quiche(), refine="d1", check=0)
    found = plain.diff(refined)
    assert (found.here, found.there) == ("beer_quiche", "beer_quiche (d1)")
    assert [(o.conditions, o.same, len(o.gone), o.new) for o in found.overlaps] == [
        (("p < 1/2",), "families", 0, ()),
        (("p > 1/2",), "no", 2, ()),
    ]
    assert "sequential equilibria left by d1 in p" in refined.text() and "left by" not in plain.text()


def test_a_map_does_not_differ_from_itself_and_refuses_other_things():
    found = solvers.regimes(beer_quiche(), check=0)
    same = found.diff(found)
    assert [o.same for o in same.overlaps] == ["families"] * len(found.regimes) and same.only_here is None
    with pytest.raises(GameError, match="A map is compared with another map"):
        found.diff(3)


@pytest.mark.slow
def test_differences_agree_with_what_is_solved_at_points():
    one = solvers.regimes(stories.terrorism(), ("p", "b"), check=0)
    two = solvers.regimes(stories.terrorism(), ("p", "b"), k=3, check=0)
    found = one.diff(two)
    assert {o.same for o in found.overlaps} >= {"no"}
    for o in found.overlaps:
        here = [m.at(**o.sample) for m in (one, two)]
        solved = [sorted(tuple(map(str, s.outcomes.values())) for s in there) for there in here]
        assert (set(solved[0]) == set(solved[1])) or o.same == "no"
        for label, (before, after) in o.outcomes.items():
            for there, span in zip(here, (before, after), strict=True):
                values = [s.outcomes[label] for s in there]
                assert (min(values), max(values)) == span


@pytest.mark.slow
def test_a_parameter_at_rest_in_one_map_is_put_in_the_other():
    one = solvers.regimes(crisis_signalling(), ("q", "a"), check=0)
    two = solvers.regimes(crisis_signalling(), ("q", "pi"), check=0)
    found = one.diff(two)
    assert found.shared == ("q",) and {o.same for o in found.overlaps} == {"families"}
    assert all(o.sample["a"] == Q(1, 2) and o.sample["pi"] == Q(1, 3) for o in found.overlaps)
