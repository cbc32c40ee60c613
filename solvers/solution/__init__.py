"""What solvers return: plain data, frozen, with labels everywhere and JSON in and out.

Numbers are exact (`int`, `Fraction` or `games.numbers.Expression`) unless a float says
that they are approximate.  Views (`text`, `frame`, `latex`, `plot`) delegate to
`solvers.show`, which reads these types and nothing else.
"""

from .assessment import Assessment, Certificate, Profile, Strategies, Verdict
from .facts import Choice, Indifference, Name, OpenRange, Phrase, Pin, Reason, Relation, Stop, between, told_apart
from .family import Families, Family
from .point import Solution, Solutions
from .regime import Regime, RegimeMap, Wall
from .written import exact, nested, number, versions

__all__ = [
    "Assessment",
    "Certificate",
    "Choice",
    "Families",
    "Family",
    "Indifference",
    "Name",
    "OpenRange",
    "Phrase",
    "Pin",
    "Profile",
    "Reason",
    "Regime",
    "RegimeMap",
    "Relation",
    "Solution",
    "Solutions",
    "Stop",
    "Strategies",
    "Verdict",
    "Wall",
    "between",
    "exact",
    "nested",
    "number",
    "told_apart",
    "versions",
]
