"""All equilibria with types from a continuum, by what players expect of each other, in boxes: a check that nothing is missed.

No orders of types and no supports of types are gone through. Unknown are the chances of the actions at every information set, as the
others expect them there. Which of them are zero is gone through; the rest lie in boxes. All that a box allows bounds what a plan can be
worth to a type, since worth is linear in each chance and so extreme in corners; that tells which types may do what, and the law tells
what can be expected of them. A box whose chances cannot be expected is dropped, and the others are narrowed and cut. What remains at the
end lies close to equilibria that are known, or some are missed.

Floating point with some slack; two equilibria closer together than `APART` are one.
"""

from dataclasses import dataclass
from itertools import combinations, pairwise, product
from math import prod

import numpy as np

from games.tree import CHANCE, TERMINAL

SLACK = 1e-10  # of worths and of shares
NARROW = 1 / 48  # boxes are cut until they are narrower
APART = 1 / 12  # an equilibrium within so much of a box explains it
MOST = 60_000  # boxes


@dataclass(frozen=True)
class Way:
    """One way to an ending: its worth as a line in the type, and the chances that it takes, by information set and action."""

    line: tuple[float, float]
    takes: tuple[tuple[int, int], ...]


class Expected:
    """The expectations that can be right in a game.

    Parameters
    ----------
    game : Game
        Without open parameters, with moves that are seen, or made at the same time.
    """

    def __init__(self, game):
        self.game = game
        self.sets = range(game.infosets)
        self.owner = [int(x) for x in game.set_owner]
        self.actions = [len(a) for a in game.set_actions]
        self.laws = {game.players.index(t.owner): t.law for t in game.types if t.at is None}
        self.names = {game.players.index(t.owner): t.name for t in game.types if t.at is None}
        self.shocks = {game.set_index(t.owner, t.at): t for t in game.types if t.at is not None}
        self.before = [self._own(s) for s in self.sets]
        self.plans = [self._plans(s) for s in self.sets]
        self.ways = [[self._ways(s, plan) for plan in self.plans[s]] for s in self.sets]
        self.told = [self._told_apart(s) for s in self.sets]

    # ---------------------------------------------------------------- the tree

    def _own(self, s):
        """The own moves before an information set."""
        game = self.game
        return tuple((int(game.infoset[n]), move) for n, move in game.path(game.set_nodes(s)[0]) if game.owner[n] == self.owner[s])

    def _plans(self, s):
        """What a player may go on with from an information set: an action there and at each of its sets that this leads to."""
        if s in self.shocks:
            return [{s: a} for a in range(self.actions[s])]
        plans = []
        for a in range(self.actions[s]):
            later = [t for t in self.sets if self.owner[t] == self.owner[s] and self.before[t] and self.before[t][-1] == (s, a)]
            for several in product(*(self._plans(t) for t in later)):
                plans.append({s: a} | {t: b for one in several for t, b in one.items()})
        return plans

    def _ways(self, s, plan):
        """The ways to endings from an information set, under a plan."""
        game, i, found = self.game, self.owner[s], []
        nodes = game.set_nodes(s)
        seen = set.intersection(*(set(self._moves(n)) for n in nodes))

        def down(node, weight, takes):
            owner, k = int(game.owner[node]), int(game.infoset[node])
            if owner == TERMINAL:
                constant, slopes = game.payoff_line(k, i)
                slope = float(slopes.get(self.names[i], 0)) if i in self.names else 0.0
                found.append(Way((weight * float(constant), weight * slope), takes))
                return
            for move, child in enumerate(game.children(node)):
                if owner == CHANCE:
                    down(child, weight * float(game.chance(child)), takes)
                elif owner != i:
                    down(child, weight, (*takes, (k, move)))
                elif k in plan:
                    if plan[k] == move:
                        down(child, weight, takes)
                else:  # a later choice with a shock
                    shock = self.shocks[k]
                    if shock.counts and game.set_actions[k][move] == shock.action:
                        found.append(Way((weight, 0.0), (*takes, (k, -1))))
                    down(child, weight, (*takes, (k, move)))

        for n in nodes:
            unseen = tuple(
                (int(game.infoset[a]), move)
                for a, move in game.path(n)
                if game.owner[a] not in (CHANCE, i) and (int(game.infoset[a]), move) not in seen
            )
            steps = pairwise([*(a for a, _ in game.path(n)), n])
            down(n, prod(float(game.chance(b)) for a, b in steps if game.owner[a] == CHANCE), unseen)
        return found

    def _moves(self, node):
        return [(int(self.game.infoset[a]), move) for a, move in self.game.path(node) if self.game.owner[a] != CHANCE]

    # ---------------------------------------------------------------- worth of plans in a box

    def corners(self, low, high, s):
        """The extreme chances at an information set that a box allows."""
        n, found = self.actions[s], []
        for rest in range(n):
            others = [a for a in range(n) if a != rest]
            for ends in product(*({low[s][a], high[s][a]} for a in others)):
                left = 1 - sum(ends)
                if low[s][rest] - 1e-15 <= left <= high[s][rest] + 1e-15:
                    chances = np.zeros(n)
                    chances[others], chances[rest] = ends, left
                    found.append(chances)
        return np.unique(np.round(found, 15), axis=0) if found else np.zeros((0, n))

    def _told_apart(self, s):
        """The last moves before a set that somebody makes at different sets, as chance told it a type; by node."""
        moves = [self._moves(n) for n in self.game.set_nodes(s)]
        common = [{t for t, _ in one} for one in moves]
        apart = [[step for step in one if not all(step[0] in sets for sets in common)] for one in moves]
        return [one[-1] for one in apart] if all(apart) else []

    def lines(self, low, high, s, used=None):
        """What each plan is worth, as a constant and a slope, in every corner; shape (corners, plans, 2).

        Where no type that chance told makes the move that was seen, any of them may have made it.
        """
        if self.told[s] and used and not any(a in used[t] for t, a in self.told[s]):
            return np.concatenate([self._lines(low, high, s, made) for made in dict.fromkeys(self.told[s])])
        return self._lines(low, high, s, None)

    def _lines(self, low, high, s, made):
        every = self.ways[s]
        if made is not None:
            every = [[Way(w.line, tuple(x for x in w.takes if x != made)) for w in ways if made in w.takes] for ways in every]
        used = sorted({t for ways in every for way in ways for t, _ in way.takes})
        options = []
        for t in used:
            rows = [{(t, a): x for a, x in enumerate(corner)} for corner in self.corners(low, high, t)]
            if t in self.shocks and self.owner[t] == self.owner[s]:
                rows = [{**row, (t, -1): value} for row in rows for value in self._shock_values(low, high, t)]
            options.append(rows)
        out = []
        for corner in product(*options):
            chances = {key: x for row in corner for key, x in row.items()}
            out.append([self._worth(ways, chances) for ways in every])
        return np.array(out).reshape(len(out), len(self.plans[s]), 2)

    @staticmethod
    def _worth(ways, chances):
        total = [0.0, 0.0]
        for way in ways:
            weight = 1.0
            for key in way.takes:
                weight *= chances[key]
            total = [total[0] + weight * way.line[0], total[1] + weight * way.line[1]]
        return total

    def _shock_values(self, low, high, t):
        """Between what the expected shock lies where its action is chosen, times the chance of that."""
        start, end = map(float, self.shocks[t].law.arguments)
        b = self.game.set_actions[t].index(self.shocks[t].action)

        def value(x):
            return end * x - (end - start) * x * x / 2

        ends = [value(low[t][b]), value(high[t][b])]
        top = end / (end - start)
        return min(ends), (value(top) if low[t][b] < top < high[t][b] else max(ends))

    # ---------------------------------------------------------------- what can be expected

    def possible(self, low, high, i, used):
        """Types between neighbouring cuts: their share, and for each own set which actions are perhaps best for them."""
        own = [s for s in self.sets if self.owner[s] == i]
        gaps, cuts = {}, set()
        for s in own:
            lines = self.lines(low, high, s, used)
            gaps[s] = lines[:, :, None, :] - lines[:, None, :, :]  # plan over rival, in each corner
            constant, slope = gaps[s][..., 0].ravel(), gaps[s][..., 1].ravel()
            steep = np.abs(slope) > 1e-14
            cuts |= set((-constant[steep] / slope[steep]).tolist())
        if i in self.laws:
            law = self.laws[i].distribution()
            bottom, top = law.ppf(1e-13), law.ppf(1 - 1e-13)
            edges = np.array([bottom, *sorted(x for x in cuts if bottom < x < top), top])
            shares, middle = np.diff(law.cdf(edges)), (edges[1:] + edges[:-1]) / 2
        else:
            shares, middle = np.ones(1), np.zeros(1)
        best = {}
        for s in own:
            worth = gaps[s][..., 0, None] + gaps[s][..., 1, None] * middle  # corner, plan, rival, type
            fine = (worth.max(axis=0) >= -SLACK).all(axis=1)  # plan, type
            rows = [[k for k, plan in enumerate(self.plans[s]) if plan[s] == a] for a in range(self.actions[s])]
            best[s] = np.array([fine[row].any(axis=0) for row in rows])
        return shares, best

    def narrowed(self, low, high, used):
        """The part of a box in which expectations can be right; None where there is none."""
        new_low, new_high = {s: low[s].copy() for s in self.sets}, {s: high[s].copy() for s in self.sets}
        for i in range(len(self.game.players)):
            if any(self.owner[s] == i and s in self.shocks for s in self.sets):
                bounds = {s: self._with_shocks(low, high, s) for s in self.sets if self.owner[s] == i}
            else:
                bounds = self._by_types(low, high, used, i)
            if bounds is None:
                return None
            for s, (bottom, top) in bounds.items():
                new_low[s] = np.maximum(new_low[s], bottom - SLACK)
                new_high[s] = np.minimum(new_high[s], top + SLACK)
        for s in self.sets:
            if (new_high[s][list(used[s])] < 10 * SLACK).any():
                return None
            bottom, top = new_low[s].sum(), new_high[s].sum()
            new_high[s] = np.minimum(new_high[s], 1 - (bottom - new_low[s]))
            new_low[s] = np.maximum(new_low[s], 1 - (top - new_high[s]))
            if bottom > 1 + 10 * SLACK or top < 1 - 10 * SLACK or (new_low[s] > new_high[s] + 10 * SLACK).any():
                return None
            new_low[s] = np.minimum(new_low[s], new_high[s])
        return new_low, new_high

    def _by_types(self, low, high, used, i):
        """Bounds on the chances at the sets of a player, from which types may do what; None where none can do what is used."""
        shares, best = self.possible(low, high, i, used)
        sure = {s: best[s] & (best[s].sum(axis=0) == 1) for s in best}
        bounds = {}
        for s in best:
            fresh = max((k + 1 for k, (t, a) in enumerate(self.before[s]) if a not in used[t]), default=0)
            may, must = np.ones(len(shares), bool), np.ones(len(shares), bool)
            for t, a in self.before[s][fresh:]:
                may, must = may & best[t][a], must & sure[t][a]
            zero = [a for a in range(self.actions[s]) if a not in used[s]]
            if fresh:  # anything may be believed of the type
                top = np.array([float((may & row).any()) for row in best[s]])
                bottom = np.array(
                    [
                        float(not (may & best[s][[b for b in range(self.actions[s]) if b != a]].any(axis=0)).any())
                        for a in range(self.actions[s])
                    ]
                )
                if not may.any() or (top[list(used[s])] == 0).any():
                    return None
                bounds[s] = np.where(top == 0, 0.0, bottom), top
                continue
            others = [best[s][[b for b in range(self.actions[s]) if b != a]].any(axis=0) for a in range(self.actions[s])]
            if zero and shares[must & ~best[s][list(used[s])].any(axis=0)].sum() > SLACK:
                return None
            least = np.array([shares[must & row].sum() for row in sure[s]])
            most = np.array([shares[may & row].sum() for row in best[s]])
            rest_least = np.array([shares[must & ~row].sum() for row in best[s]])
            rest_most = np.array([shares[may & row].sum() for row in others])
            if (most[list(used[s])] <= 0).any():
                return None
            reach_low = np.prod([low[t][a] for t, a in self.before[s]])
            reach_high = np.prod([high[t][a] for t, a in self.before[s]])
            if (low[s] * reach_low > most + SLACK).any() or (high[s] * reach_high < least - SLACK).any():
                return None
            with np.errstate(invalid="ignore", divide="ignore"):
                bottom = np.where(least > 0, least / (least + rest_most), 0.0)
                top = np.where(most > 0, most / (most + rest_least), 0.0)
            bounds[s] = bottom, top
        return bounds

    def _with_shocks(self, low, high, s):
        """Bounds on the chances at a set with a shock: how likely it is to be high enough."""
        shock = self.shocks[s]
        b = self.game.set_actions[s].index(shock.action)
        values = self.lines(low, high, s)[:, :, 0]
        cut = np.delete(values, b, axis=1).max(axis=1) - values[:, b]
        law = shock.law.distribution()
        bottom, top = np.zeros(self.actions[s]), np.ones(self.actions[s])
        bottom[b], top[b] = 1 - law.cdf(cut.max()), 1 - law.cdf(cut.min())
        return bottom, top

    # ---------------------------------------------------------------- boxes

    def boxes(self):
        """The boxes that remain: pairs of lowest and highest chances, by information set."""
        kept, looked = [], 0
        choices = [[c for n in range(1, k + 1) for c in combinations(range(k), n)] for k in self.actions]
        for combination in product(*choices):
            used = dict(enumerate(combination))
            low = {s: np.array([float(used[s] == (a,)) for a in range(self.actions[s])]) for s in self.sets}
            high = {s: np.array([float(a in used[s]) for a in range(self.actions[s])]) for s in self.sets}
            waiting = [(low, high)]
            while waiting:
                looked += 1
                assert looked < MOST, "too many boxes"
                box = waiting.pop()
                while True:
                    before = _width(box)
                    box = self.narrowed(*box, used)
                    if box is None or before.sum() - _width(box).sum() <= 0.2 * before.sum():
                        break
                if box is None:
                    continue
                widths = {(s, a): box[1][s][a] - box[0][s][a] for s in self.sets for a in range(self.actions[s])}
                (s, a), width = max(widths.items(), key=lambda item: item[1])
                if width < NARROW:
                    kept.append(box)
                    continue
                cut = box[0][s][a] + 0.487 * width
                for side in range(2):
                    halves = [{t: x.copy() for t, x in part.items()} for part in box]
                    halves[1 - side][s][a] = cut
                    waiting.append(tuple(halves))
        return kept


def _width(box):
    return np.concatenate([box[1][s] - box[0][s] for s in box[0]])


# -------------------------------------------------------------------- what is known


def members(solution, steps=24):
    """Members of an equilibrium or of a continuum of them: what is expected at each set, as floats; None where nothing depends on it."""
    values = [{}]
    for one in reversed(solution.ranges):
        longer = []
        for point in values:
            low = max((_number(r.left, point) for r in one.lower), default=0.0)
            high = min((_number(r.right, point) for r in one.upper), default=1.0)
            longer += [{**point, one.symbol: low + (high - low) * (k + 0.5) / steps} for k in range(steps)]
        values = longer
    return [_profile(solution, point) for point in values]


def _profile(solution, point):
    game, rows = solution.game, {}
    for s in range(game.infosets):
        row = solution.profile[game.players[game.set_owner[s]]][game.set_labels[s]]
        rows[s] = np.array([_number(row[a], point) for a in game.set_actions[s]])
    return rows


def _number(x, point):
    if hasattr(x, "free") and x.free:
        x = x.at({name: point[name] for name in x.free})
    return float(x)


def unexplained(boxes, known):
    """Boxes with no known member near."""
    return [box for box in boxes if not any(near(box, member) for member in known)]


def near(box, member):
    """Whether a member lies in a box, or close to it."""
    low, high = box
    return all(((low[s] - APART <= row) & (row <= high[s] + APART)).all() for s, row in member.items())


def missed(solutions):
    """What the boxes hold that is not among some equilibria, and the equilibria that no box holds."""
    game = solutions.game
    boxes = Expected(game).boxes()
    known = [members(one) for one in solutions]
    astray = [one for one, several in zip(solutions, known, strict=True) if not any(near(box, m) for box in boxes for m in several)]
    return boxes, unexplained(boxes, [m for several in known for m in several]), astray
