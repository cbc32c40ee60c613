"""How games are solved: every equilibrium in closed form, the map of where each exists, and the judge of both.

The names are imported when they are first used, so that ``import solvers`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .findings import Difference, Refusal, Shares, Statics, Verdict
    from .front import claim, compare, families, regimes, solve, statics
    from .maps import crossings
    from .methods import table
    from .solution import Assessment, Certificate, Families, Family, Profile, Regime, RegimeMap, Solution, Solutions, Wall
    from .verifier import verify, why_not

__all__ = [
    "Assessment", "Certificate", "Difference", "Families", "Family", "Profile", "Refusal", "Regime", "RegimeMap", "Shares", "Solution",
    "Solutions", "Statics", "Verdict", "Wall",
    "claim", "compare", "crossings", "families", "regimes", "solve", "statics", "table", "verify", "why_not",
]

HOMES = {
    "claim": "front", "compare": "front", "crossings": "maps", "families": "front", "regimes": "front", "solve": "front",
    "statics": "front", "table": "methods", "verify": "verifier", "why_not": "verifier",
    **dict.fromkeys(("Difference", "Refusal", "Shares", "Statics", "Verdict"), "findings"),
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{HOMES.get(name, 'solution')}", __name__), name)


def __dir__() -> list[str]:
    return __all__
