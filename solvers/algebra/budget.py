"""The time that the user gave, asked by every long step; without one nothing here looks at a clock."""

from __future__ import annotations

import os
import pickle
import select
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any


class Stopped(Exception):
    """The search may not go on."""


class OutOfTime(Stopped):
    """The time that the user gave is over."""


_passing: ContextVar[bool] = ContextVar("whether an interrupt is passed on", default=False)


@contextmanager
def whole_answers() -> Iterator[None]:
    """Pass an interrupt from the keyboard on, instead of ending a search with what was found: for whoever solves point after point."""
    before = _passing.set(True)
    try:
        yield
    finally:
        _passing.reset(before)


def pass_on(why: BaseException) -> None:
    """Raise an interrupt from the keyboard again where no part of an answer is of use."""
    if isinstance(why, KeyboardInterrupt) and _passing.get():
        raise why


class Budget:
    """Until when a game may be worked on.

    While it is searched, steps that find the time over are given up by an exception; what comes after the search is then left
    out, bit by bit, by whoever asks whether it is `over`.

    Parameters
    ----------
    seconds : float or None
        From now on; None for as long as it takes.
    """

    def __init__(self, seconds: float | None = None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds
        self.searching = False

    @property
    def over(self) -> bool:
        """Whether the time is over."""
        return self.end is not None and time.monotonic() > self.end

    @property
    def left(self) -> float | None:
        """How many seconds are left; None where there is no end."""
        return None if self.end is None else max(0.0, self.end - time.monotonic())

    def go_on(self) -> None:
        """Stop a search whose time is over."""
        if self.searching and self.over:
            raise OutOfTime

    def apart(self, work: Callable[[], Any]) -> Any:
        """Do work that may take long without looking at a clock: where the time has an end, in a process that is ended with it.

        Parameters
        ----------
        work : callable
            Gives something that can be pickled.
        """
        if self.end is None or not self.searching or not hasattr(os, "fork"):
            return work()
        self.go_on()
        reading, writing = os.pipe()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of threads: the child only reckons, and ends
            child = os.fork()
        if not child:
            _send(work, writing)
        os.close(writing)
        try:
            return self._read(reading)
        except (EOFError, pickle.UnpicklingError):  # the child came to nothing
            return work()
        finally:
            os.close(reading)
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)

    def _read(self, reading: int) -> Any:
        """What the other process sends, until the time is over."""
        data = b""
        while True:
            ready, _, _ = select.select([reading], [], [], self.left)
            if not ready:
                raise OutOfTime
            chunk = os.read(reading, 1 << 16)
            if not chunk:
                return pickle.loads(data)
            data += chunk


def _send(work: Callable[[], Any], writing: int) -> None:
    """Do the work in the child process, send its result, and end."""
    try:
        with os.fdopen(writing, "wb") as out:
            pickle.dump(work(), out)
    finally:
        os._exit(0)
