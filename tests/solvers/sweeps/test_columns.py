"""Long stores are read from columns: the same as row by row, also where columns are missing, damaged or of fewer points."""

import json
import sqlite3
from contextlib import closing

import numpy as np
import pandas
import pytest

import games
from games import GameError
from solvers.sweeps import store, swept
from solvers.sweeps.columns import columns_of, joined, unpacked
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
    with closing(Store(tmp_path, QUESTION)) as kept:
        kept.keep((f"p={k}", [row(k)]) for k in range(3))
        asked(tmp_path, "INSERT INTO points VALUES ('p=3', 'no answer')")
        kept.keep((f"p={k}", [row(k)]) for k in range(4, 9))
        found = kept.columns([f"p={k}" for k in (8, 7, 6, 5, 4, 2)])
        assert sorted(found.points) == ["p=2", "p=4", "p=5", "p=6", "p=7", "p=8"]
        with pytest.raises(GameError, match="is damaged"):
            kept.columns([f"p={k}" for k in range(9)])


def test_answers_of_another_kind_are_kept_as_they_are(tmp_path, short):
    with closing(Store(tmp_path, QUESTION)) as kept:
        kept.keep((f"climb {k}", {"loglik": k}) for k in range(9))
        assert kept.known()["climb 8"] == {"loglik": 8}


def test_packed_columns_come_back_whole():
    rows = [
        ("p=1", [row(1), row(2, "separating", gap=0.5)]),
        ("p=2", []),
        ("p=3", [row(3, found="some", outcomes={"war": ["0", "1/3"], "peace": "1 - x"})]),
    ]
    columns = columns_of(rows)
    for found in (unpacked(columns.packed()), joined([columns.chosen(np.array([k])) for k in range(3)])):
        assert found.answers() == [answer for _, answer in rows] and found.points == ["p=1", "p=2", "p=3"]
        assert found.quantities == [("payoff", "A"), ("outcome", "war"), ("outcome", "peace")]
        assert found.columns["high", "outcome", "war"].tolist()[2] == 1 / 3
        assert np.isnan(found.columns["low", "outcome", "peace"]).all()  # a closed form in what is open
        assert [found.names[k] for k in found.columns["family"]] == ["pooling", "separating", "pooling"]
        assert [found.states[k] for k in found.columns["found"]] == ["all", "all", "some"]
        assert found.columns["gap"].tolist()[1] == 0.5
    back = columns.chosen(np.array([2, 0]))
    assert back.counts.tolist() == [1, 2] and back.columns["low", "payoff", "A"].tolist() == [3 / 7, 1 / 7, 2 / 7]
    assert columns.chosen(np.array([1, 0])).quantities == [("payoff", "A")]


def test_bytes_that_are_no_columns_are_not_read():
    whole = columns_of([("p=1", [row(1)])]).packed()
    assert unpacked(b"") is None and unpacked(json.dumps([1]).encode()) is None
    assert all(unpacked(whole[:end]) is None for end in range(0, len(whole), 97))
