"""From equilibria to predictions: the chance of each outcome, its range over equilibria, and a selection only where one is named."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np

from games import Game, GameError
from games.numbers import Expression, Number, text

from ..maps.continuum import Continuum
from ..results import RegimeMap, Solution, Solutions
from ..results.quantities import Quantity
from .expecting import Expected, strategies_of
from .reaching import reached_by

if TYPE_CHECKING:
    import pandas

PRINCIPAL, RISK, WELFARE, BEST_FOR = "principal branch", "risk dominance", "highest welfare", "best for "
NEAR = 1e-9  # two equilibria that are as good to so much are tied
POINT = "at the point"


@dataclass(frozen=True)
class Predicted:
    """What a game predicts, as far as it does.

    Parameters
    ----------
    game : str
        The game.
    selection : str
        The selection that was named; empty where none was, and then no chances are given but ranges.
    selection_words : str
        The same in a sentence.
    rows : tuple of dict
        By regime and outcome: the lowest and the highest chance over equilibria, how many equilibria there are, and under the selection
        the chance.
    notes : tuple of str
        What is to be kept in mind, in sentences.
    """

    game: str
    selection: str
    selection_words: str
    rows: tuple[Mapping[str, Any], ...] = field(repr=False)
    notes: tuple[str, ...] = ()

    def frame(self) -> pandas.DataFrame:
        """Give the table."""
        import pandas as pd

        return pd.DataFrame(list(self.rows))

    def text(self) -> str:
        """Write it for people."""
        shown = self.frame().to_string(index=False, float_format=lambda x: f"{x:.4g}")
        return "\n".join([f"{self.game}: {self.selection_words}", "", shown, *(("", *self.notes) if self.notes else ())])

    def as_json(self) -> dict[str, Any]:
        """Write it for programs."""
        plain = [{k: None if isinstance(v, float) and np.isnan(v) else v for k, v in row.items()} for row in self.rows]
        return {"game": self.game, "selection": self.selection, "rows": plain, "notes": list(self.notes)}

    def __repr__(self) -> str:
        return f"<Predictions of {self.game}: {self.selection_words}>"

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, str]:
        return {"text/plain": self.text(), "text/html": self.frame().to_html(index=False)}


def predict(found: Solutions | RegimeMap, select: str | None = None) -> Predicted:
    """Give the chance of each outcome with its range over equilibria; one number only under a selection that is named.

    Parameters
    ----------
    found : Solutions or RegimeMap
        All equilibria at a point, or a map, of which each regime is looked at in its sample.
    select : str, optional
        ``"principal branch"``: where the principal branch of logit equilibria goes (of quantal equilibria, the one on it).
        ``"risk dominance"``: for two players with two actions each, the strict equilibrium from which deviating costs more (Harsanyi and
        Selten 1988). ``"highest welfare"``: the largest sum of payoffs. ``"best for NAME"``: the largest payoff of a player. There is no
        default: without it there are ranges alone.

    Returns
    -------
    Predicted
        With the selection in its head.

    Raises
    ------
    GameError
        For a selection that cannot be read, is not defined for the game, or leaves a tie.

    References
    ----------
    Harsanyi, J. C. and Selten, R. (1988). *A General Theory of Equilibrium Selection in Games*.

    Examples
    --------
    >>> import games, solvers
    >>> hunt = solvers.solve(games.load("stag_hunt"))
    >>> [bool(row["lowest"] == row["highest"]) for row in predict(hunt).rows][:1], predict(hunt, "highest welfare").selection
    ([False], 'highest welfare')
    """
    if not isinstance(found, Solutions | RegimeMap):
        raise GameError(
            f"Predictions are made of all equilibria at a point, as solve(game), or of a map, as regimes(game); found {found!r}."
        )
    words = _words(found.game, select)
    notes = [] if found.found == "all" else ["These may not be all equilibria, so that ranges may be wider."]
    rows: list[dict[str, Any]] = []
    if isinstance(found, Solutions):
        if not len(found):
            raise GameError(f"There are no equilibria of {found.game.name} here to predict from.")
        chosen = None if select is None else _chosen(found, select)
        continua = [Continuum(one, {}) for one in found]
        for outcome in found.game.outcome_names:
            span = reached_by(found.game, continua, Quantity("outcome", outcome))
            if not span.exact:
                notes.append(f"The range of {outcome} is not exact: it lies between the two numbers.")
            chance = None if chosen is None else chosen[outcome]
            rows.append(_row(POINT, outcome, float(span.lowest), float(span.highest), len(found), chance))
    else:
        for regime in found.regimes:
            chosen = None
            if select is not None and regime.families:
                chosen = _chosen(found.at(**regime.sample), select)
            if regime.outer:
                notes.append(f"In {regime.name} the range of {', '.join(regime.outer)} is not exact: it lies between the two numbers.")
            for outcome, (low, high) in regime.outcomes.items():
                chance = None if chosen is None else chosen[outcome]
                rows.append(_row(regime.name, outcome, float(low), float(high), len(regime.families), chance))
    return Predicted(found.game.name, select or "", words, tuple(rows), tuple(notes))


def _row(where: str, outcome: str, low: float, high: float, count: int, chance: float | None) -> dict[str, Any]:
    shown = {"regime": where, "outcome": outcome, "lowest": low, "highest": high, "equilibria": count}
    return shown if chance is None else {**shown, "chance": chance}


def _words(game: Game, select: str | None) -> str:
    if select is None:
        return "ranges over all equilibria; no selection was named"
    offered = f"{PRINCIPAL!r}, {RISK!r}, {WELFARE!r} or {BEST_FOR + game.players[0]!r}"
    if not isinstance(select, str) or not (select in (PRINCIPAL, RISK, WELFARE) or select.startswith(BEST_FOR)):
        raise GameError(f"{select!r} names no selection of equilibria; name {offered}, or none for ranges alone.")
    if select.startswith(BEST_FOR) and select.removeprefix(BEST_FOR) not in game.players:
        raise GameError(f"{game.name} has no player {select.removeprefix(BEST_FOR)!r}; its players are {', '.join(game.players)}.")
    return f"selected, an assumption: {select}"


def _chosen(found: Solutions, select: str) -> dict[str, float]:
    """The chances of outcomes in the equilibrium that is selected."""
    if select == PRINCIPAL:
        return _principal(found)
    if select == RISK:
        return _risk_dominant(found)
    player = select.removeprefix(BEST_FOR)

    worths = [_worth(one, None if select == WELFARE else player) for one in found]
    top = max(high for _, high in worths)
    near = top - NEAR * max(1.0, abs(top))
    best = [one for one, (low, _) in zip(found, worths, strict=True) if low > near]
    if not best:  # the ends of ranges that move with what is left open
        (name, *_) = (one.name for one, (_, high) in zip(found, worths, strict=True) if high > near)
        raise GameError(f"By {select!r} the best of {found.game.name} is an end of the continuum '{name}'; name another selection.")
    chances = [_numbers(one.outcomes, one.sample) for one in best]
    apart = any(abs(x[name] - chances[0][name]) > NEAR for x in chances for name in chances[0])
    if apart:
        names = "; ".join(one.name for one in best[:3])
        raise GameError(f"By {select!r} {len(best)} equilibria of {found.game.name} are tied ({names}); name another selection.")
    return chances[0]


def _worth(one: Solution, player: str | None) -> tuple[float, float]:
    """Between what numbers a player's payoff, or the sum of all, lies in an equilibrium or a continuum."""
    total: Any = sum(one.payoffs.values(), Fraction(0)) if player is None else one.payoffs[player]
    span = Continuum(one, {}).span(total)
    if span is None:
        raise GameError(f"How far payoffs go in '{one.name}' was not found; name another selection.")
    return float(span.lowest), float(span.highest)


def _numbers(given: Mapping[str, Number | float], sample: Mapping[str, Number]) -> dict[str, float]:
    return {name: float(x.at(dict(sample)) if isinstance(x, Expression) and sample else x) for name, x in given.items()}


# ------------------------------------------------------------------ selections


def _principal(found: Solutions) -> dict[str, float]:
    if found.precision is not None:
        marked = [one for one in found if PRINCIPAL in one.name]
        if len(marked) == 1:
            return _numbers(marked[0].outcomes, {})
        raise GameError(f"{len(marked)} of these equilibria lie on the principal branch, which bends back; name another selection.")
    from ..front import limiting_equilibrium

    limit = limiting_equilibrium(found.game)
    if not limit.exact:
        raise GameError(
            f"Where the principal branch of {found.game.name} goes was not identified with an equilibrium; name another selection."
        )
    return _numbers(Expected(found.game, strategies_of(found.game, limit.profile)).outcomes, {})


def _risk_dominant(found: Solutions) -> dict[str, float]:
    game = found.game
    if len(game.players) != 2 or game.infosets != 2 or any(len(a) != 2 for a in game.set_actions) or set(game.set_owner) != {0, 1}:
        raise GameError(f"{RISK!r} is defined for two players with two actions each who move once; {game.name} is another kind of game.")
    sets = [next(s for s in range(2) if game.set_owner[s] == i) for i in range(2)]
    losses = [(cells, loss) for cells in _pure_cells() if (loss := _losses(game, sets, cells)) is not None]
    if not losses:
        raise GameError(f"{game.name} has no equilibrium in which every deviation costs something; {RISK!r} selects among such.")
    ranked = sorted(losses, key=lambda one: one[1], reverse=True)
    if len(ranked) > 1 and ranked[0][1] == ranked[1][1]:
        raise GameError(f"By {RISK!r} both strict equilibria of {game.name} are tied: deviating costs {text(ranked[0][1])} in either.")
    return _numbers(Expected(game, _pure(game, sets, ranked[0][0])).outcomes, {})


def _pure_cells() -> Iterator[tuple[int, int]]:
    yield from ((a, b) for a in (0, 1) for b in (0, 1))


def _pure(game: Game, sets: Sequence[int], cells: Sequence[int]) -> dict[str, dict[str, dict[str, Number]]]:
    return {
        game.players[i]: {game.set_labels[s]: {action: Fraction(int(k == cells[i])) for k, action in enumerate(game.set_actions[s])}}
        for i, s in enumerate(sets)
    }


def _losses(game: Game, sets: Sequence[int], cells: tuple[int, int]) -> Fraction | None:
    """The product of what deviating costs either player; None where it costs one nothing."""
    product = Fraction(1)
    here = Expected(game, _pure(game, sets, cells)).payoffs
    for i, player in enumerate(game.players):
        other = tuple(1 - c if k == i else c for k, c in enumerate(cells))
        loss = here[player] - Expected(game, _pure(game, sets, other)).payoffs[player]
        if isinstance(loss, Expression) or loss <= 0:
            return None
        product *= Fraction(loss)
    return product
