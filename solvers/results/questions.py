"""Questions that a result passes on: results hold facts and compute nothing; the front door binds who answers."""

from collections.abc import Callable
from importlib import import_module
from typing import Any, TypeVar

Answer = TypeVar("Answer", bound=Callable[..., Any])

ANSWERS: dict[str, Callable[..., Any]] = {}


def answers(question: str) -> Callable[[Answer], Answer]:
    """Bind the function under this to a question."""

    def bound(answer: Answer) -> Answer:
        ANSWERS[question] = answer
        return answer

    return bound


def ask(question: str, *about: Any, **details: Any) -> Any:
    """Pass a question on to whoever answers it."""
    if question not in ANSWERS:
        import_module("solvers.front.answering")  # found by name: a result depends on nobody who answers
    return ANSWERS[question](*about, **details)
