"""Probit response: by the same boxes as logit, against closed forms and Newton's method from many starts; refused where it is not offered."""

from fractions import Fraction
from math import pi, sqrt

import numpy as np
import pytest
from click.testing import CliRunner
from flint import arb
from other_responses import Plain, by_many_starts, normal_form, signalling
from scipy.special import ndtr, ndtri

import games
from games import GameError, Parameter, game
from solvers import correspondence, quantal_response, verify_response
from solvers.__main__ import command_line
from solvers.algebra.intervals import Intervals
from solvers.quantal import probit


@game(players=("A", "B"))
def coordination(play, *, w=Parameter(1, "w > 0", means="what meeting at y is worth")):
    """Both want to meet, at y better or worse."""
    a = play.choose("A", ["x", "y"], public=False)
    b = play.choose("B", ["x", "y"], public=False)
    return ((1, 1) if a == "x" else (w, w)) if a == b else (0, 0)


class PlainProbit(Plain):
    """The tree read once more, everybody responding by probit."""

    def chances(self, logits):
        return [np.array([ndtr(-z), ndtr(z)]) for z in logits]


@pytest.mark.parametrize(("precision", "count"), [(0, 1), (1, 1), ("5/2", 3), (20, 3)])
def test_all_probit_equilibria_of_a_coordination_game_are_counted(precision, count):
    found = quantal_response(coordination(), precision, response="probit")
    assert (found.found, len(found), found.response) == ("all", count, "probit")
    rate = float(Fraction(precision))
    for one in found:
        p, q = (one.profile[player]["start"]["x"] for player in "AB")
        assert p == pytest.approx(ndtr(rate * (2 * q - 1)), abs=1e-12)
        assert one.certificate.equilibrium and max(one.certificate.gains.values()) < 1e-30
    assert found.contains(found[0].profile) and verify_response(coordination(), found[0].profile, precision).equilibrium == (count == 1)


@pytest.mark.parametrize("k", range(4))
def test_nothing_that_newton_from_many_starts_finds_is_missed(k, monkeypatch):
    rng = np.random.default_rng(k)
    tree = (signalling if k % 2 else lambda r: normal_form((2, 2), r))(np.random.default_rng(700 + k))
    found = quantal_response(tree, "1/2", response="probit")
    ours = [
        np.concatenate(
            [list(one.profile[tree.players[o]][label].values()) for o, label in zip(tree.set_owner, tree.set_labels, strict=True)]
        )
        for one in found
    ]
    monkeypatch.setattr("other_responses.Plain", PlainProbit)
    theirs = by_many_starts(tree, 0.5, 5, rng)
    assert found.found == "all" and theirs and all(one.certificate.equilibrium for one in found)
    assert all(any(np.abs(p - one).max() < 1e-6 for one in ours) for p in theirs)


def test_branches_meet_where_the_slope_of_the_response_is_one():
    """With equal chances x = Phi(rate (2x - 1)), whose slope at even odds is 2 rate/sqrt(2 pi)."""
    found = correspondence(coordination(), 4, response="probit")
    (meeting,) = found.bifurcations
    assert meeting.certified and meeting.value == pytest.approx(sqrt(2 * pi) / 2, abs=1e-12)
    assert [count.count for count in found.counts] == [1, 3] and found.limit is None and "probit quantal" in found.text()


def test_walls_in_a_parameter_are_folds_in_closed_form():
    rate = 2
    found = correspondence(coordination(), 8, low="1/20", by="w", precision=rate, response="probit")
    assert found.found == "all" and [count.count for count in found.counts] == [1, 3, 1]
    xs = np.linspace(1e-4, 1 - 1e-4, 400_001)
    ws = (xs - ndtri(xs) / rate) / (1 - xs)
    slopes = np.diff(ws)
    assert [f.value for f in found.walls] == pytest.approx(sorted(ws[np.flatnonzero(slopes[:-1] * slopes[1:] < 0)]), abs=1e-6)
    assert (len(found.at(1)), len(found.at(7)), found.at(1).response) == (3, 1, "probit")


def test_the_odds_of_probit_in_all_kinds_of_numbers_agree():
    rng = np.random.default_rng(5)
    for x in (*rng.uniform(-6, 6, 20), 0.0, 30.0, -30.0):
        odds, rise, bend = probit.in_balls(arb(float(x)))
        plain = probit.in_floats(float(x))
        assert plain == pytest.approx((float(odds), float(rise)), rel=1e-12, abs=1e-14)
        step = arb(2) ** -20
        up, down = probit.in_balls(arb(float(x)) + step), probit.in_balls(arb(float(x)) - step)
        assert float((up[0] - down[0]) / (2 * step)) == pytest.approx(float(rise), rel=1e-6)
        assert float((up[1] - down[1]) / (2 * step)) == pytest.approx(float(bend), rel=1e-5, abs=1e-5)
        half = abs(rng.normal()) / 3
        values, slopes = probit.in_intervals(Intervals(np.array([x - half]), np.array([x + half])))
        for y in rng.uniform(x - half, x + half, 10):
            odds, rise, _ = probit.in_balls(arb(float(y)))
            assert values.low[0] <= float(odds) <= values.high[0] and slopes.low[0] <= float(rise) <= slopes.high[0]


def test_words_files_and_the_command_line():
    found = quantal_response(coordination(), 2, response="probit", w="3/2")
    assert "probit quantal response equilibri" in found.text() and "logit" not in found.text() and found.as_json()["response"] == "probit"
    assert "response" not in quantal_response(coordination(), 2).as_json()
    alone = quantal_response(coordination(), 2, response="probit", method="principal")
    assert len(alone) == 1 and "on the principal branch" in alone[0].name
    done = CliRunner().invoke(command_line, ["quantal", "stag_hunt", "--precision", "1", "--response", "probit"])
    assert done.exit_code == 0 and "Everybody responds by probit" in done.stdout


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            lambda: quantal_response(normal_form((3, 2), np.random.default_rng(1)), 1, response="probit"),
            "A has 3 actions at 'start'; probit ",
        ),
        (
            lambda: quantal_response(coordination(), 1, response="cauchit"),
            "Players respond by 'logit' or 'probit'; found response='cauchit'.",
        ),
        (lambda: quantal_response(coordination(), 1000, response="probit"), "At precision 1000 probabilities of coordination fall below"),
        (lambda: quantal_response(coordination(), 1, response="probit", method="x"), "There is no method 'x' for quantal"),
        (lambda: quantal_response(coordination(), 1, response="probit", v=2), "coordination has no open parameter 'v'"),
        (lambda: verify_response(games.load("stag_hunt"), {}, 1, response="x"), "Players respond by 'logit' or 'probit'"),
    ],
)
def test_what_is_not_offered_is_refused_in_words(asked, said):
    with pytest.raises(GameError) as refused:
        asked()
    assert str(refused.value).startswith(said)
