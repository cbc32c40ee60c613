"""How much is tried before lifting gives up: counted, so that no answer hangs on how fast or how busy the machine is.

A clock is looked at only where the user gives a time.
"""

from __future__ import annotations

import time

SUPPORTS = 6_000_000  # nodes of the trees on which supports are solved, all together
LEARNING = 4_000_000_000  # nodes that learning visits, all together
A_RUN = 0.4  # is the most that one learned profile gets, of the time and of the supports
A_PATH = 8  # times less learning is what following smooth replies once may take
A_STEP = 8  # times less each attempt at a wall of a trace gets
A_STEP_SECONDS = 30.0  # where the user gives a time


class Effort:
    """What may still be tried.

    Parameters
    ----------
    seconds : float or None
        From now on; None for as long as it takes.
    supports : int
        So many nodes of trees on which supports are solved.
    learning : int
        So many nodes that learning visits.
    whole : Effort, optional
        Of which this is a part.
    """

    def __init__(
        self, seconds: float | None = None, *, supports: int = SUPPORTS, learning: int = LEARNING, whole: Effort | None = None
    ) -> None:
        self.seconds, self.supports, self.learning, self.whole = seconds, supports, learning, whole
        self.all_supports = supports
        self.end = None if seconds is None else time.monotonic() + seconds

    @property
    def timed_out(self) -> bool:
        """Whether the user's time is over."""
        return self.end is not None and time.monotonic() > self.end

    @property
    def over(self) -> bool:
        """Whether no further support may be tried."""
        return self.supports <= 0 or self.timed_out

    @property
    def left(self) -> float | None:
        """How many seconds are left; None where there is no end."""
        return None if self.end is None else max(0.0, self.end - time.monotonic())

    def solve(self, nodes: int) -> None:
        """Count a support that is solved on a tree."""
        self.supports -= nodes
        if self.whole is not None:
            self.whole.solve(nodes)

    def learn(self, nodes: int) -> bool:
        """Count nodes that learning is to visit; gives whether it may."""
        if self.timed_out or nodes > self.learning:
            return False
        self.learning -= nodes
        return self.whole is None or self.whole.learn(nodes)

    def a_run(self) -> Effort:
        """The part that one learned profile gets."""
        seconds = None if self.seconds is None or self.left is None else min(self.left, A_RUN * self.seconds)
        return Effort(seconds, supports=min(self.supports, int(A_RUN * self.all_supports)), learning=self.learning, whole=self)

    def a_path(self) -> Effort:
        """The part that following smooth replies once gets."""
        return Effort(self.left, supports=self.supports, learning=min(self.learning, LEARNING // A_PATH), whole=self)

    def at_least_one(self) -> Effort:
        """What one support more takes, however little is left."""
        return Effort(None if self.left is None else max(self.left, 1.0))

    def a_step(self) -> Effort:
        """The part that one attempt at a wall gets."""
        seconds = None if self.left is None else min(self.left, A_STEP_SECONDS)
        return Effort(seconds, supports=SUPPORTS // A_STEP, learning=LEARNING // A_STEP)
