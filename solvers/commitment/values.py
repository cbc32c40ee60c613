"""What a commitment is worth as a function of parameters: along one of them, and around a point in several."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from games import Game
from games.numbers import Number

from ..correlation.endings import Endings
from ..correlation.open_program import open_reader
from ..correlation.tracing import Programs
from ..correlation.values import closed_at, given_out, value_trace
from ..results.value_traces import ClosedValue, ValueTrace
from .programs import Leading, no_reply


def commitment_programs(game: Game, leader: int) -> tuple[Programs, str]:
    """The programs of a leader's commitment to strategies in the open parameters, and what they say in words."""
    leading = Leading(Endings(game, open_reader), leader)
    return [leading.program(reply).open() for reply in leading.replies()], f"commitment of {game.players[leader]}"


def commitment_trace(game: Game, leader: int, low: Fraction, high: Fraction) -> ValueTrace:
    """Follow the value of the best commitment to strategies along the one open parameter."""
    programs, what = commitment_programs(game, leader)
    return value_trace(game, programs, what, low, high)


def commitment_value(game: Game, leader: int, point: Mapping[str, Fraction]) -> ClosedValue:
    """The value of the best commitment around a point, and what the leader plays, in closed form.

    The region is that on which one basis stays optimal for the reply that is best at the point; another reply may be better in parts of
    it.
    """
    leading = Leading(Endings(game, open_reader), leader)
    best = None
    for reply in leading.replies():
        program, possible = leading.program(reply).open()
        if possible.solved_at(point)[0] != 1:
            continue
        value = program.solved_at(point)[0]
        if best is None or value > best[0]:
            best = value, program, reply
    if best is None:
        raise no_reply(game)
    _, program, reply = best
    closed = closed_at(game, program, point)
    profile: dict[str, dict[str, Number]] = {}
    for s, (before, after) in zip(leading.where, leading.flow, strict=True):
        total = closed.weights.get(before, 0)
        if total:
            mix = [given_out(closed.weights[j] / total if j in closed.weights else total - total) for j in after]
            profile[f"{game.players[leader]} {game.set_labels[s]}"] = dict(zip(game.set_actions[s], mix, strict=True))
    for i, plan in zip(leading.followers, reply, strict=True):
        for s, k in plan.items():
            profile[f"{game.players[i]} {game.set_labels[s]}"] = {a: Fraction(j == k) for j, a in enumerate(game.set_actions[s])}
    what = f"commitment of {game.players[leader]}"
    return ClosedValue(game, what, tuple(point), point, given_out(closed.value), tuple(closed.conditions), profile)
