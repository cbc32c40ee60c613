"""Refinements of sequential equilibrium in signalling games, exactly, with parameters symbolic."""

from ..concept import REFINEMENTS, check_refinement
from .form import Form, signalling_form
from .refining import refined_families, refined_point

__all__ = ["REFINEMENTS", "Form", "check_refinement", "refined_families", "refined_point", "signalling_form"]
