"""How games are solved: every equilibrium in closed form, the map of where each exists, and the judge of both.

The names are imported when they are first used, so that ``import solvers`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .analysis.hierarchy import concepts
    from .closed_forms.estimates import Estimate
    from .concept.methods import table
    from .front import (
        approximate,
        claim,
        closed_value,
        commit,
        compare,
        correlated,
        estimate,
        families,
        lift,
        map_value,
        regimes,
        solve,
        statics,
        trace,
        trace_value,
    )
    from .published import tables
    from .results import (
        Approximation,
        Assessment,
        Certificate,
        ClaimVerdict,
        Difference,
        Families,
        Family,
        Lift,
        Profile,
        Refusal,
        Regime,
        RegimeMap,
        SampledApproximation,
        Shares,
        Solution,
        Solutions,
        Statics,
        Trace,
        Verdict,
        Wall,
    )
    from .results.commitments import Commitment
    from .results.concept_table import ConceptTable, Surviving
    from .results.devices import Device
    from .results.payoff_sets import DeviceCorners, PayoffPolygon
    from .results.value_maps import ValueMap
    from .results.value_traces import ClosedValue, ValueTrace
    from .sweeps import sweep
    from .theorems import crossings
    from .verifier import Recheck, recheck, verify, why_not

__all__ = [
    "Approximation",
    "Assessment",
    "Certificate",
    "ClaimVerdict",
    "ClosedValue",
    "Commitment",
    "ConceptTable",
    "Device",
    "DeviceCorners",
    "Difference",
    "Estimate",
    "Families",
    "Family",
    "Lift",
    "PayoffPolygon",
    "Profile",
    "Recheck",
    "Refusal",
    "Regime",
    "RegimeMap",
    "SampledApproximation",
    "Shares",
    "Solution",
    "Solutions",
    "Statics",
    "Surviving",
    "Trace",
    "ValueMap",
    "ValueTrace",
    "Verdict",
    "Wall",
    "approximate",
    "claim",
    "closed_value",
    "commit",
    "compare",
    "concepts",
    "correlated",
    "crossings",
    "device_corners",
    "estimate",
    "families",
    "lift",
    "map_value",
    "payoff_polygon",
    "recheck",
    "regimes",
    "solve",
    "statics",
    "sweep",
    "table",
    "tables",
    "trace",
    "trace_value",
    "verify",
    "why_not",
]

HOMES = {
    **dict.fromkeys(("approximate", "claim", "compare", "estimate", "families", "lift", "regimes", "solve", "statics", "trace"), "front"),
    **dict.fromkeys(("closed_value", "commit", "correlated", "device_corners", "map_value", "payoff_polygon", "trace_value"), "front"),
    **dict.fromkeys(("Difference", "ClaimVerdict", "Refusal", "Shares", "Statics"), "results"),
    **dict.fromkeys(("Recheck", "recheck", "verify", "why_not"), "verifier"),
    "Commitment": "results.commitments",
    **dict.fromkeys(("ClosedValue", "ValueTrace"), "results.value_traces"),
    **dict.fromkeys(("DeviceCorners", "PayoffPolygon"), "results.payoff_sets"),
    "ValueMap": "results.value_maps",
    "Device": "results.devices",
    **dict.fromkeys(("ConceptTable", "Surviving"), "results.concept_table"),
    "Estimate": "closed_forms.estimates",
    "concepts": "analysis.hierarchy",
    "crossings": "theorems",
    "sweep": "sweeps",
    "table": "concept.methods",
    "tables": "published",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{HOMES.get(name, 'results')}", __name__), name)


def __dir__() -> list[str]:
    return __all__
