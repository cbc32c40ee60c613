"""What a prediction is: a sentence, and what it says of the equilibria of a game, where."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias


@dataclass(frozen=True)
class Says:
    """That quantities and play are as stated, wherever conditions hold.

    Parameters
    ----------
    outcomes : dict from str to str
        Outcomes, measures, payoffs or mixing probabilities and their values or bounds, as for `claim`.
    profile : dict, optional
        Part of a profile, as for `claim`.
    conditions : tuple of str
        What is supposed of the parameters, beside what the prediction supposes.
    structure : dict
        Structure arguments and values of parameters, beside those of the prediction.
    over : tuple of str
        The parameters that stay open, where they are not the prediction's.
    """

    outcomes: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, Any] | None = None
    conditions: tuple[str, ...] = ()
    structure: Mapping[str, Any] = field(default_factory=dict)
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class Moves:
    """That a quantity moves in one direction with a parameter, in every regime and over every wall.

    Parameters
    ----------
    of, by : str
        The quantity and the parameter, as for `statics`.
    signs : str
        The signs that agree with the prediction: of ``"+"``, ``"-"`` and ``"0"``.
    structure, over
        As for `Says`.
    """

    of: str
    by: str
    signs: str
    structure: Mapping[str, Any] = field(default_factory=dict)
    over: tuple[str, ...] = ()


@dataclass(frozen=True)
class Computed:
    """What no map decides: a reckoning of its own.

    Parameters
    ----------
    name : str
        In `solvers.essay.reckonings`.
    games : tuple of str
        Further games that it looks at.
    structure, over
        As for `Says`.
    """

    name: str
    games: tuple[str, ...] = ()
    structure: Mapping[str, Any] = field(default_factory=dict)
    over: tuple[str, ...] = ()


Assertion: TypeAlias = Says | Moves | Computed


@dataclass(frozen=True)
class Prediction:
    """A prediction of the essay, as data.

    Parameters
    ----------
    id : str
        P1 to P50.
    stated : str
        In words.
    game : str
        Of the catalogue.
    over : tuple of str
        The parameters that stay open; the others are at their defaults.
    asserts : tuple of Says, Moves or Computed
        All of it must be so.
    quantifier : {"every", "some", "surviving"}
        Of which equilibria: every one, some one, every one whose outcome survives D1.
    structure : dict
        Structure arguments, and values of parameters.
    conditions : tuple of str
        What the prediction supposes of the parameters.
    rule : bool
        Whether it claims to say exactly where, so that one exception refutes it; else where it is true is the finding.
    """

    id: str
    stated: str
    game: str
    over: tuple[str, ...]
    asserts: tuple[Assertion, ...]
    quantifier: str = "every"
    structure: Mapping[str, Any] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    rule: bool = False
