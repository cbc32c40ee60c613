"""Sentences made of facts; every view says a fact in the same words, and nothing reads them again."""

from __future__ import annotations

from ..solution import Indifference, Reason, Wall


def meaning(wall: Wall) -> str:
    """Say what happens on a wall: its threshold, and whose indifference or which probability's limit it is."""
    said = "; ".join(map(reason, wall.reasons))
    return f"{wall.threshold.text()}: {said}" if said else wall.threshold.text()


def reason(fact: Reason) -> str:
    """Say one thing that happens on a wall."""
    if isinstance(fact, Indifference):
        one, two = fact.actions
        return f"{fact.player} is indifferent between {one} and {two} at {fact.infoset}"
    return f"{fact.player} stops playing {fact.action} at {fact.infoset}"
