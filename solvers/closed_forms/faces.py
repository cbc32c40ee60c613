"""Which pieces are faces of another one: a continuum of equilibria and its ends.

A piece of smaller belief supports is a face of a larger piece when all of it lies in the
larger one's set once weights of beliefs may be zero there.  It often does, since conditions
are continuous; but the conditions on play behind a node lapse where this node is not
believed possible, so that a piece at the end of a range may contain more than the limits of
what lies inside.  Then it is a family of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from games.numbers import names_in, terms_of

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom, Oracle
from ..algebra.triangular import Quotient, simplify_all
from ..search.tree_polynomials import View
from .solving import Piece

UNITS_A_QUESTION = 1_000_000  # of z3's own count of its work, about a million a second

Weight = tuple[str, int, int]
"""``"belief"``, a set and the number of a group of its nodes; or ``"mix"``, a set at which several mixes serve equally and an action."""


@dataclass(frozen=True, eq=False)
class Group:
    """Pieces that are one family: a main one, and its faces.

    Parameters
    ----------
    main : Piece
        The one with the largest supports.
    faces : tuple of Piece
        The same play with smaller belief supports; all of it lies in the main one's set, whose `closed` weights may be zero.
    """

    main: Piece
    faces: tuple[Piece, ...]
    closed: frozenset[Weight] = field(default=frozenset())

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """All of them."""
        return (self.main, *self.faces)

    @property
    def generic(self) -> bool:
        """Whether the family exists on a set with interior."""
        return any(piece.generic for piece in self.pieces)


def merged(view: View, oracle: Oracle, pieces: Sequence[Piece]) -> list[Group]:
    """Merge faces: pieces with the same action supports that lie in another one's set, its ends included."""
    alike: dict[Any, list[Piece]] = {}
    for piece in pieces:
        alike.setdefault((_fixed(view, piece), piece.generic), []).append(piece)
    faces_of = Faces(view, oracle)
    groups: list[Group] = []
    for members in alike.values():
        remaining = sorted(members, key=lambda p: (-sum(map(len, reducible(view, p).values())), -len(p.branch.open)))
        while remaining:
            main = remaining.pop(0)
            faces = tuple(piece for piece in remaining if faces_of.within(piece, main))
            remaining = [p for p in remaining if not any(p is face for face in faces)]
            groups.append(Group(main, faces, frozenset(faces_of.closed(main, faces))))
    return groups


def reducible(view: View, piece: Piece) -> Mapping[int, Sequence[int]]:
    """The supports that faces may have less of: the nodes believed possible, or the actions used at loose sets."""
    base = piece.base
    return base.beliefs or ({s: base.supports[s] for s in sorted(base.loose)} if is_closed(view, piece) else {})


def is_closed(view: View, piece: Piece) -> bool:
    """Whether the mixes at loose sets fill a convex set: what bounds them is linear in them, and nothing else is open."""
    if not piece.base.loose:
        return False
    loose = {n for n in piece.branch.open if view.unknowns[n].infoset in piece.base.loose}
    linear = all(sum(powers) <= 1 for atom in piece.branch.atoms for powers in _powers(atom.polynomial, loose))
    return linear and piece.root is None and loose.issuperset(piece.branch.open)


def _powers(p: Polynomial, names: set[str]) -> Iterator[list[int]]:
    positions = [k for k, name in enumerate(names_in(p.context())) if name in names]
    return ([powers[k] for k in positions] for powers, _ in terms_of(p))


def _fixed(view: View, piece: Piece) -> tuple[Any, ...]:
    """The action supports that all faces share."""
    loose = piece.base.loose if is_closed(view, piece) else frozenset()
    return tuple((s, support) for s, support in piece.base.name[0] if s not in loose), tuple(sorted(loose))


def weights_of(view: View, piece: Piece) -> list[Weight | None]:
    """What each of the positive probabilities of a piece's base is, in their order: a weight that may be zero at an end, or None."""
    base, loose = piece.base, piece.base.loose if is_closed(view, piece) else frozenset()
    mixing = [(s, a) for s, support in sorted(base.supports.items()) if len(support) > 1 for a in support]
    weights: list[Weight | None] = [("mix", s, a) if s in loose else None for s, a in mixing]
    return weights + [("belief", s, j) for s, groups in sorted(base.groups.items()) for j in range(len(groups))]


def positives_of(view: View, piece: Piece) -> list[Polynomial]:
    """What is positive in a piece, in its order, in what it leaves open: free of factors that denominators brought in on the way.

    Such factors are positive inside, but may be zero at ends, where they would hide that the probability itself is positive.
    """
    positives = []
    for p in piece.base.positives:
        top, bottom = in_open(view, piece, p)
        common = top.gcd(bottom)
        positives.append((top / common) * (bottom / common))
    return positives


def in_open(view: View, piece: Piece, p: Polynomial) -> Quotient:
    """A form in a piece's unknowns as a quotient in those that it leaves open."""
    ring, bottom, values = view.ring, view.ring.one, piece.branch.values
    used = ring.open(p)
    for name, (top, below) in values.items():
        if name not in used:
            continue
        p, degree = ring.substitute(p, name, top, below)
        used = ring.open(p)
        bottom = bottom * below**degree if degree else bottom
    return p, bottom


class Faces:
    """Compares the sets of pieces over one oracle."""

    def __init__(self, view: View, oracle: Oracle) -> None:
        self.view, self.oracle, self.ring = view, oracle, view.ring
        self._assumed: dict[int, tuple[list[Atom], set[tuple[str, str]]]] = {}
        self._positives: dict[int, list[tuple[Polynomial, str]]] = {}
        self._equations: dict[int, list[tuple[Polynomial, str]]] = {}

    def within(self, face: Piece, main: Piece) -> bool:
        """Whether it is proved that all of a piece lies in another one's set, its ends included."""
        larger = reducible(self.view, main)
        if not all(s in larger and set(some) <= set(larger[s]) for s, some in reducible(self.view, face).items()):
            return False
        if any(p.root or p.joint or p.branch.unsolved for p in (face, main)) or len(main.branch.positives) != len(main.base.positives):
            return False
        images = self._images(face, main)
        if images is None:
            return False
        assumptions, assumed = self._assumptions(face)
        return all(self._follows(atom, assumptions, assumed) for atom in self._conditions(main, images))

    def satisfies(self, face: Piece, main: Piece, comparisons: Sequence[Atom]) -> bool:
        """Whether it is proved that comparisons in the unknowns of a main piece hold in all of its face."""
        images = self._images(face, main)
        if images is None:
            return False
        assumptions, assumed = self._assumptions(face)
        return all(self._follows(Atom(self._substituted(a.polynomial, images), a.relation), assumptions, assumed) for a in comparisons)

    def _assumptions(self, face: Piece) -> tuple[list[Atom], set[tuple[str, str]]]:
        """What holds in a piece, and the same simplified, to be looked up."""
        if id(face) not in self._assumed:
            assumptions = face.branch.conditions
            self._assumed[id(face)] = assumptions, {(a.name, a.relation) for a in simplify_all(self.oracle, assumptions) or assumptions}
        return self._assumed[id(face)]

    def _conditions(self, main: Piece, images: Mapping[str, Quotient]) -> Iterator[Atom]:
        """The conditions of a piece and of its ends, once its unknowns are written in those of another one."""
        if id(main) not in self._equations:
            self._equations[id(main)] = equations = []
            for name, (top, bottom) in main.branch.values.items():
                equations.append((top - self.ring.gen(name) * bottom, "="))
                if not bottom.is_constant():
                    equations.append((bottom, "!="))
        for p, relation in self._equations[id(main)]:
            yield Atom(self._substituted(p, images), relation)
        for atom in main.branch.atoms:
            yield Atom(self._substituted(atom.polynomial, images), atom.relation)
        if id(main) not in self._positives:
            weights = weights_of(self.view, main)
            self._positives[id(main)] = [
                (p, ">" if weight is None else ">=") for p, weight in zip(positives_of(self.view, main), weights, strict=True)
            ]
        for p, relation in self._positives[id(main)]:
            yield Atom(self._substituted(p, images), relation)

    def _follows(self, atom: Atom, assumptions: Sequence[Atom], assumed: set[tuple[str, str]]) -> bool:
        """Whether a comparison is proved to hold wherever others do."""
        short = simplify_all(self.oracle, [atom])
        if short is None:
            return False
        for condition in short:
            name = condition.name
            if (name, condition.relation) in assumed or (condition.relation == ">=" and ((name, ">") in assumed or (name, "=") in assumed)):
                continue
            fails = {
                ">": [Atom(-condition.polynomial, ">=")],
                ">=": [Atom(-condition.polynomial, ">")],
                "!=": [Atom(condition.polynomial, "=")],
                "=": [Atom(condition.polynomial, ">"), Atom(-condition.polynomial, ">")],
            }[condition.relation]
            with self.oracle.hurried(UNITS_A_QUESTION):
                if not all(self.oracle.satisfiable([*assumptions, fail]) is False for fail in fails):
                    return False
        return True

    def _images(self, face: Piece, main: Piece) -> dict[str, Quotient] | None:
        """A main piece's unknowns but those that a face shares, as quotients in what it leaves open; None where it is of another kind."""
        ring, images = self.ring, {}
        for s, support in main.base.supports.items():
            used = face.base.supports[s]
            if not set(used) <= set(support):
                return None
            for a in support[:-1]:
                images[f"b{s}.{a}"] = in_open(self.view, face, self.view.probability(s, a, used))
        for s, nodes in main.base.beliefs.items():
            believed = face.base.beliefs[s]
            groups = main.base.groups.get(s)
            if groups is None:
                if set(believed) != set(nodes):
                    return None
                continue
            face_groups = face.base.groups.get(s, (tuple(believed),))
            numbers = [next((j for j, group in enumerate(groups) if set(group) == set(face_group)), None) for face_group in face_groups]
            if None in numbers:
                return None
            free = [ring.gen(f"t{s}.{i}") for i in range(len(face_groups) - 1)]
            relative = dict(zip(numbers, [*free, ring.one - sum(free, ring.zero)], strict=True))
            for j in range(len(groups) - 1):
                images[f"t{s}.{j}"] = in_open(self.view, face, relative.get(j, ring.zero))
        return {name: (top, bottom) for name, (top, bottom) in images.items() if top != ring.gen(name) or not bottom.is_one()}

    def _substituted(self, p: Polynomial, images: Mapping[str, Quotient]) -> Polynomial:
        """Put quotients in for unknowns, all at once, times even powers of their denominators: the sign stays."""
        ring = self.ring
        names = [n for n in ring.open(p) if n in images]
        if not names:
            return p
        degrees = {n: (ring.degree(p, n) + 1) // 2 * 2 for n in names}
        kept = [(ring.index[n], ring.gen(n)) for n in ring.variables(p) if n not in degrees]
        replaced = [(ring.index[n], *images[n], degrees[n]) for n in names]
        total = ring.zero
        for powers, c in p.terms():
            monomial = ring.constant(c)
            for k, generator in kept:
                if power := int(powers[k]):
                    monomial = monomial * generator**power
            for k, top, bottom, degree in replaced:
                power = int(powers[k])
                monomial = monomial * top**power
                monomial = monomial if bottom.is_one() else monomial * bottom ** (degree - power)
            total += monomial
        return total

    def closed(self, main: Piece, faces: Sequence[Piece]) -> Iterator[Weight]:
        """The weights of a main piece that are zero in some face."""
        if is_closed(self.view, main):
            yield from (("mix", s, a) for s in main.base.loose for a in main.base.supports[s])
        for s, groups in main.base.groups.items():
            for j, group in enumerate(groups):
                if any(not set(group) & set(face.base.beliefs[s]) for face in faces):
                    yield "belief", s, j
