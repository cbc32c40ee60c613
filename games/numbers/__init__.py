"""Exact numbers: quotients of polynomials in named symbols, and roots; read, written, enclosed.

An `Expression` is a quotient of polynomials with rational coefficients in named
symbols; some symbols may stand for roots (``sqrt(d)``, the one real root of a
polynomial in an interval, or one of several by its number).  Arithmetic is python-flint's; text is read by our own
reader, so that a parameter may be called ``pi``, ``E`` or ``beta`` and no text is
ever evaluated by Python or sympy.
"""

from .deciding import sign_of
from .exact import Expression, Number, rational, simplest, text
from .floating import digits, rough, scaled_terms
from .isolating import enclosed_roots, flint_number, fraction, number_of_roots, real_roots, roots_inside, separated_roots, sign_at
from .ordering import InOrder, as_float, between, less
from .polynomials import into, names_in, polynomial, polynomials, terms_of, used_names
from .radicals import Root
from .reading import exact, read
from .roots import isolated_root, numbered_root, root_of, square_root, univariate
from .told import Told
from .writing import polynomial_text

__all__ = [
    "Expression",
    "InOrder",
    "Number",
    "Root",
    "Told",
    "as_float",
    "between",
    "digits",
    "enclosed_roots",
    "exact",
    "flint_number",
    "fraction",
    "into",
    "isolated_root",
    "less",
    "names_in",
    "number_of_roots",
    "numbered_root",
    "polynomial",
    "polynomial_text",
    "polynomials",
    "rational",
    "read",
    "real_roots",
    "root_of",
    "roots_inside",
    "rough",
    "scaled_terms",
    "separated_roots",
    "sign_at",
    "sign_of",
    "simplest",
    "square_root",
    "terms_of",
    "text",
    "univariate",
    "used_names",
]
