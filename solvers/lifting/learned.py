"""What was learned, as probabilities at every information set: by learning with trembles, by replies that sharpen, or as given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice
from typing import Any

import numpy as np

from games import Game, GameError
from games.forms.flat import FlatForm, flat_form

from .effort import Effort
from .sharpening import followed
from .smooth_replies import SmoothReplies
from .supports import Behaviour, Floats, Support, by_infoset, candidates

RULE = "damped-pcfr+"
RUNS = (
    (1e-3, 4_000, None),
    (1e-2, 4_000, None),
    (1e-3, 20_000, None),
    (1e-2, 20_000, 1),
    (1e-3, 20_000, 2),
    (1e-4, 4_000, 3),
    (3e-3, 10_000, 4),
    (1e-2, 1_000, 5),
    (3e-4, 20_000, 6),
    (3e-2, 4_000, 7),
    (3e-3, 40_000, 8),
    (1e-3, 40_000, 9),
)
"""Least probability of every action, iterations and seed, in the order in which they are tried."""
FIRST_RUNS = 4  # from each of which smooth replies are followed
SHARPENED = 1e-4  # the least probability of every action then
MOST_UNKNOWNS, MOST_DEEP = 1_500, 60  # of the games in which they are


@dataclass(frozen=True, eq=False)
class Learned:
    """A learned profile with the supports that may be read off it.

    Parameters
    ----------
    behaviour : list of arrays
        For every information set the probability of each action.
    supports : list of Support
        In order of trust.
    gap : float
        What all players could win, in sum, by best replies, in payoffs.
    spread : float
        Of payoffs.
    trembles : float
        The least probability of every action.
    iterations : int
        How long it was learned; 0 when it was given.
    how : {"learned", "sharpened", "given"}
        By regrets, by following smooth replies as they sharpen, or not at all.
    """

    behaviour: Behaviour
    supports: list[Support]
    gap: float
    spread: float
    trembles: float
    iterations: int
    how: str = "learned"


def learned_anyhow(game: Game, seed: int | None, effort: Effort) -> Iterator[Learned]:
    """Learn by regrets, and follow smooth replies from what is learned, which settle where regrets go round; then from random play.

    Parameters
    ----------
    game, seed, effort
        As for `learning`.
    """
    by_regrets = learning(game, seed, effort)
    for one in islice(by_regrets, FIRST_RUNS):
        yield one
        yield from sharpened(game, [np.maximum(row - one.trembles, 0.0) for row in one.behaviour], effort)
    yield from sharpened(game, None, effort)
    yield from by_regrets


def sharpened(game: Game, near: Behaviour | None, effort: Effort) -> Iterator[Learned]:
    """Follow smooth replies from some play, or from random play, until they are sharp: one learned profile, or none; not in large games."""
    form = flat_form(game)
    if not 0 < form.sequences - len(form.players) - form.infosets <= MOST_UNKNOWNS or game.depth[-1] > MOST_DEEP:
        return
    least = min(SHARPENED, 0.5 / int(form.size.max()))
    replies = SmoothReplies(game, least, near)
    end = followed(replies, effort.a_path())
    if not end.sharp:
        return
    numbers, behaviour = np.ones(form.sequences), replies.behaviour(end.logits)
    sets = [int(k) for own in form.players for k in own.infosets]
    for infoset, first in zip(sets, form.first.tolist(), strict=True):
        numbers[first : first + len(behaviour[infoset])] = behaviour[infoset]
    yield replace(_read(form, [numbers], least, end.steps), how="sharpened")


def learning(game: Game, seed: int | None, effort: Effort, first: int = 0) -> Iterator[Learned]:
    """Learn again and again, each time with other trembles, lengths or starts; the first time whatever it takes.

    Parameters
    ----------
    game : Game
        Without open parameters.
    seed : int or None
        Other starts for every seed.
    effort : Effort
        How much may be learned.
    first : int
        The run to begin with.
    """
    from ..regret.learning import Learner

    form = flat_form(game)
    for k, (trembles, iterations, start) in list(enumerate(RUNS))[first:]:
        if not effort.learn(iterations * game.nodes) and k:
            continue
        least = min(trembles, 0.5 / int(form.size.max(initial=1)))
        again = None if start is None and seed is None else (start or 0) + (seed or 0)
        learner = Learner(form, RULE, trembles=least, seed=again).run(iterations)
        yield _read(form, [learner.average(), learner.last()], least, iterations)


def given(game: Game, profile: Any) -> Learned:
    """Read a profile that is given: a result with a profile, or a dict from player to information set to action to number."""
    strategies: Any = getattr(profile, "profile", profile)
    strategies = getattr(strategies, "strategies", strategies)
    if not isinstance(strategies, Mapping):
        raise GameError(f"{profile!r} is no profile; give a result that has one, or {{player: {{information set: {{action: number}}}}}}.")
    form = flat_form(game)
    numbers = np.ones(form.sequences)
    sets = [int(k) for own in form.players for k in own.infosets]
    for infoset, first in zip(sets, form.first.tolist(), strict=True):
        player, label = game.players[game.set_owner[infoset]], game.set_labels[infoset]
        own, actions = strategies.get(player), game.set_actions[infoset]
        row = own.get(label) if isinstance(own, Mapping) else None
        if isinstance(row, str) and row in actions:  # an action, which is played for sure
            row = {action: int(action == row) for action in actions}
        if not isinstance(row, Mapping) or set(row) != set(actions):
            raise GameError(
                f"The profile does not say what {player} does at {label!r}: give a number for each action there, or one action."
            )
        try:
            numbers[first : first + len(row)] = [float(Fraction(row[a]) if isinstance(row[a], str) else row[a]) for a in actions]
        except (TypeError, ValueError, OverflowError, ZeroDivisionError, AttributeError):
            raise GameError(f"The profile gives no numbers for what {player} does at {label!r}.") from None
    return replace(_read(form, [numbers], 0.0, 0), how="given")


def _read(form: FlatForm, learned: list[Floats], trembles: float, iterations: int) -> Learned:
    from ..regret.learning import set_gains, values_and_gains

    supports: dict[Support, None] = {}
    for numbers in reversed(learned):
        behaviour, shortfall = by_infoset(form, numbers), by_infoset(form, set_gains(form, numbers).shortfall)
        supports.update(dict.fromkeys(candidates(behaviour, shortfall, trembles, form.spread)))
    gap = float(values_and_gains(form, learned[0], trembles)[1].sum())
    return Learned(by_infoset(form, learned[0]), list(supports), gap, form.spread, trembles, iterations)
