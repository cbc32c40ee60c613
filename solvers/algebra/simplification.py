"""Conjunctions as short as they may be: equations put in, and what the rest implies left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import combinations

from games.numbers import terms_of

from .ring import key
from .sign_oracle import Atom, Oracle, seen
from .triangular import simplified

MOST_ATOMS = 12  # in longer conjunctions nothing is looked for
MOST_PARAMETERS = 6  # in more, z3 is not asked
MOST_TERMS = 12  # with more parameters, nor is anything looked for in longer polynomials
MOST_CASES = 8  # of more, only those that are alike are joined
OPPOSITE = {">": (">=",), ">=": (">",), "!=": ("=",), "=": (">", ">")}


def shortened(oracle: Oracle, atoms: Sequence[Atom], *, thorough: bool = False) -> list[Atom]:
    """Give an equivalent conjunction (on the oracle's domain) without comparisons that follow from the others.

    Parameters
    ----------
    oracle : Oracle
        Its quick companion decides: what is not proved soon to follow is kept.
    atoms : sequence of Atom
        All must hold.
    thorough : bool
        Whether z3 is asked in many parameters too; for what somebody is about to read, as that takes longer than a search should.

    Notes
    -----
    A comparison is left out only when it is proved that no point of the domain satisfies the others and its negation.
    In few parameters z3 may prove it; in more, only what one other comparison implies by signs that are known is left out.
    An equation that is linear in a parameter is put into the other comparisons. A factor of a product is left out when the
    domain and the other comparisons fix its sign; both conjunctions are then proved to imply one another. That something is not
    zero (``!=``) is left out only when the rest implies it: where it does not, the points left out are no part of the family.
    """
    ask_z3 = thorough or len(oracle.ring.parameters) <= MOST_PARAMETERS
    conjunction = _without_fixed_factors(oracle.quick, _with_equations(oracle.quick, list(atoms)), ask_z3)
    if not 1 < len(conjunction) <= MOST_ATOMS:
        return conjunction
    for atom in sorted(conjunction, key=lambda a: (a.relation == "=", -len(a.polynomial), a.relation == ">=")):
        others = [other for other in conjunction if other is not atom]
        if atom.relation != "=" and _follows(oracle.quick, atom, others, ask_z3):
            conjunction = others
    return conjunction


def _without_fixed_factors(oracle: Oracle, atoms: list[Atom], ask_z3: bool) -> list[Atom]:
    """Leave out of products, one after the other, the factors whose sign the rest of the conjunction fixes."""
    conjunction, k = atoms, 0
    while k < len(conjunction) <= MOST_ATOMS:
        others = [other for j, other in enumerate(conjunction) if j != k]
        replacement = _without_known(oracle, conjunction[k], others)
        if replacement is None and ask_z3:
            replacement = _without_proved(oracle, conjunction[k], others)
        if replacement is None:
            k += 1
        else:
            conjunction, k = [*others[:k], *replacement, *others[k:]], 0
    return conjunction


def _without_known(oracle: Oracle, atom: Atom, others: Sequence[Atom]) -> list[Atom] | None:
    """A comparison without squares and without factors whose sign the domain or another comparison fixes; None when it has none."""
    known: dict[str, int] = {}
    for other in others:
        content, factors = oracle.ring.factors(other.polynomial)
        if other.relation in (">", "!=") and len(factors) == 1:
            ((f, power),) = factors
            known[key(f)] = 0 if other.relation == "!=" or power % 2 == 0 else 1 if content > 0 else -1
    content, factors = oracle.ring.factors(atom.polynomial)
    sign, rest, nonzero = (1 if content > 0 else -1), oracle.ring.one, []
    for f, power in factors:
        factor_sign = known[key(f)] if key(f) in known else oracle.sign(f) if len(factors) > 1 else None
        even = power % 2 == 0 or atom.relation in ("=", "!=")
        if factor_sign or (key(f) in known and even):  # its sign is known, or that it has one
            sign *= factor_sign**power if factor_sign else 1  # an even power, or in an equation: the sign is no matter
        elif power % 2 == 0 and atom.relation == ">":
            nonzero.append(Atom(f, "!="))
        else:
            rest = rest * f**power
            continue
    if rest * sign == atom.polynomial * (1 / abs(content)):
        return None
    if rest.is_constant():
        return nonzero if atom.holds(sign) else None
    return [Atom(rest * sign, atom.relation), *nonzero]


def _without_proved(oracle: Oracle, atom: Atom, others: Sequence[Atom]) -> list[Atom] | None:
    """A product without a factor that is proved to have one sign wherever all comparisons hold, where the rest implies that too."""
    content, factors = oracle.ring.factors(atom.polynomial)
    if atom.relation not in (">", ">=") or len(factors) < 2:
        return None
    for f, power in sorted(factors, key=lambda entry: len(entry[0])):
        for sign in (1, -1) if power % 2 else ():
            contrary = [atom, *others, Atom(-f * sign, ">=")]
            if seen(oracle.mask(contrary)) or oracle.satisfiable(contrary) is not False:
                continue
            rest = oracle.ring.one * (sign if content > 0 else -sign)
            for g, exponent in factors:
                rest = rest if g is f else rest * g**exponent
            shorter = Atom(rest, atom.relation)
            if _follows(oracle, atom, [*others, shorter], ask_z3=True):
                return [shorter]
    return None


def _follows(oracle: Oracle, atom: Atom, others: Sequence[Atom], ask_z3: bool) -> bool:
    """Whether a comparison is proved to hold wherever others do."""
    if not ask_z3 and len(atom.polynomial) > MOST_TERMS:
        return False
    signs = (-1, 1) if atom.relation == "=" else (-1,)
    used = set(oracle.ring.variables(atom.polynomial))
    neighbours = [other for other in others if used.intersection(oracle.ring.variables(other.polynomial))]
    if not neighbours:
        return False
    negations = [Atom(atom.polynomial * s, relation) for s, relation in zip(signs, OPPOSITE[atom.relation], strict=False)]
    if any(seen(oracle.mask([*others, one])) for one in negations):
        return False
    if any(_from_one(oracle, atom, other) for other in neighbours):
        return True
    return ask_z3 and all(oracle.satisfiable([*others, one]) is False for one in negations)


def _from_one(oracle: Oracle, atom: Atom, other: Atom) -> bool:
    """Whether a comparison is a positive multiple of another one plus something that is seen to be positive."""
    if atom.relation not in (">", ">=") or other.relation not in (">", ">=", "="):
        return False
    terms = dict(terms_of(other.polynomial))
    for powers, c in terms_of(atom.polynomial):
        if any(powers) and powers in terms:
            ratio = c / terms[powers]
            if ratio > 0 or other.relation == "=":
                difference = atom.polynomial - ratio * other.polynomial
                sign = oracle.seen_sign(difference)
                if sign == 1 or (sign == 0 and (other.relation == ">" or atom.relation == ">=")):
                    return True
    return False


def _with_equations(oracle: Oracle, atoms: list[Atom]) -> list[Atom]:
    """Put each equation that is linear in a parameter into the comparisons beside it."""
    ring = oracle.ring
    for equation in [a for a in atoms if a.relation == "=" and ring.parametric(a.polynomial)]:
        if not any(equation is a for a in atoms):
            continue
        name, sign = next(
            (
                (n, s)
                for n in ring.variables(equation.polynomial)
                if ring.degree(equation.polynomial, n) == 1 and (s := oracle.sign(equation.polynomial.derivative(ring.index[n])))
            ),
            (None, 0),
        )
        if name is None:
            continue
        slope = equation.polynomial.derivative(ring.index[name])
        top, bottom = (slope * ring.gen(name) - equation.polynomial) * sign, slope * sign
        substituted: list[Atom] = []
        for atom in atoms:
            if atom is equation:
                substituted.append(atom)
                continue
            replaced = Atom(ring.substitute(atom.polynomial, name, top, bottom)[0], atom.relation)
            short = simplified(oracle, replaced)
            if short is False:
                return atoms
            if isinstance(short, Atom):
                substituted.append(short)
        atoms = list({(key(a.polynomial), a.relation): a for a in substituted}.values())
    return atoms


def joined(oracle: Oracle, cases: Sequence[Sequence[Atom]]) -> list[list[Atom]]:
    """Give an equivalent disjunction: cases that imply another are left out, those that differ in one relation are merged.

    Where a search splits at the sign of a coefficient that in the end does not matter, the cases are one.
    """
    conjunctions = _together([list(case) for case in cases])
    if not 1 < len(conjunctions) <= MOST_CASES or len(oracle.ring.parameters) > MOST_PARAMETERS:
        return conjunctions
    for k, case in enumerate(conjunctions):
        for atom in list(case):
            rest = [other for other in case if other is not atom]
            if len(case) > 1 and any(_beyond(oracle.quick, rest, atom, other) for j, other in enumerate(conjunctions) if j != k):
                case = conjunctions[k] = rest
    kept = list(conjunctions)
    for case in conjunctions:
        if any(all(_follows(oracle.quick, atom, case, ask_z3=True) for atom in other) for other in kept if other is not case):
            kept.remove(case)
    return _together(kept)


def _beyond(oracle: Oracle, rest: Sequence[Atom], atom: Atom, other: Sequence[Atom]) -> bool:
    """Whether another case holds wherever the rest of a case does but one of its comparisons fails: that one may be left out."""
    if atom.relation not in (">", ">=") or not any(_signs(atom)[0] == _signs(one)[0] for one in other):
        return False
    fails = Atom(-atom.polynomial, OPPOSITE[atom.relation][0])
    return all(_follows(oracle, one, [*rest, fails], ask_z3=True) for one in other)


def _together(conjunctions: list[list[Atom]]) -> list[list[Atom]]:
    """Leave out conjunctions that imply another, and merge those that are alike, until nothing changes."""
    while True:
        conjunctions = [
            case
            for k, case in enumerate(conjunctions)
            if not any(_within(case, other) and (j < k or not _within(other, case)) for j, other in enumerate(conjunctions) if j != k)
        ]
        pair = next(((a, b, both) for a, b in combinations(conjunctions, 2) if (both := _merged(a, b)) is not None), None)
        if pair is None:
            return conjunctions
        one, two, both = pair
        conjunctions = [both if case is one else case for case in conjunctions if case is not two]


@lru_cache(maxsize=4096)
def _signs(atom: Atom) -> tuple[str, frozenset[int]]:
    """A polynomial up to its sign, and which signs of it a comparison allows."""
    p, turned = key(atom.polynomial), key(-atom.polynomial)
    side = 1 if p >= turned else -1
    return max(p, turned), frozenset(side * sign for sign in (-1, 0, 1) if atom.holds(sign))


def _within(inner: Sequence[Atom], outer: Sequence[Atom]) -> bool:
    """Whether a conjunction implies another, comparison by comparison."""
    known = [_signs(atom) for atom in inner]
    return all(any(name == other and signs <= allowed for other, signs in known) for name, allowed in map(_signs, outer))


def _merged(one: Sequence[Atom], two: Sequence[Atom]) -> list[Atom] | None:
    """One conjunction for two that are alike but for the relation of one comparison."""
    first, second = ({_signs(atom): atom for atom in case} for case in (one, two))
    differing = [signs for signs in first if signs not in second], [signs for signs in second if signs not in first]
    if len(differing[0]) != 1 or len(differing[1]) != 1 or differing[0][0][0] != differing[1][0][0]:
        return None
    allowed = differing[0][0][1] | differing[1][0][1]
    atom = first[differing[0][0]]
    p = atom.polynomial if key(atom.polynomial) >= key(-atom.polynomial) else -atom.polynomial
    relation = {(1,): ">", (0, 1): ">=", (0,): "=", (-1, 1): "!=", (-1,): "<", (-1, 0): "<="}.get(tuple(sorted(allowed)))
    rest = [a for signs, a in first.items() if signs != differing[0][0]]
    if relation is None:  # any sign will do
        return rest
    return [*rest, Atom(-p if "<" in relation else p, relation.replace("<", ">"))]
