"""How an approximate equilibrium is found: rules race, the gap is measured on the way, and the verifier measures the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from games import Game, GameError
from games.forms.flat import FlatForm, flat_form, flat_form_bytes
from games.numbers import Number

from ..algebra.memory import ceiling, memory_in_use
from ..results import Approximation, CoarseCorrelation, Profile, Progress, versions
from ..verifier.measuring import measured
from . import checkpoints
from .rules import PORTFOLIO, STAGES, Rule, rules_of

Floats: TypeAlias = npt.NDArray[np.float64]
Wrapped: TypeAlias = Callable[[Iterable[Any]], Iterable[Any]]

ITERATIONS = 20_000
CLOSE = 1e-6  # of the spread of payoffs: the gap that is asked for when nobody says
FIRST, GROWTH = 10, 1.1  # the gap is measured after so many iterations, and after so many times as many again
PATIENCE = 0.1  # s: a loop is left so often, to look at the clock and the keyboard
BETWEEN = 10.0  # s between checkpoints
PER_SEQUENCE = 8 * 12  # bytes of a learner and of what it is measured with


@dataclass(frozen=True)
class Settings:
    """What was asked for.

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
        Where to keep what is learned.
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


def approximation(game: Game, at: Mapping[str, Number], settings: Settings, progress: Wrapped = iter) -> Approximation:
    """Approximate an equilibrium of a game without open parameters.

    Raises
    ------
    GameError
        When the game does not fit in memory, or a number is out of range.
    """
    rules = rules_of(settings.method)
    _check_memory(game, len(rules))
    form = flat_form(game)
    start = time.perf_counter()
    _compile(form, rules)
    compiling = time.perf_counter() - start
    race = Race(game, form, rules, settings)
    stopped = race.run(progress)
    return _judged(game, at, race, settings, compiling, stopped)


# ------------------------------------------------------------------ the race


@dataclass(frozen=True, eq=False)
class Best:
    """The best behaviour so far."""

    gap: float
    rule: str
    kept: str
    iterations: int
    behaviour: Floats


@dataclass
class Race:
    """Rules at work on one game, side by side; those that fall behind drop out."""

    game: Game
    form: FlatForm
    rules: tuple[Rule, ...]
    settings: Settings
    seconds: float = 0.0
    best: Best | None = None
    history: list[Progress] = field(default_factory=list)

    def __post_init__(self) -> None:
        from .learning import Learner

        observing = not (self.form.constant_sum and len(self.form.players) <= 2)
        self.learners = {
            rule.name: Learner(self.form, rule, trembles=self.settings.trembles, seed=self.settings.seed, observing=observing)
            for rule in self.rules
        }
        self.clock, self.pace = 0.0, 1
        self._resume()
        self.began, self.written = time.perf_counter(), time.perf_counter()

    @property
    def tol(self) -> float:
        """The gap at which to stop."""
        return CLOSE * self.form.spread if self.settings.tol is None else self.settings.tol

    def run(self, progress: Wrapped) -> str:
        """Learn until the gap is small enough, and say what ended it: "tol", "iterations", "seconds" or "interrupt"."""
        ended, done = "iterations", {(step.rule, step.iterations) for step in self.history}
        points = list(measuring_points(self.settings.iterations))
        try:
            for before, point in progress(list(pairwise([0, *points]))):
                if self.best is not None and self.best.gap <= self.tol:
                    ended = "tol"
                    break
                for rule in self._racing(before):
                    if (rule, point) not in done and self.learners[rule].iterations <= point:
                        self._advance(rule, point)
                        self._measure(rule)
                self._keep(BETWEEN)
            else:
                ended = "tol" if self.best is not None and self.best.gap <= self.tol else ended
        except KeyboardInterrupt:
            ended = "interrupt"
        except TimeoutError:
            ended = "seconds"
        self.seconds += time.perf_counter() - self.began
        self.began = time.perf_counter()
        self._keep(0.0)
        if ended in ("interrupt", "seconds"):  # what lies between two measurements may be better; it is no part of the checkpoint
            measured_already = {(step.rule, step.iterations) for step in self.history}
            for rule, learner in self.learners.items():
                if (rule, learner.iterations) not in measured_already:
                    self._measure(rule)
        return ended

    def _racing(self, done: int) -> list[str]:
        """The rules that are still in the race after so many iterations: a fact of the history, so that it needs no memory."""
        racing = list(self.learners)
        for stage in STAGES:
            gaps = {step.rule: min(step.average, step.last) for step in self.history if step.iterations == stage}
            if stage <= done and len(racing) > 1 and all(rule in gaps for rule in racing):
                racing.remove(max(racing, key=lambda rule: gaps[rule]))
        return racing

    def _advance(self, rule: str, point: int) -> None:
        """Run a rule up to an iteration, leaving the loop often enough to hear the clock and the keyboard."""
        learner = self.learners[rule]
        while learner.iterations < point:
            if self.settings.seconds is not None and time.perf_counter() - self.began > self.settings.seconds:
                raise TimeoutError
            count, start = min(self.pace, point - learner.iterations), time.perf_counter()
            learner.run(count)
            passed = time.perf_counter() - start
            self.pace = max(1, min(2 * self.pace, int(count * PATIENCE / max(passed, 1e-9))))

    def _measure(self, rule: str) -> None:
        """Measure a rule's average and last behaviour, and keep the better one if it is the best so far."""
        from .learning import values_and_gains

        learner = self.learners[rule]
        gaps = {}
        for kept, behaviour in (("average", learner.average()), ("last", learner.last())):
            _, gains = values_and_gains(self.form, behaviour, self.settings.trembles)
            gaps[kept] = float(gains.sum())
            if self.best is None or gaps[kept] < self.best.gap:
                self.best = Best(gaps[kept], rule, kept, learner.iterations, behaviour)
        self.history.append(Progress(rule, learner.iterations, gaps["average"], gaps["last"]))

    # ---------------------------------------------------------------- checkpoints

    def _facts(self) -> dict[str, Any]:
        asked = self.settings
        return {"fingerprint": self.game.fingerprint, "method": asked.method, "trembles": asked.trembles, "seed": asked.seed}

    def _keep(self, pause: float) -> None:
        """Write a checkpoint, if one is asked for and the last one is so many seconds old."""
        if self.settings.checkpoint is None or self.best is None or time.perf_counter() - self.written < pause:
            return
        best = self.best
        facts = {
            **self._facts(),
            "seconds": self.seconds + time.perf_counter() - self.began,
            "history": [[step.rule, step.iterations, step.average, step.last] for step in self.history],
            "best": [best.gap, best.rule, best.kept, best.iterations],
        }
        arrays = {f"{rule} {name}": array for rule, one in self.learners.items() for name, array in one.state._asdict().items()}
        checkpoints.write(self.settings.checkpoint, facts, {**arrays, "best": best.behaviour})
        self.written = time.perf_counter()

    def _resume(self) -> None:
        """Go on from a checkpoint where there is one."""
        if self.settings.checkpoint is None:
            return
        words = {"fingerprint": "game", "method": "method", "trembles": "size of trembles", "seed": "seed"}
        found = checkpoints.read(self.settings.checkpoint, self._facts(), words)
        if found is None:
            return
        facts, arrays = found
        for rule, learner in self.learners.items():
            for name, array in learner.state._asdict().items():
                array[:] = arrays[f"{rule} {name}"]
        self.seconds = facts["seconds"]
        self.history = [Progress(*step) for step in facts["history"]]
        gap, rule, kept, iterations = facts["best"]
        self.best = Best(gap, rule, kept, iterations, arrays["best"])


def measuring_points(most: int) -> Iterator[int]:
    """After how many iterations to measure: more and more seldom, where rules drop out, and at the end.

    Examples
    --------
    >>> list(measuring_points(20))
    [10, 11, 13, 15, 17, 19, 20]
    """
    point = FIRST
    while point < most:
        yield point
        coming = int(point * GROWTH) + (1 if point > FIRST else 0)
        point = next((stage for stage in STAGES if point < stage < coming), coming)
    yield most


# ------------------------------------------------------------------ the answer


def _judged(game: Game, at: Mapping[str, Number], race: Race, settings: Settings, compiling: float, ended: str) -> Approximation:
    """The best that was found, measured by the verifier on the tree."""
    from .learning import behaviour_and_plan, by_label

    best, form = race.best, race.form
    assert best is not None
    _, plan = behaviour_and_plan(form, best.behaviour)
    idle = frozenset(
        (own.player, game.set_labels[k])
        for player, own in enumerate(form.players)
        for i, k in zip(range(form.set_start[player], form.set_start[player + 1]), own.infosets, strict=True)
        if plan[form.before[i]] == 0.0
    )
    profile = Profile(cast(Any, by_label(form, game, best.behaviour)), idle)
    found = measured(game, profile)
    trembling = sum(measured(game, profile, settings.trembles).gains.values()) if settings.trembles else None
    learner = race.learners[best.rule]
    coarse = None
    if learner.observing:
        values, gains = (dict(zip(game.players, map(float, array), strict=True)) for array in learner.coarse())
        coarse = CoarseCorrelation(values, gains)
    gap = sum(found.gains.values()) if trembling is None else trembling
    return Approximation(
        game=game,
        at=at,
        method=best.rule,
        kept=best.kept,
        profile=profile,
        values=found.values,
        gains=found.gains,
        set_gains=found.sets,
        iterations=best.iterations,
        seconds=race.seconds,
        compiling=compiling,
        tol=race.tol,
        trembles=settings.trembles,
        trembling_gap=trembling,
        coarse=coarse,
        history=tuple(race.history),
        notes=tuple(_notes(race, settings, gap, ended)),
        by=f"solvers.verifier of cartel-games {versions()['cartel-games']}",
    )


def _notes(race: Race, settings: Settings, gap: float, ended: str) -> Iterator[str]:
    run = {rule: learner.iterations for rule, learner in race.learners.items()}
    if len(run) > 1:
        yield f"Rules that raced: {', '.join(f'{rule} ({count} iterations)' for rule, count in run.items())}."
    if gap > race.tol:
        said = {
            "iterations": f"{max(run.values())} iterations were not enough; raise iterations",
            "seconds": f"{settings.seconds:g} seconds were not enough; raise seconds" if settings.seconds is not None else "",
            "interrupt": "It was interrupted; let it run longer",
            "tol": "Rounding stands in the way; ask for a larger tol",
        }[ended]
        more = ", or take another method or seed" if ended == "iterations" else ""
        yield f"The gap {gap:.3g} is above the {race.tol:.3g} asked for. {said}{more}."
    if not race.form.constant_sum or len(race.form.players) > 2:
        yield (
            "In a game of more than two players, or whose payoffs do not add up to a constant, no rule is sure to come near an "
            "equilibrium; the gap says how near this profile is."
        )
    if not settings.trembles:
        yield "Without trembles nothing is claimed of what is played off the path; trembles=0.001 lets every information set be learned."


# ------------------------------------------------------------------ before it begins


def _check_memory(game: Game, rules: int) -> None:
    """Refuse a game whose leaf table does not fit in memory, before it is built."""
    actions = sum(map(len, game.set_actions))
    needed = flat_form_bytes(game) + PER_SEQUENCE * (actions + len(game.players)) * rules
    most, now = ceiling(), memory_in_use()
    if most is not None and now is not None and needed > most - now:
        raise GameError(
            f"The leaf table of {game.name} ({game.nodes:,} nodes) needs about {needed / 1e9:.3g} GB of memory, where "
            f"{(most - now) / 1e9:.3g} GB may be taken; take a smaller structure."
        )


def _compile(form: FlatForm, rules: Iterable[Rule]) -> None:
    """Compile the loops, or load what was compiled before, by a first iteration that is thrown away."""
    from .learning import Learner, values_and_gains

    for rule in rules:
        values_and_gains(form, Learner(form, rule).run(1).average())
