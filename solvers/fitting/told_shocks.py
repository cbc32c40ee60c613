"""A story that has the form of Lewis and Schultz (2003), fitted as that crisis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from games import Game, GameError, Law, Normal, PrivateType, Uniform
from games.numbers import Number
from games.tree import TERMINAL

from ..arrays import on_arrays
from ..outcome_shocks.crisis import NEEDS, PARAMETERS, OutcomeShocks
from .modelling import Found, Values
from .observing import Floats
from .response_model import span_of
from .shock_model import ShockModel


@dataclass(frozen=True)
class Told:
    """A story read as the crisis.

    Parameters
    ----------
    law : {"normal", "uniform"}
        The law of its shocks.
    numbers : dict from str to number
        The crisis's parameters in those of the story.
    outcomes : tuple of str
        What the story calls the status quo, a concession, backing down and a fight.
    """

    law: str
    numbers: Mapping[str, Number]
    outcomes: tuple[str, ...]


def read_crisis(game: Game) -> Told:
    """Read a story with two types of one player as the crisis.

    Raises
    ------
    GameError
        Where it has another form, saying which form is handled.
    """
    told = _read(game)
    if told is None:
        raise GameError(
            f"{game.name} has two types of one player; that is fitted in the form of Lewis and Schultz (2003) only: A challenges or not, B "
            "concedes or resists, A backs down or fights, with one shock each to A's fighting, A's backing down and B's fighting, all "
            "normal with deviation 1 or all uniform."
        )
    return told


def _read(game: Game) -> Told | None:
    found = _leaves(game)
    if found is None:
        return None
    first, second, (quiet, conceded, *last) = found
    lines = [[game.payoff_line(int(game.infoset[leaf]), player) for leaf in (quiet, conceded, *last)] for player in (first, second)]
    if any(lines[k][leaf][1] for k in (0, 1) for leaf in (0, 1)):
        return None
    war = [leaf for leaf in (2, 3) if lines[1][leaf][1]]
    if len(war) != 1 or any(len(lines[0][leaf][1]) != 1 for leaf in (2, 3)):
        return None
    fight, back = war[0], 5 - war[0]
    types = {t.name: t for t in game.types}
    shocks = [_shock(types, lines[k][leaf]) for k, leaf in ((0, fight), (0, back), (1, fight))]
    if any(shock is None for shock in shocks) or len({type(shock[0]) for shock in shocks if shock}) != 1 or len(types) != 3:
        return None
    common = {"V_A": lines[0][1][0], "S_A": lines[0][0][0], "V_B": lines[1][back][0], "C_B": lines[1][1][0]}
    names = [game.outcome_names[game.outcome[game.infoset[leaf]]] for leaf in (quiet, conceded, last[back - 2], last[fight - 2])]
    (war_A, c_A), (back_A, c_a), (war_B, c_B) = (shock for shock in shocks if shock is not None)
    if isinstance(war_A, Normal):
        means = {"W_A": c_A + war_A.mean, "a": c_a + back_A.arguments[0], "W_B": c_B + war_B.arguments[0]}
        return Told("normal", common | means, tuple(names))
    ends = {"w_A": (war_A, c_A), "a": (back_A, c_a), "w_B": (war_B, c_B)}
    numbers = {f"{name}{k}": constant + law.arguments[k] for name, (law, constant) in ends.items() for k in (0, 1)}
    return Told("uniform", common | numbers, tuple(names))


def _leaves(game: Game) -> tuple[int, int, tuple[int, ...]] | None:
    """The two players and the endings in the order of the moves, where the tree has that form."""
    if len(game.players) != 2 or game.nodes != 7 or game.infosets != 3:
        return None
    node, owners, ends = 0, [], []
    for _ in range(3):
        children = list(game.children(node))
        inner = [c for c in children if game.owner[c] != TERMINAL]
        owners.append(int(game.owner[node]))
        if len(children) != 2:
            return None
        ends += [c for c in children if game.owner[c] == TERMINAL]
        node = inner[0] if inner else node
    if owners[0] < 0 or owners[1] != 1 - owners[0] or owners[2] != owners[0] or len(ends) != 4:
        return None
    return owners[0], owners[1], tuple(ends)


def _shock(types: Mapping[str, PrivateType], line: tuple[Number, Mapping[str, Number]]) -> tuple[Law, Number] | None:
    """The law of the one type in a payoff and what is added to it, where its factor is 1 and its law is handled."""
    constant, slopes = line
    ((name, slope),) = slopes.items()
    law = types[name].law
    handled = isinstance(law, Uniform) or (isinstance(law, Normal) and law.sd == 1)
    return (law, constant) if slope == 1 and handled else None


class ToldShockModel(ShockModel):
    """A story as the crisis: its parameters are those of the story.

    Parameters
    ----------
    game : Game
        The story.
    """

    def __init__(self, game: Game) -> None:
        self.told = read_crisis(game)
        super().__init__(OutcomeShocks(self.told.law))
        self.story = game
        self.name, self.parameters, self.outcomes = game.name, game.parameters, game.outcome_names
        self.fingerprint = f"{game.fingerprint} {[t.law.text() for t in game.types]}"
        self.into = np.array([[float(name == own) for own in self.outcomes] for name in self.told.outcomes])

    def _crisis(self, values: Values) -> dict[str, Floats]:
        """The crisis's parameters."""
        shape = np.shape(next(iter(values.values())))
        return {name: on_arrays(self.told.numbers[name], values, shape) for name in PARAMETERS[self.law]}

    def span(self, parameter: str) -> tuple[float, float]:
        """Around the story's default."""
        return span_of(self.story, parameter)

    def room(self, values: Values) -> dict[str, Floats]:
        """How far the conditions of the story and of the crisis are from failing."""
        shape = np.shape(next(iter(values.values())))
        own = {c.text: on_arrays(c.expression, values, shape) for c in self.story.domain.conditions}
        crisis = self._crisis(values)
        return own | {f"{low} < {high} of {self.game.name}": crisis[high] - crisis[low] for low, high in NEEDS[self.law]}

    def equilibria(self, values: Values, *, coarse: bool = False) -> Found:
        """Every sign change on a grid."""
        return super().equilibria(self._crisis(values), coarse=coarse)

    def chances(self, found: Found, values: Values) -> Floats:
        """The chances of the story's outcomes."""
        return np.asarray(super().chances(found, self._crisis(values)) @ self.into)

    def residual(self, found: Found, values: Values) -> Floats:
        """What B's chance of resisting exceeds its best reply by."""
        return super().residual(found, self._crisis(values))

    def certified(self, values: Mapping[str, float]) -> int | None:
        """Count in balls, or exactly."""
        crisis = self._crisis({name: np.array([x]) for name, x in values.items()})
        return super().certified({name: float(x[0]) for name, x in crisis.items()})

    def fold(self, values: Values, linked: tuple[str, ...], near: Floats | None = None) -> tuple[str, Floats]:
        """How far the mean of B's value of fighting would have to move for two equilibria to meet."""
        _, distance = super().fold(self._crisis(values), linked, near)
        return "B's value of fighting", distance
