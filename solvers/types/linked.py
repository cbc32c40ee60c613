"""Types from laws that are not uniform, at a point: the same cells and polynomials, with cutoffs tied to shares by ``share = F(cutoff)``.

Each inner cutoff is a symbol of its own, so that a cell's share and its cutoffs stay polynomial and the search over bases goes as for
uniform types; without the ties it allows more, so that what it rules out is ruled out.  What is left is solved in balls: every zero of
the equations with the ties is enclosed and proved, and the comparisons are decided there.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import lru_cache
from typing import Any

from flint import arb

from games import Exponential, Game, GameError, Law, Logistic, Normal, Uniform
from games.numbers import Expression, flint_number, terms_of
from games.numbers.isolating import precision
from games.parameter import Domain

from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from .bases import TypeBase, Word
from .boxes import BITS, Dual, zeros_in_box
from .form import Form
from .links import EXPONENTIAL, LOGISTIC, NORMAL, share_below
from .search import TypeSearch
from .systems import System

LAWS = {Normal: NORMAL, Logistic: LOGISTIC, Exponential: EXPONENTIAL}
FARTHEST = {Normal: 9, Logistic: 36, Exponential: 36}  # scales from the mean beyond which no cutoff is looked for: shares below 1e-15
LIMIT = 20_000  # boxes of one base
NARROW = 1e-5


@dataclass(frozen=True)
class LinkedEquilibrium:
    """An equilibrium at a point, in balls.

    Parameters
    ----------
    cells : str
        What the types do, from the lowest to the highest, in words.
    cutoffs : dict from str to tuple of ball
        The inner cutoffs of each player's types.
    mixes : dict from (player, cell, set, action) to ball
        Probabilities that are neither 0 nor 1, with the player's name, the number of the cell, the set and the action.
    outcomes : dict from str to ball
        The chance of each outcome.
    form, base : LinkedForm, TypeBase
        What they are the unknowns of.
    values : dict from str to ball
        The unknowns.
    """

    cells: str
    cutoffs: Mapping[str, tuple[arb, ...]]
    mixes: Mapping[tuple[str, int, str, str], arb]
    outcomes: Mapping[str, arb]
    form: LinkedForm = field(repr=False, compare=False)
    base: TypeBase = field(repr=False, compare=False)
    values: Mapping[str, arb] = field(repr=False, compare=False)


@dataclass(frozen=True)
class LinkedSolutions:
    """What was found at a point.

    Parameters
    ----------
    equilibria : tuple of LinkedEquilibrium
        Each proved to be the only one in its balls.
    undecided : tuple of str
        Bases of which a box or a comparison is undecided, in words.
    not_square : tuple of str
        Bases with more unknowns than equations, as where a belief stays open: what they hold is not looked for.
    bases : int
        How many bases the search left.
    """

    equilibria: tuple[LinkedEquilibrium, ...]
    undecided: tuple[str, ...]
    not_square: tuple[str, ...]
    bases: int

    @property
    def found(self) -> str:
        """Whether these are all, among cutoffs at most 9 deviations (36 scales) from a mean: beyond lie shares below 1e-15."""
        return "some" if self.undecided or self.not_square else "all"


def solve_in_balls(game: Game, **at: object) -> LinkedSolutions:
    """Find all equilibria at a point of a game whose types are normal, logistic, exponential or uniform, certified in balls.

    Parameters
    ----------
    game : Game
        With types that are known from the start, one for each player at most, and observed actions.
    **at : numbers
        The point; the defaults for what is not given.

    Returns
    -------
    LinkedSolutions
        Perfect Bayesian equilibria after Fudenberg and Tirole, each with its cutoffs, mixes and chances of outcomes as balls that
        are proved to hold it; and what is not decided.

    Raises
    ------
    GameError
        For other laws, or a game that is not of this form.

    Examples
    --------
    >>> from games import Normal, game
    >>> @game(players=("A",))
    ... def choice(play):
    ...     '''Fight or not.'''
    ...     war = play.draw("war", Normal(-1, 1), to="A")
    ...     return (war,) if play.choose("A", ["fight", "leave"]) == "fight" else (0,)
    >>> (one,) = solve_in_balls(choice()).equilibria
    >>> one.cells, float(one.cutoffs["A"][0])
    ('A: leave | fight', 0.0)
    """
    if not isinstance(game, Game):
        raise GameError(f"{game!r} is not a game; a story is one when it is called, as tip().")
    form = LinkedForm(game.at(**at) if game.parameters else game)
    search = TypeSearch(form)
    out: list[LinkedEquilibrium] = []
    undecided: list[str] = []
    not_square: list[str] = []
    count = 0
    for task in search.tasks():
        for base in search.bases(task):
            if not search.possible([*(form.far(atom) for atom in base.everything), *form.ordered(base.words)]):
                continue
            count += 1
            words = in_words(form, base.words)
            equations = list(independent(form, base))
            unknown = form.unknown(base)
            if len(equations) < len(unknown):
                not_square.append(words)
                continue
            if len(equations) > len(unknown):
                undecided.append(words)
                continue
            with precision(BITS):
                found, decided = _of_base(form, base, equations, unknown)
            out += found
            if not decided:
                undecided.append(words)
    return LinkedSolutions(tuple(out), tuple(undecided), tuple(not_square), count)


class LinkedForm(Form):
    """A game as the search reads it, with a symbol for each cutoff.

    Parameters
    ----------
    game : Game
        With or without open parameters, with which payoffs and laws may move.
    """

    def __init__(self, game: Game) -> None:
        for drawn in game.types:
            if drawn.at is not None:
                raise GameError(f"{drawn.words} is drawn when {drawn.owner} moves there; here types are known from the start.")
            if type(drawn.law) not in (*LAWS, Uniform):
                raise GameError(
                    f"{drawn.name} is drawn from {drawn.law.text()}; normal, logistic, exponential and uniform types are solved."
                )
        self.true_laws: list[Law | None] = [next((t.law for t in game.types if t.owner == p and t.at is None), None) for p in game.players]
        stand_in = replace(game, types=tuple(replace(t, law=Uniform(0, 1)) for t in game.types))
        most = Form(stand_in).most
        typed = [(i, law) for i, law in enumerate(self.true_laws) if law is not None]
        self.cutoff_laws = {f"x{i}_{k}": law for i, law in typed for k in (*range(1, most[i]), "low", "high")}
        names = list(self.cutoff_laws)
        start = {**game.domain.start, **{name: Fraction(k, 7) for k, name in enumerate(names)}}
        domain = Domain((*game.domain.names, *names), game.domain.conditions, start)
        super().__init__(replace(stand_in, domain=domain))

    def edge(self, i: int, shares: Sequence[Polynomial], k: int) -> Polynomial:
        """The k-th cutoff: a symbol, or the end of the law; where it has none, a symbol that stands for ever farther values."""
        law = self.true_laws[i]
        if law is None:
            return super().edge(i, shares, k)
        if 0 < k < len(shares):
            return self.ring.gen(f"x{i}_{k}")
        end = law.support[0 if k == 0 else 1]
        if end is None:
            return self.ring.gen(f"x{i}_{'low' if k == 0 else 'high'}")
        top, bottom = self.ring.pair(Expression.constant(0) + end)
        if not bottom.is_constant():
            raise GameError(f"{law.text()} has an end that is a quotient; such laws are not handled here.")
        return top * (1 / bottom.leading_coefficient())

    def ordered(self, words: Mapping[int, Word]) -> Iterator[Atom]:
        """The cutoffs in order."""
        for i, word in words.items():
            if self.true_laws[i] is not None:
                edges = [self.edge(i, [self.ring.zero] * len(word), k) for k in range(len(word) + 1)]
                yield from (Atom(high - low, ">") for low, high in itertools.pairwise(edges) if not (high - low).is_constant())

    def far(self, atom: Atom) -> Atom:
        """What a comparison asks where it names an end that is infinite: that its slope there be right, or else its constant."""
        p, relation = atom.polynomial, atom.relation
        for i in self.players:
            for end, sign in ((f"x{i}_low", -1), (f"x{i}_high", 1)):
                if end in self.ring.variables(p):
                    slope = self.ring.coefficients(p, end)[1]
                    p, relation = slope * sign, ">="
        return Atom(p, relation)

    def unknown(self, base: TypeBase) -> list[str]:
        """What is to be solved for: cutoffs in place of shares, then mixes and beliefs."""
        cutoffs = [f"x{i}_{k}" for i, word in base.words.items() if self.true_laws[i] is not None for k in range(1, len(word))]
        return [*cutoffs, *(name for name in base.unknowns if name[0] != "u")]


def independent(form: LinkedForm, base: TypeBase) -> Iterator[Polynomial]:
    """The equations, but for those that the others imply."""
    equations = [e for e, _ in base.equations]
    wanted = len(form.unknown(base))
    held = [*base.atoms, *(Atom(p, ">") for p in base.positives), *form.ordered(base.words)]
    for e in list(equations):
        if len(equations) <= wanted:
            break
        rest = [Atom(other, "=") for other in equations if other is not e]
        if all(form.oracle.satisfiable([*held, *rest, Atom(p, ">")]) is False for p in (e, -e)):
            equations = [other for other in equations if other is not e]
    yield from equations


def _of_base(form: LinkedForm, base: TypeBase, equations: list[Polynomial], unknown: list[str]) -> tuple[list[LinkedEquilibrium], bool]:
    """The equilibria of a base, and whether all was decided."""
    low, high = [], []
    for name in unknown:
        ends = _range(form.cutoff_laws[name]) if name in form.cutoff_laws else (0.0, 1.0)
        low.append(ends[0])
        high.append(ends[1])
    if unknown:

        def system(x: Sequence[Dual]) -> list[Dual]:
            values = _values(form, base, dict(zip(unknown, x, strict=True)))
            return [_evaluated(e, values) for e in equations]

        zeros = zeros_in_box(system, low, high, tol=NARROW, limit=LIMIT)
        points, decided = list(zeros.certified), zeros.complete
    else:
        points, decided = [()], True
    out = []
    for point in points:
        values = _values(form, base, {name: Dual(x, ()) for name, x in zip(unknown, point, strict=True)})
        signs = [_holds(form, atom, values) for atom in (*base.atoms, *(Atom(p, ">") for p in base.positives), *form.ordered(base.words))]
        if all(sign is True for sign in signs):
            out.append(_equilibrium(form, base, {name: value.value for name, value in values.items()}))
        elif not any(sign is False for sign in signs):
            decided = False
    return out, decided


def _range(law: Law) -> tuple[float, float]:
    """Where cutoffs are looked for."""
    ends = law.support
    *place, scale = (float(x) for x in law.arguments)
    if isinstance(law, Uniform):
        return float(law.low), float(law.high)
    far = FARTHEST[type(law)] * scale
    return (sum(place) - far if ends[0] is None else float(ends[0])), sum(place) + far


def _values(form: LinkedForm, base: TypeBase, solved: Mapping[str, Dual]) -> dict[str, Dual]:
    """Every symbol of a base: shares follow from cutoffs."""
    out = dict(solved)
    zero = next(iter(solved.values())) * 0 if solved else Dual(arb(0), ())
    for i, word in base.words.items():
        law = form.true_laws[i]
        if law is None:
            continue
        below: list[Any] = [zero, *(_share(law, solved[f"x{i}_{k}"]) for k in range(1, len(word)))]
        out |= {f"u{i}.{k}": below[k + 1] - below[k] for k in range(len(word) - 1)}
    return out


def _share(law: Law, x: Dual) -> Dual:
    *place, scale = _numbers(law)
    if isinstance(law, Uniform):
        return (x - place[0]) / (scale - place[0])
    result: Dual = share_below(LAWS[type(law)], (x - sum(place, arb(0))) / scale)
    return result


@lru_cache(maxsize=64)
def _numbers(law: Law) -> tuple[arb, ...]:
    """The arguments of a law."""
    return tuple(arb(flint_number(Fraction(x))) for x in law.arguments if not isinstance(x, Expression))


LISTED: dict[int, tuple[Polynomial, list[tuple[arb, list[str]]]]] = {}
MOST_LISTED = 512


def _listed(p: Polynomial) -> list[tuple[arb, list[str]]]:
    """The terms of a polynomial: the coefficient, and the names of its factors; kept with it, as it is asked for again and again."""
    known = LISTED.get(id(p))
    if known is None:
        if len(LISTED) >= MOST_LISTED:
            LISTED.clear()
        names = p.context().names()
        terms = [(arb(c), [name for name, power in zip(names, powers, strict=True) for _ in range(power)]) for powers, c in terms_of(p)]
        known = LISTED[id(p)] = p, terms
    return known[1]


def _evaluated(p: Polynomial, values: Mapping[str, Dual]) -> Dual:
    """A polynomial in balls."""
    zero: Any = next(iter(values.values())) * 0 if values else Dual(arb(0), ())
    total = zero
    for c, factors in _listed(p):
        if not factors:
            total = total + c
            continue
        term: Any = values[factors[0]]
        for name in factors[1:]:
            term = term * values[name]
        total = total + (term if c == 1 else term * c)
    result: Dual = total
    return result


def _holds(form: LinkedForm, atom: Atom, values: Mapping[str, Dual]) -> bool | None:
    """Whether a comparison holds; ever farther out where it names an end that is infinite."""
    p = atom.polynomial
    for i in form.players:
        for end, sign in ((f"x{i}_low", -1), (f"x{i}_high", 1)):
            if end in form.ring.variables(p):
                constant, slope = (*form.ring.coefficients(p, end), form.ring.zero)[:2]
                if not slope:
                    p = constant
                    continue
                verdict = _positive(_evaluated(slope, values).value * sign, strict=True)
                if verdict is not None:
                    return verdict
                return None
    value = _evaluated(p, values).value
    return _positive(value, strict=atom.relation == ">")


def _positive(ball: arb, *, strict: bool) -> bool | None:
    if ball > 0 or (not strict and ball >= 0):
        return True
    return False if ball < 0 or (strict and ball <= 0) else None


def _equilibrium(form: LinkedForm, base: TypeBase, values: Mapping[str, arb]) -> LinkedEquilibrium:
    game = form.game
    system = System(form, base.words, base.believed)
    duals = {name: Dual(value, ()) for name, value in values.items()}
    cutoffs = {
        game.players[i]: tuple(values[f"x{i}_{k}"] for k in range(1, len(word)))
        for i, word in base.words.items()
        if form.true_laws[i] is not None
    }
    mixes = {}
    for i, word in base.words.items():
        for k, cell in enumerate(word):
            for s, support in cell:
                for a in support if len(support) > 1 else ():
                    mixes[game.players[i], k, game.set_labels[s], game.set_actions[s][a]] = _evaluated(system.mix(i, k, s, a), duals).value
    outcomes = dict.fromkeys(game.outcome_names, arb(0))
    for leaf, node in enumerate(map(int, game.leaf_nodes)):
        weight = _evaluated(form.chance[node], duals).value / _evaluated(form.total, duals).value
        for i, word in base.words.items():
            mass = arb(0)
            for k in range(len(word)):
                part = _evaluated(system.shares[i][k], duals).value
                for owner, t, move in form.paths[node]:
                    if owner == i:
                        part *= _evaluated(system.mix(i, k, t, move), duals).value
                mass += part
            weight *= mass
        outcomes[game.outcome_names[game.outcome[leaf]]] += weight
    return LinkedEquilibrium(in_words(form, base.words), cutoffs, mixes, outcomes, form, base, values)


def in_words(form: Form, words: Mapping[int, Word]) -> str:
    """What the cells of each player do."""
    game = form.game

    def cell(supports: Any) -> str:
        return ", ".join("/".join(game.set_actions[s][a] for a in support) for s, support in supports)

    return "; ".join(f"{game.players[i]}: {' | '.join(map(cell, word))}" for i, word in words.items())
