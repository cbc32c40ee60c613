"""One equilibrium of a class that backward induction on beliefs has found, written out for every public history."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias

from flint import fmpq

from .continuation_classes import Cell, Choice, Reply
from .continuation_replies import ends
from .continuation_values import Induction, line
from .polygons import ONE, ZERO, Point, clipped, middle, moved, section, weights
from .public_play import Places

State: TypeAlias = "tuple[Cell | Reply | Choice, fmpq, fmpq, Point]"
"""Equilibria, the belief, what the player before expects, and the payoffs of the types."""

Move: TypeAlias = tuple[list[list[fmpq]], list[State]]
"""How each type chooses, or the other player, and what follows each action."""


@dataclass(eq=False)
class Member:
    """One equilibrium of a class.

    Parameters
    ----------
    mixes : dict from int to list of fmpq
        The probabilities of actions at every information set.
    beliefs : dict from pair of nodes to fmpq
        The belief after every public history at which somebody moves: the probability of the first type.
    """

    mixes: dict[int, list[fmpq]] = field(default_factory=dict)
    beliefs: dict[Places, fmpq] = field(default_factory=dict)


def member(induction: Induction, root: Reply | Choice, values: Point | None = None) -> Member:
    """Write out one equilibrium of a class, with given payoffs of the types, or payoffs in the middle of those that it has."""
    form, out = induction.form, Member()
    moves: dict[tuple[int, fmpq, fmpq, Point], Move] = {}
    states: dict[Places, State] = {form.root: (root, form.prior, ZERO, values or middle(root.values))}
    game = form.game
    infoset = game.infoset.tolist()
    for place in form.stage_at:
        state = states.pop(place)
        where, belief, expected, values = state
        way = where.way(belief) if isinstance(where, Cell) else where
        if way is None:
            continue
        name = (id(way), belief, expected, values)
        if name not in moves:
            moves[name] = _reply(way, belief, expected, values) if isinstance(way, Reply) else _choice(way, belief, values)
        mixes, following = moves[name]
        out.beliefs[place] = belief
        for node, mix in zip(place, mixes, strict=False):
            out.mixes[infoset[node]] = mix
        m, n = place
        states.update(zip(zip(game.children(m), game.children(n), strict=True), following, strict=True))
    return out


def _reply(reply: Reply, belief: fmpq, expected: fmpq, values: Point) -> Move:
    """How each type chooses, such that the belief is the mean of the beliefs that follow and the player before gets what it expects."""
    after, best = reply.after, reply.best
    corners = [
        (a, b, (b, b * one + (1 - b) * two))
        for a, (cell, (one, two)) in enumerate(zip(after, reply.worth, strict=True))
        for b in ends(cell, a in best[0], a in best[1])
    ]
    taken = [[ZERO] * len(after), [ZERO] * len(after)]  # by each type, jointly with the type
    for (a, b, _), weight in zip(corners, weights([c for _, _, c in corners], (belief, expected)), strict=True):
        taken[0][a] += weight * b
        taken[1][a] += weight * (1 - b)
    following: list[State] = []
    for a, (cell, add) in enumerate(zip(after, reply.game.sunk, strict=True)):
        total = taken[0][a] + taken[1][a]
        then = taken[0][a] / total if total else min(max(belief, cell.low), cell.high)
        paid = moved(cell.values, add)
        for axis in (0, 1):
            one, zero = (ONE, ZERO) if axis == 0 else (ZERO, ONE)
            paid = clipped(paid, (-one, -zero, values[axis]))
            if a in best[axis]:
                paid = clipped(paid, (one, zero, -values[axis]))
        x, y = middle(paid)
        following.append((cell, then, ZERO, (x - add[0], y - add[1])))
    mixes = []
    for some, kind, chance in zip(taken, best, (belief, 1 - belief), strict=True):
        mixes.append([x / chance for x in some] if chance else [ONE if a == kind[0] else ZERO for a in range(len(after))])
    return mixes, following


def _choice(choice: Choice, belief: fmpq, values: Point) -> Move:
    """How the player chooses, such that the types get their payoffs."""
    game, best = choice.game, choice.best
    worth = [
        some.beliefs if isinstance(some, Reply) else line(some, *stakes[0]) for some, stakes in zip(choice.after, game.stakes, strict=True)
    ]
    spans = [section(polygon, belief) for polygon in worth]
    top = (max(low for low, _ in spans) + min(spans[a][1] for a in best)) / 2
    placed = [moved(some.values, add) for some, add in zip(choice.after, game.sunk, strict=True)]
    corners = [(a, p) for a in best for p in placed[a]]
    mix = [ZERO] * len(placed)
    paid = [[ZERO, ZERO] for _ in placed]
    for (a, p), weight in zip(corners, weights([p for _, p in corners], values), strict=True):
        mix[a] += weight
        paid[a] = [x + weight * y for x, y in zip(paid[a], p, strict=True)]
    following: list[State] = []
    for a, (some, add) in enumerate(zip(choice.after, game.sunk, strict=True)):
        low, high = spans[a]
        expected = top if a in best else (low + min(high, top)) / 2
        x, y = (paid[a][0] / mix[a], paid[a][1] / mix[a]) if mix[a] else middle(placed[a])
        following.append((some, belief, expected if isinstance(some, Reply) else ZERO, (x - add[0], y - add[1])))
    return [mix], following
