"""The sustainability bet: the answers that are known, in its default structure and in its variants."""

from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, mapped, only, same, thresholds, through

from games import GameError
from games.essay import sustainability_bet

Q = Fraction
WEARY = {"turn": Q(-1, 5), "k_stay": Q(1, 2)}  # an attack turns a short US that follows a lead


def of(player, solution, action, at="start"):
    return solution.profile[player][at][action]


def informs(solution):
    return of("A", solution, "inform")


def resists(solution, at="start"):
    return of("B", solution, "resist", at)


SIZES = [
    # structure, nodes, information sets, parameters
    ({}, 23, 6, 10),
    ({"closing": "stay_on"}, 23, 6, 11),
    ({"closing": "nothing"}, 23, 6, 10),
    ({"depth": True}, 47, 7, 12),
    ({"b_informs": True}, 31, 8, 10),
    ({"a_resists": True}, 33, 8, 10),
    ({"exit": True}, 29, 6, 11),
    ({"reckless": True}, 47, 7, 12),
    ({"long_chooses": True}, 31, 10, 11),
    ({"clock": True}, 39, 15, 8),
]


@pytest.mark.parametrize("structure, nodes, infosets, parameters", SIZES, ids=str)
def test_sizes(structure, nodes, infosets, parameters):
    game = sustainability_bet(**structure)
    assert (game.nodes, game.infosets, len(game.parameters)) == (nodes, infosets, parameters)


# ------------------------------------------------------------------ the default structure


def test_one_equilibrium_at_the_defaults():
    found = only(sustainability_bet())
    assert informs(found) == 1 and of("B", found, "wait") == 1
    assert all(row["stop"] == 1 for row in found.profile["US"].values())
    assert {label: p for label, p in found.outcomes.items() if p} == {"redirected": Q(2, 5), "informed_for_nothing": Q(3, 5)}


def test_the_bet():
    """Answer 1: A informs from mu_long 5/26; B waits on both sides."""
    assert thresholds(mapped(sustainability_bet(), "mu_long")) == ["mu_long = 5/26"]
    for mu, tip in ((Q(3, 20), 0), (Q(1, 4), 1)):
        found = only(sustainability_bet(), mu_long=mu)
        assert informs(found) == tip and resists(found) == 0


def test_what_a_tip_does_to_endurance():
    """Answer 2: between 2/5 and 3/5 a short US stays on a lead and not without one, and A informs at any belief."""
    assert set(thresholds(mapped(sustainability_bet(), "k_stay"))) >= {"k_stay = 3/5", "k_stay = 2/5"}
    for mu in (Q(2, 5), Q(1, 20)):
        found = only(sustainability_bet(), k_stay=Q(1, 2), mu_long=mu)
        assert informs(found) == 1 and found.outcomes["redirected"] == 1
        assert of("US", found, "stay", "short/A informs/B waits") == 1 and of("US", found, "stop", "short/A waits/B waits") == 1
    large = only(sustainability_bet(), k_stay=Q(1, 2), share=Q(4, 5))
    assert of("US", large, "stop", "short/A informs/B waits") == 1


def test_why_certain_withdrawal_matters():
    """Answer 3: where a US that lasts does not leave, a share must be worth more than 25/52 there."""
    game = sustainability_bet(closing="stay_on")
    assert thresholds(mapped(game, "y")) == ["y = 25/52"]
    assert informs(only(game, y=Q(1, 2))) == 1 and informs(only(game, y=Q(2, 5))) == 0
    assert informs(only(sustainability_bet(closing="nothing"))) == 0


def test_after_withdrawal():
    """Answer 4: with a US that lasts A holds 0.74 of 0.94; else nothing changes."""
    found = only(sustainability_bet())
    assert found.measures["share_A"] == Q(2, 5) * Q(74, 100) + Q(3, 5) * Q(1, 2)
    assert found.measures["flow"] == Q(2, 5) * Q(94, 100) + Q(3, 5)
    assert found.payoffs["A"] == Q(2, 5) * Q(24, 100) - Q(1, 20) and found.payoffs["B"] == -Q(2, 5) * Q(30, 100)


@pytest.mark.slow
def test_no_violence_by_a_large_rival():
    """Answer 5: if turn >= 0 and inherit*share < 1 - share, B never resists."""
    game = sustainability_bet()
    points = [p for p in game.domain.points(60, seed=2, thin=30) if p["turn"] >= 0 and p["inherit"] * p["share"] < 1 - p["share"]]
    assert len(points) >= 10
    assert all(resists(solution) == 0 for point in points for solution in every(game, **point))


def test_a_small_rival_provokes():
    """Answer 5: it keeps the US on a larger competitor."""
    small = {"share": Q(7, 10), "mu_long": Q(1, 10), "k_stay": Q(42, 100)}
    found = only(sustainability_bet(), kappa=Q(1, 5), **small)
    assert (informs(found), resists(found)) == (0, 1)
    assert of("US", found, "stay", "short/A waits/B resists") == 1 and of("US", found, "stop", "short/A waits/B waits") == 1
    mixed = only(sustainability_bet(), kappa=Q(1, 20), **small)
    assert (informs(mixed), resists(mixed)) == (Q(17, 117), Q(22, 69))


def test_violence_against_a_weary_us():
    """Answer 5: B resists if 9/50 > v_res while A informs; where neither pure pair holds, both mix."""
    game = sustainability_bet()
    assert through(mapped(game, "v_res", **WEARY), v_res=Q(9, 50))
    for cost, violence in ((Q(1, 25), 1), (Q(3, 10), 0)):
        found = only(game, v_res=cost, **WEARY)
        assert (informs(found), resists(found)) == (1, violence)
    mixed = only(game, mu_long=Q(3, 20), **WEARY)
    assert (informs(mixed), resists(mixed)) == (Q(8, 51), Q(193, 204))


def test_a_tip_that_works_moves_the_market():
    """Prediction P8, by the payoffs: A's share grows by what it inherits of the hit, and the total falls by the rest."""
    game = sustainability_bet()
    measures = {name: k for k, name in enumerate(game.measure_names)}
    tips = [leaf for leaf, ending in enumerate(game.outcome) if game.outcome_names[ending] == "redirected"]
    for leaf in tips:
        share_a, flow = (game.measure(leaf, measures[name]) for name in ("share_A", "flow"))
        assert same(share_a, "share + inherit*loss*(1 - share)*(1 + redirect)")
        assert same(flow, "1 - (1 - inherit)*loss*(1 - share)*(1 + redirect)")
    assert len(tips) == 2


# ------------------------------------------------------------------ variants


def test_exit():
    """Answer 6: A sells out from 273/500, more than its whole share."""
    game = sustainability_bet(exit=True)
    assert thresholds(mapped(game, "x_exit")) == ["x_exit = 273/500"]
    for price, sold in ((Q(3, 10), 0), (Q(11, 20), 1), (Q(3, 5), 1)):
        found = only(game, x_exit=price)
        assert found.outcomes["sold_out"] == sold
        assert not sold or (found.payoffs["A"], found.payoffs["B"]) == (price - Q(1, 2), Q(4, 5) * Q(1, 2))


@pytest.mark.slow
def test_nobody_sells_what_waiting_guarantees():
    """Prediction P2: below share*(1 - loss) exit has probability 0."""
    for point in sustainability_bet().domain.points(8, seed=5, thin=30):
        offer = point["share"] * (1 - point["loss"]) * Q(99, 100)
        assert all(solution.outcomes["sold_out"] == 0 for solution in every(sustainability_bet(exit=True), x_exit=offer, **point))


CLOCK = [
    # parameters, first phase, second phase after waiting (None where it is off the path)
    ({"mu_long": Q(3, 10)}, "wait", "resist"),
    ({"mu_long": Q(3, 5)}, "resist", None),
    ({"mu_long": Q(3, 10), "turn": Q(1, 25)}, "wait", "wait"),
    ({"mu_long": Q(3, 10), "v_res": Q(1, 4)}, "wait", "wait"),
]


@pytest.mark.parametrize("at, first, second", CLOCK, ids=str)
def test_hide_then_fight(at, first, second):
    """Answer 7, in every equilibrium at the points run."""
    found = every(sustainability_bet(clock=True), **at)
    assert 1 <= bases(found) <= 5
    for solution in found:
        assert of("cartel", solution, first) == 1
        assert second is None or of("cartel", solution, second, "wait/stay") == 1


def test_the_wall_of_hide_then_fight():
    found = mapped(sustainability_bet(clock=True), "mu_long")
    assert through(found, mu_long=Q(4, 9))
    for mu in (Q(4, 9) - Q(1, 100), Q(4, 9) + Q(1, 100)):
        for solution in every(found.game, mu_long=mu):
            assert of("cartel", solution, "wait") == (mu < Q(4, 9))
            assert solution.measures["violence"] == (mu if mu < Q(4, 9) else 1)  # P4: none in the first phase, mu_long in the second


@pytest.mark.slow
def test_depth():
    """The shallow informs from 5/36, the deep from 5/26; between, a tip reveals that A is shallow."""
    game = sustainability_bet(depth=True)
    found = mapped(game, "mu_long")
    assert through(found, mu_long=Q(5, 36)) and through(found, mu_long=Q(5, 26))
    for mu, shallow, deep in ((Q(13, 100), 0, 0), (Q(4, 25), 1, 0), (Q(1, 5), 1, 1)):
        for solution in every(game, mu_long=mu):
            assert (of("A", solution, "inform", "shallow"), of("A", solution, "inform", "deep")) == (shallow, deep)
    seen = only(game, mu_long=Q(4, 25)).beliefs["US"]["short/A informs/B waits"]
    assert seen["short/shallow/inform/wait"] == 1


def test_both_may_inform():
    """At the defaults both do, and the short US stays; at mu_long 3/20 neither does."""
    game = sustainability_bet(b_informs=True)
    both = only(game)
    assert informs(both) == of("B", both, "inform") == 1 and both.outcomes["redirected"] == 1
    neither = only(game, mu_long=Q(3, 20))
    assert of("A", neither, "wait") == of("B", neither, "wait") == 1


def test_reckless():
    """One B in ten likes violence and resists always; the other only where a weary US can be moved."""
    game = sustainability_bet(reckless=True)
    found = only(game)
    assert (resists(found, "calm"), resists(found, "reckless")) == (0, 1) and informs(found) == 1
    weary = only(game, **WEARY)
    assert (resists(weary, "calm"), resists(weary, "reckless")) == (1, 1)


def test_a_long_us_chooses():
    """At the running cost 1/5 the default outcome, alone."""
    found = only(sustainability_bet(long_chooses=True))
    assert {label: p for label, p in found.outcomes.items() if p} == {"redirected": Q(2, 5), "informed_for_nothing": Q(3, 5)}


def test_a_may_resist():
    """At the defaults nothing changes."""
    found = only(sustainability_bet(a_resists=True))
    assert (informs(found), resists(found)) == (1, 0)


# ------------------------------------------------------------------ counts, map, agreement


@pytest.mark.slow
def test_generic_bases():
    assert complete(sustainability_bet()).bases["generic"] == 45


def test_the_default_map():
    found = mapped(sustainability_bet())
    assert through(found, mu_long=Q(5, 26), k_stay=Q(7, 10), redirect=2)
    assert through(found, mu_long=Q(2, 5), k_stay=Q(3, 5), redirect=2)


@pytest.mark.slow
@pytest.mark.parametrize(
    "structure, generic",
    [
        ({"closing": "stay_on"}, 45),
        ({"exit": True}, 68),
        ({"reckless": True}, 98),
        ({"a_resists": True}, 78),
        ({"long_chooses": True}, 196),
        ({"b_informs": True}, 211),
        ({"clock": True}, 330),
    ],
    ids=str,
)
def test_generic_bases_of_variants(structure, generic):
    """Before the test of the interior 82 with a_resists, 228 with b_informs and 337 with the clock; 196 with long_chooses before and after.

    What is lost has more equations than probabilities: with a_resists A, with b_informs B mixes over three moves, which is
    two equations in one probability of the other; with the clock a cartel indifferent in both phases looks at one mix of the US.
    One of the 17 of b_informs has no solution at all: B would resist only if inherit*share > 1 - share, and share < 1/2 there.
    """
    assert complete(sustainability_bet(**structure)).bases["generic"] == generic


@pytest.mark.parametrize(
    "structure",
    [
        {},
        {"closing": "stay_on"},
        {"depth": True},
        {"b_informs": True},
        pytest.param({"a_resists": True}, marks=pytest.mark.slow),
        {"exit": True},
        {"reckless": True},
    ],
    ids=str,
)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(sustainability_bet(**structure), 4) == []


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"closing": "annex"}, r"is one of withdraw, stay_on, nothing; found 'annex'\."),
        ({"clock": True, "exit": True}, r"The clock has one cartel .* give clock without other structure\."),
        ({"y": Q(1, 2)}, r"with this structure does not use the parameter y"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        sustainability_bet(**structure)
