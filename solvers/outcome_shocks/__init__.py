"""The crisis of Lewis and Schultz (2003), in which shocks to outcomes are known from the start: all equilibria, certified, and folds.

May import `types` (balls) and what lies below it; is imported by `fitting` and the package.
"""
