"""What an equilibrium at a point and a family of equilibria have in common."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from games.numbers import Number

from . import views
from .assessment import Assessment, Profile, Strategies
from .facts import Name, OpenRange
from .written import nested


class Equilibrium:
    """An assessment with its name, what it brings, and what it leaves open; `Solution` and `Family` say what else they hold."""

    called: Name
    assessment: Assessment
    payoffs: Mapping[str, Number]
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    ranges: tuple[OpenRange, ...]

    @cached_property
    def name(self) -> str:
        """In the words of the field; that of a family is unique within a game."""
        return self.called.text()

    @cached_property
    def free(self) -> Mapping[str, str]:
        """What is left open, and its range in words."""
        return {open_range.symbol: views.sentences.open_range(open_range) for open_range in self.ranges}

    @property
    def profile(self) -> Profile:
        """The behaviour strategies."""
        return self.assessment.profile

    @property
    def beliefs(self) -> Strategies:
        """The beliefs: player, information set, history, probability."""
        return self.assessment.beliefs or {}

    def play_json(self) -> dict[str, Any]:
        """Write for programs what is played and believed, what it brings, and what is left open."""
        return {
            "profile": self.profile.as_json(),
            **self.profile.idle_json(),
            "beliefs": nested(self.beliefs),
            "payoffs": nested(self.payoffs),
            "outcomes": nested(self.outcomes),
            "measures": nested(self.measures),
            "free": dict(self.free),
            "free_bounds": [open_range.as_json() for open_range in self.ranges],
            "play": self.called.as_json(),
        }
