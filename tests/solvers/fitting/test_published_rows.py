"""Data in the columns of published replication files: read, fitted, refused in words; and the ultimatum game with offers from an interval."""

import numpy as np
import pandas as pd
import pytest
from fitted import deterrence
from scipy.integrate import quad
from scipy.stats import logistic, norm

from games import GameError
from solvers import fit, lewis_schultz, published_rows, simulated_rows, ultimatum

TOP = 100.0


def within(found, truth, many=3):
    errors = dict(zip(found.names, found.standard_errors(), strict=True))
    return all(abs(found[name] - value) < many * errors[name] for name, value in truth.items())


def test_strategic_probit_of_deterrence_from_its_published_columns():
    rows = published_rows(simulated_rows("deterrence"), "deterrence")
    assert set(rows["outcome"]) == {"status quo", "capitulation", "war"} and "war" not in rows
    assert simulated_rows("deterrence")["war"].sum() == (rows["outcome"] == "war").sum()
    found = fit(deterrence(), rows, {"war_A": "1 + balanc", "war_B": "1 + regime2"}, equilibrium="unique", sq=0, cap=1, draws=10, starts=1)
    assert within(found, {"war_A: constant": -1.2, "war_A: balanc": 0.8, "war_B: constant": 0.4, "war_B: regime2": -0.7})
    assert set(found.simulate(seed=1)["outcome"]) == {"status quo", "capitulation", "war"}


def test_sanctions_from_their_published_columns():
    rows = published_rows(simulated_rows("sanctions"), "sanctions")
    options = {"draws": 30, "starts": 2, "certify": False, "S_A": 0, "C_B": 0, "V_A": 1, "V_B": 1, "a": "-1.2"}
    found = fit(lewis_schultz(), rows, {"W_A": "1", "W_B": "1 + senderdemocracy"}, equilibrium="best of each group", **options)
    assert found.crises == 2000 and within(found, {"W_A: constant": -1.8, "W_B: constant": -2.45, "W_B: senderdemocracy": 0.1})


@pytest.fixture(scope="module")
def offers():
    rows = published_rows(simulated_rows("ultimatum"), "ultimatum")
    links = {"R_A": "1 + gender1", "R_B": "1 + gender2", "log(s_A)": "1", "log(s_B)": "1"}
    return fit(ultimatum(100), rows, links, equilibrium="unique", draws=60, starts=2)


def test_the_ultimatum_with_censored_offers_recovers_its_parameters(offers):
    rows = offers.likelihood.data.frame
    assert (rows["offer"] == 0).sum() > 5  # censored
    truth = {"R_A: constant": 30, "R_A: gender1": 12, "R_B: constant": 25, "R_B: gender2": -8}
    assert within(offers, truth | {"log(s_A): constant": np.log(15), "log(s_B): constant": np.log(8)})
    assert offers.crises == 400 and set(offers.equilibria["equilibria"]) == {1} and offers.equilibria["certified"].all()


def test_its_likelihood_is_that_of_the_definition(offers):
    """The law of offers by brute force: shares of refusal values whose best offer, by comparing all offers of a fine grid, is below."""
    c = {name: offers[name] for name in offers.names}
    s_A, s_B = np.exp(c["log(s_A): constant"]), np.exp(c["log(s_B): constant"])
    values = offers.likelihood.links.values(offers.estimates)
    for p in (0, 57, 133):
        R_A, R_B, seen, reply = (values[name][p] for name in ("R_A", "R_B", "offer seen", "reply seen"))
        grid = np.linspace(0, TOP, 20_001)
        taken = logistic.cdf((grid - R_B) / s_B)

        def best(r, grid=grid, taken=taken):
            return grid[np.argmax(taken * (TOP - grid) + (1 - taken) * r)]

        def refusal_at(y, best=best):
            low, high = -2_000.0, 200.0
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (middle, high) if best(middle) > y else (low, middle)
            return low

        if seen > 0:
            h = 0.5
            share = logistic.sf((refusal_at(seen - h) - R_A) / s_A), logistic.sf((refusal_at(seen + h) - R_A) / s_A)
            chance = (share[1] - share[0]) / (2 * h)
        else:
            chance = logistic.sf((refusal_at(0.0) - R_A) / s_A)
        accept = logistic.cdf((seen - R_B) / s_B)
        expected = np.log(chance * (accept if reply == 1 else 1 - accept))
        group = int(np.flatnonzero(offers.likelihood.points == p)[0])
        assert offers.likelihood.groups(offers.estimates)[group] == pytest.approx(expected, abs=0.02)


@pytest.mark.parametrize("law", ["logistic", "normal"])
def test_offers_have_a_law_and_are_best(law):
    """Densities and the chances of both ends add up to one; no offer of a grid is better than the best."""
    game = ultimatum(10, law)
    R_B, s_B, theirs = np.array([3.0]), np.array([1.5]), {"logistic": logistic, "normal": norm}[law]

    def density(y):
        value, rise = game.reservation(np.array([y]), R_B, s_B)
        return float((theirs.pdf((value - 4.0) / 2.0) * rise / 2.0)[0])

    low, high = (game.reservation(np.array([end]), R_B, s_B)[0][0] for end in (0.0, 10.0))
    whole = theirs.sf((low - 4) / 2) + theirs.cdf((high - 4) / 2) + quad(density, 0, 10)[0]
    assert whole == pytest.approx(1, abs=1e-8)
    grid = np.linspace(0, 10, 100_001)
    taken = theirs.cdf((grid - 3.0) / 1.5)
    for r in (-30.0, -2.0, 4.0, 6.5, 9.0):
        offer = game.offer(np.array([r]), R_B, s_B)[0]
        assert offer == pytest.approx(grid[np.argmax(taken * (10 - grid) + (1 - taken) * r)], abs=2e-4)


def test_offers_without_replies_predictions_and_new_data(offers):
    told = offers.predict([{"gender1": 0, "gender2": 0}, {"gender1": 1, "gender2": 0}])
    assert told["mean offer"][0] > told["mean offer"][1] and told["chance of an offer of 0"][0] < told["chance of an offer of 0"][1]
    assert ((told["chance of acceptance"] > 0) & (told["chance of acceptance"] < 1)).all()
    again = offers.simulate(seed=4)
    assert list(again) == list(offers.likelihood.data.frame) and again["offer"].between(0, 100).all() and set(again["accept"]) == {0, 1}
    assert offers.simulate(seed=4).equals(again)
    alone = fit(
        *(ultimatum(100), again.drop(columns="accept"), {"R_A": "1 + gender1"}),
        **{"equilibrium": "unique", "R_B": 25, "s_A": 15, "s_B": 8, "draws": 10, "starts": 1},
    )
    assert alone["R_A: gender1"] > 0


@pytest.mark.parametrize(
    ("rows", "layout", "words"),
    [
        ([{"esc": 1, "war": 0}], "wars", "There is no layout 'wars'; there are deterrence, ultimatum, sanctions"),
        ([{"esc": 1}], "deterrence", "The rows have no column 'war'; data on deterrence have esc, war"),
        ([{"esc": 0, "war": 1}], "deterrence", "Row 0 has war = 1 with esc = 0: there is no war where nobody escalated"),
        ([{"esc": 1, "war": 0}, {"esc": 2, "war": 0}], "deterrence", "Row 1 holds 2 for 'esc', which is 0 or 1"),
        ([{"esc": 1, "war": None}], "deterrence", "Row 0 has no value of 'war'"),
        ([{"sq": 1, "cd": 1, "bd": 0}], "sanctions", "The rows have no column 'sf'"),
        ([{"sq": 1, "cd": 1, "bd": 0, "sf": 2, "fight": 1}], "sanctions", "The rows have a column 'fight' beside sq, cd, bd, sf"),
        ([{"offer": 3, "accept": "yes"}], "ultimatum", "Row 0 holds 'yes' for 'accept', which is 0 or 1"),
        ("nowhere.csv", "ultimatum", "nowhere.csv cannot be read: No such file"),
    ],
)
def test_published_rows_that_cannot_be_read(rows, layout, words):
    with pytest.raises(GameError, match=words):
        published_rows(rows, layout)


def test_published_rows_are_read_from_a_file(tmp_path):
    simulated_rows("sanctions").to_csv(tmp_path / "rows.csv", index=False)
    assert list(published_rows(tmp_path / "rows.csv", "sanctions"))[2:] == ["status quo", "concession", "fight", "back down"]
    (tmp_path / "empty.csv").write_text("")
    with pytest.raises(GameError, match="is no CSV file"):
        published_rows(tmp_path / "empty.csv", "sanctions")


@pytest.mark.parametrize(
    ("rows", "options", "words"),
    [
        ([{"offer": 120.0, "accept": 1}], {}, "Row 0 has an offer of 120.0, which is not between 0 and 100"),
        ([{"offer": 20.0, "accept": 3}], {}, "Row 0 holds 3 for 'accept'; it is 1 where the offer was taken and 0 where it was refused"),
        ([{"price": 20.0}], {}, "The rows have no column 'offer'; they have price"),
        ([{"offer": "much"}], {}, "Row 0 holds 'much' for 'offer', which is no number"),
        ([{"offer": 20.0, "pair": 1}], {"group": "pair"}, "Offers are fitted row by row"),
        ([{"offer": 20.0}], {"response": "logit"}, "has private values of its own; leave response out"),
        ([{"offer": 20.0}], {"s_A": None}, "s_A = None is neither a formula nor a number"),
    ],
)
def test_offers_that_cannot_be_read(rows, options, words):
    held = {"R_B": 25, "s_A": 15, "s_B": 8} | options
    with pytest.raises(GameError, match=words):
        fit(ultimatum(100), pd.DataFrame(rows), {"R_A": "1"}, equilibrium="unique", **held)


@pytest.mark.parametrize(
    ("top", "law", "words"),
    [(0, "logistic", "leaves nothing to share"), ("much", "logistic", "is no number"), (1, "beta", "logistic or normal")],
)
def test_what_is_no_ultimatum(top, law, words):
    with pytest.raises(GameError, match=words):
        ultimatum(top, law)
