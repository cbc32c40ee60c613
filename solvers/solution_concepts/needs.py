"""What concepts and refinements need of a game; each refuses in one sentence a game that lacks it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from games import Game


def positive_chances(game: Game, name: str) -> None:
    """Refuse a game in which a number may divide by zero within the domain, or a chance is not proved positive there.

    Consistency is not defined where a chance is zero.
    """
    from games import GameError

    from ..search.chances import unproved, vanishing

    denominator = vanishing(game)
    if denominator is not None:
        raise GameError(
            f"A payoff, measure or chance divides by {denominator}, which may be zero within the domain; "
            "narrow the domain of its parameters so that it is not."
        )
    counterexample = unproved(game)
    if counterexample is not None:
        move, label, chance = counterexample
        raise GameError(
            f"The chance {chance} of {label!r} at {move!r} may be zero or less within the domain; every chance must be positive. "
            "Narrow the domain of its parameters, or remove the branch."
        )


def observed_actions(game: Game, name: str) -> None:
    """Refuse a game that is not one in periods with observed actions and independent types."""
    if game.types:
        from ..types.form import check_form

        check_form(game)
        return
    from ..search.multistage import observed

    observed(game, name)


def signalling(game: Game, name: str) -> None:
    """Refuse a game that has not one sender with private types and one reply to each message."""
    from ..refinements import signalling_form

    signalling_form(game, name)
