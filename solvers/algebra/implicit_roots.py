"""One unknown pinned by a polynomial of degree three or more whose coefficients depend on parameters.

Its roots in (0, 1) are named by their numbers.  Where which of them are equilibria is found
by splitting the parameters by signs of polynomials (values at the ends, discriminant,
resultants with what must hold) until one answer can be proved for a whole region.  Samples
only guess it.  The proof is in two parts: how many roots there are follows from signs at
the ends, or from Sturm's chain; and z3 finds no parameters in the region at which a root
breaks, or keeps, a comparison against the guess.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import cached_property

from flint import fmpq

from games.numbers import Expression, numbered_root, polynomial_text, roots_inside, sign_at

from .parameter_line import Seen, intervals
from .real_roots import NotSolved, RootOf, dense
from .ring import Polynomial, Ring, key
from .sign_oracle import Atom, Oracle
from .sturm import Member, number_inside, pseudo_remainder, sturm_chain
from .triangular import Branch, simplify_all

MOST_REGIONS = 300  # for one polynomial
UNITS_A_QUERY = 3_000_000
SAMPLES = 24  # so many of a region are looked at
DEEPEST = 12  # so often a region is split
LARGEST = 2_000  # terms of what z3 is asked, and of resultants

Found = tuple[RootOf, Branch, list[list[Atom]]]


def implicit_roots(oracle: Oracle, branch: Branch, f: Polynomial, name: str, *, generic: bool) -> Iterator[Found]:
    """Split a branch by the roots of an irreducible polynomial in one unknown and parameters.

    Raises
    ------
    NotSolved
        At the end, when something could not be decided; what was found before stands.
    """
    ring = oracle.ring
    asked = [*branch.atoms, *(Atom(p, ">") for p in branch.positives)]
    apart = [a for a in asked if not ring.degree(a.polynomial, name)]
    bound = [a for a in asked if ring.degree(a.polynomial, name)]
    if "x" in ring.parameters or any(other != name for a in bound for other in ring.open(a.polynomial)):
        raise NotSolved
    regions = Regions(oracle, f, name, bound, generic=generic)
    cases: dict[int, list[list[Atom]]] = {}
    for number, region in regions.found([a for a in apart if ring.parametric(a.polynomial)]):
        cases.setdefault(number, []).append([*region, *(a for a in apart if not ring.parametric(a.polynomial))])
    left = replace(branch, open=tuple(n for n in branch.open if n != name), unsolved=(), positives=())
    for number, regions_of in sorted(cases.items()):
        yield RootOf(name, named(ring, f, name, number), polynomial=f), left, regions_of
    if not regions.decided:
        raise NotSolved


def named(ring: Ring, f: Polynomial, name: str, number: int) -> Expression:
    """The closed form of a root in (0, 1), by its number."""
    told = ring.expression(ring.primitive(f)).at({name: Expression.symbol("x")})
    assert isinstance(told, Expression)
    return numbered_root(polynomial_text(told.numerator), Fraction(0), Fraction(1), number)


class Regions:
    """Where which root in (0, 1) of a polynomial satisfies some comparisons.

    Parameters
    ----------
    f : polynomial
        In the unknown and parameters, irreducible.
    bound : sequence of Atom
        What must hold at a root.
    generic : bool
        Whether walls may be left out.
    """

    def __init__(self, oracle: Oracle, f: Polynomial, name: str, bound: Sequence[Atom], *, generic: bool) -> None:
        self.oracle = oracle.afresh()  # whose samples tell regions apart: no other question may have left any
        self.ring, self.f, self.name, self.generic = oracle.ring, f, name, generic
        self._signs = self.oracle.quick
        self.bound, self.never = self._reduced(bound)
        self.slope = f.derivative(self.ring.index[name])
        self.ends = tuple(f.subs({name: end}) for end in (0, 1))
        self.decided, self.looked = True, 0
        self._seen: dict[int, Seen | None] = {}
        self._further: list[Polynomial] = []

    def found(self, given: Sequence[Atom]) -> Iterator[tuple[int, list[Atom]]]:
        """Give numbers of roots, and regions in which the root with this number is there and satisfies all comparisons."""
        short = simplify_all(self.oracle, given)
        if short is None or self.never:
            return
        if self.generic and any(a.relation == "=" for a in short):
            self.oracle.leave(a.polynomial for a in short if a.relation == "=")
            return
        with self.oracle.hurried(UNITS_A_QUERY):
            base = [a.strict() for a in short] if self.generic else short
            if self.generic and len(self.ring.parameters) == 1:
                found = list(intervals(self.oracle, self.f, self.name, self.bound, base, self._at))
            else:
                found = [(self._widened(region, guess, len(base)), guess) for region, guess in self._decide(base, 0)]
        for region, guess in {tuple(sorted((key(a.polynomial), a.relation) for a in r)): (r, g) for r, g in found}.values():
            for number in (k for k, fits in enumerate(guess, 1) if fits):
                yield number, region

    def _widened(self, region: list[Atom], guess: Seen, given: int) -> list[Atom]:
        """The region without the walls that need not be asked about."""
        for wall in region[: given - 1 : -1] if given else region[::-1]:
            wider = [a for a in region if a is not wall]
            if set(self._look(wider).values()) == {guess} and self._proved(wider, guess):
                region = wider
        return region

    def _reduced(self, bound: Sequence[Atom]) -> tuple[list[Atom], bool]:
        """The comparisons, of lower degree than the polynomial where that is shorter; and whether one of them never holds."""
        out: list[Atom] = []
        short = simplify_all(self._signs, bound)
        if short is None:
            return [], True
        for atom in short:
            p = atom.polynomial
            if self.ring.degree(p, self.name) >= self.ring.degree(self.f, self.name):
                rest = pseudo_remainder(self.ring, p, self.f, self.name)
                if self._signs.sign(self._lead):
                    p = rest if len(rest) <= len(p) else p
                elif self.generic and not rest:
                    p = rest
                    self.oracle.leave([self._lead])
            if p.is_constant():
                sign = self._signs.sign(p) or 0
                if not atom.holds(sign):
                    return [], True
                continue
            if self.generic and atom.relation != ">" and self.oracle.aside is not None:
                self.oracle.leave([self.ring.resultant(self.f, p, self.name)])
            if self.generic and atom.relation == "=":
                return [], True
            if not (self.generic and atom.relation == "!="):
                out.append(Atom(p, atom.strict().relation if self.generic else atom.relation))
        return out, False

    @property
    def _lead(self) -> Polynomial:
        return self.ring.coefficients(self.f, self.name)[-1]

    # ---------------------------------------------------------------- regions

    def _decide(self, region: list[Atom], depth: int) -> Iterator[tuple[list[Atom], Seen]]:
        """Split a region until the same holds all over each part."""
        self.looked += 1
        root = Atom(self.f, "=")
        if self._satisfiable([*region, root, *self.bound]) is False:
            return
        for _ in range(4):  # a refuted guess leaves a sample against it
            seen = self._look(region)
            guesses = Counter(seen.values())
            if len(guesses) != 1:
                break
            (guess,) = guesses
            if any(guess) and self._proved(region, guess):
                yield region, guess
                return
            if self._look(region).keys() == seen.keys():
                break
        wall = self._wall(region) if depth < DEEPEST and self.looked < MOST_REGIONS else None
        if wall is None:
            self.decided = False
            return
        if self.generic:
            self.oracle.leave([wall])
        for side in (Atom(wall, ">"), Atom(-wall, ">"), *(() if self.generic else (Atom(wall, "="),))):
            part = simplify_all(self._signs, [*region, side])
            if part is not None and self._satisfiable(part) is not False:
                yield from self._decide(part, depth + 1)

    def _satisfiable(self, atoms: Sequence[Atom]) -> bool | None:
        if any(len(a.polynomial) > LARGEST for a in atoms):
            return True if self.oracle.mask(atoms).any() else None
        return self.oracle.satisfiable(atoms)

    def _look(self, region: Sequence[Atom]) -> dict[int, Seen]:
        """What holds at the roots at samples of a region."""
        out: dict[int, Seen] = {}
        for k in reversed(self.oracle.mask(region).nonzero()[0].tolist()):
            if k not in self._seen:
                self._seen[k] = self._at(self.oracle.point(k))
            seen = self._seen[k]
            if seen is not None:
                out[k] = seen
            if len(out) == SAMPLES:
                break
        return out

    def _at(self, point: Mapping[str, Fraction]) -> Seen | None:
        """What holds at the roots at a point; None where that may hold at this point alone."""
        here = {name: fmpq(x.numerator, x.denominator) for name, x in point.items()}
        f = self.ring.value(self.f, here)
        if not self.ring.degree(f, self.name):
            return None if self.generic or not f else ()
        univariate = dense(self.ring, f, self.name)
        if self.generic and (univariate.gcd(univariate.derivative()).degree() > 0 or not (univariate(0) and univariate(1))):
            return None
        values = [(a, dense(self.ring, self.ring.value(a.polynomial, here), self.name)) for a in self.bound]
        out = []
        for g, low, high in roots_inside(univariate, fmpq(0), fmpq(1)):
            signs = [(a, sign_at(p, g, low, high)) for a, p in values]
            if self.generic and any(sign == 0 for _, sign in signs):
                return None
            out.append(all(a.holds(sign) for a, sign in signs))
        return tuple(out)

    # ---------------------------------------------------------------- proofs

    def _proved(self, region: Sequence[Atom], guess: Seen) -> bool:
        """Whether it is proved that all over a region there are so many roots, and that these of them satisfy all comparisons."""
        return self._kept(region, guess) and (self._alone(region, guess) or self._counted(region, len(guess)))

    def _kept(self, region: Sequence[Atom], guess: Seen) -> bool:
        """Whether no root breaks the guess, provided that it has as many roots: at simple roots, slopes of both signs alternate."""
        for turn, fits in self._classes(region, guess):
            here = [*region, Atom(self.f, "="), *([Atom(self.slope * turn, ">")] if turn else [])]
            against = [[b] for a in self.bound for b in _failing(a)] if fits else [self.bound]
            if any(self._satisfiable([*here, *b]) is not False for b in against):
                return False
        return True

    def _classes(self, region: Sequence[Atom], guess: Seen) -> Iterator[tuple[int, bool]]:
        """Signs of the slope that tell roots that fit from those that do not."""
        if all(guess):
            yield 0, True
            return
        first = self._sign_in(region, self.ends[0])
        if not first or len(set(guess[::2])) > 1 or len(set(guess[1::2])) > 1:
            yield 0, True  # which cannot be proved
            return
        yield -first, guess[0]
        yield first, guess[1]

    def _alone(self, region: Sequence[Atom], guess: Seen) -> bool:
        """Whether there is one root: the signs at the ends differ, and no root has the slope of a way back."""
        first, last = (self._sign_in(region, end) for end in self.ends)
        if len(guess) != 1 or not first or not last or first == last:
            return False
        back = Atom(self.slope * -last, ">=")
        return self._satisfiable([*region, Atom(self.f, "="), back]) is False

    def _counted(self, region: Sequence[Atom], count: int) -> bool:
        """Whether Sturm's chain gives this number of roots.

        The number does not change while neither the discriminant nor a value at an end is zero, so that it need only be
        known where no leading coefficient of the chain is zero.
        """
        fixed = [self._sign_in(region, p) for p in (*self.ends, *self._discriminant)]
        if self._chain is None or not all(fixed) or any(a.relation == "=" for a in region):
            return False
        return number_inside(self.ring, self._chain, self.name, lambda p: self._sign_in(region, p)) == count

    @cached_property
    def _chain(self) -> list[Member] | None:
        return sturm_chain(self.ring, self.f, self.name)

    @cached_property
    def _discriminant(self) -> list[Polynomial]:
        return [self.ring.discriminant(self.f, str(self.name))]

    def _sign_in(self, region: Sequence[Atom], p: Polynomial) -> int | None:
        """The sign of a polynomial in the parameters all over a region, when it is proved; it may be zero on walls when generic."""
        if p.is_constant():
            return self._signs.sign(p)
        content, parts = self.ring.factors(p)
        total = 1 if content > 0 else -1
        for part, power in parts:
            sign = self._signs.sign(part) or self._sign_of_factor(region, part)
            if sign is None:
                return None
            total *= sign**power
        return total

    def _sign_of_factor(self, region: Sequence[Atom], part: Polynomial) -> int | None:
        told = {key(a.polynomial) for a in region if a.relation == ">"}
        for sign in (1, -1):
            if key(part * sign) in told:
                return sign
        mask = self.oracle.mask(region)
        signs = {int(s) for s in self.oracle.signs(part)[mask]} - {0}
        if len(signs) == 1:
            (sign,) = signs
            if self._satisfiable([*region, Atom(part * -sign, ">=")]) is False:
                return sign
        if part not in self._further:
            self._further.append(part)
        return None

    # ---------------------------------------------------------------- walls

    @cached_property
    def _walls(self) -> list[Polynomial]:
        """Where what holds at the roots may change: polynomials in the parameters, irreducible and of no known sign."""
        out: dict[str, Polynomial] = {}
        wide = [*self.ends, *self._discriminant]
        for atom in self.bound:
            wide.append(self.ring.resultant(self.f, atom.polynomial, str(self.name)))
        for p in wide:
            for factor, _ in self.ring.factors(p)[1]:
                if len(factor) <= LARGEST and self._signs.sign(factor) is None:
                    out[key(factor)] = factor
        return sorted(out.values(), key=len)

    @cached_property
    def _finer(self) -> list[Polynomial]:
        """Further walls, which tell apart parts of a region that do not hang together: signs of chains at both ends, which fix counts."""
        wide: list[Polynomial] = []
        for atom in (None, *self.bound):
            chain = self._chain if atom is None else sturm_chain(self.ring, self.f, self.name, atom.polynomial)
            for member in chain or []:
                wide += [member.polynomial.subs({self.name: end}) for end in (0, 1)]
                wide += member.scale
        known = {key(wall) for wall in self._walls}
        found = {key(f): f for p in wide for f, _ in self.ring.factors(p)[1] if len(f) <= LARGEST and self._signs.sign(f) is None}
        return sorted((f for name, f in found.items() if name not in known), key=len)

    def _wall(self, region: Sequence[Atom]) -> Polynomial | None:
        """The simplest of the walls that tell the samples of a region apart about as well as any."""
        return self._best(region, [*self._walls, *self._further]) or self._best(region, self._finer)

    def _best(self, region: Sequence[Atom], walls: Sequence[Polynomial]) -> Polynomial | None:
        seen, mask = self._look(region), self.oracle.mask(region)
        gains = []
        for wall in walls:
            signs = self.oracle.signs(wall)
            if not {1, -1} <= set(signs[mask].tolist()):
                continue
            sides = [Counter(seen[k] for k in seen if signs[k] * side > 0) for side in (1, -1)]
            gains.append((_entropy(Counter(seen.values())) - sum(map(_entropy, sides)), wall))
        most = max((gain for gain, _ in gains), default=0.0)
        return min((wall for gain, wall in gains if gain >= most / 2), key=lambda w: (w.total_degree(), len(w)), default=None)


def _entropy(seen: Counter[Seen]) -> float:
    return -sum(n * math.log(n / seen.total()) for n in seen.values())


def _failing(atom: Atom) -> list[Atom]:
    """When a comparison fails: one of these holds."""
    p = atom.polynomial
    return {
        ">": [Atom(-p, ">=")],
        ">=": [Atom(-p, ">")],
        "!=": [Atom(p, "=")],
        "=": [Atom(p, ">"), Atom(-p, ">")],
    }[atom.relation]
