"""Approximate equilibria for people: the gap first, then what is played and where it is weakest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from typing import Any

from ..results.approximation import Approximation
from ..results.sampled import SampledApproximation, SampleMean
from . import words
from .wrapping import laid_out, prose, wrap

FEW_SETS = 40  # so many information sets are written out
WEAKEST = 5  # so many are named where changing plans earns most
DIGITS = 4
LEAST = 1e-6  # of a probability that is written out


def approximation_text(approximation: Approximation) -> str:
    """Write an approximate equilibrium."""
    at = f" at {words.values(approximation.at)}" if approximation.at else ""
    lines = [
        *wrap(approximation.game.title),
        *wrap(f"{approximation.game.name}{at}: one approximate Nash equilibrium, by {approximation.method}"),
        "",
    ]
    lines += laid_out(_rows(approximation), "")
    lines.append("")
    if approximation.game.infosets <= FEW_SETS:
        lines += [*laid_out(_strategies(approximation), ""), ""]
    weakest = list(_weakest(approximation))
    if weakest:
        lines += ["Where changing plans earns most, given that the set is reached:", *laid_out(weakest, "  "), ""]
    for note in approximation.notes:
        lines += prose(note)
    return "\n".join(lines)


def approximation_html(approximation: Approximation) -> str:
    """Write it for a notebook."""
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(sentence)}</td></tr>" for name, sentence in _rows(approximation))
    notes = "".join(f"<p>{escape(note)}</p>" for note in approximation.notes)
    return f"<p><b>{escape(approximation.game.title)}</b></p><table>{rows}</table>{notes}"


def sampled_text(approximation: SampledApproximation) -> str:
    """Write a profile that was learned without a tree."""
    lines = [*wrap(approximation.game.title), *wrap(_sampled_head(approximation)), "", *laid_out(_sampled_rows(approximation), ""), ""]
    if approximation.infosets <= FEW_SETS:
        lines += [*laid_out(_strategies(approximation), ""), ""]
    for note in approximation.notes:
        lines += prose(note)
    return "\n".join(lines)


def sampled_html(approximation: SampledApproximation) -> str:
    """Write it for a notebook."""
    rows = "".join(f"<tr><th>{escape(name)}</th><td>{escape(sentence)}</td></tr>" for name, sentence in _sampled_rows(approximation))
    notes = "".join(f"<p>{escape(note)}</p>" for note in approximation.notes)
    return f"<p><b>{escape(approximation.game.title)}</b></p><p>{escape(_sampled_head(approximation))}</p><table>{rows}</table>{notes}"


def _sampled_head(approximation: SampledApproximation) -> str:
    game = approximation.game
    structure = ", ".join(f"{name} {value}" for name, value in game.structure.items())
    return f"{game.name}{f' ({structure})' if structure else ''}: one profile learned from sampled plays, by {approximation.method}"


def _sampled_rows(approximation: SampledApproximation) -> Iterator[tuple[str, str]]:
    yield "payoffs", _estimates(approximation.payoffs) + " (estimates)"
    yield "gap", "not known: no tree was made"
    yield "deviations", _estimates(approximation.deviations) + " (estimates of what one deviation earns)"
    yield "learned at", f"{approximation.infosets:,} information sets, which were met"
    yield "iterations", f"{approximation.iterations:,}, in {approximation.plays:,} plays with seed {approximation.seed}"
    if approximation.trembles:
        yield "trembles", f"{approximation.trembles:g} at least for every action"
    yield "seconds", f"{approximation.seconds:.2f}"


def _estimates(table: Mapping[str, SampleMean]) -> str:
    return "; ".join(f"{label} {_short(estimate.mean)} ± {estimate.error:.2g}" for label, estimate in table.items())


def _rows(approximation: Approximation) -> Iterator[tuple[str, str]]:
    yield "payoffs", _numbers(approximation.values)
    yield "gap", f"{_short(approximation.gap)}: what players gain in sum by the best strategies before play"
    yield "gains", _numbers(approximation.gains)
    if approximation.trembling_gap is not None:
        among = f"the gap among strategies that tremble is {_short(approximation.trembling_gap)}"
        yield "trembles", f"{approximation.trembles:g} at least for every action; {among}"
    if approximation.coarse is not None:
        sentence = f"{_short(approximation.coarse.gap)}: what players gain in sum by a fixed plan against the average of joint play"
        yield "coarse gap", sentence
    yield "iterations", f"{approximation.iterations}, the {approximation.plans} plans"
    yield "seconds", f"{approximation.seconds:.2f}, after {approximation.compiling:.2f} for compiling or loading the loops"


def _strategies(approximation: Approximation | SampledApproximation) -> Iterator[tuple[str, str]]:
    for player, sets in approximation.profile.strategies.items():
        for label, actions in sets.items():
            mix = ", ".join(f"{action} {_short(p)}" for action, p in actions.items() if p >= LEAST)
            yield player, f"{label}: {words.ANY if (player, label) in approximation.profile.idle else mix}"


def _weakest(approximation: Approximation) -> Iterator[tuple[str, str]]:
    gains = [(gain, player, label) for player, sets in approximation.set_gains.items() for label, gain in sets.items() if gain is not None]
    for gain, player, label in sorted(gains, key=lambda row: -row[0])[:WEAKEST]:
        if gain > approximation.tol:
            yield player, f"{_short(gain)} at {label}"


def _numbers(table: Mapping[str, float]) -> str:
    return "; ".join(f"{label} {_short(x)}" for label, x in table.items())


def _short(x: Any) -> str:
    return f"{float(x):.{DIGITS}g}"
