"""Where exact numbers were found: see `games.numbers`, which this module gives the names of."""

from .numbers import (
    Expression,
    Number,
    Root,
    Told,
    into,
    isolated_root,
    numbered_root,
    polynomial,
    polynomial_text,
    polynomials,
    rational,
    read,
    simplest,
    square_root,
    terms_of,
    text,
    univariate,
)

__all__ = [
    "Expression", "Number", "Root", "Told", "into", "isolated_root", "numbered_root", "polynomial", "polynomial_text", "polynomials",
    "rational", "read", "simplest", "square_root", "terms_of", "text", "univariate",
]
