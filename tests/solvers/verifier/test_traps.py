"""Small games of awkward kinds: what a careless verifier would accept, refuse or stumble over."""

from fractions import Fraction as F

import pytest

from games import GameError, game
from solvers.verifier import trembles_gap, verify, witness

SHIFT = F(1, 1000)


def two(one, other, first):
    return {one: first, other: 1 - first}


# ------------------------------------------------------------------ beliefs must multiply


@game(players=("1", "2", "3"))
def multiplied(play):
    """Reply k alone deters 1, and is best only when Al and Br are about equally likely and nothing else is."""
    first = play.choose("1", ["Out", "A", "B"], public=False)
    if first == "Out":
        return 0, 0, 0
    play.tell("2", "in")
    second = play.choose("2", ["stop", "l", "r"], public=False)
    if second == "stop":
        return 1, 0, 0
    play.tell("3", "in")
    third = play.choose("3", ["k", "a", "b"])
    same = (first, second) in (("A", "l"), ("B", "r"))
    if third == "k":
        return -1, F(1, 2), 1 if same else -4
    return 1, F(1, 2), F(3, 2) if (first, second, third) in (("A", "l", "a"), ("B", "r", "b")) else -1


OUT = {
    "1": {"start": {"Out": 1, "A": 0, "B": 0}},
    "2": {"in": {"stop": 0, "l": 1, "r": 0}},
    "3": {"in": {"k": 1, "a": 0, "b": 0}},
}
DIAGONAL = {"2": {"in": {"A": F(1, 2), "B": F(1, 2)}}, "3": {"in": {"A/l": F(1, 2), "A/r": 0, "B/l": 0, "B/r": F(1, 2)}}}


def test_an_outcome_that_is_weak_pbe_and_not_sequential():
    assert verify(multiplied(), OUT, "pbe").equilibrium
    assert verify(multiplied(), {"profile": OUT, "beliefs": DIAGONAL}, "pbe").equilibrium
    refused = verify(multiplied(), {"profile": OUT, "beliefs": DIAGONAL})
    assert not refused.equilibrium and refused.rational and refused.consistent is False
    searched = verify(multiplied(), OUT)
    assert not searched.equilibrium and not searched.rational and searched.consistent is True and searched.gains["3"] > 0


@pytest.mark.parametrize("l", [F(0), F(1, 2), F(1)])
@pytest.mark.parametrize("k", [F(1), F(3, 4)])
def test_no_mix_of_replies_saves_that_outcome(l, k):
    mixed = {**OUT, "2": {"in": {"stop": 0, "l": l, "r": 1 - l}}, "3": {"in": {"k": k, "a": (1 - k) / 2, "b": (1 - k) / 2}}}
    assert not verify(multiplied(), mixed).equilibrium


# ------------------------------------------------------------------ irrational coefficients and beliefs


@game(players=("A", "B", "E", "F", "Observer"))
def tracks(play, *, strict=False, paired=True, threshold=F(1, 2)):
    """Unplayed go-s of four players alone or in a row lead to sets {ab, ef}, {a, b}, {e, f} and perhaps {a*, e*} of an observer.

    Every player knows nothing but that it is asked; each track is drawn with equal chances.
    """
    drawn = play.chance("track", ["ab", "ef", "a", "b", "e", "f", *(["a*", "e*"] if paired else [])])
    for letter in drawn.strip("*"):
        player = letter.upper()
        play.tell(player, "asked")
        if play.choose(player, ["stay", "go"], public=False) == "stay":
            return dict.fromkeys(("A", "B", "E", "F", "Observer"), 0)
    seen = {"ab": "long", "ef": "long", "a": "left", "b": "left", "e": "right", "f": "right", "a*": "pair", "e*": "pair"}[drawn]
    play.tell("Observer", seen)
    guess = play.choose("Observer", ["yes", "no"])
    right = {"yes": 1 - threshold if drawn == "a*" else -threshold, "no": 0}[guess] if seen == "pair" else 0
    return {**dict.fromkeys("ABEF", -1), "Observer": right}


def staying(guess="yes", paired=True):
    everyone = {player: {"asked": {"stay": 1, "go": 0}} for player in "ABEF"}
    seen = ["long", "left", "right", *(["pair"] if paired else [])]
    return everyone | {"Observer": {label: {"yes": int(guess == "yes"), "no": int(guess == "no")} for label in seen}}


def observed(long, pair=None):
    beliefs = {"long": (("ab/go/go", "ef/go/go"), long), "left": (("a/go", "b/go"), F(1, 2)), "right": (("e/go", "f/go"), F(1, 2))}
    if pair is not None:
        beliefs["pair"] = (("a*/go", "e*/go"), pair)
    return {"Observer": {label: {one: p, other: 1 - p} for label, ((one, other), p) in beliefs.items()}}


def test_a_rational_assessment_whose_trembles_are_irrational():
    claim = {"profile": staying(paired=False), "beliefs": observed(F(2, 3))}
    at = tracks(paired=False)
    assert verify(at, claim).equilibrium
    found = witness(at, claim)
    assert {found["labels"][player]["asked"]["go"] for player in "ABEF"} == {1} and found["approximate"] == ["coefficients"]
    coefficients = {player: found["coefficients"][player]["asked"]["go"] for player in "ABEF"}
    assert coefficients["B"] / coefficients["F"] == pytest.approx(2**0.5)
    gaps = trembles_gap(at, claim)
    assert gaps[1e-6] < 1e-5 < gaps[1e-3] < 1e-2


def test_a_belief_that_must_be_irrational():
    root = "sqrt(2)/(1 + sqrt(2))"  # a : e = sqrt 2, since ab : ef = 2, a = b and e = f
    claim = {"profile": staying(), "beliefs": observed(F(2, 3))}
    claim["beliefs"]["Observer"]["pair"] = {"a*/go": root, "e*/go": f"1 - {root}"}
    assert verify(tracks(), claim).equilibrium
    assert trembles_gap(tracks(), claim)[1e-6] < 1e-5
    for near in (F(58578, 100000), F(58579, 100000), "7/12", "sqrt(2)/(1 + sqrt(2)) - 1/10**30"):
        claim["beliefs"]["Observer"]["pair"] = {"a*/go": near, "e*/go": f"1 - ({near})"}
        refused = verify(tracks(), claim)
        assert not refused.equilibrium and refused.consistent is False
        with pytest.raises(GameError, match="No trembles bring these beliefs about"):
            witness(tracks(), claim)


@pytest.mark.parametrize("threshold, found", [(F(1, 2), True), (F(58, 100), True), (F(59, 100), False), (F(2, 3), False)])
def test_an_irrational_belief_is_looked_for(threshold, found):
    at = tracks(threshold=threshold)
    result = verify(at, {"profile": staying(), "beliefs": observed(F(2, 3))})
    assert result.equilibrium is found and result.consistent
    assert verify(at, {"profile": staying("no"), "beliefs": observed(F(2, 3))}).equilibrium is not found
    assert verify(at, staying()).equilibrium  # with nothing given, other trembles will do


# ------------------------------------------------------------------ sets above and below one another


@game(players=("A", "B"))
def untold_order(play):
    """Matching pennies in an order that is drawn and not told: each set has nodes above and below the other."""
    first = play.chance("first", ["A", "B"])
    moves = {}
    for player in (first, {"A": "B", "B": "A"}[first]):
        moves[player] = play.choose(player, {"A": ["u", "d"], "B": ["l", "r"]}[player], public=False)
    same = (moves["A"] == "u") == (moves["B"] == "l")
    return int(same), int(not same)


def test_an_untold_order_of_moves():
    even = {"A": {"start": two("u", "d", F(1, 2))}, "B": {"start": two("l", "r", F(1, 2))}}
    quarter = {f"{history}": F(1, 4) for history in ("A/u", "A/d")} | {"B": F(1, 2)}
    for concept in ("nash", "subgame", "pbe", "sequential"):
        assert verify(untold_order(), even, concept).equilibrium
        assert verify(untold_order(), {"profile": even, "beliefs": {"B": {"start": quarter}}}, concept).equilibrium
        assert not verify(untold_order(), {**even, "A": {"start": two("u", "d", F(1, 2) + SHIFT)}}, concept).equilibrium
    other = {"A/u": F(1, 4) + SHIFT, "A/d": F(1, 4) - SHIFT, "B": F(1, 2)}
    assert verify(untold_order(), {"profile": even, "beliefs": {"B": {"start": other}}}).consistent is False


@game(players=("A", "B"))
def deep(play):
    """B's set has a node near the root and one far down; A's is below the first."""
    near = play.chance("where", ["near", "far"]) == "near"
    for step in ("one", "two") if not near else ():
        play.chance(step, ["on"])
    move = play.choose("B", ["l", "r"], public=False)
    if not near:
        return (0, 0) if move == "l" else (1, 1)
    if move == "r":
        return 2, 0
    return (1, 1) if play.choose("A", ["u", "d"]) == "u" else (0, 2)


@pytest.mark.parametrize("l", [F(0), F(1, 3), F(1)])
def test_a_set_with_nodes_at_different_depths(l):
    profile = {"A": {"start": {"u": 1, "d": 0}}, "B": {"start": two("l", "r", l)}}
    assert verify(deep(), profile).equilibrium
    careless = {**profile, "A": {"start": {"u": 0, "d": 1}}}
    assert verify(deep(), careless).gains["A"] == 1  # also where A is not reached
    if l == 0:
        assert verify(deep(), {**profile, "A": {"start": two("u", "d", 1 - SHIFT)}}, "nash").gains == {"A": 0, "B": SHIFT / 2}


# ------------------------------------------------------------------ several equilibria in one base, irrational


@game(players=("1", "2", "3"))
def roots(play, *, s=F(1), t=F(1, 8)):
    """Three players at once; all mix with the same x where x**2 - s x + t = 0."""
    a, b, c = (play.choose(player, [0, 1], public=False) for player in ("1", "2", "3"))
    return a * (b - c), b * (a - c), c * (a * b - s / 2 * (a + b) + t)


def mixing(x, other=None):
    shares = [x, x, other or x]
    return {player: {"start": {"1": p, "0": f"1 - ({p})"}} for player, p in zip("123", shares, strict=True)}


@pytest.mark.parametrize(
    "x", ["(2 - sqrt(2))/4", "(2 + sqrt(2))/4", "root(8*x**2 - 8*x + 1, 0, 1/2)", "1 - root(8*x**2 - 8*x + 1, 0, 1/2)"]
)
def test_two_irrational_equilibria_in_one_base(x):
    for concept in ("nash", "sequential"):
        found = verify(roots(), mixing(x), concept)
        assert found.equilibrium and found.rational
    for near in (f"{x} + 1/10**40", f"{x} - 1/10**40", "0.8535533905932737", "1/2"):
        assert not verify(roots(), mixing(near), "nash").equilibrium
    assert not verify(roots(), mixing(x, "1/2")).equilibrium


def test_the_double_root():
    assert verify(roots(t=F(1, 4)), mixing("1/2")).equilibrium
    assert not verify(roots(t=F(1, 4) + SHIFT), mixing("1/2")).equilibrium


# ------------------------------------------------------------------ one action, or a whole continuation


@game(players=("P", "Q"))
def second_thoughts(play, *, gate=False):
    """P may go in and then guess a coin; no single change of mind pays when P is wrong about the coin later on."""
    coin = play.chance("coin", ["H", "T"])
    if gate:
        if play.choose("Q", ["shut", "open"], public=False) == "shut":
            return 0, 1
        play.tell("P", "open")
    if play.choose("P", ["out", "in"], public=False) == "out":
        return 0, 0
    return {"Hl": 1, "Tl": -3, "Hr": 0, "Tr": 2}[coin + play.choose("P", ["l", "r"])], 0


def thoughts(here, guess, gate=False):
    first, then = ("open", "open/in") if gate else ("start", "in")
    profile = {"P": {first: two("out", "in", int(here == "out")), then: two("l", "r", int(guess == "l"))}}
    return profile | ({"Q": {"start": {"shut": 1, "open": 0}}} if gate else {})


def believed(label, history, heads):
    return {"P": {label: {f"H/{history}": heads, f"T/{history}": 1 - heads}}}


def test_weak_pbe_looks_at_whole_continuations():
    stays_out = {"profile": thoughts("out", "l"), "beliefs": believed("in", "in", F(1))}
    refused = verify(second_thoughts(), stays_out, "pbe")
    assert not refused.equilibrium and refused.gains["P"] == 1
    assert refused.reason == "P gains 1 at 'start' with a continuation that plays 'in' at 'start'."
    sequential = verify(second_thoughts(), stays_out)  # one action at a time nothing is won, but the belief is wrong
    assert sequential.rational and sequential.consistent is False and not sequential.equilibrium
    assert verify(second_thoughts(), thoughts("in", "r"), "pbe").equilibrium
    assert verify(second_thoughts(), thoughts("in", "r")).equilibrium
    assert not verify(second_thoughts(), thoughts("out", "l"), "nash").equilibrium


def test_weak_pbe_frees_every_set_off_the_path():
    shut = second_thoughts(gate=True)
    # at 'open' heads may be so likely that going in and guessing l is best, and at 'open/in' too
    assert verify(shut, thoughts("in", "l", gate=True), "pbe").equilibrium
    # staying out needs a belief with h - 3 (1 - h) <= 0 and 2 (1 - h) <= 0 at once: at h = 1 guessing l wins 1
    refused = verify(shut, thoughts("out", "l", gate=True), "pbe")
    assert refused.gains == {"P": F(1, 3), "Q": 0}  # least at h = 5/6, where both guesses win 1/3
    assert "whatever the belief there" in refused.reason
    # a single action is no help: from 'out' only 'in' with l can be tried, which loses at any h below 3/4
    given = {"profile": thoughts("out", "l", gate=True), "beliefs": believed("open", "open", F(1, 2))}
    assert verify(shut, given, "pbe").gains["P"] == 1


def test_subgames_of_chance_count():
    @game(players=("P", "Q"))
    def behind(play):
        if play.choose("Q", ["stop", "go"]) == "stop":
            return 0, 1
        coin = play.chance("coin", ["H", "T"])
        return int(play.choose("P", ["H", "T"], public=False) == coin) + int(play.choose("P", ["x", "y"]) == "y"), 0

    profile = {"Q": {"start": {"stop": 1, "go": 0}}, "P": {"go": {"H": 1, "T": 0}} | {f"go/{s}": {"x": 1, "y": 0} for s in "HT"}}
    assert verify(behind(), profile, "nash").equilibrium
    refused = verify(behind(), profile, "subgame")
    assert refused.gains == {"P": 1, "Q": 0} and refused.reason.startswith(
        "P gains 1 in the subgame after 'go' with a strategy that plays 'y'"
    )


def test_a_set_believed_by_own_deviation_follows_bayes():
    careless = thoughts("out", "r")
    assert verify(second_thoughts(), careless).gains["P"] == 1  # P at 'start': in, then r, is worth 1
    for heads in (F(0), F(1)):
        claim = {"profile": careless, "beliefs": believed("in", "in", heads)}
        assert verify(second_thoughts(), claim).consistent is False


# ------------------------------------------------------------------ where a deviation starts


@game(players=("1", "2"))
def detours(play, *, left="left"):
    """Whoever goes left could win more there, and on the right, had she gone there."""
    way = play.choose("1", ["left", "right"])
    play.choose("2", ["nod"])
    good = play.choose("1", ["bad", "good"]) == "good"
    return (3 if way == left else 2) if good else 0, 0


@pytest.mark.parametrize("taken", ["left", "right"])
def test_a_gain_is_said_to_start_where_play_comes(taken):
    built = detours(left=taken)
    sets = {label: {"bad": 1, "good": 0} for label in built.set_labels if label not in ("start", "left", "right")}
    start = {way: int(way == taken) for way in ("left", "right")}
    profile = {"1": {"start": start, **sets}, "2": {"left": {"nod": 1}, "right": {"nod": 1}}}
    found = verify(built, profile, "nash")
    assert found.gains == {"1": 3, "2": 0}
    (reached,) = (label for label in sets if label.startswith(taken))
    assert found.reason == f"1 gains 3 before play with a strategy that plays 'good' at {reached!r}."
