"""One unknown pinned by a polynomial of degree three or more whose coefficients depend on parameters.

Its roots in (0, 1) are named by their numbers.  Which of them satisfy all comparisons, and
where, is found by splitting parameter space by the signs of polynomials (values at the ends,
discriminant, resultants with the comparisons) until one answer is proved for a whole region.
Samples only suggest the answer.  The proof has two parts: how many roots there are follows
from signs at the ends, or from Sturm's chain; and z3 finds no parameters in the region at
which a root satisfies, or fails, a comparison against the suggestion.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from flint import fmpq

from games.numbers import Expression, numbered_root, polynomial_text, roots_inside, sign_at

from .parameter_line import Pattern, intervals
from .real_roots import NotSolved, RootOf, dense
from .region_walls import LARGEST, Walls
from .ring import Polynomial, Ring, key
from .sign_oracle import Atom, Oracle
from .sturm import number_inside, pseudo_remainder
from .triangular import Branch, simplify_all

MOST_REGIONS = 300  # for one polynomial
UNITS_A_QUERY = 3_000_000  # of z3's work
SAMPLES = 24  # so many of a region are looked at
DEEPEST = 12  # so often a region is split

RootCase = tuple[RootOf, Branch, list[list[Atom]]]


def implicit_roots(oracle: Oracle, branch: Branch, f: Polynomial, name: str, *, generic: bool) -> Iterator[RootCase]:
    """Split a branch by the roots of an irreducible polynomial in one unknown and parameters.

    Raises
    ------
    NotSolved
        At the end, when something could not be decided; what was found before stands.
    """
    ring = oracle.ring
    conditions = branch.conditions
    free = [a for a in conditions if not ring.degree(a.polynomial, name)]
    bound = [a for a in conditions if ring.degree(a.polynomial, name)]
    if "x" in ring.parameters or any(other != name for a in bound for other in ring.open(a.polynomial)):
        raise NotSolved
    regions = Regions(oracle, f, name, bound, generic=generic)
    cases: dict[int, list[list[Atom]]] = {}
    for number, region in regions.by_root([a for a in free if ring.parametric(a.polynomial)]):
        cases.setdefault(number, []).append([*region, *(a for a in free if not ring.parametric(a.polynomial))])
    for number, regions_of in sorted(cases.items()):
        yield RootOf(name, named(ring, f, name, number), polynomial=f), branch.solved_by_root(name), regions_of
    if not regions.decided:
        raise NotSolved


def named(ring: Ring, f: Polynomial, name: str, number: int) -> Expression:
    """The closed form of a root in (0, 1), by its number."""
    expression = ring.expression(ring.primitive(f)).at({name: Expression.symbol("x")})
    assert isinstance(expression, Expression)
    return numbered_root(polynomial_text(expression.numerator), Fraction(0), Fraction(1), number)


class Regions:
    """Regions of parameter space, and which roots in (0, 1) of a polynomial satisfy some comparisons in each.

    Parameters
    ----------
    oracle : Oracle
        What is assumed of the parameters.
    f, name : polynomial, str
        In an unknown and parameters, irreducible; and the unknown.
    bound : sequence of Atom
        What must hold at a root.
    generic : bool
        Whether walls may be left out.

    Attributes
    ----------
    decided : bool
        Whether the answer is proved everywhere, so far.
    """

    def __init__(self, oracle: Oracle, f: Polynomial, name: str, bound: Sequence[Atom], *, generic: bool) -> None:
        self.oracle = oracle.afresh()  # whose samples tell regions apart: no other question may have left any
        self.ring, self.f, self.name, self.generic = oracle.ring, f, name, generic
        self._signs = self.oracle.quick
        self.bound, self.impossible = self._reduced(bound)
        self.slope = f.derivative(self.ring.index[name])
        self.walls = Walls(self.oracle, f, name, self.bound)
        self.decided, self.tried = True, 0
        self._known_patterns: dict[int, Pattern | None] = {}

    def by_root(self, conditions: Sequence[Atom]) -> Iterator[tuple[int, list[Atom]]]:
        """Give numbers of roots, each with a region in which the root of this number exists and satisfies all comparisons."""
        short = simplify_all(self.oracle, conditions)
        if short is None or self.impossible:
            return
        if self.generic and any(a.relation == "=" for a in short):
            self.oracle.leave(a.polynomial for a in short if a.relation == "=")
            return
        with self.oracle.hurried(UNITS_A_QUERY):
            start = [a.strict() for a in short] if self.generic else short
            if self.generic and len(self.ring.parameters) == 1:
                regions = list(intervals(self.oracle, self.f, self.name, self.bound, start, self._pattern_at))
            else:
                regions = [(self._widened(region, pattern, len(start)), pattern) for region, pattern in self._decide(start, 0)]
        for region, pattern in _distinct(regions):
            for number in (k for k, fits in enumerate(pattern, 1) if fits):
                yield number, region

    def _widened(self, region: list[Atom], pattern: Pattern, fixed: int) -> list[Atom]:
        """The region without the walls that need not be asked about."""
        for wall in region[: fixed - 1 : -1] if fixed else region[::-1]:
            wider = [a for a in region if a is not wall]
            if set(self._patterns(wider).values()) == {pattern} and self._proved(wider, pattern):
                region = wider
        return region

    def _reduced(self, bound: Sequence[Atom]) -> tuple[list[Atom], bool]:
        """The comparisons, of lower degree than the polynomial where that is shorter; and whether one of them never holds."""
        atoms: list[Atom] = []
        short = simplify_all(self._signs, bound)
        if short is None:
            return [], True
        for atom in short:
            p = atom.polynomial
            if self.ring.degree(p, self.name) >= self.ring.degree(self.f, self.name):
                remainder = pseudo_remainder(self.ring, p, self.f, self.name)
                if self._signs.sign(self._lead):
                    p = remainder if len(remainder) <= len(p) else p
                elif self.generic and not remainder:
                    p = remainder
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
                atoms.append(Atom(p, atom.strict().relation if self.generic else atom.relation))
        return atoms, False

    @property
    def _lead(self) -> Polynomial:
        return self.ring.coefficients(self.f, self.name)[-1]

    # ---------------------------------------------------------------- regions

    def _decide(self, region: list[Atom], depth: int) -> Iterator[tuple[list[Atom], Pattern]]:
        """Split a region until in each part the same is proved to hold throughout."""
        self.tried += 1
        root = Atom(self.f, "=")
        if self._satisfiable([*region, root, *self.bound]) is False:
            return
        for _ in range(4):  # a refuted guess leaves a sample against it
            patterns = self._patterns(region)
            counts = Counter(patterns.values())
            if len(counts) != 1:
                break
            (pattern,) = counts  # the guess
            if any(pattern) and self._proved(region, pattern):
                yield region, pattern
                return
            if self._patterns(region).keys() == patterns.keys():
                break
        room = depth < DEEPEST and self.tried < MOST_REGIONS
        wall = self.walls.best(self._patterns(region), self.oracle.mask(region)) if room else None
        if wall is None:
            self.decided = False
            return
        if self.generic:
            self.oracle.leave([wall])
        for side in (Atom(wall, ">"), Atom(-wall, ">"), *(() if self.generic else (Atom(wall, "="),))):
            subregion = simplify_all(self._signs, [*region, side])
            if subregion is not None and self._satisfiable(subregion) is not False:
                yield from self._decide(subregion, depth + 1)

    def _satisfiable(self, atoms: Sequence[Atom]) -> bool | None:
        """Ask the oracle, but of large polynomials samples alone."""
        if any(len(a.polynomial) > LARGEST for a in atoms):
            return True if self.oracle.mask(atoms).any() else None
        return self.oracle.satisfiable(atoms)

    def _patterns(self, region: Sequence[Atom]) -> dict[int, Pattern]:
        """At samples of a region, by their numbers: which roots satisfy all comparisons."""
        patterns: dict[int, Pattern] = {}
        for k in reversed(self.oracle.mask(region).nonzero()[0].tolist()):
            if k not in self._known_patterns:
                self._known_patterns[k] = self._pattern_at(self.oracle.point(k))
            pattern = self._known_patterns[k]
            if pattern is not None:
                patterns[k] = pattern
            if len(patterns) == SAMPLES:
                break
        return patterns

    def _pattern_at(self, point: Mapping[str, Fraction]) -> Pattern | None:
        """Which roots satisfy all comparisons at a point; None where that may be so at this point alone."""
        coordinates = {name: fmpq(x.numerator, x.denominator) for name, x in point.items()}
        f = self.ring.value(self.f, coordinates)
        if not self.ring.degree(f, self.name):
            return None if self.generic or not f else ()
        univariate = dense(self.ring, f, self.name)
        if self.generic and (univariate.gcd(univariate.derivative()).degree() > 0 or not (univariate(0) and univariate(1))):
            return None
        values = [(a, dense(self.ring, self.ring.value(a.polynomial, coordinates), self.name)) for a in self.bound]
        pattern = []
        for g, low, high in roots_inside(univariate, fmpq(0), fmpq(1)):
            signs = [(a, sign_at(p, g, low, high)) for a, p in values]
            if self.generic and any(sign == 0 for _, sign in signs):
                return None
            pattern.append(all(a.holds(sign) for a, sign in signs))
        return tuple(pattern)

    # ---------------------------------------------------------------- proofs

    def _proved(self, region: Sequence[Atom], pattern: Pattern) -> bool:
        """Whether it is proved that throughout a region there are so many roots, and that these of them satisfy all comparisons."""
        return self._agrees(region, pattern) and (self._single(region, pattern) or self._has_count(region, len(pattern)))

    def _agrees(self, region: Sequence[Atom], pattern: Pattern) -> bool:
        """Whether no root contradicts the pattern, provided that there are so many: at simple roots in order, the slope changes sign."""
        for slope_sign, fits in self._classes(region, pattern):
            conditions = [*region, Atom(self.f, "="), *([Atom(self.slope * slope_sign, ">")] if slope_sign else [])]
            failures = [[b] for a in self.bound for b in _failing(a)] if fits else [self.bound]
            if any(self._satisfiable([*conditions, *b]) is not False for b in failures):
                return False
        return True

    def _classes(self, region: Sequence[Atom], pattern: Pattern) -> Iterator[tuple[int, bool]]:
        """Signs of the slope (0 for any), each with whether the roots at which it has that sign satisfy all comparisons."""
        if all(pattern):
            yield 0, True
            return
        first = self._sign_in(region, self.walls.ends[0])
        if not first or len(set(pattern[::2])) > 1 or len(set(pattern[1::2])) > 1:
            yield 0, True  # which cannot be proved
            return
        yield -first, pattern[0]
        yield first, pattern[1]

    def _single(self, region: Sequence[Atom], pattern: Pattern) -> bool:
        """Whether there is one root: the signs at the ends differ, and no root has the slope of a crossing back."""
        first, last = (self._sign_in(region, end) for end in self.walls.ends)
        if len(pattern) != 1 or not first or not last or first == last:
            return False
        back = Atom(self.slope * -last, ">=")
        return self._satisfiable([*region, Atom(self.f, "="), back]) is False

    def _has_count(self, region: Sequence[Atom], count: int) -> bool:
        """Whether Sturm's chain gives this number of roots.

        The number does not change while neither the discriminant nor a value at an end is zero, so that it need only be
        known where no leading coefficient of the chain is zero.
        """
        fixed = [self._sign_in(region, p) for p in (*self.walls.ends, self.walls.discriminant)]
        if self.walls.chain is None or not all(fixed) or any(a.relation == "=" for a in region):
            return False
        return number_inside(self.ring, self.walls.chain, self.name, lambda p: self._sign_in(region, p)) == count

    def _sign_in(self, region: Sequence[Atom], p: Polynomial) -> int | None:
        """The proved sign of a polynomial in the parameters throughout a region, or None; it may be zero on walls when generic."""
        if p.is_constant():
            return self._signs.sign(p)
        return self.ring.sign_by_factors(p, lambda factor: self._signs.sign(factor) or self._sign_of_factor(region, factor))

    def _sign_of_factor(self, region: Sequence[Atom], factor: Polynomial) -> int | None:
        positives = {key(a.polynomial) for a in region if a.relation == ">"}
        for sign in (1, -1):
            if key(factor * sign) in positives:
                return sign
        mask = self.oracle.mask(region)
        signs = {int(s) for s in self.oracle.signs(factor)[mask]} - {0}
        if len(signs) == 1:
            (sign,) = signs
            if self._satisfiable([*region, Atom(factor * -sign, ">=")]) is False:
                return sign
        self.walls.note(factor)
        return None


def _distinct(regions: Iterable[tuple[list[Atom], Pattern]]) -> Iterable[tuple[list[Atom], Pattern]]:
    """The regions, each once."""
    return {tuple(sorted((key(a.polynomial), a.relation) for a in region)): (region, pattern) for region, pattern in regions}.values()


def _failing(atom: Atom) -> list[Atom]:
    """When a comparison fails: one of these holds."""
    p = atom.polynomial
    return {
        ">": [Atom(-p, ">=")],
        ">=": [Atom(-p, ">")],
        "!=": [Atom(p, "=")],
        "=": [Atom(p, ">"), Atom(-p, ">")],
    }[atom.relation]
