"""Questions put to z3: how they are written, what answers mean, and that each has a context of its own."""

import pickle
from fractions import Fraction
from threading import Thread

import pytest
from comparisons import poly

from solvers.algebra.nlsat import LAST, Nlsat, rational_values, smt
from solvers.algebra.ring import Ring

RING = Ring(("a",), ("x", "y"))
ENOUGH = 1_000_000


@pytest.mark.parametrize(
    "text, written",
    [
        ("0", "0"),
        ("3", "3"),
        ("-3/2", "(- 3)"),  # times two
        ("a", "v0"),
        ("-y", "(* (- 1) v2)"),
        ("x**2", "(* 1 v1 v1)"),
        ("x*y", "(* 1 v1 v2)"),
        ("2*a - 1", "(+ (* 2 v0) (- 1))"),
        ("a/2 - x/3 + 1", "(+ (* 3 v0) (* (- 2) v1) 6)"),
        ("a*x**2*y/4 - y", "(+ (* 1 v0 v1 v1 v2) (* (- 4) v2))"),
    ],
)
def test_polynomials_in_smt_lib(text, written):
    assert smt(poly(RING, text)) == written


def test_yes_with_a_model_no_and_unknown():
    nlsat = Nlsat()
    answer, model = nlsat.ask("(declare-const v0 Real)(assert (= (* 3 v0) 2))", ENOUGH)
    assert answer is True and rational_values(model) == {"v0": Fraction(2, 3)}
    assert nlsat.ask("(declare-const v0 Real)(assert (< (* v0 v0) 0))", ENOUGH) == (False, None)
    assert nlsat.ask("(declare-const v0 Real)(assert (> v0 0))", ENOUGH)[0] is True  # what was asked before is forgotten


def test_irrational_values_are_given_closely():
    _, model = Nlsat().ask(
        "(declare-const v0 Real)(declare-const v1 Real)(assert (= (* v0 v0) 2))(assert (< v0 0))(assert (= v1 5))", ENOUGH
    )
    values = rational_values(model)
    assert abs(values["v0"] ** 2 - 2) < Fraction(1, 10**29) and values["v0"] < 0 and values["v1"] == 5


def test_functions_in_a_model_are_no_values():
    import z3

    solver = z3.Solver()
    solver.from_string("(declare-fun f (Real) Real)(declare-const v0 Real)(assert (= (f v0) 1))(assert (= v0 2))")
    assert solver.check() == z3.sat and len(solver.model().decls()) == 2
    assert rational_values(solver.model()) == {"v0": 2}


def test_one_context_is_kept_in_a_thread():
    one, two = Nlsat(), Nlsat()
    assert one.work == 0
    one.ask("(declare-const v0 Real)(assert (> v0 1))", ENOUGH)
    assert one.work > 0 and LAST.asked is one
    two.ask("(declare-const v0 Real)(assert (> v0 1))", ENOUGH)
    assert LAST.asked is two and one.work == 0 < two.work
    again = two._solver
    two.ask("(declare-const v0 Real)(assert (> v0 2))", ENOUGH)
    assert two._solver is again and not hasattr(one._solver, "check")
    assert one.ask("(declare-const v0 Real)(assert (> v0 1))", ENOUGH)[0] and two.work == 0


def test_threads_do_not_share_a_context():
    here, there = Nlsat(), Nlsat()
    here.ask("(declare-const v0 Real)(assert (> v0 1))", ENOUGH)
    thread = Thread(target=there.ask, args=("(declare-const v0 Real)(assert (> v0 1))", ENOUGH))
    thread.start()
    thread.join()
    assert here.work > 0 and there.work > 0 and LAST.asked is here


def test_sent_to_another_process_it_begins_anew():
    nlsat = Nlsat()
    nlsat.ask("(declare-const v0 Real)(assert (> v0 1))", ENOUGH)
    assert pickle.loads(pickle.dumps(nlsat)).work == 0


class Told:
    """A solver that notes what it is told."""

    def __init__(self):
        self.settings = {}

    def set(self, name, value):
        self.settings[name] = value

    def reset(self):
        pass

    def from_string(self, script):
        self.script = script

    def check(self):
        import z3

        return z3.unsat


@pytest.mark.parametrize("milliseconds, told", [(None, 2**32 - 1), (250, 250), (0, 0)])
def test_units_bound_every_question_and_a_time_only_where_one_is_given(milliseconds, told):
    nlsat = Nlsat()
    nlsat._solver = Told()
    assert nlsat.ask("(assert true)", 77, milliseconds) == (False, None)
    assert nlsat._solver.settings == {"rlimit": 77, "timeout": told} and nlsat._solver.script == "(assert true)"
