"""The best commitment of a leader: to behaviour strategies, to pure plans, or to signals."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from flint import fmpq

from games import Game
from games.forms.normal import pure_plans
from games.numbers import fraction

from ..correlation.endings import Endings, exact_reader
from ..correlation.objective import worth
from ..correlation.plans import leaving_after_advice
from ..nash.program import maximise
from ..results.assessment import Profile
from ..results.commitments import Commitment
from ..verifier import ENVELOPES, NASH, expected, followers_reply, verify
from .programs import Leading, Plan, ReplyProgram, Row, no_reply

Plans = tuple[Plan, ...]


def best_commitment(game: Game, leader: int, to: str) -> Commitment:
    """Find what a leader should commit itself to, exactly.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    leader : int
        Who commits itself.
    to : {"mixed", "pure", "signals"}
        As for `Commitment`.
    """
    leading = Leading(Endings(game, exact_reader(game)), leader)
    return {"mixed": _mixed, "pure": _pure, "signals": _signals}[to](leading)


def _mixed(leading: Leading) -> Commitment:
    best: tuple[fmpq, list[fmpq], Plans] | None = None
    listed = list(leading.replies())
    for reply in listed:
        found = leading.program(reply).best()
        if found is not None and (best is None or found[0] > best[0]):
            best = found[0], found[1].values, reply
    if best is None:
        raise no_reply(leading.game)
    value, plan, reply = best
    least = _least(leading, listed) if len(leading.followers) == 1 else None
    return _written(leading, "mixed", fraction(value), least, _behaviour(leading, plan), reply, 2 * len(listed))


def _pure(leading: Leading) -> Commitment:
    best: tuple[Fraction, Plan, Plans] | None = None
    least: Fraction | None = None
    listed = list(leading.replies())
    for plan in pure_plans(leading.game, leading.leader):
        stable = [reply for reply in listed if _nobody_gains(leading, plan, reply)]
        worths = [fraction(_earned(leading, leading.leader, plan, reply)) for reply in stable]
        if worths and (best is None or max(worths) > best[0]):
            best = max(worths), plan, stable[worths.index(max(worths))]
        if worths and (least is None or min(worths) > least):
            least = min(worths)
    if best is None:
        raise no_reply(leading.game)
    value, plan, reply = best
    strategy = {s: [Fraction(plan.get(s, 0) == k) for k in range(len(leading.game.set_actions[s]))] for s in leading.where}
    return _written(leading, "pure", value, least, (strategy, {s for s in leading.where if s not in plan}), reply, 0)


def _signals(leading: Leading) -> Commitment:
    from ..correlation.best import brought_about

    game, endings = leading.game, leading.endings
    program = leaving_after_advice(endings, "commitment with signals", tuple(leading.followers))
    solved = program.best(worth(endings, {game.players[leading.leader]: 1}))
    draws = program.device({k: fraction(x) for k, x in solved.weights.items()})["draws"]
    payoffs, outcomes, measures = brought_about(solved)
    judged = verify(game, {"draws": [draw.as_json() for draw in draws]}, ENVELOPES)
    certificate = followers_reply(judged, game.players[leading.leader])
    leader = game.players[leading.leader]
    return Commitment(
        game, leader, "signals", fraction(solved.value), None, Profile({}), draws, payoffs, outcomes, measures, certificate, 1
    )


# ------------------------------------------------------------------ ties against the leader


def _least(leading: Leading, replies: Sequence[Plans]) -> Fraction:
    """What the leader comes as near to as it likes when ties are broken against it, by one follower.

    Where a reply is best together with others that pay the follower the same everywhere, and with no others, it is best in a region with
    an inside; the leader may stay inside, and gets the least of these replies. Anywhere else it may go inside some region nearby.

    References
    ----------
    von Stengel, B. and Zamir, S. (2010). Leadership games with convex strategy sets. *Games and Economic Behavior* 69, 446-457.
    """
    (follower,) = leading.followers
    classes: dict[tuple[tuple[int, Any], ...], list[Plans]] = {}
    for reply in replies:
        classes.setdefault(_canonical(leading, leading.payoff(follower, reply)), []).append(reply)
    best: fmpq | None = None
    forms = {form: leading.payoff(follower, alike[0]) for form, alike in classes.items()}
    for form, alike in classes.items():
        others = [_less(forms[form], own) for other, own in forms.items() if other != form]
        plain = ReplyProgram(leading, alike[0], leading.program(alike[0]).equations, [], leading.width)
        ahead = leading.width  # a free column: by how much the reply is better than all others
        inside = maximise(plain.linear({ahead: 1}, [row | {ahead: fmpq(-1)} for row in others] + [{ahead: fmpq(-1), 0: fmpq(1)}], 1))
        if others and inside.values[ahead] <= 0:
            continue
        rows = [*others, *(leading.payoff(leading.leader, reply) | {ahead: fmpq(-1)} for reply in alike)]
        worst = maximise(plain.linear({ahead: 1}, rows, 1)).values[ahead]
        best = worst if best is None or worst > best else best
    assert best is not None
    return fraction(best)


def _less(one: Row, other: Row) -> Row:
    return {j: one.get(j, fmpq(0)) - other.get(j, fmpq(0)) for j in one.keys() | other.keys()}


def _canonical(leading: Leading, row: Row) -> tuple[tuple[int, Any], ...]:
    """The same for two functions exactly when they agree at every plan of the leader: last actions are written by the others."""
    out = dict(row)
    for before, after in reversed(leading.flow):
        last = out.pop(after[-1], 0)
        if last:
            out[before] = out.get(before, 0) + last
            for s in after[:-1]:
                out[s] = out.get(s, 0) - last
    return tuple((j, str(x)) for j, x in sorted(out.items()) if x)


# ------------------------------------------------------------------ pure commitment


def _earned(leading: Leading, player: int, plan: Plan, reply: Plans) -> fmpq:
    return sum(
        (
            z.chance * z.payoffs[player]
            for z in leading.endings.listed
            if leading.allowed(z, reply) and all(plan.get(s) == k for s, k in z.taken[leading.leader].items())
        ),
        fmpq(0),
    )


def _nobody_gains(leading: Leading, plan: Plan, reply: Plans) -> bool:
    for place, i in enumerate(leading.followers):
        worth_now = _earned(leading, i, plan, reply)
        for other in pure_plans(leading.game, i):
            if _earned(leading, i, plan, (*reply[:place], other, *reply[place + 1 :])) > worth_now:
                return False
    return True


# ------------------------------------------------------------------ writing


def _behaviour(leading: Leading, plan: Sequence[fmpq]) -> tuple[dict[int, list[Fraction]], set[int]]:
    """The leader's probabilities, and the sets to which its own plan does not lead."""
    out: dict[int, list[Fraction]] = {}
    idle = set()
    for s, (before, after) in zip(leading.where, leading.flow, strict=True):
        total = plan[before]
        if total:
            out[s] = [fraction(plan[j] / total) for j in after]
        else:
            out[s] = [Fraction(k == 0) for k in range(len(after))]
            idle.add(s)
    return out, idle


def _written(
    leading: Leading,
    to: str,
    value: Fraction,
    least: Fraction | None,
    strategy: tuple[dict[int, list[Fraction]], set[int]],
    reply: Plans,
    programs: int,
) -> Commitment:
    game = leading.game
    mixes, idle = dict(strategy[0]), set(strategy[1])
    for i, plan in zip(leading.followers, reply, strict=True):
        for s in leading.endings.own_sets[i]:
            mixes[s] = [Fraction(plan.get(s, 0) == k) for k in range(len(game.set_actions[s]))]
            idle |= {s} if s not in plan else set()
    strategies: dict[str, dict[str, dict[str, Any]]] = {}
    for s in range(game.infosets):
        sets = strategies.setdefault(game.players[game.set_owner[s]], {})
        sets[game.set_labels[s]] = dict(zip(game.set_actions[s], mixes[s], strict=True))
    profile = Profile(strategies, frozenset((game.players[game.set_owner[s]], game.set_labels[s]) for s in idle))
    payoffs, outcomes, measures = expected(game, profile)
    leader = game.players[leading.leader]
    certificate = followers_reply(verify(game, profile, NASH), leader)
    return Commitment(game, leader, to, value, least, profile, (), payoffs, outcomes, measures, certificate, programs)
