"""Consistency of beliefs: labels, proportions, trembles that bring beliefs about, and beliefs that are looked for."""

from fractions import Fraction as F
from itertools import permutations
from math import log
from types import SimpleNamespace

import pytest
from flint import fmpq as Q

from games import GameError, game
from games.numbers import read
from solvers.verifier import beliefs, trembles_gap, verify, witness
from solvers.verifier.beliefs import classes, equal_trembles, least_continuation_gain, least_gain, rational_beliefs
from solvers.verifier.consistency import approaches, by_bayes, difference, inconsistency, labels, ratios
from solvers.verifier.deviation import action_gains, best_deviation, choice_gains
from solvers.verifier.reading import read_claim
from solvers.verifier.signs import logarithm


@game(players=("A", "B", "C"))
def relay(play, *, share=F(1, 3)):
    """Chance, A and B move; C sees only that somebody went in, by one of several ways."""
    play.chance("weather", {"sun": share, "rain": 1 - share})
    a = play.choose("A", ["out", "l", "r"], public=False)
    if a == "out":
        return 0, 0, 0
    play.tell("B", "in")
    b = play.choose("B", ["stop", "x", "y"], public=False)
    if b == "stop":
        return 1, 0, 0
    play.tell("C", "on")
    c = play.choose("C", ["u", "d"])
    same = (a, b) in (("l", "x"), ("r", "y"))
    return (1 if c == "u" else -1), int(c == "d"), int(same == (c == "u"))


def profile(a=(1, 0, 0), b=(1, 0, 0), c=(0, 1)):
    return {
        "A": {"start": dict(zip(("out", "l", "r"), a, strict=True))},
        "B": {"in": dict(zip(("stop", "x", "y"), b, strict=True))},
        "C": {"on": dict(zip(("u", "d"), c, strict=True))},
    }


def reading(given=None, **mixes):
    told = relay().at()
    return read_claim(told, {"profile": profile(**mixes), "beliefs": given} if given else profile(**mixes))


def believed(**shares):
    """C's belief over the four ways, weather taken in proportion."""
    return {"C": {"on": {f"{w}/{ab[0]}/{ab[1]}": p * q for w, q in (("sun", F(1, 3)), ("rain", F(2, 3))) for ab, p in shares.items()}}}


def told_set(found, label):
    return found.table.game.set_labels.index(label)


def histories(found, belief):
    return {found.table.game.history(node): p for node, p in belief.items() if p}


def test_bayes_rule_where_it_applies():
    found = reading(a=(F(1, 2), F(1, 4), F(1, 4)), b=(0, F(1, 2), F(1, 2)))
    on = told_set(found, "on")
    assert set(histories(found, by_bayes(found, on)).values()) == {Q(1, 12), Q(1, 6)} and len(by_bayes(found, on)) == 8
    assert by_bayes(reading(a=(F(1, 2), F(1, 2), 0)), on) is None  # B stops
    alone = by_bayes(reading(), told_set(found, "start"))
    assert set(alone.values()) == {Q(1, 3), Q(2, 3)}


def test_the_approach_to_a_node():
    found = reading(a=(F(1, 2), F(1, 2), 0))
    paths = approaches(found, told_set(found, "on"))
    told = {found.table.game.history(node): (len(path.unplayed), path.weight) for node, path in paths.items()}
    assert told["sun/l/x"] == (1, Q(1, 6)) and told["rain/r/y"] == (2, Q(2, 3)) and told["rain/l/y"] == (1, Q(1, 3))
    assert difference({(0, 1): 2, (1, 0): 1}, {(0, 1): 1, (1, 0): 1, (2, 0): 3}) == {(0, 1): 1, (2, 0): -3}


@pytest.mark.parametrize(
    "shares, consistent",
    [
        ({"lx": F(1, 4), "ly": F(1, 4), "rx": F(1, 4), "ry": F(1, 4)}, True),
        ({"lx": F(2, 9), "ly": F(4, 9), "rx": F(1, 9), "ry": F(2, 9)}, True),  # products of (2/3, 1/3) and (1/3, 2/3)
        ({"lx": F(1, 2), "ly": 0, "rx": 0, "ry": F(1, 2)}, False),  # A's and B's slips are independent
        ({"lx": F(1, 2), "ly": F(1, 4), "rx": F(1, 8), "ry": F(1, 8)}, False),  # proportions that are no product
        ({"lx": 1, "ly": 0, "rx": 0, "ry": 0}, True),
        ({"lx": F(1, 3), "ly": F(2, 3), "rx": 0, "ry": 0}, True),
        ({"lx": F(1, 3), "ly": F(1, 3), "rx": F(1, 3), "ry": 0}, False),
    ],
)
def test_beliefs_about_two_slips_multiply(shares, consistent):
    claim = {"profile": profile(), "beliefs": believed(**shares)}
    found = read_claim(relay().at(), claim)
    assert (inconsistency(found, found.given) is None) is consistent and verify(relay().at(), claim).consistent is consistent


def test_why_beliefs_are_no_limits():
    def why(**shares):
        found = reading(believed(**shares))
        return inconsistency(found, found.given)

    assert why(lx=F(1, 2), ly=0, rx=0, ry=F(1, 2)) == (
        "No trembles make the nodes that are believed possible at 'on' (C), and no others, the likeliest there."
    )
    assert why(lx=F(1, 2), ly=F(1, 4), rx=F(1, 8), ry=F(1, 8)) == "No trembles bring about the proportions of the beliefs at 'on' (C)."
    sunny = {"C": {"on": {f"{w}/{a}/{b}": F(1, 2) if (a, b) == ("l", "x") else 0 for w in ("sun", "rain") for a in "lr" for b in "xy"}}}
    found = reading(sunny)
    assert inconsistency(found, found.given) == "No trembles bring about the proportions of the beliefs at 'on' (C)."


def test_the_belief_of_one_set_binds_another():
    """B's belief about A's slip and C's must agree: B blames l, C blames r."""
    b = {"B": {"in": {"sun/l": F(1, 3), "rain/l": F(2, 3), "sun/r": 0, "rain/r": 0}}}
    for shares, consistent in (({"lx": 1, "ly": 0, "rx": 0, "ry": 0}, True), ({"lx": 0, "ly": 0, "rx": 1, "ry": 0}, False)):
        found = reading({**b, **believed(**shares)})
        why = inconsistency(found, found.given)
        assert (why is None) is consistent
        if not consistent:
            assert (
                why == "No trembles make the nodes that are believed possible at 'in' (B) and 'on' (C), and no others, the likeliest there."
            )
    likely = {"B": {"in": {"sun/l": F(1, 4), "rain/l": F(1, 2), "sun/r": F(1, 12), "rain/r": F(1, 6)}}}
    for shares, consistent in (
        ({"lx": F(3, 4), "ly": 0, "rx": F(1, 4), "ry": 0}, True),
        ({"lx": F(1, 4), "ly": 0, "rx": F(3, 4), "ry": 0}, False),
    ):
        found = reading({**likely, **believed(**shares)})
        assert (inconsistency(found, found.given) is None) is consistent


def test_labels_single_out_the_believed_nodes():
    found = reading()
    on, start = told_set(found, "on"), told_set(found, "start")
    at = {found.table.game.history(node): node for node in found.table.members[on]}
    chosen = labels(found, {on: [at["sun/l/x"], at["rain/l/x"]]})
    inside = told_set(found, "in")
    assert chosen[start, 1] < chosen[start, 2] and chosen[inside, 1] < chosen[inside, 2] and min(chosen.values()) >= 1
    assert labels(found, {on: [at["sun/l/x"], at["rain/l/x"], at["sun/r/y"], at["rain/r/y"]]}) is None
    assert labels(found, {on: [at["sun/l/x"]]}) is None  # the weather is no slip


def test_ratios_are_against_the_first_node():
    found = reading()
    on = told_set(found, "on")
    nodes = found.table.members[on]
    rows = ratios(found, {on: nodes[:3]})
    assert [(row.node, row.base) for row in rows] == [(nodes[1], nodes[0]), (nodes[2], nodes[0])]


GOOD = {"lx": F(2, 9), "ly": F(4, 9), "rx": F(1, 9), "ry": F(2, 9)}


def test_trembles_bring_the_beliefs_about():
    b = {"B": {"in": {"sun/l": F(2, 9), "rain/l": F(4, 9), "sun/r": F(1, 9), "rain/r": F(2, 9)}}}
    claim = {"profile": profile(), "beliefs": {**b, **believed(**GOOD)}}
    found = witness(relay().at(), claim)
    assert (
        found["labels"]["A"]["start"]["out"] == 0
        and found["coefficients"]["A"]["start"]["out"] == 1.0
        and found["approximate"] == ["coefficients"]
    )
    assert found["labels"]["A"]["start"]["l"] == found["labels"]["A"]["start"]["r"] >= 1
    size = found["coefficients"]
    assert size["A"]["start"]["l"] / size["A"]["start"]["r"] == pytest.approx(2) and size["B"]["in"]["y"] / size["B"]["in"][
        "x"
    ] == pytest.approx(2)
    gaps = trembles_gap(relay().at(), claim)
    assert set(gaps) == {1e-3, 1e-6} and max(gaps.values()) < 1e-9  # exact at every size
    one_sided = {
        "profile": profile(),
        "beliefs": {"B": {"in": {"sun/l": F(1, 3), "rain/l": F(2, 3), "sun/r": 0, "rain/r": 0}}, **believed(lx=1, ly=0, rx=0, ry=0)},
    }
    apart = trembles_gap(relay().at(), one_sided, (1e-2, 1e-4))
    assert apart[1e-4] < apart[1e-2] / 10 and 1e-3 < apart[1e-2] < 0.1
    labelled = witness(relay().at(), one_sided)["labels"]
    assert labelled["A"]["start"]["l"] < labelled["A"]["start"]["r"] and labelled["B"]["in"]["x"] < labelled["B"]["in"]["y"]


def test_a_witness_needs_beliefs_that_are_consistent():
    with pytest.raises(GameError, match=r"^The beliefs of B at 'in' are missing; a witness needs them\.$"):
        witness(relay().at(), {"profile": profile(), "beliefs": believed(**GOOD)})
    b = {"B": {"in": {"sun/l": F(1, 3), "rain/l": F(2, 3), "sun/r": 0, "rain/r": 0}}}
    with pytest.raises(GameError, match="No trembles bring these beliefs about: No trembles make the nodes"):
        witness(relay().at(), {"profile": profile(), "beliefs": {**b, **believed(lx=0, ly=0, rx=1, ry=0)}})


# ------------------------------------------------------------------ gains, and beliefs that are looked for


def test_classes_are_nodes_that_need_the_same_slips():
    found = reading(a=(F(1, 2), F(1, 2), 0))
    on = told_set(found, "on")
    options = classes(found, on)  # nodes after r need a second slip
    assert [sorted(option.proportions.values()) for option in options] == [[Q(1, 3), Q(2, 3)]] * 2 and all(
        len(option.unplayed) == 1 for option in options
    )
    assert [option.gains for option in options] == [[1, 0], [-1, 0]]
    assert {option.weight for option in options} == {Q(1, 2)}


def test_equal_trembles_weigh_the_fewest_slips():
    found = reading(a=(F(1, 2), F(1, 2), 0))
    belief = equal_trembles(found, told_set(found, "on"))
    assert histories(found, belief) == {"sun/l/x": Q(1, 6), "sun/l/y": Q(1, 6), "rain/l/x": Q(1, 3), "rain/l/y": Q(1, 3)}


@game(players=("A", "B"))
def offer(play):
    """Off the path B weighs two of A's moves; l makes x better by 3, r makes y better by 1."""
    a = play.choose("A", ["out", "l", "r"], public=False)
    if a == "out":
        return 0, 0
    play.tell("B", "in")
    return {"lx": (-1, 3), "ly": (-1, 0), "rx": (-1, 0), "ry": (-1, 1), "lz": (-1, F(1, 4)), "rz": (-1, F(1, 4))}[
        a + play.choose("B", ["x", "y", "z"])
    ]


def offered(x=0, y=0, z=0):
    return read_claim(offer().at(), {"A": {"start": {"out": 1, "l": 0, "r": 0}}, "B": {"in": {"x": x, "y": y, "z": z}}})


def test_the_least_gain_is_that_of_the_kindest_belief():
    found = offered(z=1)
    inside = told_set(found, "in")
    least, belief = least_gain(found, inside)
    assert least == Q(1, 2) and histories(found, belief) == {"l": Q(1, 4), "r": Q(3, 4)}  # x and y both bring 3/4
    deviation, same = least_continuation_gain(found, inside)
    assert deviation.gain == Q(1, 2) and same == belief
    assert least_gain(offered(x=1), inside)[0] == 0 and rational_beliefs(offered(z=1), [inside]) is None
    assert rational_beliefs(offered(x=F(1, 2), y=F(1, 2)), [inside])[inside] == belief


def test_the_beliefs_that_were_found_are_told():
    claim = {"A": {"start": {"out": 1, "l": 0, "r": 0}}, "B": {"in": {"x": F(1, 2), "y": F(1, 2), "z": 0}}}
    checked = "No player gains by another action at any of the 2 information sets"
    found = verify(offer().at(), claim)
    assert found.equilibrium and found.reason == f"{checked} under consistent beliefs, as B at 'in' believes 'l' with 1/4, 'r' with 3/4."
    given = verify(offer().at(), {"profile": claim, "beliefs": {"B": {"in": {"l": F(1, 4), "r": F(3, 4)}}}})
    assert given.equilibrium and given.reason == f"{checked}, and the beliefs are consistent."
    assert not verify(offer().at(), {"profile": claim, "beliefs": {"B": {"in": {"l": F(1, 3), "r": F(2, 3)}}}}).equilibrium


@pytest.mark.parametrize(
    "lx, ly, rx, ry, found",
    [(9, 18, 9, 18, True), (1, 1, 1, 1, True), (2, 4, 1, 2, True), (1, 2, 2, 1, False), (4, 1, 2, 1, False)],
)
def test_beliefs_in_four_ways_are_found_where_they_multiply(lx, ly, rx, ry, found):
    """C mixes four guesses, whose prizes make them even only under one belief; A's and B's slips must bring it about."""
    odds = {"lx": lx, "ly": ly, "rx": rx, "ry": ry}

    @game(players=("A", "B", "C"))
    def guess(play):
        a = play.choose("A", ["out", "l", "r"], public=False)
        if a == "out":
            return 0, 0, 0
        play.tell("B", "in")
        b = play.choose("B", ["stop", "x", "y"], public=False)
        if b == "stop":
            return -1, 1, 0
        play.tell("C", "on")
        return -1, 0, F(int(play.choose("C", list(odds)) == a + b), odds[a + b])

    claim = {
        "A": {"start": {"out": 1, "l": 0, "r": 0}},
        "B": {"in": {"stop": 1, "x": 0, "y": 0}},
        "C": {"on": dict.fromkeys(odds, F(1, 4))},
    }
    verdict = verify(guess().at(), claim)
    assert verdict.equilibrium is found is (lx * ry == ly * rx)
    if found:
        told = read_claim(guess().at(), claim)
        on = told_set(told, "on")
        (belief,) = (held for k, held in rational_beliefs(told, [k for k in range(3) if by_bayes(told, k) is None]).items() if k == on)
        assert histories(told, belief) == {f"{way[0]}/{way[1]}": Q(odd, sum(odds.values())) for way, odd in odds.items()}


def test_what_each_action_and_each_plan_wins():
    found = offered(z=1)
    inside = told_set(found, "in")
    assert action_gains(found, inside) == [[Q(11, 4), Q(-1, 4)], [Q(-1, 4), Q(3, 4)], [0, 0]]
    assert choice_gains(found, inside, {inside: 0}) == [Q(11, 4), Q(-1, 4)] and choice_gains(found, inside, {}) == [0, 0]
    nodes = found.table.members[inside]
    best = best_deviation(found, 1, {nodes[0]: Q(1, 2), nodes[1]: Q(1, 2)})
    assert best.gain == Q(5, 4) and best.choice == {inside: 0} and (best.infoset, best.action) == (inside, 0)
    none = best_deviation(offered(x=1), 1, {nodes[0]: Q(1)})
    assert (none.gain, none.infoset, none.action) == (0, None, None) and none.choice == {inside: 0}


def test_of_equal_actions_the_one_that_is_played_more_is_chosen():
    @game(players=("A",))
    def tie(play):
        return (1 if play.choose("A", ["x", "y", "z"]) != "x" else 0,)

    found = read_claim(tie().at(), {"A": {"start": {"x": F(1, 2), "y": 0, "z": F(1, 2)}}})
    best = best_deviation(found, 0, {0: Q(1)})
    assert best.gain == Q(1, 2) and best.choice == {0: 2} and (best.infoset, best.action) == (0, 2)


def test_sets_that_share_a_slip_or_are_tied_by_others_are_looked_at_together(monkeypatch):
    slips = [{"a"}, {"a", "b"}, {"b"}, {"c"}, {"d", "c"}]
    monkeypatch.setattr(beliefs, "approaches", lambda _, k: {0: SimpleNamespace(unplayed=dict.fromkeys(slips[k], 1))})
    for order in permutations(range(5)):
        assert sorted(map(sorted, beliefs._groups(None, list(order)))) == [[0, 1, 2], [3, 4]]


def test_too_many_classes_are_refused():
    ways = [f"w{k}" for k in range(14)]

    @game(players=("A", "B"))
    def wide(play):
        a = play.choose("A", ["out", *ways], public=False)
        if a == "out":
            return 0, 0
        play.tell("B", "in")
        return -1, int(play.choose("B", ["x", "y"]) == ("x" if a in ways[:7] else "y"))

    claim = {"A": {"start": {"out": 1, **dict.fromkeys(ways, 0)}}, "B": {"in": {"x": F(1, 2), "y": F(1, 2)}}}
    with pytest.raises(GameError, match=r"^B at 'in' may believe in too many nodes to try them in all ways; give the beliefs there\.$"):
        verify(wide().at(), claim)


@pytest.mark.parametrize(("chance", "belief"), [(F(1, 10**400), F(1, 2)), (F(1, 2), F(1, 10**400)), (F(1, 10**400), F(1, 10**420))])
def test_trembles_of_chances_below_what_floats_hold(chance, belief):
    @game(players=("A", "B"))
    def rare(play):
        """Something that hardly ever happens; B knows only that A went."""
        kind = play.chance("type", {"high": chance, "low": 1 - chance})
        play.tell("A", kind)
        if play.choose("A", ["stay", "go"]) == "stay":
            return 1, 1
        return 0, int((play.choose("B", ["up", "down"]) == "up") == (kind == "high"))

    stay, up = {"stay": 1, "go": 0}, {"up": int(belief >= F(1, 2)), "down": int(belief < F(1, 2))}
    claim = {
        "profile": {"A": {"high": stay, "low": stay}, "B": {"go": up}},
        "beliefs": {"B": {"go": {"high/go": belief, "low/go": 1 - belief}}},
    }
    assert max(trembles_gap(rare(), claim, (1e-250, 1e-300)).values()) < 1e-9
    assert all(0 < size < float("inf") for row in witness(rare(), claim)["coefficients"]["A"].values() for size in row.values())


def test_logarithms_of_exact_numbers():
    for number in (F(1, 3), F(10**400, 3), F(1, 10**400)):
        assert logarithm(Q(number.numerator, number.denominator)) == pytest.approx(log(number.numerator) - log(number.denominator))
    assert logarithm(read("sqrt(2) - 1")) == pytest.approx(log(2**0.5 - 1))
    assert logarithm(read("sqrt(2)") * Q(1, 10**400)) == pytest.approx(log(2) / 2 - 400 * log(10))
