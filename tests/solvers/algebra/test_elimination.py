"""Linear elimination of unknowns: what is left has the same solutions."""

from flint import fmpq

from solvers.verifier.elimination import contradictory, eliminate, interval

ONE = fmpq(1)


def test_a_line_and_a_product_leave_one_unknown():
    # x + y = 1 and x y = 2/9: x is 1/3 or 2/3
    found = eliminate([0, 1], [{(): -ONE, (0,): ONE, (1,): ONE}, {(): fmpq(-2, 9), (0, 1): ONE}], [], [{(0,): ONE}])
    assert found.possible and found.unknowns == (1,)
    assert found.equal == ({(): fmpq(-2, 9), (1,): ONE, (1, 1): -ONE},)
    assert found.above == ({(): ONE, (1,): -ONE},)


def test_products_are_taken_from_one_another():
    # x y + x = 1 and 2 x y + y = 2 give y = 2 x
    found = eliminate([0, 1], [{(): -ONE, (0,): ONE, (0, 1): ONE}, {(): fmpq(-2), (1,): ONE, (0, 1): fmpq(2)}], [], [])
    assert found.possible and len(found.unknowns) == 1 and len(found.equal) == 1


def test_contradictions_are_seen():
    assert contradictory([{(): ONE, (0,): ONE}, {(): fmpq(2), (0,): ONE}])
    assert not contradictory([{(): ONE, (0,): ONE}, {(): fmpq(2), (0,): fmpq(2)}])
    assert not eliminate([0], [{(): -ONE, (0,): ONE}], [{(): ONE, (0,): fmpq(-2)}], []).possible
    assert not eliminate([0], [{(): -ONE, (0,): ONE}], [], [{(): ONE, (0,): -ONE}]).possible
    assert eliminate([0], [{(): -ONE, (0,): ONE}], [{(): ONE, (0,): -ONE}], []).possible


def left(least, above):
    return interval(eliminate([0], [], least, above))


def test_what_one_unknown_may_be():
    low, high = {(): fmpq(-1, 3), (0,): ONE}, {(): fmpq(1, 2), (0,): -ONE}
    assert left([low, high], []) is True
    assert left([low], [high]) is True
    assert left([low, {(): fmpq(1, 3), (0,): -ONE}], []) is False  # a point
    assert left([low], [{(): fmpq(1, 3), (0,): -ONE}]) is None  # nothing
    assert left([low, {(): fmpq(1, 4), (0,): -ONE}], []) is None
