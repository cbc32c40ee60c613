"""The frozen extensive form: the one structure that solvers read.

Nodes stand breadth-first in flat arrays, so the children of a node are neighbours and
parents come first.  Payoffs, chances and measures are sparse rational matrices times a
short list of terms in the parameters (`Combination`), so that a game with millions of
leaves is still symbolic.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from fractions import Fraction
from functools import cached_property
from importlib import import_module
from typing import Any

import numpy as np

from .errors import GameError
from .fixing import exact_values, fix, sorted_values, tie
from .labels import Joined
from .law import PrivateType
from .numbers import Expression, Number, simplest
from .parameter import Domain
from .terms import Combination, Ints

CHANCE, TERMINAL = -1, -2
MOST_REMEMBERED = 20_000  # nodes of a game whose histories are remembered once they are asked for


PICTURES: dict[str, Callable[..., str]] = {}
"""How a tree is drawn, by format; `games.draw` puts its functions here, and a tree knows nothing of pictures."""


@dataclass(frozen=True, eq=False)
class Game:
    """A finite game in extensive form with perfect recall.

    Built by a story (`games.game`), a file (`games.read_efg`) or the catalogue
    (`games.load`); never changed afterwards.

    Parameters
    ----------
    name, title : str
        Short name, and one line that says what the game is.
    players : tuple of str
        The players' labels; chance is none of them.
    domain : Domain
        The open parameters, what is assumed of them, and their defaults.
    headline : tuple of str
        The parameters that maps speak of when nobody names any.
    parent, owner, infoset, move : arrays of int32, shape (nodes,)
        Parent node (-1 at the root); player's index, ``CHANCE`` or ``TERMINAL``;
        index of the information set, or of the chance move in `chance_moves`, or of
        the leaf; index of the action or outcome that leads here (-1 at the root).
    set_owner : array of int32, shape (information sets,)
        The player of each information set.
    set_labels : tuple of str, or what reads like one
        What its player was told, saw and did, joined by ``/``; `games.labels.parts_of` gives the parts.
    set_actions : tuple of tuple of str
        The actions at each information set.
    chance_moves : tuple of (str, tuple of str)
        Name and outcomes of each kind of chance move.
    terms : tuple of Expression
        The terms in the parameters that `chances`, `payoffs` and `measures` combine.
    chances : Combination
        A row per node whose parent is a chance node, in node order: its probability.
    payoffs : Combination
        A row per leaf and player, players fastest.
    measure_names, measures : tuple of str, Combination
        Names; a row per leaf and measure, measures fastest.
    outcome_names, outcome : tuple of str, array of int32, shape (leaves,)
        Classes of endings, and the class of each leaf.
    fixed : dict from str to number
        Parameters that have been given a value, or an expression in the open ones.
    types : tuple of PrivateType
        Types from a continuum, each of which stands as a symbol in its owner's payoffs; none in a finite game.
    """

    name: str
    title: str
    players: tuple[str, ...]
    domain: Domain
    headline: tuple[str, ...]
    parent: Ints
    owner: Ints
    infoset: Ints
    move: Ints
    set_owner: Ints
    set_labels: tuple[str, ...]
    set_actions: tuple[tuple[str, ...], ...]
    chance_moves: tuple[tuple[str, tuple[str, ...]], ...]
    terms: tuple[Expression, ...]
    chances: Combination
    payoffs: Combination
    measure_names: tuple[str, ...]
    measures: Combination
    outcome_names: tuple[str, ...]
    outcome: Ints
    fixed: Mapping[str, Number] = field(default_factory=dict)
    types: tuple[PrivateType, ...] = ()

    # ---------------------------------------------------------------- sizes and names

    @property
    def nodes(self) -> int:
        """Number of nodes."""
        return len(self.parent)

    @cached_property
    def leaves(self) -> int:
        """Number of terminal nodes."""
        return int(np.count_nonzero(self.owner == TERMINAL))

    @property
    def infosets(self) -> int:
        """Number of information sets."""
        return len(self.set_owner)

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the open parameters."""
        return self.domain.names

    @property
    def defaults(self) -> dict[str, Fraction]:
        """The default of every open parameter."""
        return dict(self.domain.start)

    @cached_property
    def fingerprint(self) -> str:
        """A short digest of everything that matters for play."""
        digest = hashlib.sha256()
        for array in (self.parent, self.owner, self.infoset, self.move, self.set_owner, self.outcome):
            digest.update(np.ascontiguousarray(array, dtype=np.int32).tobytes())
        for combination in (self.chances, self.payoffs, self.measures):
            for array in combination.written():
                digest.update(np.ascontiguousarray(array, dtype=np.int32).tobytes())
            digest.update(repr([str(x) for x in combination.numbers]).encode())
        words = (
            self.players,
            self.set_labels,
            self.set_actions,
            self.chance_moves,
            self.measure_names,
            self.outcome_names,
            [t.text() for t in self.terms],
            self.domain.names,
            self.domain.texts,
        )
        digest.update(repr(words).encode())
        if self.types:
            digest.update(repr([(t.name, t.owner, t.law.text(), t.at, t.action, t.counts) for t in self.types]).encode())
        return digest.hexdigest()[:16]

    def __getstate__(self) -> dict[str, object]:
        return {f.name: getattr(self, f.name) for f in fields(self)}

    # ---------------------------------------------------------------- structure

    @cached_property
    def first_child(self) -> Ints:
        """First child of every node, shape (nodes + 1,): children of n are ``first_child[n]`` up to ``first_child[n + 1]``."""
        counts = np.bincount(self.parent[1:], minlength=self.nodes) if self.nodes > 1 else np.zeros(1, np.int64)
        return (1 + np.concatenate([[0], np.cumsum(counts)])).astype(np.int32)

    @cached_property
    def depth(self) -> Ints:
        """Number of moves before every node, shape (nodes,)."""
        depth = np.zeros(self.nodes, np.int32)
        start, end, below = 1, int(self.first_child[1]), 1
        while start < end:
            depth[start:end] = below
            start, end, below = end, int(self.first_child[end]), below + 1
        return depth

    @cached_property
    def leaf_nodes(self) -> Ints:
        """Node of every leaf, shape (leaves,)."""
        return np.flatnonzero(self.owner == TERMINAL).astype(np.int32)

    @cached_property
    def chance_row(self) -> Ints:
        """Row in `chances` of every node, -1 where the parent is no chance node, shape (nodes,)."""
        after_chance = np.zeros(self.nodes, bool)
        after_chance[1:] = self.owner[self.parent[1:]] == CHANCE
        return np.where(after_chance, np.cumsum(after_chance) - 1, -1).astype(np.int32)

    def children(self, node: int) -> range:
        """The children of a node, in the order of its actions."""
        return range(int(self.first_child[node]), int(self.first_child[node + 1]))

    def set_nodes(self, infoset: int) -> list[int]:
        """The nodes of an information set."""
        nodes, start = self._members
        return list(nodes[start[infoset] : start[infoset + 1]].tolist())

    @cached_property
    def _members(self) -> tuple[Ints, Ints]:
        """The nodes of all information sets, set after set, and where those of each begin."""
        nodes = np.flatnonzero(self.owner >= 0)
        sets = self.infoset[nodes]
        start = np.concatenate([[0], np.cumsum(np.bincount(sets, minlength=self.infosets))])
        return nodes[np.argsort(sets, kind="stable")].astype(np.int32), start.astype(np.int64)

    def path(self, node: int) -> list[tuple[int, int]]:
        """The pairs (node, index of the move taken there) from the root to a node."""
        steps = []
        while self.parent[node] >= 0:
            steps.append((int(self.parent[node]), int(self.move[node])))
            node = int(self.parent[node])
        return steps[::-1]

    def move_label(self, node: int) -> str:
        """The label of the move that leads to a node."""
        parent = self.parent[node]
        index = self.infoset[parent]
        labels = self.chance_moves[index][1] if self.owner[parent] == CHANCE else self.set_actions[index]
        return str(labels[self.move[node]])

    def history(self, node: int) -> str:
        """The labels of all moves that lead to a node, chance included, joined by ``/``."""
        known = self._histories.get(node)
        if known is not None:
            return known
        labels, above = [], node
        while self.parent[above] >= 0:
            labels.append(self.move_label(above))
            above = int(self.parent[above])
        history = Joined(reversed(labels))
        if self.nodes <= MOST_REMEMBERED:
            self._histories[node] = history
        return history

    @cached_property
    def _histories(self) -> dict[int, str]:
        """Histories that have been asked for."""
        return {}

    def set_index(self, player: str, label: str) -> int:
        """Find an information set by its player and label.

        Raises
        ------
        GameError
            When there is none, naming those there are.
        """
        try:
            return self._set_index[player, label]
        except KeyError:
            if player not in self.players:
                raise GameError(f"{self.name} has no player {player!r}; its players are {', '.join(self.players)}.") from None
            listed = ", ".join(repr(s) for p, s in self._set_index if p == player)
            raise GameError(f"{player} has no information set {label!r} in {self.name}; there are {listed or 'none'}.") from None

    @cached_property
    def _set_index(self) -> dict[tuple[str, str], int]:
        return {(self.players[owner], label): k for k, (owner, label) in enumerate(zip(self.set_owner, self.set_labels, strict=True))}

    # ---------------------------------------------------------------- numbers

    @cached_property
    def _read_payoffs(self) -> dict[int, Number]:
        """Payoffs that have been asked for; equal ones are read once."""
        return {}

    def payoff(self, leaf: int, player: int) -> Number:
        """Payoff of a player (by index) at a leaf (by leaf index)."""
        row = leaf * len(self.players) + player
        distinct = int(self.payoffs.which[row])
        if distinct not in self._read_payoffs:
            self._read_payoffs[distinct] = self.payoffs.number(row, self.terms)
        return self._read_payoffs[distinct]

    def payoff_line(self, leaf: int, player: int) -> tuple[Number, dict[str, Number]]:
        """Payoff of a player (by index) at a leaf (by leaf index) as a line in its types: the constant, and the slope in each by name."""
        payoff = self.payoff(leaf, player)
        mine = [t.name for t in self.types if t.owner == self.players[player]]
        if not isinstance(payoff, Expression) or not mine:
            return payoff, {}
        slopes = {name: simplest(payoff.derivative(name)) for name in mine if name in payoff.free}
        return payoff.at(dict.fromkeys(mine, Fraction(0))), slopes

    def chance(self, node: int) -> Number:
        """Probability of the chance outcome that leads to a node."""
        return self.chances.number(int(self.chance_row[node]), self.terms)

    def measure(self, leaf: int, measure: int) -> Number:
        """A measure (by index) at a leaf (by leaf index)."""
        return self.measures.number(leaf * len(self.measure_names) + measure, self.terms)

    @cached_property
    def assumed(self) -> tuple[str, ...]:
        """The measures that are the same at every ending: assumed, whatever is played."""
        count = len(self.measure_names)
        return tuple(name for k, name in enumerate(self.measure_names) if len(np.unique(self.measures.which[k::count])) == 1)

    # ---------------------------------------------------------------- making other games

    def point(self, **values: object) -> dict[str, Fraction]:
        """Give a full parameter point: the defaults, but for the values given.

        Raises
        ------
        GameError
            For an unknown parameter, a value that is no exact number, or a point outside the domain.
        """
        point = {**self.defaults, **exact_values(self, values)}
        self.domain.check(point)
        return point

    def at(self, **values: object) -> Game:
        """Put numbers in for all parameters: the defaults, but for the values given; expressions in other parameters tie some."""
        tied, values = self.sorted_values(values)
        if tied:
            return self.tie(**tied).at(**values)
        return self.fix(self.point(**values))

    def with_(self, **values: object) -> Game:
        """Put numbers, or expressions in the other parameters, in for some parameters; the others stay symbolic."""
        tied, plain = self.sorted_values(values)
        if tied:
            return self.tie(**tied).with_(**plain)
        numbers = exact_values(self, values)
        self.domain.keeping(tuple(numbers)).check(numbers)
        self.domain.fixing(numbers).inside  # noqa: B018  (refuses values that leave the others no room)
        return self.fix(numbers)

    def tie(self, **expressions: object) -> Game:
        """Give parameters as expressions in the other parameters, as ``game.tie(r_w="-r_s")``.

        Parameters
        ----------
        **expressions : Expression or str
            For each tied parameter its closed form; it may name other tied ones, but not itself in the end.

        Returns
        -------
        Game
            In the other parameters; the domain is what is left of it, and where the defaults fall outside a point inside it
            takes their place.

        Raises
        ------
        GameError
            For an unknown name, parameters that are tied in a circle, or ties that leave the others no room.
        """
        return tie(self, expressions)

    def sorted_values(self, values: Mapping[str, object]) -> tuple[dict[str, object], dict[str, object]]:
        """Tell expressions in parameters (also as text) from numbers; a text that is a number becomes one."""
        return sorted_values(self, values)

    def fix(self, values: Mapping[str, Number]) -> Game:
        """Put exact numbers, also as text, or expressions in other parameters in without asking whether they lie in the domain.

        Raises
        ------
        GameError
            For an unknown parameter, a value that is neither, or one at which a number of the game divides by zero.

        Notes
        -----
        The game that was made last is kept: who asks with the same numbers again has it, with what is known of it by then.
        """
        asked = tuple((name, type(value), value) for name, value in values.items())
        if not all(kind in (int, Fraction) for _, kind, _ in asked):
            return fix(self, values)
        last: tuple[object, Game] | None = vars(self).get("_fixed_last")
        if last is None or last[0] != asked:
            last = vars(self)["_fixed_last"] = asked, fix(self, values)
        return last[1]

    def hold(self, **rules: Any) -> Game:
        """Hold some players to given behaviour, and leave the others to be solved.

        Parameters
        ----------
        **rules : str, dict or callable
            For each held player an action, made wherever it can be; or for each information set an action or
            ``{action: number}``, as a dict or as a function of the set's label. A strategy of a solution is such a dict.

        Returns
        -------
        Game
            The held players' moves are chance; what they do for certain leaves no node. Their payoffs are measures, as
            ``payoff of US``.

        Raises
        ------
        GameError
            For an unknown player or action, when all are held, or where a rule gives no probabilities.
        """
        held: Game = import_module("games.holding").hold(self, rules)  # found by name: it builds trees, and a tree builds none
        return held

    def grid(self, n: int) -> Game:
        """Give the finite game in which each type from a continuum is one of `n` equally likely ones, at the midpoints of its quantiles.

        Parameters
        ----------
        n : int
            How many types stand for each.

        Returns
        -------
        Game
            Each type, and each shock at a choice, is a chance move of which its owner alone is told, from the lowest, ``w 1``, on.

        Raises
        ------
        GameError
            When there is no such type, when `n` is no whole number above zero, and for shocks that do not count.

        Notes
        -----
        Its equilibria come near those of this game as `n` grows, where there are no ties; the error is of the order of ``1/n`` and need
        not fall at every step.
        """
        finite: Game = import_module("games.gridding").grid(self, n)  # found by name: it builds trees, and a tree builds none
        return finite

    # ---------------------------------------------------------------- showing

    def summary(self) -> str:
        """Say in one line what this is and how large."""
        of = f", {len(self.parameters)} parameters" if self.parameters else ""
        if self.types:
            of += f", {len(self.types)} {'type' if len(self.types) == 1 else 'types'} from a continuum"
        return f"{self.name}: {', '.join(self.players)}; {self.nodes} nodes, {self.infosets} information sets{of}"

    def __repr__(self) -> str:
        return f"<Game {self.summary()}>"

    def svg(self, **options: Any) -> str:
        """Draw the tree as SVG; options as for `games.draw.tree_svg`."""
        return _picture("svg", self, options)

    def tikz(self, **options: Any) -> str:
        """Draw the tree as a LaTeX file with TikZ; options as for `games.draw.tree_tikz`."""
        return _picture("tikz", self, options)

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        try:
            picture = _picture("html", self, {})
        except GameError as error:  # too large to draw: the summary, and how to draw a part
            return {"text/plain": f"{self!r}\n{error}"}
        return {"text/plain": repr(self), "text/html": picture}


def _picture(kind: str, game: Game, options: Mapping[str, Any]) -> str:
    if kind not in PICTURES:
        import_module("games.draw")  # found by name: a tree depends on nobody who draws it
    return PICTURES[kind](game, **options)
