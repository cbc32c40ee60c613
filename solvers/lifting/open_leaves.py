"""The leaves of a game with one open parameter: what they pay and how chance reaches them, as polynomials in the parameter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from flint import fmpq, fmpq_mpoly, fmpq_poly

from games import Game, GameError, Sequences, sequences
from games.numbers import Expression, Number, polynomials, simplest, terms_of, text
from games.terms import Combination

Polynomial = fmpq_poly
ZERO = fmpq_poly([])
ONE = fmpq_poly([1])


@dataclass(frozen=True, eq=False)
class OpenLeaves:
    """The leaves of a game in which one parameter is open.

    Parameters
    ----------
    game : Game
        With at most this parameter open.
    parameter : str
        The parameter.
    players : tuple of Sequences
        Every player's sequences.
    before : array of int, shape (leaves, players)
        The sequence of every player that leads to each leaf.
    reach : list of fmpq_poly, shape (leaves,)
        The probability that chance leads there.
    payoffs : list of list of fmpq_poly, shape (leaves, players)
        Payoffs, chance not included.
    """

    game: Game
    parameter: str
    players: tuple[Sequences, ...]
    before: npt.NDArray[np.int64]
    reach: list[fmpq_poly]
    payoffs: list[list[fmpq_poly]]


def open_leaves(game: Game, parameter: str) -> OpenLeaves:
    """Read the leaves of a game.

    Raises
    ------
    GameError
        When a payoff or a probability is no polynomial in the parameter.
    """
    terms = [_polynomial(game, term, parameter) for term in game.terms]
    own = sequences(game)
    first = {int(infoset): int(start) for one in own for infoset, start in zip(one.infosets, one.first, strict=True)}
    before = np.zeros((game.nodes, len(game.players)), np.int64)
    reach = [ONE] * game.nodes
    for node in range(1, game.nodes):
        above = int(game.parent[node])
        before[node] = before[above]
        row, owner = int(game.chance_row[node]), int(game.owner[above])
        reach[node] = reach[above] * _row(game.chances, row, terms) if row >= 0 else reach[above]
        if owner >= 0:
            before[node, owner] = first[int(game.infoset[above])] + int(game.move[node])
    players, leaves = len(game.players), game.leaf_nodes.tolist()
    payoffs = [[_row(game.payoffs, leaf * players + k, terms) for k in range(players)] for leaf in range(game.leaves)]
    return OpenLeaves(game, parameter, own, before[leaves], [reach[node] for node in leaves], payoffs)


def measured(leaves: OpenLeaves) -> list[list[fmpq_poly]]:
    """Give the measures at every leaf, shape (leaves, measures)."""
    game = leaves.game
    terms = [_polynomial(game, term, leaves.parameter) for term in game.terms]
    count = len(game.measure_names)
    return [[_row(game.measures, leaf * count + k, terms) for k in range(count)] for leaf in range(game.leaves)]


def _row(part: Combination, row: int, terms: Sequence[fmpq_poly]) -> fmpq_poly:
    return sum((terms[t] * fmpq(c.numerator, c.denominator) for t, c in part.row(row)), ZERO)


def _polynomial(game: Game, term: Expression, parameter: str) -> fmpq_poly:
    top, bottom = coefficients(term, parameter)
    if bottom.degree() > 0:
        raise GameError(
            f"{game.name} divides by {Expression(term.denominator).text()} in a payoff or a chance, where polynomials are needed; "
            f"trace another parameter than {parameter}."
        )
    return top / bottom[0]


def coefficients(number: Number, parameter: str) -> tuple[fmpq_poly, fmpq_poly]:
    """Write a quotient in one parameter as two polynomials."""
    quotient = Expression.constant(0) + number
    if any(name != parameter for name in quotient.names):
        raise GameError(f"{text(number)} speaks of more than {parameter}.")
    return dense(quotient.numerator), dense(quotient.denominator)


def dense(p: fmpq_mpoly) -> fmpq_poly:
    """Write a polynomial in one symbol by its coefficients."""
    out: dict[int, fmpq] = {}
    for powers, c in terms_of(p):
        out[sum(map(int, powers))] = c
    return fmpq_poly([out.get(k, fmpq(0)) for k in range(max(out, default=-1) + 1)])


def quotient(top: fmpq_poly, bottom: fmpq_poly, parameter: str) -> Number:
    """Give a quotient of polynomials as an exact number in the parameter."""
    ring = polynomials((parameter,))

    def sparse(p: fmpq_poly) -> fmpq_mpoly:
        return ring.from_dict({(k,): p[k] for k in range(p.degree() + 1) if p[k]})

    return simplest(Expression(sparse(top), sparse(bottom)))
