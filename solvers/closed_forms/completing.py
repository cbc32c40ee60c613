"""One equilibrium in which the supports of some information sets are given: what a lift leaves to the search."""

from __future__ import annotations

from games import Game

from ..algebra.budget import Stopped
from ..results import Solution
from ..search.supports import Search
from ..search.tree_polynomials import Supports
from .assembly import solution_of
from .branches import Engine
from .faces import merged
from .listing import played
from .naming import names
from .presentation import Presented


def completed(game: Game, concept: str, given: Supports, *, most: int, seconds: float | None = None) -> tuple[Solution | None, bool]:
    """Search for an equilibrium in which the supports of some information sets are given.

    Parameters
    ----------
    game : Game
        Without open parameters.
    concept : str
        One whose beliefs are searched for.
    given : dict from information set to tuple of int
        The actions that are played there.
    most : int
        How many choices of a support at one set are tried.
    seconds : float, optional
        After so many nothing more is tried.

    Returns
    -------
    tuple of (Solution or None, bool)
        The first that the verifier confirms, and whether all were tried where there is none.
    """
    engine = Engine(game, concept, generic=False)
    assert isinstance(engine.search, Search)
    engine.search.given, engine.search.most = given, most
    engine.begin(seconds)
    decided = True
    try:
        for base in engine.search.bases():
            pieces, certain = engine.solver.pieces(base)
            decided &= certain
            for group in merged(engine.view, engine.oracle, pieces):
                _, (name,) = names(engine.view, [played(group.main.base)])
                found = solution_of(Presented(engine.view, engine.oracle, group, ()), concept, name)
                if found.certificate.equilibrium:
                    return found, True
    except (Stopped, RecursionError):
        decided = False
    finally:
        engine.end()
    return None, decided
