"""Perfect Bayesian equilibria of games with private types from a continuum, all of them in closed form.

Types that play alike are a cell; finitely many orders of cells (`words`) and supports make bases, whose systems are polynomial for
uniform types, so that the algebra of finite games solves them; other laws tie masses to cutoffs (`links`), and their zeros are found
in balls (`boxes`). May import `closed_forms` and what lies below it.
"""

from .solving import parametric_families, point_solutions

__all__ = ["parametric_families", "point_solutions"]
