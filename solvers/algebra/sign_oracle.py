"""The sign oracle: is a polynomial positive, negative or zero wherever the game makes sense?

Answers come, cheapest first, from exact signs at sampled points (two signs seen: none),
from factors and terms of known sign, and from z3 (``qfnra-nlsat``), whose answer
``unknown`` is carried on.  A sample can only refute; what is claimed is proved.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy, deepcopy
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import lcm
from typing import Any, ClassVar, TypeAlias

import numpy as np
import numpy.typing as npt
from flint import fmpq

from games.numbers import digits, rational, rough, scaled_terms, terms_of

from .budget import OutOfTime, Stopped
from .memory import taken
from .ring import Polynomial, Ring, constant, key

Signs: TypeAlias = npt.NDArray[np.int8]
Terms: TypeAlias = list[tuple[float, list[tuple[int, int]]]]
Floated: TypeAlias = tuple[Terms, int, int]  # and how many binary digits from one its coefficients are, and its degree

UNITS_A_QUERY = 12_000_000  # of z3's own count of its work, about a million a second: neither the machine nor its load decides
UNITS_A_QUICK_QUERY = 100_000
UNITS_A_QUESTION = 500  # what one takes beside that, on the same scale
NO_TIMEOUT = 2**32 - 1
SECONDS_BETWEEN_LOOKS = 0.05  # at how much memory is taken; asking the system takes a while
FEW = 8  # so few rows are evaluated one by one
MOST_SAMPLES = 2_000  # beyond so many, those that have long answered nothing are forgotten
MOST_NOTED = 50_000  # beyond so many entries a table is begun again
WIDEST = 900  # a product that is so many binary digits from one may overflow or underflow in floating point


class OutOfMemory(Stopped):
    """The process holds more memory than it may."""


class OutOfUnits(Stopped):
    """The oracle's allowance is used up."""


class Nlsat:
    """z3 in a context of its own: what others asked before moves neither an answer nor a model.

    A context takes much memory, so that only the last one is kept; where another one has been asked meanwhile, it is begun again.
    """

    _last: ClassVar[Nlsat | None] = None

    def __init__(self) -> None:
        self._solver: Any = None

    def __reduce__(self) -> tuple[type[Nlsat], tuple[()]]:
        return Nlsat, ()

    def ask(self, script: str, units: int, milliseconds: int | None = None) -> tuple[bool | None, Any]:
        """The answer within so many units of work, and a model when it is yes; a time only where the user gave one."""
        import z3

        if self._solver is None:
            if Nlsat._last is not None:
                Nlsat._last._solver = None
            Nlsat._last, self._solver = self, z3.Tactic("qfnra-nlsat", z3.Context()).solver()
            self._solver.set("ctrl_c", False)  # z3 would take the signal for itself
        solver = self._solver
        solver.reset()
        solver.set("rlimit", units)
        solver.set("timeout", NO_TIMEOUT if milliseconds is None else milliseconds)
        solver.from_string(script)
        answer = solver.check()
        known = None if answer == z3.unknown else answer == z3.sat
        return known, solver.model() if known else None

    @property
    def work(self) -> int:
        """z3's count of the work done in this context."""
        if self._solver is None:
            return 0
        told = self._solver.statistics()
        return int(told.get_key_value("rlimit count")) if "rlimit count" in told.keys() else 0  # noqa: SIM118


@dataclass(frozen=True, eq=False)
class Atom:
    """A comparison of a polynomial with zero.

    Parameters
    ----------
    polynomial : polynomial
        The left side.
    relation : {">", ">=", "=", "!="}
        How it compares with zero.
    """

    polynomial: Polynomial
    relation: str

    @cached_property
    def name(self) -> str:
        """The polynomial's name; python-flint does not give back the memory of a polynomial's text, so that it is asked for once."""
        return key(self.polynomial)

    def holds(self, sign: int) -> bool:
        """Whether the comparison holds for a sign."""
        return {">": sign > 0, ">=": sign >= 0, "=": sign == 0, "!=": sign != 0}[self.relation]

    def strict(self) -> Atom:
        """The same with zero excluded."""
        return Atom(self.polynomial, ">") if self.relation == ">=" else self


class Oracle:
    """Knows the domain of a game's parameters and the simplices of its unknowns.

    Parameters
    ----------
    ring : Ring
        Where the polynomials live.
    domain : sequence of Atom
        What is assumed of the parameters.
    simplices : sequence of sequence of str
        Unknowns that are positive and whose sum is less than one.
    points : sequence of dict
        Rational points inside the domain.
    """

    def __init__(
        self,
        ring: Ring,
        domain: Sequence[Atom],
        simplices: Sequence[Sequence[str]],
        points: Sequence[Mapping[str, Fraction]],
        seed: int = 0,
    ) -> None:
        self.ring, self.domain, self.simplices = ring, list(domain), [tuple(s) for s in simplices]
        self._rng = np.random.default_rng(seed)
        self._home = {name: s for s in self.simplices for name in s}
        self._rows: list[list[Fraction]] = []
        self._floats = np.zeros((0, len(ring.names)))
        self._reach = np.zeros(0, int)  # for each sample, how many binary digits from one its numbers are at most
        self._served: list[int] = []  # for each sample, the last question that it answered first
        self._given = 0
        self._signs: dict[str, int | None] = {}
        self._at_samples: dict[str, Signs] = {}
        self._floated: dict[str, Floated] = {}
        self._answers: dict[tuple[Any, ...], bool | None] = {}
        self._given_up: dict[tuple[Any, ...], int] = {}  # after how many units
        self._written: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._factor_names: dict[int, tuple[Polynomial, str]] = {}
        self._z3 = Nlsat()
        self.patience = UNITS_A_QUERY  # for one question
        self.allowance: int | None = None  # units for all questions together
        self.deadline: float | None = None  # the user's, on the clock of time.monotonic
        self.ceiling: int | None = None  # in bytes
        self._look_again = 0.0
        self.proved: list[tuple[Polynomial, int]] = []
        self.aside: list[Polynomial] | None = None
        self.questions = self.queries = 0
        self.unknown = 0
        self.interior = True
        for point in points:
            self.add_point(point)
        self._given, self._drawn = self.size, deepcopy(self._rng)
        self._positive = {key(f): s for atom in self.domain for f, s in self._single(atom)}
        for simplex in self.simplices:
            for part in (*map(ring.gen, simplex), ring.one - sum((ring.gen(n) for n in simplex), ring.zero)):
                content, found = ring.factors(part)
                if len(found) == 1:
                    self._positive[key(found[0][0])] = 1 if content > 0 else -1
        self._variable_signs = {name: self._positive.get(key(ring.gen(name)), 0) for name in ring.names}
        self._assumed = dict(self._positive)

    def afresh(self) -> Oracle:
        """An oracle of the same domain that has learnt nothing yet: what it says does not hang on who was asked what before."""
        self._float()
        out = copy(self)
        vars(out).pop("quick", None)
        out._rows, out._served = self._rows[: self._given], [0] * self._given
        out._floats, out._reach = self._floats[: self._given], self._reach[: self._given]
        out._at_samples = {name: signs[: self._given] for name, signs in self._at_samples.items()}
        out._rng, out._positive, out._z3 = deepcopy(self._drawn), dict(self._assumed), Nlsat()
        out._signs, out._answers, out._given_up, out._numbers = {}, {}, {}, {}
        return out

    @cached_property
    def quick(self) -> Oracle:
        """An oracle of the same domain that soon gives up, for what is only said more shortly when it is known."""
        out = self.afresh()
        out._z3, out.proved = self._z3, []
        out.aside, out.deadline, out.ceiling, out.patience = None, None, None, UNITS_A_QUICK_QUERY
        return out

    # ---------------------------------------------------------------- samples

    def add_point(self, point: Mapping[str, Fraction]) -> None:
        """Remember a point of the domain; unknowns get random values in their simplices."""
        row = [Fraction(point.get(name, 0)) for name in self.ring.parameters]
        drawn: dict[str, Fraction] = {}
        for simplex in self.simplices:
            weights = self._rng.exponential(size=len(simplex) + 1)
            parts = [int(x) + 1 for x in weights / weights.sum() * 9973]
            whole = sum(parts)
            for name, part in zip(simplex, parts, strict=False):
                drawn[name] = Fraction(part, whole)
        row += [drawn.get(name, Fraction(0)) for name in self.ring.unknowns]
        self._rows.append(row)
        self._served.append(self.questions)

    def _float(self) -> None:
        """Take the samples that are new into floating point too."""
        new = self._rows[len(self._floats) :]
        if new:
            self._floats = np.vstack([self._floats, [[rough(x.numerator, x.denominator) for x in row] for row in new]])
            reach = [max((digits(x.numerator, x.denominator) for x in row), default=0) for row in new]
            self._reach = np.concatenate([self._reach, np.array(reach, int)])

    def forget(self) -> None:
        """Drop the samples that have long answered nothing, and tables, when there is much of them; samples get other numbers."""
        if self.size > MOST_SAMPLES:
            self._float()
            kept = [*range(self._given), *sorted(range(self._given, self.size), key=self._served.__getitem__)[-MOST_SAMPLES // 2 :]]
            kept.sort()
            self._rows, self._served = [self._rows[k] for k in kept], [self._served[k] for k in kept]
            self._floats, self._reach = self._floats[kept], self._reach[kept]
            whole = {name: signs for name, signs in self._at_samples.items() if len(signs) > kept[-1]}
            self._at_samples = {name: signs[kept] for name, signs in whole.items()}
        for table in (self._at_samples, self._floated, self._written):
            if len(table) > MOST_NOTED:
                table.clear()
        if len(self._answers) > MOST_NOTED:
            self._answers.clear()
            self._given_up.clear()
            self._numbers.clear()
        if "quick" in vars(self):
            self.quick.forget()

    @property
    def points(self) -> list[dict[str, Fraction]]:
        """The remembered points of the parameters."""
        return [self.point(k) for k in range(self.size)]

    @property
    def size(self) -> int:
        """How many samples there are."""
        return len(self._rows)

    def point(self, k: int) -> dict[str, Fraction]:
        """The parameters of one sample."""
        return dict(zip(self.ring.parameters, self._rows[k], strict=False))

    def coordinates(self, k: int) -> list[fmpq]:
        """One sample, parameters and then unknowns, as arguments of a polynomial."""
        return [fmpq(x.numerator, x.denominator) for x in self._rows[k]]

    def signs(self, p: Polynomial) -> Signs:
        """Exact signs of a polynomial at all samples, shape (samples,)."""
        return self._signs_at_samples(key(p), p)

    def _signs_at_samples(self, name: str, p: Polynomial) -> Signs:
        known = self._at_samples.get(name)
        start = 0 if known is None else len(known)
        if start < len(self._rows):
            fresh = self._evaluate(name, p, start)
            known = fresh if known is None else np.concatenate([known, fresh])
            self._at_samples[name] = known
        return known if known is not None else np.zeros(0, np.int8)

    def _evaluate(self, name: str, p: Polynomial, start: int) -> Signs:
        self._float()
        rows, (terms, widest, degree) = self._floats[start:], self._terms(name, p)
        wide = widest + degree * self._reach[start:] > WIDEST
        if wide.any():
            return np.array([self._exact(p, k) for k in range(start, len(self._rows))], np.int8)
        if len(rows) < FEW:
            found = [_at_row(terms, row) for row in rows.tolist()]
            total, size = (np.array(part) for part in zip(*found, strict=True))
        else:
            total, size = _at_rows(terms, rows)
        signs: Signs = np.sign(total).astype(np.int8)
        for k in np.flatnonzero(np.abs(total) <= 1e-11 * size).tolist():  # too close for floating point: decide exactly
            signs[k] = self._exact(p, start + k)
        return signs

    def _exact(self, p: Polynomial, k: int) -> int:
        """The sign of a polynomial at one sample."""
        exact = p(*self.coordinates(k))
        return int(exact > 0) - int(exact < 0)

    def _terms(self, name: str, p: Polynomial) -> Floated:
        """The terms of a polynomial in floating point: coefficient, and the variables with their powers."""
        if name not in self._floated:
            widest = max((digits(int(c.p), int(c.q)) for c in p.coeffs()), default=0)
            self._floated[name] = scaled_terms(p), widest, int(p.total_degree()) if p else 0
        return self._floated[name]

    # ---------------------------------------------------------------- signs

    def sign(self, p: Polynomial) -> int | None:
        """The proved sign on the whole domain: 1, -1, 0 for the zero polynomial, None when it changes or is not known."""
        if p.is_constant():
            c = constant(p)
            return (c > 0) - (c < 0)
        name = key(p)
        if name not in self._signs:
            self._signs[name] = self._prove(p)
        return self._signs[name]

    def seen_sign(self, p: Polynomial) -> int | None:
        """The sign where it is seen without a proof by z3: from known signs of factors, variables and terms."""
        if p.is_constant():
            c = constant(p)
            return (c > 0) - (c < 0)
        content, found = self.ring.factors(p)
        total = 1 if content > 0 else -1
        for factor, power in found:
            sign = self._positive.get(self._factor_name(factor)) or self._term_sign(factor)
            if not sign:
                return None
            total *= sign**power
        return total

    def _prove(self, p: Polynomial) -> int | None:
        seen = self.signs(p)
        if len(seen) and (seen.max() > 0) and (seen.min() < 0):
            return None
        content, found = self.ring.factors(p)
        total = 1 if content > 0 else -1
        for factor, power in found:
            sign = self._factor_sign(factor)
            if sign is None:
                return None
            total *= sign**power
        return total

    def _factor_name(self, f: Polynomial) -> str:
        """The name of a factor; the ring keeps its factors, so that each is named once."""
        found = self._factor_names.get(id(f))
        if found is None:
            found = self._factor_names[id(f)] = f, key(f)
        return found[1]

    def _factor_sign(self, f: Polynomial) -> int | None:
        name = self._factor_name(f)
        if name in self._positive:
            return self._positive[name]
        seen = self.signs(f)
        if len(seen) and (seen.max() > 0) and (seen.min() < 0):
            return None
        sign = self._term_sign(f)
        if sign is None:
            guess = int(seen.max()) or int(seen.min()) if len(seen) else 1
            if guess == 0:
                return None
            against = self.satisfiable([Atom(-f if guess > 0 else f, ">=")])
            sign = guess if against is False else None
        if sign is not None:
            self._positive[name] = sign
            self.proved.append((f, sign))
        return sign

    def _term_sign(self, f: Polynomial) -> int | None:
        """All terms of one sign, given the variables' signs."""
        signs = set()
        for powers, c in terms_of(f):
            sign = 1 if c > 0 else -1
            for name, power in zip(self.ring.names, powers, strict=True):
                if power % 2:
                    sign *= self._variable_signs[name]
                elif power and not self._variable_signs[name]:
                    sign = 0
            signs.add(sign)
            if len(signs) > 1 or 0 in signs:
                return None
        return signs.pop()

    def _single(self, atom: Atom) -> list[tuple[Polynomial, int]]:
        if atom.relation != ">":
            return []
        content, found = self.ring.factors(atom.polynomial)
        return [(found[0][0], 1 if content > 0 else -1)] if len(found) == 1 and found[0][1] == 1 else []

    def leave(self, polynomials: Iterable[Polynomial]) -> None:
        """Note, when a list was put in `aside`, that a generic search leaves aside where one of some polynomials is zero."""
        if self.aside is not None:
            self.aside += polynomials

    # ---------------------------------------------------------------- satisfiability

    def satisfiable(self, atoms: Iterable[Atom]) -> bool | None:
        """Whether some point of the domain (and of the simplices of the unknowns that occur) satisfies all comparisons.

        Samples are tried first; None when z3 gives up.
        """
        self.go_on()
        self._spend(UNITS_A_QUESTION)
        left: list[Atom] = []
        for atom in atoms:
            if atom.polynomial.is_constant():
                c = constant(atom.polynomial)
                if not atom.holds((c > 0) - (c < 0)):
                    return False
            else:
                left.append(atom)
        if not left:
            return True
        self.questions += 1
        mask = self.mask(left)
        if mask.any():
            self._served[int(mask.argmax())] = self.questions
            return True
        named = tuple(sorted({self._numbers.setdefault((a.name, a.relation), len(self._numbers)) for a in left}))
        if named not in self._answers or self._given_up.get(named, self.patience) < self.patience:
            self._answers[named] = self._ask(left)
            self._given_up.pop(named, None)
            if self._answers[named] is None:
                self._given_up[named] = self.patience
        return self._answers[named]

    @contextmanager
    def hurried(self, units: int) -> Iterator[None]:
        """Give up sooner for a while."""
        before, self.patience = self.patience, min(self.patience, units)
        try:
            yield
        finally:
            self.patience = before

    def mask(self, atoms: Iterable[Atom]) -> npt.NDArray[np.bool_]:
        """Which samples satisfy all comparisons, shape (samples,)."""
        mask = np.ones(len(self._rows), bool)
        for atom in atoms:
            if not mask.any():
                break
            signs = self._signs_at_samples(atom.name, atom.polynomial)
            mask &= {">": signs > 0, ">=": signs >= 0, "=": signs == 0, "!=": signs != 0}[atom.relation]
        return mask

    def _ask(self, atoms: Sequence[Atom]) -> bool | None:
        if self.ring.budget.over:  # after the search: what would be nice to know is left open
            self.ring.budget.go_on()
            return None
        self.queries += 1
        units = self.patience if self.allowance is None else min(self.patience, self.allowance + 1)
        before = self._z3.work if self.allowance is not None else 0
        known, model = self._z3.ask(self.script(atoms), units, self._milliseconds())
        if known:
            self._learn(model)
        elif known is None:
            self._milliseconds()
            self.unknown += 1
        if self.allowance is not None:
            self._spend(self._z3.work - before)
        return known

    def _spend(self, units: int) -> None:
        """Take from the allowance, if there is one."""
        if self.allowance is not None:
            self.allowance -= units
            if self.allowance < 0:
                raise OutOfUnits

    def go_on(self) -> None:
        """Stop the search where the time or the memory that it was given is used up."""
        now = time.monotonic()
        if self.deadline is not None and now > self.deadline:
            raise OutOfTime
        if self.ceiling is not None and now >= self._look_again:
            self._look_again = now + SECONDS_BETWEEN_LOOKS
            if (taken() or 0) > self.ceiling:
                raise OutOfMemory

    def _milliseconds(self) -> int | None:
        """How much time the user has left; None when no clock is to decide."""
        end = self.ring.budget.end if self.deadline is None else self.deadline
        if end is None:
            return None
        left = max(1, int(1000 * (end - time.monotonic())))
        if left == 1 and self.deadline is not None:
            raise OutOfTime
        return left

    def _learn(self, model: Any) -> None:
        """Keep the parameters of a model as a further sample."""
        import z3

        values = {}
        for declared in model.decls():
            if declared.arity():
                continue
            name = declared.name()
            value = model[declared]
            if not z3.is_rational_value(value):
                value = value.approx(30)
            values[name] = Fraction(value.numerator_as_long(), value.denominator_as_long())
        given = {name: values[f"v{k}"] for k, name in enumerate(self.ring.names) if f"v{k}" in values}
        rest = self.point(0) if self._rows else {name: Fraction(0) for name in self.ring.parameters}
        point = {name: given.get(name, rest[name]) for name in self.ring.parameters}
        in_order = [rational(x) for x in point.values()] + [fmpq(0)] * len(self.ring.unknowns)
        for atom in self.domain:
            exact = atom.polynomial(*in_order)
            if not atom.strict().holds(int(exact > 0) - int(exact < 0)):
                return
        self.add_point(point)
        for simplex in self.simplices:
            chosen = {name: given[name] for name in simplex if name in given}
            left = 1 - sum(chosen.values(), Fraction(0))
            if not chosen or left <= 0 or min(chosen.values()) <= 0:
                continue
            for name in simplex:
                self._rows[-1][self.ring.index[name]] = chosen.get(name, left / (len(simplex) - len(chosen) + 1))

    def script(self, atoms: Sequence[Atom]) -> str:
        """Write a question as SMT-LIB 2 text: the comparisons, the domain, and the simplices of the unknowns that occur."""
        used = {name for atom in atoms for name in self.ring.variables(atom.polynomial)}
        lines = list(atoms)
        for simplex in self.simplices:
            here = [name for name in simplex if name in used]
            if here:
                lines += [Atom(self.ring.gen(name), ">") for name in here]
                lines.append(Atom(self.ring.one - sum((self.ring.gen(name) for name in here), self.ring.zero), ">"))
        lines += self.connected(used)
        used |= {name for atom in lines for name in self.ring.variables(atom.polynomial)}
        declared = "".join(f"(declare-const v{self.ring.index[name]} Real)" for name in sorted(used))
        return declared + "".join(f"(assert {self._smt(atom)})" for atom in lines)

    def connected(self, used: Iterable[str]) -> list[Atom]:
        """The domain's conditions that bear on some variables: those that share a variable with them, directly or through others."""
        near, rest = set(used), list(self.domain)
        kept: list[Atom] = []
        while True:
            more = [atom for atom in rest if near.intersection(self.ring.variables(atom.polynomial))]
            if not more:
                return kept
            kept += more
            rest = [atom for atom in rest if atom not in more]
            near |= {name for atom in more for name in self.ring.variables(atom.polynomial)}

    def _smt(self, atom: Atom) -> str:
        if atom.name not in self._written:
            self._written[atom.name] = smt(atom.polynomial)
        left = self._written[atom.name]
        return f"(not (= {left} 0))" if atom.relation == "!=" else f"({atom.relation} {left} 0)"


def _at_rows(terms: Terms, rows: npt.NDArray[np.float64]) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """The values of a polynomial, and of the sum of its terms' sizes."""
    total, size = np.zeros(len(rows)), np.zeros(len(rows))
    for number, powers in terms:
        part = np.full(len(rows), number)
        for k, power in powers:
            part = part * (rows[:, k] if power == 1 else rows[:, k] ** power)
        total += part
        size += np.abs(part)
    return total, size


def _at_row(terms: Terms, row: Sequence[float]) -> tuple[float, float]:
    total = size = 0.0
    for part, powers in terms:
        for k, power in powers:
            part *= row[k] if power == 1 else row[k] ** power
        total += part
        size += abs(part)
    return total, size


def smt(p: Polynomial) -> str:
    """Write a polynomial in SMT-LIB 2, variables numbered as in its ring; coefficients made whole by a positive factor."""
    terms = terms_of(p)
    scale = lcm(*(int(c.q) for _, c in terms))
    out = []
    for powers, c in terms:
        number = int(c.p) * (scale // int(c.q))
        body = " ".join(f"v{k}" for k, power in enumerate(powers) for _ in range(power))
        written = str(number) if number >= 0 else f"(- {-number})"
        out.append(written if not body else f"(* {written} {body})" if number != 1 or " " in body else body)
    return out[0] if len(out) == 1 else f"(+ {' '.join(out)})" if out else "0"
