"""Bases of games with types from a continuum, and the polynomial system of each.

A base fixes, for each player, the order of its cells with the actions that are used at each of its information sets, and which cells
are believed possible where a belief starts afresh and later beliefs depend on it. Where the cells of a player are left open, what
others expect of it stands for them: the probabilities of its actions. With private values nothing else of it matters to them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from .bases import Believed, Impossible, Start, Support, TypeBase, Word, kept, once
from .form import Form


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
        self.joint: dict[tuple[Start, ...], None] = {}
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
        event = self.nobody(j, s)
        if event:
            return self._afresh(j, event, steps)
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

    def nobody(self, j: int, s: int) -> tuple[Start, ...]:
        """What a player to whom chance told its type did before a set of another one, at each type; empty where some type does so."""
        form = self.form
        if j not in form.told or form.owner[s] == j:
            return ()
        own = [next(((j, t, m) for owner, t, m in form.paths[n] if owner == j), None) for n in form.nodes[s]]
        event = tuple(dict.fromkeys(start for start in own if start is not None))
        if len(event) < 2 or any(m in self.supports[j][0][t] for _, t, m in event):
            return ()
        self.joint[event] = None
        return event

    def odds(self, start: Start) -> Polynomial:
        """How likely chance brings the type that is told at a set, on the scale `total`."""
        return self.form.before[self.form.nodes[start[1]][0]]

    def believed_types(self, event: tuple[Start, ...]) -> dict[Start, Polynomial]:
        """What is believed of types that chance tells after a move that none of them makes."""
        return dict(zip(event, self._rest(self.joint_names(event)), strict=True))

    def joint_names(self, event: tuple[Start, ...]) -> list[str]:
        """The unknowns of such a belief."""
        return [f"n{i}.{s}.{a}.0" for i, s, a in event[:-1]]

    def _afresh(self, j: int, event: tuple[Start, ...], steps: Sequence[tuple[int, int, int]]) -> Polynomial:
        """The weight of a player's moves after one that no type makes; the odds of its type, which chance holds, are taken out."""
        own = [(t, m) for owner, t, m in steps if owner == j]
        start = (j, *own[0])
        weight = self.believed_types(event)[start]
        for other in event:
            if other != start:
                weight = weight * self.odds(other)
        for t, m in own[1:]:
            weight = weight * self.mix(j, 0, t, m)
        return weight

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

    def value(self, i: int, k: int, s: int, a: int) -> tuple[Polynomial, Polynomial, Polynomial]:
        """What a cell's types expect of an action at an information set, going on as the cell does.

        Returns
        -------
        tuple of three polynomials
            The constant and the slope of a line in the type, on the scale of payoffs and times the third, which is the weight of the set.
        """
        form, ring = self.form, self.ring
        sums = [ring.zero, ring.zero, ring.zero]
        others = [j for j in form.players if j != i]
        for node in form.nodes[s]:
            for leaf in form.below.get((node, a), ()):
                weight, extra = self.own_way(i, k, form.paths[leaf][len(form.paths[node]) + 1 :])
                weight = weight * form.chance[leaf] if weight else weight
                for j in others:
                    if weight:
                        weight = weight * self.mass(j, s, node, leaf)
                if weight:
                    alpha, beta = form.line[leaf, i]
                    for m, part in enumerate((alpha + extra, beta, ring.one)):
                        sums[m] = sums[m] + weight * part
        return sums[0], sums[1], sums[2]

    def own_way(self, i: int, k: int, steps: Iterable[tuple[int, int, int]], *, mixed: bool = False) -> tuple[Polynomial, Polynomial]:
        """The probability of a cell's own moves on some way, and the shocks on it that count.

        Where it mixes without a shock the actions tie, and one stands for all, unless the real way is wanted, `mixed`.
        """
        weight, extra = self.ring.one, self.ring.zero
        for owner, t, move in steps:
            if owner != i:
                continue
            shock = self.form.shocks.get(t)
            if shock is None and not mixed:
                if move != self.supports[i][k][t][0]:
                    return self.ring.zero, extra
                continue
            chance = self.mix(i, k, t, move)
            if not chance:
                return chance, extra
            weight = weight * chance
            if shock is not None and shock.counts and move == shock.action:
                extra += shock.mean(chance)
        return weight, extra

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
        for event in self.joint:
            weights = list(self.believed_types(event).values())
            unknowns += self.joint_names(event)
            atoms += [Atom(w, ">=") for w in weights]
            facts += [("belief", event[0])] * len(weights)
        for s in self._open_sets:
            if s in self.open_used:
                unknowns += [f"q{s}.{b}" for b in self.open_used[s][:-1]]
            else:
                unknowns += [f"r{s}.{b}" for b in range(self.form.actions[s] - 1)]
                rest = self._rest([f"r{s}.{b}" for b in range(self.form.actions[s] - 1)])
                atoms += [Atom(p, ">=") for p in rest]
                facts += [("open", s)] * len(rest)
        return TypeBase(self.words, self.believed, unknowns, once(equations), *kept(atoms, facts), positives, marks)

    def _comparisons(self, i: int) -> Iterator[tuple[Polynomial | None, int, Atom | None, tuple[object, ...]]]:
        """What makes each cell's play best at each of its sets: equations, and comparisons with what they are about."""
        form, cells = self.form, self.supports[i]
        edges = [form.edge(i, self.shares[i], k) for k in range(len(cells) + 1)]
        for s in form.own[i]:
            for k, cell in enumerate(cells):
                if s not in cell:
                    continue
                support = cell[s]
                if s in form.shocks:
                    yield from self._shocked(i, k, s, support)
                    continue
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

    def _shocked(
        self, i: int, k: int, s: int, support: Support
    ) -> Iterator[tuple[Polynomial | None, int, Atom | None, tuple[object, ...]]]:
        """The same where one action has a shock: it is chosen from a cut on that its probability tells."""
        shock = self.form.shocks[s]
        b, (with_shock, _, weight) = shock.action, self.value(i, k, s, shock.action)
        others = [a for a in support if a != b]
        for a in range(self.form.actions[s]):
            if a == b:
                continue
            here = self.value(i, k, s, a)[0]
            fact = ("rival", i, k, s, support[0], a if support[0] != a else b, "")
            if not others:  # the shock is enough for every other action, however low
                yield None, s, Atom(with_shock + weight * shock.low - here, ">="), fact
            elif a != others[0]:
                gap = self.value(i, k, s, others[0])[0] - here
                if a in support:
                    yield gap, s, None, ()
                else:
                    yield None, s, Atom(gap, ">="), fact
            elif b in support:
                yield here - with_shock - weight * shock.cut(self.mix(i, k, s, b)), s, None, ()
            else:
                yield None, s, Atom(here - with_shock - weight * (shock.low + shock.width), ">="), fact
