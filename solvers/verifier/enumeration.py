"""Find every base of equilibria of a numeric game: the independent second method.

A *base* says which actions are used and which nodes are believed possible.  Supports are
chosen set by set, from the ends of the game; a choice is dropped when no belief and no
mixing later on makes it optimal.  For what is left the belief supports that labels allow
are listed, and each base is decided as a system of multilinear forms in the mixing
probabilities and the trembles.  Nothing here is shared with the solvers that it checks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from games import Game, GameError

from .counting import Answer
from .effort import Effort
from .labels import Nodes
from .multilinear import Options
from .plays import Plays, read_plays
from .search import Search

CONCEPTS = {"sequential": False, "pbe": True}  # and whether beliefs off the path are free


@dataclass(frozen=True)
class Base:
    """Which actions are used and which nodes are believed possible.

    Parameters
    ----------
    actions : frozenset of (player, information set, action)
        The actions with positive probability.
    beliefs : frozenset of (player, information set, history)
        The nodes with positive belief, at every information set, on and off the path.
    equilibria : int or None
        How many equilibria the base holds; None for a continuum, or when they could not be counted.
        Does not take part in comparisons.
    """

    actions: frozenset[tuple[str, str, str]]
    beliefs: frozenset[tuple[str, str, str]]
    equilibria: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Enumeration:
    """All bases of a numeric game.

    Parameters
    ----------
    bases : tuple of Base
        Those that hold an equilibrium, in a stable order.
    complete : bool
        Whether these are all: every base was decided, in time, and there is one, as every finite game has an equilibrium.
    undecided : int
        How many bases could not be decided.
    uncounted : tuple of Base
        Those of `bases` whose equilibria could not be counted.
    missing : str
        Why they may not be all, in words; empty when they are.
    """

    bases: tuple[Base, ...]
    complete: bool
    undecided: int
    uncounted: tuple[Base, ...] = ()
    missing: str = ""


def enumerate_bases(game: Game, *, concept: str = "sequential", timeout: float | None = None) -> Enumeration:
    """Find every base of equilibria, and how many equilibria it holds.

    Parameters
    ----------
    game : Game
        With numbers for all parameters, as from ``game.at()``.
    concept : {"sequential", "pbe"}
        Sequential equilibrium; or weak perfect Bayesian equilibrium: whole continuation
        strategies are optimal, beliefs are Bayes' on the path and free off it.
    timeout : float, optional
        Seconds after which the search gives up; when None no clock decides, and a base is left undecided only where z3 has taken
        more steps than it may.

    Raises
    ------
    GameError
        When a parameter is open, a chance is not positive or the concept is unknown.

    Notes
    -----
    Exact: whatever is dropped has been refuted in rational arithmetic or by z3.  That no base is missed
    rests on the theorem of `labels`.

    References
    ----------
    Kreps, D. M. and Wilson, R. (1982). Sequential equilibria. *Econometrica* 50, 863-894.
    Streufert, P. A. (2015). An elementary proof that additive i-likelihood characterizes the supports of
    consistent assessments. *Journal of Mathematical Economics* 59, 37-46.
    """
    return _enumerated(read_plays(game), concept, timeout)[0]


def enumerate_bases_at(
    game: Game, points: Sequence[Mapping[str, Fraction]], *, concept: str = "sequential", timeout: float | None = None
) -> list[Enumeration]:
    """Do the same at many parameter points: one search, whose tests are made at all points at once.

    Parameters
    ----------
    game : Game
        With open parameters.
    points : sequence of dict from str to Fraction
        A value for every open parameter.
    concept : {"sequential", "pbe"}
        As for `enumerate_bases`.
    timeout : float, optional
        Seconds after which the search gives up, for all points together.

    Returns
    -------
    list of Enumeration
        One for each point.

    Raises
    ------
    GameError
        As `enumerate_bases`.
    """
    if not points:
        return []
    return _enumerated(read_plays(game, points), concept, timeout)


def _enumerated(plays: Plays, concept: str, timeout: float | None) -> list[Enumeration]:
    if concept not in CONCEPTS:
        raise GameError(f"The enumeration knows the concepts {', '.join(CONCEPTS)}, not {concept!r}.")
    search = Search(plays, Effort(timeout), CONCEPTS[concept])
    bases_at: list[list[tuple[Base, Answer]]] = [[] for _ in range(plays.points or 1)]
    known: dict[Any, Base] = {}  # what is played and believed is read once for all points and all bases that share it
    for point, supports, beliefs, answer in search.bases():
        question = (*supports.items(), *beliefs.items())
        if question not in known:
            known[question] = named(plays, supports, beliefs, None)
        bases_at[point].append((replace(known[question], equilibria=answer.solutions), answer))
    return [_listed(bases, search.stopped) for bases in bases_at]


def _listed(bases: Sequence[tuple[Base, Answer]], stopped: bool) -> Enumeration:
    solvable = [(base, answer) for base, answer in bases if answer.solvable]
    undecided = len(bases) - len(solvable)
    uncounted = tuple(base for base, answer in solvable if not answer.counted)
    if stopped:
        missing = "The time was over before the search was."
    elif undecided:
        missing = f"{undecided} {'base' if undecided == 1 else 'bases'} could not be decided."
    else:
        missing = "" if solvable else "No equilibrium was found, though every finite game has one: undecided."
    return Enumeration(tuple(base for base, _ in solvable), not missing, undecided, uncounted, missing)


def named(plays: Plays, supports: Mapping[int, Options], beliefs: Mapping[int, Nodes], equilibria: int | None) -> Base:
    """Write a base in the labels of the game."""
    infosets = plays.infosets
    return Base(
        frozenset((infosets[s].player, infosets[s].label, plays.action_labels[a]) for s, used in supports.items() for a in used),
        frozenset((infosets[s].player, infosets[s].label, infosets[s].nodes[k].history) for s, nodes in beliefs.items() for k in nodes),
        equilibria,
    )
