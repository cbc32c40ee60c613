"""Static advice against worst case and equilibrium, plan by plan: `assessment`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from games import Game, GameError
from games.numbers import InOrder, Number

from ..algebra.budget import whole_answers
from ..front import solve
from ..maps.continuum import Continuum
from ..results import Tabular
from ..results.quantities import Quantity
from .expecting import MOST_PLANS, BestReply, Expected, Moves, Plan, first_sets, forced, numeric
from .reaching import reached_by

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class PlanValue:
    """What one plan is worth at one first information set of the player.

    Parameters
    ----------
    at, action : str
        The information set and the action; best plans follow.
    static, worst : number or None
        If the others behave as taken for granted, and if they do their worst; None where the worst case has too many plans.
    lowest, highest : number
        Over the equilibria, a continuum at its sample, if the action is taken there and the others play on.
    """

    at: str
    action: str
    static: Number
    worst: Number | None
    lowest: Number
    highest: Number


@dataclass(frozen=True)
class Assessment(Tabular):
    """A static assessment beside the worst case and equilibrium.

    Parameters
    ----------
    game, player : str
        Whose assessment.
    plans : tuple of PlanValue
        Every action at every first information set.
    static : number
        What the best plan is worth if the others behave as taken for granted.
    lowest, highest : number
        The player's payoffs over the equilibria, whole continua included.
    """

    game: str
    player: str
    plans: tuple[PlanValue, ...]
    static: Number
    lowest: Number
    highest: Number

    @property
    def gap(self) -> tuple[Number, Number]:
        """By how much the static view is above equilibrium, at least and at most."""
        return self.static - self.highest, self.static - self.lowest

    def advice(self) -> dict[str, tuple[str, str]]:
        """The action that the static view advises at each first set, and the one that is best in the best equilibrium."""
        out = {}
        for label in dict.fromkeys(plan.at for plan in self.plans):
            here = [plan for plan in self.plans if plan.at == label]
            out[label] = (max(here, key=lambda p: InOrder(p.static)).action, max(here, key=lambda p: InOrder(p.highest)).action)
        return out

    def frame(self) -> pandas.DataFrame:
        """Give a table, a row a plan."""
        import pandas

        columns = ["at", "action", "static", "worst", "lowest", "highest"]
        return pandas.DataFrame([[getattr(plan, name) for name in columns] for plan in self.plans], columns=columns)

    def __repr__(self) -> str:
        return f"<Assessment of {self.game} for {self.player}: static {self.static}, equilibrium {self.lowest} to {self.highest}>"


def assessment(game: Game, player: str, baseline: Moves, **at: object) -> Assessment:
    """Set static advice against the worst case and the range over equilibria, plan by plan.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    player : str
        Who is advised.
    baseline : dict
        What the static view takes for granted of each other player: an action, wherever it can be made, or
        ``{information set: action}``.
    **at : numbers
        Values of parameters.

    Returns
    -------
    Assessment
        For each action at each of the player's first information sets what it is worth, best plans following.

    Raises
    ------
    GameError
        When the baseline leaves another player open somewhere.

    Notes
    -----
    In the worst case the others know the player's plan, which is the best reply to the baseline after that action, and each keeps to
    its own information.

    Examples
    --------
    >>> import games
    >>> found = assessment(games.load("hide_and_strike"), "US", {"cartel": "open", "Mexico": "tolerate"})
    >>> str(found.static), str(found.highest)
    ('21/50', '0')
    """
    fixed = numeric(game, at)
    taken = granted(fixed, player, baseline)
    static = BestReply(fixed, player, taken)
    with whole_answers():
        solutions = solve(fixed)
    if not len(solutions):
        raise GameError(f"No equilibrium of {fixed.name} was found, so that there is nothing to set the static view against.")
    replies = [BestReply(fixed, player, solution.sampled().strategies) for solution in solutions]
    plans = []
    for k in first_sets(fixed, player):
        advised, played = static.actions(k), [reply.actions(k) for reply in replies]
        for a, action in enumerate(fixed.set_actions[k]):
            values = [row[a] for row in played]
            worst = _worst(fixed, player, k, a, taken, static)
            plans.append(PlanValue(fixed.set_labels[k], action, advised[a], worst, min(values, key=InOrder), max(values, key=InOrder)))
    span = reached_by(fixed, [Continuum(solution, {}) for solution in solutions], Quantity("payoff", player))
    return Assessment(fixed.name, player, tuple(plans), static.value, span.lowest, span.highest)


def granted(game: Game, player: str, baseline: Moves) -> Plan:
    """The others' behaviour that is taken for granted."""
    strategies: dict[str, dict[str, dict[str, Number]]] = {name: {} for name in game.players}
    for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True):
        strategies[game.players[owner]][label] = {action: 1 if len(actions) == 1 else 0 for action in actions}
    out = forced(game, strategies, {who: what for who, what in baseline.items() if who != player})
    for who, sets in out.items():
        open_sets = [label for label, mix in sets.items() if who != player and not any(p == 1 for p in mix.values())]
        if open_sets:
            raise GameError(f"The baseline says nothing of {who} at {open_sets[0]!r}; give an action for {who} wherever {who} moves.")
    return out


def _worst(game: Game, player: str, infoset: int, action: int, taken: Plan, static: BestReply) -> Number | None:
    """The least that an action brings if the others do their worst, each keeping to its own information."""
    mine = game.players.index(player)
    nodes = set(game.set_nodes(infoset))
    below = [int(n) for n in range(game.nodes) if game.owner[n] >= 0 and any(a in nodes and m == action for a, m in game.path(n))]
    before = [int(above) for n in nodes for above, _ in game.path(n) if game.owner[above] >= 0]
    sets = sorted({int(game.infoset[n]) for n in (*below, *before) if game.owner[n] != mine})
    if prod(len(game.set_actions[k]) for k in sets) > MOST_PLANS:
        return None
    plan = forced(game, {**taken, player: static.whole()}, {player: {game.set_labels[infoset]: game.set_actions[infoset][action]}})
    return min((x for x in _values(game, infoset, sets, plan) if x is not None), key=InOrder, default=None)


def _values(game: Game, infoset: int, sets: list[int], plan: Plan) -> Iterator[Number | None]:
    for chosen in product(*(game.set_actions[k] for k in sets)):
        moves: dict[str, dict[str, str]] = {}
        for k, action in zip(sets, chosen, strict=True):
            moves.setdefault(game.players[game.set_owner[k]], {})[game.set_labels[k]] = action
        yield Expected(game, forced(game, plan, moves)).at_set(infoset)[1]
