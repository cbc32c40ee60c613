"""From data to parameters: maximum likelihood over all equilibria, with the selection named by the user.

Reads rows, ties parameters to covariates, asks a model for all equilibria at many points at once, searches, and says what the
estimate is worth. May import sweeps, types, outcome shocks, the front door and what lies below them; the package imports it.
"""
