"""Blocks: the rows of a flat form as full tables side by side, and that learning from them is learning from the rows."""

from dataclasses import replace

import numpy as np
import pytest

from games import load
from games.forms import blocks
from games.forms.flat import flat_form
from solvers.regret.learning import Learner

FORMS = {
    f"{name} {words}": flat_form(load(name, **structure).at())
    for name, words, structure in [
        ("kuhn", "", {}),
        ("kuhn", "of three", {"players": 3}),
        ("leduc", "", {}),
        ("liars_dice", "", {"faces": 3}),
        ("goofspiel", "", {"cards": 4}),
        ("campaign", "", {"preset": "tiny"}),
        ("selten_horse", "", {}),
    ]
}
each_form = pytest.mark.parametrize("name", FORMS)


@pytest.fixture(autouse=True)
def _of_small_games_too(monkeypatch):
    monkeypatch.setattr(blocks, "LEAST_ROWS", 0)


def unpacked(laid):
    """The payoffs of every player's own sequences against tuples of the others, and how often each own sequence comes."""
    found, met, own_at, met_at, paid_at = {}, [], 0, 0, 0
    for m, n, wide in laid.shape:
        own = laid.own[own_at : own_at + m * wide].reshape(m, wide)
        others = laid.others[:, met_at : met_at + n * wide].reshape(len(laid.others), n, wide)
        paid = laid.payoffs[paid_at : paid_at + m * n * wide].reshape(n, m, wide) * laid.unit
        own_at, met_at, paid_at = own_at + m * wide, met_at + n * wide, paid_at + m * n * wide
        met += own.ravel().tolist()
        for j, i, c in np.ndindex(paid.shape):
            found[int(own[i, c]), *others[:, j, c].tolist()] = paid[j, i, c]
    return found, met


@each_form
def test_blocks_hold_every_row_once_and_zeros_beside(name):
    form = FORMS[name]
    found, met = unpacked(blocks.blocks_of(form))
    own = np.repeat(np.arange(form.sequences), np.diff(form.row_start))
    rows = {(int(s), *others): paid for s, others, paid in zip(own, form.others.tolist(), form.payoffs, strict=True)}
    assert sorted(met) == list(range(form.sequences))
    assert set(rows) <= set(found)
    for key, paid in found.items():
        assert paid == pytest.approx(rows.get(key, 0.0), rel=1e-14, abs=0)


@each_form
@pytest.mark.parametrize("rule", ["damped-pcfr+", "cfr", "fictitious-play"])
def test_learning_from_blocks_is_learning_from_rows(name, rule):
    form = FORMS[name]
    plain = replace(form)
    vars(plain)["blocks"] = replace(blocks.blocks_of(form), shape=np.zeros((0, 3), np.int64))
    ours, theirs = (Learner(one, rule, seed=1, observing=True).run(20) for one in (replace(form), plain))
    np.testing.assert_allclose(ours.average(), theirs.average(), rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(ours.state.offered, theirs.state.offered, rtol=1e-9, atol=1e-9)


def test_types_that_share_a_public_history_are_one_full_table():
    laid = blocks.blocks_of(FORMS["liars_dice "])
    assert laid.payoffs.dtype == np.int16 and len(laid.payoffs) == len(FORMS["liars_dice "].payoffs)
    assert (laid.shape[laid.shape[:, 1] > 0, :2] == 3).all()  # faces of each, seen by nobody else


def test_payoffs_without_a_common_unit_stay_as_they_are():
    form = FORMS["leduc "]
    odd = replace(form, payoffs=np.random.default_rng(1).normal(size=len(form.payoffs)))
    found, _ = unpacked(laid := blocks.blocks_of(odd))
    assert laid.unit == 1.0 and laid.payoffs.dtype == np.float64
    assert sorted(x for x in found.values() if x) == sorted(odd.payoffs)


def test_small_games_have_none(monkeypatch):
    monkeypatch.undo()
    assert len(replace(FORMS["kuhn "]).blocks.shape) == 0
    assert len(flat_form(load("out_of_reach").at()).blocks.shape) == 0
