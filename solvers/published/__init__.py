"""Published tables of equilibria, solved again with the public solvers and compared exactly.

Each module holds a function per case.  It solves games of the catalogue and reads the answers off the solutions, statement
by statement; what was published stands above it, as data, and it never looks at that but for the columns of a table and the
profiles that a source asks about::

    SPLIT = table('''
        A      B      payoff Ann
        left   right  1 - q
    ''', A="Ann start", B="Bob start")

    @case("T99", source="Somebody (1999), Journal 1, 1-2", concept="sequential", published={"equilibria": SPLIT, "walls": {"q = 1/2"}})
    def splitting() -> dict[str, Answer]:
        \"\"\"Who splits what.\"\"\"
        regime_map = regimes(load("splitting"))
        return {"equilibria": SPLIT.of(regime_map.families, regime_map.game), "walls": walls(regime_map)}

A statement that waits for a concept answers ``Awaited("perfect")``.
"""

from .case import Case, Row, Tables, judged
from .running import cases, tables

__all__ = ["Case", "Row", "Tables", "cases", "judged", "tables"]
