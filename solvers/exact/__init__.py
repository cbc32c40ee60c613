"""All sequential equilibria, exactly, with parameters symbolic."""

from .results import Solved, labels, parametric_families, point_solutions

__all__ = ["Solved", "labels", "parametric_families", "point_solutions"]
