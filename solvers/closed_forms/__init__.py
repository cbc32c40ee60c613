"""All equilibria of a game in closed form, with parameters symbolic: bases solved, merged into families, and named."""

from .assembly import Solved, SolvedPoint, labels, parametric_families, point_solutions, solved_point
from .classes import usable
from .completing import completed

__all__ = ["Solved", "SolvedPoint", "completed", "labels", "parametric_families", "point_solutions", "solved_point", "usable"]
