"""Results as pandas frames."""

from __future__ import annotations

from typing import TYPE_CHECKING

from games.numbers import Expression

from ..results import Approximation, Profile, RegimeMap

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
