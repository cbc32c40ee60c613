"""Every base of sequential equilibria by brute force: a slow oracle for tests.

For each profile of action supports the labels of unused actions are written out, 1 to some
bound; the probabilities and the coefficients of the trembles are unknown; beliefs are
what Bayes' rule gives in the limit, over full paths.  z3 does the rest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import Any, TypeAlias

from games import Game, GameError
from games.tree import CHANCE, TERMINAL

from .enumeration import Base

Action: TypeAlias = tuple[int, int]
Supports: TypeAlias = tuple[tuple[Action, ...], ...]
Beliefs: TypeAlias = tuple[tuple[int, ...], ...]


def brute_bases(game: Game, *, bound: int = 2) -> frozenset[Base]:
    """Find every base that labels up to a bound allow.

    Parameters
    ----------
    game : Game
        Very small, with numbers for all parameters.
    bound : int
        The largest label; with a bound too small bases can be missed.
    """
    if game.parameters:
        raise GameError(f"{game.name} has open parameters: {', '.join(game.parameters)}. Put numbers in with game.at(...).")
    import z3

    weight = {(s, a): z3.Real(f"w{s}_{a}") for s, names in enumerate(game.set_actions) for a in range(len(names))}
    reach = [_reach(game, node, weight) for node in range(game.nodes)]
    bases = set()
    for supports in _supports(game):
        worth = _worth(game, supports, weight)
        for beliefs in _beliefs(game, supports, bound):
            if _holds(game, supports, beliefs, weight, reach, worth):
                bases.add(_named(game, supports, beliefs))
    return frozenset(bases)


def _supports(game: Game) -> Iterator[Supports]:
    every = [[(s, a) for a in range(len(names))] for s, names in enumerate(game.set_actions)]
    return product(*(list(chain.from_iterable(combinations(actions, n) for n in range(1, len(actions) + 1))) for actions in every))


def _moves(game: Game, node: int) -> list[Action]:
    return [(int(game.infoset[n]), move) for n, move in game.path(node) if game.owner[n] != CHANCE]


def _beliefs(game: Game, supports: Supports, bound: int) -> set[Beliefs]:
    """The nodes of least label in every set, for every way to label the unused actions."""
    unused = [(s, a) for s, names in enumerate(game.set_actions) for a in range(len(names)) if (s, a) not in supports[s]]
    paths = [[(node, _moves(game, node)) for node in game.set_nodes(s)] for s in range(game.infosets)]
    out = set()
    for numbers in product(range(1, bound + 1), repeat=len(unused)):
        label = dict(zip(unused, numbers, strict=True))
        totals = [{node: sum(label.get(move, 0) for move in moves) for node, moves in group} for group in paths]
        out.add(tuple(tuple(node for node, total in group.items() if total == min(group.values())) for group in totals))
    return out


def _holds(
    game: Game,
    supports: Supports,
    beliefs: Beliefs,
    weight: Mapping[Action, Any],
    reach: Sequence[Any],
    worth: Mapping[int, Sequence[Any]],
) -> bool:
    """Whether some probabilities and coefficients make every set's support optimal."""
    import z3

    solver = z3.Solver()
    solver.add(*(w > 0 for w in weight.values()), *(z3.Sum([weight[move] for move in used]) == 1 for used in supports))
    for s, nodes in enumerate(beliefs):
        player = int(game.set_owner[s])
        values = [z3.Sum([reach[n] * worth[game.children(n)[a]][player] for n in nodes]) for a in range(len(game.set_actions[s]))]
        best = values[supports[s][0][1]]
        solver.add(*(best == x if (s, a) in supports[s] else best >= x for a, x in enumerate(values)))
    verdict = solver.check()
    if verdict == z3.unknown:
        raise GameError(f"z3 could not decide a base of {game.name}; brute force is for smaller games.")
    return bool(verdict == z3.sat)


def _exact(number: Any) -> Any:
    import z3

    return z3.RealVal(str(number))


def _reach(game: Game, node: int, weight: Mapping[Action, Any]) -> Any:
    """The chances and weights on the whole path to a node."""
    import z3

    path = [*[n for n, _ in game.path(node)][1:], node] if node else []
    return z3.Product(
        [
            z3.RealVal(1),
            *(_exact(game.chance(n)) for n in path if game.chance_row[n] >= 0),
            *(weight[move] for move in _moves(game, node)),
        ]
    )


def _worth(game: Game, supports: Supports, weight: Mapping[Action, Any]) -> dict[int, list[Any]]:
    """What every node is worth to every player when the supports are played."""
    import z3

    worth: dict[int, list[Any]] = {}
    for node in range(game.nodes - 1, -1, -1):
        s, children = int(game.infoset[node]), game.children(node)
        if game.owner[node] == TERMINAL:
            worth[node] = [_exact(game.payoff(s, player)) for player in range(len(game.players))]
            continue
        if game.owner[node] == CHANCE:
            branches = [(_exact(game.chance(c)), c) for c in children]
        else:
            branches = [(weight[s, a], children[a]) for _, a in supports[s]]
        worth[node] = [z3.Sum([p * worth[c][player] for p, c in branches]) for player in range(len(game.players))]
    return worth


def _named(game: Game, supports: Supports, beliefs: Beliefs) -> Base:
    set_names = [(game.players[owner], label) for owner, label in zip(game.set_owner.tolist(), game.set_labels, strict=True)]
    return Base(
        frozenset((*set_names[s], game.set_actions[s][a]) for used in supports for s, a in used),
        frozenset((*set_names[s], game.history(node)) for s, nodes in enumerate(beliefs) for node in nodes),
    )
