"""What a journal keeps, and when it is full."""

import pytest

from games import GameError
from solvers.search import journal
from solvers.search.journal import Conflict, Cut, Journal, Notes, Unfit, Unlabelled, Untenable


def test_a_new_journal_is_empty_and_shares_nothing():
    one, other = Journal(), Journal()
    one.cuts.append(Unfit({0: (0,)}, {}, 0))
    assert len(one.cuts) == 1 and other.cuts == [] and other.bases == [] and isinstance(one.bases, Notes)


def test_notes_stay_in_order():
    notes = Notes()
    for k in range(3):
        notes.append(k)
    assert notes == [0, 1, 2]


def test_more_notes_than_can_be_written_down_are_refused(monkeypatch):
    monkeypatch.setattr(journal, "MOST_NOTES", 2)
    notes = Notes()
    notes.append("first")
    notes.append("second")
    with pytest.raises(GameError, match="decides more than 2 things that would have to be written down one by one"):
        notes.append("third")
    assert notes == ["first", "second"]


def test_every_cut_names_its_supports_and_beliefs():
    for cut in (
        Unfit({0: (1,)}, {0: (2,)}, 0),
        Conflict({0: (1,)}, {0: (2,)}, []),
        Unlabelled({0: (1,)}, {0: (2,)}, []),
        Untenable({0: (1,)}, {0: (2,)}, (), []),
    ):
        assert isinstance(cut, Cut) and cut.supports == {0: (1,)} and cut.beliefs == {0: (2,)}
