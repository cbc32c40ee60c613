"""The explorer: the page's own program as a widget, its point kept in step with Python; a sentence where anywidget is missing."""

import builtins
import json
from fractions import Fraction

import pytest

import games
import solvers
from games import GameError
from solvers.show import explorer
from solvers.show.map_page import page_data, program


@pytest.fixture(scope="module")
def mapped():
    return solvers.regimes(games.load("defection_for_immunity"))


def test_the_point_is_read_and_set_exactly_and_the_regime_follows(mapped):
    pytest.importorskip("anywidget")
    widget = solvers.explore(mapped)
    assert widget.value == {"phi": Fraction(2, 5), "D_emb": 3, "r_rep": Fraction(1, 2)} and widget.regime == mapped.regime()
    widget.value = {"phi": "99/100"}  # the others stay
    assert widget.value == {"phi": Fraction(99, 100), "D_emb": 3, "r_rep": Fraction(1, 2)} and widget.regime.name == "R2"
    widget.value = {"phi": Fraction(9, 17)}
    assert widget.regime is None  # on a wall
    widget.value = {"phi": 0.25, "D_emb": 2}
    assert widget.value["phi"] == Fraction(1, 4)
    widget.value = {"phi": 2}
    assert widget.regime is None  # outside the domain


def test_what_is_no_point_is_refused_in_words(mapped):
    pytest.importorskip("anywidget")
    widget = solvers.explore(mapped)
    with pytest.raises(GameError, match=r"no parameter 'psi'; it has phi, D_emb, r_rep"):
        widget.value = {"psi": 1}
    with pytest.raises(GameError, match=r"phi is set to a number such as 1/3 or 0.25, not to 'high'"):
        widget.value = {"phi": "high"}
    with pytest.raises(GameError, match="no open parameter"):
        solvers.explore(solvers.regimes(games.load("selten_horse")))


def test_what_goes_to_the_browser_is_plain_data_and_the_pages_program(mapped):
    pytest.importorskip("anywidget")
    widget = solvers.explore(mapped)
    state = widget.get_state()
    assert state["value"] == {"phi": "2/5", "D_emb": "3", "r_rep": "1/2"}
    assert json.loads(json.dumps(state["data"])) == json.loads(json.dumps(page_data(mapped)))
    assert str(widget._esm).startswith(program())
    widget.set_state({"value": {"phi": "1/3", "D_emb": "3", "r_rep": "1/2"}})  # as a browser does
    assert widget.value["phi"] == Fraction(1, 3)
    shown = widget._repr_mimebundle_()
    shown = shown[0] if isinstance(shown, tuple) else shown
    assert "application/vnd.jupyter.widget-view+json" in shown and shown["text/html"].startswith("<img alt=")


def test_labels_that_know_their_parts_go_out_as_plain_texts():
    def kinds(data):
        if isinstance(data, dict):
            return {kind for key, value in data.items() for kind in (type(key), *kinds(value))}
        return {kind for one in data for kind in kinds(one)} if isinstance(data, (list, tuple)) else {type(data)}

    assert kinds(page_data(solvers.regimes(games.load("beer_quiche")))) <= {str, int, bool, type(None)}


def test_without_anywidget_the_map_is_shown_with_one_sentence(mapped, monkeypatch):
    found = builtins.__import__

    def missing(name, *rest, **more):
        if name == "anywidget":
            raise ImportError(name)
        return found(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", missing)
    still = solvers.explore(mapped)
    assert repr(still) == explorer.MISSING and "pip install anywidget" in explorer.MISSING
    shown = still._repr_mimebundle_()
    assert shown["text/html"].startswith("<p>The explorer needs") and "data:image/svg+xml;base64," in shown["text/html"]
