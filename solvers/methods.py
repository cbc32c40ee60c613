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
    finds : {"all", "some", "one"}
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
        "subgame",
        "backward-induction",
        "all",
        True,
        False,
        "perfect recall, positive chances; subgames of the sizes that nash takes",
        "subgames from the last to the first, each choice among a subgame's equilibria a branch",
    ),
    Method(
        "subgame",
        "supports",
        "all",
        True,
        True,
        "perfect recall, positive chances, about ten information sets or fewer",
        "search over supports on the path of each subgame, systems of polynomials solved exactly",
    ),
    Method(
        "nash",
        "vertex-enumeration",
        "all",
        True,
        False,
        "at most two players who move, with at most 3000 pure plans each",
        "corners of the best-reply polytopes, maximal Nash subsets and connected components",
    ),
    Method(
        "nash",
        "supports",
        "all",
        True,
        True,
        "perfect recall, positive chances, about ten information sets or fewer",
        "search over supports on the path of play, dominated ones cut, systems of polynomials solved exactly",
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
    Method(
        "nash",
        "nashpy",
        "some",
        True,
        False,
        "at most two players who move",
        "nashpy's vertex enumeration in floating point, solved again in fractions, each answer verified",
    ),
    Method(
        "nash",
        "pygambit",
        "some",
        True,
        False,
        "numbers that are fractions",
        "pygambit's enummixed, lcp or enumpoly, each answer verified",
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
