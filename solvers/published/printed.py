"""What was copied by hand from publications: tables, ranges and conditions, read here and nowhere else."""

from __future__ import annotations

import re
from dataclasses import replace

from games import GameError
from games.numbers import read

from ..results import Relation
from .answers import Interval, Table
from .regions import Cases, Comparisons

RANGE = re.compile(r"^([\[(])(.*), (.*)([\])])$")
RELATION = re.compile(r" ?(<=|>=|!=|<|>|=) ?")


def table(printed: str, **meaning: str) -> Table:
    """Read a table: headings, then a row a line, columns two or more spaces apart.

    Parameters
    ----------
    printed : str
        The table. A heading is a quantity (see `solvers.published.answers.quantities`) or a short name for one.
    **meaning : str
        The quantities that short headings stand for.

    Examples
    --------
    >>> table('''
    ...     1 start  3 start: L  mu
    ...     A        0           [0, 1/3]
    ... ''', mu="3 start | D").rows
    ({'1 start': 'A', '3 start: L': '0', 'mu': '[0, 1/3]'},)
    """
    head, *body = [re.split(r"\s{2,}", line.strip()) for line in printed.strip().splitlines()]
    columns = {heading: meaning.get(heading, heading) for heading in head}
    return Table(columns, tuple(dict(zip(head, row, strict=True)) for row in body))


def at_least(printed: str, **meaning: str) -> Table:
    """Read a table, as `table` does, whose source does not claim that there is nothing else."""
    return replace(table(printed, **meaning), complete=False)


def interval(printed: str) -> Interval | None:
    """Read a range between two numbers or closed forms; None where it is none.

    Examples
    --------
    >>> interval("[1/2, 1)")
    Interval(low=Expression('1/2'), high=Expression('1'), closed_below=True, closed_above=False)
    """
    match = RANGE.match(printed)
    if match is None:
        return None
    try:
        return Interval(read(match[2]), read(match[3]), match[1] == "[", match[4] == "]")
    except GameError:
        return None


def region(printed: str) -> Cases:
    """Read a region: conjunctions joined by ``or``."""
    return tuple(map(comparisons, printed.split(" or ")))


def comparisons(printed: str) -> Comparisons:
    """Read comparisons joined by ``and``, which may be chains; none for ``always``.

    Examples
    --------
    >>> [relation.text() for relation in comparisons("0 < p <= 1/2 and q = 1")]
    ['0 < p', 'p <= 1/2', 'q = 1']
    """
    relations = []
    for chain in printed.split(" and "):
        if chain in ("always", ""):
            continue
        left, *rest = RELATION.split(chain)
        if not rest:
            raise GameError(f"{chain!r} is not a condition; write comparisons, as '0 < p < 1', or 'always'.")
        for relation, right in zip(rest[::2], rest[1::2], strict=True):
            relations.append(Relation(read(left), relation, read(right)))
            left = right
    return tuple(relations)
