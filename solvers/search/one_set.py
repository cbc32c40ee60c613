"""What one information set's support needs: a belief that makes it best, whatever is believed elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, cached_property, partial
from typing import Any

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import MOST_NOTED, Atom, Oracle
from .consistency import Beliefs
from .journal import Journal, Unfit
from .known_odds import Odds, advantages, told_apart
from .tree_polynomials import Supports, View


class OneSet:
    """Tests supports set by set, and remembers the answers.

    Parameters
    ----------
    view, oracle : View, Oracle
        The game, and the signs on its domain.
    generic : bool
        Whether only families with interior in parameter space are wanted.
    journal : Journal or None
        Where to note supports that no belief makes best.
    counts : dict from str to int
        Where tests are counted.
    """

    def __init__(self, view: View, oracle: Oracle, generic: bool, journal: Journal | None, counts: dict[str, int]) -> None:
        self.view, self.oracle, self.ring, self.generic, self.journal = view, oracle, view.ring, generic, journal
        self.counts = counts
        self._tests: dict[Any, list[Atom] | None] = {}
        self._fits: dict[Any, list[Atom] | None] = {}
        self._fitting: dict[Any, list[Atom] | None] = {}
        self._weights = [self.ring.gen(name) for name, unknown in view.unknowns.items() if unknown.kind == "weight"]

    def forget(self) -> None:
        """Begin tables again that have grown too large."""
        for table in (self._tests, self._fits, self._fitting):
            if len(table) > MOST_NOTED:
                table.clear()

    def test(self, s: int, supports: Supports) -> list[Atom] | None:
        """The conditions of a set's support, with those below it, on parameters alone; None when no belief makes it best."""
        name = s, self.view.played_from(s, supports)
        if name not in self._tests:
            self.counts["tests"] += 1
            self._tests[name] = self._recorded(s, {}, supports, self._best(s, self.view.members[s], supports, self._groups[s], exact=False))
        return self._tests[name]

    def fit(self, s: int, nodes: tuple[int, ...], supports: Supports) -> list[Atom] | None:
        """The same for beliefs with exactly these nodes."""
        around = (s, nodes, tuple(map(supports.get, self.view.before[s])), self.view.played_from(s, supports))
        if around not in self._fitting:
            groups = self._told_apart(nodes, supports)
            name = (s, nodes, groups, around[-1])
            if name not in self._fits:
                self._fits[name] = self._recorded(s, {s: nodes}, supports, self._best(s, nodes, supports, groups, exact=True))
            self._fitting[around] = self._fits[name]
        return self._fitting[around]

    def fit_in(self, supports: Supports) -> Callable[[int, tuple[int, ...]], list[Atom] | None]:
        """The same for one profile of supports, each asked about once."""
        return cache(partial(self.fit, supports=supports))

    def _recorded(self, s: int, beliefs: Beliefs, supports: Supports, conditions: list[Atom] | None) -> list[Atom] | None:
        if conditions is None and self.journal is not None:
            self.journal.cuts.append(Unfit({j: supports[j] for j in (s, *self.view.heeded[s])}, beliefs, s))
        return conditions

    def _best(self, s: int, nodes: Sequence[int], supports: Supports, groups: Odds | None, *, exact: bool) -> list[Atom] | None:
        first = supports[s][0]
        on_parameters: list[Atom] = []
        on_play: list[Atom] = []
        rows: list[tuple[bool, list[Polynomial]]] = []
        for a in range(self.view.actions[s]):
            if a == first:
                continue
            inside = a in supports[s]
            gains = advantages(self.view, nodes, groups, first, a, supports)
            if len(gains) == 1 or all(g == gains[0] for g in gains[1:]):
                verdict = self._uniform(gains[0], inside, on_parameters, on_play)
            else:
                verdict = self._varied(gains, inside, exact)
                rows.append((inside, gains))
            if not verdict:
                return None
        if rows and (len(rows) > 1 or any(self.oracle.sign(g) is None for _, gains in rows for g in gains)):
            on_play += self._under_a_belief(rows, exact)
        return None if on_play and self.oracle.satisfiable([*on_play, *on_parameters]) is False else on_parameters

    @cached_property
    def _groups(self) -> list[Odds | None]:
        """For each information set, which of its nodes only chance tells apart."""
        return [self._told_apart(members, {}) for members in self.view.members]

    def _told_apart(self, nodes: Sequence[int], supports: Supports) -> Odds | None:
        """Which nodes are known to be how likely beside one another; nothing while a journal is kept, whose cuts speak of single nodes."""
        return told_apart(self.view, nodes, supports) if self.journal is None else None

    def _uniform(self, gain: Polynomial, inside: bool, on_parameters: list[Atom], on_play: list[Atom]) -> bool:
        """One advantage for all beliefs: zero inside the support, not negative outside."""
        if not gain:
            return True
        sign = self.oracle.sign(gain)
        if sign:
            return sign > 0 and not inside
        if not self.ring.parametric(gain):
            on_play.append(Atom(gain, "=" if inside else ">="))
            return True
        if inside:
            if self.generic:
                return False
            on_parameters.append(Atom(gain, "="))
        else:
            on_parameters.append(Atom(gain, ">" if self.generic else ">="))
        return True

    def _varied(self, gains: Sequence[Polynomial], inside: bool, exact: bool) -> bool:
        """Advantages that differ between nodes: could some belief give the sign that is needed?"""
        signs = [self.oracle.sign(g) for g in gains]
        if None in signs:
            return True
        if inside:
            return (min(signs) < 0 < max(signs)) or (0 in signs and not exact) or set(signs) == {0}  # type: ignore[type-var,operator]
        return max(signs) > 0 or (0 in signs and not exact) or set(signs) == {0}  # type: ignore[type-var,operator]

    def _under_a_belief(self, rows: Sequence[tuple[bool, list[Polynomial]]], exact: bool) -> list[Atom]:
        count = len(rows[0][1])
        weights = [*self._weights[: count - 1]]
        weights.append(self.ring.one - sum(weights, self.ring.zero))
        atoms = [Atom(w, ">" if exact else ">=") for w in weights]
        for inside, gains in rows:
            total = sum((w * g for w, g in zip(weights, gains, strict=True)), self.ring.zero)
            atoms.append(Atom(total, "=" if inside else ">="))
        return atoms
