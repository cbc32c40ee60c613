"""Plays drawn from a profile: shares near what is computed, the same for the same seed, refusals in words."""

import crises
import numpy as np
import pytest

import games
from games import GameError, Parameter, game
from solvers import lewis_schultz, simulate, solve

NORMALISED = {"V_A": 1, "S_A": 0, "V_B": 1, "C_B": 0}


@game(players=("A", "B"))
def ladder(play, *, q=Parameter("1/4", "0 < q < 1"), z=Parameter(0, "-1 < z < 1")):
    """A coin, a move of A that B does not see, an answer, and a measure."""
    coin = play.chance("coin", {"heads": q, "tails": 1 - q})
    play.tell("A", coin)
    up = play.choose("A", ["up", "down"], public=False)
    play.measure(noise=1 if coin == "heads" else 0)
    if play.choose("B", ["in", "out"]) == "out":
        return 0, z
    return (1, -1) if up == "up" else (-1, 1)


PROFILE = {"A": {"heads": {"up": 1, "down": 0}, "tails": {"up": "1/2", "down": "1/2"}}, "B": {"start": {"in": 0.25, "out": 0.75}}}


def test_shares_of_outcomes_are_near_their_probabilities():
    crisis = games.load("crisis_signalling")
    solution = solve(crisis)[0]
    plays = simulate(crisis, solution, 20_000, seed=3)
    shares = plays["outcome"].value_counts(normalize=True)
    for name, chance in solution.outcomes.items():
        assert shares.get(name, 0.0) == pytest.approx(float(chance), abs=0.015)
    for player, value in solution.payoffs.items():
        assert plays[f"payoff of {player}"].mean() == pytest.approx(float(value), abs=0.02)


def test_a_play_is_a_path_in_labels_with_chance_payoffs_and_measures():
    plays = simulate(ladder(), PROFILE, 4000, seed=1)
    assert set(plays) == {"outcome", "coin", "A at heads", "A at tails", "B at start", "payoff of A", "payoff of B", "noise"}
    heads = plays["coin"] == "heads"
    assert (plays.loc[heads, "A at heads"] == "up").all() and plays.loc[~heads, "A at heads"].isna().all()
    assert heads.mean() == pytest.approx(0.25, abs=0.03) and (plays["noise"] == heads).all()
    assert (plays["B at start"] == "in").mean() == pytest.approx(0.25, abs=0.03)
    assert (plays.loc[plays["B at start"] == "out", "payoff of B"] == 0).all()


def test_the_point_is_that_of_the_solution_or_as_given():
    crisis = games.load("crisis_signalling")
    there = simulate(crisis, solve(crisis, a=2, w_w=-3)[0], 300, seed=1)
    assert there.loc[there["outcome"] == "back down", "payoff of Challenger"].eq(-2).all()
    assert simulate(ladder(), PROFILE, 300, q="9/10")["noise"].mean() > 0.8


def test_the_same_seed_gives_the_same_plays():
    assert simulate(ladder(), PROFILE, 20, seed=5).equals(simulate(ladder(), PROFILE, 20, seed=5))
    assert not simulate(ladder(), PROFILE, 20, seed=5).equals(simulate(ladder(), PROFILE, 20, seed=6))


def test_crises_with_outcome_shocks_are_drawn():
    crisis = lewis_schultz()
    at = {**NORMALISED, "W_A": "-1.9", "a": "-1.2", "W_B": "-2.9"}
    one = crisis.equilibria(**at)[2]
    plays = simulate(crisis, one, 40_000, seed=2, **at)
    shares = plays["outcome"].value_counts(normalize=True)
    assert dict(shares) == pytest.approx(dict(one.outcomes), abs=0.01)
    resisting = plays["B at challenge"] == "resist"
    worth = plays.loc[plays["outcome"] == "fight", "payoff of B"]
    j = one.outcomes["fight"] / (one.outcomes["fight"] + one.outcomes["back down"])
    assert resisting.any() and np.all(j * worth + (1 - j) > -1e-6)  # whoever resists prefers to


def test_plays_with_a_continuum_of_types():
    crisis = crises.crisis()
    (one,) = solve(crisis)
    plays = simulate(crisis, one, 30_000, seed=4)
    shares = plays["outcome"].value_counts(normalize=True)
    assert dict(shares) == pytest.approx({name: float(p) for name, p in one.outcomes.items()}, abs=0.01)
    fought = plays[plays["outcome"] == "war"]
    assert (fought["payoff of A"] == fought["w_A"]).all() and fought["w_A"].min() > -0.5 and fought["w_B"].min() > -7 / 6
    for player, value in one.payoffs.items():
        assert plays[f"payoff of {player}"].mean() == pytest.approx(float(value), abs=0.02)
    with pytest.raises(GameError, match=r"are drawn from one of its solutions, as solve\(game\)\[0\]"):
        simulate(crisis, PROFILE, 10)


@pytest.mark.parametrize(
    "profile, words",
    [
        (None, "A profile is needed"),
        ({"A": {"heads": {"up": 1}}}, "The profile says nothing of A at 'tails'"),
        (PROFILE | {"B": {"start": {"in": 1, "out": 1}}}, r"What B does at 'start' in ladder is no probability: 1, 1\."),
    ],
)
def test_refusals(profile, words):
    with pytest.raises(GameError, match=words):
        simulate(ladder(), profile, 10)


def test_one_equilibrium_is_to_be_named():
    with pytest.raises(GameError, match=r"Plays are drawn from one equilibrium, and these are \d+; name one, as solutions\[0\]"):
        simulate(games.load("beer_quiche"), solve(games.load("beer_quiche")), 10)
    with pytest.raises(GameError, match="drawn from one of its equilibria"):
        simulate(lewis_schultz(), PROFILE, 10)
    with pytest.raises(GameError, match="n = 0 is no whole number of at least 1"):
        simulate(ladder(), PROFILE, 0)
