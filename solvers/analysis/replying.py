"""Best replies in games of two players with two actions each."""

from __future__ import annotations

from typing import Any

from games import Game, GameError
from games.numbers import Number

from ..results.reply_diagrams import BestReplies


def best_replies(game: Game, **at: Any) -> BestReplies:
    """Say what each of two players does best against the other, and draw it.

    Parameters
    ----------
    game : Game
        Two players who choose once each, between two actions, without having seen the other's choice; chance may move.
    **at : numbers
        Values of parameters; the others are at their defaults.

    Returns
    -------
    BestReplies
        The last line of a cell shows the diagram; ``.plot()`` gives the figure, ``.crossings`` the equilibria that it shows exactly.

    Raises
    ------
    GameError
        For any other game.

    Examples
    --------
    >>> from games import load
    >>> best_replies(load("matching_pennies")).crossings
    ((Fraction(1, 2), Fraction(1, 2)),)
    """
    if len(game.players) != 2 or sorted(game.set_owner) != [0, 1] or any(len(actions) != 2 for actions in game.set_actions):
        raise GameError(
            f"Best replies are drawn for two players who choose once each, between two actions; {game.name} has "
            f"{len(game.players)} players and {game.infosets} information sets. solvers.solve finds its equilibria."
        )
    point = game.point(**at)
    fixed = game.fix(point)
    sets = {int(owner): k for k, owner in enumerate(fixed.set_owner)}
    pays: dict[tuple[int, int, int], Number] = {}
    for leaf, node in enumerate(fixed.leaf_nodes):
        chance: Number = 1
        taken: dict[int, int] = {}
        steps = fixed.path(int(node))
        for (before, move), after in zip(steps, [*(n for n, _ in steps[1:]), int(node)], strict=True):
            if fixed.owner[before] < 0:
                chance = chance * fixed.chance(after)
            else:
                taken[int(fixed.owner[before])] = move
        for own in [taken[0]] if 0 in taken else [0, 1]:
            for other in [taken[1]] if 1 in taken else [0, 1]:
                for player in (0, 1):
                    key = player, own, other
                    pays[key] = pays.get(key, 0) + chance * fixed.payoff(leaf, player)
    gains = (
        (pays[0, 0, 0] - pays[0, 1, 0], pays[0, 0, 1] - pays[0, 1, 1]),
        (pays[1, 0, 0] - pays[1, 0, 1], pays[1, 1, 0] - pays[1, 1, 1]),
    )
    actions = tuple((fixed.set_actions[sets[k]][0], fixed.set_actions[sets[k]][1]) for k in (0, 1))
    return BestReplies(game.title, (game.players[0], game.players[1]), (actions[0], actions[1]), gains, point)
