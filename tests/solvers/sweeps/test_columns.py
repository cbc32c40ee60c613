"""Long stores are read from columns: the same as row by row, also where columns are missing, damaged or of fewer points."""

import json
import sqlite3
from contextlib import closing
from fractions import Fraction

import numpy as np
import pandas
import pytest

import games
from games import GameError
from solvers.sweeps import store, swept
from solvers.sweeps.columns import columns_of, joined, unpacked
from solvers.sweeps.grid import Steps, read_grid
from solvers.sweeps.places import written_points
from solvers.sweeps.store import FILE, Store

GRID = {"p": "1/12:11/12:11"}  # a wall at 1/2, where equilibria leave something open
QUESTION = {"game": "g", "concept": "c"}


def row(k, name="pooling", found="all", **more):
    brought = {"payoffs": {"A": f"{k}/7"}, "outcomes": {}, "measures": {}}
    return {"solution": 0, "name": name, **brought, "exact": True, "found": found, **more}


@pytest.fixture
def short(monkeypatch):
    monkeypatch.setattr(store, "TOGETHER", 4)


@pytest.fixture(scope="module")
def whole():
    return swept(games.load("beer_quiche"), GRID, method="enumerate")


def asked(folder, question, *values):
    with closing(sqlite3.connect(folder / FILE)) as base, base:
        return base.execute(question, values).fetchall()


def again(folder):
    return swept(games.load("beer_quiche"), GRID, store=folder)


def same(found, whole):
    mine, other = found.frame(), whole.frame()
    mine.attrs = other.attrs = {}
    pandas.testing.assert_frame_equal(mine, other)
    assert found.rows == whole.rows


def test_columns_say_what_rows_say(tmp_path, short, whole):
    first = again(tmp_path)
    assert first.reused == 0 and asked(tmp_path, "SELECT first, last FROM columns") == [(1, 4), (5, 8)]
    same(first, whole)
    second = again(tmp_path)
    assert second.reused == second.points == 11
    same(second, whole)


def test_a_store_without_columns_gets_them_and_damaged_ones_do_no_harm(tmp_path, short, whole):
    again(tmp_path)
    asked(tmp_path, "DROP TABLE columns")
    same(again(tmp_path), whole)
    assert asked(tmp_path, "SELECT count(*) FROM columns") == [(2,)]
    asked(tmp_path, "UPDATE columns SET answers = substr(answers, 1, 300) WHERE first = 1")
    asked(tmp_path, "UPDATE columns SET answers = 'no columns at all' WHERE first = 5")
    found = again(tmp_path)
    assert found.reused == 11
    same(found, whole)


def test_a_row_that_cannot_be_read_is_told_of_and_keeps_nobody_from_the_others(tmp_path, short):
    grid = read_grid({"p": "0:8:9"}, ["p"])
    with closing(Store(tmp_path, QUESTION)) as kept:
        kept.keep((f"p={k}", [row(k)]) for k in range(3))
        asked(tmp_path, "INSERT INTO points VALUES ('p=3', 'no answer')")
        kept.keep((f"p={k}", [row(k)]) for k in range(4, 9))
        found, places = kept.columns(grid, np.array([8, 7, 6, 5, 4, 2]))
        assert sorted(places) == [*range(6)]
        assert [answer[0]["payoffs"]["A"] for answer in found.chosen(np.argsort(places)).answers()] == [
            "8/7",
            "7/7",
            "6/7",
            "5/7",
            "4/7",
            "2/7",
        ]
        with pytest.raises(GameError, match="is damaged"):
            kept.columns(grid, np.arange(9))


def test_answers_of_another_kind_are_kept_as_they_are(tmp_path, short):
    with closing(Store(tmp_path, QUESTION)) as kept:
        kept.keep((f"climb {k}", {"loglik": k}) for k in range(9))
        assert kept.known()["climb 8"] == {"loglik": 8}


def test_packed_columns_come_back_whole():
    rows = [
        [row(1), row(2, "separating", gap=0.5)],
        [],
        [row(3, found="some", outcomes={"war": ["0", "1/3"], "peace": "1 - x"})],
    ]
    columns, points = columns_of(rows), written_points(["p=1, q=-2/3", "p=2, q=0", "p=3, q=5"])
    read, back = unpacked(columns.packed(points))
    assert read.names == ("p", "q") and read.above.tolist() == [[1, -2], [2, 0], [3, 5]] and read.below.tolist() == [[1, 3], [1, 1], [1, 1]]
    for found in (back, joined([columns.chosen(np.array([k])) for k in range(3)])):
        assert found.answers() == rows
        assert found.quantities == [("payoff", "A"), ("outcome", "war"), ("outcome", "peace")]
        assert found.columns["high", "outcome", "war"].tolist()[2] == 1 / 3
        assert np.isnan(found.columns["low", "outcome", "peace"]).all()  # a closed form in what is open
        assert [found.names[k] for k in found.columns["family"]] == ["pooling", "separating", "pooling"]
        assert [found.states[k] for k in found.columns["found"]] == ["all", "all", "some"]
        assert found.columns["gap"].tolist()[1] == 0.5
    some = columns.chosen(np.array([2, 0]))
    assert some.counts.tolist() == [1, 2] and some.columns["low", "payoff", "A"].tolist() == [3 / 7, 1 / 7, 2 / 7]
    assert columns.chosen(np.array([1, 0])).quantities == [("payoff", "A")]


def test_bytes_that_are_no_columns_are_not_read():
    whole = columns_of([[row(1)]]).packed(written_points(["p=1"]))
    assert unpacked(b"") is None and unpacked(json.dumps([1]).encode()) is None
    assert all(unpacked(whole[:end]) is None for end in range(0, len(whole), 97))


def test_points_are_found_whatever_their_order():
    stored = written_points(["a=1/3, b=2", "a=-1/3, b=2", "a=2, b=1/3", "a=1/3, b=2"])
    asked = written_points(["a=2, b=1/3", "a=1/3, b=2", "a=1, b=1", "a=-1/3, b=2"])
    assert asked.found_in(stored).tolist() == [2, 3, -1, 1]
    assert asked.found_in(asked).tolist() == [0, 1, 2, 3]
    assert asked.found_in(written_points(["b=2, a=1/3"])).tolist() == [-1] * 4
    for odd in (["a=1/3, b=2", "a=1/3"], ["a=sqrt(2)"], ["no point"], ["a=" + "1" * 19]):
        with pytest.raises(ValueError):
            written_points(odd)


def test_steps_are_the_values_themselves():
    low, tiny = Fraction(-7, 12), Fraction(1, 10**30)
    for high, count in ((Fraction(5, 18), 7), (Fraction(5, 18), 1), (low, 3), (low + tiny, 4)):
        steps = Steps(low, high, count)
        values = [low + (high - low) * Fraction(k, max(count - 1, 1)) for k in range(count)]
        assert list(steps) == values and steps[-1] == values[-1] and steps[:2] == tuple(values[:2])
        assert steps.floats().tolist() == [float(x) for x in values] and list(steps.texts()) == [str(x) for x in values]
