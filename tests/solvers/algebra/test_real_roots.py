"""Polynomials in one unknown, written densely and sparsely."""

import pytest
from comparisons import poly
from flint import fmpq, fmpq_poly

from games.numbers import read
from solvers.algebra.real_roots import RootOf, dense, sparse
from solvers.algebra.ring import Ring

RING = Ring(("a",), ("x",))


@pytest.mark.parametrize("coefficients", [[0], [3], [0, 1], [fmpq(1, 2), 0, -4], [-1, fmpq(2, 3), 0, 0, 5]])
@pytest.mark.parametrize("name", ["a", "x"])
def test_dense_and_sparse_say_the_same(coefficients, name):
    p = sum((RING.gen(name) ** k * c for k, c in enumerate(coefficients)), RING.zero)
    assert dense(RING, p, name) == fmpq_poly(coefficients)
    assert sparse(RING, fmpq_poly(coefficients), name) == p


def test_a_root_without_more():
    root = RootOf("x", read("sqrt(a)"))
    assert root.modulus is None and root.polynomial is None and root.value == read("sqrt(a)")
    assert dense(RING, poly(RING, "x**2 - 2"), "x").degree() == 2
