"""The provocation trap: its tree, and the answers that are known."""

import itertools
import random
from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, thresholds, through

from games import GameError
from games.essay import provocation_trap

Q = Fraction
POINT = {
    "p": Q(1, 2),
    "p_attr": Q(2, 5),
    "nu": Q(3, 5),
    "omega": Q(3, 5),
    "spill": Q(1, 6),
    "A_p": Q(8, 5),
    "A_q": Q(3, 5),
    "s_t": Q(2, 5),
    "c_E": Q(1, 2),
    "c_t": Q(1, 10),
    "L_ally": Q(1),
    "B_det": Q(2, 5),
    "L_hit": Q(4, 5),
    "nat_n": Q(3, 2),
    "nat_r": Q(1, 2),
}
STEP = Q(1, 100)


def attacks(solution, who="provocateur"):
    return solution.profile[who]["start"]["attack"]


def answers(solution):
    """The answers that a proud and a patient US use, with their chances."""
    return tuple({a: x for a, x in solution.profile["US"][temper].items() if x != 0} for temper in ("proud", "patient"))


def breaks(solution):
    return tuple(solution.profile["Mexico"][kind]["break"] for kind in ("nationalist", "resilient"))


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = provocation_trap()
    assert (game.nodes, game.infosets, game.parameters) == (77, 5, tuple(POINT))
    assert game.defaults == POINT and game.headline == ("p", "p_attr", "nu")
    assert [(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)] == [
        ("provocateur", "start"),
        ("US", "proud"),
        ("US", "patient"),
        ("Mexico", "nationalist"),
        ("Mexico", "resilient"),
    ]
    foreign = provocation_trap(hands=2)
    assert foreign.players == ("provocateur", "US", "Mexico", "foreign hand") and len(foreign.parameters) == 18
    assert provocation_trap(aim="exhaust").players == ("provocateur", "US")
    assert provocation_trap(call=True).parameters == ("g_com", "b_rise", "c_rise")


def test_domain():
    assert set(provocation_trap().domain.texts) == {
        "0 < p",
        "p < 1",
        "0 < p_attr",
        "p_attr < 1",
        "0 < nu",
        "nu < 1",
        "0 < omega",
        "omega < 1",
        "0 < spill",
        "spill < 1",
        "A_p > A_q",
        "s_t*A_p > c_t + spill*L_ally",
        "A_q > 0",
        "0 < s_t",
        "s_t < 1",
        "c_E > c_t",
        "c_t > 0",
        "L_ally > 0",
        "B_det > 0",
        "L_hit > 0",
        "nat_n > nat_r",
        "nat_r > 0",
    }


def test_payoffs_and_endings():
    expected = {"occasion/refrain": ("0", "0", "0", "quiet")}
    for origin, provoked in (("ordinary", 0), ("occasion/attack", 1)):
        for temper, reward in (("proud", "A_p"), ("patient", "A_q")):
            here = f"{origin}/{temper}"
            expected[f"{here}/ignore"] = ("0", "-1", "0", "ignored")
            hit, found = f"{provoked}*p_attr*L_hit", f"{provoked}*p_attr*B_det"
            small = f"-1 + s_t*{reward} - c_t + {found}"
            expected[f"{here}/limited/stays small"] = (
                f"-{hit}",
                small,
                "0",
                "provoked, limited" if provoked else "ordinary incident, limited",
            )
            for answer, us in (("escalate", f"-1 + {reward} - c_E + {found}"), ("limited/spills over", small)):
                for kind, cost in (("nationalist", "nat_n"), ("resilient", "nat_r")):
                    ordinary = "ordinary incident, " + ("escalation" if answer == "escalate" else "limited")
                    expected |= {
                        f"{here}/{answer}/{kind}/stay": (f"-{hit}", us, f"-{cost}", "provoked, alliance holds" if provoked else ordinary),
                        f"{here}/{answer}/{kind}/break": (
                            f"1 - {hit}",
                            f"{us} - L_ally",
                            "-1",
                            "provoked, alliance breaks" if provoked else ordinary,
                        ),
                    }
    found = leaves(provocation_trap())
    assert found.keys() == expected.keys()
    for history, (*payoffs, label) in expected.items():
        assert found[history][1] == label
        assert all(same(found[history][0][who], x) for who, x in zip(("provocateur", "US", "Mexico"), payoffs, strict=True)), history


def test_the_equilibrium_at_the_defaults():
    """Attack; the proud escalate, the patient answer within limits; nationalists break. 0.222, -0.666, -0.467."""
    found = only(provocation_trap())
    assert bases(every(provocation_trap())) == 1
    assert attacks(found) == 1 and answers(found) == ({"escalate": 1}, {"limited": 1}) and breaks(found) == (1, 0)
    assert found.payoffs == {"provocateur": Q(111, 500), "US": Q(-333, 500), "Mexico": Q(-7, 15)}
    troops, lost = Q(1, 2) + Q(1, 2) * Q(1, 6), Q(3, 5) * (Q(1, 2) + Q(1, 2) * Q(1, 6))
    assert found.measures == {
        "flow": 0,
        "violence": 1 + Q(1, 2) + Q(3, 10) / 2,
        "civilian_harm": troops,
        "cost_us": Q(3, 10),
        "cooperation": 1 - lost,
    }
    assert found.outcomes["provoked, alliance breaks"] == Q(2, 5) * lost


@pytest.mark.parametrize("name", POINT)
def test_five_percent_changes_nothing(name):
    """Each default moves 5 percent either way, alone, without a change of play."""
    for factor in (Q(19, 20), Q(21, 20)):
        found = only(provocation_trap(), **{name: POINT[name] * factor})
        assert attacks(found) == 1 and answers(found) == ({"escalate": 1}, {"limited": 1}) and breaks(found) == (1, 0)


# ------------------------------------------------------------------ known answers


def test_what_escalation_takes():
    """Answer 1: the reward that is lost by limits, 0.96 for the proud and 0.36 for the patient, against 0.9."""
    for name, temper, wall in (("A_p", 0, Q(3, 2)), ("A_q", 1, Q(3, 2))):
        for reward, play in ((wall + STEP, {"escalate": 1}), (wall - STEP, {"limited": 1})):
            assert answers(only(provocation_trap(), **{name: reward}))[temper] == play
    assert POINT["nu"] * (1 - POINT["spill"]) * POINT["L_ally"] + POINT["c_E"] - POINT["c_t"] == Q(9, 10) == Q(3, 2) * (1 - POINT["s_t"])


def test_attack_on_a_us_that_may_be_proud():
    """Answer 2: p* = 11/25; refrain at 0.43, attack at 0.45."""
    game = provocation_trap()
    assert thresholds(mapped(game, "p")) == ["p = 11/25"]
    assert (attacks(only(game, p=Q(43, 100))), attacks(only(game, p=Q(9, 20)))) == (0, 1)
    (family,) = (f for f in complete(game, "p") if attacks(f) == 1)
    assert same(family.payoffs["provocateur"], "3/5*(p + (1 - p)/6) - 2/5*(8/25)")  # + ordinary incidents' breaks, less what is reached


def test_attack_when_neither_escalates_or_both_do():
    """Answer 3: nu*spill = 1/10 < 8/25 deters; nu = 3/5 > 8/25 does not."""
    game = provocation_trap()
    neither = only(game, A_p=Q(7, 5))
    assert answers(neither) == ({"limited": 1}, {"limited": 1}) and attacks(neither) == 0
    assert attacks(only(game, A_p=Q(7, 5), p_attr=Q(1, 8) - STEP)) == 1 and attacks(only(game, A_p=Q(7, 5), p_attr=Q(1, 8) + STEP)) == 0
    both = {"A_p": Q(9, 5), "A_q": Q(8, 5)}
    assert answers(only(game, **both)) == ({"escalate": 1}, {"escalate": 1})
    assert attacks(only(game, **both, p_attr=Q(3, 4) - STEP)) == 1 and attacks(only(game, **both, p_attr=Q(3, 4) + STEP)) == 0


def test_attack_when_the_patient_ignore():
    """Answer 4: the patient ignore whatever they believe at A_q 1/20; then p plays no part."""
    game = provocation_trap()
    for p in (Q(1, 20), Q(1, 2), Q(19, 20)):
        found = only(game, A_q=Q(1, 20), p=p)
        assert answers(found) == ({"escalate": 1}, {"ignore": 1}) and attacks(found) == 1
        assert attacks(only(game, A_q=Q(1, 20), p=p, p_attr=Q(3, 4) + STEP)) == 0


def test_attack_that_keeps_the_us_guessing():
    """Answer 5: at A_q 2/5 and p 3/10 the belief that keeps the patient indifferent is 1/4; attack 1/2, limited 6/11."""
    found = only(provocation_trap(), A_q=Q(2, 5), p=Q(3, 10))
    assert attacks(found) == Q(1, 2) and answers(found) == ({"escalate": 1}, {"limited": Q(6, 11), "ignore": Q(5, 11)})
    (patient,) = (beliefs for label, beliefs in found.assessment.beliefs["US"].items() if label == "patient")
    assert sum(q for history, q in patient.items() if history.startswith("occasion")) == Q(1, 4)


def test_the_value_of_commitment():
    """Answer 6: 21/100 at the defaults; -9/625 where nobody attacks anyway; 0 where the proud would be limited anyway."""
    free, bound = provocation_trap(), provocation_trap(commitment="announced")
    assert attacks(only(bound)) == 0 and only(bound).payoffs["US"] == Q(-57, 125)

    def worth(**at):
        return only(bound, **at).payoffs["US"] - only(free, **at).payoffs["US"]

    d = POINT["A_p"] * Q(3, 5) - Q(9, 10)
    r = sum(Q(1, 2) * (POINT["s_t"] * POINT[a] - POINT["c_t"] - POINT["nu"] * POINT["spill"]) for a in ("A_p", "A_q"))
    assert (d, r) == (Q(3, 50), Q(6, 25))
    assert worth() == Q(2, 5) * (1 - r - Q(4, 25) - d / 2) - Q(3, 5) * d / 2 == Q(21, 100)
    assert worth(p=Q(2, 5)) == -Q(3, 5) * Q(2, 5) * d == Q(-9, 625)
    assert (only(bound, p=Q(2, 5)).payoffs["US"], only(free, p=Q(2, 5)).payoffs["US"]) == (Q(-12, 25), Q(-291, 625))
    assert worth(A_p=Q(7, 5)) == 0


def test_no_provocation_where_nationalists_stay():
    """Prediction P38: with nat_n < 1 no equilibrium has an attack."""
    assert all(attacks(s) == 0 for s in every(provocation_trap(), nat_n=Q(9, 10)))


def expected(at):
    """Attack at a point where nat_n > 1 > nat_r, as prediction P38 has it."""

    def best(reward, q):
        values = {
            "escalate": reward - at["c_E"] - at["nu"] * at["L_ally"],
            "ignore": -q * at["p_attr"] * at["B_det"],
            "limited": at["s_t"] * reward - at["c_t"] - at["nu"] * at["spill"] * at["L_ally"],
        }
        return max(values, key=values.get)

    def pays(proud, patient):
        chance = {"escalate": at["nu"], "limited": at["nu"] * at["spill"], "ignore": 0}
        hit = at["p_attr"] * at["L_hit"]
        return sum(w * (chance[a] - (hit if a != "ignore" else 0)) for w, a in ((at["p"], proud), (1 - at["p"], patient))) > 0

    proud, after, before = best(at["A_p"], 0), best(at["A_q"], 1 - at["omega"]), best(at["A_q"], 0)
    sure, never = pays(proud, after), not pays(proud, before)
    return "attack" if sure else "refrain" if never else "mixed"


RANGES = {
    "p": (5, 92),
    "p_attr": (5, 92),
    "nu": (5, 92),
    "omega": (10, 90),
    "spill": (5, 60),
    "A_p": (60, 250),
    "A_q": (5, 150),
    "s_t": (15, 80),
    "c_E": (15, 90),
    "c_t": (2, 30),
    "L_ally": (20, 150),
    "B_det": (5, 90),
    "L_hit": (20, 150),
    "nat_n": (98, 200),
    "nat_r": (5, 96),
}


@pytest.mark.slow
def test_provocation_at_random_points():
    game, rng, seen = provocation_trap(), random.Random(0), set()
    drawn = ({name: Q(rng.randint(*ends), 97) for name, ends in RANGES.items()} for _ in itertools.count())
    for at in itertools.islice(filter(game.domain.contains, drawn), 60):
        found = every(game, **at)
        assert bases(found) == 1, at  # as at the page's 60 random points
        said = expected(at)
        assert attacks(found[0]) == {"attack": 1, "refrain": 0}.get(said, attacks(found[0])), at
        assert (0 < attacks(found[0]) < 1) == (said == "mixed") and breaks(found[0]) == (1, 0), at
        seen.add(said)
    assert seen >= {"attack", "refrain"}


# ------------------------------------------------------------------ other structures


def test_a_foreign_hand():
    """Reached with 1/10, it attacks at p 3/10, where the local provocateur, reached with 2/5, does not."""
    game = provocation_trap(hands=2)
    for p, local in ((Q(3, 10), 0), (Q(1, 2), 1)):
        found = only(game, p=p)
        assert (attacks(found), attacks(found, "foreign hand")) == (local, 1)
    assert attacks(only(game, p=Q(3, 10), p_attr_f=Q(2, 5)), "foreign hand") == 0


def test_revenge_for_help_to_an_enemy():
    """A loss of 1/10 by staying quiet makes the provocateur attack at p 2/5; the wall moves to (8/25 - 1/10 - 1/10)/(1/2) = 6/25."""
    game = provocation_trap(past_help=Q(1, 10))
    assert attacks(only(provocation_trap(), p=Q(2, 5))) == 0 and attacks(only(game, p=Q(2, 5))) == 1
    assert thresholds(mapped(game, "p")) == ["p = 6/25"]


def test_aims_that_show_in_the_cost():
    """The outcome at the defaults is the same; under commitment even nationalists stay, and it is worth 0.270."""
    free, bound = provocation_trap(aims=True), provocation_trap(aims=True, commitment="announced")
    assert only(free).outcomes == only(provocation_trap()).outcomes and only(free).payoffs["US"] == Q(-333, 500)
    assert all(breaks(s) == (0, 0) for s in every(bound))
    assert only(bound).payoffs["US"] - only(free).payoffs["US"] == Q(27, 100)


def test_reinforcement():
    """At p 2/5 and nu 9/10 even the proud are limited and nobody attacks; so they are after a public reinforcement that makes nu 9/10."""
    plain = only(provocation_trap(), nu=Q(9, 10), p=Q(2, 5))
    assert answers(plain)[0] == {"limited": 1} and attacks(plain) == 0
    for p in (Q(2, 5), Q(1, 2)):
        for solution in every(provocation_trap(reinforce=True), p=p):
            assert solution.profile["US"]["reinforce/proud"]["limited"] == 1 and solution.profile["provocateur"]["reinforce"]["attack"] == 0
            assert solution.profile["provocateur"]["leave it"]["attack"] == (p > Q(11, 25))


@pytest.mark.parametrize("p, short, attack", [(Q(9, 10), Q(9, 10), 1), (Q(1, 2), Q(9, 10), 0), (Q(9, 10), Q(1, 2), 0)])
def test_an_escalation_that_cannot_be_sustained(p, short, attack):
    """Prediction P39: attack needs a US that is proud and short of endurance."""
    found = every(provocation_trap(aim="exhaust"), p=p, short=short)
    assert bases(found) == 1 and attacks(found[0]) == attack
    us = found[0].profile["US"]
    assert us["attack/proud and short/escalate"]["leave"] == 1 and us["attack/proud and lasting/escalate"]["stay"] == 1


def test_a_us_that_rallies():
    """Prediction P5: where the provocateur loses by an engagement that ends, it refrains in every equilibrium."""
    assert all(attacks(s) == 0 for s in every(provocation_trap(aim="exhaust"), p=Q(9, 10), G_exh=Q(-1, 10)))


def rising(solution):
    """The chances that the uncommitted rise; the committed always do."""
    profile = [solution.profile[who] for who in ("joiner A", "joiner B")]
    assert all(one["committed"]["rise"] == 1 for one in profile)
    return tuple(one["uncommitted"]["rise"] for one in profile)


def test_a_call_to_rise():
    """Prediction P48: none, all and a mix coexist where few are committed; all rise from c/(b + c) = 1/3; none where success is punished."""
    game = provocation_trap(call=True)
    few = every(game)
    assert bases(few) == 3 and {rising(s) for s in few} >= {(0, 0), (1, 1)}
    assert {rising(s) for s in every(game, g_com=Q(1, 2))} == {(1, 1)}
    assert {rising(s) for s in every(game, b_rise=Q(-1, 2))} == {(0, 0)}
    assert through(mapped(game), g_com=Q(1, 3), b_rise=Q(1))


# ------------------------------------------------------------------ counts, map, agreement


@pytest.mark.slow
def test_generic_bases():
    """27; 31 are found when only equations in the parameters alone are refused, before the test of the interior.

    The other 4 live on walls: the provocateur mixes although ignoring brings it nothing and every other answer the same (both tempers
    escalate or ignore, or both are limited or ignore), so that nu, or 1, times 1 or spill must equal p_attr*L_hit.
    """
    assert complete(provocation_trap()).bases["generic"] == 27


def test_the_default_map():
    found = mapped(provocation_trap())
    assert (len(found.walls), len(found.regimes), len(found.families)) == (5, 10, 6)
    for at in ({"p": Q(11, 25), "p_attr": Q(2, 5), "nu": Q(3, 5)}, {"p": Q(1, 2), "p_attr": Q(2, 5), "nu": Q(84, 125)}):
        assert through(found, **at)
    assert found.regime().outcomes["quiet"] == (0, 0)


@pytest.mark.parametrize(
    "structure",
    [
        {},
        {"commitment": "announced"},
        {"hands": 2},
        {"past_help": Q(1, 10)},
        {"aims": True},
        {"aim": "exhaust"},
        {"call": True},
    ],
    ids=str,
)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(provocation_trap(**structure), 5) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "structure", [{}, {"reinforce": True}, {"aims": True, "commitment": "announced"}, {"hands": 2, "aims": True}], ids=str
)
def test_agreement_at_more_points(structure):
    assert disagreements(provocation_trap(**structure), 20, seed=1) == []


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"commitment": "yes"}, r"^provocation_trap takes commitment as none or announced; found 'yes'\.$"),
        ({"aim": "peace"}, r"takes aim as split or exhaust; found 'peace'\.$"),
        ({"hands": 3}, r"hands=1 or hands=2; found 3\.$"),
        ({"past_help": Q(-1)}, r"0 or more; found -1\.$"),
        ({"aim": "exhaust", "hands": 2}, r"are told alone; leave the other structure arguments at their defaults\.$"),
        ({"call": True, "aim": "exhaust"}, r"are told alone"),
        ({"G_exh": 1}, r"with this structure does not use the parameter G_exh"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        provocation_trap(**structure)
