"""Profiles to ask about, written in short, and what is asked of the profiles of equilibria."""

from __future__ import annotations

from collections.abc import Mapping

from games import Game
from games.numbers import Number

from ..results import Family, Profile, Solution, number


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

    def chances(player: str, label: str, play: str | Mapping[str, object]) -> dict[str, Number]:
        named = {play: 1} if isinstance(play, str) else play
        return {action: number(str(named.get(action, 0))) for action in actions[player, label]}

    return Profile({player: {label: chances(player, label, play) for label, play in sets.items()} for player, sets in plays.items()})


def mixes_completely(equilibrium: Solution | Family) -> bool:
    """Whether every player plays every action with positive probability."""
    strategies = equilibrium.profile.strategies
    return all(p != 0 for sets in strategies.values() for actions in sets.values() for p in actions.values())
