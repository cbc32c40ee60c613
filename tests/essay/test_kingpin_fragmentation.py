"""Kingpin fragmentation: its tree, and the answers that are known."""

import itertools
import random
from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, thresholds, through

from games import GameError
from games.essay import kingpin_fragmentation

Q = Fraction
WEAK, HEIR = "leader/weak", "leader/contest"
NO_RIVAL = {"g_war": Q(-1, 10), "g_split": Q(-1, 10)}


@pytest.fixture(scope="module")
def symbolic():
    return complete(kingpin_fragmentation())


def contest(solution, kind):
    return solution.profile["challenger"][f"leader/{kind}"]["contest"]


def fight(solution):
    return solution.profile["heir"][HEIR]["fight"]


def strikes(solution):
    return solution.profile["government"]["start"]["leader"] == 1


def without_a_clear_heir(solution, label):
    """The chance of an ending, given that the blow succeeded and the succession is not clear; eta is 3/10."""
    return solution.outcomes[label] / (Q(13, 20) * Q(7, 10))


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = kingpin_fragmentation()
    assert (game.nodes, game.infosets, len(game.parameters)) == (24, 6, 13)
    assert [(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)] == [
        ("government", "start"),
        ("challenger", "leader/strong"),
        ("challenger", "leader/weak"),
        ("heir", "leader/contest"),
        ("rival", "leader/contest/fight"),
        ("rival", "leader/contest/split"),
    ]
    assert game.headline == ("eta", "strong", "s_split")
    bare = kingpin_fragmentation(rivals=0)
    assert (bare.players, bare.nodes, bare.infosets, len(bare.parameters)) == (("government", "challenger", "heir"), 16, 4, 9)
    hired = kingpin_fragmentation(enforcers=True)
    assert (hired.nodes, hired.infosets, len(hired.parameters)) == (73, 15, 20)
    assert kingpin_fragmentation(lieutenants=3).parameters == ("c_f",)


def test_payoffs_and_endings():
    quiet = ("beta_trophy", "0", "1", "0", "quiet_succession")
    expected = {
        "hold": ("0", "0", "0", "0", "left_alone"),
        "leader/failure": ("0", "0", "0", "0", "missed"),
        "leader/success/clear": quiet,
    }
    for kind in ("strong", "weak"):
        here = f"leader/success/{kind}"
        expected[f"{here}/accept"] = quiet
        for e, move in ((0, "hold"), (1, "encroach")):
            left, ending = f"(1 - {e}*x_enc)", "+encroached" * e
            expected |= {
                f"{here}/contest/fight/{move}": (
                    f"beta_trophy - v_war - {e}*v_enc",
                    f"w_{kind}*{left} - c_f",
                    f"(1 - w_{kind})*{left} - c_f",
                    f"{e}*g_war",
                    "war" + ending,
                ),
                f"{here}/contest/split/{move}": (
                    f"beta_trophy - v_split - {e}*v_enc",
                    f"s_split*{left}",
                    f"(1 - s_split)*{left}",
                    f"{e}*g_split",
                    "split" + ending,
                ),
            }
    found = leaves(kingpin_fragmentation())
    assert found.keys() == expected.keys()
    for history, (*payoffs, label) in expected.items():
        assert found[history][1] == label
        assert all(same(x, text) for x, text in zip(found[history][0].values(), payoffs, strict=True)), history


def test_domain():
    assert set(kingpin_fragmentation().domain.texts) == {
        "0 < eta",
        "eta < 1",
        "0 < strong",
        "strong < 1",
        "0 < w_weak",
        "w_weak < w_strong",
        "w_strong < 1",
        "c_f > 0",
        "0 < s_split",
        "s_split < 1",
        "0 < x_enc",
        "x_enc < 1",
        "beta_trophy > 0",
        "v_war > 0",
        "v_split > 0",
        "v_enc > 0",
    }


# ------------------------------------------------------------------ the equilibrium at the defaults


def test_one_equilibrium_at_the_defaults():
    found = only(kingpin_fragmentation())
    assert strikes(found) and contest(found, "strong") == 1
    assert (contest(found, "weak"), fight(found)) == (Q(11, 15), Q(21, 25))
    assert all(found.profile["rival"][f"{HEIR}/{seen}"]["encroach"] == 1 for seen in ("fight", "split"))
    assert found.beliefs["heir"][HEIR]["leader/success/strong/contest"] == Q(10, 21)
    assert {label: p for label, p in found.outcomes.items() if p} == {
        "missed": Q(7, 20),
        "quiet_succession": Q(1339, 5000),
        "war+encroached": Q(40131, 125000),
        "split+encroached": Q(1911, 31250),
    }
    assert without_a_clear_heir(found, "war+encroached") == Q(441, 625)  # 0.706
    assert without_a_clear_heir(found, "split+encroached") == Q(84, 625)  # 0.134
    assert found.measures["flow"] == 1 and found.measures["removed"] == Q(13, 20)
    assert found.measures["groups"] == 1 + Q(1911, 31250)


# ------------------------------------------------------------------ known answers


def test_the_heir_fights_below_a_belief_in_strength():
    """Answer 1: the cut-off is 10/21, and 7/12 without a rival."""
    for game, cut in ((kingpin_fragmentation(), Q(10, 21)), (kingpin_fragmentation(rivals=0), Q(7, 12))):
        assert thresholds(mapped(game, "strong")) == [f"strong = {cut}"]
        assert 0 < fight(only(game, strong=cut - Q(1, 100))) < 1
        above = only(game, strong=cut + Q(1, 100))
        assert fight(above) == 0 and contest(above, "weak") == 1


def test_war_and_splits_mixed(symbolic):
    """Answer 2, as closed forms in all parameters."""
    m = "((s_split - c_f/(1 - x_enc) - w_weak)/(w_strong - w_weak))"
    mixed = [
        f
        for f in symbolic
        if contest(f, "weak") not in (0, 1) and f.outcomes["war+encroached"] != 0 and f.outcomes["split+encroached"] != 0
    ]
    (family,) = (f for f in mixed if strikes(f))
    assert same(contest(family, "weak"), f"strong*(1 - {m})/((1 - strong)*{m})")
    assert same(fight(family), "s_split*(1 - x_enc)/(s_split*(1 - x_enc) + c_f - w_weak*(1 - x_enc))")
    assert same(family.outcomes["quiet_succession"], f"13/20*(eta + (1 - eta)*(1 - strong/{m}))")  # a contest has probability strong/m


def test_always_a_split():
    """Answer 3, where strength is likely, war dear, or the part that is asked small."""
    for at in ({"strong": Q(3, 5)}, {"c_f": Q(2, 5), "s_split": Q(3, 10)}):
        found = only(kingpin_fragmentation(), **at)
        assert (contest(found, "strong"), contest(found, "weak"), fight(found)) == (1, 1, 0)
        assert found.outcomes["split+encroached"] == Q(13, 20) * Q(7, 10)


def test_where_even_the_strong_lose_by_a_war():
    """There the split of answer 3 is not alone, as it is elsewhere: the threat to fight also keeps everybody from contesting."""
    at = {"w_strong": Q(2, 5), "s_split": Q(7, 10), "strong": Q(3, 5)}  # cut-off 4/7 at c_f 3/10, war worth 28/100 - c_f to the strong
    found = every(kingpin_fragmentation(), c_f=Q(3, 10), **at)
    assert {(contest(s, "strong"), contest(s, "weak")) for s in found} == {(1, 1), (0, 0)}
    gains = only(kingpin_fragmentation(), c_f=Q(13, 50), strong=Q(4, 5), w_strong=Q(2, 5), s_split=Q(7, 10))
    assert (contest(gains, "strong"), contest(gains, "weak"), fight(gains)) == (1, 1, 0)


def test_always_war():
    """Answer 3, where even the weak gain by a war: w_weak*(1 - x_enc) = 7/100 > c_f, below the cut-off 5/7."""
    found = only(kingpin_fragmentation(), c_f=Q(1, 20))
    assert (contest(found, "strong"), contest(found, "weak"), fight(found)) == (1, 1, 1)
    assert contest(only(kingpin_fragmentation(), c_f=Q(71, 1000)), "weak") < 1
    assert fight(only(kingpin_fragmentation(), c_f=Q(1, 20), strong=Q(3, 4))) == 0


def test_where_no_belief_makes_the_heir_cede():
    """Answer 3, cut-off above 1: the heir fights, and those contest who gain by a war."""
    found = only(kingpin_fragmentation(), s_split=Q(19, 20))
    assert (contest(found, "strong"), contest(found, "weak"), fight(found)) == (1, 0, 1)
    odds = {"s_split": Q(19, 20), "w_strong": Q(3, 10)}  # now a war is worth 21/100 to the strong, less its cost
    for cost, contests in ((Q(1, 5), 1), (Q(11, 50), 0)):
        for solution in every(kingpin_fragmentation(), c_f=cost, **odds):
            assert (contest(solution, "strong"), contest(solution, "weak"), fight(solution)) == (contests, 0, 1)


def test_the_government_strikes_above_a_trophy_value():
    """Answer 4: 23961/62500 at the defaults; at trophy 3/10 it holds, unless eta exceeds 0.452."""
    wall = Q(23961, 62500)
    assert thresholds(mapped(kingpin_fragmentation(), "beta_trophy")) == [f"beta_trophy = {wall}"]
    assert strikes(only(kingpin_fragmentation(), beta_trophy=wall + Q(1, 1000)))
    for solution in every(kingpin_fragmentation(), beta_trophy=Q(3, 10)):
        assert solution.outcomes["left_alone"] == 1
    clear = 1 - Q(3, 10) * Q(7, 10) / wall
    assert round(float(clear), 3) == 0.452
    assert thresholds(mapped(kingpin_fragmentation(), "eta", beta_trophy=Q(3, 10))) == [f"eta = {clear}"]
    assert strikes(only(kingpin_fragmentation(), beta_trophy=Q(3, 10), eta=Q(3, 5)))


def test_no_rival():
    """Answer 5: fewer contests, 24/35, and a heir readier to fight; a rival who would lose by encroaching is as good as none."""
    for game, at in ((kingpin_fragmentation(rivals=0), {}), (kingpin_fragmentation(), NO_RIVAL)):
        found = only(game, **at)
        assert (contest(found, "weak"), fight(found)) == (Q(10, 21), Q(12, 13))
        assert without_a_clear_heir(found, "war") == Q(288, 455)  # 0.633
        assert without_a_clear_heir(found, "split") == Q(24, 455)  # 0.053


def test_a_rival_who_encroaches_after_a_war_only():
    """Answer 5: all contest, and the heir cedes at once."""
    found = only(kingpin_fragmentation(), g_split=Q(-1, 10))
    assert (contest(found, "strong"), contest(found, "weak"), fight(found)) == (1, 1, 0)
    assert found.outcomes["split"] == Q(13, 20) * Q(7, 10)


def test_a_succession_surely_clear(symbolic):
    """Answer 7: as eta goes to 1 there is no violence, and any trophy is enough."""
    for family in symbolic:
        if strikes(family):
            end = [p if isinstance(p, int | Fraction) else p.at({"eta": 1}) for label, p in family.outcomes.items() if label != "missed"]
            assert sum(bool(x != 0) for x in end) == 1 and same(family.outcomes["missed"], "7/20")
    assert strikes(only(kingpin_fragmentation(), eta=Q(999, 1000), beta_trophy=Q(1, 1000)))


def test_flow_and_groups_never_fall(symbolic):
    """Prediction P11, and P10: violence has the probability of a contest."""
    for family in symbolic:
        assert same(family.measures["flow"], "1")
        split = sum((family.outcomes[label] for label in ("split", "split+encroached")), start=Q(0))
        assert same(family.measures["groups"] - split, "1")


def expected(at):
    """What answers 1 to 4 say of play, and of a strike, at a point at which the rival encroaches on both; None where they are silent."""
    left = 1 - at["x_enc"]
    cut = (at["s_split"] - at["c_f"] / left - at["w_weak"]) / (at["w_strong"] - at["w_weak"])
    if at["w_weak"] * left > at["c_f"]:
        return (1, 1, int(at["strong"] < cut)), None
    if cut >= 1:
        return (int(at["w_strong"] * left > at["c_f"]), 0, 1), None
    if cut > 0 and at["w_strong"] * left < at["c_f"]:
        return None, None
    if at["strong"] > cut:
        return (1, 1, 0), None
    weak = at["strong"] * (1 - cut) / ((1 - at["strong"]) * cut)
    heir = at["s_split"] * left / (at["s_split"] * left + at["c_f"] - at["w_weak"] * left)
    harm = at["strong"] / cut * (heir * at["v_war"] + (1 - heir) * at["v_split"] + at["v_enc"])
    return (1, weak, heir), at["beta_trophy"] > (1 - at["eta"]) * harm


RANGES = {
    "eta": (5, 90),
    "strong": (5, 90),
    "w_strong": (40, 95),
    "w_weak": (2, 40),
    "c_f": (2, 40),
    "s_split": (20, 90),
    "x_enc": (5, 60),
    "g_war": (1, 40),
    "g_split": (1, 40),
    "beta_trophy": (5, 90),
    "v_war": (5, 90),
    "v_split": (5, 60),
    "v_enc": (5, 60),
}


def test_the_answers_at_random_points():
    game, rng, seen = kingpin_fragmentation(), random.Random(0), set()
    drawn = ({name: Q(rng.randint(*ends), 97) for name, ends in RANGES.items()} for _ in itertools.count())
    for point in itertools.islice(filter(game.domain.contains, drawn), 40):
        play, strike = expected(point)
        for solution in every(game, **point):
            assert play is None or (contest(solution, "strong"), contest(solution, "weak"), fight(solution)) == play, point
            assert strike is None or strikes(solution) == strike, point
        seen.add(strike)
    assert seen == {True, False, None}


# ------------------------------------------------------------------ equal lieutenants


def all_mix(found):
    """The one equilibrium in which every lieutenant mixes."""
    (solution,) = (s for s in found if all(s.profile[player]["start"]["contest"] not in (0, 1) for player in found.game.players))
    return solution


def test_two_lieutenants():
    """Answer 6: all contest if c_f <= 1/2; above, one of them, or each with 4/5 at 3/5."""
    game = kingpin_fragmentation(lieutenants=2)
    assert through(mapped(game), c_f=Q(1, 2))
    assert only(game).measures["spending"] == Q(3, 10)
    found = every(game, c_f=Q(3, 5))
    assert len(found) == bases(found) == 3
    mixed = all_mix(found)
    assert mixed.profile["lieutenant 1"]["start"]["contest"] == mixed.profile["lieutenant 2"]["start"]["contest"] == Q(4, 5)
    assert mixed.measures["spending"] == Q(24, 25)


def test_three_lieutenants():
    found = every(kingpin_fragmentation(lieutenants=3), c_f=Q(1, 2))
    assert bases(found) == 13
    mixed = all_mix(found)
    assert all(same(mixed.profile[p]["start"]["contest"], "(3 - sqrt(3))/2") for p in found.game.players)


@pytest.mark.parametrize("lieutenants, spending", [(2, 0.96), (3, 0.856), pytest.param(4, 0.805, marks=pytest.mark.slow)])
def test_dear_contests_cost_less_among_more(lieutenants, spending):
    """Answer 6: at c_f 3/5 the symmetric equilibrium spends 1 - (1 - p)**m in all, which falls in m.

    With four 0.8049: rounded twice it becomes 0.81.
    """
    game = kingpin_fragmentation(lieutenants=lieutenants)
    mixed = all_mix(every(game, c_f=Q(3, 5)))
    p = float(mixed.profile["lieutenant 1"]["start"]["contest"])
    assert abs(float(mixed.measures["spending"]) - (1 - (1 - p) ** lieutenants)) < 1e-12
    assert round(float(mixed.measures["spending"]), 3) == spending


@pytest.mark.parametrize("lieutenants", [2, 4, 6])
def test_cheap_contests_cost_more_among_more(lieutenants):
    """Answer 6: at c_f 3/20 all contest, up to six."""
    assert only(kingpin_fragmentation(lieutenants=lieutenants)).measures["spending"] == lieutenants * Q(3, 20)


# ------------------------------------------------------------------ enforcers


def test_loyal_enforcers_are_hired():
    """With 9/10 loyal the weak accept, the heir always fights, and without a clear heir a war has chance 0.4."""
    found = every(kingpin_fragmentation(enforcers=True))
    assert bases(found) == 1
    (only_one,) = found
    profile = only_one.profile
    assert profile["heir"]["start"]["hire"] == 1 and profile["heir"]["hire/leader/contest"]["fight"] == 1
    assert profile["challenger"]["hire/leader/weak"]["contest"] == 0 and profile["challenger"]["hire/leader/strong"]["contest"] == 1
    assert sum(without_a_clear_heir(only_one, f"war{ending}+encroached") for ending in ("", "+seceded")) == Q(2, 5)
    assert without_a_clear_heir(only_one, "war+seceded+encroached") == Q(2, 5) * Q(1, 10)


def test_enforcers_less_loyal_dearer_or_weaker():
    hire = {loyal: only(kingpin_fragmentation(enforcers=True), loyal=loyal) for loyal in (Q(9, 10), Q(1, 2))}
    alone = only(kingpin_fragmentation())
    for loyal, solution in hire.items():
        assert solution.profile["heir"]["start"]["hire"] == 1
        assert solution.outcomes["quiet_succession"] > alone.outcomes["quiet_succession"]  # P13: no more contests than without
        wars = sum(solution.outcomes[f"war{ending}+encroached"] for ending in ("", "+seceded"))
        assert solution.outcomes["war+seceded+encroached"] == (1 - loyal) * wars
    none = only(kingpin_fragmentation(enforcers=True), loyal=Q(1, 2), cut_strong=Q(1, 4), cut_weak=Q(1, 16), wage=Q(1, 20))
    assert none.profile["heir"]["start"]["none"] == 1
    assert {label: p for label, p in none.outcomes.items() if p} == {label: p for label, p in alone.outcomes.items() if p}


# ------------------------------------------------------------------ counts, map, agreement


def test_generic_bases(symbolic):
    """48; 60 are found when only equations in the parameters alone are refused, before the test of the interior.

    The other 12 live on walls: for each of the four replies of the rival, a heir that mixes though all contest (and the
    government holds, or mixes), which needs strong = m; and a government that mixes while weak challenger and heir do,
    whose mixes are pinned by the indifference of heir and weak challenger, so that its own is an equation in parameters.
    """
    assert symbolic.bases["generic"] == 48


def test_the_default_map():
    found = mapped(kingpin_fragmentation())
    assert through(found, eta=Q(3, 10), strong=Q(10, 21), s_split=Q(3, 5))
    assert (len(found.walls), len(found.families)) == (4, 5)
    assert found.regime().outcomes["war+encroached"] == (Q(40131, 125000),) * 2


@pytest.mark.parametrize("structure", [{}, {"rivals": 0}], ids=str)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(kingpin_fragmentation(**structure), 12) == []


@pytest.mark.slow
def test_dear_contests_among_six():
    mixed = all_mix(every(kingpin_fragmentation(lieutenants=6), c_f=Q(3, 5)))
    assert round(float(mixed.measures["spending"]), 2) == 0.76


def test_agreement_with_enforcers():
    assert disagreements(kingpin_fragmentation(enforcers=True), 6) == []


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"rivals": 2}, r"has one rival or none, rivals=1 or rivals=0; found 2\."),
        ({"lieutenants": 1}, r"needs at least two, or lieutenants=0 for challenger and heir; found 1\."),
        ({"lieutenants": 2, "enforcers": True}, r"give lieutenants or enforcers, not both\."),
        ({"loyal": Q(1, 2)}, r"with this structure does not use the parameter loyal"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        kingpin_fragmentation(**structure)


# ------------------------------------------------------------------ entry


@pytest.mark.parametrize("demand, flow", [("51/100", 1), ("49/100", 1 - Q(13, 20) / 5)])
def test_flow_returns_while_demand_pays_for_entry(demand, flow):
    solution = only(kingpin_fragmentation(entry=True), demand=demand)
    assert solution.measures["flow"] == flow
    assert solution.profile["entrant"]["leader"]["enter"] == (flow == 1)


def test_entry_agrees_with_the_independent_method():
    assert disagreements(kingpin_fragmentation(entry=True), 2) == []


def test_entry_belongs_to_the_default_story():
    with pytest.raises(GameError, match="give lieutenants or entry, not both"):
        kingpin_fragmentation(entry=True, lieutenants=2)
