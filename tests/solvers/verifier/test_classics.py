"""Known equilibria are accepted, and refused as soon as one probability or belief is moved."""

from fractions import Fraction as F
from itertools import permutations

import pytest

from games import Parameter, game
from solvers.results import Assessment, Profile
from solvers.verifier import expected, verify

SHIFT = F(1, 1000)


def moved(table):
    """Every copy of a nested table of probabilities in which a little has moved from one label to another."""
    for player, sets in table.items():
        for label, numbers in sets.items():
            for one in numbers:
                for two in numbers:
                    if one != two and numbers[one] >= SHIFT:
                        new = {**numbers, one: numbers[one] - SHIFT, two: numbers[two] + SHIFT}
                        yield (player, label, one, two), {**table, player: {**sets, label: new}}


def two(one, other, first):
    return {one: first, other: 1 - first}


def assessment(profile, beliefs):
    return {"profile": profile, "beliefs": beliefs}


# ------------------------------------------------------------------ Selten's horse


@game(players=("1", "2", "3"))
def horse(play):
    first = play.choose("1", ["D", "A"], public=False)
    if first == "A":
        play.tell("2", "asked")
        if play.choose("2", ["d", "a"], public=False) == "a":
            return (1, 1, 1)
    reply = play.choose("3", ["L", "R"])
    return {"DL": (3, 3, 2), "DR": (0, 0, 0), "AL": (4, 4, 0), "AR": (0, 0, 1)}[first + reply]


def horse_profile(down, across_not, left):
    return {"1": {"start": two("D", "A", down)}, "2": {"asked": two("d", "a", across_not)}, "3": {"start": two("L", "R", left)}}


def horse_belief(down):
    return {"3": {"start": {"D": down, "A/d": 1 - down}}}


@pytest.mark.parametrize("down", [F(0), F(1, 6), F(1, 3)])
def test_the_horse_across_with_every_belief_up_to_a_third(down):
    across = horse_profile(F(0), F(0), F(0))
    assert verify(horse(), assessment(across, horse_belief(down))).equilibrium
    assert not verify(horse(), assessment(across, horse_belief(F(1, 3) + SHIFT))).equilibrium
    if down < F(1, 3):  # R is then the only best reply
        for what, other in moved(across):
            assert not verify(horse(), assessment(other, horse_belief(down))).equilibrium, what


@pytest.mark.parametrize("left", [F(1, 100), F(1, 8), F(1, 4)])
def test_the_segment_of_the_horse(left):
    mixed = horse_profile(F(0), F(0), left)
    found = verify(horse(), assessment(mixed, horse_belief(F(1, 3))))
    assert found.equilibrium and found.consistent and set(found.gains.values()) == {0}
    assert verify(horse(), mixed).equilibrium  # the belief is found
    for what, other in moved(horse_belief(F(1, 3))):
        assert not verify(horse(), assessment(mixed, other)).equilibrium, what
    assert not verify(horse(), horse_profile(F(0), F(0), F(1, 4) + SHIFT)).equilibrium


def test_the_horse_down_is_nash_but_not_sequential():
    down = horse_profile(F(1), F(0), F(1))
    assert verify(horse(), down, "nash").equilibrium
    assert verify(horse(), down, "subgame").equilibrium
    for concept in ("pbe", "sequential"):
        found = verify(horse(), down, concept)
        assert not found.equilibrium and not found.rational
        assert found.gains == {"1": 0, "2": 3, "3": 0}
    assert found.reason == "2 gains 3 at 'asked' by playing 'd'."


def test_the_horse_down_with_d_is_no_nash_equilibrium():
    found = verify(horse(), horse_profile(F(1), F(1), F(1)), "nash")
    assert not found.equilibrium and found.gains == {"1": 1, "2": 0, "3": 0} and found.consistent is None
    assert found.reason == "1 gains 1 before play with a strategy that plays 'A' at 'start'."


# ------------------------------------------------------------------ beer and quiche


@game(players=("Sender", "Receiver"))
def breakfast(play, *, p=Parameter(F(9, 10), domain="0 < p < 1")):
    kind = play.chance("type", {"strong": p, "weak": 1 - p})
    play.tell("Sender", kind)
    meal = play.choose("Sender", ["beer", "quiche"])
    reply = play.choose("Receiver", ["duel", "retreat"])
    liked = meal == ("beer" if kind == "strong" else "quiche")
    return int(liked) + 2 * int(reply == "retreat"), int((reply == "retreat") == (kind == "strong"))


def pooling(meal, duel):
    other = {"beer": "quiche", "quiche": "beer"}[meal]
    sure = {meal: F(1), other: F(0)}
    replies = {meal: {"duel": F(0), "retreat": F(1)}, other: {"duel": duel, "retreat": 1 - duel}}
    return {"Sender": {"strong": sure, "weak": sure}, "Receiver": replies}, other


def suspicion(other, strong):
    return {"Receiver": {other: {f"strong/{other}": strong, f"weak/{other}": 1 - strong}}}


@pytest.mark.parametrize("meal", ["beer", "quiche"])
def test_both_poolings_with_their_belief_ranges(meal):
    profile, other = pooling(meal, F(1))
    for strong in (F(0), F(1, 4), F(1, 2)):
        assert verify(breakfast(), assessment(profile, suspicion(other, strong))).equilibrium
    refused = verify(breakfast(), assessment(profile, suspicion(other, F(1, 2) + SHIFT)))
    assert not refused.equilibrium and refused.gains == {"Sender": 0, "Receiver": 2 * SHIFT}
    assert refused.reason == f"Receiver gains 1/500 at {other!r} by playing 'retreat'."
    for what, changed in moved(profile):
        assert not verify(breakfast(), assessment(changed, suspicion(other, F(1, 4)))).equilibrium, what


@pytest.mark.parametrize("meal", ["beer", "quiche"])
def test_the_duel_that_just_deters(meal):
    profile, other = pooling(meal, F(1, 2))
    assert verify(breakfast(), profile).equilibrium
    assert verify(breakfast(), assessment(profile, suspicion(other, F(1, 2)))).equilibrium
    for _, belief in moved(suspicion(other, F(1, 2))):
        assert not verify(breakfast(), assessment(profile, belief)).equilibrium
    too_few, _ = pooling(meal, F(1, 2) - SHIFT)
    refused = verify(breakfast(), too_few)
    assert refused.gains == {"Sender": 2 * SHIFT, "Receiver": 0}


def test_beliefs_on_the_path_follow_bayes():
    profile, _ = pooling("beer", F(1))
    wrong = {"Receiver": {"beer": {"strong/beer": F(4, 5), "weak/beer": F(1, 5)}}}
    for concept in ("pbe", "sequential"):
        found = verify(breakfast(), assessment(profile, wrong), concept)
        assert not found.equilibrium and found.rational
        assert found.reason == "At 'beer' Receiver believes 'strong/beer' with probability 4/5; Bayes' rule gives 9/10."
    assert found.consistent is False


@pytest.mark.parametrize("p", [F(1, 5), F(1, 3), F(49, 100)])
def test_the_weak_bluff_when_most_are_weak(p):
    bluff = p / (1 - p)
    profile = {
        "Sender": {"strong": {"beer": 1, "quiche": 0}, "weak": {"beer": bluff, "quiche": 1 - bluff}},
        "Receiver": {"beer": {"duel": F(1, 2), "retreat": F(1, 2)}, "quiche": {"duel": 1, "retreat": 0}},
    }
    at = breakfast(p=p)
    assert verify(at, profile).equilibrium
    for what, changed in moved(profile):
        assert not verify(at, changed).equilibrium, what


# ------------------------------------------------------------------ crisis signalling


@game(players=("Challenger", "Target"))
def crisis(
    play,
    *,
    pi=Parameter(F(1, 3), domain="0 < pi < 1"),
    q=Parameter(F(1, 3), domain="0 < q < 1"),
    a=Parameter(F(1, 2), domain="a > 0"),
    w_s=Parameter(F(-1, 4), domain="-a < w_s < 0"),
    w_w=Parameter(-1, domain="w_w < -a"),
    r_s=Parameter(F(1, 2), domain="0 < r_s < 1"),
    r_w=Parameter(F(-1, 2), domain="r_w < 0"),
):
    kinds = [play.chance(side, {"strong": prior, "weak": 1 - prior}) for side, prior in (("Challenger", pi), ("Target", q))]
    for side, kind in zip(("Challenger", "Target"), kinds, strict=True):
        play.tell(side, kind)
    if play.choose("Challenger", ["wait", "threaten"]) == "wait":
        return 0, 1
    if play.choose("Target", ["concede", "resist"]) == "concede":
        return 1, 0
    if play.choose("Challenger", ["back down", "fight"]) == "back down":
        return -a, 1
    return {"strong": w_s, "weak": w_w}[kinds[0]], {"strong": r_s, "weak": r_w}[kinds[1]]


def crisis_profile(strong_threat, weak_threat, concede):
    return {
        "Challenger": {
            "strong": two("threaten", "wait", strong_threat),
            "weak": two("threaten", "wait", weak_threat),
            "strong/threaten/resist": two("fight", "back down", F(1)),
            "weak/threaten/resist": two("fight", "back down", F(0)),
        },
        "Target": {"strong/threaten": two("concede", "resist", F(0)), "weak/threaten": two("concede", "resist", concede)},
    }


@pytest.mark.parametrize(
    "values",
    [{}, {"pi": F(1, 5), "q": F(1, 4), "a": F(3, 4), "r_w": F(-2, 3)}, {"pi": F(2, 5), "q": F(1, 10), "a": 2, "w_w": -3, "w_s": F(-5, 3)}],
)
def test_the_semi_separating_equilibrium_in_closed_form(values):
    at = crisis().at(**values)
    pi, q, a, r_w = (at.fixed[name] for name in ("pi", "q", "a", "r_w"))
    bluff, concede = pi * -r_w / (1 - pi), a / ((1 + a) * (1 - q))
    profile = crisis_profile(F(1), bluff, concede)
    found = verify(at, profile)
    assert found.equilibrium, found.reason
    for what, changed in moved(profile):
        assert not verify(at, changed).equilibrium, what
    form = "a/((1 + a)*(1 - q))"
    named = {**profile, "Target": {**profile["Target"], "weak/threaten": {"concede": form, "resist": f"1 - {form}"}}}
    assert verify(at, named).equilibrium  # parameters that have been fixed may be named


def no_threat(strong_target, weak_target):
    beliefs = {
        f"{own}/threaten": {f"{kind}/{own}/threaten": p if kind == "strong" else 1 - p for kind in ("strong", "weak")}
        for own, p in (("strong", strong_target), ("weak", weak_target))
    }
    return assessment(crisis_profile(F(0), F(0), F(0)), {"Target": beliefs})


def test_both_types_of_a_target_hold_the_same_belief():
    assert verify(crisis(), no_threat(F(1, 2), F(1, 2))).equilibrium
    refused = verify(crisis(), no_threat(F(1, 3), F(1, 2)))
    assert not refused.equilibrium and refused.rational and refused.consistent is False
    assert (
        refused.reason
        == "No trembles bring about the proportions of the beliefs at 'strong/threaten' (Target) and 'weak/threaten' (Target)."
    )
    assert verify(crisis(), no_threat(F(1, 3), F(1, 2)), "pbe").equilibrium
    assert verify(crisis(), no_threat(F(2, 3), F(2, 3))).equilibrium
    assert verify(crisis(), no_threat(F(2, 3) + SHIFT, F(2, 3) + SHIFT)).gains["Target"] > 0
    assert verify(crisis(), crisis_profile(F(0), F(0), F(0))).equilibrium


def test_an_off_path_belief_given_for_one_type_binds_the_other():
    given = no_threat(F(2, 3), F(2, 3))
    del given["beliefs"]["Target"]["weak/threaten"]
    assert verify(crisis(), given).equilibrium
    given["beliefs"]["Target"]["strong/threaten"] = {"strong/strong/threaten": F(3, 4), "weak/strong/threaten": F(1, 4)}
    refused = verify(crisis(), given)  # the weak target would hold 3/4 too, and concede
    assert not refused.equilibrium and not refused.rational and refused.consistent


def test_labels_tie_the_supports_of_two_types():
    refused = verify(crisis(), no_threat(F(0), F(1, 2)))
    assert refused.consistent is False and refused.reason.startswith(
        "No trembles make the nodes that are believed possible at 'strong/threaten'"
    )


# ------------------------------------------------------------------ zero-sum


@game(players=("Alice", "Bob"))
def pennies(play, *, stake=Parameter(1, domain="stake > 0")):
    one = play.choose("Alice", ["heads", "tails"], public=False)
    same = play.choose("Bob", ["heads", "tails"], public=False) == one
    return (stake, -stake) if same else (-stake, stake)


def test_matching_pennies():
    even = {"Alice": {"start": {"heads": F(1, 2), "tails": F(1, 2)}}, "Bob": {"start": {"heads": 0.5, "tails": "1/2"}}}
    for concept in ("nash", "subgame", "pbe", "sequential"):
        assert verify(pennies(), even, concept).equilibrium
    for what, other in moved({"Alice": even["Alice"], "Bob": {"start": {"heads": F(1, 2), "tails": F(1, 2)}}}):
        refused = verify(pennies(), other, "nash")
        assert not refused.equilibrium and max(refused.gains.values()) == 2 * SHIFT, what


@game(players=("Alice", "Bob"))
def kuhn(play):
    alice, bob = play.chance("deal", [f"{x}{y}" for x, y in permutations("JQK", 2)])
    play.tell("Alice", alice)
    play.tell("Bob", bob)

    def showdown(stake):
        return (stake, -stake) if "JQK".index(alice) > "JQK".index(bob) else (-stake, stake)

    if play.choose("Alice", ["check", "bet"]) == "bet":
        return showdown(2) if play.choose("Bob", ["fold", "call"]) == "call" else (1, -1)
    if play.choose("Bob", ["check", "bet"]) == "check":
        return showdown(1)
    return showdown(2) if play.choose("Alice", ["fold", "call"]) == "call" else (-1, 1)


def kuhn_profile(b):
    bet = {"J": b, "Q": F(0), "K": 3 * b}
    call = {"J": F(0), "Q": b + F(1, 3), "K": F(1)}
    answer = {"J": F(0), "Q": F(1, 3), "K": F(1)}
    bluff = {"J": F(1, 3), "Q": F(0), "K": F(1)}
    profile = {"Alice": {}, "Bob": {}}
    for card in "JQK":
        profile["Alice"] |= {card: two("bet", "check", bet[card]), f"{card}/check/bet": two("call", "fold", call[card])}
        profile["Bob"] |= {f"{card}/bet": two("call", "fold", answer[card]), f"{card}/check": two("bet", "check", bluff[card])}
    return profile


@pytest.mark.parametrize("b", [F(0), F(1, 6), F(1, 3)])
def test_the_family_of_kuhn_poker(b):
    profile = kuhn_profile(b)
    payoffs, outcomes, measures = expected(kuhn(), Profile(profile))
    assert payoffs == {"Alice": F(-1, 18), "Bob": F(1, 18)} and sum(outcomes.values()) == 1 and measures == {}
    for concept in ("nash", "subgame", "pbe", "sequential"):
        found = verify(kuhn(), Assessment(Profile(profile)), concept)
        assert found.equilibrium and set(found.gains.values()) == {0}, found.reason


def test_kuhn_poker_off_the_family():
    for what, other in moved(kuhn_profile(F(1, 6))):
        assert not verify(kuhn(), other, "nash").equilibrium, what
