"""Predictions judged by solving: verdicts that are known, points at which they fail, and the file of those that are kept."""

import json
from fractions import Fraction as Q
from functools import cache

import pytest

from games import load
from solvers import claim, regimes, solve, statics
from solvers.essay import PREDICTIONS, Prediction, Says, judge
from solvers.essay.judging import KEPT, fingerprint
from solvers.essay.mechanisms import MECHANISMS
from solvers.essay.reckonings import FORCES, value_of_force

KNOWN = {  # as measured beforehand
    "depends": "P1 P4 P5 P21 P23 P26 P34 P38 P47 P50",
    "fails": "P15",
    "holds": "P2 P6 P7 P22 P24 P28 P32 P42 P43 P44 P46 P48",
}
QUICK = ("P2", "P7", "P20", "P22", "P24", "P41", "P44", "P48")


@cache
def kept():
    return json.loads(KEPT.read_text(encoding="utf-8"))


@cache
def mapped(name, over, **structure):
    return regimes(load(name, **structure), over, check=1)


# ------------------------------------------------------------------ the file


def test_all_fifty_are_judged():
    assert list(kept()) == list(PREDICTIONS) == [f"P{k}" for k in range(1, 51)]
    assert {j["verdict"] for j in kept().values()} == {"holds", "fails", "depends"}
    assert {j["quantifier"] for j in kept().values()} == {"every", "some", "surviving"}


@pytest.mark.parametrize("name", PREDICTIONS)
def test_what_is_kept_is_of_the_games_as_they_are(name):
    """A change of a game or of a prediction makes it be judged again."""
    assert kept()[name]["fingerprint"] == fingerprint(PREDICTIONS[name])


@pytest.mark.parametrize("verdict", KNOWN)
def test_verdicts_are_the_known_ones(verdict):
    assert {name: kept()[name]["verdict"] for name in KNOWN[verdict].split()} == dict.fromkeys(KNOWN[verdict].split(), verdict)


@pytest.mark.parametrize("name", QUICK)
def test_judging_again_gives_what_is_kept(name):
    assert judge(PREDICTIONS[name], fresh=True).as_json() == kept()[name] and judge(PREDICTIONS[name]).as_json() == kept()[name]


@pytest.mark.slow
@pytest.mark.parametrize("name", PREDICTIONS)
def test_judging_all_again_gives_what_is_kept(name):
    assert judge(PREDICTIONS[name], fresh=True).as_json() == kept()[name]


def test_every_mechanism_has_a_judged_claim_or_a_reason():
    assert list(MECHANISMS) == [f"M{k}" for k in range(1, 48)]
    assert all(set(m.claims) <= set(PREDICTIONS) and (m.claims or m.reason) for m in MECHANISMS.values())
    assert {p for m in MECHANISMS.values() for p in m.claims} == set(PREDICTIONS)


# ------------------------------------------------------------------ one's own


def test_a_prediction_of_ones_own():
    """True below a wall: it depends; as a rule that names its conditions it fails at the first exception."""
    says = Says({"A wait": "1"})
    mine = Prediction("mine", "A waits.", "sustainability_bet", ("mu_long",), (says,))
    found = judge(mine)
    assert (found.verdict, found.where, found.by) == ("depends", ("mu_long < 5/26",), "proof")
    ruled = Prediction("mine", "A waits.", "sustainability_bet", ("mu_long",), (says,), rule=True, conditions=("mu_long < 1/2",))
    assert judge(ruled).verdict == "fails"
    never = Prediction("mine", "A waits.", "sustainability_bet", ("mu_long",), (says,), conditions=("mu_long > 1/2",))
    assert (judge(never).verdict, judge(never).where) == ("fails", ("never",))
    holds = Prediction("mine", "A waits.", "sustainability_bet", ("mu_long",), (says,), conditions=("mu_long < 1/10",))
    assert judge(holds).verdict == "holds"


# ------------------------------------------------------------------ known points and conditions


def only(name, structure=None, **at):
    (solution,) = solve(load(name, **(structure or {})), **at)
    return solution


def test_p1_waiting_fails_where_the_tip_itself_prolongs_the_campaign():
    solution = only("sustainability_bet", mu_long="2/9", redirect="11/8", k_stay="4/9")
    assert solution.profile["A"]["start"]["inform"] == 1
    assert Q(2, 9) < Q(5, 2) / (5 + 4 * Q(11, 8))
    assert "k_stay > 2/5 and redirect < 5*k_stay - 1 and mu_long < 5/(2*(5 + 4*redirect))" in kept()["P1"]["where"][0]


def test_p4_quiet_first_and_then_violence():
    assert kept()["P4"]["where"] == ["turn < -1/10", "v_res < 1/5", "mu_long < 5*v_res/(1 + 5*v_res)"]


def test_p5_a_small_rival_provokes_a_us_that_rallies():
    found = solve(load("sustainability_bet"), share="49/51", mu_long="1/62", turn="37/88")
    assert any(solution.measures["violence"] > 0 for solution in found)


def test_p6_has_its_cut_off_under_d1():
    assert kept()["P6"]["where"] == ["phi > 3*D_emb/(8 + 3*D_emb)"] and kept()["P6"]["quantifier"] == "surviving"


def test_p10_trophies_decide():
    assert kept()["P10"]["where"] == ["beta_trophy > 3423*(1 - eta)/6250"]


def test_p15_no_threat_is_made_where_the_wording_asks_for_success():
    solution = only("coercive_diplomacy", tau="39/98", C_able="16/63", d="72/95")
    assert solution.outcomes["no_threat"] == 1
    assert "tau < 34/105" in kept()["P15"]["where"][0] and "tau > 2/5" in kept()["P15"]["where"][0]
    assert "tau > 1/(10*(1 - d))" in kept()["P15"]["where"][0]


def test_p15_a_better_audit_ends_the_threat():
    assert (only("coercive_diplomacy", d="7/10").measures["cooperation"], only("coercive_diplomacy", d="73/100").outcomes["no_threat"]) == (
        Q(3, 10),
        1,
    )


def test_p23_capture_falls_over_one_wall():
    assert kept()["P23"]["counterexample"] == {"eta_h": "1/11", "p_viol": "1/8"}


def test_p34_flow_falls_by_more_where_precursors_are_the_better_watch():
    found = solve(load("route_interdiction"), e="1/256", u_new=3, leth=2)
    assert all(solution.measures["flow"] <= 1 - Q(1, 256) for solution in found)
    for e, leth in (("1/4", 1), ("1/4", 12), ("2/3", 30)):
        assert all(solution.measures["flow"] > 1 - Q(e) for solution in solve(load("route_interdiction"), e=e, leth=leth))


def test_p38_attack_and_what_commitment_removes():
    where = kept()["P38"]["where"]
    assert where[0].endswith(": p_attr < 5*nu/24 or (p_attr < 5*nu*(1 + 5*p)/24 and nu < 84/125)")
    assert where[1].endswith(": p_attr > 5*nu/24")


@pytest.mark.slow
def test_p26_a_limited_us_alone():
    found = mapped("intervention_stance", ("nu_nat", "j_joint"))
    never = claim(found, [], outcomes={"US uni at limited": "0"})
    always = claim(found, [], outcomes={"US uni at limited": "1"})
    assert never.every == ("nu_nat > 1/2",) and always.every == ("nu_nat < (1 - 2*j_joint)/2",)


def test_p42_large_interventions_rise_with_better_halts():
    """Highest just below 39/40, where a firm US still presses."""
    moves = statics(mapped("escalation_ladder", ("hold", "phi")), "large intervention", "hold")
    assert "+" in {family.sign for regime in moves.regimes for family in regime.families} | {
        jump.sign for jump in moves.jumps if jump.rising
    }


@pytest.mark.parametrize(
    "game, static, equilibrium",
    [("hide_and_strike", Q(21, 50), Q(-128, 525)), ("sustainability_bet", Q(-3, 50), Q(3, 50)), ("campaign", Q(239, 500), Q(-3, 20))],
)
def test_p50_static_against_equilibrium(game, static, equilibrium):
    """Overrated in G7 and the campaign, underrated in G1."""
    force = next(force for force in FORCES if force.game == game)
    assert value_of_force(force) == (static, equilibrium, equilibrium)


def test_p50_interdiction_is_overrated():
    assert "flow in route_interdiction: -3/5 against -3/20" in kept()["P50"]["evidence"]
