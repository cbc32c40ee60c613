"""Predictions: ranges over equilibria by regime, and one number only under a selection that is named in the result."""

from fractions import Fraction

import pytest

import games
from games import GameError, Parameter, game
from solvers import predict, quantal_response, regimes, solve

HUNT = games.load("stag_hunt")


@game(players=("A", "B"))
def meet(
    play, *, w=Parameter("3/2", "0 < w < 4", means="what meeting at y is worth"), s=Parameter("1/2", "0 <= s < 1", means="alone at x")
):
    """Two want to meet, and one alone at x is not lost."""
    a = play.choose("A", ["x", "y"], public=False)
    b = play.choose("B", ["x", "y"], public=False)
    play.outcome(f"both {a}" if a == b else "apart")
    if a == b:
        return (1, 1) if a == "x" else (w, w)
    return (s if a == "x" else 0, s if b == "x" else 0)


def chances(found):
    return {row["outcome"]: row["chance"] for row in found.rows}


def test_without_a_selection_there_are_ranges_alone():
    found = predict(solve(meet()))
    assert found.selection == "" and "no selection was named" in found.text() and "chance" not in found.frame()
    by = {row["outcome"]: (row["lowest"], row["highest"], row["equilibria"]) for row in found.rows}
    assert by["both x"] == (0, 1, 3) and by["both y"][1] == 1 and found.notes == ()


@pytest.mark.parametrize(
    ("select", "w", "best"),
    [
        ("highest welfare", "3/2", "both y"),
        ("highest welfare", "1/2", "both x"),
        ("best for B", "5/4", "both y"),
        ("risk dominance", "5/4", "both x"),  # deviating costs 1 each at x and w - s = 3/4 each at y
        ("risk dominance", "7/4", "both y"),
    ],
)
def test_the_selection_is_named_and_selects(select, w, best):
    found = predict(solve(meet(), w=w), select)
    assert found.selection == select and f"an assumption: {select}" in found.text() and chances(found)[best] == 1
    assert found.as_json()["selection"] == select


def test_the_principal_branch_selects_its_limit():
    found = predict(solve(meet(), w="7/4"), "principal branch")
    assert chances(found)["both y"] == 1
    logit = quantal_response(meet(), 6, w="7/4")
    assert len(logit) == 3
    marked = next(one for one in logit if "principal" in one.name)
    assert chances(predict(logit, "principal branch"))["both y"] == pytest.approx(float(marked.outcomes["both y"]))


def test_by_regime_of_a_map():
    found = predict(regimes(meet(), "w"), "highest welfare")
    table = found.frame()
    assert set(table.columns) == {"regime", "outcome", "lowest", "highest", "equilibria", "chance"}
    several = table[table["equilibria"] == 3]
    assert len(several) >= 3 and ((table["lowest"] <= table["chance"]) & (table["chance"] <= table["highest"])).all()
    alone = table[table["equilibria"] == 1]  # w < s: y is never worth it
    assert (alone["lowest"] == alone["highest"]).all() and len(alone) == 3


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: predict(solve(meet()), "best"), "'best' names no selection of equilibria; name 'principal branch', 'risk dominance', "),
        (lambda: predict(solve(meet()), "best for C"), "meet has no player 'C'; its players are A, B"),
        (lambda: predict(solve(meet(), w=1), "highest welfare"), "By 'highest welfare' 2 equilibria of meet are tied"),
        (lambda: predict(solve(meet(), w="3/2"), "risk dominance"), "By 'risk dominance' both strict equilibria of meet are tied"),
        (lambda: predict(solve(games.load("beer_quiche")), "risk dominance"), "'risk dominance' is defined for two players"),
        (lambda: predict(solve(games.load("matching_pennies")), "risk dominance"), "matching_pennies has no equilibrium in which every"),
        (lambda: predict(meet()), "Predictions are made of all equilibria at a point"),
    ],
)
def test_what_cannot_be_selected_is_said(asked, said):
    with pytest.raises(GameError) as refused:
        asked()
    assert str(refused.value).startswith(said)


def test_a_selection_of_one_equilibrium_is_that_one():
    found = predict(solve(meet(), w="1/4", s="1/2"), "risk dominance")
    assert chances(found)["both x"] == 1 and Fraction(1) == found.rows[0]["highest"]
