"""Refinements of sequential equilibrium in signalling games, exactly, with parameters symbolic."""

from .form import Form, signalling_form
from .refining import REFINEMENTS, check_refinement, refined_families, refined_point

__all__ = ["REFINEMENTS", "Form", "check_refinement", "refined_families", "refined_point", "signalling_form"]
