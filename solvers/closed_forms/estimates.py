"""How long will a search take?  Random descents through its tree say so beforehand, without bias.

At every information set one of the supports that no cut excludes is drawn, each with the same chance, until few profiles
are left; those are searched and solved as the run itself would.  What is met counts as often as one over the chance to
come there (Knuth 1975).
"""

from __future__ import annotations

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from math import prod, sqrt
from typing import Any

from games import Game

from ..algebra.budget import Stopped
from ..search.supports import Search, Task
from .branches import Engine

FEW = 9  # profiles: so few are searched as a whole
WARMING = 1  # descents that only warm up, when others follow
LEAST_PROBES = 8  # with fewer nothing is said about their spread
ENOUGH_WHEN_SHORT, FAR_BELOW = 2, 20  # so many descents, after the first, show that a search is so many times shorter
TELLING = 0.5  # a larger spread (as a part of the mean) is given in words only
MOST = 1e300  # larger numbers are given as this, since they overflow

UNITS = (("years", 31_557_600), ("days", 86_400), ("hours", 3_600), ("minutes", 60), ("s", 1))


@dataclass(frozen=True)
class Estimate:
    """What a search is expected to take: an estimate from random probes of its tree.

    Parameters
    ----------
    supports : int
        All profiles of action supports.
    profiles, bases : float
        How many profiles the cuts leave, and how many bases (with belief supports) are to be solved.
    seconds : float
        For searching and solving, on one core of this machine; presenting and mapping what is found is not in it.
    spread : float
        One standard error of `seconds`, as a part of it.
    probes : int
        On how many descents it rests.
    complete : bool
        Whether each of them ran to its end, and some came to a profile that is left, as there must be one; otherwise the
        numbers are too low.
    open : float
        How many profiles may be left as far as the descents came: those that were broken off count with all that follows.
    """

    supports: int
    profiles: float
    bases: float
    seconds: float
    spread: float
    probes: int
    complete: bool
    open: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """The numbers for programs."""
        return {f.name: getattr(self, f.name) for f in fields(self)}

    def __str__(self) -> str:
        least = "some" if self.complete else "at least"
        if not self.complete and not self.profiles and self.open:
            error = "and how much more cannot be told, as one was broken off"
        elif not self.complete:
            error = "one was broken off"
        elif self.spread <= TELLING:
            error = f"give or take {self.spread:.0%}"
        else:
            error = "which may be several times too little or too much"
        if self.profiles:
            left = f"the cuts leave {least} {_count(self.profiles)}, with {least} {_count(self.bases)} bases to be solved"
        else:
            left = "no descent came to one that the cuts leave"
            left += f", and up to {_count(self.open)} may be left" if self.open else ""
        return (
            f"Estimated from {self.probes} random descent{'s' * (self.probes != 1)} through the tree of the search (Knuth 1975): of "
            f"{_count(self.supports, 9)} support profiles {left}; the search takes {least} {_duration(self.seconds)} on one core, {error}."
        )


@dataclass(frozen=True)
class Probe:
    """What one descent met, each thing counted as often as one over the chance to come there."""

    profiles: float
    bases: float
    seconds: float
    complete: bool
    open: float = 0.0


def probed(game: Game, concept: str, *, knife_edges: bool, seconds: float, seed: int, enough: float = 0.0) -> Estimate:
    """Probe the search of a game.

    Parameters
    ----------
    seconds : float
        New descents are begun for so long; one that lasts longer is broken off after twice this time.
    enough : float
        Stop sooner, when the search is not likely to take so many seconds.
    """
    import z3  # noqa: F401  (its import is not part of the search)

    probing = Probing(game, concept, knife_edges=knife_edges, seed=seed)
    start = time.monotonic()
    probing.engine.begin(2 * seconds)
    probes: list[Probe] = []
    for probe in probing:
        probes.append(probe)
        counted = probes[WARMING:] or probes
        estimate = combined(counted, probing.search.counts["supports"])
        if time.monotonic() > start + seconds or not probe.complete or probing.small:
            break
        if len(probes) >= LEAST_PROBES and estimate.seconds * (1 + 2 * estimate.spread) < enough:
            break
        if len(counted) >= ENOUGH_WHEN_SHORT and estimate.seconds * FAR_BELOW < enough:
            break
    return estimate


def combined(probes: Sequence[Probe], supports: int) -> Estimate:
    """The mean of some probes, and how far it may be off."""
    count = len(probes)
    mean = sum(p.seconds for p in probes) / count
    scatter = sqrt(sum((p.seconds / mean - 1) ** 2 for p in probes) / max(1, count - 1) / count)
    return Estimate(
        supports,
        sum(p.profiles for p in probes) / count,
        sum(p.bases for p in probes) / count,
        mean,
        scatter if count >= LEAST_PROBES or supports <= FEW else 1.0,
        count,
        all(p.complete for p in probes) and any(p.profiles for p in probes),
        sum(p.open for p in probes) / count,
    )


class Probing:
    """Random descents through the search of one game, for ever."""

    def __init__(self, game: Game, concept: str, *, knife_edges: bool, seed: int) -> None:
        self.engine = Engine(game, concept, bool(game.parameters) and not knife_edges)
        assert isinstance(self.engine.search, Search)
        self.search: Search = self.engine.search
        self.random = random.Random(seed)
        self._supports = [2 ** self.engine.view.actions[s] - 1 for s in self.search.order]
        self._whole = next(k for k in range(len(self._supports) + 1) if prod(self._supports[k:]) <= FEW)
        self._extensions: dict[Task, tuple[list[Task], float]] = {}

    @property
    def small(self) -> bool:
        """Whether every descent is the whole search."""
        return self._whole == 0

    def __iter__(self) -> Iterator[Probe]:
        return map(self.probe, itertools.repeat(()))

    def probe(self, task: Task) -> Probe:
        """Descend once from a task to one that is small, and do that."""
        chance, seconds = 1, 0.0  # one over the chance
        begun = time.perf_counter()
        try:
            while len(task) < self._whole:
                further, took = self._extended(task)
                seconds = _up_to(seconds, chance, took)
                if not further:
                    return Probe(0.0, 0.0, seconds, True)
                chance *= len(further)
                task = self.random.choice(further)
                begun = time.perf_counter()
            before = dict(self.search.counts)
            answer = self.engine.solve(task)
            profiles, bases = (self.search.counts[name] - before[name] for name in ("profiles", "bases"))
            took = time.perf_counter() - begun
            unsearched = profiles if answer.finished else prod(self._supports[len(task) :])
            totals = (_up_to(0, chance, number) for number in (profiles, bases, unsearched))
            return Probe(next(totals), next(totals), _up_to(seconds, chance, took), answer.finished, next(totals))
        except (Stopped, RecursionError):
            unsearched = prod(self._supports[len(task) :])
            return Probe(0.0, 0.0, _up_to(seconds, chance, time.perf_counter() - begun), False, _up_to(0, chance, unsearched))

    def _extended(self, task: Task) -> tuple[list[Task], float]:
        """The tasks that extend a task by one step, and how long it took to find them."""
        if task not in self._extensions:
            start = time.perf_counter()
            self._extensions[task] = self.search.extensions(task), time.perf_counter() - start
        return self._extensions[task]


def _up_to(total: float, chance: int, number: float) -> float:
    return total if not number else MOST if chance.bit_length() > 900 else min(MOST, total + chance * number)


def _count(number: float, exact: int = 2) -> str:
    """A number of things, in two digits when it has more than some."""
    rounded = round(number)
    digits = len(str(rounded))
    short = rounded if digits <= exact else round(rounded, 2 - digits)
    return f"{short:,}" if digits < 10 else f"{str(short)[0]}.{str(short)[1]}e{len(str(short)) - 1}"


def _duration(seconds: float) -> str:
    """A time in the unit that suits."""
    if seconds < 10:
        return f"{seconds:.1g} s"
    unit, size = next((unit, size) for unit, size in UNITS if seconds >= 2 * size)
    return f"{_count(seconds / size)} {unit}"
