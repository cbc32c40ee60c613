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
    from .analysis.helping import remedies
    from .analysis.hierarchy import concepts
    from .analysis.looking import check
    from .analysis.predicting import predict
    from .analysis.reaching import prices
    from .analysis.red_teams import red_team
    from .analysis.replaying import replay
    from .analysis.replying import best_replies
    from .analysis.simulating import simulate
    from .analysis.surprising import surprises
    from .analysis.table_top import exercise
    from .analysis.ways_down import off_ramps
    from .analysis.worsening import makes_worse
    from .closed_forms.estimates import Estimate
    from .concept.methods import table
    from .essay import PREDICTIONS, Prediction, coverage, judge
    from .fitting.estimator import fit
    from .fitting.published_rows import published_rows
    from .fitting.result import Fit
    from .fitting.shipped import simulated_crises, simulated_rows
    from .fitting.ultimatum import ultimatum
    from .front import (
        approximate,
        claim,
        closed_value,
        commit,
        compare,
        correlated,
        correspondence,
        estimate,
        families,
        lift,
        limiting_equilibrium,
        map_value,
        quantal_response,
        read_result,
        regimes,
        response_map,
        robustness,
        solve,
        statics,
        trace,
        trace_value,
        write_result,
    )
    from .outcome_shocks.crisis import lewis_schultz
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
    from .results.concept_table import Arranged, ConceptTable, Surviving
    from .results.correspondences import Correspondence
    from .results.devices import Device
    from .results.holdings import Robustness
    from .results.payoff_sets import DeviceCorners, PayoffPolygon
    from .results.reply_diagrams import BestReplies
    from .results.value_maps import ValueMap
    from .results.value_traces import ClosedValue, ValueTrace
    from .show.explorer import explore
    from .sweeps import sweep
    from .theorems import crossings
    from .types.along import walls_in_balls
    from .types.linked import solve_in_balls
    from .verifier import Recheck, recheck, verify, verify_response, why_not

__all__ = [
    "PREDICTIONS",
    "Approximation",
    "Arranged",
    "Assessment",
    "BestReplies",
    "Certificate",
    "ClaimVerdict",
    "ClosedValue",
    "Commitment",
    "ConceptTable",
    "Correspondence",
    "Device",
    "DeviceCorners",
    "Difference",
    "Estimate",
    "Families",
    "Family",
    "Fit",
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
    "best_replies",
    "check",
    "claim",
    "closed_value",
    "commit",
    "compare",
    "concepts",
    "contrast",
    "correlated",
    "correspondence",
    "coverage",
    "crossings",
    "device_corners",
    "directions",
    "estimate",
    "evaluate",
    "exercise",
    "explore",
    "families",
    "fit",
    "judge",
    "lewis_schultz",
    "lift",
    "limiting_equilibrium",
    "makes_worse",
    "map_value",
    "off_ramps",
    "payoff_polygon",
    "predict",
    "prices",
    "published_rows",
    "quantal_response",
    "read_result",
    "recheck",
    "red_team",
    "regimes",
    "remedies",
    "replay",
    "response_map",
    "robustness",
    "simulate",
    "simulated_crises",
    "simulated_rows",
    "solve",
    "solve_in_balls",
    "statics",
    "surprises",
    "sweep",
    "table",
    "tables",
    "trace",
    "trace_value",
    "ultimatum",
    "verify",
    "verify_response",
    "walls_in_balls",
    "why_not",
    "write_result",
]

HOMES = {
    **dict.fromkeys(("approximate", "claim", "compare", "estimate", "families", "lift", "regimes", "solve", "statics", "trace"), "front"),
    **dict.fromkeys(("closed_value", "commit", "correlated", "device_corners", "map_value", "payoff_polygon", "trace_value"), "front"),
    **dict.fromkeys(("read_result", "write_result"), "front"),
    **dict.fromkeys(("Difference", "ClaimVerdict", "Refusal", "Shares", "Statics"), "results"),
    **dict.fromkeys(("Recheck", "recheck", "verify", "verify_response", "why_not"), "verifier"),
    **dict.fromkeys(("correspondence", "limiting_equilibrium", "quantal_response", "response_map"), "front"),
    "Commitment": "results.commitments",
    "Correspondence": "results.correspondences",
    **dict.fromkeys(("ClosedValue", "ValueTrace"), "results.value_traces"),
    **dict.fromkeys(("DeviceCorners", "PayoffPolygon"), "results.payoff_sets"),
    "BestReplies": "results.reply_diagrams",
    "ValueMap": "results.value_maps",
    "Device": "results.devices",
    **dict.fromkeys(("Arranged", "ConceptTable", "Surviving"), "results.concept_table"),
    "Robustness": "results.holdings",
    "robustness": "front",
    **dict.fromkeys(("PREDICTIONS", "Prediction", "coverage", "judge"), "essay"),
    "Estimate": "closed_forms.estimates",
    "Fit": "fitting.result",
    "assessment": "analysis.assessing",
    "check": "analysis.looking",
    "best_replies": "analysis.replying",
    "concepts": "analysis.hierarchy",
    "contrast": "analysis.contrasting",
    "crossings": "theorems",
    "directions": "analysis.across",
    "evaluate": "analysis.forcing",
    "exercise": "analysis.table_top",
    "explore": "show.explorer",
    "fit": "fitting.estimator",
    "lewis_schultz": "outcome_shocks.crisis",
    "makes_worse": "analysis.worsening",
    "off_ramps": "analysis.ways_down",
    "predict": "analysis.predicting",
    "prices": "analysis.reaching",
    "remedies": "analysis.helping",
    "red_team": "analysis.red_teams",
    "replay": "analysis.replaying",
    "simulate": "analysis.simulating",
    "published_rows": "fitting.published_rows",
    "simulated_crises": "fitting.shipped",
    "simulated_rows": "fitting.shipped",
    "ultimatum": "fitting.ultimatum",
    "solve_in_balls": "types.linked",
    "walls_in_balls": "types.along",
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
