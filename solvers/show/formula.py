"""Formulas for pictures: conditions and closed forms as mathtext, or plain with Greek letters."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import MAX_EMAX, MIN_EMIN, Decimal, localcontext

from games.numbers import rough

LETTERS = {
    "alpha": "α",
    "beta": "β",
    "gamma": "γ",
    "delta": "δ",
    "epsilon": "ε",
    "zeta": "ζ",
    "eta": "η",
    "theta": "θ",
    "iota": "ι",
    "kappa": "κ",
    "lambda": "λ",
    "lam": "λ",
    "mu": "μ",
    "nu": "ν",
    "xi": "ξ",
    "pi": "π",
    "rho": "ρ",
    "sigma": "σ",
    "tau": "τ",
    "phi": "φ",
    "chi": "χ",
    "psi": "ψ",
    "omega": "ω",
}
RELATIONS = {ast.Lt: "<", ast.LtE: r"\leq", ast.Gt: ">", ast.GtE: r"\geq", ast.Eq: "=", ast.NotEq: r"\neq"}
SUM, PRODUCT, SIGN, POWER, ATOM = range(1, 6)
"""How tightly an operation binds."""
WORD_AT_END = re.compile(r"\\mathrm\{\w+\}$|\\sqrt\{.*\}$")
SMALL, LARGE, MOST_READ = 1e-300, 1e300, 4_000  # what floating point holds, and how many digits Python reads
MOST_DIGITS = 60  # whole numbers with more are rounded in formulas too
LONG = re.compile(rf"(?<![\w./])(?<!\*\*)(?:\d+/)?\d{{{MOST_DIGITS + 1},}}(?:/\d+)?(?![\w.])|(?<=/)\d{{{MOST_DIGITS + 1},}}")
MULTIPLE = re.compile(rf"(-?)(\d{{{MOST_DIGITS},}})\*(\w+|\([^()]*\))/(\d{{{MOST_DIGITS},}})")
QUOTIENT = re.compile(rf"(-?)(?:(\d+)\*)?\(([^()]*)\)/(\d{{{MOST_DIGITS},}})")


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
        return f"${_written(_parsed(source), FLAT)[0]}$"
    except (SyntaxError, ValueError, RecursionError):
        return None


def latex(source: str, *, tall: bool = True, symbols: Mapping[str, str] | None = None) -> str | None:
    r"""Write a formula, or comparison of formulas, as LaTeX without dollars; None when the text is none.

    Parameters
    ----------
    source : str
        In the grammar of exact numbers; ``=`` for equality.
    tall : bool
        Whether quotients are written as fractions, not on the line.
    symbols : dict from str to str
        How to write some names; others are written after themselves, Greek where they are.

    Examples
    --------
    >>> print(latex("mu_long <= -r_w/(1 - pi)"))
    \mu_{\mathrm{long}} \leq -\frac{r_{w}}{1 - \pi}
    """
    try:
        return _written(_signed(_parsed(source)), Style(tall, True, symbols or {}))[0]
    except (SyntaxError, ValueError, RecursionError):
        return None


@dataclass(frozen=True)
class Style:
    """How formulas are written: whether quotients stand tall, factors close, and names in a way of their own."""

    tall: bool = False
    close: bool = False
    symbols: Mapping[str, str] = field(default_factory=dict)


FLAT = Style()


def plain(source: str) -> str:
    """Write a formula for small print: Greek letters, dots for products; any other text stays as it is.

    Examples
    --------
    >>> plain("phi = 3*D_emb")
    'φ = 3·D_emb'
    """
    lettered = re.sub(r"(?<![A-Za-z])[A-Za-z]+(?=_|\b)", lambda match: LETTERS.get(match[0], match[0]), source)
    return readable(lettered).replace("*", "·").replace("··", "**")


def literal(words: str) -> str:
    """Write words for a picture so that no dollar sign in them begins a formula."""
    return words.replace("$", r"\$")


def readable(formula: str) -> str:
    """Round the numbers of a formula that have more digits than anybody reads, and mark them as such.

    Examples
    --------
    >>> readable(f"x >= {7 * 10**99}/3")
    'x >= ~2.333e+99'
    >>> readable(f"{7 * 10**99}*(1 - phi)/{10**100}")
    '~0.7*(1 - phi)'
    >>> readable(f"2*({7 * 10**99} - 3*phi)/{10**100}")
    '~1.4 - ~6e-100*phi'
    """
    if multiple := MULTIPLE.fullmatch(formula):  # of one factor: the quotient is what a reader wants to see
        sign, top, factor, bottom = multiple.groups()
        return f"{sign}{rounded(f'{top}/{bottom}')}*{factor}"
    if len(formula) < MOST_READ and (quotient := QUOTIENT.fullmatch(formula)):  # of a sum: each of its terms is divided
        sign, times, inner, bottom = quotient.groups()
        terms = "".join(
            part if part in (" + ", " - ") else _divided(part, int(times or 1), bottom) for part in re.split(r"( [+-] )", inner)
        )
        return f"-({terms})" if sign else terms
    return LONG.sub(lambda match: rounded(match[0]), formula) if len(formula) > MOST_DIGITS else formula


def _divided(term: str, times: int, bottom: str) -> str:
    """Round a term's coefficient over a long denominator."""
    sign, number, rest = re.fullmatch(r"(-?)(\d*)(.*)", term).groups()  # type: ignore[union-attr]
    factor = rest if not rest or rest.startswith("*") else f"*{rest}"
    return f"{sign}{rounded(f'{times * int(number or 1)}/{bottom}')}{factor}"


def rounded(quotient: str) -> str:
    """Round a whole number or a quotient of two, however large or small."""
    top, _, bottom = quotient.partition("/")
    near = rough(int(top), int(bottom or 1)) if len(quotient) < MOST_READ else 0.0
    if SMALL < abs(near) < LARGE:
        return f"~{near:.4g}"
    with localcontext(prec=12, Emax=MAX_EMAX, Emin=MIN_EMIN):
        return f"~{(Decimal(top) / Decimal(bottom or 1)).normalize():.4g}"


def symbol(name: str) -> str:
    """Write a parameter's name as mathtext, without the dollars."""
    stem, _, index = name.partition("_")
    stem, digits = re.fullmatch(r"(.*?)(\d*)", stem).groups()  # type: ignore[union-attr]
    letter = rf"\{'lambda' if stem == 'lam' else stem}" if stem in LETTERS else stem if len(stem) == 1 else rf"\mathrm{{{stem}}}"
    subscript = r"\,".join(
        word if len(word) == 1 or word.isdigit() else rf"\mathrm{{{word}}}" for word in (digits, *index.split("_")) if word
    )
    return f"{letter}_{{{subscript}}}" if subscript else letter


def _parsed(source: str) -> ast.expr:
    return ast.parse(re.sub(r"(?<![<>!=])=(?!=)", "==", source.strip()), mode="eval").body


def _signed(node: ast.expr) -> ast.expr:
    """Draw signs out of sums without a positive term, and out of products and quotients."""
    match node:
        case ast.Compare():
            node.left, node.comparators = _signed(node.left), [_signed(side) for side in node.comparators]
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            node.left, node.right = _signed(left), _signed(right)
            signs = 0
            while isinstance(node.left, ast.UnaryOp):
                node.left, signs = node.left.operand, signs + 1
            while isinstance(node.right, ast.UnaryOp):
                node.right, signs = node.right.operand, signs + 1
            return ast.UnaryOp(ast.USub(), node) if signs % 2 else node
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub(), right=right):
            node.left, node.right = _signed(left), _signed(right)
            if isinstance(node.op, ast.Sub) and isinstance(node.left, ast.UnaryOp) and not isinstance(node.right, ast.UnaryOp):
                return ast.UnaryOp(ast.USub(), ast.BinOp(node.left.operand, ast.Add(), node.right))
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            node.operand = _signed(inner)
            return node.operand.operand if isinstance(node.operand, ast.UnaryOp) else node
    return node


def _written(node: ast.expr, style: Style) -> tuple[str, int]:
    """Mathtext of a syntax tree, with how tightly its outermost operation binds."""

    def tight(inner: ast.expr, least: int) -> str:
        inside, binds = _written(inner, style)
        return inside if binds >= least else f"({inside})"

    match node:
        case ast.Compare(left=left, ops=ops, comparators=sides):
            chain = [_written(left, style)[0]]
            for op, side in zip(ops, sides, strict=True):
                chain += [RELATIONS[type(op)], _written(side, style)[0]]
            return " ".join(chain), 0
        case ast.Constant(value=int() | float()):
            return _rounded(str(node.value)) or str(node.value), ATOM
        case ast.Name(id=name):
            return style.symbols.get(name) or symbol(name), ATOM
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return f"-{tight(inner, PRODUCT)}", SIGN
        case ast.BinOp(left=a, op=ast.Add(), right=b):
            return f"{tight(a, SUM)} + {tight(b, SUM)}", SUM
        case ast.BinOp(left=a, op=ast.Sub(), right=b):
            return f"{tight(a, SUM)} - {tight(b, PRODUCT)}", SUM
        case ast.BinOp(left=a, op=ast.Mult(), right=b):
            return _product(tight(a, PRODUCT), tight(b, POWER), style.close), PRODUCT
        case ast.BinOp(left=ast.Constant(value=int(a)), op=ast.Div(), right=ast.Constant(value=int(b))):
            return _rounded(f"{a}/{b}") or rf"\frac{{{a}}}{{{b}}}", ATOM
        case ast.BinOp(left=a, op=ast.Div(), right=b) if style.tall:
            return _fraction(a, _written(b, style)[0], style)
        case ast.BinOp(left=a, op=ast.Div(), right=b):
            return f"{tight(a, PRODUCT)}/{tight(b, POWER)}", PRODUCT
        case ast.BinOp(left=a, op=ast.Pow(), right=b):
            return f"{tight(a, ATOM)}^{{{_written(b, style)[0]}}}", POWER
        case ast.Call(func=ast.Name(id="sqrt"), args=[inner]):
            return rf"\sqrt{{{_written(inner, style)[0]}}}", ATOM
        case ast.Call(func=ast.Name(id="root"), args=[inner, low, high]) if style.close:
            inside, ends = _written(inner, style)[0], [_written(end, style)[0] for end in (low, high)]
            return rf"\mathrm{{root}}_{{[{ends[0]},\,{ends[1]}]}}({inside})", ATOM
    raise ValueError("no formula")


def _rounded(source: str) -> str:
    """A number with more digits than anybody reads, rounded and marked as such; empty for any other."""
    if max(map(len, source.split("/"))) <= MOST_DIGITS:
        return ""
    number, _, power = rounded(source)[1:].partition("e")
    return rf"{{\approx}}{number}" + (rf" \cdot 10^{{{int(power)}}}" if power else "")


def _fraction(top: ast.expr, bottom: str, style: Style) -> tuple[str, int]:
    """A tall fraction, its sign in front of it."""
    if isinstance(top, ast.UnaryOp) and isinstance(top.op, ast.USub):
        return rf"-\frac{{{_written(top.operand, style)[0]}}}{{{bottom}}}", SIGN
    numerator, binds = _written(top, style)
    if numerator.startswith("-") and binds != SUM:
        return rf"-\frac{{{numerator[1:]}}}{{{bottom}}}", SIGN
    return rf"\frac{{{numerator}}}{{{bottom}}}", PRODUCT


def _product(a: str, b: str, close: bool) -> str:
    if b[0].isdigit() or b.startswith(r"\frac"):
        return rf"{a} \cdot {b}"
    if close and not WORD_AT_END.search(a) and not b.startswith(r"\mathrm"):
        return f"{a}{b}" if a[-1] in ")}" or a[-1].isdigit() or b[0] == "(" else f"{a} {b}"
    return f"{a}{b}" if a[-1].isdigit() and not b.startswith(r"\mathrm") else rf"{a}\,{b}"
