"""Rules at work on one game, side by side: those that fall behind drop out, and the best behaviour met is kept."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from games import Game
from games.forms.flat import FlatForm

from ..results import Progress
from . import checkpoints
from .learning import Learner, values_and_gains
from .rules import PORTFOLIO, STAGES, Rule
from .sampled_learner import SampledLearner

Floats: TypeAlias = npt.NDArray[np.float64]
Wrapper: TypeAlias = Callable[[Iterable[Any]], Iterable[Any]]

ITERATIONS = 20_000
CLOSE = 1e-6  # of the spread of payoffs: the gap that is asked for when nobody says
FIRST, GROWTH, SAMPLED_GROWTH = 10, 1.1, 1.5  # the gap is measured after so many iterations, and whenever there are so many times as many
PATIENCE = 0.1  # s: a compiled loop is left so often, to look at the clock and the keyboard
BETWEEN = 10.0  # s between two checkpoints


@dataclass(frozen=True)
class Settings:
    """What is asked of a race.

    Parameters
    ----------
    method : str
        A rule, or the portfolio.
    iterations : int
        The most that any rule runs.
    tol : float or None
        The gap at which to stop, in payoffs.
    seed : int or None
        Of the small regrets that everything begins with.
    trembles : float
        The least probability of every action.
    checkpoint : Path or None
        The file that holds what is learned.
    seconds : float or None
        After how much time to stop.
    """

    method: str = PORTFOLIO
    iterations: int = ITERATIONS
    tol: float | None = None
    seed: int | None = None
    trembles: float = 0.0
    checkpoint: Path | None = None
    seconds: float | None = None


@dataclass(frozen=True, eq=False)
class Best:
    """The behaviour with the smallest gap that was met: of which rule, after how many iterations, its "average" plans or its "last"."""

    gap: float
    rule: str
    plans: str
    iterations: int
    behaviour: Floats


@dataclass
class Race:
    """A race of rules on one game.

    Nothing in it but the time of a stop depends on a clock: rules drop out by their iterations, and checkpoints change nothing.

    Parameters
    ----------
    game : Game
        Without open parameters.
    form : FlatForm
        The same in arrays.
    rules : tuple of Rule
        Who races.
    settings : Settings
        What is asked.
    seconds : float
        How long the rules have been learning, before a checkpoint included.
    best : Best or None
        The best behaviour so far; None before the first measurement.
    history : list of Progress
        Every measurement.
    """

    game: Game
    form: FlatForm
    rules: tuple[Rule, ...]
    settings: Settings
    seconds: float = 0.0
    best: Best | None = None
    history: list[Progress] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.learners = {rule.name: self._learner(rule) for rule in self.rules}
        self.growth = SAMPLED_GROWTH if any(rule.sampling for rule in self.rules) else GROWTH
        self.pace = 1  # iterations between two looks at the clock
        self._resume()
        self.began = self.written = time.perf_counter()

    def _learner(self, rule: Rule) -> Learner | SampledLearner:
        trembles, seed = self.settings.trembles, self.settings.seed
        if rule.sampling:
            return SampledLearner(self.game, self.form, rule, trembles=trembles, seed=seed)
        observing = not (self.form.constant_sum and len(self.form.players) <= 2)
        return Learner(self.form, rule, trembles=trembles, seed=seed, observing=observing)

    @property
    def tol(self) -> float:
        """The gap at which to stop."""
        return CLOSE * self.form.spread if self.settings.tol is None else self.settings.tol

    @property
    def converged(self) -> bool:
        """Whether the gap at which to stop was reached."""
        return self.best is not None and self.best.gap <= self.tol

    def run(self, progress: Wrapper) -> str:
        """Learn until the gap is small enough, and say what ended it: "tol", "iterations", "seconds" or "interrupt"."""
        points = list(pairwise([0, *measuring_points(self.settings.iterations, self.growth)]))
        try:
            for before, point in progress(points):
                if self.converged:
                    break
                for rule in self._racing(before):
                    if self.learners[rule].iterations <= point and not self._measured(rule, point):
                        self._advance(rule, point)
                        self._measure(rule)
                self._save(BETWEEN)
            end = "tol" if self.converged else "iterations"
        except KeyboardInterrupt:
            end = "interrupt"
        except TimeoutError:
            end = "seconds"
        self.seconds, self.began = self.seconds + time.perf_counter() - self.began, time.perf_counter()
        self._save(0.0)
        if end in ("interrupt", "seconds"):  # between two measurements may lie something better, which is no part of the checkpoint
            for rule, learner in self.learners.items():
                if not self._measured(rule, learner.iterations):
                    self._measure(rule)
        return end

    def _racing(self, iterations: int) -> list[str]:
        """The rules that are still in the race after so many iterations; the history says so."""
        racing = list(self.learners)
        for stage in STAGES:
            gaps = {step.rule: min(step.average, step.last) for step in self.history if step.iterations == stage}
            if stage <= iterations and len(racing) > 1 and all(rule in gaps for rule in racing):
                racing.remove(max(racing, key=lambda rule: gaps[rule]))
        return racing

    def _advance(self, rule: str, point: int) -> None:
        """Run a rule up to an iteration, leaving the compiled loop often enough to hear the clock and the keyboard."""
        learner, limit = self.learners[rule], self.settings.seconds
        while learner.iterations < point:
            start = time.perf_counter()
            if limit is not None and start - self.began > limit:
                raise TimeoutError
            count = min(self.pace, point - learner.iterations)
            learner.run(count)
            passed = max(time.perf_counter() - start, 1e-9)
            self.pace = max(1, min(2 * self.pace, int(count * PATIENCE / passed)))

    def _measured(self, rule: str, iterations: int) -> bool:
        return any((step.rule, step.iterations) == (rule, iterations) for step in self.history)

    def _measure(self, rule: str) -> None:
        """Measure a rule's average and last behaviour, and keep what is the best so far."""
        learner, gaps = self.learners[rule], {}
        for plans, behaviour in (("average", learner.average()), ("last", learner.last())):
            gaps[plans] = float(values_and_gains(self.form, behaviour, self.settings.trembles)[1].sum())
            if self.best is None or gaps[plans] < self.best.gap:
                self.best = Best(gaps[plans], rule, plans, learner.iterations, behaviour)
        self.history.append(Progress(rule, learner.iterations, gaps["average"], gaps["last"]))

    # ---------------------------------------------------------------- checkpoints

    def _identity(self) -> dict[str, Any]:
        """What must be the same when learning goes on."""
        settings = self.settings
        return {"game": self.game.fingerprint, "method": settings.method, "size of trembles": settings.trembles, "seed": settings.seed}

    def _save(self, pause: float) -> None:
        """Write a checkpoint, if one is asked for and the last one is so many seconds old."""
        now = time.perf_counter()
        if self.settings.checkpoint is None or self.best is None or now - self.written < pause:
            return
        best = self.best
        facts = {
            "seconds": self.seconds + now - self.began,
            "history": [[step.rule, step.iterations, step.average, step.last] for step in self.history],
            "best": [best.gap, best.rule, best.plans, best.iterations],
        }
        arrays = {f"{rule} {name}": array for rule, one in self.learners.items() for name, array in one.state._asdict().items()}
        checkpoints.write(self.settings.checkpoint, self._identity(), facts, {**arrays, "best": best.behaviour})
        self.written = now

    def _resume(self) -> None:
        """Go on from a checkpoint where there is one."""
        checkpoint = None if self.settings.checkpoint is None else checkpoints.read(self.settings.checkpoint, self._identity())
        if checkpoint is None:
            return
        facts, arrays = checkpoint
        for rule, learner in self.learners.items():
            for name, array in learner.state._asdict().items():
                array[:] = arrays[f"{rule} {name}"]
        self.seconds = facts["seconds"]
        self.history = [Progress(*step) for step in facts["history"]]
        gap, rule, plans, iterations = facts["best"]
        self.best = Best(gap, rule, plans, iterations, arrays["best"])


def measuring_points(most: int, growth: float = GROWTH) -> Iterator[int]:
    """After how many iterations to measure: more and more seldom, where rules drop out, and at the end.

    Examples
    --------
    >>> list(measuring_points(20))
    [10, 12, 14, 16, 18, 20]
    """
    point = FIRST
    while point < most:
        yield point
        following = int(point * growth) + 1
        point = next((stage for stage in STAGES if point < stage < following), following)
    yield most
