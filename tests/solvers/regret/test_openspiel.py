"""The same traces of learning as OpenSpiel's, and the same gaps of the same profiles; its figures are written out in a file.

``python -m benchmarks.openspiel_traces`` wrote them, with OpenSpiel 2.0.2. In a few games rounding decides in the end: it grows, or breaks
a tie, as `test_openspiel_order.py` shows. There traces go apart, also OpenSpiel's own of the same game when it is told with payoffs a
third as large, and no two programs that add up in another order agree.
"""

import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.openspiel_games import SOLVERS, TWINS, Learning, matched, random_behaviour, their_measure
from games.forms.flat import flat_form
from solvers import approximate
from solvers.regret.learning import Learner, by_label, values_and_gains
from solvers.results import Profile
from solvers.verifier.measuring import measured

WRITTEN = json.loads((Path(__file__).parent / "openspiel.json").read_text())
POINTS = (10, 100, 1_000)
ROUNDING = {  # takes OpenSpiel apart from us, and from itself
    ("leduc", "alternating-cfr", 1_000),
    ("leduc", "cfr+", 1_000),
    ("liars_dice faces=5", "alternating-cfr", 1_000),
    ("goofspiel players=2 cards=4", "alternating-cfr", 1_000),
}
LARGE = "liars_dice faces=6"


def trace(form, method):
    learner = Learner(form, method)
    for point in POINTS:
        learner.run(point - learner.iterations)
        yield point, values_and_gains(form, learner.average())[1].sum()


def check_trace(words, method):
    written = WRITTEN["traces"][words][method]
    for point, gap in trace(flat_form(TWINS[words].game()), method):
        theirs = written["gaps"].get(str(point))
        if theirs is None:  # not written out, since it takes OpenSpiel long
            continue
        if (words, method, point) in ROUNDING:
            retold = written["retold"][str(point)]
            assert abs(retold / theirs - 1) > 1e-6 and 1 / 3 < gap / theirs < 3
        else:
            assert gap == pytest.approx(theirs, rel=1e-6, abs=0), (words, method, point)


@pytest.mark.parametrize("method", SOLVERS)
@pytest.mark.parametrize("words", [words for words in WRITTEN["traces"] if words != LARGE])
def test_traces_are_those_of_openspiel(words, method):
    check_trace(words, method)


@pytest.mark.slow
@pytest.mark.parametrize("method", SOLVERS)
def test_traces_of_large_liars_dice_are_those_of_openspiel(method):
    check_trace(LARGE, method)


def test_the_front_door_says_the_same_trace():
    found = approximate(TWINS["kuhn players=3"].game(), method="cfr+", iterations=100, tol=0)
    gaps = {step.iterations: step.average for step in found.history}
    written = WRITTEN["traces"]["kuhn players=3"]["cfr+"]["gaps"]
    assert [gaps[10], gaps[100]] == pytest.approx([written["10"], written["100"]], rel=1e-6, abs=0)


@pytest.mark.parametrize("words", WRITTEN["profiles"])
def test_gaps_of_random_profiles_are_those_of_openspiel(words):
    """Of two, three and four players, with information sets that are not reached: the verifier's measure, and that of the compiled loops."""
    game = TWINS[words].game()
    form = flat_form(game)
    for written in WRITTEN["profiles"][words]:
        behaviour = random_behaviour(game, written["seed"])
        found = measured(game, Profile(behaviour))
        assert sum(found.gains.values()) == pytest.approx(written["gap"], abs=1e-9)
        assert list(found.values.values()) == pytest.approx(written["values"], abs=1e-9)
        flat = np.ones(form.sequences)
        for own, start in zip(form.players, form.set_start, strict=False):
            for i, k in enumerate(own.infosets, start):
                row = behaviour[own.player][game.set_labels[k]]
                flat[form.first[i] : form.first[i] + len(row)] = list(row.values())
        assert values_and_gains(form, flat)[1].sum() == pytest.approx(written["gap"], abs=1e-9)


# ------------------------------------------------------------------ with OpenSpiel itself

HERE = ("kuhn", "kuhn players=3", "goofspiel players=3 cards=3")


@pytest.mark.parametrize("words", [*HERE, *(pytest.param(w, marks=pytest.mark.slow) for w in WRITTEN["profiles"] if w not in HERE)])
def test_openspiel_itself_plays_and_measures_the_same(words):
    """The whole average profile after some iterations, every history's chance and payoff, and the figures that are written out."""
    pytest.importorskip("pyspiel", reason="OpenSpiel is not installed")
    twin = TWINS[words]
    game, theirs = twin.game(), twin.loaded()
    match, form = matched(twin, game, theirs), flat_form(game)
    for method in SOLVERS if words in WRITTEN["traces"] else ():
        learning, written = Learning(method, theirs), WRITTEN["traces"][words][method]["gaps"]
        assert list(learning.gaps((10, 100))) == pytest.approx([written["10"], written["100"]], rel=1e-6, abs=0)
        ours = by_label(form, game, Learner(form, method).run(100).average())
        for player, sets in learning.average(match).items():
            for label, row in sets.items():
                assert row == pytest.approx(ours[player][label], abs=1e-6), (method, player, label)
    for written in WRITTEN["profiles"][words]:
        gap, values = their_measure(random_behaviour(game, written["seed"]), theirs, match)
        assert gap == pytest.approx(written["gap"], abs=1e-12) and values == pytest.approx(written["values"], abs=1e-12)
