"""What is asked again and again, remembered within bounds."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

from flint import fmpq_mpoly

T = TypeVar("T")

MOST_TERMS = 200_000  # of all polynomials together of which something is remembered
MOST_ANSWERS = 20_000


class Held(Generic[T]):
    """What is asked of polynomials, worked out once for each object; begun again when the objects have very many terms.

    Parameters
    ----------
    work : callable
        Works it out of a polynomial; polynomials never change.
    """

    def __init__(self, work: Callable[[fmpq_mpoly], T]) -> None:
        self._work, self._terms = work, 0
        self._known: dict[int, tuple[fmpq_mpoly, T]] = {}  # holding an object keeps its number from going to another

    def of(self, p: fmpq_mpoly) -> T:
        """What is asked of a polynomial."""
        entry = self._known.get(id(p))
        if entry is None:
            answer = self._work(p)
            self._terms += len(p) + 1
            if self._terms > MOST_TERMS:
                self._known, self._terms = {}, len(p) + 1
            entry = self._known[id(p)] = p, answer
        return entry[1]


class Answers(Generic[T]):
    """Answers by their questions, each worked out when it is asked first; begun again when there are very many."""

    def __init__(self) -> None:
        self._known: dict[Hashable, T] = {}

    def of(self, question: Hashable, work: Callable[[], T]) -> T:
        """The answer to a question."""
        known = self._known.get(question, self)
        if known is not self:
            return known  # type: ignore[return-value]
        answer = work()
        if len(self._known) >= MOST_ANSWERS:
            self._known = {}
        self._known[question] = answer
        return answer
