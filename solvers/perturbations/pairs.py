"""Verdicts in games in which at most two players move, exactly: normal-form perfect, quasi-perfect, perfect."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flint import fmpq

from games import Game

from .chains import Chain, chain, largest
from .sides import Mixes, Side, continuation_rows, mixes_of, plan_rows, sides


@dataclass(frozen=True)
class Finding:
    """Whether an equilibrium stands when everybody may slip.

    Parameters
    ----------
    stands : bool or None
        The verdict; None when it is not decided.
    reason : str
        In a sentence.
    chains : tuple of Chain
        For each player who moves, in order, mistakes of the other in orders of magnitude under which its strategy stays best.
    """

    stands: bool | None
    reason: str
    chains: tuple[Chain, ...] = ()


def moving(game: Game) -> tuple[int, int | None] | None:
    """The players who move, where there are at most two."""
    movers = sorted({int(k) for k in game.set_owner})
    if len(movers) == 1:
        return movers[0], None
    return (movers[0], movers[1]) if len(movers) == 2 else None


def moves_once(game: Game) -> bool:
    """Whether no player moves twice in one play; then nobody has later mistakes of its own to fear."""
    for leaf in game.leaf_nodes:
        moved = [int(game.owner[n]) for n, _ in game.path(int(leaf)) if game.owner[n] >= 0]
        if len(set(moved)) < len(moved):
            return False
    return True


def quasi_perfect(game: Game, profile: Mapping[str, Any], pair: tuple[int, int | None]) -> Finding:
    """Whether a strategy of each is a best continuation everywhere against mistakes of the other that vanish."""
    mixes, chains = mixes_of(game, profile), []
    for side in sides(game, pair):
        found = chain(side, continuation_rows(side, mixes), mixes)
        if not found.exists:
            return Finding(False, _ruled_out(side, found, "at all its information sets"))
        chains.append(found)
    return Finding(
        True, "Mistakes that vanish, of several orders of magnitude, leave every strategy best at all information sets.", tuple(chains)
    )


def undominated(game: Game, profile: Mapping[str, Any], pair: tuple[int, int | None]) -> Finding:
    """Whether both plans are best replies to completely mixed plans near the other's: Nash, and none weakly dominated."""
    mixes, chains = mixes_of(game, profile), []
    for side in sides(game, pair):
        plan = realised(side, mixes)
        rows, values = plan_rows(side, mixes)
        like = [{j: fmpq(1), 0: -x} if x else {j: fmpq(1)} for j, x in enumerate(plan) if j]
        if not largest(side.width, [*side.flow, *like], rows, [0], values)[0]:
            return Finding(False, f"{game.players[side.me]} does not do best before play.")
        full = largest(side.width, side.flow, rows, range(side.width), values)
        missing = tuple(j for j, x in enumerate(full) if not x)
        if missing:
            return Finding(False, _ruled_out(side, Chain((), missing), "before play"))
        chains.append(Chain((tuple(plan), tuple(full)), ()))
    return Finding(True, "No plan is weakly dominated: each is a best reply to completely mixed plans of the other, too.", tuple(chains))


def realised(side: Side, mixes: Mixes) -> list[fmpq]:
    """The other's realisation plan."""
    plan = [fmpq(1)] + [fmpq(0)] * (side.width - 1)
    for s in sorted(side.where, key=lambda s: len(side.endings.before[s])):
        for k, j in enumerate(side.after(s)):
            plan[j] = plan[side.before[s]] * mixes[s][k]
    return plan


def _ruled_out(side: Side, found: Chain, where: str) -> str:
    game, me = side.game, side.game.players[side.me]
    if side.other is None or found.missing[0] == 0:
        return f"{me} does not do best {where}."
    infoset, action = next((s, j - side.where[s]) for s in side.where for j in side.after(s) if j in found.missing)
    slip = f"{game.set_actions[infoset][action]!r} at {game.set_labels[infoset]!r}"
    return (
        f"As soon as {game.players[side.other]} may play {slip} by mistake, however rarely beside its other mistakes, {me} does not do "
        f"best {where}."
    )
