"""Checks of a map by the independent method: what is compared at a point, which sets are compared, and how points are solved together."""

from dataclasses import replace
from fractions import Fraction as Q
from types import SimpleNamespace

import pytest
from small_games import entry, horse, plane

from games import GameError
from games.numbers import Expression
from solvers.algebra.budget import Budget
from solvers.closed_forms import labels, parametric_families
from solvers.closed_forms.branches import all_pieces
from solvers.maps import cross_check, set_check
from solvers.maps.cells import Cells
from solvers.maps.cross_check import Judge
from solvers.maps.membership import Listed
from solvers.maps.point_check import ExistingBranches, agrees, check, counted, regime_points, sample, simple_points
from solvers.maps.set_check import Sets
from solvers.results import Regime
from solvers.verifier import Base, Enumeration, enumerate_bases


def prepared(game):
    solved = parametric_families(game, "sequential", game.parameters, knife_edges=False)
    generic = [k for k, family in enumerate(solved.families) if family.generic]
    cells = Cells(game, solved.pieces.oracle, [solved.groups[k] for k in generic])
    live, realised = cells.find()
    regimes = [Regime(str(k), (), cell.signs, cell.point, (), {}) for k, cell in enumerate(realised)]
    return SimpleNamespace(game=game, solved=solved, generic=generic, cells=cells, live=live, realised=realised, regimes=regimes)


@pytest.fixture(scope="module")
def standing():
    return prepared(horse())


@pytest.fixture(scope="module")
def coming():
    return prepared(entry())


def checked(some, points=2, **changed):
    s = SimpleNamespace(**{**vars(some), **changed})
    judge = Judge(s.game, "sequential")
    return check(s.solved, s.cells, s.live, s.realised, s.regimes, s.generic, ExistingBranches(s.solved, s.generic), points, iter, judge)


# ------------------------------------------------------------------ what is compared at a point


def base(*actions, equilibria=1):
    return Base(frozenset(actions), frozenset(), equilibria)


def test_bases_and_their_counts_must_be_the_same():
    one, two = base("a"), base("b", equilibria=None)
    answer = Enumeration((one, two), True, 0)
    right = {(one.actions, one.beliefs): 1, (two.actions, two.beliefs): None}
    assert agrees(right, answer)
    assert not agrees({(one.actions, one.beliefs): 1}, answer) and not agrees({**right, "more": 1}, answer)
    assert not agrees({**right, (one.actions, one.beliefs): 2}, answer) and not agrees({**right, (two.actions, two.beliefs): 1}, answer)
    assert agrees({**right, (one.actions, one.beliefs): 7}, replace(answer, uncounted=(one,))), "not counted, not compared"


def test_how_many_equilibria_a_base_holds():
    pieces = all_pieces(horse().at(), knife_edges=True)
    found = counted(pieces.view, pieces.pieces)
    independent = {(b.actions, b.beliefs): b.equilibria for b in enumerate_bases(horse().at()).bases}
    assert found == independent and set(found.values()) == {1, None}
    twice = counted(pieces.view, [*pieces.pieces, *pieces.pieces])
    assert twice == {name: None if count is None else 2 for name, count in found.items()}


def test_branches_that_exist_at_a_point(standing):
    existing = ExistingBranches(standing.solved, standing.generic)
    names = [family.name for family in standing.solved.families]
    low, high = existing({"x": Q(3)}), existing({"x": Q(5)})
    assert {names[k] for k, pieces in low.items() if pieces} == set(names) - {"1 down; 3 L"} and all(high.values())
    assert [len(pieces) for pieces in low.values()] == [0, 2, 1], "the belief in one node is a face"
    counts = existing.counted(p for pieces in high.values() for p in pieces)
    assert agrees(counts, enumerate_bases(horse(x=5).at())) and not agrees(counts, enumerate_bases(horse().at()))
    assert set(ExistingBranches(standing.solved, standing.generic[:1])({"x": Q(3)})) == {standing.generic[0]}


def test_a_map_agrees_with_the_independent_method(standing, coming):
    assert checked(standing) == {"points": 4, "disagreements": 0} and checked(coming, points=1) == {"points": 2, "disagreements": 0}
    assert checked(coming, points=0) == {"points": 0, "disagreements": 0}


def test_a_family_that_is_not_listed_is_a_disagreement(standing):
    for gone in range(len(standing.generic)):
        fewer = [type(c)(c.signs, c.point, c.label - {gone}) for c in standing.realised]
        expected = sum(gone in c.label for c in standing.realised) * 2
        assert checked(standing, realised=fewer)["disagreements"] == expected
    more = [type(c)(c.signs, c.point, c.label | {0}) for c in standing.realised]
    assert checked(standing, realised=more)["disagreements"] == 2


def test_points_that_the_independent_method_cannot_decide_are_counted(coming, monkeypatch):
    class Unsure(Judge):
        def __call__(self, point):
            answer = super().__call__(point)
            return replace(answer, complete=False, bases=()) if point["c"] > -1 else answer

    found = check(
        coming.solved,
        coming.cells,
        coming.live,
        coming.realised,
        coming.regimes,
        coming.generic,
        ExistingBranches(coming.solved, coming.generic),
        2,
        iter,
        Unsure(coming.game, "sequential"),
    )
    assert found == {"points": 2, "disagreements": 0, "undecided": 2}


def test_no_point_is_checked_once_time_is_over(coming):
    judge = Judge(coming.game, "sequential")
    judge.budget = Budget(-1)
    existing = ExistingBranches(coming.solved, coming.generic)
    assert check(coming.solved, coming.cells, coming.live, coming.realised, coming.regimes, coming.generic, existing, 2, iter, judge) == {
        "points": 0,
        "disagreements": 0,
    }


def test_progress_wraps_the_points(coming):
    seen = []

    def progress(points):
        seen.extend(points)
        return iter(points)

    judge = Judge(coming.game, "sequential")
    existing = ExistingBranches(coming.solved, coming.generic)
    check(coming.solved, coming.cells, coming.live, coming.realised, coming.regimes, coming.generic, existing, 3, progress, judge)
    assert len(seen) == 6 and len(judge._answers) == 6


# ------------------------------------------------------------------ points


def test_points_with_small_denominators(coming):
    upper = next(c for c in coming.realised if c.signs == (1,))
    at = type(upper)(upper.signs, {"c": Q(2718, 1000)}, upper.label)
    assert simple_points(coming.cells, coming.live, at) == [{"c": Q(11, 4)}, {"c": Q(19, 7)}, {"c": Q(68, 25)}, {"c": Q(106, 39)}]
    for denominator, last in ((101, [Q(201, 100), Q(203, 101)]), (1001, [Q(2001, 1000)])):
        beyond = type(upper)(upper.signs, {"c": 2 + Q(1, denominator) + Q(1, 10**9)}, upper.label)
        assert simple_points(coming.cells, coming.live, beyond) == [{"c": x} for x in (2, *last)]
    near = type(upper)(upper.signs, {"c": Q(-999, 1000) + Q(1, 10**5)}, upper.label)
    found = simple_points(coming.cells, coming.live, near)
    assert found and all(p["c"] > -1 for p in found), "never on the wall, nor beyond"
    simple = type(upper)(upper.signs, {"c": Q(1, 2)}, upper.label)
    assert simple_points(coming.cells, coming.live, simple) == [], "the point itself is no other"


def test_the_sample_of_a_regime_agrees_with_the_independent_method(coming):
    existing = ExistingBranches(coming.solved, coming.generic)
    cell = next(c for c in coming.realised if c.signs == (1,))
    members = [coming.generic[i] for i in cell.label]
    judge = Judge(coming.game, "sequential")
    wrong, right = {"c": Q(-2)}, {"c": Q(3)}

    def asked(choices, judge):
        return sample(existing, members, coming.cells, coming.live, cell, choices, judge)

    assert asked([wrong, right], judge) == right and asked([], judge) == cell.point
    assert asked([wrong], judge)["c"] > 0, "drawn inside, where no simple point will do"
    assert asked([wrong, right], Judge(coming.game, "nash")) == wrong, "nothing to ask"


def test_the_points_of_a_regime(coming):
    cell = coming.realised[0]
    some = regime_points(coming.solved, coming.cells, coming.live, cell, {"c": Q(7)}, 3)
    assert len(some) == 3 and some[0] == {"c": 7} and all(coming.cells.signs_at(coming.live, p) == cell.signs for p in some[1:])
    assert regime_points(coming.solved, coming.cells, coming.live, cell, {"c": Q(7)}, 0) == []
    numeric = prepared(entry().at())
    assert regime_points(numeric.solved, numeric.cells, numeric.live, numeric.realised[0], {}, 3) == [{}]
    assert regime_points(numeric.solved, numeric.cells, numeric.live, numeric.realised[0], {}, 0) == []


# ------------------------------------------------------------------ sets


def answers(some, *points):
    existing = frozenset(some.generic)
    return [(point, existing, enumerate_bases(some.game.fix(point))) for point in points]


def test_sets_that_are_listed_agree(standing):
    sets = Sets(standing.solved)
    assert sets.differ(answers(standing, {"x": Q(5)}, {"x": Q(9, 2)})) == set()
    names = [f.name for f in standing.solved.families]
    covered = {names[k] for some in sets.of_base.values() for k in some}
    assert covered == set(names) - {"1 down; 3 L"}, "what is open, or has several bases"
    assert not sets.wrong(standing.generic, {"x": Q(5)})


def changed(some, k, **what):
    listed = list(some.solved.families)
    listed[k] = replace(listed[k], **what)
    return replace(some.solved, families=replace(some.solved.families, families=tuple(listed)))


def open_family(some, part):
    return next(k for k, family in enumerate(some.solved.families) if family.free and part in family.name)


def test_a_range_that_lies_elsewhere_is_seen(standing):
    k = open_family(standing, "3 R")
    (name,) = standing.solved.families[k].free
    mu = Expression.symbol(name)
    beyond = changed(standing, k, limits=(((mu - Q(2, 5), ">="), (1 - mu, ">=")),))
    assert Sets(beyond).wrong([k], {"x": Q(5)}) and Sets(beyond).differ(answers(standing, {"x": Q(5)}, {"x": Q(6)})) == {0}


def test_ends_are_judged_too(standing):
    """A range that is wrong at its ends only, where the belief in the other node is left out or comes to more than it may."""
    k = open_family(standing, "3 R")
    (name,) = standing.solved.families[k].free
    mu = Expression.symbol(name)
    wide = changed(standing, k, limits=(((Q(34, 100) - mu, ">="), (mu + Q(1, 100), ">=")),))
    first, *_ = Listed(wide.families[k], {"x": Q(5)}).members(1)
    assert 0 <= first.beliefs["3"]["start"]["down"] <= Q(1, 3) and Sets(wide).wrong([k], {"x": Q(5)})


def test_a_range_that_is_too_narrow_is_seen(standing):
    k = open_family(standing, "3 R")
    family = standing.solved.families[k]
    narrow = changed(standing, k, limits=(tuple((e, ">") for e, _ in family.limits[0]),))
    assert not Sets(narrow).wrong([k], {"x": Q(5)}) and Sets(narrow).differ(answers(standing, {"x": Q(5)}, {"x": Q(6)})) == {0}


def test_each_base_and_family_is_compared_once(standing, monkeypatch):
    asked = []
    monkeypatch.setattr(Sets, "wrong", lambda self, families, point: bool(asked.extend((k, point["x"]) for k in families)))
    Sets(standing.solved).differ(answers(standing, {"x": Q(5)}, {"x": Q(6)}))
    opened = [k for k in standing.generic if standing.solved.families[k].free]
    assert asked == [(k, 5) for k in opened]


def test_an_answer_that_is_not_complete_says_nothing_of_bases(standing):
    k = open_family(standing, "3 R")
    narrow = changed(standing, k, limits=(tuple((e, ">") for e, _ in standing.solved.families[k].limits[0]),))
    ((point, existing, answer),) = answers(standing, {"x": Q(5)})
    assert Sets(narrow).differ([(point, existing, replace(answer, complete=False))]) == set()
    assert Sets(standing.solved).differ([]) == set()


def test_what_is_no_probability_is_wrong(standing, monkeypatch):
    k = open_family(standing, "3 R")

    def refused(*_):
        raise GameError("no probabilities")

    monkeypatch.setattr(set_check, "verify", refused)
    assert Sets(standing.solved).wrong([k], {"x": Q(5)})


def test_families_that_use_the_actions_of_a_base(standing):
    view = standing.solved.pieces.view
    used = Sets(standing.solved)._used
    for k, group in enumerate(standing.solved.groups):
        actions, _ = labels(view, group.main.base)
        assert used[k] == actions and used.count(actions) == 1


# ------------------------------------------------------------------ points solved together


def test_each_point_is_solved_once_with_others_that_are_expected(monkeypatch):
    calls = []
    real = cross_check.enumerate_bases_at

    def counting(game, points, **how):
        calls.append([p["c"] for p in points])
        assert how["concept"] == "sequential" and how["timeout"] is None
        return real(game, points, **how)

    monkeypatch.setattr(cross_check, "enumerate_bases_at", counting)
    judge = Judge(entry(), "sequential")
    judge.expect({"c": Q(k)} for k in (1, 2, -2))
    assert judge({"c": Q(2)}).bases == enumerate_bases(entry(c=2).at()).bases and calls == [[2, 1, -2]]
    assert judge({"c": Q(-2)}).bases == enumerate_bases(entry(c=-2).at()).bases and len(calls) == 1
    judge.expect([{"c": Q(1)}, {"c": Q(5)}])
    judge({"c": Q(4)})
    assert calls[1] == [4, 5], "what is known is not asked again"
    judge({"c": Q(5)})
    assert len(calls) == 2


def test_the_time_that_is_left_is_passed_on(monkeypatch):
    given = []
    monkeypatch.setattr(
        cross_check,
        "enumerate_bases_at",
        lambda game, points, **how: given.append(how["timeout"]) or [Enumeration((), True, 0)] * len(points),
    )
    judge = Judge(entry(), "sequential")
    judge.budget = Budget(1000)
    judge({"c": Q(1)})
    assert len(given) == 1 and 0 < given[0] <= 1000


def test_no_more_points_than_fit_are_solved_together(monkeypatch):
    monkeypatch.setattr(cross_check, "TOGETHER", 2)
    judge = Judge(entry(), "sequential")
    judge.expect({"c": Q(k)} for k in range(5))
    judge({"c": Q(0)})
    assert len(judge._answers) == 2
    monkeypatch.setattr(cross_check, "FEW_SETS", 1)
    assert Judge(entry(), "sequential")._batch == cross_check.FEWER == 100
    monkeypatch.setattr(cross_check, "FEW_SETS", 2)
    assert Judge(entry(), "sequential")._batch == 2


def test_concepts_that_the_independent_method_does_not_know():
    judge = Judge(entry(), "nash")
    assert not judge.knows and Judge(entry(), "pbe").knows
    with pytest.raises(GameError, match=r"There is no independent enumeration of nash equilibria\."):
        judge({"c": Q(1)})


def test_time_that_is_over_leaves_an_incomplete_answer():
    judge = Judge(entry(), "sequential")
    judge.budget = Budget(-1)
    answer = judge({"c": Q(1)})
    assert (
        not answer.complete and answer.bases == () and answer.missing == "The time was over before the search was." and not judge._answers
    )


def test_play_that_is_too_deep_is_not_decided(monkeypatch):
    def deep(*_, **__):
        raise RecursionError

    monkeypatch.setattr(cross_check, "enumerate_bases_at", deep)
    judge = Judge(entry(), "sequential")
    judge.expect([{"c": Q(2)}])
    assert not judge({"c": Q(1)}).complete and not judge({"c": Q(2)}).complete and judge({"c": Q(1)}).bases == ()


def test_a_game_of_one_choice_has_the_wall_between_its_payoffs():
    found = prepared(plane())
    assert len(found.live) == 1 and checked(found) == {"points": 4, "disagreements": 0}
