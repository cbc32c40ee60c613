"""Devices and mediators as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from games.numbers import text

from ..concept import CORRELATIONS
from ..results.commitments import Commitment
from ..results.devices import Advice, Device, Draw
from ..results.payoff_sets import PayoffPolygon
from ..results.value_maps import ValueMap
from ..results.value_traces import ValueTrace
from . import words
from .traces import brief, closed_form
from .wrapping import laid_out, prose, wrap


def device_text(device: Device) -> str:
    """Write a device: what it brings, who is told what, and what proves it."""
    game = device.game
    at = ", ".join(f"{name} = {text(value)}" for name, value in game.fixed.items())
    record = CORRELATIONS[device.concept]
    lines = wrap(game.title)
    lines += wrap(f"{game.name}{f' at {at}' if at else ''}: {device.concept}, best for {device.best}: {text(device.value)}")
    lines += wrap(f"{record.plural[0].upper()}{record.plural[1:]} ({record.source}): {record.definition}.")
    lines += ["", *laid_out(brought(device), "  "), ""]
    lines += told_in_envelopes(device) if device.draws else told_by_mediator(device)
    lines += ["", *wrap(device.certificate.reason)]
    if device.proved:
        lines += wrap(f"Multipliers of the linear program ({device.size[0]} rows, {device.size[1]} columns) prove that nothing is better.")
    return "\n".join(lines)


def brought(device: Device | Commitment) -> Iterator[tuple[str, str]]:
    """What a device brings about, in named rows."""
    yield "payoffs", ", ".join(f"{player} {text(x)}" for player, x in device.payoffs.items())
    if len(device.outcomes) < len(device.game.leaf_nodes) or len(device.outcomes) <= 8:
        yield "outcomes", words.weighted({name: x for name, x in device.outcomes.items() if x})
    yield "measures", ", ".join(f"{name} {text(x)}" for name, x in device.measures.items())


def told_in_envelopes(device: Device) -> Iterator[str]:
    """Who is told what in which draw."""
    yield from prose("The device draws, and tells each player its action when it comes to move:")
    for draw in device.draws:
        yield from wrap(f"{text(draw.chance)}: {_advice(draw)}", "  ", "      ")


def _advice(draw: Draw) -> str:
    return "; ".join(
        f"{player} {', '.join(f'{action} at {label}' for label, action in plan.items())}" for player, plan in draw.advice.items() if plan
    )


def told_by_mediator(device: Device) -> Iterator[str]:
    """What the mediator advises after which reports; where honest players do not come is said apart."""
    on = [one for one in device.advice if one.reached]
    off = [one for one in device.advice if not one.reached]
    yield "Whoever moves tells the mediator where it is, and is advised:"
    for one in on:
        yield from wrap(_mix(one), "  ", "      ")
    if off:
        yield from wrap(f"After reports that cannot all be true it advises something in {len(off)} more cases (--json gives them).")


def _mix(one: Advice) -> str:
    past = f"after {', '.join(f'{h.player} at {h.infoset} (told {h.action})' for h in one.heard)}, " if one.heard else ""
    return f"{past}{one.player} at {one.infoset}: {words.weighted({a: p for a, p in one.mix.items() if p})}"


# ------------------------------------------------------------------ commitment

COMMITS = {"mixed": "commits itself to a strategy", "pure": "commits itself to a pure plan", "signals": "commits itself to signals"}


def commitment_text(commitment: Commitment) -> str:
    """Write a commitment: what it is worth, what is played, and what it brings."""
    game = commitment.game
    at = ", ".join(f"{name} = {text(value)}" for name, value in game.fixed.items())
    lines = wrap(game.title)
    lines += wrap(f"{game.name}{f' at {at}' if at else ''}: {commitment.leader} {COMMITS[commitment.to]}, worth {text(commitment.value)}")
    if commitment.least is not None and commitment.least != commitment.value:
        lines += wrap(f"When ties are broken against {commitment.leader}, it comes as near as it likes to {text(commitment.least)}.")
    lines.append("")
    for player, sets in commitment.profile.strategies.items():
        for label, mix in sets.items():
            if (player, label) not in commitment.profile.idle:
                lines += wrap(f"{player} at {label}: {words.weighted(mix)}", "  ", "      ")
    for draw in commitment.draws:
        lines += wrap(f"{text(draw.chance)}: {_advice(draw)}", "  ", "      ")
    lines += ["", *laid_out(brought(commitment), "  "), "", *wrap(commitment.certificate.reason)]
    return "\n".join(lines)


# ------------------------------------------------------------------ along a parameter


def value_trace_text(trace: ValueTrace) -> str:
    """Write what a device or commitment is worth on which interval, and at the walls."""
    at = ", ".join(f"{name} = {text(value)}" for name, value in trace.game.fixed.items())
    lines = wrap(trace.game.title)
    lines += wrap(f"{trace.game.name}{f' at {at}' if at else ''}: {trace.what}, by {trace.parameter}")
    for piece in trace.pieces:
        lines += wrap(f"{brief(piece.low)} < {trace.parameter} < {brief(piece.high)}: {closed_form(piece.value)}", "  ", "      ")
    for wall, value in trace.walls:
        if value is not None:
            lines += wrap(f"At {trace.parameter} = {brief(wall)} it is {text(value)}.")
    for low, high in trace.gaps:
        lines += wrap(f"Nothing is known between {brief(low)} and {brief(high)}.")
    return "\n".join([*lines, "", *prose("Each piece is proved by the multipliers of its linear program.")])


def polygon_text(polygon: PayoffPolygon) -> str:
    """Write the corners of the payoffs that devices bring about."""
    corners = "; ".join(f"({text(x)}, {text(y)})" for x, y in polygon.corners)
    return "\n".join(
        [*wrap(polygon.game.title), *wrap(f"Payoffs of {' and '.join(polygon.players)} under {polygon.concept}, all mixes of {corners}")]
    )


def value_map_text(value_map: ValueMap) -> str:
    """Write the closed forms of a map of values, the most frequent first."""
    at = ", ".join(f"{name} = {text(value)}" for name, value in value_map.game.fixed.items())
    lines = wrap(value_map.game.title)
    lines += wrap(f"{value_map.game.name}{f' at {at}' if at else ''}: {value_map.what}, over {' and '.join(value_map.over)}")
    for k, region in enumerate(value_map.regions, 1):
        sample = ", ".join(f"{name} = {text(value)}" for name, value in region.sample.items())
        lines += wrap(f"{k}: {closed_form(region.value)}, as at {sample} ({region.share:.1%} of the grid)", "  ", "      ")
    note = "Each closed form is proved where it is said to hold; regions smaller than the grid can see may be missing."
    return "\n".join([*lines, "", *wrap(note)])
