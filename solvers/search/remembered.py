"""What the play at a few information sets decides, remembered by that play: other bases ask the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from games.numbers import Expression

from ..algebra.remembering import Answers
from ..algebra.ring import Polynomial
from ..algebra.sign_oracle import Atom


@dataclass(eq=False)
class Remembered:
    """Tables of one game.

    Parameters
    ----------
    shares : Answers
        The probabilities of the actions of a support, and the weights of groups of nodes.
    weighed, totals, compared, believable : Answers
        The weights of a set's nodes, their sums, what its actions bring beside one another, and its belief supports.
    since, from_where, likeliest, entered : Answers
        The moves since a subform was entered, the subforms whose entries may tell what is believed at a set, the nodes of a set that are
        infinitely more likely than all others, and the comparisons at the sets of a subform under a belief about where it was entered.
    forms : Answers
        Closed forms of polynomials.
    """

    shares: Answers[list[Polynomial]] = field(default_factory=Answers)
    weighed: Answers[dict[int, Polynomial]] = field(default_factory=Answers)
    totals: Answers[Polynomial] = field(default_factory=Answers)
    compared: Answers[list[tuple[int, Atom]]] = field(default_factory=Answers)
    believable: Answers[Any] = field(default_factory=Answers)
    since: Answers[list[tuple[int, list[tuple[int, int]]]]] = field(default_factory=Answers)
    from_where: Answers[list[Any]] = field(default_factory=Answers)
    likeliest: Answers[tuple[int, ...]] = field(default_factory=Answers)
    entered: Answers[list[tuple[int, Polynomial]]] = field(default_factory=Answers)
    forms: Answers[Expression] = field(default_factory=Answers)
