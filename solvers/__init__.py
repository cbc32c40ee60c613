"""How games are solved: every equilibrium in closed form, the map of where each exists, and the judge of both.

The names are imported when they are first used, so that ``import solvers`` is quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .front import compare, families, regimes, solve
    from .hierarchy import concepts
    from .maps import crossings
    from .methods import table
    from .solution import Assessment, Certificate, Families, Family, Profile, Regime, RegimeMap, Solution, Solutions, Verdict, Wall
    from .surviving import ConceptTable, Surviving
    from .verifier import Recheck, recheck, verify

__all__ = [
    "Assessment", "Certificate", "ConceptTable", "Families", "Family", "Profile", "Recheck", "Regime", "RegimeMap", "Solution",
    "Solutions", "Surviving", "Verdict", "Wall", "compare", "concepts", "crossings", "families", "recheck", "regimes", "solve", "table",
    "verify",
]

HOMES = {
    "ConceptTable": "surviving", "Recheck": "verifier", "Surviving": "surviving", "compare": "front", "concepts": "hierarchy",
    "crossings": "maps", "families": "front", "recheck": "verifier", "regimes": "front", "solve": "front", "table": "methods",
    "verify": "verifier",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f".{HOMES.get(name, 'solution')}", __name__), name)


def __dir__() -> list[str]:
    return __all__
