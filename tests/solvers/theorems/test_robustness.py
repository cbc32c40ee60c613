"""How robust claims are, against equilibria solved at points, and in words."""

import json
import math
import random
from fractions import Fraction

import pytest
from click.testing import CliRunner

import games
import solvers
from games import GameError, Parameter, game
from games.classics import beer_quiche, crisis_signalling
from solvers.__main__ import command_line

Q = Fraction


@game(players=("Guard", "Thief"))
def warehouse(play, *, loot=Parameter(2, "loot > 0"), fine=Parameter(3, "fine > 0"), watch=Parameter(1, "watch > 0")):
    """A guard may watch at a cost; a thief who does not see it may steal."""
    seen = play.choose("Guard", ["watch", "sleep"], public=False) == "watch"
    if play.choose("Thief", ["steal", "leave"], public=False) == "steal":
        play.outcome("caught" if seen else "stolen")
        return {"Guard": (-watch if seen else -loot), "Thief": (-fine if seen else loot)}
    play.outcome("quiet")
    return {"Guard": (-watch if seen else 0), "Thief": 0}


@game(players=("A",))
def circle(play, *, x=Parameter(0, "-3 < x < 3"), y=Parameter(0, "-3 < y < 3")):
    """A wall that is a circle of radius square root of two."""
    if play.choose("A", ["in", "out"]) == "in":
        play.outcome("inside")
        return [2 - x**2 - y**2]
    play.outcome("outside of it")
    return [0]


@pytest.fixture(scope="module")
def crisis():
    return solvers.regimes(crisis_signalling(), ("q", "a", "pi"), check=0)


@pytest.fixture(scope="module")
def theft():
    return solvers.regimes(warehouse(), "all", check=0)


def by_solving(found, name, test, point):
    """The verdict at a point by solving the game there: the second method."""
    found_there = solvers.solve(found.game, **point)
    numbers = [one.outcomes[name] for one in found_there]
    held = [test(float(x)) for x in numbers if not getattr(x, "free", ())]
    return "in every" if all(held) else "in some" if any(held) else "in none"


# ------------------------------------------------------------------ against solving at points


@pytest.mark.parametrize("name", ["stolen", "quiet"])
def test_where_a_claim_holds_in_a_game_of_somebody_else(theft, name):
    told = solvers.robustness(theft, f"{name} > 1/4").claims[0]
    for point in theft.game.domain.points(8, seed=3):
        regime = theft.regime(**point)
        if regime is None:
            continue
        again = solvers.robustness(theft, f"{name} > 1/4", at=point).claims[0]
        assert again.here == by_solving(theft, name, lambda x: x > 0.25, point)
        assert told.regimes[regime.name] in (again.here, "in part")


def test_nothing_changes_nearer_than_the_nearest_and_something_beyond(theft):
    rng = random.Random(5)
    for norm in ("max", "euclidean"):
        told = solvers.robustness(theft, "stolen > 1/4", norm=norm).claims[0]
        assert told.nearest is not None and told.nearest.low <= told.nearest.high
        radius = float(told.nearest.low)
        for _ in range(5):
            step = [rng.uniform(-1, 1) for _ in theft.over]
            size = max(map(abs, step)) if norm == "max" else math.hypot(*step)
            scale = rng.random() * 0.999 * radius / size
            point = {n: Q(theft.game.defaults[n]) + Q(scale * s).limit_denominator(10**6) for n, s in zip(theft.over, step, strict=True)}
            if theft.game.domain.surrounds(point):
                assert by_solving(theft, "stolen", lambda x: x > 0.25, point) == told.here
        beyond = {
            n: Q(theft.game.defaults[n]) + (Q(float(x)) - Q(theft.game.defaults[n])) * Q(1001, 1000) for n, x in told.nearest.at.items()
        }
        assert by_solving(theft, "stolen", lambda x: x > 0.25, beyond) == told.nearest.verdict != told.here


def test_one_parameter_alone_changes_the_verdict_where_it_says(crisis):
    told = solvers.robustness(crisis, "status quo = 1").claims[0]
    assert told.here == by_solving(crisis, "status quo", lambda x: x == 1, {n: crisis.game.defaults[n] for n in crisis.over}) == "in some"
    changes = 0
    for row in told.alone:
        for value, verdict, side in ((row.below, row.below_verdict, -1), (row.above, row.above_verdict, 1)):
            if value is None or verdict == "outside the domain":
                continue
            changes += 1
            for step, expected in ((Q(side, 1000), verdict), (Q(-side, 1000), told.here)):
                point = {**{n: crisis.game.defaults[n] for n in crisis.over}, row.parameter: Q(float(value)) + step}
                assert by_solving(crisis, "status quo", lambda x: x == 1, point) == expected
    assert changes == 1


# ------------------------------------------------------------------ known by hand


def test_beer_and_quiche_by_hand():
    told = solvers.robustness(solvers.regimes(beer_quiche(), check=0), "Sender > 6/5", at={"p": "3/4"}, prior={"p": (0, 1)}).claims[0]
    assert (told.every, told.some, told.none, told.here) == (("p > 1/5",), ("p > 1/5",), ("p <= 1/5",), "in every")
    (row,) = told.alone
    assert (row.below, row.below_verdict, row.above, row.above_verdict) == (Q(1, 5), "in none", 1, "outside the domain")
    assert told.nearest.exact and told.nearest.high == Q(11, 20) and told.nearest.at == {"p": Q(1, 5)}
    assert {name: one.share for name, one in told.shares.items()} == {"in every": Q(4, 5), "in some": 0, "in none": Q(1, 5), "outside": 0}


def test_a_round_wall_is_enclosed_or_exact():
    found = solvers.regimes(circle(), "all", check=0)
    (one,) = solvers.robustness(found, "inside", norm="euclidean").claims
    assert one.here == "in every" and float(one.nearest.low) <= math.sqrt(2) <= float(one.nearest.high) + 1e-12
    assert float(one.nearest.high) - float(one.nearest.low) < 1e-6
    (one,) = solvers.robustness(found, "inside").claims
    assert one.nearest.exact and one.nearest.high == 1 and {abs(x) for x in one.nearest.at.values()} == {1}
    assert {str(row.above) for row in one.alone} == {"sqrt(2)"}


def test_what_holds_everywhere_has_no_nearest_change(crisis):
    (one,) = solvers.robustness(crisis, "fight >= 0").claims
    assert one.every == () and one.none == ("never",) and one.nearest is None and one.here == "in every"
    assert all(row.above_verdict in ("outside the domain", "in every") for row in one.alone)


def test_on_a_wall_it_says_so():
    (one,) = solvers.robustness(solvers.regimes(beer_quiche(), check=0), None, at={"p": "1/2"}).claims[:1]
    assert one.here == "on a wall" and one.alone == () and one.nearest is None


def test_a_prior_is_shared_among_verdicts_within_regimes_too(theft):
    prior = {"loot": (1, 3), "fine": (1, 3), "watch": ("1/2", 1)}
    (one,) = solvers.robustness(theft, "stolen > 1/4", prior=prior, points=1 << 12).claims
    rng = random.Random(1)
    counts = {"in every": 0, "in some": 0, "in none": 0}
    for _ in range(20):
        point = {
            "loot": Q(rng.randint(1001, 2999), 1000),
            "fine": Q(rng.randint(1001, 2999), 1000),
            "watch": Q(rng.randint(501, 999), 1000),
        }
        counts[by_solving(theft, "stolen", lambda x: x > 0.25, point)] += 1
    for verdict, count in counts.items():
        assert abs(count / 20 - float(one.shares[verdict].share)) < 0.35
    assert abs(sum(float(share.share) for share in one.shares.values()) - 1) < 1e-9


# ------------------------------------------------------------------ views and refusals


def test_views(crisis):
    told = solvers.robustness(
        crisis, ["fight", {"fight": "<= 1/9", "status quo": "> 0"}], prior=dict.fromkeys(crisis.over, (0, 1)), points=64
    )
    assert [one.claimed for one in told.claims] == ["fight > 0", "fight <= 1/9 and status quo > 0"]
    said = told.text()
    assert "in some   where q < 4/5" in said and "one parameter alone:" in said and "share of the prior:" in said
    frame = told.frame()
    assert list(frame["parameter"]) == ["q", "a", "pi"] * 2 and frame["above"][0] == Q(4, 5)
    assert "<table" in told._repr_mimebundle_()["text/html"] and json.loads(json.dumps(told.as_json()))["claims"][0]["nearest"]["exact"]
    assert repr(told) == "<Robustness of 2 claims about crisis_signalling>"
    figure = told.plot()
    assert "in no equilibrium" in figure.alt and "The point is at" in figure.alt
    with pytest.raises(GameError, match="There is no claim 'peace'; there are 'fight > 0', 'fight <= 1/9 and status quo > 0'"):
        told.plot("peace")


@pytest.mark.parametrize(
    "arguments, said",
    [
        ({"what": "peace > 0"}, "has no outcome, measure, payoff, action or belief 'peace'"),
        ({"what": "Target"}, "'Target' is a number in every equilibrium; say how it compares, as 'Target > 0'"),
        ({"what": 3}, "3 is no claim; write one as 'fight > 0'"),
        ({"what": "fight", "norm": "taxi"}, "There is no norm 'taxi'; there are max, euclidean"),
        ({"what": "fight", "at": {"q": 2}}, "violates"),
        ({"what": "fight", "prior": {"q": (0, 1)}}, "it lacks a, pi"),
    ],
)
def test_bad_input_is_refused_in_words(crisis, arguments, said):
    with pytest.raises(GameError, match=said):
        solvers.robustness(crisis, **arguments)


def test_a_picture_needs_two_parameters():
    told = solvers.robustness(solvers.regimes(beer_quiche(), check=0))
    with pytest.raises(GameError, match="needs a map of two parameters or more"):
        told.plot()


def test_the_command_line():
    line = ["robustness", "beer_quiche", "--of", "Sender > 6/5", "--at", "p=3/4", "--prior", "p=0..1", "--json"]
    done = CliRunner().invoke(command_line, line)
    assert done.exit_code == 0
    (claim,) = json.loads(done.stdout)["claims"]
    assert claim["nearest"]["distance"] == ["11/20", "11/20"] and claim["shares"]["in every"]["share"] == "4/5"
    assert CliRunner().invoke(command_line, ["robustness", "beer_quiche", "--prior", "p=0"]).exit_code == 2
    said = CliRunner().invoke(command_line, ["robustness", "beer_quiche", "--of", "peace"])
    assert said.exit_code == 2 and "has no outcome" in said.stderr


def test_every_essay_game_of_some_size_says_how_robust_its_outcomes_are():
    found = solvers.regimes(games.load("hide_and_strike"), check=0)
    told = solvers.robustness(found)
    assert len(told.claims) == len(found.game.outcome_names)
    assert all(one.here in ("in every", "in some", "in none") for one in told.claims)
