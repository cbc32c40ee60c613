"""The networkx view says in words and exact numbers what the game holds."""

import sys
from fractions import Fraction

import networkx
import pytest

from games import GameError, load, to_networkx


def test_beer_quiche():
    graph = to_networkx(load("beer_quiche"))
    assert networkx.is_arborescence(graph)
    assert len(graph) == 15
    assert graph.nodes[0] == {"kind": "chance", "history": "", "chance": "type"}
    assert {graph.edges[0, n]["action"]: str(graph.edges[0, n]["probability"]) for n in graph[0]} == {"strong": "p", "weak": "1 - p"}
    assert graph.nodes[1] == {"kind": "player", "history": "strong", "player": "Sender", "infoset": "strong"}
    assert graph.edges[1, 3] == {"action": "beer"}
    ending = next(data for _, data in graph.nodes(data=True) if data["history"] == "weak/quiche/retreat")
    assert ending == {
        "kind": "ending",
        "history": "weak/quiche/retreat",
        "payoffs": {"Sender": 3, "Receiver": 0},
        "measures": ending["measures"],
        "outcome": "quiche/retreat",
    }


def test_information_sets_and_exact_numbers():
    graph = to_networkx(load("kuhn").at())
    sets = {(data["player"], data["infoset"]) for _, data in graph.nodes(data=True) if data["kind"] == "player"}
    assert len(sets) == 12
    assert graph.edges[0, 1]["probability"] == Fraction(1, 6)
    assert graph.graph["name"] == "kuhn"


def test_without_networkx(monkeypatch):
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(GameError) as error:
        to_networkx(load("selten_horse"))
    assert str(error.value) == "to_networkx needs networkx; install it with: pip install networkx."
