"""Games with types from laws that are not uniform, as the search reads them: each inner cutoff is a symbol of its own.

So a cell's share and its cutoffs stay polynomial and the search over bases goes as for uniform types; without the ties between the two
it allows more, so that what it rules out is ruled out.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial

from games import Beta, Exponential, Game, GameError, Law, Logistic, Normal, Uniform
from games.numbers import Expression
from games.parameter import Domain

from ..algebra.remembering import Held
from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom
from .bases import TypeBase, Word
from .form import Form
from .links import EXPONENTIAL, LOGISTIC, NORMAL

LAWS = {Normal: NORMAL, Logistic: LOGISTIC, Exponential: EXPONENTIAL}


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
            if type(drawn.law) not in (*LAWS, Beta, Uniform):
                raise GameError(
                    f"{drawn.name} is drawn from {drawn.law.text()}; normal, logistic, exponential, beta and uniform types are solved."
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
        self.far_ends = [
            (Held(partial(self._split, f"x{i}_{end}")), sign) for i in self.players for end, sign in (("low", -1), ("high", 1))
        ]

    def _split(self, end: str, p: Polynomial) -> tuple[Polynomial, Polynomial] | None:
        """The constant and the slope of a polynomial in an infinite end that it names: asked in every box, worked out once."""
        if end not in self.ring.variables(p):
            return None
        constant, slope = (*self.ring.coefficients(p, end), self.ring.zero)[:2]
        return constant, slope

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
