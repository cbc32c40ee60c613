"""How a profile of a game too large to build is learned: plays of its story are sampled, until iterations, time or memory end it."""

from __future__ import annotations

import time
from itertools import pairwise

from games import UnbuiltGame
from games.single_plays import label_of

from ..algebra.memory import ceiling, memory_in_use
from ..results import Profile
from ..results.sampled import SampledApproximation
from . import checkpoints
from .estimating import LOOKING, TRYING, estimated
from .race import BETWEEN, SAMPLED_GROWTH, Settings, Wrapper, measuring_points
from .replaying import ReplayLearner, Table
from .rules import Rule

GRACE = 2.0  # s: an iteration is brought to its end after the time that is given


def sampled_approximation(game: UnbuiltGame, rule: Rule, settings: Settings, progress: Wrapper = iter) -> SampledApproximation:
    """Learn a profile of a story without building it.

    Raises
    ------
    GameError
        For a checkpoint of something else, or trembles too large for some information set.
    """
    run = Run(game, rule, settings)
    end = run.learn(progress)
    learner, seed = run.learner, settings.seed or 0
    payoffs, deviations = estimated(game, learner.table, seed)
    return SampledApproximation(
        game=game,
        at=game.values,
        method=rule.name,
        seed=seed,
        profile=profile_of(game, learner.table),
        payoffs=payoffs,
        deviations=deviations,
        iterations=learner.iterations,
        plays=learner.plays,
        seconds=run.seconds,
        trembles=settings.trembles,
        notes=tuple(_notes(end)),
    )


class Run:
    """A learner at work, with its checkpoints.

    Parameters
    ----------
    game : UnbuiltGame
        The story.
    rule : Rule
        How to sample.
    settings : Settings
        What is asked.
    """

    def __init__(self, game: UnbuiltGame, rule: Rule, settings: Settings) -> None:
        self.game, self.settings, self.seconds = game, settings, 0.0
        self.learner = ReplayLearner(game, rule, trembles=settings.trembles, seed=settings.seed)
        self.identity = {"game": game.fingerprint, "method": rule.name, "size of trembles": settings.trembles, "seed": settings.seed}
        self.learner.before_play = self._check_time
        self._resume()
        self.began = self.written = time.perf_counter()

    def learn(self, progress: Wrapper) -> str:
        """Learn, and say what ended it: "iterations", "seconds", "memory" or "interrupt"."""
        most, end, whole = ceiling(), "iterations", True
        points = list(pairwise([0, *measuring_points(self.settings.iterations, SAMPLED_GROWTH)]))
        try:
            for _, point in progress(points):
                while self.learner.iterations < point and end == "iterations":
                    whole = False
                    self.learner.iterate()
                    whole = True
                    end = self._ended(most)
                    self._save(BETWEEN)
        except KeyboardInterrupt:
            end = "interrupt"
        except TimeoutError:
            end = "seconds"
        self.seconds, self.began = self.seconds + time.perf_counter() - self.began, time.perf_counter()
        if whole:  # an iteration that was broken off is no part of a checkpoint
            self._save(0.0)
        return end

    def _check_time(self) -> None:
        """Break off an iteration that goes on long after the time is over, as when all actions are tried in a long story."""
        limit = self.settings.seconds
        if limit is not None and time.perf_counter() - self.began > limit + GRACE:
            raise TimeoutError

    def _ended(self, most: int | None) -> str:
        if self.settings.seconds is not None and time.perf_counter() - self.began > self.settings.seconds:
            return "seconds"
        now = memory_in_use() if most is not None and self.learner.iterations % 64 == 0 else None
        return "memory" if most is not None and now is not None and now > most else "iterations"

    def _save(self, pause: float) -> None:
        now = time.perf_counter()
        if self.settings.checkpoint is None or now - self.written < pause:
            return
        learner = self.learner
        counted = {"iterations": learner.iterations, "plays": learner.plays, "drawn": learner.draws.counter}
        facts = {"seconds": self.seconds + now - self.began, **counted}
        checkpoints.write(self.settings.checkpoint, self.identity, facts, learner.table.arrays())
        self.written = time.perf_counter()

    def _resume(self) -> None:
        found = None if self.settings.checkpoint is None else checkpoints.read(self.settings.checkpoint, self.identity)
        if found is None:
            return
        facts, arrays = found
        self.learner.table.fill(arrays)
        self.learner.iterations, self.learner.plays = facts["iterations"], facts["plays"]
        self.learner.draws.counter, self.seconds = facts["drawn"], facts["seconds"]


def profile_of(game: UnbuiltGame, table: Table) -> Profile:
    """The averaged behaviour by label; marked where nothing was averaged, so that play there is even."""
    strategies: dict[str, dict[str, dict[str, float]]] = {player: {} for player in game.players}
    idle = set()
    for (k, knows), (start, n), actions in zip(table.rows, table.rows.values(), table.actions, strict=True):
        player, label, count = game.players[k], label_of(knows), 1
        while label in strategies[player]:
            count += 1
            label = f"{label_of(knows)}#{count}"
        there = sum(table.total[start : start + n])
        strategies[player][label] = {a: x / there if there else 1 / n for a, x in zip(actions, table.total[start : start + n], strict=True)}
        if not there:
            idle.add((player, label))
    return Profile(strategies, frozenset(idle))  # type: ignore[arg-type]


def _notes(end: str) -> list[str]:
    notes = {
        "seconds": ["The time was over; raise seconds to learn more."],
        "memory": ["Half of the memory that was free is taken; what was learned until then is given."],
        "interrupt": ["It was interrupted; let it run longer."],
    }.get(end, [])
    return [
        *notes,
        "No tree was made, so that the gap is not known and no bound on it is claimed.",
        f"Payoffs are means over {TRYING:,} plays. A deviation of every player was looked for in {LOOKING:,} plays and tried in {TRYING:,} "
        "others; the figure is an estimate, with its standard error, of what that one deviation earns. Others may earn more.",
    ]
