"""The tree of a game as a networkx graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..checks import refuse_many_nodes
from ..errors import GameError
from ..tree import CHANCE, TERMINAL, Game

if TYPE_CHECKING:
    import networkx


def to_networkx(game: Game) -> networkx.DiGraph:
    """Give the tree as a directed graph, parents pointing at children, with everything readable as attributes.

    Parameters
    ----------
    game : Game
        Any game, symbolic ones too.

    Returns
    -------
    networkx.DiGraph
        Nodes 0, 1, ... in breadth-first order with ``kind`` ("player", "chance" or "ending") and ``history``, and

        - of a player: ``player`` and ``infoset``, the label of the information set
        - of chance: ``chance``, the name of the move
        - of an ending: ``payoffs`` and ``measures`` (dicts by name) and ``outcome``

        Edges have ``action``, and after a chance move ``probability``. Numbers are exact. The graph has ``name`` and ``title``.

    Raises
    ------
    GameError
        For a game of very many nodes.

    Examples
    --------
    >>> from games import read_efg
    >>> graph = to_networkx(read_efg('EFG 2 R "" { "Ann" } p "" 1 1 "" { "in" "out" } 0 t "" 1 "" { 1/2 } t "" 2 "" { 0 }'))
    >>> graph.nodes[1]["payoffs"], graph.edges[0, 1]["action"]
    ({'Ann': Fraction(1, 2)}, 'in')
    """
    try:
        import networkx
    except ImportError:
        raise GameError("to_networkx needs networkx; install it with: pip install networkx.") from None
    refuse_many_nodes(game, "to_networkx makes a Python object of every node")
    graph = networkx.DiGraph(name=game.name, title=game.title)
    for node in range(game.nodes):
        graph.add_node(node, history=game.history(node), **_attributes(game, node))
        if node:
            after_chance = {"probability": game.chance(node)} if game.chance_row[node] >= 0 else {}
            graph.add_edge(int(game.parent[node]), node, action=game.move_label(node), **after_chance)
    return graph


def _attributes(game: Game, node: int) -> dict[str, Any]:
    owner, index = int(game.owner[node]), int(game.infoset[node])
    if owner == CHANCE:
        return {"kind": "chance", "chance": game.chance_moves[index][0]}
    if owner == TERMINAL:
        return {
            "kind": "ending",
            "payoffs": {player: game.payoff(index, k) for k, player in enumerate(game.players)},
            "measures": {name: game.measure(index, k) for k, name in enumerate(game.measure_names)},
            "outcome": game.outcome_names[game.outcome[index]],
        }
    return {"kind": "player", "player": game.players[owner], "infoset": game.set_labels[index]}
