"""Which concepts and refinements there are, and how they are asked for by name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from .record import Concept, Correlation, Refinement

if TYPE_CHECKING:
    from games import Game

DEFAULT = "sequential"
"""The concept that is meant where none is named."""

CONCEPTS: dict[str, Concept] = {}
REFINEMENTS: dict[str, Refinement] = {}
CORRELATIONS: dict[str, Correlation] = {}


def register(record: Concept | Refinement | Correlation) -> None:
    """Add a concept, a refinement or a concept of correlated play.

    Raises
    ------
    GameError
        When there is one of that name.
    """
    if any(record.name in there for there in (CONCEPTS, REFINEMENTS, CORRELATIONS)):
        from games import GameError

        raise GameError(f"There is a concept or refinement {record.name!r} already; choose another name.")
    if isinstance(record, Concept):
        CONCEPTS[record.name] = record
    elif isinstance(record, Correlation):
        CORRELATIONS[record.name] = record
    else:
        REFINEMENTS[record.name] = record


def unregister(name: str) -> None:
    """Take a concept or a refinement out again."""
    CONCEPTS.pop(name, None)
    REFINEMENTS.pop(name, None)
    CORRELATIONS.pop(name, None)


def concept_named(name: str) -> Concept:
    """Give the concept of a name.

    Raises
    ------
    GameError
        When there is none, naming those that are solved here.
    """
    if name not in CONCEPTS:
        raise refusal(name, (record.name for record in CONCEPTS.values() if record.methods))
    return CONCEPTS[name]


def meant(concept: str | None, game: Game) -> str:
    """The concept that is meant: the one named, or the default; with types from a continuum the first that is defined for them.

    Raises
    ------
    GameError
        When the one that is named is unknown, or not found in games with types from a continuum, and the game has some.
    """
    continua = [record.name for record in CONCEPTS.values() if record.continua]
    if concept is None:
        return continua[0] if game.types else DEFAULT
    if game.types and not concept_named(concept).continua:
        from games import GameError

        plural = concept_named(concept).plural
        raise GameError(
            f"{plural[0].upper()}{plural[1:]} are sought in finite games, and {game.name} has a type from a continuum, "
            f"{game.types[0].words}; {' or '.join(continua)} is computed for it. game.grid(n) gives a finite game."
        )
    return concept


def refusal(name: str, names: Iterable[str], where: str = "") -> ValueError:
    """The refusal of a concept that is not solved here, naming those that are."""
    from games import GameError

    if name in CORRELATIONS:
        return GameError(
            f"{name!r} is a concept of correlated play, whose devices correlated(game, {name!r}) finds; profiles are solved for "
            f"{', '.join(names)}."
        )
    return GameError(f"{name!r} is not a concept that is solved here{where}; there are {', '.join(names)}.")


def refinement_named(name: str) -> Refinement:
    """Give the refinement of a name.

    Raises
    ------
    GameError
        When there is none, naming those there are.
    """
    if name not in REFINEMENTS:
        from games import GameError

        raise GameError(f"There is no refinement {name!r}; there are {', '.join(REFINEMENTS)}.")
    return REFINEMENTS[name]


def correlation_named(name: str) -> Correlation:
    """Give the concept of correlated play of a name.

    Raises
    ------
    GameError
        When there is none, naming those there are.
    """
    if name not in CORRELATIONS:
        from games import GameError

        raise GameError(f"{name!r} is not a concept of correlated play; there are {', '.join(CORRELATIONS)}.")
    return CORRELATIONS[name]


def check_refinement(refinement: str, concept: str) -> None:
    """Refuse an unknown refinement, and one of another concept.

    Raises
    ------
    GameError
        What there is.
    """
    refines = concept_named(refinement_named(refinement).refines)
    if concept != refines.name:
        from games import GameError

        leave = "leave the concept out, or the refinement" if refines.name == DEFAULT else "change the concept, or leave the refinement out"
        raise GameError(f"{refinement} refines {refines.plural}, not {concept}; {leave}.")


def implied(name: str) -> frozenset[str]:
    """The other concepts of which every equilibrium of this one is an equilibrium too."""

    def weaker(stronger: str) -> Iterator[str]:
        for direct in concept_named(stronger).implies:
            yield direct
            yield from weaker(direct)

    return frozenset(weaker(name))


def weaker_first() -> list[Concept]:
    """Every concept after those that it implies; otherwise the last registered first."""
    position = {name: k for k, name in enumerate(CONCEPTS)}
    return sorted(CONCEPTS.values(), key=lambda record: (len(implied(record.name)), -position[record.name]))
