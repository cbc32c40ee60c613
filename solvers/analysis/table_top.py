"""A table-top exercise: a person plays a role, chance is drawn, and the others play an equilibrium; the log is kept: `exercise`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from games import Game, GameError
from games.numbers import Number
from games.tree import CHANCE, TERMINAL

from ..algebra.budget import whole_answers
from ..front import solve
from ..requests import check_limits
from ..results import Tabular
from .expecting import Plan, numeric, strategies_of

if TYPE_CHECKING:
    import pandas


@dataclass
class Exercise(Tabular):
    """A play in progress.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    role : str
        The person's.
    strategies : dict
        What the others play.
    seed : int or None
        Of what is drawn.
    log : list of dict
        Every move: who, what was known, what was done, and with which probability the equilibrium does it.
    """

    game: Game
    role: str
    strategies: Plan
    seed: int | None = None
    log: list[dict[str, Any]] = field(default_factory=list)
    _node: int = 0

    def __post_init__(self) -> None:
        """Play up to the person's first move."""
        self._random = np.random.default_rng(self.seed)
        self._run()

    @property
    def over(self) -> bool:
        """Whether the play has ended."""
        return bool(self.game.owner[self._node] == TERMINAL)

    @property
    def known(self) -> str:
        """What the person knows now."""
        return "" if self.over else str(self.game.set_labels[self.game.infoset[self._node]])

    @property
    def actions(self) -> tuple[str, ...]:
        """What the person can do now."""
        return () if self.over else self.game.set_actions[self.game.infoset[self._node]]

    @property
    def payoffs(self) -> Mapping[str, Number]:
        """What everybody gets, once the play has ended."""
        if not self.over:
            raise GameError(f"The play goes on: {self.role} knows {self.known} and can {', '.join(self.actions)}.")
        leaf = int(self.game.infoset[self._node])
        return {player: self.game.payoff(leaf, k) for k, player in enumerate(self.game.players)}

    def choose(self, action: str) -> Exercise:
        """Make a move, and let the others answer."""
        if action not in self.actions:
            raise GameError(
                f"{self.role} cannot {action!r} here; {'the play is over' if self.over else 'there is ' + ', '.join(self.actions)}."
            )
        self._move(self.role, self.actions.index(action), self.strategies[self.role][self.known][action])
        self._run()
        return self

    def _run(self) -> None:
        """Draw the moves of chance and of the others until the person moves or the play ends."""
        while not self.over and not self._mine():
            node, owner = self._node, int(self.game.owner[self._node])
            children = self.game.children(node)
            if owner == CHANCE:
                who, odds = "chance", [float(self.game.chance(child)) for child in children]
            else:
                label, who = self.game.set_labels[self.game.infoset[node]], self.game.players[owner]
                odds = [float(p) for p in self.strategies[who][label].values()]
            drawn = int(self._random.choice(len(odds), p=np.array(odds) / sum(odds)))
            self._move(who, drawn, odds[drawn])

    def _mine(self) -> bool:
        owner = int(self.game.owner[self._node])
        return owner >= 0 and self.game.players[owner] == self.role

    def _move(self, who: str, move: int, odds: Number | float) -> None:
        known = "" if who == "chance" else str(self.game.set_labels[self.game.infoset[self._node]])
        self._node = int(self.game.children(self._node)[move])
        self.log.append({"who": who, "known": known, "did": self.game.move_label(self._node), "probability": float(odds)})

    def frame(self) -> pandas.DataFrame:
        """Give the log as a table; what the person could not see is told once the play has ended."""
        import pandas

        seen = self.log if self.over else [entry for entry in self.log if entry["who"] == self.role]
        return pandas.DataFrame(seen, columns=["who", "known", "did", "probability"])

    def __repr__(self) -> str:
        if self.over:
            ending = self.game.outcome_names[self.game.outcome[self.game.infoset[self._node]]]
            return f"<Exercise as {self.role}: over, {ending}; payoffs {', '.join(f'{k} {v}' for k, v in self.payoffs.items())}>"
        return f"<Exercise as {self.role}: knows {self.known}; can {', '.join(self.actions)}>"


def exercise(game: Game, role: str, profile: Any = None, *, seed: int | None = None, **at: object) -> Exercise:
    """Play a role against equilibrium play.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    role : str
        The player whose moves a person makes, with `Exercise.choose`.
    profile : solution, Profile or dict, optional
        What the others play; the first equilibrium that is found when None.
    seed : int, optional
        Same seed, same draws.
    **at : numbers
        Values of parameters.

    Returns
    -------
    Exercise
        At the person's first move; its `log` keeps every move.

    Examples
    --------
    >>> import games
    >>> play = exercise(games.load("campaign"), "US", seed=1)
    >>> play.known in ("long", "short"), play.actions
    (True, ('strike', 'press'))
    >>> play.choose("press").over
    True
    """
    fixed = numeric(game, at)
    check_limits(None, seed=seed)
    if role not in fixed.players:
        raise GameError(f"{fixed.name} has no player {role!r}; its players are {', '.join(fixed.players)}.")
    if profile is None:
        with whole_answers():
            solutions = solve(fixed)
        if not len(solutions):
            raise GameError(f"No equilibrium of {fixed.name} was found; give a profile for the others to play.")
        profile = solutions[0].sampled()
    return Exercise(fixed, role, strategies_of(fixed, profile), seed)
