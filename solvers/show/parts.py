"""Parts of results in a few lines of text: a regime, a wall, a profile, a verdict."""

from __future__ import annotations

from collections.abc import Iterator

from ..results import Certificate, Profile, Regime, Wall
from . import listing, sentences, words
from .wrapping import laid_out, wrap


def regime_text(regime: Regime) -> str:
    """Write a regime: where it is, its families, and the ranges of outcomes at its sample."""
    return "\n".join(_regime(regime))


def _regime(regime: Regime) -> Iterator[str]:
    indent = " " * (len(regime.name) + 2)
    yield from wrap(", ".join(regime.conditions) or "everywhere", f"{regime.name}  ", indent)
    for name in regime.families:
        yield from wrap(name, indent, indent + "  ")
    if not regime.families:
        yield f"{indent}none found"
    elif regime.outcomes:
        at = f"at {words.values(regime.sample)}" if regime.sample else "outcomes"
        yield from wrap(f"{at}: {'; '.join(words.outcome_ranges(regime))}", indent, indent + "  ")


def wall_text(wall: Wall) -> str:
    """Write a wall: where it is, what happens there, and which families exist on one side only, or on it."""
    return "\n".join(_wall(wall))


def _wall(wall: Wall) -> Iterator[str]:
    yield from wrap(wall.threshold.text())
    for reason in wall.reasons:
        yield from wrap(sentences.reason(reason), "  ", "    ")
    for head, names in (("on one side only", wall.flips), ("on the wall only", wall.on)):
        if names:
            yield f"  {head}:"
            for name in names:
                yield from wrap(name, "    ", "      ")


def profile_text(profile: Profile) -> str:
    """Write who plays what, a line for each player."""
    return "\n".join(laid_out(list(words.strategies(profile)), ""))


def profile_line(profile: Profile) -> str:
    """Write who plays what in one line."""
    return "; ".join(f"{player} {played}" for player, played in words.strategies(profile))


def certificate_text(certificate: Certificate) -> str:
    """Write a verdict, gains and why."""
    return listing.verdict_text(certificate)
