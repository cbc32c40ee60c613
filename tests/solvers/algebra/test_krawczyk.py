"""Krawczyk's test in balls: what is proved is there, and what is not there is not proved."""

from flint import arb, ctx

from solvers.algebra.krawczyk import image, narrowed, only_zero, polished


def circle_and_line(at):
    """x*x + y*y = 1 and x = y: zeros at plus and minus sqrt(1/2)."""
    x, y = at
    return [x * x + y * y - 1, x - y], [[2 * x, 2 * y], [arb(1), arb(-1)]]


def touching(at):
    """A double zero at nought."""
    (x,) = at
    return [x * x], [[2 * x]]


def test_a_zero_is_polished_proved_and_narrowed():
    before, ctx.prec = ctx.prec, 200
    try:
        middle = polished(circle_and_line, [arb(0.7), arb(0.7)], 8, 1e-40)
        holding = only_zero(circle_and_line, middle, [0.1, 0.1])
        assert holding is not None
        x, y = narrowed(circle_and_line, holding, 8)
        assert x.contains(arb(0.5).sqrt()) and y.contains(arb(0.5).sqrt()) and x.rad() < 1e-50
    finally:
        ctx.prec = before


def test_a_box_with_two_zeros_or_none_is_not_accepted():
    assert only_zero(circle_and_line, [arb(0), arb(0)], [1.0, 1.0]) is None
    assert only_zero(circle_and_line, [arb(0.5), arb(0.5)], [0.1, 0.1]) is None


def test_a_double_zero_is_not_accepted():
    assert only_zero(touching, [arb(0)], [0.1]) is None
    assert only_zero(touching, [arb(1e-9)], [0.1]) is None


def test_the_image_of_a_box_without_a_zero_lies_outside():
    box = [arb(0.3, 0.05), arb(0.3, 0.05)]
    moved = image(circle_and_line, [x.mid() for x in box], box)
    assert not all(x.overlaps(y) for x, y in zip(moved, box, strict=True))
