"""What the others may answer, how likely, with what harm, and what each fact would be worth to the mover: `red_team`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from games import Game, GameError
from games.informing import told
from games.numbers import InOrder, Number

from ..algebra.budget import whole_answers
from ..front import solve
from ..maps.continuum import Continuum
from ..requests import check_map
from ..results import RegimeMap, Solution, Tabular
from ..results.quantities import Quantity
from .expecting import BestReply, Expected, brought_about, forced, strategies_of
from .reaching import reached_by

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Reply:
    """An action of another player, in one equilibrium.

    Parameters
    ----------
    player, at, action : str
        Whose, at which information set, which.
    equilibrium : str
        The equilibrium's name.
    played : number
        Its probability there.
    best : bool
        Whether it is a best reply at some history of the set, so for some type and belief, all else being played.
    harm : number
        The measure, probability or payoff if it is taken for certain, less that of the equilibrium.
    """

    player: str
    at: str
    action: str
    equilibrium: str
    played: Number
    best: bool
    harm: Number


@dataclass(frozen=True)
class RedTeam(Tabular):
    """A catalogue of what the others may do.

    Parameters
    ----------
    game, mover, harm : str
        Whose red team, and what is harm.
    replies : tuple of Reply
        That are best for some type and belief, most harmful first.
    worth : dict from str to (number, number)
        For each fact the mover's payoff with it less without, lowest and highest over equilibria.
    """

    game: str
    mover: str
    harm: str
    replies: tuple[Reply, ...]
    worth: Mapping[str, tuple[Number, Number]]

    def frame(self) -> pandas.DataFrame:
        """Give a table, a row for each reply and equilibrium."""
        import pandas

        columns = ["player", "at", "action", "equilibrium", "played", "best", "harm"]
        return pandas.DataFrame([[getattr(reply, name) for name in columns] for reply in self.replies], columns=columns)

    def __repr__(self) -> str:
        return f"<Red team of {self.mover} in {self.game}, harm by {self.harm}: {len(self.replies)} replies>"


def red_team(map: RegimeMap, mover: str, harm: str, *, facts: Sequence[str | Mapping[str, object]] = (), **at: object) -> RedTeam:
    """List the others' replies that are best for some type and belief, and what facts are worth to the mover.

    Parameters
    ----------
    map : RegimeMap
        From `regimes`.
    mover : str
        For whom the red team works.
    harm : str
        A measure, an outcome or a player (its payoff); more of it, or a higher probability, is harm.
    facts : sequence of str or dict
        A chance move by its name, of which the mover is told before anything else; or other values of parameters, as
        ``{"a_sens": "9/10"}`` for a better sensor. The game is solved again with each.
    **at : numbers
        Values of the map's parameters; defaults otherwise.

    Returns
    -------
    RedTeam
        Replies off the path too, in every equilibrium at the point, continua at their samples.

    Examples
    --------
    >>> import games, solvers
    >>> found = red_team(solvers.regimes(games.load("hide_and_strike"), "c_cover"), "US", "civilian_harm")
    >>> [(reply.at, reply.action, reply.best) for reply in found.replies][:1]
    [('small', 'cover', True)]
    """
    check_map(map, "red_team")
    game = map.game.fix(map.game.point(**at))
    if mover not in game.players:
        raise GameError(f"{game.name} has no player {mover!r}; its players are {', '.join(game.players)}.")
    harmful = brought_about(game, harm)
    solutions = list(map.at(**at))
    replies = [reply for solution in solutions for reply in _replies(game, solution, mover, harmful)]
    replies.sort(key=lambda reply: (InOrder(-reply.harm), reply.player, reply.at, reply.action))
    usual = reached_by(game, [Continuum(solution, {}) for solution in solutions], Quantity("payoff", mover))
    worth = {}
    for fact in facts:
        changed = told(game, mover, fact) if isinstance(fact, str) else _changed(map, fact, at)
        with whole_answers():
            found = solve(changed, map.solved.concept, refine=map.solved.refine)
        then = reached_by(changed, [Continuum(solution, {}) for solution in found], Quantity("payoff", mover))
        name = fact if isinstance(fact, str) else ", ".join(f"{k} = {v}" for k, v in fact.items())
        worth[name] = (then.lowest - usual.highest, then.highest - usual.lowest)
    return RedTeam(game.name, mover, harm, tuple(replies), worth)


def _changed(map: RegimeMap, fact: Mapping[str, object], at: Mapping[str, object]) -> Game:
    """The game with other values of parameters."""
    closed = [name for name in fact if name not in map.over]
    if closed:
        listed = ", ".join(map.over)
        raise GameError(f"A fact names a chance move, or values of the map's parameters ({listed}); map over {', '.join(closed)} too.")
    return map.game.fix(map.game.point(**{**at, **fact}))


def _replies(game: Game, solution: Solution, mover: str, harm: Quantity) -> list[Reply]:
    strategies = strategies_of(game, solution.sampled())
    usual = Expected(game, strategies).of(harm)
    out = []
    for k, owner in enumerate(game.set_owner):
        player, label = game.players[owner], game.set_labels[k]
        if player == mover:
            continue
        reply = BestReply(game, player, strategies)
        for a, action in enumerate(game.set_actions[k]):
            best = any(_best_at(game, reply, node, a) for node in game.set_nodes(k))
            if best or strategies[player][label][action] != 0:
                after = Expected(game, forced(game, strategies, {player: {label: action}})).of(harm)
                out.append(Reply(player, label, action, solution.name, strategies[player][label][action], best, after - usual))
    return out


def _best_at(game: Game, reply: BestReply, node: int, action: int) -> bool:
    """Whether an action is best at one history of its set."""
    values = [reply.worth(child) for child in game.children(node)]
    return all(values[action] >= value for value in values)
