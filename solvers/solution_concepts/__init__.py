"""The equilibrium concepts and their refinements: one record each, in one file each.

`solvers.concept` registers them when it is imported.
"""

from importlib import import_module

from ..concept import register
from .needs import observed_actions, positive_chances, signalling
from .searching import by_plans, by_search, by_sets, by_strategies

__all__ = ["by_plans", "by_search", "by_sets", "by_strategies", "observed_actions", "positive_chances", "register_all", "signalling"]

CONCEPT_FILES = ("sequential", "pbe", "pbe_ft", "subgame", "nash", "perfect", "quasi_perfect", "normal_form_perfect", "proper", "quantal")
CORRELATION_FILES = ("correlated", "coarse", "efce", "efcce", "agent_form", "communication")
REFINEMENT_FILES = ("intuitive", "d1", "d2", "nwbr", "divinity", "undefeated")


def register_all() -> None:
    """Register every concept and refinement of the house."""
    for name in CONCEPT_FILES:
        register(import_module(f".{name}", __name__).CONCEPT)
    for name in CORRELATION_FILES:
        register(import_module(f".correlations.{name}", __name__).CONCEPT)
    for name in REFINEMENT_FILES:
        register(import_module(f".refinements.{name}", __name__).REFINEMENT)
