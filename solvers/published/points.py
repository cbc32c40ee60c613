"""Profiles to ask about: members of continua, and those that a source names."""

from __future__ import annotations

from collections.abc import Mapping

from games import Game
from games.numbers import Expression, Number

from ..results import Profile, Solution, number


def at_sample(found: Solution) -> Profile:
    """Give the profile at which the certificate was computed."""
    return put(found.profile, found.sample)


def put(profile: Profile, values: Mapping[str, Number]) -> Profile:
    """Give a profile with numbers for some of its symbols."""

    def numbers(actions: Mapping[str, Number]) -> dict[str, Number]:
        return {action: p.at(values) if isinstance(p, Expression) else p for action, p in actions.items()}

    return Profile({player: {label: numbers(actions) for label, actions in sets.items()} for player, sets in profile.strategies.items()})


def behaviour(game: Game, plays: Mapping[str, Mapping[str, str | Mapping[str, object]]]) -> Profile:
    """Write a profile in short, to ask whether it is an equilibrium.

    Parameters
    ----------
    game : Game
        Whose information sets these are.
    plays : dict from str to dict from str to str or dict
        Player, information set, and the action that is played for sure, or probabilities of some actions as exact text.

    Returns
    -------
    Profile
        With every action; those not named have probability 0.
    """
    sets = zip(game.set_owner, game.set_labels, game.set_actions, strict=True)
    actions = {(game.players[owner], label): names for owner, label, names in sets}

    def chances(player: str, label: str, played: str | Mapping[str, object]) -> dict[str, Number]:
        given = {played: 1} if isinstance(played, str) else played
        return {action: number(str(given.get(action, 0))) for action in actions[player, label]}

    return Profile({player: {label: chances(player, label, played) for label, played in sets.items()} for player, sets in plays.items()})
