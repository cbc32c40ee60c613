"""Closed forms at many points at once: values, and signs that are sure or said to be in doubt."""

import random
from fractions import Fraction

import numpy as np

from games.numbers import read, sign_of
from solvers.arrays import evaluated, on_arrays, signs


def test_signs_that_are_sure_are_right_and_zeros_are_in_doubt():
    rng = random.Random(3)
    zeros = 0
    for _ in range(40):
        a, b, c, d = (rng.randint(-9, 9) or 1 for _ in range(4))
        form = read(f"({a}*p - {b}*q)*({c}*p**2 + {d}*q - {a}) + p*q - p*q")
        points = [(Fraction(rng.randint(-12, 12), 12), Fraction(rng.randint(-12, 12), 12)) for _ in range(50)]
        points.append((Fraction(b, 9), Fraction(a, 9)))  # a zero
        found, doubtful = signs(form.numerator, {name: np.array([float(x[k]) for x in points]) for k, name in enumerate("pq")}, (51,))
        for sign, doubt, (p, q) in zip(found, doubtful, points, strict=True):
            exact = sign_of(form.at({"p": p, "q": q}))
            assert doubt or sign == exact
            zeros += exact == 0
            assert doubt or exact
    assert zeros >= 40


def test_most_signs_are_sure():
    grid = {"p": np.linspace(0.01, 0.99, 1000)}
    assert not signs(read("3*p**2 - 2*p + 1").numerator, grid, (1000,))[1].any()


def test_what_is_undefined_has_no_value_and_satisfies_no_condition():
    point = {"a": np.array([0.0, 1.0, 1.0]), "b": np.array([0.0, 0.0, 2.0])}
    value = on_arrays(read("a/b"), point, (3,))
    assert np.isnan(value[0]) and np.isinf(value[1]) and value[2] == 0.5
    assert evaluated(read("a/b"), point, (3,)).tolist() == [-1.0, 1e300, 0.5]
