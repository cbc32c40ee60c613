"""All devices of a concept as a polytope, and the payoffs that they bring about as a polygon."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import numpy as np
from flint import fmpq, fmpq_mat

from games import GameError
from games.numbers import fraction

from ..algebra.double_description import as_integers, extreme_rays
from .endings import Ending
from .program import DeviceProgram, Solved

MOST_WEIGHTS = 64  # of a polytope whose corners are listed
MOST_ROWS = 2_000

Point = tuple[Fraction, Fraction]


def without_values(program: DeviceProgram) -> list[dict[int, Any]]:
    """Write the rows of a program in its weights alone: one for each whole way of deviating.

    Every value is bounded from below by some rows, and bounds one row from below itself; so putting each lower bound in for it loses
    nothing.
    """
    rows = [dict(row) for row in program.rows]
    for value in range(program.weights + program.values - 1, program.weights - 1, -1):
        lower = [row for row in rows if row.get(value, 0) > 0]
        upper = [row for row in rows if row.get(value, 0) < 0]
        rows = [row for row in rows if not row.get(value, 0)]
        for one in upper:
            for other in lower:
                mixed = {j: x * other[value] for j, x in one.items()}
                for j, x in other.items():
                    mixed[j] = mixed.get(j, 0) - x * one[value]
                del mixed[value]
                rows.append({j: x for j, x in mixed.items() if x})
        if len(rows) > MOST_ROWS:
            raise GameError(f"{program.endings.game.name} has more than {MOST_ROWS} ways of deviating; its devices are not listed.")
    return [row for row in rows if row]


def corners(program: DeviceProgram) -> tuple[list[dict[int, Fraction]], int]:
    """List the corners of the polytope of all devices, and its dimension.

    Raises
    ------
    GameError
        When there are too many weights or ways of deviating, or the weights are those of a mediator.
    """
    game = program.endings.game
    if len(program.equations) > 1 or program.weights > MOST_WEIGHTS:
        raise GameError(
            f"The devices in {game.name} have {program.weights} weights; corners are listed of devices that draw plans, of at most "
            f"{MOST_WEIGHTS} profiles."
        )
    rows = without_values(program)
    matrix = np.full((len(rows), program.weights), Fraction(0), object)
    for i, row in enumerate(rows):
        for j, x in row.items():
            matrix[i, j] = fraction(x)
    unit = np.eye(program.weights, dtype=int).astype(object)
    rays, _ = extreme_rays(unit, unit, as_integers(matrix) if rows else unit[:0], program.weights)
    found = []
    for ray in rays.tolist():
        total = sum(ray)
        found.append({j: Fraction(x, total) for j, x in enumerate(ray) if x})
    flat = fmpq_mat(len(found), program.weights, [fmpq(int(x)) for ray in rays.tolist() for x in ray])
    return found, int(flat.rank()) - 1


def payoff_polygon(program: DeviceProgram, first: int, second: int) -> list[tuple[Point, Solved]]:
    """Find the corners of the set of payoffs to two players, each with a device that brings it about, counter-clockwise.

    Notes
    -----
    The farthest point in a direction is an exact linear program. Between two neighbouring corners the direction across their edge is
    asked; when nothing lies beyond it the edge is one of the polygon.
    """

    def farthest(a: Fraction, b: Fraction) -> tuple[Point, Solved]:
        """The farthest point in a direction; of several the one farthest to its left."""

        def along(x: Fraction, y: Fraction) -> Any:
            p, q = fmpq(x.numerator, x.denominator), fmpq(y.numerator, y.denominator)
            return lambda ending: p * ending.payoffs[first] + q * ending.payoffs[second]

        solved = program.best(along(a, b))
        coefficients = program.objective(along(a, b))
        solved = program.best(along(-b, a), [(coefficients, solved.value)] if coefficients else None)
        return (_worth(solved, first), _worth(solved, second)), solved

    def beyond(p: tuple[Point, Solved], q: tuple[Point, Solved]) -> list[tuple[Point, Solved]]:
        """The corners strictly between two, counter-clockwise."""
        (x, y), (u, v) = p[0], q[0]
        a, b = v - y, x - u  # outwards
        found = farthest(a, b)
        if a * found[0][0] + b * found[0][1] <= a * x + b * y:
            return []
        return [*beyond(p, found), found, *beyond(found, q)]

    starts: list[tuple[Point, Solved]] = []
    for a, b in ((1, 0), (0, 1), (-1, 0), (0, -1)):
        found = farthest(Fraction(a), Fraction(b))
        if all(found[0] != other[0] for other in starts):
            starts.append(found)
    if len(starts) == 1:
        return starts
    out: list[tuple[Point, Solved]] = []
    for k, start in enumerate(starts):
        between = beyond(start, starts[(k + 1) % len(starts)])
        out += [one for one in (start, *between) if all(one[0] != other[0] for other in out)]
    return _corners_only(out)


def _corners_only(found: list[tuple[Point, Solved]]) -> list[tuple[Point, Solved]]:
    """Leave out points that lie on an edge between their neighbours."""
    out = list(found)
    k = 0
    while len(out) > 2 and k < len(out):
        (a, b), (c, d), (e, f) = out[k - 1][0], out[k][0], out[(k + 1) % len(out)][0]
        if (c - a) * (f - b) == (d - b) * (e - a):
            del out[k]
        else:
            k += 1
    return out


def _worth(solved: Solved, player: int) -> Fraction:
    def payoff(ending: Ending) -> Any:
        return ending.payoffs[player]

    objective = solved.program.objective(payoff)
    return fraction(sum((x * solved.weights.get(j, 0) for j, x in objective.items()), fmpq(0)))
