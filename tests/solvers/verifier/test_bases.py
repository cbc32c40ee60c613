"""All bases of very small games: by hand, by brute force, by the enumeration and by circuits."""

from fractions import Fraction as F
from math import inf
from types import SimpleNamespace

import pytest
import stories

from games import GameError, Parameter, game
from solvers.verifier import Base, effort, enumerate_bases, enumerate_bases_at, uncovered
from solvers.verifier.brute import brute_bases
from solvers.verifier.circuits import circuits
from solvers.verifier.plays import read_plays
from solvers.verifier.search import independent
from solvers.verifier.sections import believable, sections


@game(players=("A", "B"))
def threat(play, *, cost=Parameter(2)):
    if play.choose("A", ["out", "in"]) == "out":
        return 0, 4
    return {"fight": (-1, -cost), "yield": (2, 1)}[play.choose("B", ["fight", "yield"])]


@game(players=("A", "B"))
def blind(play, *, stay=Parameter(F(1, 2))):
    """A stays out or goes left or right; B does not see which and wants to match."""
    way = play.choose("A", ["out", "l", "r"], public=False)
    if way == "out":
        return stay, 0
    play.tell("B", "in")
    same = play.choose("B", ["l", "r"]) == way
    return int(not same), int(same)


@game(players=("A", "B"))
def pennies(play):
    same = play.choose("A", ["h", "t"], public=False) == play.choose("B", ["h", "t"], public=False)
    return int(same), int(not same)


@game(players=("Sender", "Receiver"))
def signal(play, *, p=Parameter(F(1, 4), "0 <= p <= 1")):
    kind = play.chance("type", {"s": p, "w": 1 - p})
    play.tell("Sender", kind)
    if play.choose("Sender", ["quiet", "loud"]) == "quiet":
        return 1, 0
    trust = play.choose("Receiver", ["trust", "doubt"]) == "trust"
    return (3 if trust else 0 if kind == "w" else 2), (0 if not trust else 1 if kind == "s" else -1)


@game(players=("A", "B"))
def stages(play):
    """Each of two rounds ends unless both go on; B moves without being told."""
    if play.choose("A", ["stop", "go"]) == "stop":
        return 1, 0
    if play.choose("B", ["stop", "go"]) == "stop":
        return 0, 2
    a = play.choose("A", ["u", "d"], public=False)
    b = play.choose("B", ["l", "r"], public=False)
    return {"ul": (3, 1), "ur": (0, 0), "dl": (0, 0), "dr": (1, 3)}[a + b]


SMALL = {
    "threat": threat().at(),
    "blind": blind().at(),
    "indifferent": blind(stay=0).at(),
    "pennies": pennies().at(),
    "signal": signal().at(),
    "even": signal(p=F(1, 2)).at(),
    "sure": signal(p=F(3, 4)).at(),
    "stages": stages().at(),
    "free": threat(cost=-1).at(),
    "drawn": stories.at_once(3, (2, 2)),
    "three": stories.at_once(5, (3, 2)),
    "order": stories.order().at(),
}


@pytest.fixture(scope="module", params=SMALL, ids=str)
def small(request):
    return SMALL[request.param]


def test_brute_force_finds_the_same(small):
    found = enumerate_bases(small)
    assert found.complete and not found.undecided and not found.uncounted and frozenset(found.bases) == brute_bases(small)


def test_circuits_find_nothing_else(small):
    bases = enumerate_bases(small).bases
    assert uncovered(small, bases) == "none"
    for base in bases:
        assert uncovered(small, [other for other in bases if other != base]) == "found"


def test_bases_by_hand():
    """The only equilibrium of the entry game, and of matching pennies."""
    (only,) = enumerate_bases(threat().at()).bases
    assert only == Base(frozenset({("A", "start", "in"), ("B", "in", "yield")}), frozenset({("A", "start", ""), ("B", "in", "in")}))
    assert only.equilibria == 1 and brute_bases(threat().at()) == {only}
    (mixed,) = enumerate_bases(pennies().at()).bases
    assert len(mixed.actions) == 4 and mixed.equilibria == 1


def test_a_tie_makes_a_continuum():
    tied = threat(cost=-1).at()  # B does not care: any threat of at least 2/3 deters
    by_actions = {base.actions: base.equilibria for base in enumerate_bases(tied).bases}
    deterred, yielding = frozenset({("A", "start", "out"), ("B", "in", "fight")}), frozenset({("A", "start", "in"), ("B", "in", "yield")})
    both = ("B", "in", "fight"), ("B", "in", "yield")
    assert by_actions == {
        deterred: 1,
        yielding: 1,
        frozenset({("A", "start", "out"), *both}): None,
        frozenset({("A", "start", "in"), *both}): None,
        frozenset({("A", "start", "out"), ("A", "start", "in"), *both}): None,
    }


def test_every_belief_support_off_the_path_is_a_base():
    """With a good outside option A stays out, whatever B believes and does."""
    found = enumerate_bases(blind(stay=2).at()).bases
    said = {
        (tuple(sorted(a for _, s, a in base.actions if s == "in")), tuple(sorted(h for _, s, h in base.beliefs if s == "in")))
        for base in found
    }
    assert said == {(("l",), ("l",)), (("r",), ("r",)), (("l", "r"), ("l", "r")), (("l",), ("l", "r")), (("r",), ("l", "r"))}
    assert brute_bases(blind(stay=2).at()) == frozenset(found)


def test_weak_equilibria_hold_more_bases():
    sequential, weak = (frozenset(enumerate_bases(stories.after().at(), concept=concept).bases) for concept in ("sequential", "pbe"))
    assert sequential <= weak
    assert frozenset(enumerate_bases(blind().at(), concept="pbe").bases) == frozenset(enumerate_bases(blind().at()).bases)


@pytest.mark.parametrize("concept", ["sequential", "pbe"])
@pytest.mark.parametrize(
    "story, name, values", [(threat, "cost", [1, -1, -2, 2]), (blind, "stay", [0, F(1, 2), 2]), (signal, "p", [F(1, 4), F(1, 2), F(3, 4)])]
)
def test_many_points_at_once_are_as_one_by_one(story, name, values, concept):
    together = enumerate_bases_at(story(), [{name: F(v)} for v in values], concept=concept)
    for value, found in zip(values, together, strict=True):
        alone = enumerate_bases(story().at(**{name: value}), concept=concept)
        assert frozenset(found.bases) == frozenset(alone.bases) and found.complete
        assert {(b.actions, b.beliefs): b.equilibria for b in found.bases} == {(b.actions, b.beliefs): b.equilibria for b in alone.bases}


def test_open_parameters_are_refused():
    for ask in (lambda told: brute_bases(told), lambda told: enumerate_bases(told), lambda told: uncovered(told, [])):
        with pytest.raises(GameError, match=r"has open parameters: cost\. Put numbers in with game\.at"):
            ask(threat())
    with pytest.raises(GameError, match=r"The enumeration knows the concepts sequential, pbe, not 'nash'\."):
        enumerate_bases(threat().at(), concept="nash")


def test_no_time_is_not_complete():
    found = enumerate_bases(threat().at(), timeout=-1)
    assert not found.complete and not found.bases


@pytest.mark.parametrize("points", [None, [{"stay": F(0)}, {"stay": F(1, 2)}]])
def test_whenever_time_runs_out_what_is_found_is_right(monkeypatch, points):
    """The clock is read so many times before it passes the deadline."""

    def found():
        return enumerate_bases_at(blind(), points, timeout=60) if points else [enumerate_bases(blind(stay=0).at(), timeout=60)]

    full, seen = found(), set()
    for ticks in range(1, 80, 3):
        clock = iter([-inf] * ticks)
        with monkeypatch.context() as patched:
            patched.setattr(effort, "time", SimpleNamespace(monotonic=lambda clock=clock: next(clock, inf)))
            cut = found()
        for part, whole in zip(cut, full, strict=True):
            assert set(part.bases) <= set(whole.bases) and (not part.complete or part.bases == whole.bases)
            seen.add((part.complete, part.undecided > 0))
    assert seen >= {(True, False), (False, False)}


# ------------------------------------------------------------------ plays and sections


def test_a_game_as_its_plays():
    plays = read_plays(signal().at())
    labels = [(infoset.player, infoset.label) for infoset in plays.infosets]
    assert sorted(labels) == [("Receiver", "loud"), ("Sender", "s"), ("Sender", "w")] and plays.points is None
    at = {label: s for s, (_, label) in enumerate(labels)}
    assert plays.below[at["s"]] == plays.below[at["w"]] == {at["loud"]} and plays.below[at["loud"]] == set()
    assert plays.above[at["loud"]] == {at["s"], at["w"]} and plays.above[at["s"]] == set()
    assert plays.heeded[at["s"]] == plays.heeded[at["w"]] == {at["loud"]} and plays.last_own == (None, None, None)
    receiver, sender = plays.infosets[at["loud"]], plays.infosets[at["s"]]
    assert [node.history for node in receiver.nodes] == ["s/loud", "w/loud"]
    loud = {s: plays.infosets[at[s]].actions[1] for s in "sw"}
    assert [node.before for node in receiver.nodes] == [node.others for node in receiver.nodes] == [(loud["s"],), (loud["w"],)]
    trust, doubt = receiver.actions
    one, other = (node.after for node in receiver.nodes)
    assert one[trust] == {(): -other[trust][()] // 3} and other[trust][()] < 0 and not one[doubt] and not other[doubt]  # odds of 1 to 3
    after = sender.nodes[0].after
    assert 2 * after[loud["s"]][trust,] == 3 * after[loud["s"]][doubt,] and 3 * after[sender.actions[0]][()] == after[loud["s"]][trust,]
    assert [plays.action_labels[a] for a in sender.actions] == ["quiet", "loud"] and all(
        plays.infoset_of[a] == at["s"] for a in sender.actions
    )


def test_own_moves_before_a_set():
    plays = read_plays(stages().at())
    own = {(infoset.player, infoset.label): plays.last_own[s] for s, infoset in enumerate(plays.infosets)}
    firsts = {player: min(s for s, infoset in enumerate(plays.infosets) if infoset.player == player) for player in "AB"}
    for s, infoset in enumerate(plays.infosets):
        expected = None if s == firsts[infoset.player] else plays.infosets[firsts[infoset.player]].actions[1]
        assert own[infoset.player, infoset.label] == expected


def test_what_changes_nothing_is_not_heeded():
    @game(players=("A", "B"))
    def idle(play):
        first = play.choose("A", ["x", "y"])
        play.choose("B", ["u", "d"])
        return (int(first == "x"), 0)

    plays = read_plays(idle().at())
    start = next(s for s, infoset in enumerate(plays.infosets) if infoset.player == "A")
    assert plays.heeded[start] == set() and len(plays.below[start]) == 2


def test_moves_that_change_nothing_count_once():
    """A gets 2 after x, whichever of three things B does then, and 3 after y."""

    @game(players=("A", "B"))
    def idle(play):
        if play.choose("A", ["x", "y"]) == "y":
            return 3, 0
        return 2, {"u": 1, "v": 2, "w": 0}[play.choose("B", ["u", "v", "w"])]

    (only,) = enumerate_bases(idle().at()).bases
    assert ("A", "start", "y") in only.actions and ("B", "x", "v") in only.actions and len(only.actions) == 2


def test_chances_must_be_positive():
    with pytest.raises(GameError, match=r"the chance of 's' is 0; every chance must be positive\. Remove the branch\."):
        enumerate_bases(signal(p=0).at())
    with pytest.raises(GameError, match="open parameters: p"):
        enumerate_bases_at(signal(), [{"p": F(1, 2)}, {}])


def test_sections_are_what_play_never_leaves():
    plays = read_plays(stages().at())
    whole = sections(plays)
    assert whole.sets == set(range(4)) and whole.kinds == 1
    (inner,) = whole.inner
    names = {(plays.infosets[s].player, len(plays.infosets[s].nodes)) for s in inner.sets}
    assert len(inner.sets) == 3 and whole.own == (min(set(range(4)) - inner.sets),) and inner.kinds == 1 and ("B", 1) in names
    (round_two,) = inner.inner
    (last,) = round_two.inner
    assert len(round_two.sets) == 2 and round_two.kinds == 1 and len(inner.own) == 1
    assert len(last.sets) == 1 and last.inner == () and set(last.own) == last.sets and last.kinds == 2
    order = sections(read_plays(stories.order().at()))
    assert order.inner == () and order.own == (0, 1) and order.kinds == 1  # they cross, and are one section


def test_doors_that_only_chance_tells_apart_are_of_one_kind():
    plays = read_plays(signal().at())
    (inner,) = sections(plays).inner
    assert inner.kinds == 2  # the types' messages are different moves
    assert list(believable(inner)) == [(0, 1), (0,), (1,)]

    @game(players=("A", "B"))
    def weather(play):
        if play.choose("A", ["out", "in"]) == "out":
            return 0, 0
        play.chance("weather", ["sun", "rain"])
        return (1, 0) if play.choose("B", ["x", "y"], public=False) == "x" else (0, 1)

    (inner,) = sections(read_plays(weather().at())).inner
    assert inner.kinds == 1 and len(inner.doors) == 2


# ------------------------------------------------------------------ exponents


def dot(vector, rows, column):
    return sum(y * rows[k].get(column, 0) for k, y in vector.items())


@pytest.mark.parametrize(
    "rows, supports",
    [
        ([{"a": 1}, {"a": -1}, {"a": 2}], [{0, 1}, {0, 2}, {1, 2}]),
        ([{"a": 1}, {"b": 1}], []),
        ([{"a": 1, "b": 1}, {"a": 1}, {"b": 1}], [{0, 1, 2}]),
        ([{"a": 1, "b": -1}, {"b": 1, "c": -1}, {"c": 1, "a": -1}, {"a": 2}], [{0, 1, 2}]),
        ([{}, {"a": 1}], [{0}]),
        ([{"a": 6}, {"a": 4}], [{0, 1}]),
    ],
)
def test_circuits_are_the_vectors_of_least_support(rows, supports):
    columns = sorted({column for row in rows for column in row})
    found = circuits(rows, columns)
    assert all(dot(vector, rows, column) == 0 for vector in found for column in columns)
    assert sorted(map(sorted, found)) == sorted(map(sorted, supports))
    if rows == [{"a": 6}, {"a": 4}]:
        assert found[0] in ({0: 2, 1: -3}, {0: -2, 1: 3})  # in lowest terms


def test_trembles_on_which_ratios_depend_freely():
    def sets(*pairs):
        return [(frozenset(above), frozenset(below)) for above, below in pairs]

    assert independent(sets(({1}, {2}))) == [1]
    assert independent(sets(({1}, {2}), ({2}, {1}))) == [1]
    assert len(independent(sets(({1}, {2}), ({2}, {3}), ({1}, {3})))) == 2
    assert len(independent(sets(({1, 4}, {2, 4}), ({1}, {2})))) == 1  # what is common cancels
    assert len(independent(sets(({1, 2}, {3, 4}), ({1, 3}, {2, 4}), ({1, 4}, {2, 3})))) == 3
    assert independent([]) == []
