"""Plays drawn from a profile, as a frame: `simulate`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from games import Game, GameError
from games.tree import CHANCE, TERMINAL

from ..outcome_shocks.crisis import OutcomeShocks
from ..outcome_shocks.drawing import drawn_crises
from ..outcome_shocks.listed import ShockEquilibrium
from ..requests import check_game, whole
from ..results import Solutions
from .expecting import strategies_of

if TYPE_CHECKING:
    import pandas

Ints = npt.NDArray[np.int64]
NEAR = 1e-9  # by so much the probabilities of one information set may miss one


def simulate(game: Game | OutcomeShocks, profile: Any, n: int, seed: int = 0, **at: object) -> pandas.DataFrame:
    """Draw plays of a game when everybody follows a profile.

    Parameters
    ----------
    game : Game or OutcomeShocks
        Open parameters are put at their defaults, but for the values given; `lewis_schultz` needs all of them.
    profile : Solution, Profile or dict
        One of `solve`, or ``{player: {information set: {action: number}}}``; what a continuum leaves open is taken at its sample.
        For `lewis_schultz` one of its equilibria.
    n : int
        How many plays.
    seed : int
        Same seed, same plays, on every machine.
    **at : numbers
        The point.

    Returns
    -------
    DataFrame
        A row for each play: ``outcome``; a column for each chance move, and one for each information set, as ``US at pass``, that
        holds what was drawn or done there, nothing where play did not come there; ``payoff of US`` for each player; each measure;
        and each type that is drawn from a continuum, by its name.

    Raises
    ------
    GameError
        When the profile is a list of equilibria, leaves out an information set or gives no probabilities.

    Examples
    --------
    >>> import games, solvers
    >>> game = games.load("beer_quiche")
    >>> plays = simulate(game, solvers.solve(game)[0], 1000, seed=1)
    >>> plays["Sender at strong"].value_counts().to_dict()
    {'quiche': 892}
    """
    count, seed = whole("n", n), whole("seed", seed, least=0)
    if isinstance(game, OutcomeShocks):
        if not isinstance(profile, ShockEquilibrium):
            raise GameError(f"Plays of {game.name} are drawn from one of its equilibria, as game.equilibria(...)[0]; found {profile!r}.")
        return drawn_crises(game, profile, count, np.random.default_rng(seed), game.point(**at))
    check_game(game, continua=True)
    if isinstance(profile, Solutions):
        raise GameError(
            f"Plays are drawn from one equilibrium, and these are {len(profile)}; name one, as solutions[0]. Which is played is an "
            "assumption of yours."
        )
    held = getattr(getattr(profile, "game", None), "fixed", {})  # the point at which a solution was found
    point = game.at(**({name: held[name] for name in game.parameters if name in held} | at))
    rng = np.random.default_rng(seed)
    if point.types:
        return _by_type(point, profile, count, rng)
    numbers = _Numbers(point, profile)
    return numbers.frame(numbers.leaves(count, rng))


def _by_type(game: Game, profile: Any, n: int, rng: np.random.Generator) -> pandas.DataFrame:
    """Draw plays when types come from a continuum: types first, then what their cells do."""
    import pandas as pd

    cells = getattr(profile, "by_type", None)
    if cells is None:
        raise GameError(f"Plays of {game.name}, which has types from a continuum, are drawn from one of its solutions, as solve(game)[0].")
    cells = cells.at(profile.sample)
    drawn = {t.name: t.law.distribution().ppf(rng.random(n)) for t in game.types}
    which = np.zeros((n, len(game.players)), np.int64)
    for k, player in enumerate(game.players):
        if player in cells.types:
            cutoffs = [float(x) for x in cells.cutoffs[player]]
            which[:, k] = np.searchsorted(cutoffs, drawn[cells.types[player]])
    ends = np.zeros(n, np.int64)
    for combination in np.unique(which, axis=0):
        mine = (which == combination).all(1)
        play = {player: cells.cells[player][k].play for player, k in zip(game.players, combination.tolist(), strict=True)}
        ends[mine] = _Numbers(game, play).leaves(int(mine.sum()), rng)
    frame = _Numbers(game, play).frame(ends)
    leaf_of = game.infoset[ends]
    for k, player in enumerate(game.players):
        lines = {int(leaf): game.payoff_line(int(leaf), k)[1] for leaf in np.unique(leaf_of)}
        for name, values in drawn.items():
            slopes = np.array([float(lines[int(leaf)].get(name, 0)) for leaf in leaf_of])
            frame[f"payoff of {player}"] += slopes * values
    return pd.concat([pd.DataFrame(drawn), frame], axis=1)


class _Numbers:
    """A game at a point and a profile, in floating point."""

    def __init__(self, game: Game, profile: Any) -> None:
        sampled = profile.sampled() if hasattr(profile, "sampled") else profile
        strategies = strategies_of(game, sampled)
        self.game = game
        chance = np.zeros(game.nodes)
        nothing = dict.fromkeys((t.name for t in game.types), Fraction(0))
        self.terms = terms = np.array([float(term.at(nothing)) for term in game.terms])
        after = game.chance_row >= 0
        chance[after] = game.chances.floats(terms)[game.chance_row[after]]
        by_set = []
        for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True):
            mix = strategies[game.players[owner]][label]
            by_set.append(_probabilities(game, game.players[owner], label, [mix[action] for action in actions]))
        begin = np.concatenate([[0], np.cumsum([len(mix) for mix in by_set])]).astype(np.int64)
        flat = np.concatenate([np.zeros(0), *by_set])
        above = game.parent[1:]
        chosen = game.owner[above] >= 0
        nodes = np.arange(1, game.nodes)[chosen]
        chance[nodes] = flat[begin[game.infoset[above[chosen]]] + game.move[nodes]]
        self.keys = self._keys(chance)

    def _keys(self, chance: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """For each node but the root: its parent's number, and the chance that a child up to it follows there."""
        game = self.game
        total = np.cumsum(chance[1:])
        first = game.first_child[game.parent[1:]] - 1
        before = np.concatenate([[0.0], total])[first]
        within = np.clip(total - before, 0.0, 1.0)
        last = game.first_child[game.parent[1:] + 1] - 2
        whole_of = np.maximum((total - before)[last], 1e-300)
        keys: npt.NDArray[np.float64] = game.parent[1:] + np.minimum(within / whole_of, 1.0)
        return keys

    def leaves(self, n: int, rng: np.random.Generator) -> Ints:
        """Draw the nodes at which n plays end."""
        game, node = self.game, np.zeros(n, np.int64)
        going = np.flatnonzero(game.owner[node] != TERMINAL)
        while len(going):
            here = node[going]
            child = 1 + np.searchsorted(self.keys, here + rng.random(len(going)), side="right")
            node[going] = np.minimum(child, game.first_child[here + 1] - 1)
            going = going[game.owner[node[going]] != TERMINAL]
        return node

    def frame(self, ends: Ints) -> pandas.DataFrame:
        """Write plays, given by where they end."""
        import pandas as pd

        game = self.game
        distinct, which = np.unique(ends, return_inverse=True)
        leaf_of = game.infoset[distinct]
        columns: dict[str, Any] = {"outcome": np.array(game.outcome_names, object)[game.outcome[leaf_of]]}
        for column, (k, label) in self._moves(distinct).items():
            columns.setdefault(column, np.full(len(distinct), None, object))
            columns[column][k] = label
        terms = self.terms
        try:
            payoffs = game.payoffs.floats(terms).reshape(-1, len(game.players))[leaf_of]
        except OverflowError:
            raise GameError(f"A payoff of {game.name} is too large for floating point; write payoffs in a larger unit.") from None
        columns |= {f"payoff of {player}": payoffs[:, k] for k, player in enumerate(game.players)}
        if game.measure_names:
            measures = game.measures.floats(terms).reshape(-1, len(game.measure_names))[leaf_of]
            columns |= {name: measures[:, k] for k, name in enumerate(game.measure_names)}
        return pd.DataFrame({name: values[which] for name, values in columns.items()})

    def _moves(self, distinct: Ints) -> dict[str, tuple[list[int], list[str]]]:
        """For each chance move and information set: the endings whose play came there, and what followed."""
        game = self.game
        out: dict[str, tuple[list[int], list[str]]] = {}
        for k, node in enumerate(distinct):
            for place, move in game.path(int(node)):
                index = int(game.infoset[place])
                if game.owner[place] == CHANCE:
                    name, labels = game.chance_moves[index]
                else:
                    name = f"{game.players[game.owner[place]]} at {game.set_labels[index]}"
                    labels = game.set_actions[index]
                rows, words = out.setdefault(name, ([], []))
                if rows and rows[-1] == k:  # a chance move of this name came before in the same play
                    words[-1] = f"{words[-1]}, {labels[move]}"
                else:
                    rows.append(k)
                    words.append(labels[move])
        return out


def _probabilities(game: Game, player: str, label: str, mix: list[Any]) -> npt.NDArray[np.float64]:
    try:
        numbers = np.array([float(x) for x in mix])
    except (TypeError, ValueError, GameError):
        raise GameError(
            f"What {player} does at {label!r} in {game.name} is left open: {', '.join(map(str, mix))}; put numbers in."
        ) from None
    if not np.isfinite(numbers).all() or numbers.min() < -NEAR or abs(numbers.sum() - 1) > NEAR:
        raise GameError(f"What {player} does at {label!r} in {game.name} is no probability: {', '.join(map(str, mix))}.")
    clipped: npt.NDArray[np.float64] = np.maximum(numbers, 0.0)
    return clipped
