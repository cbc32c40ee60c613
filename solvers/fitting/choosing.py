"""How a player chooses with errors at one information set: shocks of a story, logit or probit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from games import Beta, Exponential, Game, GameError, Law, Logistic, Normal, Uniform
from games.numbers import Expression, Number, square_root

from ..arrays import on_arrays
from .modelling import Values
from .observing import Floats

PRECISION, DEVIATION = "precision", "deviation"


@dataclass(frozen=True)
class Shock:
    """What is drawn at one choice of two.

    Parameters
    ----------
    action : int
        The action to which it is added.
    law : Law
        Its law.
    counts : bool
        Whether an earlier own move values it.
    besides : number
        The mean of another shock that was taken together with it, which is had whatever is done.
    """

    action: int
    law: Law
    counts: bool
    besides: Number = Fraction(0)


class Responses:
    """The chances of actions, given what each is worth, at every information set of a game.

    Parameters
    ----------
    game : Game
        With shocks at choices, or without.
    response : {"logit", "probit"} or None
        For a game without.
    """

    def __init__(self, game: Game, response: str | None) -> None:
        self.game, self.response = game, response
        self.extra = {"logit": PRECISION, "probit": DEVIATION, None: ""}[response]
        self.shocks: dict[int, Shock] = {}
        for s in range(game.infosets):
            label, player = game.set_labels[s], game.players[game.set_owner[s]]
            mine = [t for t in game.types if t.owner == player and t.at == label]
            actions = game.set_actions[s]
            if response == "logit" or len(actions) < 2:
                continue
            if len(actions) > 2:
                raise GameError(
                    f"{player} has {len(actions)} actions at {label!r}; errors that are no logit ones are handled for choices of two. Use "
                    "response='logit', or split the choice."
                )
            if response == "probit":
                self.shocks[s] = Shock(1, Normal(0, 1), False)
                continue
            if not mine:
                raise GameError(
                    f"{player} chooses at {label!r} without a shock, so that some outcomes have no chance; give each choice shocks, or use "
                    "response with a game without them."
                )
            self.shocks[s] = self._one(player, label, actions, [Shock(actions.index(t.action), t.law, t.counts) for t in mine])

    @staticmethod
    def _one(player: str, label: str, actions: tuple[str, ...], mine: list[Shock]) -> Shock:
        """Make one shock of one or two: only their difference matters for the choice."""
        if len(mine) == 1:
            return mine[0]
        first, second = sorted(mine, key=lambda shock: shock.action)
        if not (isinstance(first.law, Normal) and isinstance(second.law, Normal)):
            raise GameError(
                f"{player} has a shock to both {' and '.join(actions)} at {label!r}; two shocks are handled when both are normal. "
                "Only their "
                "difference matters for the choice, so that one shock says the same."
            )
        variance = Expression.constant(0) + first.law.sd * first.law.sd + second.law.sd * second.law.sd
        return Shock(1, Normal(second.law.mean - first.law.mean, square_root(variance)), first.counts, first.law.mean)

    def needs(self, values: Values) -> Iterator[Floats]:
        """What must be positive for laws to be laws."""
        shape = np.shape(next(iter(values.values())))
        for shock in self.shocks.values():
            for difference, _ in shock.law.needs:
                yield on_arrays(difference, values, shape)

    def chances(self, infoset: int, worth: list[Floats], values: Values) -> list[Floats]:
        """The chance of each action, given what it is worth before shocks."""
        if len(worth) == 1:
            return [np.ones_like(worth[0])]
        if self.response == "logit":
            scaled = np.stack(worth) * values[PRECISION]
            odds = np.exp(scaled - scaled.max(0))
            return list(odds / odds.sum(0))
        action, law = self.shocks[infoset].action, self.shocks[infoset].law
        needed = worth[1 - action] - worth[action]
        if self.response == "probit":
            needed = needed / (values[DEVIATION] * np.sqrt(2.0))
        taken = above(law, needed, values)
        return [1 - taken, taken] if action == 1 else [taken, 1 - taken]

    def brought(self, infoset: int, odds: list[Floats], values: Values) -> Floats:
        """What a shock that counts brings its owner on average, given how often its action is taken."""
        shock = self.shocks.get(infoset)
        if shock is None or not shock.counts:
            return np.zeros_like(odds[0])
        return mean_of_top(shock.law, odds[shock.action], values) + on_arrays(shock.besides, values, np.shape(odds[0]))


def above(law: Law, x: Floats, values: Values) -> Floats:
    """The share of a law above a value."""
    from scipy.special import betainc, expit, ndtr

    arguments = [on_arrays(argument, values, np.shape(x)) for argument in law.arguments]
    with np.errstate(all="ignore"):
        if isinstance(law, Uniform):
            low, high = arguments
            return np.clip((high - x) / (high - low), 0.0, 1.0)
        if isinstance(law, Normal):
            return np.asarray(ndtr((arguments[0] - x) / arguments[1]))
        if isinstance(law, Logistic):
            return np.asarray(expit((arguments[0] - x) / arguments[1]))
        if isinstance(law, Exponential):
            return np.exp(-np.maximum(x, 0.0) / arguments[0])
        assert isinstance(law, Beta)
        return np.asarray(1.0 - betainc(arguments[0], arguments[1], np.clip(x, 0.0, 1.0)))


def mean_of_top(law: Law, share: Floats, values: Values) -> Floats:
    """The integral of the highest values of a law, of this share."""
    from scipy.special import betainc, betaincinv, ndtri, xlogy

    arguments = [on_arrays(argument, values, np.shape(share)) for argument in law.arguments]
    share = np.clip(share, 0.0, 1.0)
    with np.errstate(all="ignore"):
        if isinstance(law, Uniform):
            low, high = arguments
            return share * (high - (high - low) * share / 2)
        if isinstance(law, Normal):
            cut = ndtri(np.clip(share, 1e-300, 1 - 1e-16))
            return np.asarray(arguments[0] * share + arguments[1] * np.exp(-(cut**2) / 2) / np.sqrt(2 * np.pi))
        if isinstance(law, Logistic):
            return np.asarray(arguments[0] * share - arguments[1] * (xlogy(share, share) + xlogy(1 - share, 1 - share)))
        if isinstance(law, Exponential):
            return np.asarray(arguments[0] * (share - xlogy(share, share)))
        assert isinstance(law, Beta)
        a, b = arguments
        cut = betaincinv(a, b, 1 - share)
        return np.asarray(a / (a + b) * (1 - betainc(a + 1, b, cut)))
