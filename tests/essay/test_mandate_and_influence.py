"""Mandate and influence: its tree, and the answers that are known."""

from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, thresholds, through

from games import GameError, load
from games.essay import mandate_and_influence
from games.essay.mandate_and_influence import endurance

Q = Fraction
MODEST, VICTORY = "modest/bad report", "victory/bad report"


def promise(solution, kind):
    """The chance that a type of leader promises victory."""
    return solution.profile["Leader"][kind]["victory"]


def support(solution, label):
    return solution.profile["Public"][label]["support"]


def spending(solution):
    return solution.profile["Influencer"]["start"]["spend"]


def separates(solution):
    return (promise(solution, "strategic"), promise(solution, "symbolic")) == (0, 1)


def separations(spend, **at):
    """Separating equilibria with or without influence at a point."""
    return [s for s in every(mandate_and_influence(), **at) if separates(s) and spending(s) == spend]


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = mandate_and_influence()
    assert (game.nodes, game.infosets, len(game.parameters)) == (43, 5, 10)
    assert [(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)] == [
        ("Influencer", "start"),
        ("Leader", "strategic"),
        ("Leader", "symbolic"),
        ("Public", MODEST),
        ("Public", VICTORY),
    ]
    assert game.headline == ("lam", "chi", "boost")
    two = mandate_and_influence(tolerances=2)
    assert (two.nodes, two.infosets, len(two.parameters)) == (75, 7, 12)


def test_payoffs_and_endings():
    found = leaves(mandate_and_influence())
    for spend, paid in (("spend", "c_i"), ("quiet", "0")):
        for kind, w, public in (("strategic", "w", "1"), ("symbolic", "0", "0")):
            for talk, boost, chi in (("modest", "0", "0"), ("victory", "boost", "chi")):
                start = f"{spend}/{kind}/{talk}/" + ("" if (spend, kind) == ("spend", "symbolic") else "bad/")
                effect = "effective" if kind == "strategic" else "idle"
                told = found.pop(start + "support")
                shown = "1" if kind == "strategic" else f"-k - {chi}"
                assert [same(told[0][p], x) for p, x in zip(told[0], (f"-{paid}", f"{boost} + O + {w}", shown), strict=True)] == [True] * 3
                assert told[1] == f"supported, {effect}"
                told = found.pop(start + "tire")
                assert [same(told[0][p], x) for p, x in zip(told[0], (f"1 - {paid}", boost, "0"), strict=True)] == [True] * 3
                assert told[1] == ("tired, effective campaign lost" if kind == "strategic" else "tired, idle campaign ended")
                if "bad" in start:
                    told = found.pop(start.replace("bad/", "good"))
                    assert [same(told[0][p], x) for p, x in zip(told[0], (f"-{paid}", f"{boost} + O + {w}", public), strict=True)] == [
                        True
                    ] * 3
    assert not found


def test_other_numbers_of_tolerances_are_refused():
    with pytest.raises(GameError, match=r"^mandate_and_influence has a public of 1 or 2 tolerances; found 3\.$"):
        load("mandate_and_influence", tolerances="3")


# ------------------------------------------------------------------ the defaults


def test_the_two_outcomes_at_the_defaults():
    found = every(mandate_and_influence())
    assert bases(found) == 4
    (apart,) = [s for s in found if separates(s)]
    assert spending(apart) == 1 and (support(apart, MODEST), support(apart, VICTORY)) == (1, 0)
    assert {k: v for k, v in apart.outcomes.items() if v} == {"supported, effective": Q(1, 2), "tired, idle campaign ended": Q(1, 2)}
    assert apart.payoffs == {"Influencer": Q(9, 20), "Leader": Q(1, 2) * Q(9, 5) + Q(1, 2) * Q(2, 5), "Public": Q(1, 2)}
    for pooled in (s for s in found if s is not apart):
        assert (promise(pooled, "strategic"), promise(pooled, "symbolic"), spending(pooled), support(pooled, VICTORY)) == (1, 1, 1, 0)


def test_only_a_symbolic_leader_can_gain_nothing_from_modesty():
    """Why the pooled outcome fails the intuitive criterion: boost is more than O, and less than n_1*(O + w)."""
    at = mandate_and_influence().defaults
    assert at["boost"] > at["O"] and at["boost"] < at["n_1"] * (at["O"] + at["w"])


# ------------------------------------------------------------------ known answers


def test_the_public_supports_from_2_7_after_modesty_and_9_19_after_victory_talk():
    at = mandate_and_influence().defaults
    least = {MODEST: at["k"] / (1 + at["k"]), VICTORY: (at["k"] + at["chi"]) / (1 + at["k"] + at["chi"])}
    assert least == {MODEST: Q(2, 7), VICTORY: Q(9, 19)}
    pooled = next(s for s in every(mandate_and_influence()) if s.free and any("mu" in name for name in s.free))
    assert list(pooled.free.values()) == ["5/7 <= mu_modest_bad_report <= 1"]  # the symbolic leader's share, 1 - 2/7


def test_beliefs_after_pooling():
    """1/5 quiet and 2/7 spending, at lam 1/2; the pooled outcome has the second."""

    def q(lam, n, b):
        return lam * n / (lam * n + (1 - lam) * b)

    assert (q(Q(1, 2), Q(1, 5), Q(4, 5)), q(Q(1, 2), Q(2, 5), 1)) == (Q(1, 5), Q(2, 7))
    pooled = next(s for s in every(mandate_and_influence()) if not separates(s))
    beliefs = pooled.beliefs["Public"][VICTORY]
    assert sum(p for history, p in beliefs.items() if "/strategic/" in f"/{history}/") == Q(2, 7)


@pytest.mark.parametrize("c_i, exists", [(Q(99, 1000), True), (Q(1, 10), True), (Q(101, 1000), False)])
def test_influence_in_separation_pays_up_to_a_tenth(c_i, exists):
    assert bool(separations(1, c_i=c_i)) is exists


@pytest.mark.parametrize(
    "at, exists",
    [
        ({"boost": Q(299, 1000)}, False),
        ({"boost": Q(301, 1000)}, True),
        ({"boost": Q(719, 1000)}, True),
        ({"boost": Q(721, 1000)}, False),
        ({"boost": Q(1, 5)}, False),
        ({"w": Q(1, 2)}, False),
        ({"w": Q(699, 1000)}, False),
        ({"w": Q(701, 1000)}, True),
        ({"d": Q(899, 1000)}, True),
        ({"d": Q(901, 1000)}, False),
        ({"lam": Q(749, 1000)}, True),
        ({"lam": Q(751, 1000)}, False),
    ],
)
def test_separation_with_influence(at, exists):
    """O <= boost <= n_1*(O + w) and (1 - lam)*(1 - d) >= c_i."""
    point = {**mandate_and_influence().defaults, **at}
    holds = point["O"] <= point["boost"] <= point["n_1"] * (point["O"] + point["w"])
    assert (holds and (1 - point["lam"]) * (1 - point["d"]) >= point["c_i"]) is exists
    assert bool(separations(1, **at)) is exists


@pytest.mark.parametrize(
    "boost, exists",
    [(Q(239, 1000), False), (Q(241, 1000), True), (Q(359, 1000), True), (Q(361, 1000), False)],
)
def test_separation_without_influence(boost, exists):
    """d*O <= boost <= n_0*(O + w) and (1 - lam)*(1 - d) <= c_i: between 6/25 and 9/25 where influence is dear."""
    assert bool(separations(0, boost=boost, c_i=Q(1, 5))) is exists
    assert not separations(0, boost=boost)


def test_dear_influence_ends_separation():
    """At c_i 1/5 every equilibrium pools on victory; so too at w 1/2, where n_1*(O + w) is 8/25."""
    found = every(mandate_and_influence(), c_i=Q(1, 5))
    assert not any(separates(s) for s in found)
    assert all(promise(s, "strategic") == promise(s, "symbolic") == 1 for s in found)
    assert not any(separates(s) for s in every(mandate_and_influence(), w=Q(1, 2)))


@pytest.mark.parametrize("lam, exists", [(Q(9, 10), True), (Q(783, 1000), True), (Q(782, 1000), False)])
def test_pooling_on_victory_with_support(lam, exists):
    """lam*n_0/(lam*n_0 + (1 - lam)*d) >= 9/19: from lam 18/23 on; at 9/10 it is 9/13."""
    q = lam * Q(1, 5) / (lam * Q(1, 5) + (1 - lam) * Q(4, 5))
    assert (q >= Q(9, 19)) is exists and (lam >= Q(18, 23)) is exists
    found = [
        s
        for s in every(mandate_and_influence(), lam=lam)
        if promise(s, "strategic") == promise(s, "symbolic") == 1 and spending(s) == 0 and support(s, VICTORY) == 1
    ]
    assert bool(found) is exists


def test_victory_talk_can_be_supported_by_a_public_that_tires_of_modesty():
    """P47: at lam 9/10 one such equilibrium has a public that would tire after a modest promise."""
    found = [s for s in every(mandate_and_influence(), lam=Q(9, 10)) if support(s, VICTORY) == 1 and promise(s, "strategic") == 1]
    assert {support(s, MODEST) for s in found} >= {0, 1}


def test_endurance_in_reduced_form():
    assert (endurance(False), endurance(True)) == (Q(25, 8), Q(35, 13))
    assert [round(float(endurance(talk)), 3) for talk in (False, True)] == [3.125, 2.692]


# ------------------------------------------------------------------ maps and counts


def test_walls_of_one_parameter():
    assert {"boost = 3/10", "boost = 18/25"} <= set(thresholds(mapped(mandate_and_influence(), "boost")))
    assert "c_i = 1/10" in thresholds(mapped(mandate_and_influence(), "c_i"))


@pytest.mark.slow
def test_a_map_in_the_applause_and_the_price_of_influence():
    found = mapped(mandate_and_influence(), ["boost", "c_i"])
    for point in ({"boost": Q(2, 5), "c_i": Q(1, 10)}, {"boost": Q(3, 10), "c_i": Q(1, 20)}, {"boost": Q(9, 25), "c_i": Q(1, 5)}):
        assert through(found, **point), point


@pytest.mark.slow
def test_the_default_map():
    found = mapped(mandate_and_influence())
    assert len(found.walls) == 20 and len(found.regimes) == 294
    assert through(found, lam=Q(1, 2), chi=Q(1, 2), boost=Q(3, 10)) and through(found, lam=Q(1, 2), chi=Q(1, 2), boost=Q(18, 25))
    assert through(found, lam=Q(3, 4), chi=Q(1, 2), boost=Q(2, 5)) and through(found, lam=Q(18, 23), chi=Q(1, 2), boost=Q(2, 5))


@pytest.mark.slow
def test_bases_with_every_parameter_symbolic():
    """46 before the interior test; 7 of them, in which both types of leader mix, are knife edges.

    Two indifferences need n*(O + w) = b*O, with n and b the chances of a bad report of either type: a condition on parameters
    unless the influencer mixes too (6 bases), and also when the public's answers are certain (1 base).
    """
    assert complete(mandate_and_influence()).bases["generic"] == 39


def test_all_may_mix_at_once():
    """One of the three bases with both types of leader mixing that have an interior: here the influencer mixes, so n and b can give way."""
    found = every(
        mandate_and_influence(), w=Q(26, 9), O=Q(8, 3), n_0=Q(1, 4), n_1=Q(1, 2), d=Q(11, 20), boost=1, chi=Q(1, 4), k=Q(1, 4), c_i=Q(3, 32)
    )
    mixed = [s for s in found if promise(s, "strategic") not in (0, 1) and promise(s, "symbolic") not in (0, 1)]
    assert any(spending(s) not in (0, 1) and support(s, MODEST) == 1 and support(s, VICTORY) not in (0, 1) for s in mixed)
    assert all(spending(s) not in (0, 1) for s in mixed)


def test_the_independent_method_agrees():
    assert disagreements(mandate_and_influence(), 5, seed=2) == []


@pytest.mark.slow
def test_nothing_changes_within_five_percent():
    home = supports(mandate_and_influence())
    for name, default in mandate_and_influence().defaults.items():
        for factor in (Q(19, 20), Q(21, 20)):
            assert supports(mandate_and_influence(), **{name: default * factor}) == home, name


def supports(game, **at):
    return {base[0] for solution in every(game, **at) for base in solution.bases}


# ------------------------------------------------------------------ two tolerances


def test_two_tolerances():
    """Six bases at the defaults, as the prototype finds; in the separating one either public supports the modest leader alone."""
    found = every(mandate_and_influence(tolerances=2))
    assert bases(found) == 6
    (apart,) = [s for s in found if separates(s)]
    assert spending(apart) == 1
    for kind in ("tolerant", "intolerant"):
        assert (support(apart, f"modest/{kind}/bad report"), support(apart, f"victory/{kind}/bad report")) == (1, 0)
    assert all(promise(s, "strategic") == promise(s, "symbolic") == 1 for s in found if s is not apart)


# ------------------------------------------------------------------ duration: strike once or stay


def test_at_the_defaults_a_strategic_leader_stays_and_a_symbolic_one_strikes_once():
    solution = only(mandate_and_influence(duration=True))
    assert {k: v for k, v in solution.outcomes.items() if v} == {"one blow": Q(1, 2), "sustained": Q(1, 2)}
    assert solution.profile["Cartel"]["stay"]["lie low"] == 1


def test_the_public_bears_what_a_second_blow_adds():
    """hit 1/2, r_reb r: (1 - r)*(3 - r)... less (1 - r)/2, that is (1 - r)**2/4, is worth the fatigue, and with violence the harm too."""
    game = mandate_and_influence(duration=True)
    r, q = Q(1, 5), Q(1, 2)
    one = q * (1 - r)
    added = (one + (1 - one) * q) * (1 - r) - one
    assert added == (1 - r) ** 2 / 4 == Q(4, 25)
    for fatigue, ends in ((added + Q(1, 1000), "tire"), (added - Q(1, 1000), "support")):
        for solution in every(game, fatigue=fatigue):
            assert solution.profile["Public"]["stay/lie low"][ends] == 1


def test_where_violence_would_end_the_campaign_the_cartel_resists_and_the_leader_strikes_once():
    solution = only(mandate_and_influence(duration=True), harm="1/10")
    assert solution.profile["Cartel"]["stay"]["resist"] == 1 and solution.outcomes["one blow"] == 1


def test_duration_agrees_with_the_independent_method():
    assert disagreements(mandate_and_influence(duration=True), 3) == []


def test_duration_is_told_alone():
    with pytest.raises(GameError, match="give tolerances or duration, not both"):
        mandate_and_influence(duration=True, tolerances=2)
