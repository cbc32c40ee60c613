"""Approximate equilibria for people: the gap first, then what is played and where it is weakest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import TYPE_CHECKING, Any

from ..results.approximation import Approximation
from . import words
from .wrapping import laid_out, prose, wrap

if TYPE_CHECKING:
    import pandas

FEW_SETS = 40  # so many information sets are written out
WEAKEST = 5  # so many are named where changing plans earns most
DIGITS = 4


def approximation_text(found: Approximation) -> str:
    """Write an approximate equilibrium."""
    at = f" at {words.values(found.at)}" if found.at else ""
    lines = [*wrap(found.game.title), *wrap(f"{found.game.name}{at}: one approximate Nash equilibrium, by {found.method}"), ""]
    lines += laid_out(_rows(found), "")
    lines.append("")
    if found.game.infosets <= FEW_SETS:
        lines += [*laid_out(_strategies(found), ""), ""]
    weak = list(_weakest(found))
    if weak:
        lines += ["Where changing plans earns most, given that the set is reached:", *laid_out(weak, "  "), ""]
    for note in found.notes:
        lines += prose(note)
    return "\n".join(lines)


def approximation_html(found: Approximation) -> str:
    """Write it for a notebook."""
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(said)}</td></tr>" for name, said in _rows(found))
    notes = "".join(f"<p>{escape(note)}</p>" for note in found.notes)
    return f"<p><b>{escape(found.game.title)}</b></p><table>{rows}</table>{notes}"


def approximation_frame(found: Approximation) -> pandas.DataFrame:
    """Tabulate it: player, information set, action, probability, gain at the set."""
    import pandas as pd

    rows = [
        (player, label, action, p, found.set_gains[player][label])
        for player, sets in found.profile.strategies.items()
        for label, actions in sets.items()
        for action, p in actions.items()
    ]
    return pd.DataFrame(rows, columns=["player", "information set", "action", "probability", "gain"])


def _rows(found: Approximation) -> Iterator[tuple[str, str]]:
    yield "payoffs", _numbers(found.values)
    yield "gap", f"{_short(found.gap)}: what players gain in sum by the best strategies before play"
    yield "gains", _numbers(found.gains)
    if found.trembling_gap is not None:
        yield (
            "trembles",
            f"{found.trembles:g} at least for every action; the gap among strategies that tremble is {_short(found.trembling_gap)}",
        )
    if found.coarse is not None:
        said = f"{_short(found.coarse.gap)}: what players gain in sum by a fixed plan against the average of joint play"
        yield "coarse gap", said
    yield "iterations", f"{found.iterations}, the {found.kept} plans"
    yield "seconds", f"{found.seconds:.2f}, after {found.compiling:.2f} for compiling or loading the loops"


def _strategies(found: Approximation) -> Iterator[tuple[str, str]]:
    for player, sets in found.profile.strategies.items():
        for label, actions in sets.items():
            mix = ", ".join(f"{action} {_short(p)}" for action, p in actions.items() if p)
            yield player, f"{label}: {words.ANY if (player, label) in found.profile.idle else mix}"


def _weakest(found: Approximation) -> Iterator[tuple[str, str]]:
    gains = [(gain, player, label) for player, sets in found.set_gains.items() for label, gain in sets.items() if gain is not None]
    for gain, player, label in sorted(gains, key=lambda row: -row[0])[:WEAKEST]:
        if gain > found.tol:
            yield player, f"{_short(gain)} at {label}"


def _numbers(table: Mapping[str, float]) -> str:
    return "; ".join(f"{label} {_short(x)}" for label, x in table.items())


def _short(x: Any) -> str:
    return f"{float(x):.{DIGITS}g}"
