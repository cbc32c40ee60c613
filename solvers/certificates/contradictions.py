"""Certificates that facts contradict each other: cases, signs, and sums of products."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from typing import Any

from ..verifier.proofs import Formula, Polynomial, facts_of
from .cores import contradictory
from .line_covers import line_cover
from .positive_sums import Ring, degree, positive_sum, primitive, written

Step = dict[str, Any]
Live = list[int]


def contradiction(facts: Sequence[Formula], effort: int) -> Step | None:
    """Find a certificate that facts contradict each other.

    Parameters
    ----------
    facts : sequence of Formula
        As the checker numbers them.
    effort : int
        How many linear programmes are solved at most.
    """
    search = _Search(effort)
    try:
        return search.refute(list(facts), list(range(len(facts))), [])
    except _Spent:
        return None


class _Spent(Exception):
    """The effort is spent."""


@dataclass
class _Search:
    effort: int

    def refute(self, facts: list[Formula], live: Live, kept: Live, *, sure: bool = False) -> Step | None:
        """Contradict the live facts; those that cuts added are kept when others are left out."""
        plain = [k for k in live if facts[k][0] != "or"]
        step = at_sight(facts, plain)
        if step is not None:
            return step
        choices = self.open_choices(facts, plain, [k for k in live if facts[k][0] == "or"])
        if not choices:
            core = contradictory(facts, plain, kept)
            return None if core is None else self.conjunction(facts, core, kept)
        first = min(choices, key=lambda k: (len(choices[k]), k))
        if len(choices[first]) > 1:
            core = contradictory(facts, plain, kept)
            if core is not None:
                return self.conjunction(facts, core, kept)
            if not sure:  # once is enough: the cases below contradict each other with the whole
                core = contradictory(facts, [*plain, *choices], kept)
                if core is None:
                    return None
                return self.refute(facts, [*(k for k in live if facts[k][0] != "or"), *(k for k in core if k in choices)], kept, sure=True)
            p = _shared(facts, choices)
            if p is not None:
                return self.cut(facts, [*plain, *choices], kept, p, sure=True)
        cases = []
        rest = [*plain, *(k for k in choices if k != first)]
        for part in facts[first][1]:
            more = facts_of(part)
            case = self.refute([*facts, *more], [*rest, *range(len(facts), len(facts) + len(more))], kept, sure=sure)
            if case is None:
                return None
            cases.append(case)
        return {"split": first, "cases": cases}

    def open_choices(self, facts: list[Formula], plain: Live, choices: Live) -> dict[int, list[Formula]]:
        """Of the disjunctions that are not true at sight, the cases that do not contradict another fact at sight."""
        known: dict[Any, set[int]] = {}
        for k in plain:
            key, sign = _key(facts[k][1])
            signs = {sign * s for s in SIGNS[facts[k][0]]}
            known[key] = known.get(key, {-1, 0, 1}) & signs

        def true(fact: Formula) -> bool:
            if fact[0] == "or":
                return any(true(one) for one in fact[1])
            if fact[0] == "and":
                return all(true(one) for one in fact[1])
            key, sign = _key(fact[1])
            return key in known and known[key] <= {sign * s for s in SIGNS[fact[0]]}

        def false(fact: Formula) -> bool:
            if fact[0] in ("and", "or"):
                return (any if fact[0] == "and" else all)(false(one) for one in fact[1])
            key, sign = _key(fact[1])
            return key in known and not known[key] & {sign * s for s in SIGNS[fact[0]]}

        return {k: [one for one in facts[k][1] if not false(one)] for k in choices if not any(true(one) for one in facts[k][1])}

    def conjunction(self, facts: list[Formula], core: Live, kept: Live) -> Step | None:
        """Contradict comparisons, which are known to contradict each other."""
        step = self.by_sums(facts, core) or line_cover({k: facts[k] for k in core})
        if step is not None:
            return step
        for k in core:
            if facts[k][0] == "!=":
                return self.cut(facts, core, kept, facts[k][1])
        if len(kept) < MOST_CUTS:
            for p in _candidates(facts, core):
                step = self.cut(facts, core, kept, p)
                if step is not None:
                    return step
        return None

    def by_sums(self, facts: list[Formula], core: Live) -> Step | None:
        """Look for a sum of products, of more and more factors."""
        degrees = sorted(degree(facts[k][1]) * (2 if facts[k][0] == "!=" else 1) for k in core)
        top = degrees[-1]
        sizes = [(1, top), (2, max(top, 2)), (2, top + degrees[-2] if len(degrees) > 1 else top + 1), (3, top + 2), (4, top + 3)]
        for factors, most in sizes:
            if len(core) > 9 and factors > 2:
                break
            if self.effort <= 0:
                raise _Spent
            self.effort -= 1
            step = positive_sum([(k, facts[k]) for k in core], factors, most)
            if step is not None:
                return step
        if len(core) > 9:
            return None
        squared = list(islice((p for p in _candidates(facts, core) if len(p) > 1), 3))
        self.effort -= 1
        return positive_sum([(k, facts[k]) for k in core], 2, top + 2, squared) if squared else None

    def cut(self, facts: list[Formula], live: Live, kept: Live, p: Polynomial, *, sure: bool = False) -> Step | None:
        """Contradict facts for each sign of a polynomial."""
        cases = {}
        for relation in (">", "<", "="):
            turned = {m: -c for m, c in p.items()} if relation == "<" else p
            new = len(facts)
            case = self.refute([*facts, (relation.replace("<", ">"), turned)], [*live, new], kept if sure else [*kept, new], sure=sure)
            if case is None:
                return None
            cases[relation] = case
        return {"cut": written(p), "cases": cases}


MOST_CUTS = 2  # on top of each other, by signs of polynomials that occur in no fact
SIGNS = {">": {1}, ">=": {0, 1}, "=": {0}, "!=": {-1, 1}}


def at_sight(facts: list[Formula], plain: Live) -> Step | None:
    """Two facts about one polynomial that contradict each other, or one about a number that is false."""
    seen: dict[Any, Live] = {}
    for k in plain:
        relation, p = facts[k]
        key, sign = _key(p)
        if not p or set(p) == {()}:
            value = p.get((), Fraction(0))
            if ((value > 0) - (value < 0)) not in SIGNS[relation]:
                if relation == "=":
                    return {"sum": [["1", []]], "zero": [[written({(): -1 / value}), k]]}
                return {"sum": [["1", [k]], *([[str(-value), []]] if value else [])]}
            continue
        for j in seen.get(key, ()):
            if not {sign * s for s in SIGNS[relation]} & {_key(facts[j][1])[1] * s for s in SIGNS[facts[j][0]]}:
                return _pair(facts, j, k)
        seen.setdefault(key, []).append(k)
    return None


def _pair(facts: list[Formula], j: int, k: int) -> Step:
    """Contradict two facts about the same polynomial up to a number."""
    if facts[j][0] == "=":
        j, k = k, j
    p, q = facts[j][1], facts[k][1]
    m = min(p)
    if facts[k][0] != "=":
        return {"sum": [["1", [j]], [str(-p[m] / q[m]), [k]]]}
    if facts[j][0] == "!=":
        return {"sum": [["1", [j]]], "zero": [[written({x: -c * p[m] / q[m] for x, c in p.items()}), k]]}
    return {"sum": [["1", [j]]], "zero": [[written({(): -p[m] / q[m]}), k]]}


def _shared(facts: list[Formula], choices: dict[int, list[Formula]]) -> Polynomial | None:
    """The polynomial of undecided sign that occurs in most disjunctions, where it occurs in several."""
    count: dict[Any, float] = {}
    sample: dict[Any, Polynomial] = {}
    for parts in choices.values():
        for key, p in {_key(one[1])[0]: one[1] for part in parts for one in facts_of(part) if one[0] != "or"}.items():
            count[key] = count.get(key, 0) + 1
            sample.setdefault(key, p)
    best = max(count, key=lambda key: count[key], default=None)
    return sample[best] if best is not None and count[best] > 1 else None


def _candidates(facts: list[Formula], core: Live) -> Iterator[Polynomial]:
    """Polynomials whose sign may part the cases: coefficients of symbols that occur linearly, symbols, factors."""
    names = sorted({name for k in core for powers in facts[k][1] for name, _ in powers})
    seen = {_key(facts[k][1])[0] for k in core if facts[k][0] != ">="}
    ring = Ring(names)

    def factors(p: Polynomial) -> Iterator[Polynomial]:
        return (ring.give(factor) for factor, _ in ring.take(p).factor()[1])

    found: list[Polynomial] = []
    for k in core:
        for name in names:
            parts: dict[int, Polynomial] = {}
            for powers, c in facts[k][1].items():
                d = dict(powers)
                e = d.pop(name, 0)
                parts.setdefault(e, {})[tuple(sorted(d.items()))] = c
            top = max(parts)
            if top and degree(parts[top]):
                found += factors(parts[top])
        if degree(facts[k][1]) > 1:
            found += factors(facts[k][1])
    found += [{((name, 1),): Fraction(1)} for name in names]
    found.sort(key=lambda p: (degree(p), len(p)))
    for p in found:
        if _key(p)[0] not in seen and degree(p):
            seen.add(_key(p)[0])
            yield primitive(p)


def _key(p: Polynomial) -> tuple[Any, int]:
    """What polynomials that differ by a number have in common, and the sign of that number."""
    q = primitive(p)
    sign = 1 if not q or q[min(q)] > 0 else -1
    return frozenset((m, c * sign) for m, c in q.items()), sign
