"""Refinements of sequential equilibrium in signalling games, exactly, with parameters symbolic."""

from typing import TYPE_CHECKING

from games.on_demand import load_on_demand

if TYPE_CHECKING:
    from ..concept import REFINEMENTS, check_refinement
    from .form import Form, signalling_form
    from .refining import refined_families, refined_point

__all__ = ["REFINEMENTS", "Form", "check_refinement", "refined_families", "refined_point", "signalling_form"]

_HOMES = {
    "..concept": ("REFINEMENTS", "check_refinement"),
    ".form": ("Form", "signalling_form"),
    ".refining": ("refined_families", "refined_point"),
}
load_on_demand(__name__, {name: home for home, names in _HOMES.items() for name in names})
