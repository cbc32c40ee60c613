"""Bases of games with types from a continuum, and the polynomial system of each.

A base fixes, for each player, the order of its cells with the actions that are used at each of its information sets, and which cells
are believed possible where a belief starts afresh and later beliefs depend on it. Where the cells of a player are left open, what
others expect of it stands for them: the probabilities of its actions. With private values nothing else of it matters to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeAlias

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from .form import Form, Line

Support: TypeAlias = tuple[int, ...]
Cell: TypeAlias = tuple[tuple[int, Support], ...]
"""What the types of a cell use: pairs of an information set and actions, in the order of the sets."""
Word: TypeAlias = tuple[Cell, ...]
"""The cells of a player, from the lowest types to the highest."""
Start: TypeAlias = tuple[int, int, int]
"""Where a belief starts afresh: a player, one of its information sets, and an action there that no type takes."""
Believed: TypeAlias = Mapping[Start, tuple[int, ...]]
"""The cells with positive weight where a belief starts afresh."""


@dataclass(frozen=True, eq=False)
class TypeBase:
    """A base with its system.

    Parameters
    ----------
    words : dict from player to Word
        The cells.
    believed : dict
        Cells with positive weight, where later beliefs depend on it.
    unknowns : list of str
        The unknowns of the system.
    equations : list of (polynomial, set)
        All zero, with the information set whose indifference it is.
    atoms : list of Atom
        No action that is not used is better, at either end of a cell; weights of beliefs.
    facts : list of tuple
        What each of the atoms is about: ``("rival", player, cell, set, used, rival, end)`` or ``("belief", start)``.
    positives : list of polynomials
        Shares of cells, mixes, and weights of beliefs; all positive.
    marks : list of tuple
        What each of the positives is: ``("cell", player, k)``, ``("mix", player, k, set, action)`` or ``("belief", start, k)``.
    """

    words: Mapping[int, Word]
    believed: Believed
    unknowns: list[str]
    equations: list[tuple[Polynomial, int | None]]
    atoms: list[Atom]
    facts: list[tuple[object, ...]]
    positives: list[Polynomial]
    marks: list[tuple[object, ...]] = field(default_factory=list)

    @property
    def everything(self) -> list[Atom]:
        """All that must hold."""
        return [*self.atoms, *(Atom(p, ">") for p in self.positives), *(Atom(e, "=") for e, _ in self.equations)]


class Impossible(Exception):
    """A system that contradicts itself."""


class System:
    """Writes down what an equilibrium with some cells must satisfy.

    Parameters
    ----------
    form : Form
        The game.
    words : dict from player to Word
        Cells; those of the other players are left open. A word may speak of some of a player's information sets only, later ones
        first, and its last cell of nothing; what the others expect of that player is then left open, too.
    believed : dict
        Cells with positive weight, for some of the starts of beliefs.
    used : dict from set to actions, optional
        Of players whose cells are left open: which of their actions are expected with positive probability; any when absent.
    """

    def __init__(self, form: Form, words: Mapping[int, Word], believed: Believed, used: Mapping[int, Support] | None = None) -> None:
        self.form, self.ring, self.words, self.believed = form, form.ring, words, believed
        self.supports = {i: [dict(cell) for cell in word] for i, word in words.items()}
        self.whole = {i for i, word in words.items() if all(len(cell) == len(form.own[i]) for cell in word)}
        self.open_used = used or {}
        self.starts: dict[Start, tuple[int, ...]] = {}
        self._open_sets: dict[int, None] = {}
        self._masses: dict[tuple[int, int, int, int], Polynomial] = {}

    # ---------------------------------------------------------------- unknowns

    @cached_property
    def shares(self) -> dict[int, list[Polynomial]]:
        """The share of each cell, by player."""
        return {i: self._rest([f"u{i}.{k}" for k in range(len(word) - 1)]) for i, word in self.words.items()}

    def _rest(self, names: Sequence[str]) -> list[Polynomial]:
        """Unknowns, and what is left of one."""
        free = [self.ring.gen(name) for name in names]
        return [*free, self.ring.one - sum(free, self.ring.zero)]

    def mix(self, i: int, k: int, s: int, a: int) -> Polynomial:
        """The probability with which a cell takes an action."""
        support = self.supports[i][k][s]
        if a not in support:
            return self.ring.zero
        return self._rest([f"b{i}.{k}.{s}.{b}" for b in support[:-1]])[support.index(a)]

    def open_mix(self, s: int, a: int) -> Polynomial:
        """What is expected at an information set of a player whose cells are left open."""
        self._open_sets[s] = None
        if s in self.open_used:
            support = self.open_used[s]
            return self._rest([f"q{s}.{b}" for b in support[:-1]])[support.index(a)] if a in support else self.ring.zero
        return self._rest([f"r{s}.{b}" for b in range(self.form.actions[s] - 1)])[a]

    def weights(self, start: Start) -> dict[int, Polynomial]:
        """What is believed of each cell where a belief starts afresh."""
        return dict(zip(self.starts[start], self._rest(self.names(start)), strict=True))

    def names(self, start: Start) -> list[str]:
        """The unknowns of a belief that starts afresh, one for each cell but the last."""
        i, s, a = start
        letter = "m" if start in self.believed else "n"
        return [f"{letter}{i}.{s}.{a}.{k}" for k in self.starts[start][:-1]]

    # ---------------------------------------------------------------- beliefs

    def origin(self, j: int, node: int, s: int) -> tuple[Start | None, tuple[int, ...], int]:
        """Where the belief about a player at a node of a set comes from: its start, the cells alive, and how many moves before it."""
        alive: tuple[int, ...] = tuple(range(len(self.words[j])))
        start: Start | None = None
        since = 0
        for step, (owner, t, move) in enumerate(self.form.paths[node]):
            if owner != j:
                continue
            now = tuple(k for k in alive if move in self.supports[j][k][t])
            if not now and self.form.seen(t, move, s):
                start, since = (j, t, move), step + 1
                alive = self.believed.get(start, tuple(range(len(self.words[j]))))
                self.starts[start] = alive
            else:
                alive = now
        return start, alive, since

    def mass(self, j: int, s: int, node: int, leaf: int) -> Polynomial:
        """The weight of a player's moves on the way to a leaf, as expected at a node of a set; up to a factor common to the set."""
        key = j, s, node, leaf
        if key not in self._masses:
            self._masses[key] = self._mass(j, s, node, leaf)
        return self._masses[key]

    def _mass(self, j: int, s: int, node: int, leaf: int) -> Polynomial:
        form, total = self.form, self.ring.zero
        steps = form.paths[leaf]
        if j not in self.whole:
            weight = self.ring.one
            for step, (owner, t, move) in enumerate(steps):
                if owner == j and (step >= len(form.paths[node]) or not form.seen(t, move, s)):
                    weight = weight * self.open_mix(t, move)
            return weight
        start, alive, since = self.origin(j, node, s)
        first = self.shares[j] if start is None else self.weights(start)
        for k in alive:
            weight = first[k]
            for owner, t, move in steps[since:]:
                if owner == j:
                    weight = weight * self.mix(j, k, t, move)
                    if not weight:
                        break
            total += weight
        return total

    def pending(self) -> Start | None:
        """A belief that starts afresh and of which later beliefs depend on which cells have weight, where that is not fixed yet."""
        form = self.form
        for start in self.starts:
            i, s, a = start
            if start in self.believed or len(self.words[i]) == 1:
                continue
            for t in form.sets:
                if form.owner[t] == i:
                    continue
                for path in (form.paths[n] for n in form.nodes[t]):
                    own = [(u, m) for owner, u, m in path if owner == i]
                    if (s, a) in own and own[-1] != (s, a):
                        return start
        return None

    # ---------------------------------------------------------------- comparisons

    def value(self, i: int, k: int, s: int, a: int) -> Line:
        """What a cell's types expect of an action at an information set, going on as the cell does; a line in the type, up to a factor."""
        form, ring = self.form, self.ring
        constant, slope = ring.zero, ring.zero
        others = [j for j in form.players if j != i]
        for node in form.nodes[s]:
            for leaf in form.below.get((node, a), ()):
                later = form.paths[leaf][len(form.paths[node]) + 1 :]
                if any(owner == i and move != self.supports[i][k][t][0] for owner, t, move in later):
                    continue
                weight = form.chance[leaf]
                for j in others:
                    weight = weight * self.mass(j, s, node, leaf)
                    if not weight:
                        break
                if weight:
                    alpha, beta = form.line[leaf, i]
                    constant += weight * alpha
                    slope += weight * beta
        return constant, slope

    def base(self) -> TypeBase:
        """The system.

        Raises
        ------
        Impossible
            When it contradicts itself.
        """
        equations: list[tuple[Polynomial, int | None]] = []
        atoms: list[Atom] = []
        facts: list[tuple[object, ...]] = []
        positives: list[Polynomial] = []
        marks: list[tuple[object, ...]] = []
        unknowns: list[str] = []
        for i, word in self.words.items():
            unknowns += [f"u{i}.{k}" for k in range(len(word) - 1)]
            if len(word) > 1:
                positives += self.shares[i]
                marks += [("cell", i, k) for k in range(len(word))]
            for k in range(len(word)):
                for s, support in word[k]:
                    if len(support) > 1:
                        unknowns += [f"b{i}.{k}.{s}.{a}" for a in support[:-1]]
                        positives += [self.mix(i, k, s, a) for a in support]
                        marks += [("mix", i, k, s, a) for a in support]
        for i in self.words:
            for e, s, atom, fact in self._comparisons(i):
                if atom is None:
                    assert e is not None
                    equations.append((e, s))
                else:
                    atoms.append(atom)
                    facts.append(fact)
        mattering = {name for p in (*(e for e, _ in equations), *(atom.polynomial for atom in atoms)) for name in self.ring.open(p)}
        for start, cells in self.starts.items():
            if len(cells) > 1 and (start in self.believed or mattering.intersection(self.names(start))):
                weights = list(self.weights(start).values())
                unknowns += self.names(start)
                if start in self.believed:
                    positives += weights
                    marks += [("belief", start, k) for k in cells]
                else:
                    atoms += [Atom(w, ">=") for w in weights]
                    facts += [("belief", start)] * len(weights)
        for s in self._open_sets:
            if s in self.open_used:
                unknowns += [f"q{s}.{b}" for b in self.open_used[s][:-1]]
            else:
                unknowns += [f"r{s}.{b}" for b in range(self.form.actions[s] - 1)]
                rest = self._rest([f"r{s}.{b}" for b in range(self.form.actions[s] - 1)])
                atoms += [Atom(p, ">=") for p in rest]
                facts += [("open", s)] * len(rest)
        return TypeBase(self.words, self.believed, unknowns, _once(equations), *_kept(atoms, facts), positives, marks)

    def _comparisons(self, i: int) -> Iterator[tuple[Polynomial | None, int, Atom | None, tuple[object, ...]]]:
        """What makes each cell's play best at each of its sets: equations, and comparisons with what they are about."""
        form, cells = self.form, self.supports[i]
        edges = [form.edge(i, self.shares[i], k) for k in range(len(cells) + 1)]
        for s in form.own[i]:
            for k, cell in enumerate(cells):
                if s not in cell:
                    continue
                support = cell[s]
                used = self.value(i, k, s, support[0])
                left = cells[k - 1][s] if k else ()
                right = cells[k + 1].get(s, ()) if k + 1 < len(cells) else ()
                for b in range(form.actions[s]):
                    if b == support[0]:
                        continue
                    other = self.value(i, k, s, b)
                    constant, slope = used[0] - other[0], used[1] - other[1]
                    if b in support:
                        yield constant, s, None, ()
                        yield slope, s, None, ()
                        continue
                    if not form.typed[i]:
                        yield None, s, Atom(constant, ">="), ("rival", i, k, s, support[0], b, "")
                        continue
                    low, high = (constant * form.ends[i] + slope * edges[m] for m in (k, k + 1))
                    starts_left, starts_right = b in left, b in right
                    if starts_left and starts_right:
                        raise Impossible
                    for value, equal, end in ((low, starts_left, "low"), (high, starts_right, "high")):
                        if equal:
                            yield value, s, None, ()
                        else:
                            strict = starts_left or starts_right
                            yield None, s, Atom(value, ">" if strict else ">="), ("rival", i, k, s, support[0], b, end)


def _once(equations: Iterable[tuple[Polynomial, int | None]]) -> list[tuple[Polynomial, int | None]]:
    """Equations that say something, each once; a constant that is not zero is impossible."""
    kept: list[tuple[Polynomial, int | None]] = []
    for e, s in equations:
        if not e:
            continue
        if e.is_constant():
            raise Impossible
        if not any(e == other or e == -other for other, _ in kept):
            kept.append((e, s))
    return kept


def _kept(atoms: Sequence[Atom], facts: Sequence[tuple[object, ...]]) -> tuple[list[Atom], list[tuple[object, ...]]]:
    """Comparisons that say something; one that is false is impossible."""
    kept, about = [], []
    for atom, fact in zip(atoms, facts, strict=True):
        if atom.polynomial.is_constant():
            value = atom.polynomial.leading_coefficient() if atom.polynomial else 0
            if not atom.holds(int(value > 0) - int(value < 0)):
                raise Impossible
        else:
            kept.append(atom)
            about.append(fact)
    return kept, about
