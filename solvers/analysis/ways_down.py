"""From which histories a halt is equilibrium play, where, and what removes it: `off_ramps`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from games import GameError

from ..front import claim
from ..requests import check_map
from ..results import RegimeMap, Tabular

if TYPE_CHECKING:
    import pandas


@dataclass(frozen=True)
class OffRamp:
    """A halt at one information set.

    Parameters
    ----------
    player, at, action : str
        Who takes it, where, and how.
    histories : tuple of str
        The histories from which it is taken.
    every, some : tuple of str
        Where it has positive probability in every, in some equilibrium: conditions; empty for everywhere, "never" for nowhere.
    removed : tuple of str
        The walls, as thresholds, across which an equilibrium that takes it ends.
    """

    player: str
    at: str
    action: str
    histories: tuple[str, ...]
    every: tuple[str, ...]
    some: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True)
class OffRamps(Tabular):
    """Ways down, in the order in which play comes to them.

    Parameters
    ----------
    game : str
        Of which game.
    ramps : tuple of OffRamp
        One for each information set at which a halt is offered by the rules.
    """

    game: str
    ramps: tuple[OffRamp, ...]

    def frame(self) -> pandas.DataFrame:
        """Give a table, a row for each way down."""
        import pandas

        rows = [
            (r.player, r.at, r.action, " and ".join(r.every) or "everywhere", " and ".join(r.some) or "everywhere", "; ".join(r.removed))
            for r in self.ramps
        ]
        return pandas.DataFrame(rows, columns=["player", "at", "action", "in every", "in some", "removed at"])

    def __repr__(self) -> str:
        return f"<Ways down in {self.game}: {len(self.ramps)}, {sum(r.some != ('never',) for r in self.ramps)} of them equilibrium play>"


def off_ramps(map: RegimeMap, halt: Mapping[str, str]) -> OffRamps:
    """Find the histories from which a halt is equilibrium play, the conditions, and the walls that remove it.

    Parameters
    ----------
    map : RegimeMap
        From `regimes`.
    halt : dict from str to str
        The action that is a halt, by player, as ``{"US": "offer"}``.

    Returns
    -------
    OffRamps
        Each with where it is taken in every and in some equilibrium; sets off the path count too.

    Examples
    --------
    >>> import games, solvers
    >>> found = off_ramps(solvers.regimes(games.load("escalation_ladder"), "hold"), {"US": "offer"})
    >>> found.ramps[0].at, found.ramps[0].removed[0]
    ('firm/warn', 'hold = 1/5')
    """
    check_map(map, "off_ramps")
    game, ramps = map.game, []
    for player, action in halt.items():
        places = [
            k
            for k, (owner, actions) in enumerate(zip(game.set_owner, game.set_actions, strict=True))
            if game.players[owner] == player and action in actions
        ]
        if not places:
            raise GameError(f"{player} has no action {action!r} in {game.name} that could be a halt.")
        for k in places:
            label = game.set_labels[k]
            verdict = claim(map, [], outcomes={f"{player} {action} at {label}": "> 0"})
            taking = {f.name for f in map.families if f.profile[player][label][action] != 0}
            removed = tuple(wall.threshold.text() for wall in map.walls if taking & set(wall.flips))
            histories = tuple(game.history(node) for node in game.set_nodes(k))
            ramps.append(
                (int(game.depth[game.set_nodes(k)[0]]), OffRamp(player, label, action, histories, verdict.every, verdict.some, removed))
            )
    ramps.sort(key=lambda pair: pair[0])
    return OffRamps(game.name, tuple(ramp for _, ramp in ramps))
