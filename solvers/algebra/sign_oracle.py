"""The sign oracle: is a polynomial positive, negative or zero wherever the game makes sense?

Answers come, cheapest first, from exact signs at sampled points (two signs seen: none),
from factors and terms of known sign, and from z3 (``qfnra-nlsat``), whose answer
``unknown`` is carried on.  A sample can only refute; what is claimed is proved.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
from flint import fmpq

from games.numbers import rational

from .budget import OutOfTime, Stopped
from .known_signs import KnownSigns
from .memory import memory_in_use
from .nlsat import Nlsat, rational_values, smt
from .ring import Polynomial, Ring, constant, key
from .samples import Samples, Signs

UNITS_A_QUERY = 12_000_000  # of z3's own count of its work, about a million a second: neither the machine nor its load decides
UNITS_A_QUICK_QUERY = 100_000  # of a quick companion, on the same scale
UNITS_A_QUESTION = 500  # charged for each question beside that, on the same scale
SECONDS_BETWEEN_LOOKS = 0.05  # at how much memory is taken; asking the system takes a while
MOST_NOTED = 50_000  # beyond so many entries a table is begun again
HOLDING = {">": np.greater, ">=": np.greater_equal, "=": np.equal, "!=": np.not_equal}
POSITIVE, NEGATIVE = (np.int8(sign).tobytes() for sign in (1, -1))  # signs in what `Samples` gives


def seen(mask: npt.NDArray[np.bool_]) -> bool:
    """Whether a truth holds at some sample; much faster than numpy, for so few."""
    return b"\x01" in mask.tobytes()


class OutOfMemory(Stopped):
    """The process holds more memory than it may."""


class Postponed(Stopped):
    """What was begun asks more questions than it may before its turn comes again."""


class OutOfUnits(Stopped):
    """The oracle's allowance is used up."""


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

    @cached_property
    def name_of_opposite(self) -> str:
        """The name of minus the polynomial."""
        return key(-self.polynomial)

    def holds(self, sign: int) -> bool:
        """Whether the comparison holds for a sign."""
        return {">": sign > 0, ">=": sign >= 0, "=": sign == 0, "!=": sign != 0}[self.relation]

    def holds_for(self, value: fmpq) -> bool:
        """Whether the comparison holds for a value of the polynomial."""
        return self.holds(int(value > 0) - int(value < 0))

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
        self.samples = Samples(ring, self.simplices, points, seed)
        self._signs: dict[str, int | None] = {}
        self._answers: dict[tuple[Any, ...], bool | None] = {}
        self._given_up: dict[tuple[Any, ...], int] = {}  # after how many units
        self.simplified: dict[tuple[str, str], Atom | bool] = {}  # by name and relation: what is left of a comparison
        self._smt_texts: dict[str, str] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._nlsat = Nlsat()
        self.patience = UNITS_A_QUERY  # for one question
        self.allowance: int | None = None  # units for all questions together
        self.deadline: float | None = None  # the user's, on the clock of time.monotonic
        self.ceiling: int | None = None  # in bytes
        self.most_queries: int | None = None  # to z3, counted from the beginning
        self._look_again = 0.0  # when memory is asked for next, on the same clock
        self.proved: list[tuple[Polynomial, int]] = []  # irreducible polynomials with their signs on the whole domain
        self.aside: list[Polynomial] | None = None  # at whose zeros a generic search looked no further
        self.questions = self.queries = 0  # what was asked here, and of it what went to z3
        self.unknown = 0  # how often z3 gave up
        self._known_signs = KnownSigns(ring, self.domain, self.simplices)

    def afresh(self) -> Oracle:
        """An oracle of the same domain that has learnt nothing yet, so that its answers do not depend on what was asked before."""
        oracle = copy(self)
        vars(oracle).pop("quick", None)
        oracle.samples, oracle._known_signs, oracle._nlsat = self.samples.afresh(), self._known_signs.afresh(), Nlsat()
        oracle._signs, oracle._answers, oracle._given_up, oracle._numbers, oracle.simplified = {}, {}, {}, {}, {}
        return oracle

    @cached_property
    def quick(self) -> Oracle:
        """An oracle of the same domain that soon gives up, for questions whose answers only shorten what is said."""
        oracle = self.afresh()
        oracle._nlsat, oracle.proved = self._nlsat, []
        oracle.aside, oracle.deadline, oracle.ceiling, oracle.patience = None, None, None, UNITS_A_QUICK_QUERY
        return oracle

    # ---------------------------------------------------------------- samples

    def add_point(self, point: Mapping[str, Fraction]) -> None:
        """Remember a point of the domain; unknowns get random values in their simplices."""
        self.samples.add(point, self.questions)

    def forget(self) -> None:
        """Drop the samples that have long answered nothing, and tables, when there is much of them; samples get other numbers."""
        self.samples.forget(MOST_NOTED)
        if len(self._smt_texts) > MOST_NOTED:
            self._smt_texts.clear()
        if len(self.simplified) > MOST_NOTED:
            self.simplified.clear()
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
        return len(self.samples)

    def point(self, k: int) -> dict[str, Fraction]:
        """The parameters of one sample."""
        return self.samples.point(k)

    def coordinates(self, k: int) -> list[fmpq]:
        """One sample, parameters and then unknowns, as arguments of a polynomial."""
        return self.samples.coordinates(k)

    def signs(self, p: Polynomial) -> Signs:
        """Exact signs of a polynomial at all samples, shape (samples,)."""
        return self.samples.signs(p)

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
        return self._known_signs.seen(p)

    def _prove(self, p: Polynomial) -> int | None:
        return None if self._changes_sign(p) else self.ring.sign_by_factors(p, self._factor_sign)

    def _changes_sign(self, p: Polynomial) -> bool:
        """Whether both signs are seen at samples."""
        signs = self.signs(p)
        written = signs.tobytes()
        return POSITIVE in written and NEGATIVE in written

    def _factor_sign(self, factor: Polynomial) -> int | None:
        sign = self._known_signs.of(factor)
        if sign is not None or self._changes_sign(factor):
            return sign
        sign = self._known_signs.of_terms(factor)
        if sign is None:
            signs = self.signs(factor)
            guess = int(signs.max()) or int(signs.min()) if len(signs) else 1
            if guess == 0:
                return None
            sign = guess if self.satisfiable([Atom(factor * -guess, ">=")]) is False else None
        if sign is not None:
            self._known_signs.learn(factor, sign)
            self.proved.append((factor, sign))
        return sign

    def leave(self, polynomials: Iterable[Polynomial]) -> None:
        """Note polynomials at whose zeros a generic search looks no further, where a list in `aside` is kept of them."""
        if self.aside is not None:
            self.aside += polynomials

    # ---------------------------------------------------------------- satisfiability

    def satisfiable(self, atoms: Iterable[Atom]) -> bool | None:
        """Whether some point of the domain (and of the simplices of the unknowns that occur) satisfies all comparisons.

        Samples are tried first; None when z3 gives up.
        """
        self.go_on()
        self._spend(UNITS_A_QUESTION)
        open_atoms: list[Atom] = []
        for atom in atoms:
            if atom.polynomial.is_constant():
                if not atom.holds_for(constant(atom.polynomial)):
                    return False
            else:
                open_atoms.append(atom)
        if not open_atoms:
            return True
        self.questions += 1
        mask = self.mask(open_atoms)
        if seen(mask):
            self.samples.serves(int(mask.argmax()), self.questions)
            return True
        question = tuple(sorted({self._numbers.setdefault((a.name, a.relation), len(self._numbers)) for a in open_atoms}))
        if question not in self._answers or self._given_up.get(question, self.patience) < self.patience:
            self._answers[question] = self._ask(open_atoms)
            self._given_up.pop(question, None)
            if self._answers[question] is None:
                self._given_up[question] = self.patience
        return self._answers[question]

    @contextmanager
    def hurried(self, units: int) -> Iterator[None]:
        """Spend at most so many units on each question, for a while."""
        patience, self.patience = self.patience, min(self.patience, units)
        try:
            yield
        finally:
            self.patience = patience

    @contextmanager
    def asking(self, queries: int | None) -> Iterator[None]:
        """Raise `Postponed` when more is asked of z3 than so often, for a while; None for no bound."""
        self.most_queries = None if queries is None else self.queries + queries
        try:
            yield
        finally:
            self.most_queries = None

    def mask(self, atoms: Iterable[Atom]) -> npt.NDArray[np.bool_]:
        """Which samples satisfy all comparisons, shape (samples,)."""
        mask = np.ones(self.size, bool)
        for atom in atoms:
            if not seen(mask):
                break
            mask &= HOLDING[atom.relation](self.samples.signs(atom.polynomial, atom.name), 0)
        return mask

    def _ask(self, atoms: Sequence[Atom]) -> bool | None:
        if self.ring.budget.over:  # after the search: what would be nice to know is left open
            self.ring.budget.go_on()
            return None
        if self.most_queries is not None and self.queries >= self.most_queries:
            raise Postponed
        self.queries += 1
        units = self.patience if self.allowance is None else min(self.patience, self.allowance + 1)
        work = self._nlsat.work if self.allowance is not None else 0
        answer, model = self._nlsat.ask(self.script(atoms), units, self._milliseconds())
        if answer:
            self._learn(model)
        elif answer is None:
            self._milliseconds()
            self.unknown += 1
        if self.allowance is not None:
            self._spend(self._nlsat.work - work)
        return answer

    def _spend(self, units: int) -> None:
        """Take units from the allowance, if there is one."""
        if self.allowance is not None:
            self.allowance -= units
            if self.allowance < 0:
                raise OutOfUnits

    def go_on(self) -> None:
        """Raise `OutOfTime` or `OutOfMemory` where what the user gave is used up."""
        now = time.monotonic()
        if self.deadline is not None and now > self.deadline:
            raise OutOfTime
        if self.ceiling is not None and now >= self._look_again:
            self._look_again = now + SECONDS_BETWEEN_LOOKS
            if (memory_in_use() or 0) > self.ceiling:
                raise OutOfMemory

    def _milliseconds(self) -> int | None:
        """How much time the user has left; None when no clock is to decide."""
        end = self.ring.budget.end if self.deadline is None else self.deadline
        if end is None:
            return None
        milliseconds = max(1, int(1000 * (end - time.monotonic())))
        if milliseconds == 1 and self.deadline is not None:
            raise OutOfTime
        return milliseconds

    def _learn(self, model: Any) -> None:
        """Keep a model as a further sample, when it lies inside the domain."""
        values = rational_values(model)
        values = {name: values[f"v{k}"] for k, name in enumerate(self.ring.names) if f"v{k}" in values}
        defaults = self.point(0) if self.size else {name: Fraction(0) for name in self.ring.parameters}
        point = {name: values.get(name, defaults[name]) for name in self.ring.parameters}
        coordinates = [rational(x) for x in point.values()] + [fmpq(0)] * len(self.ring.unknowns)
        for atom in self.domain:
            if not atom.strict().holds_for(atom.polynomial(*coordinates)):
                return
        self.samples.add(point, self.questions, values)

    def script(self, atoms: Sequence[Atom]) -> str:
        """Write a question as SMT-LIB 2 text: the comparisons, the domain, and the simplices of the unknowns that occur."""
        used = {name for atom in atoms for name in self.ring.variables(atom.polynomial)}
        conditions = list(atoms)
        for simplex in self.simplices:
            unknowns = [name for name in simplex if name in used]
            if unknowns:
                conditions += [Atom(self.ring.gen(name), ">") for name in unknowns]
                conditions.append(Atom(self.ring.one - sum((self.ring.gen(name) for name in unknowns), self.ring.zero), ">"))
        conditions += self.connected(used)
        used |= {name for atom in conditions for name in self.ring.variables(atom.polynomial)}
        declarations = "".join(f"(declare-const v{self.ring.index[name]} Real)" for name in sorted(used))
        return declarations + "".join(f"(assert {self._smt(atom)})" for atom in conditions)

    def connected(self, used: Iterable[str]) -> list[Atom]:
        """The domain's conditions that bear on some variables: those that share a variable with them, directly or through others."""
        connected, conditions = set(used), list(self.domain)
        reached: list[Atom] = []
        while True:
            next_ones = [atom for atom in conditions if connected.intersection(self.ring.variables(atom.polynomial))]
            if not next_ones:
                return reached
            reached += next_ones
            conditions = [atom for atom in conditions if atom not in next_ones]
            connected |= {name for atom in next_ones for name in self.ring.variables(atom.polynomial)}

    def _smt(self, atom: Atom) -> str:
        if atom.name not in self._smt_texts:
            self._smt_texts[atom.name] = smt(atom.polynomial)
        text = self._smt_texts[atom.name]
        return f"(not (= {text} 0))" if atom.relation == "!=" else f"({atom.relation} {text} 0)"
