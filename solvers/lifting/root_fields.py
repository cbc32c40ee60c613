"""Numbers that are polynomials in one root, kept in normal form, so that one that is zero looks so."""

from __future__ import annotations

from dataclasses import dataclass, field

from flint import fmpq, fmpq_mpoly, fmpq_poly

from games.numbers import Expression, Number, into, read, simplest, terms_of, univariate

ONE = fmpq_poly([1])


@dataclass
class RootField:
    """The rational numbers with one root of an irreducible polynomial.

    Parameters
    ----------
    root : Expression
        The root, a symbol.
    modulus : fmpq_poly
        The polynomial.
    elements : dict from str to fmpq_poly
        Each unknown as a polynomial in the root, of a smaller degree.
    """

    root: Expression
    modulus: fmpq_poly
    elements: dict[str, fmpq_poly] = field(default_factory=dict)

    def solved(self, name: str, quotient: Expression) -> Number:
        """Put what is known into a quotient that is an unknown."""
        self.elements[name] = self._over(self._value(quotient.numerator), self._value(quotient.denominator))
        return self._number(self.elements[name])

    def holds(self, p: fmpq_mpoly) -> bool:
        """Whether all symbols of a polynomial are known."""
        return all(name in self.elements for name, degree in zip(p.context().names(), p.degrees(), strict=True) if degree)

    def number(self, p: fmpq_mpoly) -> Number:
        """The value of a polynomial."""
        return self._number(self._value(p))

    def take(self, name: str, number: Number) -> None:
        """Know an unknown that is a quotient of polynomials in the root, or rational."""
        quotient = Expression.constant(0) + number
        if set(quotient.names) <= {self.root.names[0]}:
            top, bottom = (self._plain(p) for p in (quotient.numerator, quotient.denominator))
            self.elements[name] = self._over(top, bottom)

    def _plain(self, p: fmpq_mpoly) -> fmpq_poly:
        total = fmpq_poly([])
        for powers, c in terms_of(p):
            total += fmpq_poly([0] * int(sum(powers)) + [c])
        return total % self.modulus

    def _value(self, p: fmpq_mpoly) -> fmpq_poly:
        names = p.context().names()
        powers: dict[tuple[int, int], fmpq_poly] = {}

        def power(k: int, n: int) -> fmpq_poly:
            if n == 0:
                return ONE
            if (k, n) not in powers:
                powers[k, n] = power(k, n - 1) * self.elements[names[k]] % self.modulus
            return powers[k, n]

        total = fmpq_poly([])
        for exponents, c in terms_of(p):
            term = fmpq_poly([c])
            for k, n in enumerate(exponents):
                if n:
                    term = term * power(k, int(n)) % self.modulus
            total += term
        return total

    def _over(self, top: fmpq_poly, bottom: fmpq_poly) -> fmpq_poly:
        common, inverse, _ = bottom.xgcd(self.modulus)
        if common != ONE:
            raise ZeroDivisionError("division by a number that is zero")
        return top * inverse % self.modulus

    def _number(self, element: fmpq_poly) -> Number:
        total = Expression.constant(0)
        for c in reversed(element.coeffs()):
            total = total * self.root + fmpq(c)
        return simplest(total)


def root_field(number: Number, name: str) -> RootField | None:
    """The field of an unknown that is a root between bounds; None where it is rational or written with square roots."""
    if not isinstance(number, Expression) or len(number.roots) != 1 or number.roots[0].low is None or number.roots[0].number is not None:
        return None
    modulus = univariate(number.roots[0].of)
    return RootField(number, modulus, {name: fmpq_poly([0, 1])})


def zero_at_root(number: Expression) -> bool:
    """Whether a number is zero because the irreducible polynomial of the one numbered root in it divides it."""
    used = [root for root in number.roots if root.name in number.names]
    if len(used) != 1 or used[0].number is None:
        return False
    ((root),) = used
    defined = Expression.constant(0) + read(root.of).at({"x": Expression.symbol(root.name)})
    names = tuple(dict.fromkeys((*number.numerator.context().names(), *defined.names)))
    return not remainder(into(number.numerator, names), into(defined.numerator, names), names.index(root.name))


def remainder(p: fmpq_mpoly, q: fmpq_mpoly, place: int) -> fmpq_mpoly:
    """The remainder in one symbol of a polynomial multiplied by a power of the other's leading coefficient."""
    x, degree = p.context().gen(place), q.degrees()[place]
    lead = _coefficient(q, place, degree)
    while p and p.degrees()[place] >= degree:
        k = p.degrees()[place]
        p = lead * p - _coefficient(p, place, k) * x ** (k - degree) * q
    return p


def _coefficient(p: fmpq_mpoly, place: int, power: int) -> fmpq_mpoly:
    """The coefficient of a power of one symbol."""
    terms = {tuple(0 if k == place else e for k, e in enumerate(powers)): c for powers, c in terms_of(p) if powers[place] == power}
    return p.context().from_dict(terms)
