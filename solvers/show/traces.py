"""Lifts and traces as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from games.numbers import Expression, Number, text

from ..results import Border, Boxes, Lift, Profile, Strategies, Trace, TraceWall
from ..results.traces import ClosedPlans
from . import reliability, sentences, words
from .wrapping import laid_out, wrap

LONGEST = 100  # letters of a closed form that is written out


def trace_text(trace: Trace) -> str:
    """Write a trace: what the players get on which interval, and what happens at each wall."""
    fixed = ", ".join(f"{name} = {text(value)}" for name, value in trace.game.fixed.items())
    where = f"{trace.game.name} at {fixed}" if fixed else trace.game.name
    concept = words.equilibria(trace.concept)
    lines = wrap(trace.game.title)
    lines += wrap(f"{where}: {concept} by {trace.parameter} from {trace.low} to {trace.high}")
    lines.append("")
    for piece in trace.value:
        lines += wrap(f"{brief(piece.low)} <= {trace.parameter} <= {brief(piece.high)}", "", "  ")
        for player, worth in piece.values.items():
            lines += wrap(f"{player} gets {closed_form(worth)}", "  ", "    ")
    lines += ["", *walls(trace)] if trace.walls else []
    for low, high in trace.gaps:
        lines += wrap(f"Nothing is known between {brief(low)} and {brief(high)}.")
    lines += ["", *wrap(NOTE)]
    return "\n".join(lines)


NOTE = "Each piece is proved; plans are one equilibrium among perhaps others, and the value of a zero-sum game is that of all."


def walls(trace: Trace) -> Iterator[str]:
    """Write what happens at each wall as the parameter rises."""
    of_plans = any(isinstance(piece.plans, ClosedPlans) for piece in trace.pieces)
    for wall in trace.walls:
        said = happens(wall, "the plans change" if of_plans else MEETING)
        yield from wrap(f"At {trace.parameter} = {brief(wall.at)}: {said}.", "", "  ")


MEETING = "solutions of the indifferences meet"


def happens(wall: TraceWall, otherwise: str) -> str:
    """Say who starts or stops playing what."""
    return "; ".join(map(sentences.reason, wall.reasons)) or otherwise


def brief(number: Number) -> str:
    """Write a number exactly where that is short, else in decimals with the degree of what it is a root of."""
    written = text(number)
    return written if not isinstance(number, Expression) or len(written) <= LONGEST // 2 else f"{float(number):.10g}"


def closed_form(number: Number) -> str:
    """Write a closed form where it is short, else say how long it is."""
    written = text(number)
    if len(written) <= LONGEST or not isinstance(number, Expression):
        return written
    degrees = max(int(d) for d in number.numerator.degrees()), max(int(d) for d in number.denominator.degrees())
    return f"a quotient of polynomials of degrees {degrees[0]} and {degrees[1]} (--json gives it)"


# ------------------------------------------------------------------ lifts

FEW_SETS = 60  # larger profiles are left to --json


def lift_text(lift: Lift) -> str:
    """Write a lift: what is played, what it brings, where it holds and what happens at the ends."""
    at = ", ".join(f"{name} = {text(value)}" for name, value in {**lift.game.fixed, **lift.at}.items())
    concept = words.equilibria(lift.concept, 1)
    lines = [
        *wrap(lift.game.title),
        *wrap(f"{lift.game.name}{f' at {at}' if at else ''}: one {concept}, perhaps among others"),
        "",
    ]
    off = words.off_path(lift.game, lift.profile)
    rows = [
        ("outcomes", words.weighted(shortened(lift.outcomes))),
        ("payoffs", words.all_values(shortened(lift.payoffs))),
        ("measures", words.weighted(shortened(lift.measures))),
    ]
    if lift.game.infosets <= FEW_SETS:
        plans, beliefs = Profile(shortened(lift.profile.strategies), lift.profile.idle), shortened(lift.beliefs)
        rows = [*words.strategies(plans, off), *(("beliefs", line) for line in words.believed(beliefs, off)), *rows]
    lines += laid_out(rows, "")
    for what, table in (("Trembles of their own size", lift.trembles), ("Free, and set to", lift.pins)):
        if table:
            lines += wrap(f"{what}: {'; '.join(_entries(table))}.")
    if lift.boxes:
        lines += wrap(f"Irrational: {'; '.join(_boxed(lift.boxes))}; the indifferences have no other solution within 5e-26 of it.")
    lines += ["", *borders(lift.conditions)] if lift.conditions else []
    lines += [line for note in lift.notes for line in wrap(note)]
    lines += wrap(reliability.certified(lift.certificate, lift.at))
    return "\n".join(lines)


def shortened(table: Any) -> Any:
    """Numbers whose exact form nobody reads in floating point, which is marked as such."""
    if isinstance(table, Mapping):
        return {key: shortened(inside) for key, inside in table.items()}
    long = isinstance(table, Expression) and not table.free and len(text(table)) > LONGEST
    return float(table) if long else table


def borders(conditions: tuple[Border, ...]) -> Iterator[str]:
    """Write where a lift holds, and what happens at each end."""
    yield "It holds where"
    for border in conditions:
        relation, reasons = border.relation, "; ".join(map(sentences.reason, border.reasons)) or MEETING
        bound = relation.right if not isinstance(relation.right, Expression) or not relation.right.free else None
        said = relation.text() if bound is None else f"{text(relation.left)} {relation.relation} {brief(bound)}"
        yield from wrap(f"{said} (else {reasons})", "  ", "    ")


def _boxed(boxes: Boxes) -> Iterator[str]:
    for player, sets in boxes.items():
        for infoset, row in sets.items():
            yield f"{player} at {infoset} {', '.join(f'{action} {float(low):.15f}' for action, (low, _) in row.items())}"


def _entries(table: Strategies) -> Iterator[str]:
    for player, sets in table.items():
        for infoset, row in sets.items():
            yield f"{player} at {infoset} {', '.join(f'{action} {text(number)}' for action, number in row.items())}"
