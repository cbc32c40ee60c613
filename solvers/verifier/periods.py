"""Fudenberg and Tirole's perfect Bayesian equilibrium, checked on the tree of a game in periods.

Unknown is a belief about each player's type after every public history.  It follows Bayes'
rule wherever the action that was seen has positive probability under it, written as
``b'(t) * sum_s b(s) p(a | s) = b(t) p(a | t)``, which says nothing where it has none.  z3 is asked
whether such beliefs give those at the information sets.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from games import GameError
from games.errors import NotDefined

from .deviation import action_gains
from .reading import Reading
from .reals import Question
from .signs import ONE, ZERO, is_zero, plain
from .table import Table

History = tuple[int, ...]
"""The actions since the draw, by index."""


@dataclass(frozen=True, eq=False)
class Periods:
    """A game in periods with observed actions and independent types.

    Parameters
    ----------
    types : dict from node to tuple
        Each player's type there.
    history : dict from node to history
        The actions since the draw.
    observed : dict from history to int
        How many of these its mover has observed.
    mover : dict from history to int
        Who moves.
    sets : dict from (history, type) to int
        The mover's information set.
    prior : list of dicts from type to number
        The chance of each type of each player.
    """

    types: dict[int, tuple[int, ...]]
    history: dict[int, History]
    observed: dict[History, int]
    mover: dict[History, int]
    sets: dict[tuple[History, int], int]
    prior: list[dict[int, Any]]

    def opening(self, history: History) -> History:
        """The public history at which a period started."""
        return history[: self.observed[history]]


def read_periods(table: Table) -> Periods:
    """Read a tree as a game in periods.

    Raises
    ------
    GameError
        When it is none.
    """

    def refusal(why: str) -> GameError:
        needs = "is defined for games in periods with observed actions and independent types"
        return NotDefined("pbe-ft", f"{needs}; {table.game.name} is none: {why}.")

    nodes: dict[History, dict[int, int]] = defaultdict(dict)
    draw: dict[int, int] = {}
    history_of: dict[int, History] = {}
    chances: list[Any] = []
    for node, parent in enumerate(table.parent):
        if parent < 0 or (table.owner[parent] < 0 and parent not in draw):
            if table.owner[node] != -1:
                draw[node], history_of[node] = len(chances), ()
                chances.append(_chance(table, node))
        elif table.owner[parent] == -1:
            raise refusal("chance moves later on")
        else:
            draw[node], history_of[node] = draw[parent], (*history_of[parent], table.move[node])
        if node in draw:
            nodes[history_of[node]][draw[node]] = node
    for by_draw in nodes.values():
        menus = {(table.owner[n], len(table.children[n])) for n in by_draw.values()}
        if len(by_draw) < len(chances) or len(menus) > 1:
            raise refusal("what can be done depends on a type")
    types_of = _types(table, nodes, draw, len(chances))
    prior = _priors(table, types_of, chances, refusal)
    observed, mover, sets = _observed(table, nodes, types_of, history_of, refusal)
    return Periods({n: types_of[d] for n, d in draw.items()}, history_of, observed, mover, sets, prior)


def _chance(table: Table, node: int) -> Any:
    out: Any = ONE
    while table.parent[node] >= 0:
        out, node = plain(out * table.chances[node]), table.parent[node]
    return out


def _types(table: Table, nodes: Mapping[History, Mapping[int, int]], draw: Mapping[int, int], count: int) -> list[tuple[int, ...]]:
    """Each player's type in every draw, numbered: draws are of one type to a player who has the same information sets in them."""
    names: list[dict[frozenset[int], int]] = [{} for _ in table.players]
    out = []
    for d in range(count):
        own_sets: list[set[int]] = [set() for _ in table.players]
        for by_draw in nodes.values():
            if table.owner[by_draw[d]] >= 0:
                own_sets[table.owner[by_draw[d]]].add(table.infoset[by_draw[d]])
        out.append(tuple(names[i].setdefault(frozenset(sets), len(names[i])) for i, sets in enumerate(own_sets)))
    return out


def _priors(table: Table, types_of: list[tuple[int, ...]], chances: list[Any], refusal: Any) -> list[dict[int, Any]]:
    """The chance of each player's types, which must be independent."""
    if len(set(types_of)) < len(types_of):
        raise refusal("something is drawn that nobody is told")
    prior: list[dict[int, Any]] = [{} for _ in table.players]
    for types, p in zip(types_of, chances, strict=True):
        for i, t in enumerate(types):
            prior[i][t] = plain(prior[i].get(t, ZERO) + p)
    for types, p in zip(types_of, chances, strict=True):  # then no combination is missing either: the chances add up to one
        product: Any = ONE
        for i, t in enumerate(types):
            product = product * prior[i][t]
        if not is_zero(plain(product - p)):
            raise refusal("types are not independent")
    return prior


def _observed(
    table: Table,
    nodes: Mapping[History, Mapping[int, int]],
    types_of: list[tuple[int, ...]],
    history_of: Mapping[int, History],
    refusal: Any,
) -> tuple[dict[History, int], dict[History, int], dict[tuple[History, int], int]]:
    """How many actions each mover has observed, who moves, and at which information set; every action is seen after its period."""
    observed: dict[History, int] = {}
    mover: dict[History, int] = {}
    sets: dict[tuple[History, int], int] = {}
    for history in sorted(nodes, key=len):
        by_draw = nodes[history]
        who = table.owner[by_draw[0]]
        if who < 0:
            continue
        mover[history] = who
        for d, n in by_draw.items():
            sets[history, types_of[d][who]] = table.infoset[n]
        groups = {frozenset(history_of[m] for m in table.members[table.infoset[n]]) for n in by_draw.values()}
        (histories, *further) = groups
        common = next((k for k in range(len(history)) if len({h[k] for h in histories}) > 1), len(history))
        expected = {h for h in nodes if len(h) == len(history) and h[:common] == history[:common]} if len(histories) > 1 else {history}
        between = [history[:k] for k in range(common, len(history))]
        acting = [mover[h] for h in between]
        if (
            further
            or histories != expected
            or any(observed[h] != common for h in between)
            or who in acting
            or len(set(acting)) < len(acting)
        ):
            raise refusal("not every action is seen once its period is over")
        observed[history] = common
    return observed, mover, sets


# ------------------------------------------------------------------ beliefs


def periodic_beliefs(reading: Reading, *, rational: bool) -> bool:
    """Whether beliefs that the definition allows agree with those given, and (if asked) rule every gain out.

    Raises
    ------
    GameError
        When the game is not one in periods, or z3 does not decide.
    """
    return _Beliefs(reading).possible(rational)


class _Beliefs:
    """The unknown beliefs about types, one for each player, opening and action since."""

    def __init__(self, reading: Reading) -> None:
        import z3

        self.z3, self.reading, self.table = z3, reading, reading.table
        self.periods = read_periods(reading.table)
        self.ask = Question(z3)
        self.beliefs_about: dict[tuple[int, History], dict[int, Any]] = {}
        self.updates: dict[tuple[int, History, int], dict[int, Any]] = {}

    def possible(self, rational: bool) -> bool:
        """Ask z3."""
        table = self.table
        for s, members in enumerate(table.members):
            belief = self.reading.given.get(s)
            weights = {n: self.belief(n) for n in members}
            if belief is not None:
                self.ask.add(*(weights[n] == self.ask.number(belief[n]) for n in members))
            if rational:
                for row in action_gains(self.reading, s):
                    self.ask.add(self.z3.Sum([self.ask.number(x) * weights[n] for n, x in zip(members, row, strict=True)]) <= 0)
        answer = self.ask.solver().check()
        if answer == self.z3.unknown:
            raise GameError(f"The beliefs of {table.game.name} could not be decided; give beliefs at every information set.")
        return bool(answer == self.z3.sat)

    def belief(self, node: int) -> Any:
        """The belief in a node, as a product over the other players."""
        periods, table = self.periods, self.table
        history, types, who = periods.history[node], periods.types[node], table.owner[node]
        start = periods.opening(history)
        out = self.ask.one
        for j in range(len(table.players)):
            if j != who and len(periods.prior[j]) > 1:
                out = out * self.about(j, start)[types[j]]
        for k in range(len(start), len(history)):
            out = out * self.ask.number(self.chance(history[:k], types, history[k]))
        return out

    def chance(self, history: History, types: tuple[int, ...], action: int) -> Any:
        """How likely an action is, given the types."""
        who = self.periods.mover[history]
        return self.reading.strategies[self.periods.sets[history, types[who]]][action]

    def about(self, j: int, start: History) -> dict[int, Any]:
        """The common belief about a player at an opening."""
        if (j, start) not in self.beliefs_about:
            self.beliefs_about[j, start] = self._about(j, start)
        return self.beliefs_about[j, start]

    def _about(self, j: int, start: History) -> dict[int, Any]:
        """Bayes' rule from the opening before, where the player has acted since; else what was believed there."""
        periods = self.periods
        if not start:
            return {t: self.ask.number(p) for t, p in periods.prior[j].items()}
        last = start[:-1]
        before = periods.opening(last)
        acted = next((k for k in range(len(before), len(start)) if periods.mover[start[:k]] == j), None)
        if acted is None:
            return self.about(j, before)
        cell = (j, before, start[acted])
        if cell not in self.updates:
            earlier = self.about(j, before)
            belief = {t: self.ask.real(f"b{len(self.updates)}_{t}") for t in earlier}
            self.updates[cell] = belief
            probabilities = {t: self.ask.number(self.reading.strategies[periods.sets[start[:acted], t]][start[acted]]) for t in earlier}
            total = self.z3.Sum([earlier[t] * probabilities[t] for t in earlier])
            self.ask.add(*(b >= 0 for b in belief.values()), self.z3.Sum(list(belief.values())) == 1)
            self.ask.add(*(belief[t] * total == earlier[t] * probabilities[t] for t in earlier))
        return self.updates[cell]
