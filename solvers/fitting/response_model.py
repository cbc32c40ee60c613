"""Games whose players respond with errors at each choice: private shocks, agent error, logit and probit quantal response.

Chances of actions are a fixed point: from them follow beliefs at information sets and what each action is worth there, and from that
the chances again.  Where every information set is one node they follow from the last moves backwards, and are unique.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from games import Game, GameError
from games.parameter import Condition
from games.tree import CHANCE, TERMINAL

from ..arrays import on_arrays
from .choosing import PRECISION, Responses
from .modelling import Found, Values, nearest_fold, unknown_slopes
from .observing import Floats, Ints
from .one_unknown import on_a_grid, one_unknown
from .response_points import Points, points_of

STARTS = 24  # from which fixed points are looked for, beside the middle
ROUGH_STARTS = 8
NEWTON = 60
SAME = 1e-6  # fixed points nearer than this are one
SOLVED = 1e-10
LEAST = 1e-12


class ResponseModel:
    """A game with errors at choices.

    Parameters
    ----------
    game : Game
        With shocks at choices, or without types.
    response : {"logit", "probit"} or None
        For a game without types.
    """

    notes: tuple[str, ...] = ()

    def __init__(self, game: Game, response: str | None) -> None:
        self.game, self.responses = game, Responses(game, response)
        self.name = game.name if response is None else f"{game.name} with {response} response"
        self.fingerprint = f"{game.fingerprint} {response} {[t.law.text() for t in game.types]}"
        self.outcomes = game.outcome_names
        extra = self.responses.extra
        if extra in game.parameters:
            raise GameError(f"{game.name} has a parameter {extra!r}, which is what the response's own is called; give it another name.")
        self.parameters = (*game.parameters, *((extra,) if extra else ()))
        self.sets = range(game.infosets)
        self.begin = np.concatenate([[0], np.cumsum([len(actions) for actions in game.set_actions])]).astype(np.int64)
        self.unique = all(len(game.set_nodes(s)) == 1 for s in self.sets)
        self._single = None if self.unique else one_unknown(game)
        self._labels: dict[str, list[tuple[int, int]]] = {}
        for s in self.sets:
            for a, action in enumerate(game.set_actions[s]):
                player = game.players[game.set_owner[s]]
                for label in (action, f"{player} {action}", f"{player} {action} at {game.set_labels[s]}"):
                    self._labels.setdefault(label, []).append((s, a))
        self.ranked = tuple(label for label, places in self._labels.items() if len(places) == 1)

    def span(self, parameter: str) -> tuple[float, float]:
        """Around the default, inside the domain where that is known."""
        if parameter == self.responses.extra:
            spread = _spread(self.game)
            return (0.3 / spread, 12 / spread) if self.responses.extra == PRECISION else (0.1 * spread, 3 * spread)
        return span_of(self.game, parameter)

    def room(self, values: Values) -> dict[str, Floats]:
        """How far each condition of the domain is from failing."""
        shape = np.shape(next(iter(values.values())))
        out = {c.text: on_arrays(c.expression, values, shape) for c in self.game.domain.conditions}
        if self.responses.extra:
            out[f"{self.responses.extra} > 0"] = values[self.responses.extra]
        return out

    def inside(self, values: Values) -> Floats:
        """Which points lie in the domain and make laws."""
        inside = np.ones(np.shape(next(iter(values.values()))), bool)
        for room in (*self.room(values).values(), *self.responses.needs(values)):
            inside &= room > 0
        return inside.astype(np.float64)

    # ---------------------------------------------------------------- equilibria

    def equilibria(self, values: Values, *, coarse: bool = False) -> Found:
        """All fixed points that a grid or Newton's method from many starts shows; the one there is, where information is perfect."""
        n = len(next(iter(values.values())))
        if self.unique:
            return Found(np.arange(n), np.zeros((n, 0)), np.zeros(n, np.int64))
        if self._single is not None:
            return on_a_grid(self, self._single, Points(self.game, values, n), coarse=coarse)
        starts = self._starts(ROUGH_STARTS if coarse else STARTS)
        point = np.tile(np.arange(n), len(starts))
        unknown = np.repeat(starts, n, axis=0)
        mine = {name: array[point] for name, array in values.items()}
        solved, done = self._newton(Found(point, unknown, np.zeros(len(point), np.int64)), mine)
        return _distinct(point[done], solved[done], n)

    def _starts(self, count: int) -> Floats:
        rng = np.random.default_rng(12345)
        sizes = [len(actions) for actions in self.game.set_actions]
        drawn = [np.concatenate([np.full(k - 1, 1 / k) for k in sizes])]
        for _ in range(count):
            mixes = [rng.dirichlet(np.full(k, 0.4)) for k in sizes]
            drawn.append(np.clip(np.concatenate([mix[:-1] for mix in mixes]), 1e-3, 1 - 1e-3))
        return np.array(drawn)

    def _newton(self, found: Found, values: Values) -> tuple[Floats, Any]:
        """Damped steps towards the response, then Newton's, each start until it is there."""
        unknown = found.unknown.copy()
        left, here = np.arange(len(unknown)), Points(self.game, values, len(unknown))
        for step in range(NEWTON):
            now = Found(found.point[left], unknown[left], found.kind[left])
            residual = self.residual(now, here)
            away = np.abs(residual).max(1, initial=0.0) >= SOLVED / 10
            if not away.all():
                left, now, residual, here = left[away], _picked(now, away), residual[away], here.picked(away)
            if not len(left):
                break
            if step < 6:
                move: Floats = -0.5 * residual
            else:
                slopes = unknown_slopes(self, now, here)
                slopes = slopes + np.eye(slopes.shape[-1]) * 1e-12
                full = np.linalg.solve(slopes, residual[..., None])[..., 0]
                move = np.asarray(-full * np.minimum(1.0, 0.3 / np.maximum(np.abs(full).max(1, keepdims=True), 1e-300)))
            unknown[left] = np.clip(now.unknown + move, LEAST, 1 - LEAST)
        done = np.ones(len(unknown), bool)
        if len(left):
            last = self.residual(Found(found.point[left], unknown[left], found.kind[left]), here)
            done[left] = np.abs(last).max(1, initial=0.0) < SOLVED
        return unknown, done

    def residual(self, found: Found, values: Values) -> Floats:
        """What the unknown chances exceed the response to them by."""
        m = len(found.point)
        if self.unique:
            return np.zeros((m, 0))
        chances = self._full(found.unknown)
        responded = self._respond(chances, points_of(self.game, values, m), m)
        return found.unknown - np.stack([responded[j] for j in self.unknowns], 1)

    @property
    def unknowns(self) -> list[int]:
        """The places of all actions but the last at each set."""
        return [int(self.begin[s]) + a for s in self.sets for a in range(len(self.game.set_actions[s]) - 1)]

    def _full(self, unknown: Floats) -> list[Floats]:
        """The chance of each action, from those of all but the last at each set."""
        out: list[Floats] = []
        k = 0
        for s in self.sets:
            size = len(self.game.set_actions[s])
            mine = [unknown[:, k + a] for a in range(size - 1)]
            out += [*mine, np.maximum(1 - sum(mine, np.zeros(len(unknown))), 0.0)]
            k += size - 1
        return out

    def chances(self, found: Found, values: Values) -> Floats:
        """The chances of outcomes."""
        m = len(found.point)
        here = points_of(self.game, values, m)
        chances = self._backwards(here, m) if self.unique else self._full(found.unknown)
        reach = self._reach(chances, here, m)
        out = np.zeros((m, len(self.outcomes)))
        for leaf, node in enumerate(self.game.leaf_nodes):
            out[:, self.game.outcome[leaf]] += reach[node]
        return out

    def ranking(self, name: str, found: Found, values: Values) -> Floats:
        """The chance of an action where it can be taken."""
        ((s, a),) = self._labels[name]
        chances = (
            self._backwards(points_of(self.game, values, len(found.point)), len(found.point)) if self.unique else self._full(found.unknown)
        )
        return np.asarray(chances[int(self.begin[s]) + a])

    # ---------------------------------------------------------------- the tree

    def _reach(self, chances: list[Floats], here: Points, m: int) -> list[Floats]:
        game, chance = self.game, here.chance
        reach = [np.ones(m)]
        for node in range(1, game.nodes):
            above = int(game.parent[node])
            if game.owner[above] == CHANCE:
                reach.append(reach[above] * chance[node])
            else:
                reach.append(reach[above] * chances[int(self.begin[game.infoset[above]]) + int(game.move[node])])
        return reach

    def _worth(self, chances: list[Floats], here: Points, m: int) -> dict[int, list[Floats]]:
        """What every node is worth to every player; where a shock counts, with what it brings its owner."""
        game, chance, payoffs = self.game, here.chance, here.payoffs
        worth: dict[int, list[Floats]] = {}
        for node in range(game.nodes - 1, -1, -1):
            owner, k = int(game.owner[node]), int(game.infoset[node])
            if owner == TERMINAL:
                worth[node] = payoffs[k]
                continue
            children = game.children(node)
            odds = [chance[c] for c in children] if owner == CHANCE else [chances[int(self.begin[k]) + a] for a in range(len(children))]
            mean = [
                sum((p * worth[c][player] for p, c in zip(odds, children, strict=True)), np.zeros(m)) for player in range(len(game.players))
            ]
            if owner != CHANCE:
                mean[owner] = mean[owner] + self.responses.brought(k, odds, here)
            worth[node] = mean
        return worth

    def _respond(self, chances: list[Floats], here: Points, m: int) -> list[Floats]:
        """The response to chances at every information set."""
        reach, worth = self._reach(chances, here, m), self._worth(chances, here, m)
        return [chance for s in self.sets for chance in self._response(s, reach, worth, here, m)]

    def responded(self, s: int, chances: list[Floats], here: Points) -> list[Floats]:
        """The response to chances at one information set."""
        return self._response(s, self._reach(chances, here, here.m), self._worth(chances, here, here.m), here, here.m)

    def _response(self, s: int, reach: list[Floats], worth: dict[int, list[Floats]], here: Points, m: int) -> list[Floats]:
        nodes, owner = self.game.set_nodes(s), int(self.game.set_owner[s])
        mass = sum((reach[n] for n in nodes), np.zeros(m))
        belief = [np.where(mass > 0, reach[n] / np.maximum(mass, 1e-300), 1 / len(nodes)) for n in nodes]
        gains = [
            sum((b * worth[self.game.children(n)[a]][owner] for b, n in zip(belief, nodes, strict=True)), np.zeros(m))
            for a in range(len(self.game.set_actions[s]))
        ]
        return self.responses.chances(s, gains, here)

    def _backwards(self, here: Points, m: int) -> list[Floats]:
        """The chances of actions from the last moves on, where every information set is one node."""
        game, chance, payoffs = self.game, here.chance, here.payoffs
        worth: dict[int, list[Floats]] = {}
        out: list[Floats] = [np.zeros(m)] * int(self.begin[-1])
        for node in range(game.nodes - 1, -1, -1):
            owner, k = int(game.owner[node]), int(game.infoset[node])
            if owner == TERMINAL:
                worth[node] = payoffs[k]
                continue
            children = game.children(node)
            if owner == CHANCE:
                odds = [chance[c] for c in children]
            else:
                odds = self.responses.chances(k, [worth[c][owner] for c in children], here)
                out[int(self.begin[k]) : int(self.begin[k + 1])] = odds
            mean = [
                sum((p * worth[c][player] for p, c in zip(odds, children, strict=True)), np.zeros(m)) for player in range(len(game.players))
            ]
            if owner != CHANCE:
                mean[owner] = mean[owner] + self.responses.brought(k, odds, here)
            worth[node] = mean
        return out

    # ---------------------------------------------------------------- certificates and folds

    def certified(self, values: Mapping[str, float]) -> int | None:
        """One, by backward induction, where information is perfect; else by boxes, where the unknowns are few."""
        if self.unique:
            return 1
        from .response_boxes import counted

        return counted(self, values)

    def fold(self, values: Values, linked: tuple[str, ...], near: Floats | None = None) -> tuple[str, Floats]:
        """The distance along the linked parameters together, to first order; infinite where information is perfect."""
        n = len(next(iter(values.values())))
        if self.unique:
            return "", np.full(n, np.inf)
        return nearest_fold(self, values, linked)


def _spread(game: Game) -> float:
    """The largest difference between payoffs of one player where parameters have their defaults; one where there is none."""
    values = {name: np.array([float(x)]) for name, x in game.defaults.items()}
    rows = np.array(
        [[on_arrays(game.payoff_line(leaf, i)[0], values, (1,))[0] for i in range(len(game.players))] for leaf in range(game.leaves)]
    )
    return float(np.max(np.ptp(rows, axis=0))) or 1.0


def _picked(found: Found, which: Any) -> Found:
    return Found(found.point[which], found.unknown[which], found.kind[which])


def span_of(game: Game, parameter: str) -> tuple[float, float]:
    """Where a search for a parameter begins: around its default, inside the conditions on it alone."""
    start = float(game.defaults[parameter])
    width = max(1.0, abs(start))
    low, high = start - width, start + width
    for condition in game.domain.conditions:
        if condition.expression.free == (parameter,):
            low, high = _narrowed(condition, parameter, start, low, high)
    return low, high


def _narrowed(condition: Condition, parameter: str, start: float, low: float, high: float) -> tuple[float, float]:
    """Keep the ends of a span within a condition on one parameter, by halving towards the start."""
    ends = []
    for end in (low, high):
        for _ in range(40):
            if condition.quick({parameter: end}) > 0:
                break
            end = (end + start) / 2
        ends.append(end)
    return ends[0], ends[1]


def _rounded(unknown: Floats) -> tuple[float, ...]:
    return tuple(round(float(x), 7) for x in unknown)


def _distinct(point: Ints, unknown: Floats, n: int) -> Found:
    """One of those that are the same, point after point, in rising order of the first unknown."""
    points, kept = [], []
    for p in range(n):
        mine: list[Floats] = []
        there: list[Floats] = list(unknown[point == p])
        for u in sorted(there, key=_rounded):
            if not any(np.max(np.abs(u - other)) < SAME for other in mine):
                mine.append(u)
        points += [p] * len(mine)
        kept += mine
    width = unknown.shape[1]
    return Found(np.array(points, np.int64), np.array(kept).reshape(-1, width), np.zeros(len(points), np.int64))
