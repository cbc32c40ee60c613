"""Intelligence sharing: its tree, and the answers that are known."""

import random
from fractions import Fraction
from itertools import count, islice

import pytest
from essay_checks import bases, complete, disagreements, every, leaves, mapped, only, same, through

from games import GameError
from games.essay import intelligence_sharing

Q = Fraction
SMALL = Q(1, 1000)
MODES = ("raw", "sanitised", "alone")
TRAP = {"c_act": Q(2, 5), "b_san": Q(1, 10)}


@pytest.fixture(scope="module")
def symbolic():
    return complete(intelligence_sharing())


def mode(solution):
    """What the US does for sure."""
    (action,) = (a for a, p in solution.profile["US"]["start"].items() if p == 1)
    return action


def leak(solution, shared):
    return solution.profile["insider"][f"{shared}/mole"]["leak"]


def act(solution, shared, kind="sincere"):
    return solution.profile["Mexico"][f"{shared}/{kind}"]["act"]


def worth(solution, point):
    """What each mode is worth to the US, given what follows."""
    out = dict.fromkeys(MODES, Q(0))
    for history, (payoffs, _) in leaves(intelligence_sharing()).items():
        shared, *rest = history.split("/")
        p = Q(1)
        if rest:
            insider, mexico = rest[0].split(" and ")
            p *= point["m"] if insider == "mole" else 1 - point["m"]
            p *= point["sigma"] if mexico == "sincere" else 1 - point["sigma"]
            if insider == "mole":
                p *= solution.profile["insider"][f"{shared}/mole"][rest[1]]
            p *= solution.profile["Mexico"][f"{shared}/{mexico}"][rest[-1]]
        us = payoffs["US"]
        out[shared] += p * (us.at(point) if hasattr(us, "at") else us)
    return out


# ------------------------------------------------------------------ the tree


def test_sizes():
    game = intelligence_sharing()
    assert (game.nodes, game.infosets, len(game.parameters)) == (44, 7, 12)
    assert {(game.players[k], label) for k, label in zip(game.set_owner, game.set_labels, strict=True)} == {
        ("US", "start"),
        ("insider", "raw/mole"),
        ("insider", "sanitised/mole"),
        ("Mexico", "raw/sincere"),
        ("Mexico", "raw/token"),
        ("Mexico", "sanitised/sincere"),
        ("Mexico", "sanitised/token"),
    }
    assert game.headline == ("m", "sigma", "K_src")
    two = intelligence_sharing(rounds=2)
    assert (two.players, two.nodes, two.infosets, set(two.parameters)) == (
        ("US", "insider"),
        27,
        7,
        {"m", "p_san", "a", "v_leak", "lam"},
    )
    arrest = intelligence_sharing(official=True)
    assert (arrest.players, arrest.nodes, arrest.infosets, len(arrest.parameters)) == (("White House", "Mexico", "Justice"), 17, 6, 8)


def test_payoffs_and_endings():
    expected = {"alone": ("p_uni - N_u", "0", "0", "alone")}
    for shared, p, price, source in (("raw", "p_raw", "b_raw", "K_src"), ("sanitised", "p_san", "b_san", "0")):
        lost = "source lost" if shared == "raw" else "leaked"
        for kind, own in (("sincere", f"{p} - c_act"), ("token", f"{p}*(1 - rho) - c_act")):
            acted, sat = (p, own, "0", "acted on"), ("0", "0", "0", "idle")
            expected |= {
                f"{shared}/loyal and {kind}/act": acted,
                f"{shared}/loyal and {kind}/sit": sat,
                f"{shared}/mole and {kind}/hold/act": acted,
                f"{shared}/mole and {kind}/hold/sit": sat,
                f"{shared}/mole and {kind}/leak/act": (f"-{source}", "-c_act", f"{price} - pen", lost),
                f"{shared}/mole and {kind}/leak/sit": (f"-{source}", "0", price, lost),
            }
    found = leaves(intelligence_sharing())
    assert found.keys() == expected.keys()
    for history, (*payoffs, label) in expected.items():
        assert found[history][1] == label
        assert all(same(x, text) for x, text in zip(found[history][0].values(), payoffs, strict=True)), history


def test_domain():
    assert set(intelligence_sharing().domain.texts) == {
        "0 < m",
        "m < 1",
        "0 < sigma",
        "sigma < 1",
        "p_san < p_raw",
        "p_raw < 1",
        "p_uni < p_san",
        "p_uni > 0",
        "K_src > 0",
        "N_u > 0",
        "b_raw > b_san",
        "b_san > 0",
        "pen > 0",
        "c_act > 0",
        "rho > 1",
    }


# ------------------------------------------------------------------ the equilibrium at the defaults


def test_one_equilibrium_at_the_defaults():
    found = only(intelligence_sharing())
    assert mode(found) == "sanitised"
    for shared in ("raw", "sanitised"):
        assert (leak(found, shared), act(found, shared), act(found, shared, "token")) == (1, 1, 0)
    assert worth(found, intelligence_sharing().defaults) == {"raw": Q(-3, 250), "sanitised": Q(27, 125), "alone": Q(3, 20)}
    assert found.measures["cooperation"] == Q(3, 5) and found.measures["flow"] == 1 - Q(27, 125) and found.measures["leaks"] == Q(1, 5)
    assert {label: p for label, p in found.outcomes.items() if p} == {"acted on": Q(12, 25), "leaked": Q(1, 5), "idle": Q(8, 25)}


def test_nearby():
    game = intelligence_sharing()
    for at, what in (
        ({"m": Q(1, 2)}, "alone"),
        ({"sigma": Q(3, 10)}, "alone"),
        ({"m": Q(1, 30)}, "raw"),
        ({"b_san": Q(1, 10)}, "sanitised"),
    ):
        found = every(game, **at)
        assert bases(found) == 1 and mode(found[0]) == what
    assert leak(only(game, b_san=Q(1, 10)), "sanitised") == 0


# ------------------------------------------------------------------ known answers


def test_a_mole_leaks_above_a_price():
    """Answer 1: 9/50 where the sincere act."""
    game = intelligence_sharing()
    for price, leaks in ((Q(9, 50) - SMALL, 0), (Q(9, 50) + SMALL, 1)):
        assert leak(only(game, b_san=price), "sanitised") == leaks
        assert leak(only(game, b_raw=price, b_san=Q(1, 10)), "raw") == leaks


def test_the_sincere_act_where_a_leak_is_unlikely():
    """Answer 1: 12/25 of a raw file and 9/25 of a sanitised one at the defaults; a token partner never acts."""
    game = intelligence_sharing()
    for shared, cost in (("raw", Q(12, 25)), ("sanitised", Q(9, 25))):
        for c_act, acts in ((cost - SMALL, 1), (cost + SMALL, 0)):
            for solution in every(game, c_act=c_act):
                assert (act(solution, shared), leak(solution, shared), act(solution, shared, "token")) == (acts, 1, 0)


def test_never_a_token_act(symbolic):
    assert all(act(family, shared, "token") == 0 for family in symbolic for shared in ("raw", "sanitised"))


def test_modes_by_penetration():
    """Answer 2: raw up to 3/53, sanitised up to 4/9, alone above."""
    game = intelligence_sharing()
    found = mapped(game, "m")
    assert through(found, m=Q(3, 53)) and through(found, m=Q(4, 9))
    for wall, below, above in ((Q(3, 53), "raw", "sanitised"), (Q(4, 9), "sanitised", "alone")):
        assert mode(only(game, m=wall - SMALL)) == below and mode(only(game, m=wall + SMALL)) == above


def test_modes_by_penetration_of_a_file_that_does_not_leak():
    """Answer 2: raw up to 3/62, sanitised at every m above."""
    game = intelligence_sharing(b_san=Q(1, 10))
    assert through(mapped(game, "m"), m=Q(3, 62))
    assert mode(only(game, m=Q(3, 62) - SMALL)) == "raw"
    for m in (Q(3, 62) + SMALL, Q(1, 2), Q(19, 20)):
        found = {mode(s): worth(s, {**intelligence_sharing().defaults, "b_san": Q(1, 10), "m": m})["sanitised"] for s in every(game, m=m)}
        assert found["sanitised"] == Q(3, 5) * Q(9, 20)


def test_modes_with_a_partner_surely_sincere():
    """Answer 2 at the edge sigma = 1: 1/11 and 2/3, 1/14 where the sanitised file does not leak; between raw and alone only it would be 3/14."""
    found = mapped(intelligence_sharing(), "m,sigma")
    assert through(found, m=Q(1, 11), sigma=1) and through(found, m=Q(2, 3), sigma=1)
    assert Q(3, 5) * (1 - Q(3, 14)) - Q(3, 14) * Q(3, 2) == Q(3, 20)
    assert through(mapped(intelligence_sharing(b_san=Q(1, 10)), "m,sigma"), m=Q(1, 14), sigma=1)


def test_sanitised_against_alone_by_sincerity():
    """Answer 3: 5/12."""
    game = intelligence_sharing()
    assert through(mapped(game, "sigma"), sigma=Q(5, 12))
    assert mode(only(game, sigma=Q(5, 12) - SMALL)) == "alone" and mode(only(game, sigma=Q(5, 12) + SMALL)) == "sanitised"


def test_the_suspicion_trap():
    """Answer 4: three equilibria, (act, hold), (sit, leak) and a mixed one; the US shares in the first only."""
    game = intelligence_sharing()
    found = every(game, **TRAP)
    assert len(found) == bases(found) == 3
    assert {(act(s, "sanitised"), leak(s, "sanitised")): mode(s) for s in found} == {
        (1, 0): "sanitised",
        (0, 1): "alone",
        (Q(5, 9), Q(5, 9)): "alone",
    }
    for c_act in (Q(9, 25), Q(9, 20)):  # (1 - m)*p_san and p_san
        assert {len(every(game, **{**TRAP, "c_act": c_act + side})) for side in (-SMALL, SMALL)} == {1, 3}
    assert [len(every(game, **{**TRAP, "b_san": Q(9, 50) + side})) for side in (-SMALL, SMALL)] == [3, 1]


def test_the_trap_in_closed_form(symbolic):
    """Answer 4, in all parameters, for either file."""
    for shared, p, price in (("raw", "p_raw", "b_raw"), ("sanitised", "p_san", "b_san")):
        mixed = [f for f in symbolic if act(f, shared) not in (0, 1)]
        assert mixed and all(same(act(f, shared), f"{price}/(sigma*pen)") and same(leak(f, shared), f"(1 - c_act/{p})/m") for f in mixed)


def test_trust_after_failures():
    """Answer 5: 5/16 after one failure of a sanitised file, 5/13 of a raw one, 100/221 after two; then the US goes alone."""

    def after(m, p):
        return only(intelligence_sharing(rounds=2), m=m, p_san=p).beliefs["US"]["share/failure"]["share/mole/leak"]

    assert after(Q(1, 5), Q(9, 20)) == Q(5, 16) and after(Q(1, 5), Q(3, 5)) == Q(5, 13)
    assert after(Q(5, 16), Q(9, 20)) == Q(100, 221)
    assert mode(only(intelligence_sharing(), m=Q(5, 16))) == "sanitised" and mode(only(intelligence_sharing(), m=Q(100, 221))) == "alone"


@pytest.mark.slow
def test_sharing_falls_with_penetration_where_the_mole_leaks(symbolic):
    """Prediction P21: raw, sanitised, alone; limited sharing fills the middle if d/(d + K_src) < 1 - (p_uni - N_u)/(sigma*p_san)."""
    game, rng, middle = intelligence_sharing(), random.Random(3), set()
    for point in game.domain.points(24, seed=2):
        if point["p_uni"] < point["N_u"]:
            continue
        d = point["sigma"] * (point["p_raw"] - point["p_san"])
        low, high = d / (d + point["K_src"]), 1 - (point["p_uni"] - point["N_u"]) / (point["sigma"] * point["p_san"])
        modes = []
        for m in sorted(Q(rng.randint(1, 96), 97) for _ in range(3)):
            at = {**point, "m": m, "b_san": 2 * point["pen"], "b_raw": 3 * point["pen"], "c_act": (1 - m) * point["p_san"] / 2}
            modes.append(MODES.index(mode(only(game, **at))))
            if low < high:
                assert modes[-1] == (m > low) + (m > high)
        assert modes == sorted(modes)
        middle.add(low < high)
    assert middle == {True, False}


# ------------------------------------------------------------------ two rounds


def shares(solution, seen=""):
    return solution.profile["US"][f"share/{seen}" if seen else "start"]["share"]


def early(solution):
    return solution.profile["insider"]["share/mole"]["leak"]


def test_two_rounds():
    game = intelligence_sharing(rounds=2)
    found = only(game)
    assert early(found) == 1 and all(shares(found, seen) == 1 for seen in ("", "success", "failure"))
    for wall, seen in ((Q(11, 21), "failure"), (Q(29, 39), "")):
        assert through(mapped(game, "m"), m=wall)
        assert shares(only(game, m=wall - SMALL), seen) == 1
        assert all(shares(solution, seen) == 0 for solution in every(game, m=wall + SMALL))
    ends = only(game, m=Q(3, 5))
    assert (shares(ends), shares(ends, "success"), shares(ends, "failure")) == (1, 1, 0)


def test_a_mole_who_waits():
    """Only where a late leak is worth more than 1/p_san early ones: 20/9."""
    game = intelligence_sharing(rounds=2)
    patient = only(game, m=Q(3, 5), lam=3)
    assert (early(patient), shares(patient, "failure"), shares(patient, "success")) == (Q(11, 27), Q(7, 27), 1)
    bold = only(game, m=Q(4, 5), lam=3)
    assert (early(bold), shares(bold, "success"), shares(bold, "failure")) == (Q(1, 2), Q(20, 27), 0)
    for lam, waits in ((Q(20, 9) - SMALL, False), (Q(20, 9) + SMALL, True)):
        assert all((early(solution) < 1) is waits for solution in every(game, m=Q(3, 5), lam=lam))


@pytest.mark.slow
def test_failure_does_not_raise_trust():
    """Prediction P9, first half: sharing after a failure is at most as likely as before it."""
    game = intelligence_sharing(rounds=2)
    for point in game.domain.points(30, seed=4):
        for solution in every(game, **point):
            if shares(solution):
                assert shares(solution, "failure") <= shares(solution)


# ------------------------------------------------------------------ an official arrested


def test_the_returned_official():
    """Answer 6 and prediction P22: returned where kappa*V_coop >= V_acc, and the law then passes with 1 - kappa."""
    game = intelligence_sharing(official=True)
    assert through(mapped(game, "kappa"), kappa=Q(1, 2))
    found = only(game)
    assert {label: p for label, p in found.outcomes.items() if p} == {"returned, restraint": Q(3, 5), "returned, law": Q(2, 5)}
    assert found.payoffs["White House"] == Q(-2, 5) < 0  # it would have left him alone
    for kappa in (Q(2, 5), Q(1, 2) - SMALL):
        assert only(game, kappa=kappa).outcomes["tried, law"] == 1
    assert only(game, kappa=Q(1, 2) + SMALL).outcomes["returned, law"] == Q(1, 2) - SMALL
    for s_law, keeps in ((Q(1) - SMALL, True), (1 + SMALL, False)):  # between the losses of the two types from a broken promise
        assert bool(only(game, s_law=s_law).outcomes["returned, restraint"]) is keeps


# ------------------------------------------------------------------ counts, map, agreement


def test_generic_bases(symbolic):
    """32; 103 are found when only equations in the parameters alone are refused, before the test of the interior.

    The other 71 live on walls: the US mixes between modes whose worth is given, or in one mode a mole mixes while Mexico does
    not, or Mexico while a mole does not, and then the indifference is an equation between parameters.
    """
    assert symbolic.bases["generic"] == 32
    for family in symbolic:
        assert set(family.profile["US"]["start"].values()) == {0, 1}
        for shared in ("raw", "sanitised"):
            assert (act(family, shared) in (0, 1)) == (leak(family, shared) in (0, 1))


def test_generic_bases_of_the_variants():
    """9 as found before the interior test; 6 of 7 in two rounds, since in the seventh the US mixes in the first and the second."""
    assert complete(intelligence_sharing(official=True)).bases["generic"] == 9
    found = complete(intelligence_sharing(rounds=2))
    assert found.bases["generic"] == 6
    assert all(shares(family) in (0, 1) for family in found)


def test_the_default_map():
    found = mapped(intelligence_sharing())
    at = {"m": Q(1, 5), "sigma": Q(3, 5), "K_src": Q(3, 2)}
    for wall in ({"m": Q(3, 53)}, {"m": Q(4, 9)}, {"sigma": Q(5, 12)}):
        assert through(found, **{**at, **wall}), wall
    assert found.regime().outcomes["acted on"] == (Q(12, 25),) * 2


@pytest.mark.parametrize("structure", [{}, {"rounds": 2}, {"official": True}], ids=str)
def test_agreement_with_the_independent_method(structure):
    assert disagreements(intelligence_sharing(**structure), 8) == []


RANGES = {
    "m": (5, 92),
    "sigma": (5, 92),
    "K_src": (10, 200),
    "N_u": (2, 60),
    "p_raw": (30, 95),
    "p_san": (20, 80),
    "p_uni": (5, 60),
    "b_raw": (5, 90),
    "b_san": (2, 60),
    "pen": (5, 90),
    "c_act": (2, 70),
    "rho": (98, 200),
}


def expected(at):
    """What answers 1, 2 and 4 say of a sharing subgame: all pairs (act, leak)."""
    out = {}
    for shared, p, price in (("raw", at["p_raw"], at["b_raw"]), ("sanitised", at["p_san"], at["b_san"])):
        pairs = set()
        if price < at["sigma"] * at["pen"]:
            pairs |= {(1, 0)} if p > at["c_act"] else set()
        elif (1 - at["m"]) * p > at["c_act"]:
            pairs |= {(1, 1)}
        if (1 - at["m"]) * p < at["c_act"]:
            pairs |= {(0, 1)}
        if price < at["sigma"] * at["pen"] and (1 - at["m"]) * p < at["c_act"] < p:
            pairs |= {(price / (at["sigma"] * at["pen"]), (1 - at["c_act"] / p) / at["m"])}
        out[shared] = pairs
    return out


@pytest.mark.slow
def test_the_answers_at_random_points():
    game, rng, traps = intelligence_sharing(), random.Random(0), set()
    drawn = ({name: Q(rng.randint(*ends), 97) for name, ends in RANGES.items()} for _ in count())
    for point in islice(filter(game.domain.contains, drawn), 15):
        found = every(game, **point)
        for shared, pairs in expected(point).items():
            assert {(act(s, shared), leak(s, shared)) for s in found} == pairs, point
            traps.add(len(pairs))
        assert all(worth(s, point)[mode(s)] == max(worth(s, point).values()) for s in found)
    assert traps == {1, 3}


# ------------------------------------------------------------------ refusals


@pytest.mark.parametrize(
    "structure, message",
    [
        ({"rounds": 3}, r"^intelligence_sharing has rounds=1 or rounds=2; found 3\.$"),
        ({"rounds": 2, "official": True}, r"give rounds=2 or official, not both\.$"),
        ({"kappa": Q(1, 2)}, r"has no parameter or structure argument 'kappa'"),
        ({"rounds": 2, "sigma": Q(1, 2)}, r"with this structure does not use the parameter sigma"),
    ],
)
def test_refusals(structure, message):
    with pytest.raises(GameError, match=message):
        intelligence_sharing(**structure)
