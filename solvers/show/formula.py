"""Formulas for pictures: conditions and closed forms as mathtext, or plain with Greek letters."""

from __future__ import annotations

import ast
import re

LETTERS = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "zeta": "ζ", "eta": "η", "theta": "θ", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "phi": "φ", "chi": "χ",
    "psi": "ψ", "omega": "ω",
}
RELATIONS = {ast.Lt: "<", ast.LtE: r"\leq", ast.Gt: ">", ast.GtE: r"\geq", ast.Eq: "=", ast.NotEq: r"\neq"}
SUM, PRODUCT, SIGN, POWER, ATOM = range(1, 6)
"""How tightly an operation binds."""


def mathtext(source: str) -> str | None:
    """Write a formula, or comparison of formulas, as mathtext between dollars; None when the text is none.

    Parameters
    ----------
    source : str
        In the grammar of exact numbers; ``=`` for equality.  A quotient of two whole numbers is
        written as a fraction, others on the line.

    Examples
    --------
    >>> print(mathtext("phi = 3*D_emb/(8 + 3*D_emb)"))
    $\\phi = 3D_{\\mathrm{emb}}/(8 + 3D_{\\mathrm{emb}})$
    >>> print(mathtext("9/17"))
    $\\frac{9}{17}$
    """
    try:
        tree = ast.parse(re.sub(r"(?<![<>!=])=(?!=)", "==", source.strip()), mode="eval").body
        return f"${_written(tree)[0]}$"
    except (SyntaxError, ValueError, RecursionError):
        return None


def plain(source: str) -> str:
    """Write a formula for small print: Greek letters, dots for products; any other text stays as it is.

    Examples
    --------
    >>> plain("phi = 3*D_emb")
    'φ = 3·D_emb'
    """
    lettered = re.sub(r"(?<![A-Za-z])[A-Za-z]+(?=_|\b)", lambda found: LETTERS.get(found[0], found[0]), source)
    return lettered.replace("*", "·").replace("··", "**")


def symbol(name: str) -> str:
    """Write a parameter's name as mathtext, without the dollars."""
    stem, _, index = name.partition("_")
    stem, digits = re.fullmatch(r"(.*?)(\d*)", stem).groups()  # type: ignore[union-attr]
    said = rf"\{stem}" if stem in LETTERS else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    below = r"\,".join(part if len(part) == 1 or part.isdigit() else rf"\mathrm{{{part}}}" for part in (digits, *index.split("_")) if part)
    return f"{said}_{{{below}}}" if below else said


def _written(node: ast.expr) -> tuple[str, int]:
    """Mathtext of a syntax tree, with how tightly its outermost operation binds."""
    match node:
        case ast.Compare(left=left, ops=ops, comparators=sides):
            said = [_written(left)[0]]
            for op, side in zip(ops, sides, strict=True):
                said += [RELATIONS[type(op)], _written(side)[0]]
            return " ".join(said), 0
        case ast.Constant(value=int() | float()):
            return str(node.value), ATOM
        case ast.Name(id=name):
            return symbol(name), ATOM
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return f"-{_tight(inner, PRODUCT)}", SIGN
        case ast.BinOp(left=a, op=ast.Add(), right=b):
            return f"{_tight(a, SUM)} + {_tight(b, SUM)}", SUM
        case ast.BinOp(left=a, op=ast.Sub(), right=b):
            return f"{_tight(a, SUM)} - {_tight(b, PRODUCT)}", SUM
        case ast.BinOp(left=a, op=ast.Mult(), right=b):
            return _product(_tight(a, PRODUCT), _tight(b, POWER)), PRODUCT
        case ast.BinOp(left=ast.Constant(value=int(a)), op=ast.Div(), right=ast.Constant(value=int(b))):
            return rf"\frac{{{a}}}{{{b}}}", ATOM
        case ast.BinOp(left=a, op=ast.Div(), right=b):
            return f"{_tight(a, PRODUCT)}/{_tight(b, POWER)}", PRODUCT
        case ast.BinOp(left=a, op=ast.Pow(), right=b):
            return f"{_tight(a, ATOM)}^{{{_written(b)[0]}}}", POWER
        case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
            return rf"\sqrt{{{_written(inner)[0]}}}", ATOM
    raise ValueError("no formula")


def _tight(node: ast.expr, least: int) -> str:
    said, binds = _written(node)
    return said if binds >= least else f"({said})"


def _product(a: str, b: str) -> str:
    if b[0].isdigit() or b.startswith(r"\frac"):
        return rf"{a} \cdot {b}"
    return f"{a}{b}" if a[-1].isdigit() and not b.startswith(r"\mathrm") else rf"{a}\,{b}"
