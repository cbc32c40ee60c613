"""Exact algebra: polynomials in one ring, signs on the whole domain, real roots, and the elimination of unknowns."""
