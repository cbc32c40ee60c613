"""Maps of small games, written out: walls with their reasons, regimes with samples and ranges, checks, and what is left."""

from concurrent.futures import Executor, Future
from dataclasses import replace
from fractions import Fraction as Q
from types import SimpleNamespace

import pytest
from small_games import entry, heard, pennies, quality, trust, visited

from games import Parameter, game, load
from solvers import regimes
from solvers.algebra.budget import Budget
from solvers.maps import cross_check, mapping
from solvers.maps.cells import Cell
from solvers.maps.mapping import left_in_words, needed, regime_map
from solvers.results import Indifference, Stop


def walls(found):
    return [(str(w.polynomial), w.threshold.text(), w.below, w.above) for w in found.walls]


def flips(found):
    return [w.flips for w in found.walls]


def told(found):
    return [(r.name, r.conditions, r.signs, r.sample, r.families) for r in found.regimes]


def test_the_entry_game():
    found = regimes(entry())
    assert (
        walls(found) == [("1 + c", "c = -1", "c < -1", "c > -1")]
        and flips(found) == [("A out", "A in; B yield")]
        and found.walls[0].on == ()
    )
    assert found.walls[0].reasons == (Indifference("B", "in", ("fight", "yield")),)
    assert told(found) == [
        ("R1", ("c < -1",), (-1,), {"c": -2}, ("A out",)),
        ("R2", ("c > -1",), (1,), {"c": 1}, ("A in; B yield",)),  # of the defaults
    ]
    assert found.regimes[1].outcomes == {"out": (0, 0), "in/fight": (0, 0), "in/yield": (1, 1)} and found.regimes[1].outer == ()
    assert found.checked == {"points": 4, "disagreements": 0} and found.found == "all" and found.at_rest == {}
    assert found.solved.bases == {"generic": 2, "knife_edge": None} and found.solved.undecided == 0


def test_families_on_walls_are_listed_with_them():
    found = regimes(entry(), knife_edges=True)
    (wall,) = found.walls
    assert wall.on == (
        "A out; off the path B fight or yield at in [knife edge]",
        "A in; B fight or yield [knife edge]",
        "A out or in; B fight or yield [knife edge]",
    )
    assert not {name for r in found.regimes for name in r.families} & set(wall.on)
    (wall,) = regimes(visited(), knife_edges=True).walls
    assert wall.on == ("G out or in; H fight after strong, yield after weak [knife edge]",)


def test_a_signal():
    found = regimes(trust())
    pooling, mixing = "S pooling on loud; R trust", "S semi-separating (good loud, bad quiet or loud); R trust or doubt"
    assert walls(found) == [("2*p - 1", "p = 1/2", "p < 1/2", "p > 1/2")]
    assert found.walls[0].reasons == (Indifference("R", "loud", ("trust", "doubt")), Stop("S", "bad", "quiet", True))
    assert told(found) == [("R1", ("p < 1/2",), (-1,), {"p": Q(1, 4)}, (mixing,)), ("R2", ("p > 1/2",), (1,), {"p": Q(2, 3)}, (pooling,))]
    # the bad are loud with p/(1 - p), and trusted with 1/3
    assert found.regimes[0].outcomes == {"quiet": (Q(1, 2), Q(1, 2)), "loud/trust": (Q(1, 6), Q(1, 6)), "loud/doubt": (Q(1, 3), Q(1, 3))}


def test_two_walls_cross():
    found = regimes(quality(), "all")
    assert [w[1:] for w in walls(found)] == [("r = 2", "r < 2", "r > 2"), ("q = r", "q < r", "q > r")]
    stay, keep, fire = "W stay; F keep", "W leave; off the path F keep at stay", "W leave; off the path F fire at stay"
    assert flips(found) == [(stay, keep), (stay, keep, fire)]
    assert [(r.conditions, r.signs, r.families) for r in found.regimes] == [
        (("r < 2", "q < r"), (-1, -1), (fire,)),
        (("r > 2", "q > r"), (1, 1), (keep,)),
        (("r > 2", "q < r"), (1, -1), (fire,)),
        (("r < 2", "q > r"), (-1, 1), (stay,)),
    ]
    assert found.regimes[0].sample == {"q": Q(1, 3), "r": 1}, "the defaults are the sample of their regime"
    assert found.checked == {"points": 8, "disagreements": 0} and all(found.signs(r.sample) == r.signs for r in found.regimes)


def test_coexisting_families_give_ranges():
    found = regimes(heard())
    assert [w[1:] for w in walls(found)] == [("p = 1/2", "p < 1/2", "p > 1/2"), ("p = 2/3", "p < 2/3", "p > 2/3")]
    assert [r.conditions for r in found.regimes] == [("p < 1/2",), ("p > 1/2", "p < 2/3"), ("p > 2/3",)]
    assert found.walls[1].reasons == (Indifference("B", "heard", ("x", "y")), Stop("S", "l", "quiet", True))
    assert found.walls[0].reasons == (Indifference("C", "heard", ("u", "v")), Stop("S", "l", "quiet", True))
    low, between, high = found.regimes
    assert low.outcomes == {
        "quiet": (Q(1, 3), 1),
        "heard/x/u": (0, Q(1, 4)),
        "heard/x/v": (0, 0),
        "heard/y/u": (0, Q(1, 3)),
        "heard/y/v": (0, Q(1, 3)),
    }
    assert high.outcomes["quiet"] == (1, 1) and between.outcomes["quiet"] == (0, 1) and len(between.families) == 6
    assert found.walls[1].flips[0] == "S pooling on heard; B y; C u"


def test_a_game_whose_equilibria_never_change_has_one_regime():
    found = regimes(pennies())
    (only,) = found.regimes
    assert found.walls == () and told(found) == [("R1", (), (), {"w": 1}, ("A h or t; B h or t",))]
    assert only.outcomes == dict.fromkeys(("h/h", "h/t", "t/h", "t/t"), (Q(1, 4), Q(1, 4)))


def test_other_parameters_rest():
    found = regimes(quality(), "q", r=3)
    assert found.at_rest == {"r": 3} and [w.threshold.text() for w in found.walls] == ["q = 3"]
    found = regimes(quality(), "q")
    assert found.at_rest == {"r": 1} and [w.threshold.text() for w in found.walls] == ["q = 1"]


def test_how_many_points_are_checked():
    assert regimes(entry(), check=5).checked == {"points": 10, "disagreements": 0}
    assert regimes(entry(), check=0).checked == {"points": 0, "disagreements": 0}
    assert regimes(entry(), check=1).checked == {"points": 2, "disagreements": 0}


@game(players=("A",))
def even(play, *, x=Parameter(0, "-4 < x < 4")):
    return [{"stay": 0, "go": x}[play.choose("A", ["stay", "go"])]]


def test_defaults_on_a_wall():
    found = regimes(even(), knife_edges=True)
    assert [r.conditions for r in found.regimes] == [("x < 0",), ("x > 0",)] and all(r.sample["x"] for r in found.regimes)
    assert found.checked == {"points": 4, "disagreements": 0} and found.walls[0].on == ("A stay or go [knife edge]",)


@game(players=("A",))
def bent(play, *, x=Parameter(1, "0 < x < 4"), y=Parameter(2, "0 < y < 4")):
    return [{"stay": x**2, "go": y}[play.choose("A", ["stay", "go"])]]


def test_knife_edges_lie_on_walls_whatever_their_orientation():
    (wall,) = regimes(bent(), "all", knife_edges=True, check=0).walls
    assert str(wall.polynomial) == "y - x**2" and wall.on == ("A stay or go [knife edge]",) and wall.flips == ("A stay", "A go")


def test_other_concepts():
    found = regimes(trust(), concept="pbe")
    assert [w.threshold.text() for w in found.walls] == ["p = 1/2"] and found.checked == {"points": 4, "disagreements": 0}
    common = regimes(trust(), concept="pbe-ft")
    assert [w.threshold.text() for w in common.walls] == ["p = 1/2"] and common.checked == {"points": 0, "disagreements": 0}


# ------------------------------------------------------------------ what is left


def mapped(game, **how):
    arguments = {"knife_edges": False, "seconds": None, "points": 2} | how
    return regime_map(game, "sequential", game.parameters, {}, **arguments)


def test_time_that_is_over_is_said(monkeypatch):
    """When the time is over after the search, what was found is written out, and what was left is told."""
    real = mapping.parametric_families

    def late(*arguments, **how):
        solved = real(*arguments, **{**how, "budget": Budget()})
        how["budget"].end = -1.0
        return solved

    monkeypatch.setattr(mapping, "parametric_families", late)
    found = mapped(heard())
    assert found.found == "some" and len(found.regimes) == 1 and all(w.reasons == () for w in found.walls)
    assert found.checked["points"] == 0 and "the check by the independent method" in found.solved.left
    assert "2 more regimes, found but not written out" in found.solved.left


def test_points_that_time_left_undecided_are_said(monkeypatch):
    def late(*arguments):
        arguments[-1].budget.end = -1.0
        return {"points": 1, "disagreements": 0, "undecided": 3}

    monkeypatch.setattr(mapping, "check", late)
    found = mapped(entry())
    assert found.solved.left == ("the check by the independent method",) and found.found == "some" and len(found.regimes) == 2


def test_nothing_is_solved_again_when_the_search_was_stopped(monkeypatch):
    real = mapping.parametric_families

    def stopped(*arguments, **how):
        solved = real(*arguments, **how)
        return replace(solved, families=replace(solved.families, found="some", left=("the whole search",)))

    def refused(*_, **__):
        raise AssertionError("asked")

    monkeypatch.setattr(mapping, "parametric_families", stopped)
    monkeypatch.setattr(mapping.Judge, "__call__", refused)
    found = mapped(entry())
    assert found.checked == {"points": 0, "disagreements": 0} and found.solved.left == ("the whole search",) and len(found.regimes) == 2


class Here(Executor):
    """Runs what is submitted at once, and counts it."""

    def __init__(self):
        self.submitted = 0

    def submit(self, work, /, *arguments, **more):
        self.submitted += 1
        future = Future()
        future.set_result(work(*arguments, **more))
        return future


def test_tasks_run_where_they_are_sent():
    executor = Here()
    assert told(mapped(entry(), executor=executor)) == told(mapped(entry())) and executor.submitted > 0


@game(players=("A",))
def narrow(play, *, x=Parameter(1, "0 < x < 2")):
    return [{"stay": 0, "go": (x - Q(27, 100)) * (Q(29, 100) - x)}[play.choose("A", ["stay", "go"])]]


def test_samples_of_narrow_regimes_are_simple():
    found = regimes(narrow())
    inside = next(r for r in found.regimes if r.families == ("A go",))
    assert inside.sample == {"x": Q(2, 7)} and found.regimes[-1].sample == {"x": 1}


def test_a_disagreement_is_not_called_all(monkeypatch):
    monkeypatch.setattr(mapping, "check", lambda *_: {"points": 3, "disagreements": 1})
    assert mapped(entry()).found == "some" and mapped(entry()).checked == {"points": 3, "disagreements": 1}


def test_sign_vectors_that_are_not_decided_are_not_called_all(monkeypatch):
    monkeypatch.setattr(mapping.Cells, "unknown", 1)
    assert mapped(entry()).found == "some"


def test_progress_wraps_tasks_and_points():
    seen = []

    def progress(items):
        items = list(items)
        seen.append(len(items))
        return iter(items)

    mapped(entry(), progress=progress)
    assert len(seen) == 2 and seen[-1] == 4


def test_what_is_left_in_words():
    def left(skipped=0, crowded=False, regimes=0, unchecked=False):
        return list(left_in_words(SimpleNamespace(skipped=skipped, crowded=crowded), regimes, unchecked))

    assert left() == []
    assert left(1) == ["1 side of walls on which there may be further regimes"] and left(2)[0].startswith("2 sides of")
    assert left(crowded=True) == ["which of the walls change nothing"] and left(unchecked=True) == ["the check by the independent method"]
    assert left(regimes=1) == ["1 more regime, found but not written out"] and left(regimes=3) == [
        "3 more regimes, found but not written out"
    ]


@pytest.mark.parametrize(
    "vectors, walls_needed",
    [
        ([(1, 1), (1, -1), (-1, 1), (-1, -1)], [[0, 1]] * 4),
        ([(1, 1), (-1, 1), (-1, -1)], [[0], [0, 1], [1]]),
        ([(1,), (-1,)], [[0], [0]]),
        ([()], [[]]),
        ([(1, 1), (-1, -1)], [[0], [0]]),  # later walls are dropped first
    ],
)
def test_the_walls_that_tell_a_cell_from_all_others(vectors, walls_needed):
    cells = [Cell(signs, {}, frozenset()) for signs in vectors]
    assert [needed(cells, cell) for cell in cells] == walls_needed


def test_a_game_without_parameters_has_one_regime():
    found = mapped(entry().at())
    (only,) = found.regimes
    assert (found.walls, only.sample, only.families) == ((), {}, ("A in; B yield",)) and found.checked == {"points": 1, "disagreements": 0}


def test_all_points_of_a_map_are_solved_in_one_search(monkeypatch):
    """Also the points of regimes for which no simpler one is found than that by which they were found."""
    calls, real = [], cross_check.enumerate_bases_at

    def counting(game, points, **how):
        calls.append(len(points))
        return real(game, points, **how)

    monkeypatch.setattr(cross_check, "enumerate_bases_at", counting)
    found = regimes(load("earned_trust", periods=2))
    assert calls == [6] and found.checked == {"points": 6, "disagreements": 0}
