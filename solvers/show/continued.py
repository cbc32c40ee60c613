"""Classes of equilibria found by backward induction on beliefs, told as what may follow and at which priors."""

from __future__ import annotations

from collections.abc import Iterator

from ..results import Continuation, Name, Solutions, told_apart
from . import words
from .rows import Row

FEW_CLASSES = 12  # of more classes none is written out unasked
MANY_CLASSES, SOME_CLASSES = 300, 100  # of more than so many, so many are told

ON_REQUEST = (
    "So many classes are told in short. The result holds one equilibrium of each, in this order; it is written out, and verified, when "
    "it is looked at."
)


def in_short(solutions: Solutions) -> bool:
    """Whether the classes are told without an equilibrium of each."""
    return len(solutions) > FEW_CLASSES and len(solutions.continuations) >= len(solutions)


def classes_in_short(solutions: Solutions) -> Iterator[tuple[str, list[Row]]]:
    """The classes of the whole game: what each is called, the priors at which it exists, and its payoffs."""
    whole = solutions.continuations[: len(solutions) if len(solutions) <= MANY_CLASSES else SOME_CLASSES]
    for name, one in zip(told_apart([Name(one.best) for one in whole]), whole, strict=True):
        yield name.text(), [("exists", _priors(one)), ("payoffs", words.corners(one.payoffs))]


def on_request(solutions: Solutions) -> Iterator[str]:
    """Say what of so many classes is told."""
    if len(solutions) > MANY_CLASSES:
        yield f"These are the first {SOME_CLASSES} of {len(solutions):,} classes; the others are in the result and in the JSON."
    yield ON_REQUEST


def _priors(one: Continuation) -> str:
    low, high = map(words.full, one.belief)
    return f"where the prior of {one.kind} is {low if low == high else f'from {low} to {high}'}"
