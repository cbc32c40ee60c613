"""Route interdiction: its tree, and the answers that are known."""

import itertools
import random
from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, thresholds, through

from games import GameError
from games.essay import route_interdiction

Q = Fraction
POINT = {
    "chi": Q(1, 2),
    "e": Q(3, 5),
    "e_pre": Q(1, 100),
    "demand": Q(1),
    "u_B": Q(4, 5),
    "u_new": Q(1),
    "s_new": Q(1, 5),
    "w_other": Q(3, 10),
    "leth": Q(3, 2),
}
EQUAL = {"u1": 1, "u2": 1, "u3": 1}
STEP = Q(1, 200)


def effort(solution):
    return tuple(solution.profile["US"]["start"].values())


def line(solution, kind):
    """The lines that a type of trafficker uses, with their chances."""
    return {action: p for action, p in solution.profile["trafficker"][kind].items() if p != 0}


def on_corridors(found):
    """Whether the agile keep to corridors, of which the traffic takes each half in every equilibrium."""
    return all("new" not in line(s, "agile") and s.measures["displacement"] == 0 for s in found)


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = route_interdiction()
    assert (game.nodes, game.infosets, game.parameters) == (31, 3, tuple(POINT))
    assert game.defaults == POINT and game.headline == ("e", "leth", "u_new")
    assert [(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)] == [
        ("US", "start"),
        ("trafficker", "agile"),
        ("trafficker", "settled"),
    ]
    supplied = route_interdiction(supplier=True)
    assert (supplied.nodes, supplied.infosets, len(supplied.parameters)) == (127, 8, 14)
    many = route_interdiction(routes=4)
    assert (many.nodes, many.infosets, many.parameters) == (21, 2, ("e", "u1", "u2", "u3", "u4"))


def test_domain():
    assert set(route_interdiction().domain.texts) == {
        "0 < chi",
        "chi < 1",
        "0 < e",
        "e < 1",
        "0 < e_pre",
        "e_pre < 1",
        "demand > 0",
        "0 < u_B",
        "u_B < 1",
        "u_new > 0",
        "s_new > 0",
        "w_other > 0",
        "leth > 0",
    }


def test_payoffs_and_endings():
    expected = {}
    for watched, kind in itertools.product(("A", "B", "precursor"), ("agile", "settled")):
        for used, margin in {"A": "1", "B": "u_B", "new": "u_new"}.items():
            if used == "new" and kind == "settled":
                continue
            found = watched == ("precursor" if used == "new" else used)
            left = f"(1 - {'e_pre' if used == 'new' else 'e'})" if found else "1"
            name = {"A": "arrived by A", "B": "arrived by B", "new": "arrived as synthetic"}[used]
            weight, cost = ("leth", "s_new") if used == "new" else ("1", "0")
            expected[f"{watched}/{kind}/{used}"] = (
                f"-demand*{left}*{weight}",
                f"demand*{margin}*{left} - {cost}",
                "stopped" if found else name,
            )
        expected[f"{watched}/{kind}/quit"] = ("0", "w_other", "quit")
    found = leaves(route_interdiction())
    assert found.keys() == expected.keys()
    for history, (us, trafficker, label) in expected.items():
        payoffs, ending = found[history]
        assert ending == label and same(payoffs["US"], us) and same(payoffs["trafficker"], trafficker), history


def test_the_equilibrium_at_the_defaults():
    """Flow falls from 1 to 0.85, harm rises to 1.1; the trafficker keeps 0.711."""
    found = only(route_interdiction())
    assert effort(found) == (Q(17, 27), Q(10, 27), 0)
    assert line(found, "agile") == {"new": 1} and line(found, "settled") == {"A": Q(1, 2), "B": Q(1, 2)}
    assert found.payoffs == {"US": Q(-11, 10), "trafficker": Q(32, 45)}
    assert found.measures == {
        "flow": Q(17, 20),
        "cost_us": Q(11, 10),
        "displacement": Q(1, 2),
        "income": Q(32, 45),
        "violence": 0,
        "civilian_harm": 0,
        "cooperation": 0,
    }
    assert found.outcomes["stopped"] == Q(1, 4) and found.measures["flow"] == 1 - Q(3, 5) * Q(1, 4)
    assert only(route_interdiction(), leth=Q(4, 5)).payoffs["US"] == Q(-3, 4)


@pytest.mark.parametrize("chi, harm", [(Q(9, 10), Q(71, 50)), (Q(1, 10), Q(39, 50))])
def test_more_or_fewer_agile(chi, harm):
    found = only(route_interdiction(), chi=chi)
    assert line(found, "agile") == {"new": 1} and found.measures["cost_us"] == harm
    assert effort(found) == (Q(17, 27), Q(10, 27), 0)


# ------------------------------------------------------------------ known answers


@pytest.mark.slow
def test_two_corridors():
    """Answer 1, as closed forms: value, effort, and traffic in equal parts."""
    value = "(demand*(2 - e)/(1 + 1/u_B))"
    found = [f for f in complete(route_interdiction()) if line(f, "agile") == {"new": 1} and effort(f)[2] == 0]
    (both,) = (f for f in found if set(line(f, "settled")) == {"A", "B"})
    assert same(effort(both)[0], f"(1 - {value}/demand)/e") and effort(both)[2] == 0
    assert line(both, "settled") == {"A": Q(1, 2), "B": Q(1, 2)}
    assert same(both.payoffs["trafficker"], f"(1 - chi)*{value} + chi*(demand*u_new - s_new)")


def test_the_agile_switch():
    """Answer 2: up to s_new 17/45, and from demand 9/17 on."""
    game = route_interdiction()
    assert thresholds(mapped(game, "s_new"))[0] == "s_new = 17/45"
    assert line(only(game, s_new=Q(17, 45) - STEP), "agile") == {"new": 1}
    assert on_corridors(every(game, s_new=Q(17, 45) + STEP))
    assert line(only(game, demand=Q(9, 17) + STEP), "agile") == {"new": 1}
    assert on_corridors(every(game, demand=Q(9, 17) - STEP))


@pytest.mark.parametrize("at", [{"s_new": Q(1, 2)}, {"demand": Q(49, 100)}], ids=str)
def test_all_on_corridors(at):
    """Flow 7/10 = 1 - e/2; only the traffic in each corridor is pinned, not who makes it."""
    found = every(route_interdiction(), **at)
    assert on_corridors(found) and {s.measures["flow"] for s in found} == {Q(7, 10)}
    assert bases(found) == 3


@pytest.mark.slow
def test_precursors_are_watched_where_detection_is_good():
    """Answer 3: from e_pre 1/5 on; at 3/10 effort (25, 10, 16)/51 and harm 1.02."""
    game = route_interdiction()
    found = mapped(game, "e_pre")
    assert thresholds(found)[0] == "e_pre = 1/5"
    for e_pre in (Q(3, 20), Q(1, 5) - STEP):
        assert line(only(game, e_pre=e_pre), "agile") == {"new": 1}
        assert effort(only(game, e_pre=e_pre)) == (Q(17, 27), Q(10, 27), 0)
    assert all(effort(s)[2] > 0 for s in every(game, e_pre=Q(1, 5) + STEP))
    watched = every(game, e_pre=Q(3, 10))
    assert bases(watched) == 3 and len({tuple(s.outcomes.items()) for s in watched}) == 1
    for solution in watched:
        assert effort(solution) == (Q(25, 51), Q(10, 51), Q(16, 51)) and solution.measures["cost_us"] == Q(51, 50)
        assert line(solution, "agile").keys() > {"new"}


@pytest.mark.slow
def test_all_quit():
    """Answer 4: up to demand 27/56; effort is then indeterminate."""
    game = route_interdiction()
    assert through(mapped(game, "demand"), demand=Q(27, 56))
    for demand in (Q(2, 5), Q(27, 56) - STEP):
        found = every(game, demand=demand)
        assert all(s.outcomes["quit"] == 1 and s.measures["flow"] == 0 and s.free for s in found)
    assert on_corridors(every(game, demand=Q(27, 56) + STEP))
    assert all(s.outcomes["quit"] == 0 for s in every(game, demand=Q(27, 56) + STEP))
    dear = every(game, demand=Q(27, 56) - STEP, u_new=Q(6, 5))  # then the synthetic still pays: 0.372 > 0.3
    assert all(s.outcomes["quit"] < 1 for s in dear)


@pytest.mark.slow
def test_many_equal_routes():
    """Answer 5: flow 1 - e/J, 4/5 on three routes."""
    for routes in (2, 3, 5):
        equal = {f"u{k}": 1 for k in range(1, routes + 1)}
        found = only(route_interdiction(routes=routes), **equal)
        assert found.measures["flow"] == 1 - Q(3, 5) / routes


def test_unequal_routes():
    """Answer 5: of margins 1, 4/5 and 1/2 two are used; value 28/45, effort 17/27, traffic 4/9."""
    found = only(route_interdiction(routes=3))
    assert found.payoffs == {"US": Q(-28, 45), "trafficker": Q(28, 45)}
    assert effort(found) == (Q(17, 27), Q(10, 27), 0)
    assert line(found, "start") == {"route 1": Q(4, 9), "route 2": Q(5, 9)}
    all_used = only(route_interdiction(routes=3), u3=Q(7, 10))
    value = (3 - Q(3, 5)) / (1 + Q(5, 4) + Q(10, 7))
    assert found.payoffs["trafficker"] < value == all_used.payoffs["trafficker"]
    assert effort(all_used) == tuple((1 - value / u) / Q(3, 5) for u in (1, Q(4, 5), Q(7, 10)))
    assert line(all_used, "start")["route 3"] == Q(10, 7) / (1 + Q(5, 4) + Q(10, 7))


def expected(at):
    """What answers 1 to 4 say of a point where both corridors are worth using; None where they are silent."""
    value = at["demand"] * (2 - at["e"]) / (1 + 1 / at["u_B"])
    synthetic = at["demand"] * at["u_new"] - at["s_new"]
    watched = at["chi"] * at["leth"] * at["e_pre"] > (1 - at["chi"]) * at["e"] / 2
    if at["u_B"] <= 1 - at["e"]:
        return None
    if max(value, synthetic) < at["w_other"]:
        return "quit"
    if value < at["w_other"]:
        return None
    if synthetic < value:
        return "corridors"
    return "watched" if watched else "synthetic"


RANGES = {
    "chi": (2, 95),
    "e": (20, 95),
    "e_pre": (1, 60),
    "demand": (20, 150),
    "u_B": (30, 95),
    "u_new": (30, 150),
    "s_new": (1, 60),
    "w_other": (5, 60),
    "leth": (30, 200),
}


@pytest.mark.slow
def test_the_answers_at_random_points():
    game, rng, seen = route_interdiction(), random.Random(0), set()
    drawn = ({name: Q(rng.randint(*ends), 97) for name, ends in RANGES.items()} for _ in itertools.count())
    for at in itertools.islice(filter(expected, drawn), 30):
        regime = expected(at)
        for solution in every(game, **at):
            flow, quits = solution.measures["flow"], solution.outcomes["quit"]
            if regime == "quit":
                assert quits == 1, at
            elif regime == "corridors":
                assert on_corridors([solution]) and quits == 0 and flow == 1 - at["e"] / 2, at  # prediction P34
            elif regime == "synthetic":
                assert line(solution, "agile") == {"new": 1} and effort(solution)[2] == 0, at  # P35
                assert line(solution, "settled") == {"A": Q(1, 2), "B": Q(1, 2)} and flow == 1 - (1 - at["chi"]) * at["e"] / 2, at
            else:
                assert effort(solution)[2] > 0, at
        seen.add(regime)
    assert seen == {"quit", "corridors", "synthetic", "watched"}


# ------------------------------------------------------------------ a supplier state


@pytest.mark.slow
def test_a_supplier_state():
    """The cooperative curbs; harm 1.068 against 1.1. The walls are the two losses, 1/5 and 1/2."""
    game = route_interdiction(supplier=True)
    curbs = {}
    for press in (Q(1, 5) - STEP, Q(3, 10), Q(1, 2) - STEP, Q(1, 2) + STEP):
        found = every(game, q_press=press)
        curbs[press] = {(s.profile["supplier"]["cooperative"]["curb"], s.profile["supplier"]["commercial"]["curb"]) for s in found}
        if press == Q(3, 10):
            assert {s.payoffs["US"] for s in found} == {Q(-267, 250)} and {s.measures["cooperation"] for s in found} == {Q(2, 5)}
    assert list(curbs.values()) == [{(0, 0)}, {(1, 0)}, {(1, 0)}, {(1, 1)}]


@pytest.mark.slow
def test_a_curb_that_is_too_weak():
    """The wall of e_curb is that of e_pre, 1/5."""
    game = route_interdiction(supplier=True)
    for e_curb, watched in ((Q(1, 5) - STEP, False), (Q(1, 5) + STEP, True)):
        for solution in every(game, e_curb=e_curb):
            assert solution.profile["supplier"]["cooperative"]["curb"] == 1
            assert (solution.profile["US"]["curb"]["precursor"] > 0) == watched


# ------------------------------------------------------------------ counts, map, agreement


@pytest.mark.slow
def test_generic_bases():
    """26; 136 are found when only equations in the parameters alone are refused, before the test of the interior.

    The other 110 live on walls. What one type uses of corridors and quitting is best for the other type too, if that uses any of
    these; so the lines in use are tied to one another by indifferences, and in 107 there are more of them than the effort of the US
    has freedom. In the last three the US mixes over all its moves while one number describes the traffic (the agile mix of one corridor
    and the synthetic beside the settled on the other; or the settled mix of both, beside the agile on the synthetic): its two
    indifferences then leave an equation between parameters.
    """
    assert complete(route_interdiction()).bases["generic"] == 26


@pytest.mark.slow
def test_the_default_map():
    """30 regimes in three parameters."""
    found = mapped(route_interdiction())
    assert (len(found.walls), len(found.regimes), len(found.families)) == (7, 30, 12)


def test_the_map_of_effort_and_the_synthetic_margin():
    found = mapped(route_interdiction(), "e,u_new")
    assert through(found, e=Q(3, 5), u_new=Q(37, 45))  # u_new - s_new = 28/45
    assert found.regime().outcomes["arrived as synthetic"] == (Q(1, 2), Q(1, 2))


@pytest.mark.parametrize("structure", [pytest.param({}, marks=pytest.mark.slow), {"routes": 3}], ids=str)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(route_interdiction(**structure), 15) == []


@pytest.mark.slow
def test_agreement_with_a_supplier_state():
    assert disagreements(route_interdiction(supplier=True), 1) == []  # at the defaults; elsewhere the other method may take minutes


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"routes": 1}, r"^A choice among routes needs at least two, or routes=0 for corridors and a synthetic; found 1\.$"),
        ({"routes": 3, "supplier": True}, r"so no supplier state; give routes or supplier, not both\.$"),
        ({"g_coop": 1}, r"with this structure does not use the parameter g_coop"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        route_interdiction(**structure)
