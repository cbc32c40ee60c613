"""Members of continua: the profile of a solution with what is open put at a value."""

from __future__ import annotations

from collections.abc import Mapping

from games.expression import Expression, Number

from ..solution import Profile, Solution


def at_sample(found: Solution) -> Profile:
    """Give the profile at which the certificate was computed."""
    return put(found.profile, found.sample)


def put(profile: Profile, values: Mapping[str, Number]) -> Profile:
    """Give a profile with numbers for some of its symbols."""
    def numbers(actions: Mapping[str, Number]) -> dict[str, Number]:
        return {action: p.at(values) if isinstance(p, Expression) else p for action, p in actions.items()}

    return Profile({player: {label: numbers(actions) for label, actions in sets.items()} for player, sets in profile.strategies.items()})
