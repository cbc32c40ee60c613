"""Which solver handles what: data that drives defaults, refusals and the table of methods."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from games import GameError

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Method:
    """One way to solve.

    Parameters
    ----------
    concept, name : str
        What it finds, and what it is called.
    finds : {"all", "one"}
        How many equilibria.
    exact : bool
        Whether in exact arithmetic.
    symbolic : bool
        Whether parameters may stay open (families and maps).
    needs : str
        What a game must be.
    how : str
        The algorithm, in a phrase.
    """

    concept: str
    name: str
    finds: str
    exact: bool
    symbolic: bool
    needs: str
    how: str


METHODS = (
    Method(
        "sequential",
        "bases",
        "all",
        True,
        True,
        "perfect recall, positive chances, about twelve information sets or fewer",
        "pruned search over supports of actions and beliefs",
    ),
    Method(
        "pbe",
        "bases",
        "all",
        True,
        True,
        "perfect recall, positive chances, about ten information sets or fewer",
        "the same with beliefs free off the path and whole continuation strategies compared",
    ),
    Method(
        "pbe-ft",
        "bases",
        "all",
        True,
        True,
        "periods with observed actions and independent types, about twelve information sets or fewer",
        "the same with common beliefs about types that follow Bayes' rule from period to period",
    ),
    Method(
        "nash",
        "sequence-lp",
        "one",
        True,
        False,
        "two players, payoffs that add up to a constant",
        "linear programming on the sequence form",
    ),
)


def chosen(concept: str, method: str | None = None, *, symbolic: bool = False) -> Method:
    """Find the method for a concept.

    Raises
    ------
    GameError
        When none fits, naming those there are.
    """
    fitting = [m for m in METHODS if m.symbolic or not symbolic]
    mine = [m for m in fitting if m.concept == concept]
    if not mine:
        known = ", ".join(dict.fromkeys(m.concept for m in fitting))
        raise GameError(
            f"{concept!r} is not a concept that is solved here{' with open parameters' if symbolic else ''}; there are {known}."
        )
    for m in mine:
        if method in (None, m.name):
            return m
    raise GameError(f"There is no method {method!r} for {concept}; there is {', '.join(m.name for m in mine)}.")


def table() -> pandas.DataFrame:
    """Say which method solves what, and what it needs.

    Returns
    -------
    DataFrame
        A row per method: concept, name, finds, exact, symbolic, needs, how.
    """
    import pandas

    return pandas.DataFrame([vars(m) for m in METHODS])
