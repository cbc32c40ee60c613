"""A learner: one rule at work on one game, which can be stopped, looked at and gone on with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from games import Game, GameError
from games.forms.flat import FlatForm

from . import kernels
from .gradients import Form, Tables
from .kernels import Numbers, State
from .rules import RULES, Rule

Floats: TypeAlias = npt.NDArray[np.float64]

START = 1e-3  # of the spread of payoffs: the regrets that a seed begins with


def arrays_of(form: FlatForm) -> Form:
    """The arrays that compiled loops take."""
    return Form(*(getattr(form, name) for name in Form._fields))


def tables_of(form: FlatForm) -> Tables:
    """The rows as blocks, for loops that go through them again and again."""
    blocks = form.blocks
    tuples, own = (int((blocks.shape[:, k] * blocks.shape[:, 2]).max(initial=0)) for k in (1, 0))
    return Tables(*[getattr(blocks, name) for name in Tables._fields[:-2]] + [np.empty(tuples), np.empty(own)])


class Learner:
    """One rule at work on one game; what has been learned so far.

    Behaviour is an array of shape (sequences,), the probability of each sequence's last action, numbered as in `FlatForm`; one at
    the empty sequences.

    Parameters
    ----------
    form : FlatForm
        The game.
    rule : Rule or str
        How to learn.
    trembles : float
        The least probability of every action.
    seed : int, optional
        Small random regrets to begin with, another start for every seed; none when None.
    observing : bool
        Whether joint play is added up as well, for `coarse`; an iteration then costs twice as much.

    Raises
    ------
    GameError
        When the trembles are too large for some information set.
    """

    def __init__(
        self, form: FlatForm, rule: Rule | str, *, trembles: float = 0.0, seed: int | None = None, observing: bool = False
    ) -> None:
        self.form, self.rule = form, RULES[rule] if isinstance(rule, str) else rule
        self.trembles, self.observing = float(trembles), observing
        check_trembles(form, self.trembles)
        self.arrays, self.tables = arrays_of(form), tables_of(form)
        n, players = form.sequences, len(form.players)
        empty: dict[str, Any] = {name: np.zeros(n) for name in State._fields}
        self.state = State(**{**empty, "earned": np.zeros(players), "done": np.zeros(1, np.int64)})
        if seed is not None:
            self.state.R[:] = START * form.spread * np.random.default_rng(seed).exponential(size=n)
        self._match()

    @property
    def iterations(self) -> int:
        """How many iterations have been run."""
        return int(self.state.done[0])

    def run(self, count: int) -> Learner:
        """Run some more iterations."""
        rule = self.rule
        numbers = Numbers(rule.positive, rule.negative, rule.prediction, rule.averaging, rule.alternating)
        loop = kernels.reply if rule.replies else kernels.iterate
        loop(self.arrays, self.tables, self.state, numbers, self.trembles, int(count), self.observing)
        return self

    def start_from(self, behaviour: Floats, weight: float = 1.0) -> Learner:
        """Before the first iteration: take regrets in proportion to a behaviour, so that it is played first; `weight` in payoffs."""
        self.state.R[:] = weight * np.maximum(behaviour, 0.0)
        self._match()
        return self

    def average(self) -> Floats:
        """The behaviour of the averaged plans; uniform where a player's own plans never lead."""
        return behaviour_and_plan(self.form, self.state.total if self.iterations else self.state.x)[0]

    def last(self) -> Floats:
        """The behaviour of the last iteration, also where the player's own plan does not lead."""
        if self.rule.replies:  # which says nothing there
            return behaviour_and_plan(self.form, self.state.x)[0]
        behaviour, actions = np.ones(self.form.sequences), np.ones(self.form.sequences, bool)
        actions[self.form.sequence_start[:-1]] = False
        free = 1.0 - self.trembles * np.repeat(self.form.size, self.form.size)
        behaviour[actions] = self.trembles + free * self.state.matched[actions]
        return behaviour

    def coarse(self) -> tuple[Floats, Floats]:
        """What players earned on average in the joint play of all iterations, and what more by the best fixed plan.

        The latter are the gains of a coarse correlated equilibrium whose device draws from that play; shape (players,) each.
        """
        form, weight = self.form, self._weight()
        earned, offered = self.state.earned / weight, self.state.offered / weight
        most = [kernels.best_reply(self.arrays, k, 0.0, offered) for k in range(len(form.players))]
        return earned, np.array(most) - earned

    def _weight(self) -> float:
        """The sum of the weights of the iterations, relative to the last one's."""
        t = np.arange(1, self.iterations + 1, dtype=np.float64)
        return float(((t / self.iterations) ** self.rule.averaging).sum())

    def _match(self) -> None:
        self.state.matched[:] = self.state.R
        for player in range(len(self.form.players)):
            kernels.plan(self.arrays, player, self.trembles, 0.0, self.state)
        self.state.total[:] = 0.0


def behaviour_and_plan(form: FlatForm, plan: Floats) -> tuple[Floats, Floats]:
    """Read probabilities of actions, and plans that add up, off plans or behaviour that need not; uniform where they never lead."""
    behaviour, clean = np.empty(form.sequences), np.empty(form.sequences)
    kernels.normalised(arrays_of(form), plan, behaviour, clean)
    return behaviour, clean


def check_trembles(form: FlatForm, trembles: float) -> None:
    """Refuse trembles that leave no choice at some information set."""
    most = int(form.size.max()) if form.infosets else 1
    if not 0.0 <= trembles < 1.0 / most:
        raise GameError(
            f"trembles = {trembles:g} is not a least chance for every action: take a number from 0 to below 1/{most}, since an "
            f"information set has {most} actions."
        )


# ------------------------------------------------------------------ measuring


@dataclass(frozen=True, eq=False)
class SetGains:
    """What changing plans from an information set on earns, given that it is reached.

    Parameters
    ----------
    reach : array of float, shape (information sets,)
        The probability that chance and the others lead there, the set's player doing what it can to come there.
    gains : array of float, shape (information sets,)
        What the best continuation earns beyond the player's own, in payoffs, with beliefs by Bayes' rule from the profile; ``nan``
        where the others never lead.
    values : array of float, shape (sequences,)
        What each action earns, the player going on as it does; ``nan`` likewise.
    shortfall : array of float, shape (sequences,)
        By how much each action earns less than the best at its set; ``nan`` likewise, and zero at the empty sequences.
    """

    reach: Floats
    gains: Floats
    values: Floats
    shortfall: Floats


def values_and_gains(form: FlatForm, behaviour: Floats, trembles: float = 0.0) -> tuple[Floats, Floats]:
    """What each player earns, and what more by a best reply to the others before play; shape (players,) each.

    With trembles the best reply is one in which every action has at least that chance.
    """
    players = len(form.players)
    values, gains = np.empty(players), np.empty(players)
    kernels.measure(arrays_of(form), behaviour_and_plan(form, behaviour)[1], trembles, np.empty(form.sequences), values, gains)
    return values, np.maximum(gains, 0.0)


def set_gains(form: FlatForm, behaviour: Floats) -> SetGains:
    """Measure a behaviour information set by information set."""
    values, met, shortfall = (np.empty(form.sequences) for _ in range(3))
    reach, gains = np.empty(form.infosets), np.empty(form.infosets)
    plan = behaviour_and_plan(form, behaviour)[1]
    kernels.measure_sets(arrays_of(form), plan, behaviour, values, met, shortfall, reach, gains)
    return SetGains(reach, gains, values, shortfall)


def by_label(form: FlatForm, game: Game, amounts: Floats) -> dict[str, dict[str, dict[str, float]]]:
    """Tell an array over sequences by player, information set and action."""
    numbers, first = amounts.tolist(), form.first.tolist()
    return {
        own.player: {
            game.set_labels[k]: dict(zip(game.set_actions[k], numbers[first[i] : first[i] + len(game.set_actions[k])], strict=True))
            for i, k in enumerate(own.infosets, start)
        }
        for own, start in zip(form.players, form.set_start, strict=False)
    }
