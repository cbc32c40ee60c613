"""Closed forms with labels: a branch of a base with types from a continuum becomes an equilibrium type by type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from games import Game
from games.labels import apart, as_symbol
from games.numbers import Expression, Number, simplest

from ..algebra.ring import Polynomial
from ..algebra.simplification import joined, shortened
from ..closed_forms.closed_form import ClosedForms
from ..closed_forms.presentation import threshold
from ..closed_forms.solving import Piece
from ..results import Assessment, ByType, Pin, Profile, Relation, TypeBelief, TypeCell
from .bases import Start, TypeBase
from .form import Form
from .open_ranges import Comparison, OpenRanges
from .systems import System


class Presented:
    """The labelled closed forms of one branch.

    Parameters
    ----------
    form : Form
        The game.
    base : TypeBase
        The cells.
    piece : Piece
        The branch.
    over : sequence of str
        Parameters in the order in which thresholds should be written.
    """

    def __init__(self, form: Form, base: TypeBase, piece: Piece, over: Sequence[str]) -> None:
        self.form, self.game, self.ring, self.oracle = form, form.game, form.ring, form.oracle
        self.base, self.piece, self.over = base, piece, tuple(over)
        self.system = System(form, base.words, base.believed)
        self.system.base()  # which also finds where beliefs start afresh
        self.names = self._symbols()
        self.closed = ClosedForms(form, piece, self.names)
        self.open = OpenRanges(form, piece, self.names, self.closed)

    def _symbols(self) -> dict[str, str]:
        """What is left open, by the names that people read."""
        names: dict[str, str] = {}
        for name in self.piece.branch.open:
            symbol = as_symbol(self._meaning(name))
            while symbol in names.values() or symbol in self.game.parameters:
                symbol += "_"
            names[name] = symbol
        return names

    def _meaning(self, name: str) -> str:
        """What an unknown is, in a word or two."""
        game = self.game
        kind, numbers = self.form.meaning[name]
        if kind == "u":
            i, k = numbers
            return f"share_{game.players[i]}_{k + 1}"
        if kind == "b":
            i, k, s, a = numbers
            return f"x_{game.set_actions[s][a]}" + (f"_{k + 1}" if len(self.base.words[i]) > 1 else "")
        i, s, a, k = numbers
        if i in self.form.told:
            return f"mu_{game.set_labels[s]}_{game.set_actions[s][a]}"
        several = len(self.system.starts[i, s, a]) > 2
        return f"mu_{game.set_actions[s][a]}" + (f"_{k + 1}" if several else "")

    def _form(self, p: Polynomial, scale: Polynomial | None = None) -> Number:
        return simplest(self.closed(p, scale))

    def _over(self, top: Polynomial, bottom: Polynomial) -> Number:
        """A quotient of polynomials in the unknowns as a closed form."""
        if not top:
            return 0
        common = top.gcd(bottom)
        return simplest(self.closed(top / common) / self.closed(bottom / common))

    # ---------------------------------------------------------------- play

    def _reach(self, j: int, leaf: int) -> Polynomial:
        """The probability of a player's moves on the way to a leaf, before anything is known of its type."""
        return sum((w * self._plays(j, k, leaf) for k, w in enumerate(self.system.shares[j])), self.ring.zero)

    def _plays(self, j: int, k: int, leaf: int) -> Polynomial:
        """The probability of a cell's moves on the way to a leaf."""
        weight = self.ring.one
        for owner, s, move in self.form.paths[leaf]:
            if owner == j:
                weight = weight * self.system.mix(j, k, s, move)
        return weight

    @cached_property
    def _leaves(self) -> dict[int, list[Polynomial]]:
        """For each leaf the probability of every player's moves on the way."""
        return {leaf: [self._reach(j, leaf) for j in self.form.players] for leaf in self.form.chance}

    def _others(self, leaf: int, i: int | None = None) -> Polynomial:
        """The probability of chance and all players but one on the way to a leaf, on the scale `total`."""
        weight = self.form.chance[leaf]
        for j, reach in enumerate(self._leaves[leaf]):
            if j != i:
                weight = weight * reach
        return weight

    def _line(self, i: int, k: int) -> tuple[Polynomial, Polynomial]:
        """What a cell's types expect before play, as a line in the type, on the scale of payoffs and of chance."""
        sums = [self.ring.zero, self.ring.zero]
        for leaf in self.form.chance:
            plays, extra = self.system.own_way(i, k, self.form.paths[leaf], mixed=True)
            if plays:
                weight, (alpha, beta) = self._others(leaf, i) * plays, self.form.line[leaf, i]
                sums = [total + weight * part for total, part in zip(sums, (alpha + extra, beta), strict=True)]
        return sums[0], sums[1]

    @cached_property
    def by_type(self) -> ByType:
        """Cells and beliefs."""
        game, form = self.game, self.form
        cells = {}
        for i, player in enumerate(game.players):
            edges = self.edges(i) if form.typed[i] else [0, 0]
            cells[player] = tuple(self._cell(i, k, low, high) for k, (low, high) in enumerate(pairwise(edges)))
        return ByType({t.owner: t.name for t in game.types if t.at is None}, cells, tuple(self._beliefs()))

    def edges(self, i: int) -> list[Number]:
        """The ends of a player's cells."""
        count, form = len(self.base.words[i]), self.form
        return [self._form(form.edge(i, self.system.shares[i], k), form.ends[i]) for k in range(count + 1)]

    def _cell(self, i: int, k: int, low: Number, high: Number) -> TypeCell:
        game = self.game
        play = {
            game.set_labels[s]: {label: self._form(self.system.mix(i, k, s, a)) for a, label in enumerate(game.set_actions[s])}
            for s in sorted(self.form.own[i])
        }
        first, slope = self._line(i, k)
        scale = self.form.scale[i] * self.form.total
        return TypeCell(low, high, play, (self._form(first, scale), self._form(slope, scale)))

    def _believed(self, j: int, s: int, a: int) -> tuple[bool, dict[int, Polynomial]] | None:
        """What is believed of a player after an action: whether afresh, and the weights of cells; None where nobody moves after that."""
        form, system = self.form, self.system
        if not form.typed[j] or not any(form.seen(s, a, t) for t in form.sets if form.owner[t] != j and form.after(t, s)):
            return None
        start: Start = j, s, a
        if start in system.starts:
            return True, system.weights(start)
        origin, alive, since = system.origin(j, form.nodes[s][0], s)
        first = dict(enumerate(system.shares[j])) if origin is None else system.weights(origin)
        weights = {}
        for k in alive:
            weight = first[k] * system.mix(j, k, s, a)
            for owner, t, move in form.paths[form.nodes[s][0]][since:]:
                if owner == j:
                    weight = weight * system.mix(j, k, t, move)
            if weight:
                weights[k] = weight
        return (False, weights) if weights else None

    def _beliefs(self) -> Iterator[TypeBelief]:
        game, form = self.game, self.form
        for s in form.sets:
            j = form.owner[s]
            for a in range(form.actions[s]):
                believed = self._believed(j, s, a)
                if believed is None:
                    continue
                fresh, weights = believed
                after = game.history(game.children(form.nodes[s][0])[a])
                edges = self.edges(j)
                if fresh and len(weights) > 1 and not set(self.system.names((j, s, a))) <= set(self.base.unknowns):
                    yield TypeBelief(game.players[j], after, ((edges[0], edges[-1], 1),), True, False)
                    continue
                total = sum(weights.values(), self.ring.zero)
                pieces = tuple((edges[k], edges[k + 1], self._over(w, total)) for k, w in weights.items())
                yield TypeBelief(game.players[j], after, pieces, fresh)
        for event in self.system.joint:
            for (j, s, a), w in self.system.believed_types(event).items():
                after = game.history(game.children(form.nodes[s][0])[a])
                yield TypeBelief(game.players[j], after, ((0, 0, self._form(w)),), True)

    @cached_property
    def profile(self) -> Profile:
        """What the others expect of each player at each information set, given what they believe of its type there."""
        game, form, system = self.game, self.form, self.system
        strategies: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
        for s in form.sets:
            j, node = form.owner[s], form.nodes[s][0]
            origin, alive, since = system.origin(j, node, s)
            first = dict(enumerate(system.shares[j])) if origin is None else system.weights(origin)
            weights = {}
            for k in alive:
                weight = first[k]
                for owner, t, move in form.paths[node][since:]:
                    if owner == j:
                        weight = weight * system.mix(j, k, t, move)
                weights[k] = weight
            total = sum(weights.values(), self.ring.zero)
            row = strategies[game.players[j]][game.set_labels[s]] = {}
            for a, label in enumerate(game.set_actions[s]):
                row[label] = self._over(sum((w * system.mix(j, k, s, a) for k, w in weights.items()), self.ring.zero), total)
        return Profile(strategies)

    @property
    def assessment(self) -> Assessment:
        """The profile, and how likely the nodes of each information set are, which differ by moves made at the same time only."""
        game, form = self.game, self.form
        beliefs: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
        for s in form.sets:
            weights = {}
            for n in form.nodes[s]:
                weights[n] = form.before.get(n, self.ring.one)
                for j in form.players:
                    if j != form.owner[s]:
                        weights[n] = weights[n] * self.system.mass(j, s, n, n)
            total = sum(weights.values(), self.ring.zero)
            beliefs[game.players[form.owner[s]]][game.set_labels[s]] = {game.history(n): self._over(w, total) for n, w in weights.items()}
        return Assessment(self.profile, beliefs)

    # ---------------------------------------------------------------- what it brings

    @cached_property
    def outcomes(self) -> dict[str, Number]:
        """Probability of each class of endings."""
        game = self.game
        total = dict.fromkeys(game.outcome_names, self.ring.zero)
        for leaf in self.form.chance:
            total[game.outcome_names[game.outcome[self.form.infoset[leaf]]]] += self._others(leaf)
        return {name: self._form(p, self.form.total) for name, p in total.items()}

    @cached_property
    def payoffs(self) -> dict[str, Number]:
        """Expected payoffs before the types are drawn."""
        form, payoffs = self.form, {}
        for i, player in enumerate(self.game.players):
            total, shares = self.ring.zero, self.system.shares[i]
            for k, share in enumerate(shares):
                first, slope = self._line(i, k)
                if form.typed[i]:
                    middle = form.edge(i, shares, k) + form.edge(i, shares, k + 1)
                    total += share * (first * form.ends[i] * 2 + slope * middle)
                else:
                    total += share * first
            scale = form.scale[i] * form.total * (form.ends[i] * 2 if form.typed[i] else self.ring.one)
            payoffs[player] = self._form(total, scale)
        return payoffs

    @cached_property
    def measures(self) -> dict[str, Number]:
        """Expected measures."""
        measures: dict[str, Number] = {}
        for m, name in enumerate(self.game.measure_names):
            total: Number = Expression.constant(0)
            for leaf in self.form.chance:
                weight = self._others(leaf)
                if weight:
                    total = total + self.closed(weight, self.form.total) * self.game.measure(self.form.infoset[leaf], m)
            measures[name] = simplest(total)
        return measures

    # ---------------------------------------------------------------- where it exists, and what is open

    @cached_property
    def cases(self) -> list[list[Comparison]]:
        """Conjunctions in the parameters, in one of which it exists."""
        cases = [shortened(self.oracle, list(case.atoms)) for case in self.piece.cases]
        return [[(self.ring.expression(a.polynomial), a.relation) for a in case] for case in joined(self.oracle, cases)]

    @cached_property
    def thresholds(self) -> tuple[tuple[Relation, ...], ...]:
        """The cases for people."""
        return tuple(
            tuple(threshold(self.oracle, self.ring.take(e.numerator), relation, self.over) for e, relation in case) for case in self.cases
        )

    # ---------------------------------------------------------------- words

    def steps(self, i: int, k: int) -> tuple[str, ...]:
        """What the types of a cell do, one after the other along their own play; at several sets alike, what they do where."""
        return in_steps(self.game, self.system.supports[i][k])

    @cached_property
    def words(self) -> Mapping[str, str]:
        """What the types of each player do, from the lowest to the highest."""
        told = {}
        for i, player in enumerate(self.game.players):
            cells = [", ".join(self.steps(i, k)) for k in range(len(self.base.words[i]))]
            told[player] = " | ".join(cells)
        return {player: cells for player, cells in told.items() if cells}

    @property
    def title(self) -> str:
        """What it is called, by what is played."""
        return "; ".join(f"{player} {cells}" for player, cells in self.words.items())

    @cached_property
    def pins(self) -> tuple[Pin, ...]:
        """Which indifference pins which mix."""
        game, pins = self.game, []
        for name, origin in self.piece.branch.pins.items():
            kind, numbers = self.form.meaning[name]
            if kind == "b" and origin is not None and name in self.piece.branch.values:
                s = numbers[2]
                owner, other = game.players[self.form.owner[s]], game.players[self.form.owner[origin]]
                pins.append(Pin("mix", owner, game.set_labels[s], other, game.set_labels[origin]))
        return tuple(dict.fromkeys(pins))


def in_steps(game: Game, supports: Mapping[int, Sequence[int]]) -> tuple[str, ...]:
    """What types do, given what they use at each set, in the order of their own play; at several sets alike, what they do where."""
    levels: dict[int, list[int]] = {}
    for s in sorted(supports):
        own = [(int(game.infoset[a]), move) for a, move in game.path(game.set_nodes(s)[0]) if game.owner[a] == game.set_owner[s]]
        if all(move in supports[t] for t, move in own):
            levels.setdefault(len(own), []).append(s)
    steps = []
    for _, sets in sorted(levels.items()):
        alike: dict[str, list[str]] = {}
        for s, short in zip(sets, apart([game.set_labels[s] for s in sets]), strict=True):
            alike.setdefault(" or ".join(game.set_actions[s][a] for a in supports[s]), []).append(short)
        steps += [f"{choice} after {_listed(where)}" if len(alike) > 1 else choice for choice, where in alike.items()]
    return tuple(steps)


def _listed(parts: Sequence[str]) -> str:
    return ", ".join(parts[:-1]) + " and " + parts[-1] if len(parts) > 1 else "".join(parts)
