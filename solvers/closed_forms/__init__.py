"""All equilibria of a game in closed form, with parameters symbolic: bases solved, merged into families, and named."""

from .assembly import Solved, SolvedPoint, completed, labels, parametric_families, point_solutions, solved_point

__all__ = ["Solved", "SolvedPoint", "completed", "labels", "parametric_families", "point_solutions", "solved_point"]
