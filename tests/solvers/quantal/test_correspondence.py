"""The correspondence: folds, counts, separate branches, meetings, limits, and a parameter that moves at a precision."""

from fractions import Fraction
from math import exp, log

import numpy as np
import pytest
from other_responses import normal_form

import games
from games import GameError, Parameter, game
from solvers import correspondence, limiting_equilibrium, quantal_response
from solvers.quantal import branches as following
from solvers.quantal.solving import read
from solvers.quantal.system import System
from solvers.quantal.turns import turn_near

BENDING = games.load("bending_branch")


@pytest.fixture(scope="module")
def bending():
    return correspondence(BENDING, 5)


def test_folds_of_the_bending_branch(bending):
    assert [fold.value for fold in bending.folds] == pytest.approx([1.3241873592, 1.3494217460, 1.5291469326], abs=1e-9)
    assert [fold.appear for fold in bending.folds] == [True, False, True]
    assert all(high - low < Fraction(1, 10**25) and low <= high for low, high in (fold.at for fold in bending.folds))
    assert [branch.folds for branch in bending.branches] == [(0, 1), (2,)]


def test_the_counts_are_proved_from_fold_to_fold(bending):
    assert [(count.count, count.proved) for count in bending.counts] == [(1, True), (3, True), (1, True), (3, True)]
    assert bending.found == "all" and bending.gaps == () and bending.walls == bending.folds


def test_the_principal_branch_starts_at_even_odds_and_ends_in_its_limit(bending):
    principal = bending.branches[0]
    assert principal.moving[0] == 0 and principal.moving[-1] == 5 and principal.complete and not principal.closed
    assert bending.curve("principal branch", "Row", "start", "r1")[0] == 0.5
    limit = bending.limit
    assert limit.exact and limit.certificate.equilibrium
    assert (limit.profile["Row"]["start"]["r2"], limit.profile["Column"]["start"]["c1"]) == (1, 1)


def test_points_of_a_correspondence_are_counted_anew(bending):
    at = bending.at(3)
    ends = [branch.chances["Row"]["start"]["r1"] for branch in bending.branches]
    assert (at.found, len(at)) == ("all", 3)
    assert all(min(abs(x - y) for branch in ends for y in branch) < 0.05 for x in (one.profile["Row"]["start"]["r1"] for one in at))


def test_what_a_correspondence_says(bending):
    said = bending.text()
    assert "1.324187359 to 1.349421746: 3 equilibria" in said
    assert "a fold on the principal branch" in said and "a fold on branch 2" in said
    assert "These are all branches and folds" in said and "Limiting logit equilibrium" in said
    written = bending.as_json()
    assert written["counts"][1]["count"] == 3 and "/" in written["folds"][0]["between"][0] and written["found"] == "all"
    assert {"branch", "precision", "player", "probability"} < set(bending.frame().columns)
    shown = bending._repr_mimebundle_()
    assert shown["text/html"].count("<img alt=") == 1 and "folds at 1.324" in shown["text/html"]


def test_the_picture_marks_folds(bending):
    figure = bending.plot([("Row", "start", "r2")])
    (axis,) = [axis for axis in figure.axes if axis.get_visible()]
    assert sum(line.get_gid() == "fold" for line in axis.lines) == 3 and len(axis.lines) == 5
    with pytest.raises(GameError, match="Row has no action 'x' at 'start' in bending_branch"):
        bending.plot([("Row", "start", "x")])


def test_branches_that_meet_by_a_symmetry():
    """In the battle of the sexes two branches leave the symmetric one, at a precision that is proved."""
    found = correspondence(games.load("battle_of_sexes"), 5)
    (meeting,) = found.bifurcations
    assert meeting.certified and meeting.value == pytest.approx(1.372183549418, abs=1e-9)
    assert [count.count for count in found.counts] == [1, 3] and found.found == "all"
    ((low, high),) = found.gaps
    assert low < meeting.value < high and high - low < 0.01
    p = meeting.chances["Row"]["start"]["opera"]
    q = found.limit.profile["Row"]["start"]["opera"]
    assert 0.5 < p < 1 and q == Fraction(2, 3)


def test_the_meeting_of_a_coordination_game_in_closed_form():
    """Both get 1 where they meet: x = 1/(1 + exp(-rate (2x - 1))) has slope rate/2 at even odds, so that branches meet at 2."""

    @game(players=("A", "B"))
    def meet(play):
        """Meet or miss."""
        a = play.choose("A", ["x", "y"], public=False)
        return (1, 1) if play.choose("B", ["x", "y"], public=False) == a else (0, 0)

    found = correspondence(meet(), 4)
    (meeting,) = found.bifurcations
    assert meeting.certified and meeting.at[0] <= 2 <= meeting.at[1]
    assert [count.count for count in found.counts] == [1, 3]


def test_a_correspondence_of_three_players_is_complete():
    found = correspondence(normal_form((2, 2, 2), np.random.default_rng(0)), 2)
    assert found.found == "all" and [count.count for count in found.counts] == [1, 3]
    assert [fold.value for fold in found.folds] == pytest.approx([0.575245], abs=1e-6)


@pytest.mark.parametrize("seed", [0, 9])
def test_counts_between_folds_are_those_at_points(seed):
    tree, rng = normal_form((2, 2, 2), np.random.default_rng(seed)), np.random.default_rng(seed)
    found = correspondence(tree, 3)
    for x in rng.integers(1, 3_000, 3):
        at = Fraction(int(x), 1_000)
        assert [count.count for count in found.counts if count.low < at < count.high] == [len(found.at(at))]


def test_a_fold_that_nobody_followed_is_found_in_the_boxes(monkeypatch):
    """The branch that stands apart is taken from no slice: the boxes that are left undecided lead to it."""
    plain = following.points_at

    def blind(system, moving, most):
        points = plain(system, moving, most)
        if moving == 5:
            points.points[:] = [p for p in points.points if p.at[0] < -1.5]
        return points

    monkeypatch.setattr(following, "points_at", blind)
    found = following.branches(System(read(BENDING.at())), Fraction(0), Fraction(5), 50_000, 1_000)
    assert [float(t.moving.mid()) for t in found.turns] == pytest.approx([1.3241873592, 1.3494217460, 1.5291469326], abs=1e-9)


def test_no_fold_is_certified_where_there_is_none():
    system = System(read(BENDING.at()))
    assert turn_near(system, [-1.0], 1.0, 0.2) is None


# ------------------------------------------------------------------ along a parameter


@game(players=("A", "B"))
def coordination(play, *, w=Parameter(1, "w > 0", means="what B likes about y")):
    """Both want to meet, at y better or worse."""
    a = play.choose("A", ["x", "y"], public=False)
    b = play.choose("B", ["x", "y"], public=False)
    return ((1, 1) if a == "x" else (w, w)) if a == b else (0, 0)


def test_walls_in_a_parameter_are_folds_in_closed_form():
    """With equal chances x for both, logit(x) = rate (x - w (1 - x)); the fold is where its derivative in x is that of the logit."""
    rate = 4
    found = correspondence(coordination(), 12, low="1/20", by="w", precision=rate)
    assert found.found == "all" and [count.count for count in found.counts] == [1, 3, 1]

    def w_of(x):
        return (x - log(x / (1 - x)) / rate) / (1 - x)

    xs = np.linspace(1e-3, 1 - 1e-3, 200_001)
    slopes = np.diff([w_of(x) for x in xs])
    walls = sorted(w_of(xs[k]) for k in np.flatnonzero(slopes[:-1] * slopes[1:] < 0))
    assert [fold.value for fold in found.walls] == pytest.approx(walls, abs=1e-6)
    assert [fold.appear for fold in found.walls] == [True, False]
    inside = quantal_response(coordination(), rate, w=1)
    assert (inside.found, len(inside), len(found.at(11))) == ("all", 3, 1)


def test_no_walls_where_the_equilibrium_is_one_throughout():
    found = correspondence(games.load("asymmetric_pennies"), 20, low=2, by="X", precision=1)
    assert (found.found, found.folds, [count.count for count in found.counts]) == ("all", (), [1])
    top = found.curve("branch 1", "Row", "start", "top")
    assert top[-1] > top[0] and 0 < exp(-1) < 1


# ------------------------------------------------------------------ limits


@pytest.mark.parametrize(
    ("name", "player", "infoset", "action", "value"),
    [
        ("imperfect_limit", "Row", "start", "U", Fraction(1, 2)),
        ("battle_of_sexes", "Row", "start", "opera", Fraction(2, 3)),
        ("selten_horse", "3", "start", "R", 1),
        ("matching_pennies", None, None, None, Fraction(1, 2)),
    ],
)
def test_limits_of_principal_branches(name, player, infoset, action, value):
    limit = limiting_equilibrium(games.load(name))
    assert limit.exact and limit.certificate.equilibrium and limit.distance < 1e-6
    row = limit.profile[player][infoset] if player else next(iter(next(iter(limit.profile.strategies.values())).values()))
    assert (row[action] if action else next(iter(row.values()))) == value


def test_an_irrational_limit_is_identified_by_lifting():
    """A volunteer's dilemma of three: everybody helps with 1 - sqrt(c), here 1 - sqrt(1/2)."""

    @game(players=("A", "B", "C"))
    def volunteers(play):
        """One who helps is enough."""
        helped = [play.choose(p, ["help", "wait"], public=False) == "help" for p in ("A", "B", "C")]
        return tuple((1 - Fraction(1, 2) * h) if any(helped) else 0 for h in helped)

    limit = limiting_equilibrium(volunteers())
    assert limit.exact and float(limit.profile["A"]["start"]["help"]) == pytest.approx(1 - 0.5**0.5, abs=1e-9)


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (lambda: correspondence(BENDING, 5, low=5), "The precision is to rise from 5 to 5, which is no range."),
        (lambda: correspondence(BENDING, 5, precision=1), "The precision is what moves, and has been given a value"),
        (lambda: correspondence(coordination(), 5, by="w"), "Along w quantal response equilibria are those at a precision; give one, as"),
        (lambda: correspondence(coordination(), 5, by="w", precision=1), "w = 0 violates w > 0, which the game assumes."),
        (lambda: correspondence(coordination(), by="w", precision=1), "Say how far w is to move: give low and high."),
        (lambda: correspondence(coordination(), 5, by="v", precision=1), "coordination has no open parameter 'v' to map over"),
    ],
)
def test_refusals_say_what_to_do(asked, said):
    with pytest.raises(GameError) as refused:
        asked()
    assert str(refused.value).startswith(said)


def test_branches_that_only_seem_to_meet_do_so_where_nothing_is_proved():
    """A hare worth half a stag: responses turn on p - 1/2, so three equilibria exist from precision 4 on; no relabelling of the game says so."""

    @game(players=("1", "2"))
    def hunt(play):
        """A stag, or a hare worth half of it."""
        first, second = (play.choose(player, ["stag", "hare"], public=False) for player in "12")
        stag = int(first == second == "stag")
        return (stag if first == "stag" else Fraction(1, 2)), (stag if second == "stag" else Fraction(1, 2))

    found = correspondence(hunt(), 10)
    (meeting,), (gap,) = found.bifurcations, found.gaps
    assert not meeting.certified and gap[0] <= meeting.value <= gap[1] and meeting.value == pytest.approx(4, abs=1e-4)
    assert [count.count for count in found.counts] == [1, 3] and found.counts[0].high == meeting.value
