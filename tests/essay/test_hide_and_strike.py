"""Hide and strike: its tree, and the answers that are known."""

import itertools
import random
from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, thresholds, through

from games import GameError
from games.essay import hide_and_strike
from games.numbers import read

Q = Fraction
POINT = {
    "phi": Q(1, 5),
    "y_small": Q(2, 5),
    "c_cover": Q(3, 10),
    "P_prop": Q(1),
    "a_sens": Q(7, 10),
    "k_str": Q(1, 10),
    "D_civ": Q(1, 5),
    "nu_nat": Q(1, 2),
    "L_ally": Q(3),
    "z_nat": Q(1, 5),
    "z_part": Q(-1, 5),
}
RANGES = {
    "phi": (2, 95),
    "y_small": (15, 90),
    "c_cover": (2, 90),
    "P_prop": (40, 150),
    "a_sens": (50, 96),
    "D_civ": (1, 120),
    "nu_nat": (1, 96),
    "L_ally": (1, 200),
}


def opened(solution, size):
    return solution.profile["cartel"][size]["open"]


def strikes(solution):
    """The chances of a strike on a clear and on a crowded report."""
    return tuple(solution.profile["US"][report]["strike"] for report in ("clear", "crowded"))


def play(solution):
    return opened(solution, "large"), opened(solution, "small"), *strikes(solution)


def harmful(at):
    """The effective harm of a strike on a covered site."""
    return at["D_civ"] + at["nu_nat"] * at["L_ally"]


def expected(at):
    """The play that answers 1 to 3 give, where cover pays for the sake of propaganda; None where they are silent.

    One case more than on the answers' page, which calls it pure: where small ones prefer to be open even if every clear report
    is struck, they still mix if a crowded site is worth a strike while only the large are covered; the US then mixes on crowded.
    """
    harm, a, c, k, y, phi = (harmful(at), *(at[name] for name in ("a_sens", "c_cover", "k_str", "y_small", "phi")))
    if at["P_prop"] <= c or harm < y - k:
        return None
    if harm < phi * (1 - k) + (1 - phi) * (y - k):
        return 0, 0, 1, 1
    if harm <= 1 - k:
        return None

    def indifferent(value):
        return c / ((1 - a) * (at["P_prop"] - value) + a * value)

    lost, won = phi * (1 - a) * (harm - 1 + k), (1 - phi) * a * (y - k)
    small, large = indifferent(y), indifferent(1)
    if lost < won and small < 1:
        share = (won + (1 - phi) * (1 - a) * (harm - y + k) - won + lost) / ((1 - phi) * (a * (y - k) + (1 - a) * (harm - y + k)))
        return 0, share, small, 0
    if lost > won and large < 1:
        return "mixed", 1, large, 0
    if large < 1 < small and lost < won:
        worth = phi * a * (1 - k - harm) + (1 - phi) * (1 - a) * (y - k)
        return (0, "mixed", 1, "mixed") if worth > 0 else (0, 1, 1, 0)
    return None


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = hide_and_strike()
    assert (game.nodes, game.infosets, game.parameters) == (55, 6, tuple(POINT))
    assert game.defaults == POINT and game.headline == ("D_civ", "nu_nat", "a_sens")
    assert [(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)] == [
        ("cartel", "large"),
        ("cartel", "small"),
        ("US", "clear"),
        ("US", "crowded"),
        ("Mexico", "strike/nationalist"),
        ("Mexico", "strike/partner"),
    ]
    decoys = hide_and_strike(decoy=True)
    assert (decoys.nodes, decoys.infosets, len(decoys.parameters)) == (93, 6, 12)
    classic = hide_and_strike(classic=True)
    assert (classic.nodes, classic.infosets, classic.parameters) == (7, 2, ("c_cover", "P_prop", "k_str", "D"))
    assert hide_and_strike(mexico=False).players == ("cartel", "US")


def test_domain():
    assert set(hide_and_strike().domain.texts) == {
        "0 < phi",
        "phi < 1",
        "k_str < y_small",
        "y_small < 1",
        "c_cover > 0",
        "P_prop > 0",
        "1/2 < a_sens",
        "a_sens < 1",
        "k_str > 0",
        "D_civ > 0",
        "0 < nu_nat",
        "nu_nat < 1",
        "L_ally > 0",
        "z_nat > 0",
        "z_part < 0",
    }


def test_payoffs_and_endings():
    expected = {}
    for size, value in (("large", "1"), ("small", "y_small")):
        for report in ("clear", "crowded"):
            bare, covered = f"{size}/open/{report}", f"{size}/cover/{report}"
            cartel, us = f"P_prop - {value} - c_cover", f"{value} - k_str - D_civ"
            expected |= {
                f"{bare}/strike": (f"-{value}", f"{value} - k_str", "0", "clean hit"),
                f"{bare}/hold": ("0", "0", "0", "spared"),
                f"{covered}/hold": ("-c_cover", "0", "0", "spared"),
            }
            for temper, gain in (("nationalist", "z_nat"), ("partner", "z_part")):
                expected |= {
                    f"{covered}/strike/{temper}/tolerate": (cartel, us, "0", "hit with harm"),
                    f"{covered}/strike/{temper}/turn": (cartel, f"{us} - L_ally", gain, "Mexico turns"),
                }
    found = leaves(hide_and_strike())
    assert found.keys() == expected.keys()
    for history, (*payoffs, label) in expected.items():
        assert found[history][1] == label
        assert all(same(found[history][0][p], x) for p, x in zip(("cartel", "US", "Mexico"), payoffs, strict=True)), history


def test_the_equilibrium_at_the_defaults():
    """Strikes 0.355, harm 0.076, turning 0.038; the cartel gets -0.206 and the US nothing."""
    found = only(hide_and_strike())
    assert play(found) == (0, Q(16, 21), Q(15, 23), 0)
    mexico = found.profile["Mexico"]
    assert mexico["strike/nationalist"]["turn"] == 1 and mexico["strike/partner"]["turn"] == 0
    assert (found.payoffs["cartel"], found.payoffs["US"]) == (Q(-237, 1150), 0)
    assert {m: round(float(x), 3) for m, x in found.measures.items()} == {
        "flow": 0.682,
        "violence": 0.355,
        "civilian_harm": 0.076,
        "cost_us": 0.165,
        "cooperation": 0.962,
    }
    assert round(float(found.outcomes["Mexico turns"]), 3) == round(float(found.outcomes["hit with harm"]), 3) == 0.038
    assert found.measures["cost_us"] == Q(1, 10) * Q(571, 1610) + Q(1, 5) * Q(123, 1610) + 3 * Q(123, 3220)
    hit = found.outcomes["clean hit"] * Q(2, 5) + (found.outcomes["Mexico turns"] * 2 - Q(1, 5) * Q(3, 10) * Q(15, 23)) * Q(2, 5)
    assert found.measures["flow"] == 1 - (hit + Q(1, 5) * Q(3, 10) * Q(15, 23)) / Q(13, 25)


@pytest.mark.parametrize(
    "at, large, small, clear",
    [
        ({"nu_nat": Q(1, 10)}, 0, Q(1, 9), Q(15, 23)),
        ({"L_ally": 1}, 0, Q(7, 22), Q(15, 23)),
        ({"y_small": Q(1, 5)}, 0, Q(54, 55), Q(15, 19)),
        ({"phi": Q(3, 5)}, Q(10, 87), 1, Q(3, 7)),
        ({"c_cover": Q(3, 5)}, 0, 1, 1),
    ],
    ids=str,
)
def test_nearby(at, large, small, clear):
    assert play(only(hide_and_strike(), **at)) == (large, small, clear, 0)


# ------------------------------------------------------------------ known answers


def test_strikes_are_free_where_harm_is_cheap():
    """Answer 1: D up to 21/50, L_ally up to 11/25; then all is covered and all is struck."""
    assert "L_ally = 11/25" in thresholds(mapped(hide_and_strike(), "L_ally"))
    free = only(hide_and_strike(), L_ally=Q(43, 100))
    assert play(free) == (0, 0, 1, 1)
    above = only(hide_and_strike(), L_ally=Q(9, 20))
    assert opened(above, "small") > 0 and strikes(above) == (Q(15, 23), 0)


def test_nobody_turns():
    """Without a government that turns, harm 1, US 0.22, cartel 0.18: Mexico's reaction alone makes strikes rare."""
    found = only(hide_and_strike(mexico=False))
    assert play(found) == (0, 0, 1, 1)
    assert found.measures["civilian_harm"] == 1 and found.payoffs == {"cartel": Q(9, 50), "US": Q(11, 50)}
    shy = hide_and_strike().with_(L_ally=Q(1, 1000))
    assert play(only(shy)) == (0, 0, 1, 1)


def test_where_the_small_mix():
    """Answer 2: phi < 7/15 and c_cover < 23/50."""
    game, d = hide_and_strike(), Q(1, 200)
    assert thresholds(mapped(game, "phi")) == ["phi = 7/15"]
    below, above = only(game, phi=Q(7, 15) - d), only(game, phi=Q(7, 15) + d)
    assert opened(below, "large") == 0 and 0 < opened(below, "small") < 1 and strikes(below) == (Q(15, 23), 0)
    assert 0 < opened(above, "large") < 1 and opened(above, "small") == 1 and strikes(above) == (Q(3, 7), 0)
    assert "c_cover = 23/50" in thresholds(mapped(game, "c_cover"))
    below, above = only(game, c_cover=Q(23, 50) - d), only(game, c_cover=Q(23, 50) + d)
    assert 0 < opened(below, "small") < 1 and 0 < strikes(below)[0] < 1
    assert play(above) == (0, 1, 1, 0)


def test_the_chance_of_a_strike_as_a_closed_form():
    """Answer 2: a strike on a clear report leaves a facility of value v indifferent; the open share leaves the US so."""
    found = complete(hide_and_strike())
    mixed = [f for f in found if strikes(f)[0] not in (0, 1) and strikes(f)[1] == 0]
    forms = {"y_small": "small", "1": "large"}
    for value, size in forms.items():
        mine = [f for f in mixed if opened(f, size) not in (0, 1)]
        assert mine
        for family in mine:
            assert same(strikes(family)[0], f"c_cover/((1 - a_sens)*(P_prop - {value}) + a_sens*{value})")
    (small,) = (f for f in mixed if opened(f, "small") not in (0, 1) and opened(f, "large") == 0)
    o, harm = opened(small, "small"), "(D_civ + nu_nat*L_ally)"
    clear = f"(1 - phi)*(({o})*a_sens*(y_small - k_str) + (1 - ({o}))*(1 - a_sens)*(y_small - k_str - {harm}))"
    assert same(read(clear), f"phi*(1 - a_sens)*({harm} - 1 + k_str)")


def test_better_sensors_are_undone_where_the_us_mixes():
    """Answer 3: its payoff is 0 from a_sens 11/20 to 19/20; where it strikes every clear report 0.12, and 0.20 at 9/10."""
    game = hide_and_strike()
    for a in (Q(11, 20), Q(7, 10), Q(4, 5), Q(9, 10), Q(19, 20)):
        found = only(game, a_sens=a)
        assert 0 < strikes(found)[0] < 1 and strikes(found)[1] == 0 and found.payoffs["US"] == 0
        sure = only(game, a_sens=a, c_cover=Q(3, 5))
        if strikes(sure) == (1, 0):
            assert sure.payoffs["US"] == Q(4, 5) * a * Q(3, 10) - Q(1, 5) * (1 - a) * Q(4, 5)
    assert only(game, c_cover=Q(3, 5)).payoffs["US"] == Q(3, 25)
    assert only(game, c_cover=Q(3, 5), a_sens=Q(9, 10)).payoffs["US"] == Q(1, 5)


def test_the_classic_form():
    """Answer 4: cover 9/17 and strike 3/10; with k_str near 0 the ratio of value to harm; below D = 9/10 all is struck."""
    game = hide_and_strike(classic=True)
    found = every(game)
    assert bases(found) == 1 and complete(game).named(found[0].name)
    (mixed,) = (f for f in complete(game) if f.profile["US"]["start"]["strike"] not in (0, 1))
    assert same(mixed.profile["cartel"]["start"]["cover"], "(1 - k_str)/D") and same(
        mixed.profile["US"]["start"]["strike"], "c_cover/P_prop"
    )
    assert (found[0].profile["cartel"]["start"]["cover"], found[0].profile["US"]["start"]["strike"]) == (Q(9, 17), Q(3, 10))
    assert through(mapped(game), D=Q(9, 10), c_cover=Q(3, 10)) and through(mapped(game), D=Q(2), c_cover=Q(1))
    for gain, covers in ((Q(1, 2), 1), (Q(1, 5), 0)):
        below = only(game, D=Q(4, 5), P_prop=gain)
        assert (below.profile["cartel"]["start"]["cover"], below.profile["US"]["start"]["strike"]) == (covers, 1)


@pytest.mark.slow
def test_the_answers_at_random_points():
    game, rng, kinds = hide_and_strike(), random.Random(0), []
    drawn = ({**POINT, **{name: Q(rng.randint(*ends), 97) for name, ends in RANGES.items()}} for _ in itertools.count())
    for at in itertools.islice(filter(lambda at: game.domain.contains(at) and expected(at), drawn), 30):
        found = play(only(game, **at))
        assert all(0 < got < 1 if want == "mixed" else want == got for want, got in zip(expected(at), found, strict=True)), at
        kinds.append(tuple(0 < x < 1 for x in found))
    assert len(set(kinds)) == 4  # pure, small and clear, large and clear, small and crowded


# ------------------------------------------------------------------ decoys


def test_decoys():
    """At c_decoy 1/10 the large use decoys, the small are open with 9/10, strikes on clear 5/29; at 2/5 small cover 5/42, strikes 15/23."""
    cheap = only(hide_and_strike(decoy=True))
    assert cheap.profile["cartel"]["large"]["decoy"] == 1
    assert (opened(cheap, "small"), strikes(cheap)) == (Q(9, 10), (Q(5, 29), 0))
    dear = only(hide_and_strike(decoy=True), c_decoy=Q(2, 5))
    assert dear.profile["cartel"]["large"]["decoy"] == 1 and dear.profile["cartel"]["small"]["cover"] == Q(5, 42)
    assert strikes(dear) == (Q(15, 23), 0)


@pytest.mark.slow
def test_generic_bases_with_decoys():
    """42; 48 are found before the test of the interior: in the other 6 one chance of a strike meets two indifferences of the cartel."""
    assert complete(hide_and_strike(decoy=True)).bases["generic"] == 42


# ------------------------------------------------------------------ counts, map, agreement


def test_generic_bases():
    """9, as many as before the test of the interior."""
    assert complete(hide_and_strike()).bases["generic"] == 9


def test_the_default_map():
    found = mapped(hide_and_strike())
    assert (len(found.walls), len(found.regimes), len(found.families)) == (2, 3, 3)
    for nationalists, own in ((Q(1, 10), Q(3, 25)), (Q(7, 50), Q(0))):  # D = 21/50
        assert through(found, D_civ=own, nu_nat=nationalists, a_sens=Q(7, 10))
    assert found.regime().outcomes["clean hit"] == (Q(32, 115),) * 2


@pytest.mark.parametrize("structure", [{}, {"mexico": False}, {"classic": True}], ids=str)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(hide_and_strike(**structure), 12) == []


@pytest.mark.slow
def test_agreement_with_decoys():
    assert disagreements(hide_and_strike(decoy=True), 8) == []


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"classic": True, "decoy": True}, r"^The classic form has two modes and no Mexican government already; give classic, or "),
        ({"classic": True, "mexico": False}, r"not both\.$"),
        ({"mexico": False, "nu_nat": Q(1, 2)}, r"with this structure does not use the parameter nu_nat"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        hide_and_strike(**structure)


# ------------------------------------------------------------------ presence


@pytest.mark.parametrize("c_cover, expo, stays", [("3/10", "1/100", False), ("3/5", "79/1000", True), ("3/5", "81/1000", False)])
def test_presence_pays_only_where_play_is_pure(c_cover, expo, stays):
    """Where the US mixes a better sensor is worth nothing; at c_cover 3/5 it is worth 2/25."""
    solution = only(hide_and_strike(presence=True, mexico=False), D_civ="17/10", c_cover=c_cover, expo=expo)
    assert solution.profile["US"]["start"]["stay"] == stays


def test_presence_needs_a_sensor():
    with pytest.raises(GameError, match="give classic or presence, not both"):
        hide_and_strike(classic=True, presence=True)
