"""Links: each parameter of a game as a linear function of covariates, by a formula, or held at a number."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from games import GameError

from .observing import Floats, Ints, check_present, listed_rows

if TYPE_CHECKING:
    import pandas

FUNCTIONS = ("log", "log10", "log2", "exp", "C", "I", "poly", "center", "scale", "standardize", "bs", "cr")
PLAIN = (ast.Expression, ast.Call, ast.Name, ast.Load, ast.Constant, ast.BinOp, ast.UnaryOp, ast.operator, ast.unaryop, ast.keyword)
CONSTANT = "constant"
INTERCEPT = "Intercept"  # what formulaic calls it

Curve: TypeAlias = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Scale:
    """On which scale a parameter is linear in covariates.

    Parameters
    ----------
    name : str
        As it is written around the parameter, as ``log(a)``; empty for the parameter itself.
    to, back, slope : callable
        The function, its inverse and the derivative of that.
    """

    name: str
    to: Curve
    back: Curve
    slope: Curve

    def span(self, low: float, high: float) -> tuple[float, float]:
        """Where a search begins on this scale, given where it begins for the parameter itself."""
        if self.name == "log":
            high = max(high, 0.1)
            low = max(low, high / 20)
        if self.name == "logit":
            low, high = min(max(low, 0.05), 0.9), max(min(high, 0.95), 0.1)
        ends = self.to(np.array([low, high]))
        return float(ends[0]), float(ends[1])


def _same(x: Floats) -> Floats:
    return x


def _exp(x: Floats) -> Floats:
    return np.exp(np.minimum(x, 700))


def _logit(x: Floats) -> Floats:
    return np.log(x / (1 - x))


def _logistic(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(x, -700, 700))))


def _logistic_slope(x: Floats) -> Floats:
    return _logistic(x) * (1 - _logistic(x))


SCALES = {  # functions with names, so that a fit can be pickled
    "": Scale("", _same, _same, np.ones_like),
    "log": Scale("log", np.log, _exp, _exp),
    "logit": Scale("logit", _logit, _logistic, _logistic_slope),
}


@dataclass(frozen=True)
class Link:
    """One parameter.

    Parameters
    ----------
    parameter : str
        The parameter.
    scale : Scale
        On which it is linear.
    formula : str
        As the user wrote it.
    columns : tuple of str
        The covariates as formulaic names them.
    spec : object
        What makes the same columns of other rows.
    matrix : array, shape (points, columns)
        The covariates.
    start : int
        The place of its first coefficient.
    """

    parameter: str
    scale: Scale
    formula: str
    columns: tuple[str, ...]
    spec: Any
    matrix: Floats
    start: int

    @property
    def places(self) -> slice:
        """Where its coefficients stand."""
        return slice(self.start, self.start + len(self.columns))

    @property
    def written(self) -> str:
        """The parameter on its scale."""
        return f"{self.scale.name}({self.parameter})" if self.scale.name else self.parameter


@dataclass(frozen=True)
class Links:
    """All parameters of a game at distinct points of the covariates.

    Parameters
    ----------
    links : tuple of Link
        Those with coefficients.
    held : dict from str to float
        Those held at numbers.
    point : array of int, shape (rows,)
        The point of each row.
    points : int
        How many there are.
    seen : dict from str to array, shape (points,)
        What was seen at each, where a play is more than an outcome.
    """

    links: tuple[Link, ...]
    held: Mapping[str, float]
    point: Ints
    points: int
    seen: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """What each coefficient is called, as ``W_B: x``."""
        return tuple(f"{link.written}: {CONSTANT if c == INTERCEPT else c}" for link in self.links for c in link.columns)

    def values(self, coefficients: Floats) -> dict[str, Floats]:
        """Give every parameter at every point."""
        out = {name: np.full(self.points, number) for name, number in self.held.items()} | dict(self.seen)
        for link in self.links:
            out[link.parameter] = link.scale.back(link.matrix @ coefficients[link.places])
        return out

    def slopes(self, coefficients: Floats) -> dict[str, Floats]:
        """Give, for each linked parameter, its derivatives by its coefficients, of shape (points, columns)."""
        return {link.parameter: link.matrix * link.scale.slope(link.matrix @ coefficients[link.places])[:, None] for link in self.links}

    def at(self, frame: pandas.DataFrame, names: Sequence[Any]) -> Links:
        """The same links for other rows."""
        made = []
        for link in self.links:
            check_present(frame, names, _needed(link.formula, frame, link.parameter))
            matrix = np.asarray(link.spec.get_model_matrix(frame, context={}), np.float64)
            made.append(Link(link.parameter, link.scale, link.formula, link.columns, link.spec, matrix, link.start))
        return Links(tuple(made), self.held, np.arange(len(frame)), len(frame))


def linked(
    links: Mapping[str, object],
    held: Mapping[str, object],
    parameters: Sequence[str],
    frame: pandas.DataFrame,
    names: Sequence[Any],
    seen: Mapping[str, Floats] | None = None,
) -> Links:
    """Read links.

    Parameters
    ----------
    links : dict
        For each parameter, perhaps as ``log(a)`` or ``logit(q)``, a formula as ``"1 + x"``, or a number.
    held : dict
        Numbers for other parameters.
    parameters : sequence of str
        The parameters of the game, of which each must have one or the other.
    frame, names
        The rows and what they are called.
    seen : dict from str to array, optional
        What was seen at each row beside its outcome.

    Raises
    ------
    GameError
        For unknown or missing parameters, formulas that cannot be read, covariates without a value, or ones that depend on each other.
    """
    if not isinstance(links, Mapping) or not links:
        raise GameError('links tie parameters to covariates, as {"W_B": "1 + x", "a": "1"}.')
    told: dict[str, tuple[Scale, object]] = {}
    for key, formula in links.items():
        scale, name = _scaled(str(key))
        if name not in parameters:
            raise GameError(f"The game has no parameter {name!r} to link; it has {', '.join(parameters)}.")
        if name in told or name in held:
            raise GameError(f"{name} is given twice; link it or hold it at a number.")
        told[name] = scale, formula
    missing = [name for name in parameters if name not in told and name not in held]
    if missing:
        raise GameError(
            f"{', '.join(missing)} {'is' if len(missing) == 1 else 'are'} neither linked nor held at a number. Data speak of differences "
            f"between payoffs only, and which are normalised is yours to say, as {missing[0]}=0."
        )
    made, start = [], 0
    numbers = {name: _number(name, value) for name, value in held.items()}
    for name in parameters:
        if name in told and not isinstance(told[name][1], str):
            numbers[name] = _number(name, told[name][1])
        elif name in told:
            scale, formula = told[name]
            link = _link(name, scale, str(formula), frame, names, start)
            made.append(link)
            start += len(link.columns)
    if not made:
        raise GameError("Every parameter is held at a number; link one to fit it, as {'a': '1'}.")
    return _distinct(made, numbers, seen or {})


def parted(links: object) -> tuple[list[str], dict[str, object]]:
    """Tell the parameters that have a formula from those that have a number."""
    told = {_scaled(str(key))[1]: formula for key, formula in links.items()} if isinstance(links, Mapping) else {}
    return [name for name, formula in told.items() if isinstance(formula, str)], {n: x for n, x in told.items() if not isinstance(x, str)}


def _scaled(key: str) -> tuple[Scale, str]:
    """Read ``log(a)`` as a scale and a parameter."""
    for name, scale in SCALES.items():
        if name and key.startswith(f"{name}(") and key.endswith(")"):
            return scale, key[len(name) + 1 : -1].strip()
    return SCALES[""], key


def _number(name: str, value: object) -> float:
    from fractions import Fraction

    try:
        number = float(Fraction(value) if isinstance(value, str) else value)  # type: ignore[arg-type]
    except (TypeError, ValueError, ZeroDivisionError):
        raise GameError(f"{name} = {value!r} is neither a formula nor a number.") from None
    if isinstance(value, bool) or not np.isfinite(number):
        raise GameError(f"{name} = {value!r} is neither a formula nor a number.")
    return number


def _formulaic() -> Any:
    try:
        import formulaic
    except ImportError:
        raise GameError("Formulas need formulaic, which is not installed; pip install 'cartel-games[fit]' brings it.") from None
    return formulaic


def _needed(formula: str, frame: pandas.DataFrame, parameter: str) -> list[str]:
    """The columns that a formula names."""
    formulaic = _formulaic()
    try:
        read = formulaic.Formula(formula)
        needed = sorted(map(str, read.required_variables))
    except Exception as error:  # formulaic's errors share no narrower class with Python's own
        raise GameError(f"The formula {formula!r} of {parameter} cannot be read: {_first_line(error)}; write it as '1 + x'.") from None
    _check_plain(formula, parameter, read)
    unknown = [name for name in needed if name not in frame]
    if unknown:
        raise GameError(f"The formula {formula!r} of {parameter} names {unknown[0]!r}; the rows have {', '.join(map(str, frame.columns))}.")
    return needed


def _check_plain(formula: str, parameter: str, read: Any) -> None:
    """Refuse a formula with two sides, and one that calls anything but a few functions: formulaic would run it as a program."""
    terms = list(read) if isinstance(read, _formulaic().SimpleFormula) else []
    if not terms or not all(_plain(factor) for term in terms for factor in term.factors):
        raise GameError(
            f"The formula {formula!r} of {parameter} is more than a sum of columns, their products and {', '.join(FUNCTIONS)}; make other "
            "columns before."
        )


def _plain(factor: Any) -> bool:
    """Whether a factor is a number, a column, or made of columns by the functions that are allowed."""
    if factor.eval_method.value in ("literal", "lookup"):
        return True
    try:
        tree = ast.parse(factor.expr, mode="eval")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    called = {id(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    return all(isinstance(node, PLAIN) for node in ast.walk(tree)) and all(
        node.id in FUNCTIONS if id(node) in called else not node.id.startswith("_") for node in ast.walk(tree) if isinstance(node, ast.Name)
    )


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0].rstrip(".") if str(error).strip() else type(error).__name__


def _link(parameter: str, scale: Scale, formula: str, frame: pandas.DataFrame, names: Sequence[Any], start: int) -> Link:
    check_present(frame, names, _needed(formula, frame, parameter))
    try:
        made = _formulaic().model_matrix(formula, frame, context={})
        matrix, columns = np.asarray(made, np.float64), tuple(map(str, made.model_spec.column_names))
    except Exception as error:
        raise GameError(f"The formula {formula!r} of {parameter} cannot be worked out: {_first_line(error)}.") from None
    if not np.isfinite(matrix).all():
        bad = np.flatnonzero(~np.isfinite(matrix).all(1))
        raise GameError(f"{listed_rows([names[int(k)] for k in bad])} makes {formula!r} of {parameter} infinite; mend or leave it out.")
    scales = np.maximum(np.abs(matrix).max(0), 1e-300)
    if not len(columns) or np.linalg.matrix_rank(matrix / scales) < len(columns):
        flat = [c for k, c in enumerate(columns) if c != INTERCEPT and np.ptp(matrix[:, k]) == 0]
        why = f"{flat[0]} is the same in every row" if flat else "one of them is a sum of multiples of the others"
        raise GameError(f"The covariates of {parameter}, {', '.join(columns) or 'none'}, cannot be told apart: {why}.")
    return Link(parameter, scale, formula, columns, made.model_spec, matrix, start)


def _distinct(made: Sequence[Link], held: Mapping[str, float], seen: Mapping[str, Floats]) -> Links:
    """Keep one row for each distinct point of all covariates, and of what was seen."""
    together = np.concatenate([*(link.matrix for link in made), *(array[:, None] for array in seen.values())], 1)
    _, first, point = np.unique(together, axis=0, return_index=True, return_inverse=True)
    kept = tuple(Link(m.parameter, m.scale, m.formula, m.columns, m.spec, m.matrix[first], m.start) for m in made)
    there = {name: array[first] for name, array in seen.items()}
    return Links(kept, held, np.asarray(point, np.int64).reshape(-1), len(first), there)
