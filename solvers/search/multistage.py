"""Games in periods with observed actions and independent types, and what beliefs Fudenberg and Tirole allow in them.

Chance draws a type for each player, independently, and tells it to nobody else; then, in
each period, some players act at once (or one alone), and everybody sees what was done.  A
belief about a player is held in common, and follows Bayes' rule from one period to the next
wherever some type that is believed possible would have acted so; where none would, it starts
afresh: a *fresh start*, whose weights are the unknowns.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any, TypeAlias

from games import Game, GameError
from games.errors import NotDefined
from games.tree import CHANCE, TERMINAL

from .consistency import Beliefs, Groups
from .tree_polynomials import Supports, View, subsets

History: TypeAlias = tuple[str, ...]
Start: TypeAlias = tuple[int, History, str]
"""A player, the public history, and the action after which the belief about it may start afresh."""

NEEDS = "needs a game in periods with observed actions and independent types (Fudenberg and Tirole 1991)"


@dataclass(frozen=True)
class TypeBelief:
    """A belief about a player: which types are possible, and since which fresh start, if any."""

    types: tuple[int, ...]
    since: Start | None


@dataclass(frozen=True, eq=False)
class Observed:
    """A game in periods, as read off its tree.

    Parameters
    ----------
    types : list of int
        How many types each player has.
    draw : dict from node to tuple of int
        Each player's type at every node below the draw.
    history : dict from node to tuple of str
        The actions that lead to it.
    period : dict from history to int
        How many of these actions the mover has seen: those of earlier periods.
    mover : dict from history to int
        Who moves there.
    sets : dict from history to dict from type to int
        The information set of each type of the mover.
    """

    types: list[int]
    draw: dict[int, tuple[int, ...]]
    history: dict[int, History]
    period: dict[History, int]
    mover: dict[History, int]
    sets: dict[History, dict[int, int]]

    @property
    def openings(self) -> list[History]:
        """The histories at which a period starts, earlier ones first."""
        return sorted((h for h, seen in self.period.items() if seen == len(h)), key=lambda h: (len(h), h))

    def movers(self, opening: History) -> list[tuple[int, History]]:
        """Who acts in a period, each with a history at which it does."""
        movers, h = [], opening
        while h in self.mover and self.period[h] == len(opening):
            movers.append((self.mover[h], h))
            h = next((x for x in self.mover if len(x) > len(h) and x[:-1] == h and self.period[x] == len(opening)), (*h, ""))
        return movers


def observed(game: Game, concept: str = "pbe-ft") -> Observed:
    """Read a game as one in periods, which a concept needs.

    Raises
    ------
    GameError
        When the game is not of this kind; the sentence says why.
    """

    def refuse(why: str) -> GameError:
        return NotDefined(concept, f"{NEEDS}; in {game.name} {why}.")

    draws = list(_draws(game, 0))
    if any(int(game.owner[n]) == CHANCE for root in draws for n in _below(game, root)):
        raise refuse("chance moves after a player has moved")
    moves: dict[History, dict[int, int]] = {}
    for k, root in enumerate(draws):
        for node in _below(game, root):
            moves.setdefault(_actions(game, root, node), {})[k] = node
    for h, nodes in moves.items():
        choices = {(int(game.owner[n]), game.set_actions[game.infoset[n]] if game.owner[n] >= 0 else ()) for n in nodes.values()}
        if len(nodes) < len(draws) or len(choices) > 1:
            raise refuse(f"who may do what after {'/'.join(h) or 'the draw'!r} depends on a type")
    type_of = [_types_by_draw(game, moves, player, len(draws)) for player in range(len(game.players))]
    draw = {k: tuple(types[k] for types in type_of) for k in range(len(draws))}
    counts = [max(types.values()) + 1 for types in type_of]
    if len(set(draw.values())) < len(draws):
        raise refuse("chance draws something that nobody is told")
    if len(draws) < prod(counts) or not _independent(game, draws, draw, counts):
        raise refuse("types are not drawn independently")
    return _periods(game, draws, moves, draw, counts, refuse)


def _periods(
    game: Game,
    draws: Sequence[int],
    moves: dict[History, dict[int, int]],
    draw: dict[int, tuple[int, ...]],
    counts: list[int],
    refuse: Callable[[str], GameError],
) -> Observed:
    history = {n: h for h, nodes in moves.items() for n in nodes.values()}
    drawn = {n: draw[k] for nodes in moves.values() for k, n in nodes.items()}
    period: dict[History, int] = {}
    mover: dict[History, int] = {}
    sets: dict[History, dict[int, int]] = {}
    for h, nodes in sorted(moves.items(), key=lambda item: len(item[0])):
        first = next(iter(nodes.values()))
        if int(game.owner[first]) == TERMINAL:
            continue
        player = mover[h] = int(game.owner[first])
        sets[h] = {draw[k][player]: int(game.infoset[n]) for k, n in nodes.items()}
        together = {history[m] for n in nodes.values() for m in game.set_nodes(int(game.infoset[n]))}
        seen = min(_shared_length(h, other) for other in together)
        period[h] = seen
        where = game.set_labels[int(game.infoset[first])]
        same = [other for other in moves if len(other) == len(h) and other[:seen] == h[:seen] and len(together) > 1]
        if any(period.get(h[:k]) != seen for k in range(seen, len(h))) or (len(together) > 1 and together != set(same)):
            raise refuse(f"{game.players[player]} at {where!r} has seen a part only of what was done before")
        if len({mover[h[:k]] for k in range(seen, len(h) + 1)}) <= len(h) - seen:
            raise refuse(f"{game.players[player]} at {where!r} moves twice before all is seen")
        if any({history[m] for m in game.set_nodes(int(game.infoset[n]))} != together for n in nodes.values()):
            raise refuse(f"what {game.players[player]} has seen at {where!r} depends on its type")
    return Observed(counts, drawn, history, period, mover, sets)


def _draws(game: Game, node: int) -> Iterator[int]:
    if int(game.owner[node]) == CHANCE:
        for child in game.children(node):
            yield from _draws(game, child)
    else:
        yield node


def _below(game: Game, node: int) -> Iterator[int]:
    yield node
    for child in game.children(node):
        yield from _below(game, child)


def _actions(game: Game, root: int, node: int) -> History:
    labels = []
    while node != root:
        labels.append(game.move_label(node))
        node = int(game.parent[node])
    return tuple(reversed(labels))


def _types_by_draw(game: Game, moves: dict[History, dict[int, int]], player: int, count: int) -> dict[int, int]:
    """A player's type in each draw: draws that it can never tell apart are one type."""
    infosets: dict[int, list[int]] = {k: [] for k in range(count)}
    for nodes in moves.values():
        if int(game.owner[next(iter(nodes.values()))]) == player:
            for k, n in nodes.items():
                infosets[k].append(int(game.infoset[n]))
    numbers: dict[tuple[int, ...], int] = {}
    return {k: numbers.setdefault(tuple(sets), len(numbers)) for k, sets in infosets.items()}


def _independent(game: Game, draws: Sequence[int], draw: dict[int, tuple[int, ...]], counts: list[int]) -> bool:
    from games.numbers import Expression, simplest

    def chance(node: int) -> Any:
        probability: Any = Expression.constant(1)
        while int(game.parent[node]) >= 0:
            probability, node = probability * game.chance(node), int(game.parent[node])
        return probability

    joint = {draw[k]: chance(root) for k, root in enumerate(draws)}
    zero = Expression.constant(0)
    marginals = [[sum((p for t, p in joint.items() if t[i] == kind), zero) for kind in range(n)] for i, n in enumerate(counts)]
    for types, p in joint.items():
        product: Any = Expression.constant(1)
        for i, kind in enumerate(types):
            product = product * marginals[i][kind]
        if simplest(product - p) != 0:
            return False
    return True


def _shared_length(one: History, two: History) -> int:
    return next((k for k, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))


# ------------------------------------------------------------------ beliefs


def observed_supports(
    view: View, game: Observed, supports: Supports, fits: Callable[[int, tuple[int, ...]], bool]
) -> Iterator[tuple[Beliefs, Groups, dict[int, tuple[Any, ...]]]]:
    """Give every belief support that the definition allows, with groups of nodes and the fresh starts behind each node.

    Parameters
    ----------
    fits : callable
        ``fits(set, nodes)`` says whether the set's own support can be best under a belief with exactly these nodes.
    """
    players = range(len(game.types))
    openings = game.openings
    common_beliefs: dict[tuple[int, History], TypeBelief] = {(j, ()): TypeBelief(tuple(range(game.types[j])), None) for j in players}

    def extend(k: int, beliefs: Beliefs, groups: Groups, behind: dict[int, tuple[Any, ...]]) -> Iterator[Any]:
        if k == len(openings):
            yield dict(beliefs), dict(groups), dict(behind)
            return
        opening = openings[k]
        believed, starts_behind, carried = _believed(view, game, supports, common_beliefs, opening)
        for s, nodes in believed.items():
            if not fits(s, nodes):
                return
            beliefs[s] = nodes
            by_starts: dict[tuple[Any, ...], list[int]] = {}
            for n in nodes:
                behind[n] = starts_behind[n]
                by_starts.setdefault(starts_behind[n], []).append(n)
            groups.pop(s, None)
            if len(by_starts) > 1:
                groups[s] = tuple(map(tuple, by_starts.values()))
        yield from carry(k, carried, 0, beliefs, groups, behind)

    def carry(k: int, carried: list[tuple[int, str, list[History]]], i: int, *sofar: Any) -> Iterator[Any]:
        """Carry each mover's belief on to the histories that follow its action."""
        if i == len(carried):
            yield from extend(k + 1, *sofar)
            return
        (j, action, successors), opening = carried[i], openings[k]
        belief = common_beliefs[j, opening]
        h = next(h for who, h in game.movers(opening) if who == j)
        acting = tuple(t for t in range(game.types[j]) if _uses(view, supports, game.sets[h][t], action))
        posterior = tuple(t for t in belief.types if t in acting)
        if posterior:
            options = [TypeBelief(posterior, belief.since)]
        else:
            options = [TypeBelief(types, (j, opening, action)) for types in subsets(range(game.types[j]))]
        for option in options:
            for h in successors:
                common_beliefs[j, h] = option
            yield from carry(k, carried, i + 1, *sofar)

    yield from extend(0, {}, {}, {})


def _uses(view: View, supports: Supports, s: int, action: str) -> bool:
    return view.game.set_actions[s].index(action) in supports[s]


def _believed(
    view: View, game: Observed, supports: Supports, common_beliefs: dict[tuple[int, History], TypeBelief], opening: History
) -> tuple[dict[int, tuple[int, ...]], dict[int, tuple[Any, ...]], list[tuple[int, str, list[History]]]]:
    """The believed nodes at each set of a period, the fresh starts behind them, and which beliefs must be carried on."""
    movers = game.movers(opening)
    believed: dict[int, tuple[int, ...]] = {}
    behind: dict[int, tuple[Any, ...]] = {}
    for i, history in movers:
        others = [j for j in range(len(game.types)) if j != i]
        for s in game.sets[history].values():
            nodes = []
            for n in view.members[s]:
                types, actions = game.draw[n], game.history[n][len(opening) :]
                acted = zip(movers, actions, strict=False)
                if all(types[j] in common_beliefs[j, opening].types for j in others) and all(
                    _uses(view, supports, game.sets[h][types[j]], a) for (j, h), a in acted
                ):
                    nodes.append(n)
                    about = [(common_beliefs[j, opening].since, types[j]) for j in others]
                    behind[n] = tuple((start, kind) for start, kind in about if start is not None)
            believed[s] = tuple(nodes)
    later = [h for h in game.openings if len(h) == len(opening) + len(movers) and h[: len(opening)] == opening]
    acting = [j for j, _ in movers]
    for h in later:
        for j in range(len(game.types)):
            if j not in acting:
                common_beliefs[j, h] = common_beliefs[j, opening]
    after = []
    for position, (j, history) in enumerate(movers):
        (s, *_) = game.sets[history].values()
        for action in view.game.set_actions[s]:
            successors = [h for h in later if h[len(opening) + position] == action]
            if successors:
                after.append((j, action, successors))
    return believed, behind, after
