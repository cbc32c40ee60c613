"""All sequential equilibria, exactly, with parameters symbolic."""

from .assembly import Solved, SolvedPoint, labels, parametric_families, point_solutions, solved_point

__all__ = ["Solved", "SolvedPoint", "labels", "parametric_families", "point_solutions", "solved_point"]
