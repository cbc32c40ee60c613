"""Formulas as matplotlib writes them: conditions and closed forms become mathtext."""

from __future__ import annotations

import ast
import re

GREEK = frozenset(
    "alpha beta gamma delta epsilon zeta eta theta kappa lambda mu nu xi pi rho sigma tau phi chi psi omega Gamma Delta Theta Lambda Sigma Phi Psi Omega".split()
)
RELATIONS = {ast.Lt: "<", ast.LtE: r"\leq", ast.Gt: ">", ast.GtE: r"\geq", ast.Eq: "=", ast.NotEq: r"\neq"}
SUM, PRODUCT, SIGN, POWER, ATOM = range(1, 6)
"""How tightly an operation binds."""


def mathtext(source: str, *, flat: bool = False) -> str | None:
    """Write a formula, or comparison of formulas, as mathtext between dollars.

    Parameters
    ----------
    source : str
        In the grammar of exact numbers; ``=`` for equality.
    flat : bool
        Whether quotients stay on the line.

    Returns
    -------
    str or None
        None when the text is no formula.

    Examples
    --------
    >>> mathtext("phi = 3*D_emb/(8 + 3*D_emb)")
    '$\\\\phi = \\\\frac{3D_{\\\\mathrm{emb}}}{8 + 3D_{\\\\mathrm{emb}}}$'
    """
    try:
        tree = ast.parse(re.sub(r"(?<![<>!=])=(?!=)", "==", source.strip()), mode="eval").body
        return f"${_Writer(flat).of(tree)[0]}$"
    except (SyntaxError, ValueError, RecursionError):
        return None


def symbol(name: str) -> str:
    """Write a parameter's name as mathtext, without the dollars."""
    stem, _, index = name.partition("_")
    stem, digits = re.fullmatch(r"(.*?)(\d*)", stem).groups()  # type: ignore[union-attr]
    said = rf"\{stem}" if stem in GREEK else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    below = r"\,".join(part if len(part) == 1 or part.isdigit() else rf"\mathrm{{{part}}}" for part in (digits, *index.split("_")) if part)
    return f"{said}_{{{below}}}" if below else said


class _Writer:
    """Turns a syntax tree into mathtext, with how tightly its outermost operation binds."""

    def __init__(self, flat: bool) -> None:
        self.flat = flat

    def of(self, node: ast.expr) -> tuple[str, int]:
        match node:
            case ast.Compare(left=left, ops=ops, comparators=sides):
                said = [self.of(left)[0]]
                for op, side in zip(ops, sides, strict=True):
                    said += [RELATIONS[type(op)], self.of(side)[0]]
                return " ".join(said), 0
            case ast.Constant(value=int() | float()):
                return str(node.value), ATOM
            case ast.Name(id=name):
                return symbol(name), ATOM
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return f"-{self.tight(inner, PRODUCT)}", SIGN
            case ast.BinOp(left=a, op=ast.Add(), right=b):
                return f"{self.tight(a, SUM)} + {self.tight(b, SUM)}", SUM
            case ast.BinOp(left=a, op=ast.Sub(), right=b):
                return f"{self.tight(a, SUM)} - {self.tight(b, PRODUCT)}", SUM
            case ast.BinOp(left=a, op=ast.Mult(), right=b):
                left, right = self.tight(a, PRODUCT), self.tight(b, PRODUCT)
                between = r" \cdot " if right[0].isdigit() or right.startswith(r"\frac") else "" if left[-1].isdigit() and not right.startswith(r"\mathrm") else r"\,"
                return f"{left}{between}{right}", PRODUCT
            case ast.BinOp(left=a, op=ast.Div(), right=b):
                if self.flat:
                    return f"{self.tight(a, PRODUCT)}/{self.tight(b, SIGN)}", PRODUCT
                return rf"\frac{{{self.of(a)[0]}}}{{{self.of(b)[0]}}}", PRODUCT
            case ast.BinOp(left=a, op=ast.Pow(), right=b):
                return f"{self.tight(a, ATOM)}^{{{self.of(b)[0]}}}", POWER
            case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
                return rf"\sqrt{{{self.of(inner)[0]}}}", ATOM
        raise ValueError("no formula")

    def tight(self, node: ast.expr, least: int) -> str:
        said, binds = self.of(node)
        return said if binds >= least else f"({said})"
