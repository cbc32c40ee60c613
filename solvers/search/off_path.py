"""The play off the path that supports a Nash equilibrium at one parameter point: a closed set, described by its comparisons.

Once all play on the path is pinned to numbers, the mixes that deter a deviation are those that satisfy weak comparisons: one
closed set, which needs no split into supports.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from flint import fmpq

from games.numbers import Expression, simplest

from ..algebra.nlsat import Nlsat, smt
from ..algebra.ring import Polynomial, Ring, constant
from ..algebra.sign_oracle import UNITS_A_QUERY
from ..results import OpenRange, Relation, between

MOST_CANDIDATES = 20_000  # points that are tried before a decision procedure is asked

Values = dict[str, fmpq]


@dataclass(frozen=True, eq=False)
class Joint:
    """A closed set of mixes off the path.

    Parameters
    ----------
    names : tuple of str
        The unknowns, set by set.
    bounds : dict from str to (low, high)
        What each may be by itself.
    atoms : tuple of polynomials
        What else must not be negative, in several unknowns together.
    sample : dict from str to number
        A point of it.
    """

    names: tuple[str, ...]
    bounds: Mapping[str, tuple[fmpq, fmpq]]
    atoms: tuple[Polynomial, ...]
    sample: Values

    def ranges(self, ring: Ring, symbols: Mapping[str, str]) -> tuple[OpenRange, ...]:
        """The range of each unknown; joint conditions stand with the last of their unknowns."""
        relations: dict[str, list[Relation]] = {name: [] for name in self.names}
        for p in self.atoms:
            last = max(ring.open(p), key=self.names.index)
            renamed = ring.expression(p).at({name: Expression.symbol(symbols[name]) for name in ring.open(p)})
            relations[last].append(Relation(simplest(renamed), ">=", 0))
        ends = {name: [Fraction(int(end.p), int(end.q)) for end in self.bounds[name]] for name in self.names}
        return tuple(between(symbols[name], ends[name][0], ends[name][1], relations[name]) for name in self.names)


def close(ring: Ring, atoms: Sequence[Polynomial], sets: Sequence[Sequence[str]]) -> tuple[Joint, Values] | Literal[False] | None:
    """Describe the mixes that satisfy weak comparisons.

    Parameters
    ----------
    atoms : sequence of polynomials
        Must not be negative; in unknowns only.
    sets : sequence of sequence of str
        The unknowns of each information set.

    Returns
    -------
    (Joint, dict), False or None
        The set, with the unknowns that are pinned to one value; False when it is empty; None when that is not decided.
    """
    values: Values = {}
    names = [name for unknowns in sets for name in unknowns]
    atoms = [*atoms, *(ring.one - sum(map(ring.gen, unknowns), ring.zero) for unknowns in sets if len(unknowns) > 1)]
    while True:
        atoms = [p for p in (ring.value(p, values) for p in atoms) if not (p.is_constant() and constant(p) >= 0)]
        if any(p.is_constant() for p in atoms):
            return False
        bounds = {name: _bounds(ring, atoms, name) for name in names if name not in values}
        if any(low > high for low, high in bounds.values()):
            return False
        pinned = {name: low for name, (low, high) in bounds.items() if low == high}
        if not pinned:
            break
        values |= pinned
    joint = [p for p in atoms if len(ring.open(p)) > 1 or not _linear(p)]
    order = tuple(bounds)
    sample = _sample(ring, joint, order, bounds)
    if sample is None or sample is False:
        return sample
    return Joint(order, bounds, tuple(joint), sample), values


def _bounds(ring: Ring, atoms: Sequence[Polynomial], name: str) -> tuple[fmpq, fmpq]:
    """Between which numbers an unknown lies by comparisons in it alone."""
    low, high = fmpq(0), fmpq(1)
    for p in atoms:
        if ring.open(p) == [name] and _linear(p):
            slope = constant(p.derivative(ring.index[name]))
            root = -constant(ring.value(p, {name: fmpq(0)})) / slope
            low, high = (max(low, root), high) if slope > 0 else (low, min(high, root))
    return low, high


def _linear(p: Polynomial) -> bool:
    return int(p.total_degree()) == 1


def _sample(
    ring: Ring, atoms: Sequence[Polynomial], names: Sequence[str], bounds: Mapping[str, tuple[fmpq, fmpq]]
) -> Values | Literal[False] | None:
    """A rational point of the set; False when it is empty, None when none is found and emptiness is not shown."""
    for point in itertools.islice(_candidates(names, bounds), MOST_CANDIDATES):
        if all(constant(ring.value(p, point)) >= 0 for p in atoms):
            return point
    return _decided(ring, atoms, names, bounds)


def _candidates(names: Sequence[str], bounds: Mapping[str, tuple[fmpq, fmpq]]) -> Iterator[Values]:
    """Middles first, then ends, then thirds."""
    yield {n: (bounds[n][0] + bounds[n][1]) / 2 for n in names}
    for fractions in ((0, 1), (0, fmpq(1, 2), 1), (fmpq(1, 3), fmpq(2, 3))):
        for point in itertools.product(*([bounds[n][0] + s * (bounds[n][1] - bounds[n][0]) for s in fractions] for n in names)):
            yield dict(zip(names, point, strict=True))


def _decided(
    ring: Ring, atoms: Sequence[Polynomial], names: Sequence[str], bounds: Mapping[str, tuple[fmpq, fmpq]]
) -> Values | Literal[False] | None:
    """A point of the set, or its emptiness, by nonlinear real arithmetic (z3's nlsat); None when undecided or not rational."""
    import z3

    constraints = list(atoms)
    for name in names:
        low, high = bounds[name]
        constraints += [ring.gen(name) - ring.constant(low), ring.constant(high) - ring.gen(name)]
    declared = "".join(f"(declare-const v{ring.index[name]} Real)" for name in names)
    verdict, model = Nlsat().ask(declared + "".join(f"(assert (>= {smt(p)} 0))" for p in constraints), UNITS_A_QUERY)
    if not verdict:
        return verdict
    assigned = {declared.name(): model[declared] for declared in model.decls()}
    values = {name: assigned.get(f"v{ring.index[name]}", z3.RealVal(0)) for name in names}
    if not all(z3.is_rational_value(x) for x in values.values()):
        return None
    return {name: fmpq(x.numerator_as_long(), x.denominator_as_long()) for name, x in values.items()}
