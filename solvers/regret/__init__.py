"""Learning in large games: regret minimisation on the leaf table, with the gap of what was learned.

Rules (`rules`) are data for one set of compiled loops (`kernels`; sums over leaves are in `gradients`); a `Learner` is one rule
at work; `approximation` lets several race, stops, and has the answer measured by the verifier.  Importing this package does not
import numba.
"""
