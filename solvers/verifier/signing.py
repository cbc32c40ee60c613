"""Who signs a certificate."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from games.numbers import Number, text

from ..results import Certificate, versions
from .signs import exact, sign


@cache
def program() -> str:
    """The program and its version."""
    return f"cartel-games {versions()['cartel-games']}"


def certified(concept: str, rational: bool, gains: Mapping[str, Number], reason: str) -> Certificate:
    """Sign a verdict that rests on gains alone."""
    return Certificate(concept, rational, gains, rational, None, reason, "solvers.verifier", program())


def followers_reply(certificate: Certificate, leader: str) -> Certificate:
    """The verdict on the others where one player is bound and not asked."""
    gains = {player: gain for player, gain in certificate.gains.items() if player != leader}
    gaining = [player for player, gain in gains.items() if sign(exact(gain)) > 0]
    reason = (
        f"{gaining[0]} gains {text(gains[gaining[0]])} by another reply."
        if gaining
        else f"{leader} is bound; nobody else gains by another strategy."
    )
    return Certificate("commitment", not gaining, gains, not gaining, None, reason, certificate.module, certificate.program)
