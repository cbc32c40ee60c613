"""Quantal response: logit equilibria at a precision, all of them with proof, and their correspondence along the precision.

A normal form is a tree with one information set for each player, of which the agent form is the normal form itself.
May import `algebra` (intervals and balls), `symmetry`, `lifting` (exact equilibria near a limit), `verifier` and `results`.
"""
