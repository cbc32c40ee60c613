"""The verdict on a quantal equilibrium: how far any probability is from the response to the profile, logit or probit, bounded in balls.

A profile in decimals cannot be an equilibrium exactly.  What is shown is that wherever probabilities lie within given bounds they differ
from the responses to them by no more than a bound; that exactly one equilibrium lies in these bounds is for the solver to prove.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import inf, nextafter
from typing import Any, TypeAlias

from flint import arb, ctx, fmpq

from games import Game, GameError
from games.numbers import Expression, exact
from games.tree import CHANCE

from ..results import Certificate, Profile
from .signing import program
from .table import Table, tabulate

BITS = 200
RESPONSE = "quantal"
LOGIT, PROBIT = "logit", "probit"
NEAR = Fraction(1, 10**9)  # a profile in decimals may be so far from the response to it

Bounds: TypeAlias = tuple[Fraction, Fraction]


def verify_response(
    game: Game,
    profile: Any,
    precision: object,
    *,
    response: str = LOGIT,
    bounds: Mapping[str, Mapping[str, Mapping[str, Bounds]]] | None = None,
    within: object = NEAR,
) -> Certificate:
    """Check whether everybody responds by logit, or by probit, to a profile at a precision.

    Parameters
    ----------
    game : Game
        Open parameters get their defaults.
    profile : Profile or dict
        ``{player: {information set: {action: number}}}``, every probability above zero.
    precision : number
        At each information set the logarithm of the odds of two actions is the precision times what one is worth more, given that play
        is there; by probit the chance of one of two is the normal law's share below that number.
    response : {"logit", "probit"}
        How everybody responds.
    bounds : dict, optional
        Between what each probability lies, where that is known; the probabilities themselves when None.
    within : number
        How far a probability may be from the response.

    Returns
    -------
    Certificate
        For each player the most that a probability of its actions differs from the response, an upper bound all over the bounds. Beliefs
        follow Bayes' rule, as every information set is reached.

    Raises
    ------
    GameError
        When the profile leaves something out, or a probability may be zero.

    Examples
    --------
    >>> import games
    >>> game = games.load("prisoners_dilemma")
    >>> even = {player: {"start": {a: 0.5 for a in game.set_actions[k]}} for k, player in enumerate(game.players)}
    >>> verify_response(game, even, 0).equilibrium, verify_response(game, even, 1).equilibrium
    (True, False)
    """
    rate, most = _fraction(precision, "precision"), _fraction(within, "within")
    if response not in (LOGIT, PROBIT):
        raise GameError(f"Players respond by 'logit' or 'probit'; found response={response!r}.")
    told = profile.strategies if isinstance(profile, Profile) else profile
    before, ctx.prec = ctx.prec, BITS
    try:
        table = tabulate(game)
        chances = [_row(table, k, told if bounds is None else bounds, response) for k in range(len(table.members))]
        away = _Responses(table, chances).away(_ball(rate), response)
    finally:
        ctx.prec = before
    largest: dict[str, Any] = {
        player: nextafter(max(0.0, *(float(x.upper()) for x in away[i])), inf) for i, player in enumerate(table.players)
    }
    fits = all(x <= most for x in largest.values())
    worst = max(largest, key=lambda player: largest[player])
    reason = f"No probability differs from the {response} response at precision {rate} by more than {max(largest.values()):.0e}."
    if not fits:
        reason = f"A probability of {worst} differs from the {response} response at precision {rate} by as much as {largest[worst]:.3g}."
    return Certificate(RESPONSE, fits, largest, fits, True if fits else None, reason, "solvers.verifier", program())


def _fraction(given: object, name: str) -> Fraction:
    try:
        number = exact(given)
    except TypeError:
        raise GameError(f"{name} = {given!r} is no number; give a whole number, a fraction or a decimal.") from None
    return Fraction(int(number.p), int(number.q))


def _ball(number: Any) -> arb:
    if isinstance(number, Expression):
        raise GameError(f"{number.text()} is irrational, where a number of the game must be rational.")
    return arb(number if isinstance(number, fmpq) else fmpq(Fraction(number).numerator, Fraction(number).denominator))


def _row(table: Table, infoset: int, told: Any, response: str) -> list[arb]:
    player, label = table.player(infoset), table.game.set_labels[infoset]
    row = []
    if response == PROBIT and len(table.game.set_actions[infoset]) > 2:
        raise GameError(
            f"{player} has {len(table.game.set_actions[infoset])} actions at {label!r}; probit response is judged for choices of two."
        )
    for action in table.game.set_actions[infoset]:
        try:
            given = told[player][label][action]
        except (KeyError, TypeError):
            raise GameError(f"No probability is given for what {player} does at {label!r}; every action needs one.") from None
        low, high = given if isinstance(given, tuple) else (given, given)
        x = _ball(_decimal(low)).union(_ball(_decimal(high)))
        if not x > 0:
            raise GameError(f"{player} takes {action!r} at {label!r} with a probability that may be zero, which no {response} response is.")
        row.append(x)
    return row


def _decimal(number: Any) -> Any:
    return number if isinstance(number, Fraction | fmpq) else _fraction(number, "a probability")


class _Responses:
    """A game and a profile in balls."""

    def __init__(self, table: Table, chances: Sequence[Sequence[arb]]) -> None:
        self.table, self.chances = table, chances
        self.steps = [arb(1)] + [self._step(node) for node in range(1, len(table.parent))]
        self.values = [[_ball(x) for x in row] for row in table.payoffs]
        for node in range(len(table.parent) - 1, -1, -1):
            if table.children[node]:
                below = [(self.steps[c], self.values[c]) for c in table.children[node]]
                self.values[node] = [sum((p * row[i] for p, row in below), arb(0)) for i in range(len(table.players))]

    def _step(self, node: int) -> arb:
        above = self.table.parent[node]
        if self.table.owner[above] == CHANCE:
            return _ball(self.table.chances[node])
        return self.chances[self.table.infoset[above]][self.table.move[node]]

    def away(self, precision: arb, response: str) -> list[list[arb]]:
        """For each player how far its probabilities are from the responses."""
        reach = [arb(1)]
        for node in range(1, len(self.table.parent)):
            reach.append(reach[self.table.parent[node]] * self.steps[node])
        out: list[list[arb]] = [[] for _ in self.table.players]
        for k, nodes in enumerate(self.table.members):
            player = self.table.set_owner[k]
            whole = sum((reach[n] for n in nodes), arb(0))
            worth = [
                sum((reach[n] / whole * self.values[self.table.children[n][a]][player] for n in nodes), arb(0))
                for a in range(len(self.chances[k]))
            ]
            for a, p in enumerate(self.chances[k]):
                if response == PROBIT and len(worth) == 2:
                    out[player].append(abs(p - _normal(precision * (worth[a] - worth[1 - a]))))
                    continue
                against = sum(((precision * (w - worth[a])).exp() for w in worth), arb(0))
                out[player].append(abs(p - 1 / against))
        return [row or [arb(0)] for row in out]


def _normal(x: arb) -> arb:
    """The normal law's share below a number; the function rises, so that it lies between its values at the ends."""
    low, high = (((-end / arb(2).sqrt()).erfc() / 2) for end in (x.lower(), x.upper()))
    return low.union(high)
