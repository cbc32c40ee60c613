"""Which model a game is fitted as."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from games import GameError, Uniform

from ..outcome_shocks.crisis import OutcomeShocks
from ..requests import check_game
from .modelling import Model
from .ultimatum import Ultimatum

RESPONSES = ("logit", "probit")


def model_of(game: Any, response: str | None, concept: str | None, links: Mapping[str, object], held: Mapping[str, object]) -> Model:
    """Choose the model for a game.

    Raises
    ------
    GameError
        For what is no game, a response that is not known or not wanted, and types that are not handled.
    """
    if response is not None and response not in RESPONSES:
        raise GameError(f"Players respond by {' or '.join(map(repr, RESPONSES))}; found response={response!r}.")
    if isinstance(game, OutcomeShocks):
        if response is not None:
            raise GameError(f"{game.name} has shocks of its own; leave response out.")
        from .shock_model import ShockModel

        return ShockModel(game)
    if isinstance(game, Ultimatum):
        if response is not None:
            raise GameError(f"{game.name} has private values of its own; leave response out.")
        from .offer_model import OfferModel

        return OfferModel(game)
    check_game(game, continua=True)
    at_choices = [t for t in game.types if t.at is not None]
    from_the_start = [t for t in game.types if t.at is None]
    if from_the_start and at_choices:
        raise GameError(
            f"{game.name} has both a type from the start, {from_the_start[0].words}, and {at_choices[0].words}; games with one kind "
            "are fitted."
        )
    if at_choices or response is not None:
        if from_the_start:
            raise GameError(
                f"{game.name} has the type {from_the_start[0].words}; a response is for games without types. Leave response out."
            )
        if at_choices and response is not None:
            raise GameError(f"{game.name} has {at_choices[0].words} already; leave response out.")
        from .response_model import ResponseModel

        return ResponseModel(game, response)
    owners = [t.owner for t in from_the_start]
    if any(owners.count(player) > 1 for player in owners):
        from .told_shocks import ToldShockModel

        return ToldShockModel(game)
    if any(not isinstance(t.law, Uniform) for t in from_the_start):
        from .linked_model import LinkedModel

        return LinkedModel(game)
    from .closed_model import closed_model
    from .linking import parted

    opened, numbers = parted(links)
    return closed_model(game, concept, opened, {**numbers, **held})
