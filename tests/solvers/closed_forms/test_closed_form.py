"""Closed forms are written once for all pieces that mean the same by them, and for no other."""

from types import SimpleNamespace

import pytest

from solvers.algebra.ring import Ring
from solvers.closed_forms.closed_form import ClosedForms
from solvers.search.remembered import Remembered


@pytest.fixture
def view():
    return SimpleNamespace(ring=Ring(["c"], ["b0", "b1"]), remembered=Remembered())


def forms_of(view, names, values=None):
    return ClosedForms(view, SimpleNamespace(root=None, branch=SimpleNamespace(values=values or {})), names)


@pytest.mark.parametrize("above", ["one", "b0", "c"])
@pytest.mark.parametrize("below", ["b1", "c + b0"])
def test_pieces_that_call_what_is_open_otherwise_have_closed_forms_of_their_own(view, above, below):
    ring = view.ring
    quantities = {"one": ring.one, "b0": ring.gen("b0"), "c": ring.gen("c"), "b1": ring.gen("b1"), "c + b0": ring.gen("c") + ring.gen("b0")}
    for names in ({"b0": "x", "b1": "y"}, {"b0": "y", "b1": "x"}, {"b0": "x_x", "b1": "x_x_"}):
        told = {**names, "one": "1", "c": "c", "c + b0": f"(c + {names['b0']})"}
        asked = forms_of(view, names)(quantities[above], quantities[below])
        assert asked == forms_of(SimpleNamespace(ring=ring, remembered=Remembered()), names)(quantities[above], quantities[below])
        assert asked.text() == f"{told[above]}/{told[below]}"


def test_pieces_that_solved_for_an_unknown_otherwise_have_closed_forms_of_their_own(view):
    ring, names = view.ring, {"b0": "x"}
    half, third = ((ring.gen("b0"), ring.constant(k)) for k in (2, 3))
    assert [forms_of(view, names, {"b1": value})(ring.gen("b1")).text() for value in (half, third, half)] == ["x/2", "x/3", "x/2"]
