"""State capture: its tree, and the answers that are known."""

import itertools
import math
from fractions import Fraction

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, thresholds, through

from games import GameError
from games.essay import state_capture

Q = Fraction
SMALL = Q(1, 1000)
WATCHED = {"c_mon": Q(1, 20), "F_pen": 3}  # inspection bites: d_mon*F_pen = 9/20 > bribe


def leads(solution, cartel):
    return solution.profile["cartel"][cartel]["lead"]


def accepts(solution, official, offer):
    return solution.profile["official"][f"{official}/{offer}"]["accept"]


def monitors(solution):
    return solution.profile["centre"]["start"]["monitor"]


def captured(solution):
    return solution.outcomes["captured by silver"] + solution.outcomes["captured by lead"]


def play(solution):
    """Who threatens (ruthless, calculating), who yields to lead (honest, venal), and whether the centre monitors."""
    return (
        leads(solution, "ruthless"),
        leads(solution, "calculating"),
        accepts(solution, "honest", "lead"),
        accepts(solution, "venal", "lead"),
        monitors(solution),
    )


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = state_capture()
    assert (game.nodes, game.infosets, len(game.parameters)) == (61, 7, 11)
    assert {(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)} == {
        ("cartel", "ruthless"),
        ("cartel", "calculating"),
        ("centre", "start"),
        *(("official", f"{kind}/{offer}") for kind in ("honest", "venal") for offer in ("silver", "lead")),
    }
    assert game.headline == ("eta_h", "p_viol", "rho_ruth")
    exposed = state_capture(expose=True)
    assert (exposed.nodes, exposed.infosets, set(exposed.parameters) - set(game.parameters)) == (61, 7, {"d_us"})
    told = state_capture(report=True)
    assert (told.nodes, told.infosets, set(told.parameters) - set(game.parameters)) == (85, 7, {"award", "loss", "leak"})
    assert state_capture(pact=3).parameters == ("delta",) and state_capture(pact=3).players == ("patron 1", "patron 2", "patron 3")


@pytest.mark.parametrize("expose", [False, True])
def test_payoffs_and_endings(expose):
    expected, us = {}, " - d_us*F_pen" if expose else ""
    for cartel, official in itertools.product(("ruthless", "calculating"), ("honest", "venal")):
        honour = "honor_cost" if official == "honest" else "0"
        here = f"{cartel} and {official}"
        for watch, cost in (("monitor", "c_mon"), ("ignore", "0")):
            left = "(1 - d_mon)" if watch == "monitor" else "1"
            q = "d_mon*F_pen" if watch == "monitor" else "0"
            real = cartel == "ruthless"
            expected |= {
                f"{here}/silver/accept/{watch}": (
                    f"rent_post*{left} - bribe",
                    f"bribe - {honour} - {q}{us}",
                    f"-{left} - {cost}",
                    "captured by silver",
                ),
                f"{here}/silver/refuse/{watch}": ("0", "0", f"-{cost}", "refused"),
                f"{here}/lead/accept/{watch}": (
                    f"rent_post*{left} - c_threat",
                    f"-{honour} - {q}{us}",
                    f"-{left} - {cost}",
                    "captured by lead",
                ),
                f"{here}/lead/refuse/{watch}": (
                    "g_exec - c_threat" if real else "-c_threat",
                    "-p_viol" if real else "0",
                    f"-{cost}",
                    "threat executed" if real else "refused",
                ),
            }
    found = leaves(state_capture(expose=expose))
    assert found.keys() == expected.keys()
    for history, (*payoffs, label) in expected.items():
        assert found[history][1] == label
        assert all(same(x, text) for x, text in zip(found[history][0].values(), payoffs, strict=True)), history


def test_payoffs_of_reports():
    found = {history: payoffs for history, (payoffs, label) in leaves(state_capture(report=True)).items() if label == "reported"}
    assert len(found) == 16
    for history, text in (
        ("ruthless and honest/lead/report/ignore", ("-(1 - leak)*loss - c_threat + leak*g_exec", "award - leak*p_viol", "0")),
        ("ruthless and venal/silver/report/monitor", ("-(1 - leak)*loss", "0", "-c_mon")),
        ("calculating and honest/lead/report/ignore", ("-(1 - leak)*loss - c_threat", "award", "0")),
    ):
        assert all(same(x, y) for x, y in zip(found[history].values(), text, strict=True)), history


def test_domain():
    assert set(state_capture().domain.texts) == {
        "0 < eta_h",
        "eta_h < 1",
        "0 < rho_ruth",
        "rho_ruth < 1",
        "0 < bribe",
        "bribe < honor_cost",
        "p_viol > 0",
        "c_threat > 0",
        "g_exec > 0",
        "(1 - d_mon)*rent_post > bribe",
        "0 < d_mon",
        "d_mon < 1",
        "F_pen > 0",
        "c_mon > 0",
    }


# ------------------------------------------------------------------ the equilibrium at the defaults, and nearby


def test_one_equilibrium_at_the_defaults():
    found = only(state_capture())
    assert play(found) == (1, 0, 0, 1, 0)
    assert (accepts(found, "honest", "silver"), accepts(found, "venal", "silver")) == (0, 1)
    assert dict(found.outcomes) == dict.fromkeys(("captured by silver", "captured by lead", "refused", "threat executed"), Q(1, 4))
    wanted = {"flow": Q(1, 4), "violence": Q(1, 4), "civilian_harm": Q(1, 20), "cost_us": 0, "cooperation": Q(1, 2), "captured": Q(1, 2)}
    assert {name: found.measures[name] for name in wanted} == wanted


def test_little_to_fear():
    assert play(only(state_capture(), p_viol=Q(1, 20))) == (1, 0, 0, 1, 0)


def test_bluffs_where_threats_are_feared():
    """p_viol 2/5: the honest yield with 2/5, the calculating bluff with 1/3."""
    found = only(state_capture(), p_viol=Q(2, 5))
    assert play(found) == (1, Q(1, 3), Q(2, 5), 1, 0)
    assert found.beliefs["official"]["honest/lead"]["ruthless and honest/lead"] == Q(3, 4)
    assert round(float(captured(found)), 3) == 0.633 and found.outcomes["threat executed"] == Q(3, 20)
    assert found.measures["civilian_harm"] == Q(3, 50)


def test_bluffs_where_threats_are_feared_more():
    """p_viol 4/5: bluff 7/9, yield 8/17, and the centre monitors."""
    found = only(state_capture(), p_viol=Q(4, 5))
    assert play(found) == (1, Q(7, 9), Q(8, 17), 1, 1)
    assert round(float(captured(found)), 3) == 0.709


def test_cheap_inspection():
    assert play(only(state_capture(), c_mon=Q(1, 20))) == (1, 0, 0, 1, 1)


def test_inspection_that_bites():
    """Answer 5: monitoring 4/9 and captures 1/3, in three bases of which only the total over offers is determined."""
    found = every(state_capture(), **WATCHED)
    assert bases(found) == 3
    for solution in found:
        assert monitors(solution) == Q(4, 9) == Q(1, 5) / (Q(3, 20) * 3)
        total = captured(solution)
        assert same(total, "1/3") and Q(1, 20) / Q(3, 20) == Q(1, 3)
        assert accepts(solution, "honest", "lead") == 0


def test_dear_threats():
    """c_threat 0.27: also silver only; 0.35: nothing else."""
    found = every(state_capture(), c_threat=Q(27, 100))
    assert {play(s)[:2] for s in found} == {(1, 0), (0, 0)}
    for solution in every(state_capture(), c_threat=Q(7, 20)):
        assert play(solution)[:2] == (0, 0) and solution.outcomes["captured by silver"] == Q(1, 2)


def test_few_honest():
    """All venal, and only they, are captured: monitored below eta_h 1/3."""
    assert monitors(only(state_capture(), eta_h=Q(1, 5))) == 1


# ------------------------------------------------------------------ known answers


@pytest.mark.parametrize("at", [{}, WATCHED, {"p_viol": Q(2, 5)}, {"p_viol": Q(4, 5)}, {"c_threat": Q(7, 20)}, {"eta_h": Q(1, 5)}], ids=str)
def test_when_offers_are_accepted_and_posts_monitored(at):
    """Answers 1 and 2, at every equilibrium."""
    game = state_capture()
    values = game.point(**at)
    for solution in every(game, **at):
        if solution.free:
            continue
        q, expected = monitors(solution) * values["d_mon"] * values["F_pen"], Q(0)
        for official in ("honest", "venal"):
            honour = values["honor_cost"] if official == "honest" else 0
            mu = solution.beliefs["official"][f"{official}/lead"][f"ruthless and {official}/lead"]
            for offer, gain in (("silver", values["bribe"]), ("lead", mu * values["p_viol"])):
                yes = accepts(solution, official, offer)
                assert (yes == 1) if gain > q + honour else (yes == 0) if gain < q + honour else 0 <= yes <= 1
        expected = values["d_mon"] * captured(solution) - values["c_mon"]
        assert monitors(solution) == 1 if expected > 0 else monitors(solution) == 0 if expected < 0 else True


def test_the_centre_monitors_below_a_share_of_honest():
    """Answer 2: eta_h 1/3."""
    game = state_capture()
    assert through(mapped(game, "eta_h"), eta_h=Q(1, 3))
    assert play(only(game, eta_h=Q(1, 3) - SMALL)) == (1, 0, 0, 1, 1) and play(only(game, eta_h=Q(1, 3) + SMALL)) == (1, 0, 0, 1, 0)


def test_who_threatens():
    """Answer 3: the ruthless while c_threat <= 3/10, the calculating pay while c_threat >= 1/10."""
    game = state_capture()
    found = mapped(game, "c_threat")
    assert through(found, c_threat=Q(3, 10)) and through(found, c_threat=Q(1, 10))
    below, above = only(game, c_threat=Q(1, 10) - SMALL), only(game, c_threat=Q(1, 10) + SMALL)
    assert leads(below, "calculating") > 0 and play(above)[:2] == (1, 0)
    assert (1, 0) in {play(s)[:2] for s in every(game, c_threat=Q(3, 10) - SMALL)}
    assert {play(s)[:2] for s in every(game, c_threat=Q(3, 10) + SMALL)} == {(0, 0)}


@pytest.mark.slow
def test_bluffs_from_the_cost_of_honour_on():
    """Answer 4: p_viol 3/10, in closed form."""
    game = state_capture()
    assert through(mapped(game, "p_viol"), p_viol=Q(3, 10))
    assert play(only(game, p_viol=Q(3, 10) - SMALL)) == (1, 0, 0, 1, 0)
    above = only(game, p_viol=Q(3, 10) + SMALL)
    assert 0 < leads(above, "calculating") < 1 and accepts(above, "honest", "lead") == Q(2, 5)


@pytest.fixture(scope="module")
def local():
    """The families in three parameters, the others at their defaults."""
    return complete(state_capture(), "p_viol,honor_cost,c_threat")


@pytest.mark.slow
def test_the_mixed_outcome_in_closed_form(local):
    """Answer 4: mu = honor_cost/p_viol, bluffs (1 - mu)/mu at rho_ruth 1/2, yielding (c_threat - 1/10)/(1/4) at the bribe and rent of the defaults."""
    (family,) = (f for f in local if f.exists({**at_defaults(local), "p_viol": Q(2, 5)}))
    assert same(leads(family, "calculating"), "(1 - honor_cost/p_viol)/(honor_cost/p_viol)")
    assert same(accepts(family, "honest", "lead"), "4*c_threat - 2/5")


def at_defaults(found):
    return {name: state_capture().defaults[name] for name in found.over}


@pytest.mark.slow
def test_captures_rise_with_violence():
    """Prediction P23: 0.5, 0.5, 0.633, 0.709."""
    shares = [captured(only(state_capture(), p_viol=p)) for p in (Q(1, 20), Q(1, 5), Q(2, 5), Q(4, 5))]
    assert [round(float(x), 3) for x in shares] == [0.5, 0.5, 0.633, 0.709]


@pytest.mark.slow
def test_executed_threats_and_rent():
    """Prediction P14: with bluffs they rise with rent_post, since fewer yield; at the defaults they do not react."""
    for p_viol in (Q(1, 5), Q(2, 5)):
        poor, rich = (only(state_capture(), p_viol=p_viol, rent_post=rent).outcomes["threat executed"] for rent in (Q(1, 2), Q(11, 20)))
        assert (poor == rich == Q(1, 4)) if p_viol == Q(1, 5) else poor == Q(3, 20) < rich


@pytest.mark.slow
def test_silver_only_where_a_threat_would_be_taken_for_a_bluff():
    """It is an equilibrium too from (1 - eta_h)*(rent_post - bribe) >= g_exec - c_threat: c_threat 1/4, or rent_post 3/5."""
    for name, wall in (("c_threat", Q(1, 4)), ("rent_post", Q(3, 5))):
        for at, kinds in ((wall - SMALL, {(1, 0)}), (wall + SMALL, {(1, 0), (0, 0)})):
            assert {play(s)[:2] for s in every(state_capture(), **{name: at})} == kinds


@pytest.mark.slow
def test_the_army_for_the_police():
    """Prediction P25: with eta_h = 4/5*(9/10)**k captures start at 1/5 and pass the police's 1/2 after 4.46 periods."""
    shares = [captured(only(state_capture(), eta_h=Q(4, 5) * Q(9, 10) ** k)) for k in range(6)]
    assert shares[0] == Q(1, 5) and shares == sorted(shares) and shares[4] < Q(1, 2) < shares[5]
    assert round(math.log(0.625) / math.log(0.9), 2) == 4.46


# ------------------------------------------------------------------ variants


@pytest.mark.slow
def test_exposure():
    """At d_us 3/10 nobody accepts, and executed threats double; the wall is bribe/F_pen = 1/5."""
    game = state_capture(expose=True)
    found = only(game)
    assert captured(found) == 0 and found.outcomes["threat executed"] == Q(1, 2) and leads(found, "ruthless") == 1
    assert through(mapped(game, "d_us"), d_us=Q(1, 5))
    assert captured(only(game, d_us=Q(1, 5) + SMALL)) == 0
    assert all(captured(s) > 0 for s in every(game, d_us=Q(1, 5) - SMALL))


def test_reports():
    """The honest report, lead disappears: 9 bases, one outcome."""
    found = every(state_capture(report=True))
    assert bases(found) == 9
    for solution in found:
        assert solution.outcomes["captured by silver"] == solution.outcomes["reported"] == Q(1, 2)
        assert play(solution)[:2] == (0, 0) and solution.profile["official"]["honest/silver"]["report"] == 1


def keeps(found):
    return [s for s in found if all(s.profile[p]["start"]["keep"] == 1 for p in found.game.players)]


def grabs(found):
    return [s for s in found if all(s.profile[p]["start"]["grab"] == 1 for p in found.game.players)]


@pytest.mark.parametrize("patrons, delta, holds", [(2, Q(3, 5), True), (3, Q(3, 5), False), (3, Q(17, 20), True)])
def test_the_pact(patrons, delta, holds):
    """Answer 6 and prediction P24, at the points of the page and on both sides of 1 - 1/J."""
    game = state_capture(pact=patrons)
    for at, yes in ((delta, holds), (1 - Q(1, patrons) - SMALL, False), (1 - Q(1, patrons) + SMALL, True)):
        found = every(game, delta=at)
        assert len(keeps(found)) == yes and len(grabs(found)) == 1
    assert thresholds(mapped(game, "delta")) == [f"delta = {1 - Q(1, patrons)}"]


@pytest.mark.slow
def test_patience_for_six_patrons():
    """At delta 17/20 keeping holds up to J = 6, since 1 - 1/6 < 17/20 < 1 - 1/7."""
    assert 1 - Q(1, 6) < Q(17, 20) < 1 - Q(1, 7)
    for patrons in (4, 5):
        assert len(keeps(every(state_capture(pact=patrons), delta=Q(17, 20)))) == 1


# ------------------------------------------------------------------ counts, map, agreement


@pytest.mark.slow
def test_generic_bases():
    """99; 112 are found when only equations in the parameters alone are refused, before the test of the interior.

    The other 13 live on walls. In twelve the venal are indifferent to silver, so that the centre monitors with
    bribe/(d_mon*F_pen), and the venal or the honest are indifferent to lead too, at a belief that is 1 or rho_ruth, which is an
    equation between parameters. In one all accept lead and the venal waver over silver, and both cartels must be indifferent.
    """
    assert complete(state_capture()).bases["generic"] == 99


@pytest.mark.slow
def test_the_default_map():
    found = mapped(state_capture())
    at = {"eta_h": Q(1, 2), "p_viol": Q(1, 5), "rho_ruth": Q(1, 2)}
    for wall in ({"p_viol": Q(3, 10)}, {"eta_h": Q(1, 3)}):
        assert through(found, **{**at, **wall}), wall
    assert (len(found.walls), len(found.families)) == (14, 14)
    assert through(found, **at)  # the end of J, though nothing changes where it meets the defaults
    for side in (-SMALL, SMALL):
        (name,) = found.regime(eta_h=Q(1, 2) + side).families
        assert same(found.family(name).outcomes["threat executed"], "eta_h*rho_ruth")


@pytest.mark.parametrize(
    "structure", [*(pytest.param(one, marks=pytest.mark.slow) for one in ({}, {"expose": True})), {"pact": 2}, {"pact": 3}], ids=str
)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(state_capture(**structure), 8) == []


@pytest.mark.slow
def test_agreement_with_reports():
    assert disagreements(state_capture(report=True), 4) == []


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"pact": 1}, r"^A pact needs at least two patrons, or pact=0 for the capture of a post; found 1\.$"),
        ({"pact": 2, "expose": True}, r"give pact alone\.$"),
        ({"pact": 2, "eta_h": Q(1, 3)}, r"with this structure does not use the parameter eta_h"),
        ({"d_us": Q(1, 5)}, r"has no parameter or structure argument 'd_us'"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        state_capture(**structure)
