"""The sign oracle: what it proves, what it asks z3, what it remembers, and where it stops."""

import time
from fractions import Fraction

import pytest
from comparisons import atoms, oracle, poly
from flint import fmpq

from solvers.algebra import sign_oracle
from solvers.algebra.budget import OutOfTime
from solvers.algebra.sign_oracle import Atom, OutOfMemory, OutOfUnits

Q = Fraction


def unit(points=((Q(1, 3), 2),), **more):
    """Two parameters, the first between 0 and 1, the second positive."""
    return oracle("ab", domain=("a > 0", "1 - a > 0", "b > 0"), points=points, **more)


class NoZ3:
    """In the place of z3: notes questions, gives up on all, and counts as much work as it is told."""

    def __init__(self, answer=None, work=0):
        self.answer, self.each, self.work, self.asked = answer, work, 0, []

    def ask(self, script, units, milliseconds=None):
        self.asked.append((script, units, milliseconds))
        self.work += self.each
        return self.answer, None


def without_z3(known, **more):
    known._nlsat = NoZ3(**more)
    return known._nlsat


# ------------------------------------------------------------------ comparisons


@pytest.mark.parametrize(
    "relation, holds", [(">", (False, False, True)), (">=", (False, True, True)), ("=", (False, True, False)), ("!=", (True, False, True))]
)
def test_comparisons_with_zero(relation, holds):
    known = unit()
    atom = Atom(poly(known.ring, "a"), relation)
    assert tuple(atom.holds(sign) for sign in (-1, 0, 1)) == holds
    assert tuple(atom.holds_for(v) for v in (fmpq(-1, 7), fmpq(0), fmpq(2, 3))) == holds
    assert atom.name == "a" and atom.strict().relation == (">" if relation == ">=" else relation)
    assert (atom.strict() is atom) == (relation != ">=") and atom.strict().polynomial == atom.polynomial


# ------------------------------------------------------------------ signs


@pytest.mark.parametrize(
    "text, sign",
    [
        ("a", 1),
        ("a - 2", -1),
        ("a*b", 1),
        ("a*(a - 1)", -1),
        ("a - 1/3", None),
        ("a - b", None),
        ("0", 0),
        ("-4", -1),
        ("a**2 - 2*a + 2", 1),
    ],
)
def test_signs_are_proved(text, sign):
    known = unit(points=[(Q(1, 3), 2), (Q(2, 3), Q(1, 5)), (Q(1, 9), 4)])
    assert known.sign(poly(known.ring, text)) == sign == known.sign(poly(known.ring, text))


def test_a_sign_without_any_sample():
    known = unit(points=())
    assert known.sign(poly(known.ring, "a**2 + b**2 - a*b + 1")) == 1
    assert known.sign(poly(known.ring, "a - 1/2")) is None and known.sign(poly(known.ring, "a + b")) == 1


def test_where_all_samples_are_zero_nothing_is_guessed():
    known = unit(points=[(Q(1, 3), 2)])
    z3 = without_z3(known)
    assert known.sign(poly(known.ring, "a - 1/3")) is None and not z3.asked
    assert known.sign(poly(known.ring, "(a - 1/3)*(b - 2)")) is None


def test_what_is_proved_is_noted_once():
    known = unit()
    known.sign(poly(known.ring, "(a**2 - a + 1)*(a - 3)*a"))
    assert {(str(p), s) for p, s in known.proved} == {("a^2 - a + 1", 1), ("a - 3", -1)}
    asked = known.queries
    assert known.sign(poly(known.ring, "(a**2 - a + 1)*b")) == 1 and known.queries == asked and len(known.proved) == 2
    assert known.seen_sign(poly(known.ring, "(a**2 - a + 1)*b")) == 1


def test_signs_that_are_seen_need_no_question():
    known = unit()
    z3 = without_z3(known)
    assert known.seen_sign(poly(known.ring, "a*b + b")) == 1 and known.seen_sign(poly(known.ring, "a - 2")) is None and not z3.asked


def test_a_guess_that_is_refuted_is_no_sign():
    known = unit()
    assert known.sign(poly(known.ring, "b - 1")) is None and known.queries == 1
    assert min(point["b"] for point in known.points) <= 1  # the model against it is kept


# ------------------------------------------------------------------ satisfiability


@pytest.mark.parametrize(
    "texts, answer",
    [
        ([], True),
        (["1 > 0"], True),
        (["-1 >= 0"], False),
        (["0 >= 0", "0 = 0"], True),
        (["0 > 0"], False),
        (["0 != 0"], False),
        (["a - 1/2 > 0"], True),
        (["a - 1 >= 0"], False),
        (["a - b > 0", "b - 1/2 > 0"], True),
        (["a - b > 0", "b - 1 >= 0"], False),
        (["a**2 - 2 = 0"], False),
        (["b**2 - 2 = 0", "a*b - 1 = 0"], True),
        (["2*a - 1 = 0", "2*a - 1 != 0"], False),
        (["a - 1/3 = 0", "b - 2 = 0"], True),
    ],
)
def test_questions_with_known_answers(texts, answer):
    known = unit()
    assert known.satisfiable(atoms(known.ring, *texts)) is answer is known.satisfiable(atoms(known.ring, *texts))


def test_samples_answer_before_z3():
    known = unit()
    z3 = without_z3(known)
    assert known.satisfiable(atoms(known.ring, "b - 1 > 0", "a - 1/2 != 0")) is True and not z3.asked
    assert (known.questions, known.queries) == (1, 0)
    assert known.satisfiable(atoms(known.ring, "2 > 1")) is True and known.questions == 1  # nothing to ask


def test_unknowns_are_probabilities():
    known = oracle("a", "xyz", domain=("a > 0",), points=[(1,)], simplices=[("x",), ("y", "z")])
    ask = lambda *texts: known.satisfiable(atoms(known.ring, *texts))  # noqa: E731
    assert ask("x > 1") is False and ask("-x >= 0") is False and ask("y + z >= 1") is False and ask("x + y > 1") is True
    assert ask("y - 9/10 > 0") is True and ask("y >= 1") is False and ask("x*a - 5 = 0") is True


def test_a_model_is_kept_as_a_sample_with_its_unknowns():
    known = oracle("ab", "xy", domain=("a > 0", "b - 3 > 0"), points=[(1, 7)], simplices=[("x", "y")])
    assert known.satisfiable(atoms(known.ring, "a - 99 > 0", "x - 99/100 > 0")) is True
    assert known.size == 2 and known.point(1)["a"] > 99 and known.point(1)["b"] == 7  # what the question leaves open is as at first
    x, y = (Q(int(v.p), int(v.q)) for v in known.coordinates(1)[2:])
    assert x > Q(99, 100) and 0 < y < 1 - x
    assert known.points == [known.point(0), known.point(1)] and known.queries == 1


def test_a_model_outside_the_domain_is_no_sample():
    """With no sample at first, what a question leaves open is zero, which may lie outside."""
    known = oracle("ab", domain=("a > 0", "b - 3 >= 0"))
    assert known.satisfiable(atoms(known.ring, "a - 5 > 0")) is True and known.size == 0
    assert known.satisfiable(atoms(known.ring, "a - 5 > 0", "b - 3 = 0")) is True and known.size == 0  # on the domain's edge
    assert known.satisfiable(atoms(known.ring, "a - b > 0")) is True and known.size == 1


def test_answers_are_remembered_whatever_the_order():
    known = unit()
    one, two = atoms(known.ring, "a**2 - b > 0", "b - 1 > 0")
    assert known.satisfiable([one, two]) is False and known.queries == 1
    assert known.satisfiable([two, one, two]) is False and known.queries == 1 and known.questions == 2
    assert known.satisfiable([Atom(one.polynomial, ">="), two]) is False and known.queries == 2


def test_what_was_given_up_is_asked_again_with_more_patience_only():
    known = unit()
    z3 = without_z3(known)
    hard = atoms(known.ring, "a - b > 0", "b - 1 > 0")
    with known.hurried(50):
        assert known.satisfiable(hard) is None and known.satisfiable(hard) is None
        assert known.patience == 50 and [units for _, units, _ in z3.asked] == [50] and known.unknown == 1
        with known.hurried(70):
            assert known.patience == 50
    assert known.patience == sign_oracle.UNITS_A_QUERY
    assert known.satisfiable(hard) is None and len(z3.asked) == 2 and known.unknown == 2
    assert known.satisfiable(hard) is None and len(z3.asked) == 2
    z3.answer = False
    known.patience *= 2
    assert known.satisfiable(hard) is False
    known.patience *= 2
    assert known.satisfiable(hard) is False and len(z3.asked) == 3


def test_patience_comes_back_after_a_failure():
    known = unit()
    with pytest.raises(ZeroDivisionError), known.hurried(5):
        raise ZeroDivisionError
    assert known.patience == sign_oracle.UNITS_A_QUERY


def test_which_samples_satisfy_comparisons():
    known = unit(points=[(Q(1, 4), 1), (Q(1, 2), 1), (Q(3, 4), 2)])
    mask = lambda *texts: known.mask(atoms(known.ring, *texts)).tolist()  # noqa: E731
    assert mask() == [True] * 3 and mask("a - 1/2 > 0") == [False, False, True] and mask("a - 1/2 >= 0") == [False, True, True]
    assert mask("a - 1/2 = 0") == [False, True, False] and mask("a - 1/2 != 0") == [True, False, True]
    assert mask("a - 1/2 >= 0", "b - 2 >= 0", "a + b >= 0") == [False, False, True] and mask("b < 0".replace("<", "= -1 +")) == [False] * 3
    assert mask("a - 2 > 0", "a > 0") == [False] * 3


# ------------------------------------------------------------------ what z3 is asked


def test_a_question_carries_only_what_bears_on_it():
    known = oracle("abcd", "xyz", domain=("a - b > 0", "b - c > 0", "d > 0"), simplices=[("x",), ("y", "z")])
    used = lambda *names: {str(a.polynomial) for a in known.connected(names)}  # noqa: E731
    assert used("a") == {"a - b", "b - c"} == used("c") and used("d") == {"d"} and used("x") == set() == used()
    assert used("d", "c") == {"a - b", "b - c", "d"} and len(known.connected("ab")) == 2
    script = known.script(atoms(known.ring, "2*y - d != 0"))
    assert script == (
        "(declare-const v3 Real)(declare-const v5 Real)"
        "(assert (not (= (+ (* (- 1) v3) (* 2 v5)) 0)))(assert (> v5 0))(assert (> (+ (* (- 1) v5) 1) 0))(assert (> v3 0))"
    )
    assert "v6" in known.script(atoms(known.ring, "y - z >= 0")) and "(>= (+ v5 (* (- 1) v6)) 0)" in known.script(
        atoms(known.ring, "y - z >=")
    )
    assert known.script(atoms(known.ring, "c = 0")).count("declare-const") == 3


# ------------------------------------------------------------------ memory of what was learnt


def test_one_taken_afresh_has_learnt_nothing():
    known = unit()
    known.satisfiable(atoms(known.ring, "a - b > 0"))
    known.sign(poly(known.ring, "a - 5"))
    fresh = known.afresh()
    assert fresh.size == 1 < known.size and fresh._nlsat is not known._nlsat and fresh.domain == known.domain
    z3 = without_z3(fresh)
    assert fresh.sign(poly(known.ring, "a - 5")) is None and len(z3.asked) == 1
    assert fresh.satisfiable(atoms(known.ring, "a - b > 0")) is None and len(z3.asked) == 2


def test_the_quick_companion_gives_up_sooner_and_keeps_no_account():
    known = unit()
    known.patience, known.aside, known.allowance, known.ceiling, known.deadline = 10**9, [], None, 1, 0.0
    quick = known.quick
    assert quick is known.quick and quick.patience == sign_oracle.UNITS_A_QUICK_QUERY < sign_oracle.UNITS_A_QUERY
    quick.leave([poly(known.ring, "a")])
    assert quick.sign(poly(known.ring, "a - 5")) == -1 and quick.proved and not known.proved and known.aside == []
    assert quick.satisfiable(atoms(known.ring, "a - b > 0")) is True and known.size == 1
    assert known.afresh().quick is not quick


def test_what_a_generic_search_leaves_aside_is_kept_where_a_list_is():
    known = unit()
    known.leave([poly(known.ring, "a")])
    assert known.aside is None
    known.aside = []
    known.leave([poly(known.ring, "a")])
    known.leave(poly(known.ring, t) for t in ("b", "a - b"))
    assert list(map(str, known.aside)) == ["a", "b", "a - b"]


def test_tables_of_many_entries_are_begun_again(monkeypatch):
    known, hard = unit(), ("a - b > 0", "b - 1 > 0")
    z3 = without_z3(known)
    quick = known.quick
    quick_z3 = without_z3(quick)
    for one in (known, quick):
        one.satisfiable(atoms(known.ring, *hard))
        one.satisfiable(atoms(known.ring, "a - 2*b > 0", "b - 1 > 0"))
    for most, texts in ((6, 6), (5, 0), (2, 0)):
        monkeypatch.setattr(sign_oracle, "MOST_NOTED", most)
        known.forget()
        assert known.satisfiable(atoms(known.ring, *hard)) is None and len(z3.asked) == 2
        assert quick.satisfiable(atoms(known.ring, *hard)) is None and len(quick_z3.asked) == 2 and len(known._smt_texts) == texts
    monkeypatch.setattr(sign_oracle, "MOST_NOTED", 1)
    known.forget()
    assert not known._smt_texts and not known._answers and not known._given_up and not known._numbers
    assert known.satisfiable(atoms(known.ring, *hard)) is None and len(z3.asked) == 3
    assert quick.satisfiable(atoms(known.ring, *hard)) is None and len(quick_z3.asked) == 3


def test_points_are_added_with_unknowns_inside():
    known = oracle("a", "x", domain=("a > 0",))
    assert known.size == 0 and known.points == []
    known.add_point({"a": Q(5, 2)})
    assert known.points == [{"a": Q(5, 2)}] and 0 < known.coordinates(0)[1] < 1
    assert known.signs(poly(known.ring, "a - 3")).tolist() == [-1]


# ------------------------------------------------------------------ where it stops


def test_an_allowance_is_used_up():
    known = unit()
    without_z3(known, work=300)
    known.allowance = 1_000
    hard = atoms(known.ring, "a - b > 0", "b - 1 > 0")
    assert known.satisfiable(hard) is None and known.allowance == 1_000 - 500 - 300
    with pytest.raises(OutOfUnits):
        known.satisfiable(hard)


def test_the_last_unit_of_an_allowance_may_be_used():
    known = unit()
    known.allowance = 500
    assert known.satisfiable([]) is True and known.allowance == 0
    with pytest.raises(OutOfUnits):
        known.satisfiable([])


def test_no_question_gets_more_than_the_allowance_leaves():
    known = unit()
    z3 = without_z3(known)
    known.allowance, known.patience = 1_000, 300
    known.satisfiable(atoms(known.ring, "a - b > 0", "b - 1 > 0"))
    known.patience = 3_000
    known.satisfiable(atoms(known.ring, "a - b > 0", "b - 1 > 0"))
    assert [units for _, units, _ in z3.asked] == [300, 1]


@pytest.fixture
def clock(monkeypatch):
    """A clock that stands still until it is moved."""
    now = [100.0]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    return now


def test_a_deadline_ends_all_questions(clock):
    known = unit()
    z3 = without_z3(known)
    known.deadline = 102.0
    known.satisfiable(atoms(known.ring, "a - b > 0", "b - 1 > 0"))
    assert z3.asked[0][2] == 2000
    clock[0] = 102.0
    with pytest.raises(OutOfTime):
        known.satisfiable(atoms(known.ring, "a - b > 0", "b - 2 > 0"))
    assert known.satisfiable(atoms(known.ring, "a > 0")) is True
    clock[0] = 102.1
    with pytest.raises(OutOfTime):
        known.satisfiable([])


def test_after_a_search_what_would_be_nice_to_know_is_left_open(clock):
    known = unit()
    z3 = without_z3(known)
    known.ring.budget.end = 101.5
    assert known.satisfiable(atoms(known.ring, "a - b > 0", "b - 1 > 0")) is None and z3.asked[0][2] == 1500
    clock[0] = 101.4999
    assert known.satisfiable(atoms(known.ring, "a - b > 0", "b - 3 > 0")) is None and z3.asked[1][2] == 1
    clock[0] = 102.0
    assert known.satisfiable(atoms(known.ring, "a - b > 0", "b - 2 > 0")) is None and len(z3.asked) == 2 and known.queries == 2
    known.ring.budget.searching = True
    with pytest.raises(OutOfTime):
        known.satisfiable(atoms(known.ring, "a - b > 0", "b - 4 > 0"))


def test_z3_gets_no_time_where_none_is_given():
    known = unit()
    z3 = without_z3(known)
    known.satisfiable(atoms(known.ring, "a - b > 0", "b - 1 > 0"))
    assert z3.asked[0][1:] == (sign_oracle.UNITS_A_QUERY, None)


def test_a_ceiling_of_memory_is_looked_at_now_and_then(clock, monkeypatch):
    known, held, looks = unit(), [10], []
    monkeypatch.setattr(sign_oracle, "memory_in_use", lambda: looks.append(1) or held[0])
    known.go_on()
    assert not looks
    known.ceiling = 10
    known.go_on()
    known.go_on()
    assert len(looks) == 1
    held[0] = 11
    clock[0] += 0.04
    known.go_on()
    clock[0] += 0.011
    with pytest.raises(OutOfMemory):
        known.go_on()
    assert len(looks) == 2
    clock[0] += 1
    held[0] = None  # where it cannot be asked
    known.go_on()
