"""What the independent method may do before it leaves a base undecided."""

from __future__ import annotations

import time
from typing import Any

MOST, LEAST = 1_500_000, 200_000  # steps of one question: z3's own count, or terms reckoned; about a million a second
NO_TIMEOUT = 2**32 - 1  # in z3's words


class Effort:
    """The steps that z3 may take for a question, and the time that the user gave, if any.

    Questions that stay open cost most, and where there is one there are often hundreds alike, at other points: each halves what
    the next ones may take.

    Parameters
    ----------
    seconds : float or None
        How long all of it may take; None when no clock is to decide.
    """

    def __init__(self, seconds: float | None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self.steps = MOST
        self.known: dict[Any, Any] = {}  # answers that are certain, by what was asked

    def aside(self) -> Effort:
        """What a question may take that only spares others: few steps, in the same time; that it stays open costs them nothing."""
        effort = Effort(None)
        effort.end, effort.steps, effort.known = self.end, LEAST, self.known
        return effort

    @property
    def over(self) -> bool:
        """Whether the user's time is over."""
        return self.end is not None and time.monotonic() > self.end

    def bound(self, solver: Any) -> None:
        """Set what a question to z3 may take."""
        solver.set("rlimit", self.steps)
        solver.set("timeout", NO_TIMEOUT if self.end is None else max(1, int(1000 * (self.end - time.monotonic()))))

    def left_open(self) -> None:
        """Note that a question stayed open."""
        self.steps = max(LEAST, self.steps // 2)
