"""Coercive diplomacy: its tree, and the answers that are known."""

import itertools
import random
from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, thresholds, through

from games import GameError
from games.essay import coercive_diplomacy

Q = Fraction
NO_OUTPUT = {"resolute": "threaten/resolute/no output", "bluff": "threaten/bluff/no output"}
SMALL = Q(1, 1000)


@pytest.fixture(scope="module")
def symbolic():
    return complete(coercive_diplomacy())


def effort(solution, kind, threat="threaten/"):
    """What a Mexican type does for sure."""
    (action,) = (a for a, p in solution.profile["Mexico"][f"{threat}{kind}"].items() if p == 1)
    return action


def efforts(solution):
    return effort(solution, "able"), effort(solution, "unable")


def threatens(solution):
    return solution.profile["US"]["start"]["threaten"] == 1


def executes(solution, resolve):
    return solution.profile["US"][NO_OUTPUT[resolve]]["execute"] == 1


def value_to(solution, resolve):
    """What a type of the US expects of its threat."""
    game, at, expected = coercive_diplomacy(), coercive_diplomacy().defaults, Q(0)
    for history, (payoffs, _) in leaves(game).items():
        if history.startswith(f"threaten/{resolve}/"):
            _, _, kind, move, *rest = history.split("/")
            p = at["able"] if kind == "able" else 1 - at["able"]
            p *= solution.profile["Mexico"][f"threaten/{kind}"][move]
            if move == "token":
                p *= at["d"] if rest[0] == "exposed" else 1 - at["d"]
            if rest and rest[-1] != "passed":
                p *= solution.profile["US"][NO_OUTPUT[resolve]][rest[-1]]
            expected += p * payoffs["US"].at(at)
    return expected


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = coercive_diplomacy()
    assert (game.nodes, game.infosets, len(game.parameters)) == (45, 5, 14)
    assert {(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)} == {
        ("US", "start"),
        ("Mexico", "threaten/able"),
        ("Mexico", "threaten/unable"),
        *(("US", label) for label in NO_OUTPUT.values()),
    }
    assert game.headline == ("tau", "d", "pi_us")
    private = coercive_diplomacy(private=True)
    assert (private.nodes, private.infosets, len(private.parameters)) == (47, 6, 14)
    four = coercive_diplomacy(types=4)
    assert (four.nodes, four.infosets, len(four.parameters)) == (85, 7, 19)
    proud = coercive_diplomacy(pride=True)
    assert (proud.nodes, proud.infosets, set(proud.parameters) - set(game.parameters)) == (45, 5, {"nat"})


@pytest.mark.parametrize("private", [False, True])
def test_payoffs_and_endings(private):
    expected = {"none": ("0", "0", "no_threat")} if not private else {}
    for resolve, face in (("resolute", "A_res"), ("bluff", "A_bluff")):
        if private:
            expected[f"{resolve}/none"] = ("0", "0", "no_threat")
        for kind, real, token in (("able", "C_able", "C_tok"), ("unable", "C_unable", "C_tok_u")):
            here = f"{resolve}/threaten/{kind}" if private else f"threaten/{resolve}/{kind}"
            expected |= {
                f"{here}/real": ("V_out + V_real", f"-{real}", "real"),
                f"{here}/token/passed": ("V_out", f"-{token}", "token_passed"),
                f"{here}/token/exposed/execute": ("-tau*L_US", f"-{token} - tau*L_M", "executed_on_token"),
                f"{here}/token/exposed/back_down": (f"-{face}", f"-{token}", "backed_down"),
                f"{here}/refuse/execute": ("-tau*L_US", "-tau*L_M", "executed_on_refusal"),
                f"{here}/refuse/back_down": (f"-{face}", "0", "backed_down"),
            }
    found = leaves(coercive_diplomacy(private=private))
    assert found.keys() == expected.keys()
    for history, (*payoffs, label) in expected.items():
        assert found[history][1] == label
        assert all(same(x, text) for x, text in zip(found[history][0].values(), payoffs, strict=True)), history


def test_domain():
    assert set(coercive_diplomacy().domain.texts) == {
        "0 < pi_us",
        "pi_us < 1",
        "0 < able",
        "able < 1",
        "tau > 0",
        "L_M > 0",
        "L_US > 0",
        "C_able > 0",
        "C_able < C_unable",
        "0 < C_tok",
        "C_tok < C_able",
        "C_tok < C_tok_u",
        "C_tok_u < C_unable",
        "0 < d",
        "d < 1",
        "A_bluff < A_res",
        "A_bluff > 0",
        "V_out > 0",
        "V_real > 0",
    }


# ------------------------------------------------------------------ the equilibrium at the defaults


def test_one_equilibrium_at_the_defaults():
    found = only(coercive_diplomacy())
    assert threatens(found) and efforts(found) == ("real", "token")
    assert executes(found, "resolute") and not executes(found, "bluff")
    assert {label: p for label, p in found.outcomes.items() if p} == {
        "real": Q(3, 10),
        "token_passed": Q(49, 100),
        "executed_on_token": Q(21, 200),
        "backed_down": Q(21, 200),
    }
    assert (found.measures["output"], found.measures["cooperation"], found.measures["flow"]) == (Q(79, 100), Q(3, 10), Q(7, 10))
    assert found.measures["cost_us"] == Q(21, 200) * (Q(21, 40) + Q(1, 5))


# ------------------------------------------------------------------ known answers


def test_the_worth_of_a_threat_decides_effort():
    """Answer 1: the able expect 1/4, 9/25, 7/10 of real, token, refuse; the unable 4/5, 41/100, 7/10."""
    game = coercive_diplomacy()
    th = Q(7, 10)
    assert Q(3, 20) + Q(3, 10) * th == Q(9, 25) and Q(1, 5) + Q(3, 10) * th == Q(41, 100)
    for able, unable in (
        (Q(9, 25) - SMALL, "real"),
        (Q(9, 25) + SMALL, "token"),
    ):  # a real effort of the able would cost as much as a token one
        assert efforts(only(game, C_able=able)) == (unable, "token")
    for unable, action in ((Q(41, 100) - SMALL, "real"), (Q(41, 100) + SMALL, "token")):
        assert efforts(only(game, C_unable=unable)) == ("real", action)


def test_who_executes():
    """The resolute below tau 3/5, a bluff below 2/15."""
    game = coercive_diplomacy()
    for wall, resolve in ((Q(3, 5), "resolute"), (Q(2, 15), "bluff")):
        for tau, answer in ((wall - SMALL, True), (wall + SMALL, False)):
            assert all(executes(s, resolve) is answer for s in every(game, tau=tau))


def test_monitoring():
    """Answer 2: walls at 1/7 and 5/7; above the second the US makes no threat."""
    game = coercive_diplomacy()
    assert set(thresholds(mapped(game, "d"))) == {"d = 1/7", "d = 5/7"}
    for d, able in ((Q(1, 7) - SMALL, "token"), (Q(1, 7) + SMALL, "real")):
        assert efforts(only(game, d=d)) == (able, "token") and threatens(only(game, d=d))
    for d, unable in ((Q(5, 7) - SMALL, "token"), (Q(5, 7) + SMALL, "refuse")):
        assert efforts(only(game, d=d)) == ("real", unable) and threatens(only(game, d=d)) == (unable == "token")
    assert efforts(only(game, d=Q(1, 10))) == ("token", "token")
    assert only(game, d=Q(4, 5)).outcomes["no_threat"] == 1


def test_more_monitoring_ends_the_coercion_since_the_gain_falls_below_zero():
    """Answer 2: at d 4/5 a threat would bring the able only, and be tested by all others."""
    at = {"real": Q(3, 10) * Q(4, 5), "refused": Q(7, 10) * (Q(21, 40) + Q(1, 5)) / 2}
    assert at["real"] - at["refused"] == Q(-11, 800) < 0
    assert threatens(only(coercive_diplomacy(), d=Q(4, 5), V_real=Q(1, 2) + Q(11, 240) + SMALL))


def test_the_band_of_threats():
    """Answer 3."""
    game = coercive_diplomacy()
    found = mapped(game, "tau")
    for wall in (Q(1, 7), Q(1, 6), Q(3, 5), Q(2, 15), Q(1, 12)):
        assert through(found, tau=wall)
    assert Q(1, 5) / (Q(7, 10) * Q(1, 2) * 4) == Q(1, 7) and Q(1, 10) / (Q(3, 10) * Q(1, 2) * 4) == Q(1, 6)
    for tau, play, threat in (
        (Q(3, 20), ("token", "token"), True),
        (Q(1, 6) - SMALL, ("token", "token"), True),
        (Q(1, 6) + SMALL, ("real", "token"), True),
        (Q(1, 7) + SMALL, ("token", "token"), True),
        (Q(1, 7) - SMALL, ("token", "refuse"), False),
        (Q(7, 50), ("token", "refuse"), False),
        (Q(3, 5) - SMALL, ("real", "token"), True),
        (Q(3, 5) + SMALL, ("refuse", "refuse"), False),
        (Q(13, 20), ("refuse", "refuse"), False),
        (Q(3, 25), ("real", "token"), True),
    ):
        solution = only(game, tau=tau)
        assert (efforts(solution), threatens(solution)) == (play, threat), tau


def test_beliefs():
    """Answer 4: 10/49 and 5/21."""
    game = coercive_diplomacy()
    assert {"pi_us = 10/49", "pi_us = 5/21"} <= set(thresholds(mapped(game, "pi_us")))
    for pi_us, play, threat in (
        (Q(1, 5), ("token", "refuse"), False),
        (Q(10, 49) - SMALL, ("token", "refuse"), False),
        (Q(10, 49) + SMALL, ("token", "token"), True),
        (Q(11, 50), ("token", "token"), True),
        (Q(5, 21) - SMALL, ("token", "token"), True),
        (Q(5, 21) + SMALL, ("real", "token"), True),
        (Q(4, 5), ("real", "token"), True),
    ):
        solution = only(game, pi_us=pi_us)
        assert (efforts(solution), threatens(solution)) == (play, threat), pi_us


def test_the_value_of_a_threat():
    """Answer 5: by type, on average, and how it moves with tau."""
    game = coercive_diplomacy()
    found = only(game)
    assert (value_to(found, "resolute"), value_to(found, "bluff"), found.payoffs["US"]) == (Q(1107, 4000), Q(69, 200), Q(2487, 8000))
    worth = [only(game, tau=tau).payoffs["US"] for tau in (Q(1, 6) + SMALL, Q(1, 5), Q(7, 20), Q(1, 2), Q(3, 5) - SMALL)]
    assert worth == sorted(worth, reverse=True) and worth[0] > only(game, tau=Q(1, 6) - SMALL).payoffs["US"]
    for edge, best in ((Q(1, 6), 0.340), (Q(1, 12), 0.361)):
        assert abs(float(only(game, tau=edge + Q(1, 10**6)).payoffs["US"]) - best) < 0.0005
    assert efforts(only(game, tau=Q(2, 25))) == ("token", "token") and efforts(only(game, tau=Q(9, 100))) == ("real", "token")
    assert not threatens(only(game, tau=Q(7, 50)))


def test_the_value_of_a_threat_falls_within_a_regime(symbolic):
    """Prediction P36: in every family with a threat the closed form falls in tau, or does not depend on it."""
    game = coercive_diplomacy()
    for family in symbolic:
        if family.outcomes["no_threat"] == 0:
            slope = [family.payoffs["US"].at({**game.defaults, "tau": tau}) for tau in (Q(1, 10), Q(1, 5), Q(3, 10))]
            assert slope[0] >= slope[1] >= slope[2] and slope[1] - slope[0] == slope[2] - slope[1]  # linear in tau


def test_a_common_cost_of_backing_down():
    """Answer 6: where both types execute the threat is certain, th is 7/5, and the type of the US changes nothing.

    The rest of the answer speaks of an able type with costs 3/5 and 3/20: real effort beats token effort from d 9/28, and
    refusal from tau 3/20, until nobody executes, from tau 2/5.
    """
    game, common = coercive_diplomacy(), {"A_res": Q(3, 5), "A_bluff": Q(3, 5) - Q(1, 10**6)}
    for pi_us in (Q(1, 20), Q(1, 2), Q(19, 20)):
        found = only(game, pi_us=pi_us, **common)
        assert executes(found, "resolute") and executes(found, "bluff") and efforts(found) == ("real", "token")
    for d, able in ((Q(1, 14) - SMALL, "token"), (Q(1, 14) + SMALL, "real")):
        assert effort(only(game, d=d, **common), "able") == able
    old = {"C_able": Q(3, 5), "C_tok": Q(3, 20), **common}
    assert effort(only(game, d=Q(1, 2), **old), "able") == "real"
    for d, able in ((Q(9, 28) - SMALL, "token"), (Q(9, 28) + SMALL, "real")):
        assert effort(only(game, d=d, **old), "able") == able
    for tau, able in ((Q(3, 20) - SMALL, "refuse"), (Q(3, 20) + SMALL, "real"), (Q(2, 5) - SMALL, "real"), (Q(2, 5) + SMALL, "refuse")):
        assert {effort(s, "able") for s in every(game, tau=tau, d=Q(9, 10), **old)} == {able}


# ------------------------------------------------------------------ private threats


def who_threatens(solution):
    return tuple(solution.profile["US"][resolve]["threaten"] for resolve in ("resolute", "bluff"))


def test_private_threats_at_the_defaults():
    """7 bases, three kinds: both threaten, nobody does, and the resolute do with 10/39."""
    found = every(coercive_diplomacy(private=True))
    assert bases(found) == 7
    kinds = {}
    for solution in found:
        kinds.setdefault(who_threatens(solution), []).append(solution)
    assert kinds.keys() == {(1, 1), (0, 0), (Q(10, 39), 1)}
    (both,), (mixed,) = kinds[1, 1], kinds[Q(10, 39), 1]
    assert {label: p for label, p in both.outcomes.items() if p} == {
        label: p for label, p in only(coercive_diplomacy()).outcomes.items() if p
    }
    assert bases(kinds[0, 0]) == 5 and all(solution.outcomes["no_threat"] == 1 for solution in kinds[0, 0])
    assert mixed.profile["Mexico"]["threaten/able"] == {"real": 0, "token": 1, "refuse": 0}
    assert mixed.profile["Mexico"]["threaten/unable"] == {"real": 0, "token": Q(67, 77), "refuse": Q(10, 77)}
    assert mixed.measures["cooperation"] == 0


def test_a_threat_pays_a_bluff_more():
    """Answer 7: whatever Mexico answers, by P(no output)*(tau*L_US - A_bluff), so that surprise is laid on the bluff."""
    pays = {history: payoffs["US"] for history, (payoffs, _) in leaves(coercive_diplomacy(private=True)).items()}
    for kind in ("able", "unable"):
        for move in ("real", "token/passed"):
            assert pays[f"resolute/threaten/{kind}/{move}"] == pays[f"bluff/threaten/{kind}/{move}"]
        for move in ("token/exposed", "refuse"):  # where the resolute execute and a bluff backs down
            more = pays[f"bluff/threaten/{kind}/{move}/back_down"] - pays[f"resolute/threaten/{kind}/{move}/execute"]
            assert same(more, "tau*L_US - A_bluff")


def test_without_a_threat_surprise_is_laid_on_the_bluff():
    """A threat would be read as a bluff's, at 10/49 or less of the resolute, and met with tokens or refusal."""
    for solution in every(coercive_diplomacy(private=True)):
        if who_threatens(solution) == (0, 0):
            belief = solution.beliefs["Mexico"]["threaten/able"]["resolute/threaten/able"]
            (name,) = getattr(belief, "free", (None,))
            highest = Q(solution.free[name].split("<= ")[-1]) if name else belief
            assert highest in (Q(10, 49), Q(15, 98))
            assert solution.profile["Mexico"]["threaten/able"]["real"] == 0


# ------------------------------------------------------------------ pride


def test_pride():
    """Answer 8: the unable refuse from 29/100 and the able from 9/20; a US that foresees it makes no threat."""
    game = coercive_diplomacy(pride=True)
    assert set(thresholds(mapped(game, "nat"))) == {"nat = 29/100", "nat = 9/20"}
    for nat, play in (
        (Q(1, 5), ("real", "token")),
        (Q(29, 100) - SMALL, ("real", "token")),
        (Q(29, 100) + SMALL, ("real", "refuse")),
        (Q(8, 25), ("real", "refuse")),
        (Q(9, 20) - SMALL, ("real", "refuse")),
        (Q(9, 20) + SMALL, ("refuse", "refuse")),
        (Q(1, 2), ("refuse", "refuse")),
    ):
        solution = only(game, nat=nat)
        assert efforts(solution) == play and threatens(solution) == (play == ("real", "token")), nat


def test_pride_and_private_threats():
    game = coercive_diplomacy(private=True, pride=True)
    found = every(game, nat=Q(8, 25))
    assert bases(found) == 3 and all(solution.outcomes["no_threat"] == 1 for solution in found)


# ------------------------------------------------------------------ four types


def test_four_types():
    """Only the able and willing make a real effort: 1 basis, and 7 with private threats."""
    found = every(coercive_diplomacy(types=4))
    assert bases(found) == 1
    (solution,) = found
    kinds = ("able and willing", "able and unwilling", "unable and willing", "unable and unwilling")
    assert [effort(solution, kind) for kind in kinds] == ["real", "token", "token", "token"] and threatens(solution)
    assert solution.measures["cooperation"] == Q(3, 10)
    assert bases(every(coercive_diplomacy(types=4, private=True))) == 7


# ------------------------------------------------------------------ predictions


def test_output_exceeds_real_effect_where_somebody_fakes(symbolic):
    """Prediction P17: with equality only if nobody fakes."""
    for family in symbolic:
        gap = family.measures["output"] - family.measures["cooperation"]
        assert gap == family.outcomes["token_passed"]


def expected(at):
    """The closed form of answers 1 to 5: efforts, and whether the US threatens."""
    sure = {"resolute": at["tau"] * at["L_US"] < at["A_res"], "bluff": at["tau"] * at["L_US"] < at["A_bluff"]}
    chance = {"resolute": at["pi_us"], "bluff": 1 - at["pi_us"]}
    th = sum(chance[u] for u in chance if sure[u]) * at["tau"] * at["L_M"]
    cost = sum(chance[u] * min(at["tau"] * at["L_US"], face) for u, face in (("resolute", at["A_res"]), ("bluff", at["A_bluff"])))
    play, gain = [], Q(0)
    for weight, real, token in ((at["able"], at["C_able"], at["C_tok"]), (1 - at["able"], at["C_unable"], at["C_tok_u"])):
        ways = {"real": real, "token": token + at["d"] * th, "refuse": th}
        best = min(ways, key=ways.__getitem__)
        play.append(best)
        brings = {"real": at["V_out"] + at["V_real"], "token": (1 - at["d"]) * at["V_out"] - at["d"] * cost, "refuse": -cost}
        gain += weight * brings[best]
    return tuple(play), gain > 0


RANGES = {
    "pi_us": (5, 92),
    "able": (5, 92),
    "tau": (5, 90),
    "L_M": (97, 500),
    "L_US": (50, 250),
    "C_able": (10, 60),
    "C_unable": (30, 120),
    "C_tok": (2, 40),
    "C_tok_u": (5, 60),
    "d": (5, 92),
    "A_res": (30, 150),
    "A_bluff": (5, 80),
    "V_out": (5, 60),
    "V_real": (5, 90),
}


def test_the_answers_at_random_points():
    game, rng, seen = coercive_diplomacy(), random.Random(1), set()
    drawn = ({name: Q(rng.randint(*ends), 97) for name, ends in RANGES.items()} for _ in itertools.count())
    for point in itertools.islice(filter(game.domain.contains, drawn), 20):
        for solution in every(game, **point):
            assert (efforts(solution), threatens(solution)) == expected(point), point
        seen.add(expected(point))
    assert len(seen) >= 5


# ------------------------------------------------------------------ counts, map, agreement


def test_generic_bases(symbolic):
    """53; 89 are found when only equations in the parameters alone are refused, before the test of the interior.

    In each of the other 36 a Mexican type mixes. A public threat leaves the belief at pi_us, so that its indifference is an
    equation between parameters.
    """
    assert symbolic.bases["generic"] == 53
    assert all(set(p.values()) == {0, 1} for f in symbolic if not f.free for p in f.profile["Mexico"].values())


@pytest.mark.slow
def test_generic_bases_of_private_threats():
    """96, against 140: the other 44 hold on walls only, or nowhere.

    Either two indifferences of Mexico meet at one belief, or a bluff mixes although the resolute, who by answer 7 gain less,
    threaten or mix too.
    """
    assert complete(coercive_diplomacy(private=True)).bases["generic"] == 96


@pytest.mark.slow
def test_the_default_map():
    found = mapped(coercive_diplomacy())
    at = {"tau": Q(7, 20), "d": Q(3, 10), "pi_us": Q(1, 2)}
    for wall in (
        {"d": Q(1, 7)},
        {"d": Q(5, 7)},
        {"tau": Q(1, 7)},
        {"tau": Q(1, 6)},
        {"tau": Q(3, 5)},
        {"tau": Q(2, 15)},
        {"pi_us": Q(10, 49)},
        {"pi_us": Q(5, 21)},
    ):
        assert through(found, **{**at, **wall}), wall
    assert (len(found.walls), len(found.families)) == (14, 14)
    (name,) = found.regime().families
    assert same(found.family(name).outcomes["token_passed"], "7*(1 - d)/10")


@pytest.mark.parametrize("structure", [{}, {"private": True}, {"pride": True}], ids=str)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(coercive_diplomacy(**structure), 8) == []


@pytest.mark.slow
@pytest.mark.parametrize("private", [False, True])
def test_agreement_with_four_types(private):
    assert disagreements(coercive_diplomacy(types=4, private=private), 4) == []


# ------------------------------------------------------------------ goals, aid, and demands on others


@pytest.mark.parametrize(
    "structure", [{"goals": True}, {"aid_promised": True}, {"demand": "cartel"}, {"demand": "dealers"}], ids=lambda s: next(iter(s))
)
def test_variants_agree_with_the_independent_method(structure):
    assert disagreements(coercive_diplomacy(**structure), 2) == []


def test_effort_goes_to_the_task_that_mexico_values():
    for g_viol, ending in (("1/10", "real, against violence"), ("-1/100", "real")):
        assert only(coercive_diplomacy(goals=True), g_viol=g_viol, V_viol=9).outcomes[ending] == Q(3, 10)


def test_slow_aid_selects_token_effort():
    """At d 1/10 the able need aid: C_able - deliver*(1 - theft)*aid against C_tok + d*th, 1/4 less 3/40 against 11/50 at full delivery."""
    for deliver, real in (("1/5", 0), ("9/10", Q(3, 10))):
        assert only(coercive_diplomacy(aid_promised=True), d="1/10", deliver=deliver, able=Q(3, 10)).measures["cooperation"] == real


def test_a_line_is_dropped_if_its_rent_is_small_and_sparing_is_credible():
    game = coercive_diplomacy(demand="cartel")
    assert only(game).outcomes["line_dropped"] == 1
    assert only(game, line="1/3").outcomes["kept_attacked"] == Q(1, 2)
    assert only(game, r_word="1/10").outcomes["line_dropped"] == 0


def test_a_longer_sentence_moves_supply_at_the_margins_only():
    game = coercive_diplomacy(demand="dealers")
    assert [only(game, sentence=s).measures["arms"] for s in ("1/2", 2, 3, 5)] == [1, Q(1, 2), Q(1, 2), 0]


def test_refusals():
    with pytest.raises(GameError, match="A demand on the cartel is told alone"):
        coercive_diplomacy(demand="cartel", pride=True)
    with pytest.raises(GameError, match="takes demand as mexico, cartel, dealers; found 'police'"):
        coercive_diplomacy(demand="police")
    with pytest.raises(GameError, match=r"^coercive_diplomacy has types=2 \(able, unable\) or types=4 .*; found 3\.$"):
        coercive_diplomacy(types=3)
    with pytest.raises(
        GameError, match=r"has no parameter or structure argument 'nat'; it has .* pride, goals, aid_promised, answers, demand\.$"
    ):
        coercive_diplomacy(nat=Q(1, 5))
