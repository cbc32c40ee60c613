"""How games are solved: every equilibrium in closed form, the map of where each exists, and the judge of both.

The names are imported when they are first used, so that ``import solvers`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .analysis.across import directions
    from .analysis.assessing import assessment
    from .analysis.contrasting import contrast
    from .analysis.forcing import evaluate
    from .analysis.hierarchy import concepts
    from .analysis.reaching import prices
    from .analysis.red_teams import red_team
    from .analysis.replaying import replay
    from .analysis.surprising import surprises
    from .analysis.table_top import exercise
    from .analysis.ways_down import off_ramps
    from .analysis.worsening import makes_worse
    from .closed_forms.estimates import Estimate
    from .concept.methods import table
    from .essay import PREDICTIONS, Prediction, coverage, judge
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
        robustness,
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
    from .results.holdings import Robustness
    from .results.payoff_sets import DeviceCorners, PayoffPolygon
    from .results.value_maps import ValueMap
    from .results.value_traces import ClosedValue, ValueTrace
    from .sweeps import sweep
    from .theorems import crossings
    from .verifier import Recheck, recheck, verify, why_not

__all__ = [
    "PREDICTIONS",
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
    "Prediction",
    "Profile",
    "Recheck",
    "Refusal",
    "Regime",
    "RegimeMap",
    "Robustness",
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
    "assessment",
    "claim",
    "closed_value",
    "commit",
    "compare",
    "concepts",
    "contrast",
    "correlated",
    "coverage",
    "crossings",
    "device_corners",
    "directions",
    "estimate",
    "evaluate",
    "exercise",
    "families",
    "judge",
    "lift",
    "makes_worse",
    "map_value",
    "off_ramps",
    "payoff_polygon",
    "prices",
    "recheck",
    "red_team",
    "regimes",
    "replay",
    "robustness",
    "solve",
    "statics",
    "surprises",
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
    "Robustness": "results.holdings",
    "robustness": "front",
    **dict.fromkeys(("PREDICTIONS", "Prediction", "coverage", "judge"), "essay"),
    "Estimate": "closed_forms.estimates",
    "assessment": "analysis.assessing",
    "concepts": "analysis.hierarchy",
    "contrast": "analysis.contrasting",
    "crossings": "theorems",
    "directions": "analysis.across",
    "evaluate": "analysis.forcing",
    "exercise": "analysis.table_top",
    "makes_worse": "analysis.worsening",
    "off_ramps": "analysis.ways_down",
    "prices": "analysis.reaching",
    "red_team": "analysis.red_teams",
    "replay": "analysis.replaying",
    "surprises": "analysis.surprising",
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
