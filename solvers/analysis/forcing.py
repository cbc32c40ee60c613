"""What a profile brings about, also when moves are forced: `evaluate`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from games import Game
from games.numbers import Number

from ..results import Tabular
from .expecting import Expected, Moves, first_sets, forced, numeric, strategies_of

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class Evaluation(Tabular):
    """What a profile brings about.

    Parameters
    ----------
    game : str
        Which game.
    force : dict
        The moves that were forced.
    outcomes, measures, payoffs : dict from str to number
        Probabilities and expectations.
    types : dict from (str, str) to (number, number or None)
        For each player's first information sets: how likely, and what the player expects there; None where it is not reached.
    """

    game: str
    force: Moves
    outcomes: Mapping[str, Number]
    measures: Mapping[str, Number]
    payoffs: Mapping[str, Number]
    types: Mapping[tuple[str, str], tuple[Number, Number | None]]

    def frame(self) -> pandas.DataFrame:
        """Give a table: kind, name, value; payoffs by type as ``PLAYER at SET``."""
        import pandas

        tables = (("outcome", self.outcomes), ("measure", self.measures), ("payoff", self.payoffs))
        rows: list[tuple[str, str, Number | None]] = [(kind, name, x) for kind, table in tables for name, x in table.items()]
        rows += [("payoff by type", f"{player} at {label}", x) for (player, label), (_, x) in self.types.items()]
        return pandas.DataFrame(rows, columns=["kind", "name", "value"])

    def text(self) -> str:
        """Say it in a few lines."""
        moves = ", ".join(f"{who} {what if isinstance(what, str) else dict(what)}" for who, what in self.force.items())
        parts = [("outcomes", {k: v for k, v in self.outcomes.items() if v != 0}), ("measures", self.measures), ("payoffs", self.payoffs)]
        lines = [f"{self.game}{f' with {moves} forced' if moves else ''}"]
        return "\n".join(lines + [f"  {name}  " + "; ".join(f"{k} {v}" for k, v in values.items()) for name, values in parts])

    def __repr__(self) -> str:
        return self.text()


def evaluate(game: Game, profile: Any, force: Moves | None = None, **at: object) -> Evaluation:
    """Work out what a profile brings about, also when moves are forced.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value are put at their defaults.
    profile : solution, family, Profile or dict
        What is played; every information set.
    force : dict, optional
        For a player an action, made for certain wherever it can be, or ``{information set: action}``; the others play on as
        they did, knowing what they know.
    **at : numbers
        Values of parameters.

    Returns
    -------
    Evaluation
        Outcomes, measures, payoffs, and payoffs at each player's first information sets, that is by type.

    Examples
    --------
    >>> import games, solvers
    >>> game = games.load("campaign")
    >>> (solution,) = solvers.solve(game)
    >>> found = evaluate(game, solution, {"US": "strike"})
    >>> str(found.measures["flow"]), str(found.measures["violence"])
    ('22/25', '6/5')
    """
    fixed = numeric(game, at)
    moves = force or {}
    expected = Expected(fixed, forced(fixed, strategies_of(fixed, profile), moves))
    types = {(player, fixed.set_labels[k]): expected.at_set(k) for player in fixed.players for k in first_sets(fixed, player)}
    return Evaluation(fixed.name, moves, expected.outcomes, expected.measures, expected.payoffs, types)
