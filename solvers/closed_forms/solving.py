"""Every branch of one base: its closed forms, and the conditions under which it exists.

Triangular solving first, then roots, then the projection on the parameters.  What no method could decide is said to be undecided.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..algebra.projection import NotLinear, Projected, Projection
from ..algebra.real_roots import NotSolved, RootOf
from ..algebra.ring import Polynomial, key
from ..algebra.root_branches import root_branches
from ..algebra.sign_oracle import Atom, Oracle
from ..algebra.triangular import Branch, Triangular, simplify_all
from ..search.bases import Base
from ..search.off_path import Joint


@dataclass(frozen=True, eq=False)
class Piece:
    """One branch of the solution of one base: closed forms, and where they hold.

    Parameters
    ----------
    base : Base
        The supports.
    branch : Branch
        Explicit unknowns, and those left open.
    root : RootOf or None
        An unknown that is a root, if any.
    cases : tuple of Projected
        Conjunctions in the parameters alone; the branch exists where one of them holds.
    generic : bool
        Whether it exists on a set with interior.
    joint : Joint or None
        The closed set of play off the path, where that has been described as a whole.
    conjunctions : tuple of tuple of Atom
        Where something is left open: the conjunctions, in the parameters and what is open, of which one must hold.
    """

    base: Base
    branch: Branch
    root: RootOf | None
    cases: tuple[Projected, ...]
    generic: bool
    joint: Joint | None = None
    conjunctions: tuple[tuple[Atom, ...], ...] = ()

    def __post_init__(self) -> None:
        assert self.cases


@dataclass(frozen=True, eq=False)
class SolvedBase:
    """A base that was solved.

    Parameters
    ----------
    base : Base
        Its system.
    pieces : list of Piece
        Its branches that exist somewhere.
    decided : bool
        Whether everything about it was decided.
    surfaces : list of polynomials
        In the parameters; a generic search leaves aside what happens where one of them is zero.
    """

    base: Base
    pieces: Sequence[Piece]
    decided: bool
    surfaces: Sequence[Polynomial]


class Solver:
    """Solves bases over one oracle.

    Attributes
    ----------
    closed : frozenset of str
        Unknowns that may be zero, and together one, where a base's own comparisons say no more; none, but where somebody puts them.
    """

    def __init__(self, oracle: Oracle, generic: bool) -> None:
        self.oracle, self.ring, self.generic = oracle, oracle.ring, generic
        self.closed: frozenset[str] = frozenset()
        self.triangular, self.projection = Triangular(oracle, generic), Projection(oracle, generic)

    def pieces(self, base: Base) -> tuple[list[Piece], bool]:
        """Give the branches of a base that exist somewhere, and whether everything was decided."""
        try:
            return self._branches(base)
        except RecursionError:  # a system too large for whatever solves it step by step
            return [], False

    def _branches(self, base: Base) -> tuple[list[Piece], bool]:
        pieces: list[Piece] = []
        decided = True
        for branch in self.triangular.solve(base.unknowns, base.equations, base.atoms, base.positives):
            try:
                for root, explicit, cases in self._roots(branch):
                    further, certain = self._pieces(base, explicit, root, cases)
                    decided &= certain
                    pieces += further
            except (NotLinear, NotSolved):
                decided &= self._empty(branch)
        return pieces, decided

    def _roots(self, branch: Branch) -> Iterator[tuple[RootOf | None, Branch, list[list[Atom]]]]:
        if not branch.unsolved:
            yield None, branch, [[*branch.atoms, *(Atom(p, ">") for p in branch.positives)]]
        else:
            yield from root_branches(self.oracle, branch, generic=self.generic)

    def _empty(self, branch: Branch) -> bool:
        """Whether a branch that could not be solved is proved to hold nowhere."""
        conditions = [*branch.atoms, *(Atom(p, ">") for p in branch.positives), *(Atom(e, "=") for e in branch.unsolved)]
        return self.oracle.satisfiable(conditions) is False

    def _pieces(self, base: Base, branch: Branch, root: RootOf | None, conjunctions: Sequence[Sequence[Atom]]) -> tuple[list[Piece], bool]:
        """The pieces of a branch that exist where one of some conjunctions holds, and whether everything was decided."""
        existing, pieces, decided, generic = [], [], True, False
        turning: list[Polynomial] = []
        pinned_values: dict[str, tuple[str, tuple[Polynomial, Polynomial]]] = {}
        for case in (c for atoms in conjunctions for c in self._cases(atoms, branch.open, turning)):
            interior = self._interior(case)
            exists = True if interior else False if self.generic and interior is False else self.oracle.satisfiable(case.atoms)
            if self.generic and interior is False:
                self.oracle.leave(atom.polynomial for atom in case.atoms)
            if interior is None or exists is None:
                decided = False
            if not (exists or interior):
                continue
            pinned = _pinned(case)
            if pinned is None:
                existing.append(case)
                generic |= bool(interior)
            else:  # both ends of a range are one: the unknown is not open after all
                name, (top, bottom) = pinned
                pinned_values.setdefault(f"{name} {self.ring.expression(top, bottom)}", pinned)
        for name, (top, bottom) in pinned_values.values():  # each once: several cases may say the same
            substituted, _ = self.triangular.substitute(branch, (), name, top, bottom, True)
            further, certain = self._pieces(base, substituted, root, [[*substituted.atoms, *(Atom(p, ">") for p in substituted.positives)]])
            pieces += further
            decided &= certain
        if turning and generic and len(existing) > 1:
            existing += self._between(conjunctions, branch.open, turning)
        if existing:
            of_open = tuple(map(tuple, conjunctions)) if branch.open else ()
            pieces.append(Piece(base, branch, root, tuple(existing), generic, conjunctions=of_open))
        return pieces, decided

    def _cases(self, atoms: Sequence[Atom], names: Sequence[str], turning: list[Polynomial]) -> Sequence[Projected]:
        """Conjunctions in the parameters alone that say where some comparisons can hold together; `turning` gets what was left out."""
        if names:
            cases = list(self.projection.project(atoms, names, self._limits(names) if self.closed.intersection(names) else None))
            turning += self.projection.left
            return cases
        short = simplify_all(self.oracle, atoms)
        return [] if short is None else [Projected(tuple(short), ())]

    def _between(self, conjunctions: Sequence[Sequence[Atom]], names: Sequence[str], turning: Iterable[Polynomial]) -> list[Projected]:
        """The cases of a generic piece that lie between others: where a bound changes sides, and nothing else is special."""
        surfaces = {key(self.ring.primitive(sign * p)) for p in turning for sign in (1, -1)}
        limits = self._limits(names) if self.closed.intersection(names) else None
        try:
            cases = [case for atoms in conjunctions for case in Projection(self.oracle, False).project(atoms, names, limits)]
        except NotLinear:
            return []
        between = []
        for case in cases:
            equal = [atom for atom in case.atoms if atom.relation == "="]
            if equal and all(key(self.ring.primitive(atom.polynomial)) in surfaces for atom in equal) and _pinned(case) is None:
                between += [case] if self.oracle.satisfiable(case.atoms) else []
        return between

    def _limits(self, names: Sequence[str]) -> list[Atom]:
        """What makes probabilities of the unknowns that may not be zero."""
        strict = [name for name in names if name not in self.closed]
        limits = [Atom(self.ring.gen(name), ">") for name in strict]
        for simplex in self.oracle.simplices:
            if members := [name for name in simplex if name in strict]:
                limits.append(Atom(self.ring.one - sum(map(self.ring.gen, members), self.ring.zero), ">"))
        return limits

    def _interior(self, case: Projected) -> bool | None:
        """Whether a conjunction holds on a set with interior; None when that is not decided."""
        if any(atom.relation == "=" for atom in case.atoms):
            return False
        return self.oracle.satisfiable([atom.strict() for atom in case.atoms])


def _pinned(case: Projected) -> tuple[str, tuple[Polynomial, Polynomial]] | None:
    """An unknown whose range is a single value, and that value."""
    for r in case.ranges:
        for low in r.lower:
            for high in r.upper:
                (a, b), (c, d) = low.value, high.value
                if not (low.strict or high.strict) and not (c * b - a * d):
                    return r.name, low.value
    return None
