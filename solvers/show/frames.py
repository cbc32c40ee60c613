"""Results as pandas frames."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from games.numbers import Expression

from ..results import Approximation, Families, Family, Profile, RegimeMap, Solutions, Sweep, Trace
from . import words
from .classes import tags_of_all

if TYPE_CHECKING:
    import pandas

    from ..results.commitments import Commitment
    from ..results.devices import Device, Draw
    from ..results.payoff_sets import PayoffPolygon
    from ..results.value_maps import ValueMap
    from ..results.value_traces import ValueTrace


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
    columns["exact"] = False if sweep.exact is None else sweep.exact
    columns["found"] = sweep.found[0] if len({*sweep.found}) == 1 else list(sweep.found)
    frame = pd.DataFrame(columns, copy=False)
    frame.attrs = {"method": sweep.method, "points": sweep.points, "outside": sweep.outside, "reused": sweep.reused}
    return frame


def trace_frame(trace: Trace) -> pandas.DataFrame:
    """Tabulate a trace: from, to, player, what it gets in the parameter."""
    import pandas as pd

    rows = [(piece.low, piece.high, player, value) for piece in trace.pieces for player, value in piece.values.items()]
    return pd.DataFrame(rows, columns=["from", "to", "player", "value"], dtype=object)


def solutions_frame(solutions: Solutions) -> pandas.DataFrame:
    """Tabulate equilibria at a point: number, name, player, information set, action, probability."""
    return _table(
        ["solution", "name", "player", "information set", "action", "probability"],
        (
            (k, solution.name, player, label, action, p)
            for k, solution in enumerate(solutions, 1)
            for player, sets in solution.profile.strategies.items()
            for label, row in sets.items()
            for action, p in row.items()
        ),
    )


def family_frame(family: Family) -> pandas.DataFrame:
    """Tabulate a family in closed form: play, beliefs, payoffs, outcomes, measures."""
    return _table(["quantity", "player", "information set", "of", "value"], _closed_forms(family))


def _closed_forms(family: Family) -> Iterator[tuple[Any, ...]]:
    for quantity, strategies in (("play", family.profile.strategies), ("belief", family.beliefs)):
        for player, sets in strategies.items():
            yield from ((quantity, player, label, of, value) for label, row in sets.items() for of, value in row.items())
    yield from (("payoff", player, "", player, value) for player, value in family.payoffs.items())
    yield from (("outcome", "", "", label, value) for label, value in family.outcomes.items())
    yield from (("measure", "", "", label, value) for label, value in family.measures.items())


def families_frame(families: Families) -> pandas.DataFrame:
    """Tabulate what each family brings about, in closed form, and where it exists."""
    tags = tags_of_all(families)
    return _table(
        ["letter", "family", "exists", "quantity", "of", "value"],
        (
            (tags[family.name][1], family.name, words.conditions(family), quantity, of, value)
            for family in families
            for quantity, table in (("outcome", family.outcomes), ("payoff", family.payoffs), ("measure", family.measures))
            for of, value in table.items()
        ),
    )


def device_frame(device: Device) -> pandas.DataFrame:
    """Tabulate what a device draws, or what a mediator advises after what it has heard."""
    if device.draws:
        return _draws(device.draws)
    heard = ("; ".join(f"{h.player} at {h.infoset}: {h.action}" for h in one.heard) for one in device.advice)
    return _table(
        ["heard", "player", "information set", "action", "probability"],
        (
            (before, one.player, one.infoset, action, p)
            for before, one in zip(heard, device.advice, strict=True)
            for action, p in one.mix.items()
        ),
    )


def _draws(draws: Sequence[Draw]) -> pandas.DataFrame:
    return _table(
        ["draw", "probability", "player", "information set", "action"],
        (
            (k, draw.chance, player, label, action)
            for k, draw in enumerate(draws, 1)
            for player, plan in draw.advice.items()
            for label, action in plan.items()
        ),
    )


def commitment_frame(commitment: Commitment) -> pandas.DataFrame:
    """Tabulate what a leader commits itself to and how the others reply; under signals, what is drawn and told."""
    return profile_frame(commitment.profile) if commitment.profile.strategies else _draws(commitment.draws)


def polygon_frame(polygon: PayoffPolygon) -> pandas.DataFrame:
    """Tabulate the corners of a polygon of payoffs."""
    return _table([f"payoff of {player}" for player in polygon.players], polygon.corners)


def value_trace_frame(trace: ValueTrace) -> pandas.DataFrame:
    """Tabulate the closed forms of a value along a parameter."""
    return _table(["from", "to", "value"], ((piece.low, piece.high, piece.value) for piece in trace.pieces))


def value_map_frame(value_map: ValueMap) -> pandas.DataFrame:
    """Tabulate the closed forms of a value over two parameters."""
    regions = value_map.regions
    return _table(["value", "share", *value_map.over], ((r.value, r.share, *(r.sample[n] for n in value_map.over)) for r in regions))


def _table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> pandas.DataFrame:
    import pandas as pd

    return pd.DataFrame(list(rows), columns=list(columns), dtype=object)
