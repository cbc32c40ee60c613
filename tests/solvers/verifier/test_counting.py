"""Counting the solutions of coupled systems: by elimination, by chains of quotients, and by z3."""

from random import Random

import numpy as np
import pytest
from flint import fmpq as Q

from solvers.verifier import counting
from solvers.verifier.chains import count_by_chain
from solvers.verifier.counting import EMPTY, FREE, Answer, _answer, _by_z3, _slope, count_solutions
from solvers.verifier.effort import Effort
from solvers.verifier.elimination import Reduced, contradictory, eliminate, fractions, interval, plain

ONE = Q(1)
X, Y = (0,), (1,)


def soon():
    return Effort(None)


def inside(*unknowns):
    """Between 0 and 1, ends out."""
    return [p for x in unknowns for p in ({(x,): ONE}, {(): ONE, (x,): -ONE})]


def left(unknowns, equal=(), least=(), above=None):
    above = inside(*unknowns) if above is None else above
    return Reduced(tuple(unknowns), tuple(equal), tuple(least), tuple(above), True)


def poly(**terms):
    """``poly(x=2, xy=-1, c=3)``: 2*x - x*y + 3."""
    return {tuple("xyz".index(s) for s in name if s != "c"): Q(c) for name, c in terms.items()}


# ------------------------------------------------------------------ elimination


def solved(unknowns, equal):
    return eliminate(unknowns, equal, [], [])


def test_linear_equations_are_solved_and_put_in():
    # x + y = 1 and x - y = 0 leave x*z - 1/4 as z/2 - 1/4, so z = 1/2
    found = solved([0, 1, 2], [poly(x=1, y=1, c=-1), poly(x=1, y=-1), {**poly(xz=1), (): Q(-1, 4)}])
    assert found == Reduced((), (), (), (), True)


def test_a_contradiction_is_seen():
    assert not solved([0, 1], [poly(x=1, y=1, c=-1), poly(x=2, y=2, c=-1)]).possible
    assert solved([0, 1], [poly(x=1, y=1, c=-1), poly(x=2, y=2, c=-2)]).possible
    assert not solved([], [poly(c=1)]).possible and solved([], [{}]).possible


def test_products_that_cancel_leave_a_linear_equation():
    # x*y + x = 1 and x*y + 2*x = 3/2 give x = 1/2 and then y = 1
    found = solved([0, 1], [poly(xy=1, x=1, c=-1), {**poly(xy=1, x=2), (): Q(-3, 2)}])
    assert found.unknowns == () and found.possible
    assert not solved([0, 1], [poly(xy=1, x=1, c=-1), poly(xy=1, x=1, c=-2)]).possible


def test_multiples_of_equations_are_taken_from_one_another():
    # x*y + 2*x = 1 and 3*x*y + x = 2 give x = 1/5
    equal = [poly(xy=1, x=2, c=-1), poly(xy=3, x=1, c=-2)]
    assert eliminate([0, 1], equal, [poly(x=5, c=-1), poly(x=-5, c=1)], []).possible
    assert not eliminate([0, 1], equal, [], [poly(x=5, c=-1)]).possible and not eliminate([0, 1], equal, [], [poly(x=-5, c=1)]).possible


def test_values_are_put_in_for_every_power():
    # x = y - 1 in x**2 - 4 gives y**2 - 2*y - 3
    found = solved([0, 1], [poly(x=1, y=-1, c=1), poly(xx=1, c=-4)])
    (rest,) = found.equal
    (unknown,) = found.unknowns
    scale = rest[(unknown, unknown)]
    roots = (2, -2) if unknown == 0 else (3, -1)
    assert all(sum(c * Q(root) ** len(key) for key, c in rest.items()) == 0 for root in roots) and scale


@pytest.mark.parametrize("sign, bound, held", [(1, -1, True), (1, -2, False), (-1, 1, True), (-1, 0, False)])
def test_bounds_that_become_constants_are_tried(sign, bound, held):
    # x = 1 against sign*x + bound >= 0, and against > 0 which the end does not satisfy
    equal, condition = [poly(x=1, c=-1)], [poly(x=sign, c=bound)]
    assert eliminate([0], equal, condition, []).possible is held
    assert eliminate([0], equal, [], condition).possible is (held and sign + bound > 0)


def test_at_many_points_an_unknown_that_drops_out_somewhere_is_not_solved_for():
    slope = np.array([ONE, Q(0)])
    many = eliminate([0, 1], [{X: slope, (): np.array([Q(-1, 2), Q(0)])}], [], inside(0, 1))
    assert many.unknowns == (0, 1) and np.all(many.possible)
    assert many.at(0).unknowns == (1,) and not many.at(0).equal
    assert many.at(1).unknowns == (0, 1) and not many.at(1).equal


def test_points_at_which_constants_contradict_are_given_up():
    zero = np.array([Q(0), Q(1)])
    many = eliminate([0], [{(): zero}], [], inside(0))
    assert many.possible.tolist() == [True, False]
    assert many.at(1) == Reduced((), (), (), (), False) and many.at(0).possible


def test_a_form_as_a_polynomial():
    block_of = {0: (0, 1), 1: (0, 1), 2: (2, 3, 4), 3: (2, 3, 4), 4: (2, 3, 4), 5: (5, -6), -6: (5, -6)}
    assert plain({(1,): 2}, block_of) == {(): 2, (0,): -2}  # the last weight is one minus the others
    assert plain({(4,): 1, (0,): 3}, block_of) == {(): 1, (2,): -1, (3,): -1, (0,): 3}
    assert plain({(1, 4): 1}, block_of) == {(): 1, (0,): -1, (2,): -1, (3,): -1, (0, 2): 1, (0, 3): 1}
    assert plain({(5,): 2, (-6,): -1}, block_of) == {(5,): 2, (): -1}  # the odds of a tremble against its absence
    assert plain({(0,): 1, (1,): 1}, block_of) == {(): 1}
    assert plain({(0,): 2}, {0: (1, 0), 1: (1, 0)}) == {(): 2, (1,): -2}


def test_whole_numbers_become_fractions():
    assert fractions({X: 2, (): np.array([1, 3])})[X] / 4 == Q(1, 2)
    assert (fractions({(): np.array([1, 3], object)})[()] / 2).tolist() == [Q(1, 2), Q(3, 2)]


def test_linear_equations_that_contradict_one_another():
    assert contradictory([poly(x=1, y=1, c=-1), poly(x=1, y=1, c=-2)])
    assert not contradictory([poly(x=1, y=1, c=-1), poly(x=1, y=2, c=-2)])
    assert contradictory([poly(x=1, c=-1), poly(y=1, c=-1), poly(xy=1, c=-2)])  # once they are put into the others
    assert not contradictory([poly(c=1)]) and not contradictory([])  # one by itself has been tried before
    several = [{X: np.array([1, 1], object), (): np.array([-1, -1], object)}, {X: np.array([1, 1], object), (): np.array([-1, -2], object)}]
    assert contradictory(several).tolist() == [False, True]


@pytest.mark.parametrize(
    "least, above, wide",
    [
        ([], [poly(x=1), poly(x=-1, c=1)], True),  # 0 < x < 1
        ([poly(x=1, c=-1)], [poly(x=-1, c=1)], None),  # 1 <= x < 1
        ([poly(x=-1, c=1)], [poly(x=1, c=-1)], None),  # 1 < x <= 1
        ([poly(x=2, c=-1), poly(x=-2, c=1)], [poly(x=1), poly(x=-1, c=1)], False),  # x = 1/2
        ([poly(x=1, c=-2), poly(x=-1, c=1)], [], None),
        ([poly(x=1, c=-1), poly(x=1, c=-2), poly(x=-1, c=2)], [], False),  # the tighter of two bounds
        ([poly(x=1), poly(x=-1, c=1), poly(x=-1, c=0)], [], False),
        ([poly(x=1, c=-1), poly(x=-1, c=1)], [poly(x=-1, c=1)], None),  # of equal bounds, the one whose end is out
        ([poly(x=1, c=-1), poly(x=-1, c=1)], [poly(x=1, c=-1)], None),
        ([poly(x=1)], [], True),
        ([poly(x=-1)], [], True),
        ([], [], True),
    ],
)
def test_the_values_of_a_last_unknown(least, above, wide):
    system = left([0], [], least, above)
    assert interval(system) is wide
    assert _answer(system, soon()) == {True: Answer(True, None), False: Answer(True, 1), None: EMPTY}[wide]


# ------------------------------------------------------------------ chains of quotients

CHAINS = [
    # equations, inequalities, number of solutions with x and y strictly between 0 and 1
    ([poly(xy=4, c=-1), poly(x=1, y=1, c=-1)], [], 1),  # a double root: x = y = 1/2
    ([poly(xy=16, c=-3), poly(x=1, y=1, c=-1)], [], 2),  # 1/4 and 3/4
    ([poly(xy=16, c=-3), poly(x=1, y=1, c=-1)], [poly(x=1, y=-1)], 1),
    ([poly(xy=16, c=-3), poly(x=1, y=1, c=-1)], [poly(x=4, c=-3)], 1),  # x >= 3/4: the end belongs to it
    ([poly(xy=16, c=-3), poly(x=1, y=1, c=-1)], [poly(x=5, c=-4)], 0),
    ([poly(xy=2, c=-1), poly(x=1, y=-1)], [], 1),  # irrational: 1/sqrt(2)
    ([poly(xy=1, c=-1), poly(x=1, y=-1)], [], 0),  # x = 1 is the bound, which is out
    ([poly(xy=1, c=1), poly(x=1, y=-1)], [], 0),
    ([poly(xy=4, c=-1), poly(xx=2, yy=2, c=-1)], [], 1),  # the factor y is positive inside, and zero at the bound
    ([poly(x=1, y=-1), poly(xy=2, c=-1)], [poly(x=1, y=-1)], 1),  # an inequality that becomes 0 >= 0
]


@pytest.mark.parametrize("equal, least, count", CHAINS)
def test_chains_count_the_solutions(equal, least, count):
    system = left([0, 1], equal, least)
    assert count_by_chain(system) == count
    assert _answer(system, soon()) == (Answer(True, count) if count else EMPTY)
    asked = _by_z3(system, False, soon())
    assert (asked.solutions if asked.solvable else 0) == count


def test_a_chain_of_three_counts_the_same_as_z3():
    rng, counts = Random(2), set()
    for _ in range(12):
        zero = [Q(rng.randint(1, 4), 5) for _ in range(3)]
        equal = []
        for one, two in ((0, 1), (1, 2), (0, 2)):
            a, b = rng.choice((-2, -1, 1, 2)), rng.choice((-2, -1, 1, 2))
            p = {(one, two): ONE, (one,): Q(a), (two,): Q(b)}
            equal.append({**p, (): -(zero[one] * zero[two] + a * zero[one] + b * zero[two])})
        system = left([0, 1, 2], equal)
        found = count_by_chain(system)
        if found is not None:
            counts.add(found)
            assert found == _by_z3(system, False, soon()).solutions and found >= 1
    assert 1 in counts


def test_a_factor_that_may_vanish_inside_is_not_divided_by():
    # (x - 1/2)*(y - 1/2) = 0 is two lines
    lines = left([0, 1], [poly(xy=4, x=-2, y=-2, c=1)])
    assert count_by_chain(lines) is None and _answer(lines, soon()) == Answer(True, None)


def test_the_sign_of_a_factor_is_taken_inside_the_bounds():
    # x*x = 9/16 and (x - 3/5)*y = 1/10, so x = 3/4 and y = 2/3; the factor is positive for all x above 2/3
    equal = [{**poly(xy=1), Y: Q(-3, 5), (): Q(-1, 10)}, {**poly(xx=1), (): Q(-9, 16)}]
    bounds = [{X: ONE, (): Q(-2, 3)}, {X: -ONE, (): ONE}, *inside(1)]
    for unknowns in ((0, 1), (1, 0)):
        assert count_by_chain(left(unknowns, equal, [], bounds)) == 1
        assert count_by_chain(left(unknowns, equal, [poly(y=-1, x=1)], bounds)) == 1
        assert count_by_chain(left(unknowns, equal, [poly(y=1, x=-1)], bounds)) == 0


def test_the_tighter_of_two_bounds_counts():
    # x is at least 1/2, so that 4*x - 1 is positive: y = (17/16 - x*x)/(4*x - 1) and x*x = 9/16
    equal = [{**poly(xy=4, y=-1, xx=1), (): Q(-17, 16)}, {**poly(xx=1), (): Q(-9, 16)}]
    assert count_by_chain(left([0, 1], equal, [poly(x=2, c=-1)])) == 1
    assert count_by_chain(left([0, 1], equal)) is None  # it vanishes at 1/4


def test_unknowns_without_bounds_are_left_to_others():
    assert count_by_chain(left([0, 1], [poly(xy=2, c=-1), poly(x=1, y=-1)], [], [poly(x=1), poly(y=1)])) is None
    assert count_by_chain(left([0, 1], [poly(xy=2, c=-1), poly(x=1, y=-1)], [], [*inside(0), poly(y=1, c=-1), poly(y=-1, c=1)])) is None


# ------------------------------------------------------------------ what is asked of z3


@pytest.mark.parametrize(
    "unknowns, equal, least, linear, answer",
    [
        ([0, 1], [], [], True, Answer(True, None)),  # a square
        ([0, 1], [], [poly(x=1, y=1, c=-2)], True, EMPTY),
        ([0, 1], [], [poly(x=1, y=-1), poly(x=-1, y=1), poly(x=1, y=1, c=-1), poly(x=-1, y=-1, c=1)], True, Answer(True, 1)),
        ([0, 1], [poly(xy=2, c=-1)], [], False, Answer(True, None)),  # a curve
        ([0, 1], [poly(xy=1, c=-2)], [], False, EMPTY),
        ([0, 1], [poly(xx=4, yy=4, x=-4, y=-4, c=2)], [], False, Answer(True, 1)),  # (2x-1)**2 + (2y-1)**2 = 0
        ([0, 1], [poly(xx=9, x=-9, c=2), poly(yy=9, y=-9, c=2)], [], False, Answer(True, 4)),
    ],
)
def test_z3_lists_points_and_tells_them_from_surfaces(unknowns, equal, least, linear, answer):
    system = left(unknowns, equal, least)
    assert _by_z3(system, linear, soon()) == answer == _answer(system, soon())


def test_slopes():
    p = poly(xxy=5, xy=3, yz=-2, x=7, c=4)
    assert (
        _slope(p, 0) == poly(xy=10, y=3, c=7) and _slope(p, 1) == poly(xx=5, x=3, z=-2) and _slope(p, 2) == poly(y=-2) and not _slope(p, 3)
    )


def test_too_many_points_are_not_counted(monkeypatch):
    monkeypatch.setattr(counting, "MANY", 3)
    system = left([0, 1], [poly(xx=9, x=-9, c=2), poly(yy=9, y=-9, c=2)])
    assert _by_z3(system, False, soon()) == Answer(True, None, False)
    monkeypatch.setattr(counting, "MANY", 4)
    assert _by_z3(system, False, soon()) == Answer(True, None, False)
    monkeypatch.setattr(counting, "MANY", 5)
    assert _by_z3(system, False, soon()) == Answer(True, 4)


@pytest.mark.parametrize("points", [None, 2])
def test_blocks_of_every_kind_are_kept_inside_their_bounds(points):
    def number(x):
        return x if points is None else np.array([x] * points, object)

    def counted(open_, equal=(), least=()):
        found = count_solutions(
            open_,
            [{k: number(v) for k, v in f.items()} for f in equal],
            [{k: number(v) for k, v in f.items()} for f in least],
            points,
            soon(),
        )
        assert len(found) == (points or 1) and all(answer == found[0] for answer in found)
        return found[0]

    pair, three, tremble = (0, 1), (2, 3, 4), (5, -6)
    assert counted({pair: FREE}, [{(0,): 2, (1,): -1}]) == Answer(True, 1)
    assert counted({pair: FREE}, [{(0,): 1}]) == EMPTY  # a weight of zero is out
    assert counted({pair: FREE}, [{(1,): 1}]) == EMPTY
    assert counted({pair: FREE}) == Answer(True, None)
    assert counted({pair: (number(Q(1, 3)), number(Q(1)))}, [{(0,): 2, (1,): -1}]) == Answer(True, 1)  # weight 1/3: this bound is in
    assert counted({pair: (number(Q(0)), number(Q(1, 3)))}, [{(0,): 2, (1,): -1}]) == Answer(True, 1)
    assert counted({pair: (number(Q(1, 2)), number(Q(1)))}, [{(0,): 2, (1,): -1}]) == EMPTY
    assert counted({pair: (number(Q(0)), number(Q(1, 4)))}, [{(0,): 2, (1,): -1}]) == EMPTY
    assert counted({three: FREE}, [{(2,): 1, (3,): -1}, {(3,): 1, (4,): -1}]) == Answer(True, 1)
    assert counted({three: FREE}, [{(4,): 1}]) == EMPTY and counted({three: FREE}, [{(2,): 1, (3,): 1, (4,): -1}]) == Answer(True, None)
    assert counted({three: FREE}, [{(3,): 1}]) == EMPTY
    # weights 5 and -6 are w/(1 + w) and 1/(1 + w): odds of 3 are a weight of 3/4
    odds = [{(5,): 1, (-6,): -3}]
    assert counted({tremble: FREE}, odds) == Answer(True, 1)
    assert counted({tremble: (number(Q(3, 4)), number(Q(1)))}, odds) == Answer(True, 1)
    assert counted({tremble: (number(Q(0)), number(Q(3, 4)))}, odds) == Answer(True, 1)
    assert counted({tremble: (number(Q(4, 5)), number(Q(1)))}, odds) == EMPTY
    assert counted({tremble: (number(Q(0)), number(Q(2, 3)))}, odds) == EMPTY
    assert counted({pair: FREE, three: FREE}, [{(0,): 1, (2,): -2}, {(1,): 1, (3,): -1}, {(3,): 1, (4,): -1}]) == Answer(True, 1)


# ------------------------------------------------------------------ the same question twice


def test_systems_alike_but_for_names_and_factors_are_asked_once(monkeypatch):
    asked = []

    def by_z3(reduced, linear, effort):
        asked.append(reduced)
        return _by_z3(reduced, linear, effort)

    monkeypatch.setattr(counting, "_by_z3", by_z3)
    effort = soon()
    first = _answer(left([0, 1], least=[{(0, 1): Q(4), (): -ONE}]), effort)
    assert first == Answer(True, None) and len(asked) == 1
    assert _answer(left([3, 7], least=[{(3, 7): Q(8), (): Q(-2)}]), effort.aside()) == first and len(asked) == 1
    assert _answer(left([3, 7], least=[{(3, 7): Q(-4), (): ONE}]), effort) == first and len(asked) == 2, "the other side"
    assert _answer(left([3, 7], least=[{(3, 7): Q(4), (): Q(-5)}]), effort) == EMPTY and len(asked) == 3
    assert _answer(left([0, 1], least=[{(0, 1): Q(4), (): -ONE}]), soon()) == first and len(asked) == 4, "nothing outlives a search"


def test_what_stayed_open_is_asked_again(monkeypatch):
    answers = iter([counting.UNDECIDED, Answer(True, None, False), Answer(True, None)])
    monkeypatch.setattr(counting, "_by_z3", lambda *_: next(answers))
    effort, system = soon(), left([0, 1], least=[{(0, 1): Q(4), (): -ONE}])
    assert [_answer(system, effort).solvable for _ in range(4)] == [None, True, True, True] and len(effort.known) == 1
