"""The judge of profiles by type in rounded numbers, for laws that are not uniform.

The walk is the same, in fractions: the rounded numbers are taken as they stand, shares of intervals come from the laws in balls and are
rounded to some sixty digits, and an end that a law does not have is taken to lie very far out.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import arb, ctx

from games import Beta, Exponential, Game, GameError, Law, Logistic, Normal, Uniform
from games.numbers import Expression, Number

from ..results import ByType, Certificate, TypeBelief, TypeCell
from .signing import program
from .type_claims import check_cells, given_by_type
from .types import Gain, Judge

BITS = 200
FAR = 40  # standard deviations or scales from the middle at which an end lies that the law does not have
ALLOWED = 1e-12  # gains up to so much are rounding, relative to the spread of what is at stake


def verify_rounded(game: Game, claim: Any, concept: str) -> Certificate:
    """Check whether a profile by type in rounded numbers is an equilibrium, but for rounding.

    Returns
    -------
    Certificate
        Gains are floats: the largest of any type that is not farther out than `FAR` says.
    """
    given = given_by_type(game, claim)
    exact = ByType(given.types, _cells(game, given), tuple(_belief(game, belief) for belief in given.beliefs))
    for i, player in enumerate(game.players):
        if player not in exact.types:
            check_cells(game, i, exact.cells.get(player, ()))
    judge = RoundedJudge(game, exact)
    gains = list(judge.gains())
    sizes: dict[str, Any] = {p: max((float(g.size) for g in gains if g.player == i), default=0.0) for i, p in enumerate(game.players)}
    allowed = ALLOWED * max(1.0, *(abs(float(x)) for x in _stakes(game)))
    rational = all(size <= allowed for size in sizes.values())
    worst: Gain | None = max(gains, key=lambda gain: float(gain.size), default=None)
    checked = (
        f"No type gains more than rounding explains, {max(sizes.values()):.0e}, by another continuation at any of the {game.infosets} "
        "information sets; beliefs about types follow Bayes' rule wherever they can."
    )
    reason = checked if rational or worst is None else worst.sentence
    return Certificate(concept, rational, sizes, rational, None, reason, "solvers.verifier", program())


def _stakes(game: Game) -> list[Number]:
    return [game.payoff_line(leaf, i)[0] for leaf in range(game.leaves) for i in range(len(game.players))] or [Fraction(1)]


def _fraction(number: Any) -> Any:
    """A rounded number as it stands."""
    return Fraction(number) if isinstance(number, float | int) else number


def _end(game: Game, player: str, number: Any) -> Any:
    """An end of an interval, very far out where the law has none."""
    if isinstance(number, float) and number in (float("inf"), float("-inf")):
        law = next(t.law for t in game.types if t.owner == player and t.at is None)
        *place, scale = law.arguments
        return sum(place, Fraction(0)) + FAR * scale * (1 if number > 0 else -1)
    return _fraction(number)


def _cells(game: Game, given: ByType) -> dict[str, tuple[TypeCell, ...]]:
    """The cells in fractions, with probabilities that add up to one."""
    cells = {}
    for player, several in given.cells.items():
        cells[player] = tuple(
            TypeCell(_end(game, player, cell.low), _end(game, player, cell.high), {s: _mix(player, row) for s, row in cell.play.items()})
            for cell in several
        )
    return cells


def _mix(player: str, row: Any) -> dict[str, Number]:
    exact = {action: _fraction(p) for action, p in row.items()}
    total = sum(exact.values())
    if abs(total - 1) > ALLOWED or min(exact.values()) < 0:
        raise GameError(f"What {player} does are no probabilities: {', '.join(f'{a} {float(p):g}' for a, p in exact.items())}.")
    return {action: p / total for action, p in exact.items()}


def _belief(game: Game, belief: TypeBelief) -> TypeBelief:
    pieces = [(_end(game, belief.player, low), _end(game, belief.player, high), _fraction(w)) for low, high, w in belief.pieces]
    total = sum(w for _, _, w in pieces)
    return TypeBelief(belief.player, belief.history, tuple((low, high, w / total) for low, high, w in pieces), belief.fresh, belief.matters)


class RoundedJudge(Judge):
    """Takes shares of intervals from laws."""

    def part(self, player: str, inner: tuple[Number, Number], whole: tuple[Number, Number]) -> Number:
        """The share of an interval in a larger one, rounded to some sixty digits."""
        law = self.types[player].law
        if isinstance(law, Uniform):
            return super().part(player, inner, whole)
        before, ctx.prec = ctx.prec, BITS
        try:
            a, b, c, d = (_below(law, Fraction(x)) for x in (*inner, *whole))  # type: ignore[arg-type]
            man, exp = ((b - a) / (d - c)).mid().man_exp()
        finally:
            ctx.prec = before
        return Fraction(int(man)) * Fraction(2) ** int(exp)


def _below(law: Law, x: Fraction) -> arb:
    """The share of types below a number."""
    numbers = [Fraction(argument) for argument in law.arguments if not isinstance(argument, Expression)]
    if isinstance(law, Beta):
        return _beta_below(*(arb(number.numerator) / number.denominator for number in (*numbers, x)))
    *place, scale = (arb(number.numerator) / number.denominator for number in numbers)
    z = (arb(x.numerator) / x.denominator - sum(place, arb(0))) / scale
    if isinstance(law, Normal):
        return arb((1 + (z / arb(2).sqrt()).erf()) / 2)
    if isinstance(law, Logistic):
        return arb(1 / (1 + (-z).exp()))
    if isinstance(law, Exponential):
        return arb(1 - (-z).exp()) if z > 0 else arb(0)
    raise GameError(f"Types from {law.text()} are not judged; there are uniform, normal, logistic, exponential and beta ones.")


def _beta_below(a: arb, b: arb, x: arb) -> arb:
    """The share of the beta law below a number between 0 and 1, by Gauss's series, from the nearer end (NIST Handbook, 8.17.8)."""
    if x > arb("0.5"):
        return 1 - _beta_below(b, a, 1 - x)
    if x == 0:
        return arb(0)
    return x**a * (1 - x) ** b * (a + b).gamma() / ((a + 1).gamma() * b.gamma()) * x.hypgeom_2f1(a + b, arb(1), a + 1)
