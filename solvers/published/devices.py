"""Mediators as finite games: what is drawn, who is told what, and whether following is an equilibrium.

That a given device is a correlated, coarse correlated or extensive-form correlated equilibrium is a statement about a finite
game with the mediator in it; to find the best device is another matter, and waits for these concepts.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from games import Game, Play, game
from games.numbers import Number

from ..results import Certificate, Profile
from ..verifier import expected, verify
from .answers import Answer

Cell = tuple[str, ...]  # an action of each player


def judge_correlated(base: Game, draw: Mapping[Cell, Fraction]) -> Certificate:
    """Judge whether both follow a mediator who draws a cell of a matrix game and tells either player its own action there.

    Parameters
    ----------
    base : Game
        Two players who move at once.
    draw : dict from (action, action) to Fraction
        The chance of each cell.

    Returns
    -------
    Certificate
        An equilibrium exactly where the draw is a correlated equilibrium.
    """
    cells, payoffs = _cells(draw), cell_payoffs(base)

    @game(players=base.players)
    def mediated(play: Play) -> Mapping[str, Answer]:
        """A mediator tells either player an action."""
        advice = cells[play.chance("cell", {name: draw[cell] for name, cell in cells.items()})]
        for player, action in zip(base.players, advice, strict=True):
            play.tell(player, action)
        chosen = tuple(play.choose(player, _actions(base, k), public=False) for k, player in enumerate(base.players))
        return dict(zip(base.players, payoffs[chosen], strict=True))

    follow = {
        player: {cell[k]: {action: int(action == cell[k]) for action in _actions(base, k)} for cell in cells.values()}
        for k, player in enumerate(base.players)
    }
    return verify(mediated(), Profile(follow), "nash")


def judge_coarse_correlated(base: Game, draw: Mapping[Cell, Fraction]) -> Certificate:
    """Judge whether both bind themselves to a mediator's draw, who might play an action of their own before it speaks.

    Returns
    -------
    Certificate
        An equilibrium exactly where the draw is a coarse correlated equilibrium (arguments as for `judge_correlated`).
    """
    cells, payoffs = _cells(draw), cell_payoffs(base)

    @game(players=base.players)
    def mediated(play: Play) -> Mapping[str, Answer]:
        """A mediator acts for those who let it."""
        advice = cells[play.chance("cell", {name: draw[cell] for name, cell in cells.items()})]
        plans = [play.choose(player, ["follow", *_actions(base, k)], public=False) for k, player in enumerate(base.players)]
        chosen = tuple(advised if plan == "follow" else plan for plan, advised in zip(plans, advice, strict=True))
        return dict(zip(base.players, payoffs[chosen], strict=True))

    follow = {
        player: {"start": {plan: int(plan == "follow") for plan in ("follow", *_actions(base, k))}} for k, player in enumerate(base.players)
    }
    return verify(mediated(), Profile(follow), "nash")


def signalling_device_payoffs(bad: Fraction) -> tuple[Answer, ...] | None:
    """What both get who follow the device of von Stengel and Forges; None where following is no equilibrium.

    A fair secret coin picks the good signal, which a good Sender is told. A bad one is told it with chance `bad`, between 0
    and 1, and the other one otherwise, without knowing which it is told; the Receiver is told ``left`` at the good signal and
    ``right`` at the other.
    """

    @game(players=("Sender", "Receiver"))
    def device(play: Play) -> tuple[int, int]:
        """A device whispers which signal is good, to the good Sender and to the Receiver."""
        kind, good = play.chance("type", ["good", "bad"]), play.chance("coin", ["X", "Y"])
        other = "Y" if good == "X" else "X"
        correct = play.chance("bad is told", {"the good one": bad, "the other": 1 - bad}) == "the good one" if kind == "bad" else True
        play.tell("Sender", kind)
        play.tell("Sender", f"send {good if correct else other}")
        sent = play.choose("Sender", ["X", "Y"])
        play.tell("Receiver", "go left" if sent == good else "go right")
        if play.choose("Receiver", ["left", "right"]) == "right":
            return 0, 6
        return (4, 10) if kind == "good" else (6, 0)

    tree = device()
    follow = Profile(
        {
            "Sender": {f"{kind}/send {advised}": {a: int(a == advised) for a in "XY"} for kind in ("good", "bad") for advised in "XY"},
            "Receiver": {
                f"{sent}/go {advised}": {a: int(a == advised) for a in ("left", "right")} for sent in "XY" for advised in ("left", "right")
            },
        }
    )
    if not verify(tree, follow, "nash").equilibrium:
        return None
    return tuple(expected(tree, follow)[0].values())


def cell_payoffs(base: Game) -> dict[Cell, tuple[Number, ...]]:
    """The payoffs of every cell of a matrix game, by the actions that lead there."""
    payoffs = {}
    for leaf, ending in enumerate(base.leaf_nodes):
        actions = [base.set_actions[base.infoset[node]][k] for node, k in base.path(int(ending))]
        payoffs[tuple(actions)] = tuple(base.payoff(leaf, k) for k in range(len(base.players)))
    return payoffs


def drawn_payoffs(base: Game, draw: Mapping[Cell, Fraction]) -> dict[str, Number]:
    """What a draw of cells pays to players who follow it."""
    payoffs = cell_payoffs(base)
    return {player: sum(chance * payoffs[cell][k] for cell, chance in draw.items()) for k, player in enumerate(base.players)}


def _cells(draw: Mapping[Cell, Fraction]) -> dict[str, Cell]:
    return {f"{row} and {column}": (row, column) for (row, column), chance in draw.items() if chance}


def _actions(base: Game, player: int) -> tuple[str, ...]:
    return tuple(base.set_actions[[*base.set_owner].index(player)])
