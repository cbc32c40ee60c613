"""Signs that need no question: of what is assumed, of probabilities, and of polynomials whose terms agree."""

import pytest
from comparisons import atoms, poly

from solvers.algebra.known_signs import KnownSigns
from solvers.algebra.ring import Ring

RING = Ring(("a", "b", "c", "d"), ("x", "y", "z"))
DOMAIN = ("a > 0", "-b > 0", "c >= 0", "1 - a > 0", "-2*c*d + 2 > 0", "a*b + a > 0", "d**3 > 0")


def known():
    return KnownSigns(RING, atoms(RING, *DOMAIN), [("x",), ("y", "z")])


def factor(text):
    ((f, _),) = RING.factors(poly(RING, text))[1]
    return f


@pytest.mark.parametrize("text", ["a", "b", "1 - a", "c*d - 1", "x", "1 - x", "y", "z", "1 - y - z"])
def test_what_is_assumed_is_known(text):
    expected = {"b": -1, "c*d - 1": -1}.get(text, 1)
    content, _ = RING.factors(poly(RING, text))
    assert known().of(factor(text)) == (expected if content > 0 else -expected)


@pytest.mark.parametrize("text", ["c", "d", "b + 1", "1 - y", "1 - x - y", "x - y"])
def test_nothing_more_is_known(text):
    """Not what may be zero, nor the factors of a product, nor what is assumed of a power."""
    assert known().of(factor(text)) is None


def test_what_is_learnt_is_forgotten_by_one_taken_afresh():
    one = known()
    one.learn(factor("a - b"), 1)
    fresh = one.afresh()
    assert one.of(factor("a - b")) == 1 and fresh.of(factor("a - b")) is None and fresh.of(factor("a")) == 1
    fresh.learn(factor("a - c"), -1)
    assert one.of(factor("a - c")) is None and known().of(factor("a - b")) is None


@pytest.mark.parametrize(
    "text, sign",
    [
        ("a", 1),
        ("a*x + 1", 1),
        ("a - b", 1),
        ("b - x", -1),
        ("a*b - 2*x*y", -1),
        ("b**2 + a", 1),
        ("-b**3 + a", 1),
        ("c**2*a + a", None),  # c may be zero
        ("c + a", None),
        ("a + b", None),
        ("a*c + c", None),
        ("-1 - a", -1),
    ],
)
def test_terms_of_one_sign(text, sign):
    assert known().of_terms(poly(RING, text)) == sign


@pytest.mark.parametrize(
    "text, sign",
    [
        ("0", 0),
        ("5", 1),
        ("-1/2", -1),
        ("(1 - a)*b", -1),
        ("(1 - a)**2*b*(a - b)", -1),
        ("(1 - a)*(1 - x)*(1 - y - z)", 1),
        ("(a + b)*a", None),
        ("(c*d - 1)*(a*x + 1)*b", 1),
    ],
)
def test_signs_that_follow_from_factors(text, sign):
    one = known()
    assert one.seen(poly(RING, text)) == sign
    if "a + b" in text:
        one.learn(factor("a + b"), 1)
        assert one.seen(poly(RING, text)) == 1
