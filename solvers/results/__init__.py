"""What solvers return: plain data, frozen, with labels everywhere and JSON in and out.

Numbers are exact (`int`, `Fraction` or `games.numbers.Expression`) unless a float says
that they are approximate.  Views (`text`, `frame`, `latex`, `plot`) delegate to
`solvers.show`, which reads these types and nothing else.
"""

from typing import TYPE_CHECKING

from games.on_demand import load_on_demand

if TYPE_CHECKING:
    from .approximation import Approximation, CoarseCorrelation, Progress
    from .assessment import Assessment, Certificate, Profile, Strategies, Verdict
    from .by_type import ByType, TypeBelief, TypeCell
    from .claims import ClaimVerdict, Refusal, RegimeVerdict
    from .classes import EquilibriumClass, Members, Place, Relabelling, kept
    from .continuations import Continuation
    from .derivative_signs import FamilyStatic, Jump, RegimeStatic, Statics
    from .differences import Difference, Overlap
    from .facts import OpenRange, Pin, Relation, between
    from .family import Families, Family
    from .lifts import Border, Box, Boxes, Lift, Origin
    from .names import Choice, Name, Phrase, told_apart
    from .on_request import OnRequest
    from .point import Solution, Solutions
    from .reasons import Fade, Indifference, NoTypes, Reason, Start, Stop, TypeIndifference, TypesStop
    from .regime import MergedRegimes, Regime, Wall
    from .regime_map import RegimeMap
    from .sampled import SampledApproximation, SampleMean
    from .shares import Share, Shares
    from .sign import Evidence, Point, Sign
    from .sweeps import Sweep
    from .tabular import Tabular
    from .traces import Trace, TracePiece, TraceWall
    from .type_lines import TypeLine, TypeStretch, TypeWall
    from .written import exact, nested, number, versions

__all__ = [
    "Approximation",
    "Assessment",
    "Border",
    "Box",
    "Boxes",
    "ByType",
    "Certificate",
    "Choice",
    "ClaimVerdict",
    "CoarseCorrelation",
    "Continuation",
    "Difference",
    "EquilibriumClass",
    "Evidence",
    "Fade",
    "Families",
    "Family",
    "FamilyStatic",
    "Indifference",
    "Jump",
    "Lift",
    "Members",
    "MergedRegimes",
    "Name",
    "NoTypes",
    "OnRequest",
    "OpenRange",
    "Origin",
    "Overlap",
    "Phrase",
    "Pin",
    "Place",
    "Point",
    "Profile",
    "Progress",
    "Reason",
    "Refusal",
    "Regime",
    "RegimeMap",
    "RegimeStatic",
    "RegimeVerdict",
    "Relabelling",
    "Relation",
    "SampleMean",
    "SampledApproximation",
    "Share",
    "Shares",
    "Sign",
    "Solution",
    "Solutions",
    "Start",
    "Statics",
    "Stop",
    "Strategies",
    "Sweep",
    "Tabular",
    "Trace",
    "TracePiece",
    "TraceWall",
    "TypeBelief",
    "TypeCell",
    "TypeIndifference",
    "TypeLine",
    "TypeStretch",
    "TypeWall",
    "TypesStop",
    "Verdict",
    "Wall",
    "between",
    "exact",
    "kept",
    "nested",
    "number",
    "told_apart",
    "versions",
]

_HOMES = {
    ".approximation": ("Approximation", "CoarseCorrelation", "Progress"),
    ".assessment": ("Assessment", "Certificate", "Profile", "Strategies", "Verdict"),
    ".by_type": ("ByType", "TypeBelief", "TypeCell"),
    ".claims": ("ClaimVerdict", "Refusal", "RegimeVerdict"),
    ".classes": ("EquilibriumClass", "Members", "Place", "Relabelling", "kept"),
    ".continuations": ("Continuation",),
    ".derivative_signs": ("FamilyStatic", "Jump", "RegimeStatic", "Statics"),
    ".differences": ("Difference", "Overlap"),
    ".facts": ("OpenRange", "Pin", "Relation", "between"),
    ".names": ("Choice", "Name", "Phrase", "told_apart"),
    ".reasons": ("Fade", "Indifference", "NoTypes", "Reason", "Start", "Stop", "TypeIndifference", "TypesStop"),
    ".family": ("Families", "Family"),
    ".lifts": ("Border", "Box", "Boxes", "Lift", "Origin"),
    ".on_request": ("OnRequest",),
    ".point": ("Solution", "Solutions"),
    ".regime": ("MergedRegimes", "Regime", "Wall"),
    ".regime_map": ("RegimeMap",),
    ".sampled": ("SampleMean", "SampledApproximation"),
    ".shares": ("Share", "Shares"),
    ".sign": ("Evidence", "Point", "Sign"),
    ".sweeps": ("Sweep",),
    ".tabular": ("Tabular",),
    ".traces": ("Trace", "TracePiece", "TraceWall"),
    ".type_lines": ("TypeLine", "TypeStretch", "TypeWall"),
    ".written": ("exact", "nested", "number", "versions"),
}
load_on_demand(__name__, {name: home for home, names in _HOMES.items() for name in names})
