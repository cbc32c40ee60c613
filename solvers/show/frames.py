"""Results as pandas frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.numbers import Expression

from ..results import Approximation, Profile, RegimeMap, Sweep, Trace

if TYPE_CHECKING:
    import pandas


def profile_frame(profile: Profile) -> pandas.DataFrame:
    """Tabulate a profile: player, information set, action, probability."""
    import pandas as pd

    rows = [
        (player, label, action, p)
        for player, sets in profile.strategies.items()
        for label, actions in sets.items()
        for action, p in actions.items()
    ]
    return pd.DataFrame(rows, columns=["player", "information set", "action", "probability"], dtype=object)


def map_frame(regime_map: RegimeMap) -> pandas.DataFrame:
    """Tabulate a map: regime, family, outcome, probability at the regime's sample point."""
    import pandas as pd

    rows = []
    for regime in regime_map.regimes:
        for name in regime.families:
            for outcome, p in regime_map.family(name).outcomes.items():
                rows.append((regime.name, name, outcome, p.at(regime.sample) if isinstance(p, Expression) else p))
    return pd.DataFrame(rows, columns=["regime", "family", "outcome", "probability"], dtype=object)


def approximation_frame(approximation: Approximation) -> pandas.DataFrame:
    """Tabulate it: player, information set, action, probability, gain at the set."""
    import pandas as pd

    rows = [
        (player, label, action, p, approximation.set_gains[player][label])
        for player, sets in approximation.profile.strategies.items()
        for label, actions in sets.items()
        for action, p in actions.items()
    ]
    return pd.DataFrame(rows, columns=["player", "information set", "action", "probability", "gain"])


def sweep_frame(sweep: Sweep) -> pandas.DataFrame:
    """Tabulate a sweep: parameters, solution, family, a column for each quantity and one for its highest value where it is open."""
    import pandas as pd

    columns: dict[str, object] = dict(sweep.at)
    columns["solution"] = sweep.solution
    columns["family"] = pd.Categorical.from_codes(sweep.family, pd.Index(sweep.names))
    for (kind, name), values in sweep.lowest.items():
        columns[f"{kind} {name}"] = values
        if (kind, name) in sweep.highest:
            columns[f"{kind} {name}, highest"] = sweep.highest[kind, name]
    if sweep.gaps is not None:
        columns["gap"] = sweep.gaps
    columns["exact"] = sweep.method == "enumerate"
    columns["found"] = sweep.found[0] if len({*sweep.found}) == 1 else list(sweep.found)
    frame = pd.DataFrame(columns, copy=False)
    frame.attrs = {"method": sweep.method, "points": sweep.points, "outside": sweep.outside, "reused": sweep.reused}
    return frame


def trace_frame(trace: Trace) -> pandas.DataFrame:
    """Tabulate a trace: from, to, player, what it gets in the parameter."""
    import pandas as pd

    rows = [(piece.low, piece.high, player, value) for piece in trace.pieces for player, value in piece.values.items()]
    return pd.DataFrame(rows, columns=["from", "to", "player", "value"], dtype=object)
