"""A second formulation of sequential equilibrium: one system, with the circuits of consistency.

A pair (probabilities, beliefs) is consistent exactly when, for every elementary vector y of
the left kernel of the matrix below, the product of ``left ** y`` equals that of
``right ** y``.  Rows: two nodes of one information set (`left` the belief of one times
the chances of the other, `right` the reverse; entries count the moves on one path less
those on the other), and every action (`left` its probability, `right` one).
Elementary means of least support; such vectors are called circuits.

References
----------
Graf, M., Engesser, T. and Nebel, B. (2024). Symbolic computation of sequential equilibria. *AAMAS* 2024.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from math import gcd
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from games import Game, GameError
from games.tree import CHANCE, TERMINAL

if TYPE_CHECKING:
    from .enumeration import Base

MOST = 5_000  # minimal supports; more are refused

Vector: TypeAlias = dict[int, int]


def uncovered(game: Game, covered: Iterable[Base], *, units: int = 50_000_000) -> Literal["none", "found", "unknown"]:
    """Ask whether a numeric game has a sequential equilibrium outside some bases.

    Parameters
    ----------
    game : Game
        Small, with rational numbers for all parameters.
    covered : iterable of Base
        The bases known.
    units : int
        How much work z3 may do, in its own count: about a million a second.

    Raises
    ------
    GameError
        When a parameter is open, or the game has too many circuits.
    """
    import z3

    if game.parameters:
        raise GameError(f"{game.name} has open parameters: {', '.join(game.parameters)}. Put numbers in with game.at(...).")
    plays = {(s, a): z3.Real(f"b{s}_{a}") for s, names in enumerate(game.set_actions) for a in range(len(names))}
    believes = {node: z3.Real(f"m{node}") for s in range(game.infosets) for node in game.set_nodes(s)}
    solver = z3.Solver()
    solver.set("rlimit", units)
    solver.add(*(x >= 0 for x in (*plays.values(), *believes.values())))
    for s, names in enumerate(game.set_actions):
        solver.add(z3.Sum([plays[s, a] for a in range(len(names))]) == 1, z3.Sum([believes[n] for n in game.set_nodes(s)]) == 1)
    solver.add(*_consistency(game, plays, believes), *_rationality(game, plays, believes))
    solver.add(*(z3.Or(_outside(game, base, plays, believes)) for base in covered))
    verdict = solver.check()
    return "found" if verdict == z3.sat else "none" if verdict == z3.unsat else "unknown"


# ------------------------------------------------------------------ consistency


def _consistency(game: Game, plays: Mapping[tuple[int, int], Any], believes: Mapping[int, Any]) -> list[Any]:
    import z3

    rows: list[dict[tuple[int, int], int]] = []
    sides: list[tuple[Any, Any]] = []
    for s in range(game.infosets):
        for one, two in combinations(game.set_nodes(s), 2):
            (moves, chance), (others, other_chance) = _path(game, one), _path(game, two)
            rows.append({m: (m in moves) - (m in others) for m in moves ^ others})
            sides.append((believes[one] * _exact(other_chance), believes[two] * _exact(chance)))
    moves_used = sorted({move for row in rows for move in row})
    rows += [{move: 1} for move in moves_used]
    sides += [(plays[move], z3.RealVal(1)) for move in moves_used]
    return [_binomial(circuit, sides) for circuit in circuits(rows, moves_used, game.name)]


def _binomial(circuit: Vector, sides: Sequence[tuple[Any, Any]]) -> Any:
    import z3

    up = [sides[k][0 if y > 0 else 1] for k, y in circuit.items() for _ in range(abs(y))]
    down = [sides[k][1 if y > 0 else 0] for k, y in circuit.items() for _ in range(abs(y))]
    return z3.Product(up) == z3.Product(down)


def circuits(rows: Sequence[Mapping[Any, int]], columns: Sequence[Any], name: str = "the matrix") -> list[Vector]:
    """Find every elementary vector of the left kernel of a whole-number matrix, up to its sign.

    Parameters
    ----------
    rows : sequence of dict from column to int
        The matrix; what a row does not mention is zero.
    columns : sequence
        The columns, met one after another: vectors that already vanish on a column stay, the
        others are combined in pairs, and only those of least support are kept.

    Raises
    ------
    GameError
        When there are more than 5,000 at some stage.
    """
    vectors: list[Vector] = [{k: 1} for k in range(len(rows))]
    for done, column in enumerate(columns, 1):
        value = [sum(y * rows[k].get(column, 0) for k, y in vector.items()) for vector in vectors]
        kernel = [vector for vector, v in zip(vectors, value, strict=True) if not v]
        active = [(vector, v, vector.keys()) for vector, v in zip(vectors, value, strict=True) if v]
        for (one, v, support), (two, w, other_support) in combinations(active, 2):
            if len(support | other_support) <= done + 1:  # else the support is not minimal: the rank is at most `done`
                kernel.append(_cancelled(one, v, two, w))
        if len(active) > MOST or len(vectors := _least(kernel)) > MOST:
            raise GameError(f"The circuits of {name} are more than {MOST}; this second formulation is for smaller games.")
    return vectors


def _cancelled(one: Vector, v: int, two: Vector, w: int) -> Vector:
    """Combine two vectors so that their values on a column cancel, in lowest terms."""
    total = {k: w * one.get(k, 0) - v * two.get(k, 0) for k in {*one, *two}}
    common = gcd(*total.values())
    return {k: y // common for k, y in sorted(total.items()) if y} if common else {}


def _least(vectors: Iterable[Vector]) -> list[Vector]:
    """Keep one vector for every support that contains no other; stop when they are too many."""
    by_support = {sum(1 << k for k in vector): vector for vector in vectors if vector}
    supports: list[int] = []
    for support in sorted(by_support, key=int.bit_count):
        if not any(other & support == other for other in supports):
            supports.append(support)
            if len(supports) > MOST:
                break
    return [by_support[support] for support in supports]


# ------------------------------------------------------------------ rationality


def _exact(number: Any) -> Any:
    import z3

    return z3.RealVal(str(number))


def _path(game: Game, node: int) -> tuple[set[tuple[int, int]], Any]:
    """The moves of the players on the path to a node, and the product of the chances there."""
    chance: Any = 1
    moves = set()
    while node:
        parent = int(game.parent[node])
        if game.owner[parent] == CHANCE:
            chance = chance * game.chance(node)
        else:
            moves.add((int(game.infoset[parent]), int(game.move[node])))
        node = parent
    return moves, chance


def _rationality(game: Game, plays: Mapping[tuple[int, int], Any], believes: Mapping[int, Any]) -> list[Any]:
    import z3

    worth: dict[int, list[Any]] = {}
    for node in range(game.nodes - 1, -1, -1):
        children = game.children(node)
        if game.owner[node] == TERMINAL:
            worth[node] = [_exact(game.payoff(int(game.infoset[node]), i)) for i in range(len(game.players))]
        else:
            s = int(game.infoset[node])
            probabilities = [_exact(game.chance(c)) if game.owner[node] == CHANCE else plays[s, a] for a, c in enumerate(children)]
            moves = list(zip(probabilities, children, strict=True))
            worth[node] = [z3.Sum([p * worth[c][i] for p, c in moves]) for i in range(len(game.players))]
    out = []
    for s, names in enumerate(game.set_actions):
        player = int(game.set_owner[s])
        values = [z3.Sum([believes[n] * worth[game.children(n)[a]][player] for n in game.set_nodes(s)]) for a in range(len(names))]
        out += [z3.Or(plays[s, a] == 0, x >= y) for a, x in enumerate(values) for y in values if x is not y]
    return out


def _outside(game: Game, base: Base, plays: Mapping[tuple[int, int], Any], believes: Mapping[int, Any]) -> list[Any]:
    """The ways not to be in a base."""
    set_names = [(game.players[owner], label) for owner, label in zip(game.set_owner.tolist(), game.set_labels, strict=True)]
    out = [x == 0 if (*set_names[s], game.set_actions[s][a]) in base.actions else x > 0 for (s, a), x in plays.items()]
    for s in range(game.infosets):
        out += [believes[n] == 0 if (*set_names[s], game.history(n)) in base.beliefs else believes[n] > 0 for n in game.set_nodes(s)]
    return out
