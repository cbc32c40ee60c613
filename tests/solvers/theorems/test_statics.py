"""Comparative statics: closed forms, proved signs, jumps; against finite differences of what is solved at points."""

import json
import pickle
from fractions import Fraction

import pytest
import stories
from click.testing import CliRunner

import solvers
from games import GameError
from games.classics import beer_quiche, crisis_signalling
from games.essay import defection_for_immunity
from games.numbers import Expression, read
from solvers.__main__ import command_line
from solvers.results.quantities import quantity_named

Q = Fraction
STEP = Q(1, 10**9)


def rows(found, regime):
    return next(r for r in found.regimes if r.regime == regime).families


@pytest.fixture(scope="module")
def crisis():
    return solvers.regimes(crisis_signalling(), "all", check=0)


@pytest.fixture(scope="module")
def curves():
    return solvers.regimes(stories.curves(), "all", check=0)


# ------------------------------------------------------------------ known answers


def test_audience_costs_make_fights_rarer_where_the_weak_bluff(crisis):
    found = solvers.statics(crisis, "fight", "a")
    bluff = next(row for row in rows(found, "R1") if row.derivative != 0)
    assert (str(bluff.derivative), bluff.sign) == ("-pi/(1 + a)**2", "-")
    assert bluff.proof == "Since pi > 0 and 1 + a > 0 all over R1, by assumption and by the signs of terms."
    assert [r.sign for r in found.regimes] == ["mixed", "0", "0", "0", "0", "0"]


def test_published_statics_of_audience_costs():
    # after Fearon (1994): more audience cost lowers resistance and leaves the bluffing rate alone
    found = solvers.regimes(stories.audience(), "all", check=0)
    resist, bluff = (solvers.statics(found, of, "alpha") for of in ("B resist at challenge", "A challenge at unresolved"))
    semi = [next(row for row in rows(s, "R1") if "semi" in row.family) for s in (resist, bluff)]
    assert [(str(row.derivative), row.sign) for row in semi] == [("-1/(1 + alpha)**2", "-"), ("0", "0")]
    assert semi[1].proof == "k*p/(1 - p) does not depend on alpha."


def test_a_jump_has_one_sign_all_along_its_wall(crisis):
    found = solvers.statics(crisis, "fight", "pi")
    jump = next(j for j in found.jumps if (j.wall, j.before, j.after) == ("pi = 1/(1 - r_w)", "R1", "R6"))
    assert (jump.sign, jump.rising, jump.lowest.sign, jump.highest.sign) == ("-", True, "0", "-")
    assert jump.highest.proof.startswith("from 1/((1 + a)*(1 - r_w)) to q/(1 - r_w); since ")
    ((_, _, sign),) = jump.families
    assert sign.sign == "-"
    still = next(j for j in found.jumps if (j.wall, j.before, j.after) == ("q = 1/(1 + a)", "R1", "R5"))
    assert (still.sign, still.rising) == ("0", False)


def test_slopes_of_every_kind(curves):
    def slope(of, by="x"):
        (row,) = rows(solvers.statics(curves, of, by), "R1")[:1]
        return row

    hill = slope("hill")
    assert hill.sign == "mixed" and [value > 0 for _, value in hill.evidence] == [True, False]
    assert all(1 - 2 * at["x"] == value for at, value in hill.evidence)
    flat = slope("flat")
    assert flat.sign == "+" and "it may be zero on a set without interior" in flat.proof
    square = slope("square")
    assert (str(square.derivative), square.sign) == ("6*(1 + x**2 + y**2 - x*y)", "+") and "z3" in square.proof
    assert (slope("still").sign, slope("still", "y").sign) == ("0", "+")
    assert slope("still", "y").proof == "The derivative is the constant 1."


def test_ends_of_a_range_are_differentiated():
    found = solvers.regimes(stories.interval(), "all", check=0)
    ends = {}
    for regime in solvers.statics(found, "3 L at start", "u").regimes:
        ends |= {(row.end, str(row.quantity)): row.sign for row in regime.families if row.end}
    assert ends == {("lowest", "1/(1 + v)"): "0", ("highest", "u/(1 + u)"): "+"}


@pytest.mark.slow
def test_an_end_that_is_one_bound_here_and_another_there(crisis):
    found = solvers.statics(crisis, "Target concede at weak/threaten", "q")
    row = next(row for row in rows(found, "R1") if row.end == "highest")
    assert (str(row.quantity), row.where, row.sign) == ("-w_s/((1 - q)*(1 - w_s))", (), "+")
    assert next(row for row in rows(found, "R2") if row.end == "highest").quantity == 1


@pytest.mark.parametrize(
    ("over", "written"), [("t", "(1 {} sqrt(1 - 4*t))/2"), pytest.param("all", "(s {} sqrt(s**2 - 4*t))/2", marks=pytest.mark.slow)]
)
def test_square_roots_are_differentiated_and_signed(over, written):
    found = solvers.regimes(stories.roots(), over, check=0)
    statics = solvers.statics(found, "1 1 at start", "t")
    signs = {}
    for regime in statics.regimes:
        for row in regime.families:
            if isinstance(row.quantity, Expression) and row.quantity.roots:
                signs[str(row.quantity)] = row.sign
    assert signs == {written.format("-"): "+", written.format("+"): "-"}


# ------------------------------------------------------------------ names, refusals, views


def test_how_quantities_are_named():
    assert quantity_named(defection_for_immunity(core=True), "US strike at offer/pass").entry == ("US", "offer/pass", "strike")
    crisis = crisis_signalling()
    assert quantity_named(crisis, "fight").kind == "outcome" and quantity_named(crisis, "payoff Target").kind == "payoff"
    assert quantity_named(crisis, "Target concede at weak/threaten").entry == ("Target", "weak/threaten", "concede")
    with pytest.raises(GameError, match="'Target concede' is the name of several things in crisis_signalling: "):
        quantity_named(crisis, "Target concede")
    with pytest.raises(GameError, match="did you mean 'fight'"):
        quantity_named(crisis, "figt")


def test_by_must_be_a_parameter_of_the_map(crisis):
    with pytest.raises(GameError, match="'zeta' is not among the map's parameters"):
        solvers.statics(crisis, "fight", "zeta")


def test_views_and_pickling(crisis):
    found = solvers.statics(crisis, "fight", "a")
    assert pickle.loads(pickle.dumps(found)).as_json() == found.as_json()
    assert repr(found) == "<Statics of fight by a in crisis_signalling: R1 mixed, R2 0, R3 0, R4 0, R5 0, R6 0>"
    assert "d/da   -pi/(1 + a)**2" in found.text()
    assert ": depends on the equilibrium\n" in found.text() and ": does not change\n" in found.text()
    assert "    Challenger pooling on wait; off the path Target resist at weak/threaten" in found.text().splitlines()
    assert found.text().endswith("Every sign is proved all over its regime or wall; where it changes, two points\nshow that.")
    assert set(found.frame().columns) == {"regime", "family", "end", "quantity", "derivative", "sign", "proof"}
    html = found._repr_mimebundle_()["text/html"]
    assert html.startswith("<div>") and "-pi/(1 + a)**2" in html


def test_the_command_prints_what_programs_read():
    done = CliRunner().invoke(command_line, ["statics", "crisis_signalling", "--of", "fight", "--by", "a", "--over", "q,a", "--json"])
    found = json.loads(done.stdout)
    assert done.exit_code == 0 and {"parameters", "of", "by", "regimes", "jumps"} <= set(found)
    assert {"name", "families", "sign"} <= set(found["regimes"][0]) and {"wall", "from", "to", "sign"} <= set(found["jumps"][0])
    assert all(row["proof"] and row["derivative"] is not None for regime in found["regimes"] for row in regime["families"])
    refused = CliRunner().invoke(command_line, ["statics", "crisis_signalling", "--of", "fight", "--by", "pi"])
    assert refused.exit_code == 2 and "'pi' is not among the map's parameters (q, a)" in refused.stderr


# ------------------------------------------------------------------ an independent second method


CASES = [
    (crisis_signalling(), None, ("fight", "concession", "Challenger", "Target"), ("a", "q")),
    (defection_for_immunity(core=True), None, ("US", "informer"), ("phi", "D_emb")),
    (beer_quiche(), None, ("Sender", "Receiver"), ("p",)),
    (stories.terrorism(), ("p", "b"), ("attack, concede", "Government", "Group"), ("p", "b")),
    (stories.discounted(), "all", ("Worker", "Firm"), ("d", "w", "q")),
]
MORE = [
    (
        crisis_signalling(),
        "all",
        ("fight", "concession", "back down", "Challenger", "Target"),
        ("a", "pi", "q", "w_s", "w_w", "r_s", "r_w"),
    ),
    (stories.terrorism(), "all", ("attack, concede", "attack, resist", "Government", "Group"), ("p", "d", "b", "k", "c_s", "c_w")),
    (stories.chain_store(), "all", ("Monopolist", "E1", "E2", "fought, out"), ("delta", "a", "b")),
]


@pytest.mark.parametrize(
    ("game", "over", "ofs", "bys"),
    [pytest.param(*case, marks=[] if case[0].name == "beer_quiche" else [pytest.mark.slow]) for case in CASES],
    ids=lambda x: getattr(x, "name", ""),
)
def test_signs_agree_with_differences_between_solved_points(game, over, ofs, bys):
    """The families' values move between two solved points as the derivative's sign says."""
    signs_agree(game, over, ofs, bys, 1)


@pytest.mark.slow
@pytest.mark.parametrize(("game", "over", "ofs", "bys"), MORE, ids=lambda x: getattr(x, "name", ""))
def test_signs_agree_with_differences_at_more_points(game, over, ofs, bys):
    signs_agree(game, over, ofs, bys, 5)


def signs_agree(game, over, ofs, bys, count):
    found = solvers.regimes(game, over, check=0)
    signs = {(of, by): solvers.statics(found, of, by) for of in ofs for by in bys}
    compared = 0
    for regime in found.regimes:
        for point in points(found, regime, count):
            before = solvers.solve(found.game, **point)
            for by in bys:
                after = solvers.solve(found.game, **{**point, by: point[by] + STEP})
                for of in ofs:
                    compared += compare(found, regime, signs[of, by], of, by, (before, after), point)
    assert compared >= len(found.regimes) * len(bys) * len(ofs) * count


def compare(found, regime, statics, of, by, solved, point):
    asked, count = quantity_named(found.game, of), 0
    for row in rows(statics, regime.name):
        play = [
            same_play(found.family(row.family), solutions, at)
            for solutions, at in zip(solved, (point, {**point, by: point[by] + STEP}), strict=True)
        ]
        if row.end or None in play:
            continue
        one, two = map(asked.of, play)
        slope = (two - one) / STEP
        told = row.derivative.at(point) if isinstance(row.derivative, Expression) else row.derivative
        assert abs(float(slope - told)) < 1e-6 * (1 + abs(float(told))), (row.family, by)
        if row.sign in ("+", "-", "0"):
            assert (slope > 0) - (slope < 0) == {"+": 1, "-": -1, "0": 0}[row.sign], (row.family, by, point)
        count += 1
    return count


def same_play(family, solutions, point):
    """The solution with the same play; None when the family leaves play open."""
    play = [x for sets in family.profile.strategies.values() for mix in sets.values() for x in mix.values()]
    here = [x.at(point) if isinstance(x, Expression) else x for x in play]
    if any(isinstance(x, Expression) and x.free for x in here):
        return None
    (only,) = (s for s in solutions if [x for sets in s.profile.strategies.values() for mix in sets.values() for x in mix.values()] == here)
    return only


def points(found, regime, count):
    from solvers.maps.region_signs import ParameterRegion

    return ParameterRegion.of(found, regime).domain.points(count + 1, seed=11, thin=8)[1:]


@pytest.mark.parametrize(
    ("game", "of", "by"),
    [(crisis_signalling(), "fight", "pi"), pytest.param(stories.terrorism(), "attack, concede", "p", marks=pytest.mark.slow)],
    ids=str,
)
def test_jumps_agree_with_solved_points_beside_the_wall(game, of, by):
    found = solvers.regimes(game, "all", check=0)
    statics = solvers.statics(found, of, by)
    looked = 0
    for jump in statics.jumps:
        if jump.at is None or not jump.rising or jump.sign not in ("+", "-"):
            continue
        tiny = Q(1, 10**7)
        spans = []
        for side in (-tiny, tiny):
            solved = solvers.solve(found.game, **{**jump.at, by: jump.at[by] + side})
            spans.append([s.outcomes[of] for s in solved])
        low, high = (min(spans[1]) - min(spans[0]), max(spans[1]) - max(spans[0]))
        for change, sign in ((low, jump.lowest.sign), (high, jump.highest.sign)):
            assert abs(float(change)) < 1e-5 if sign == "0" else (change > Q(1, 10**5)) == (sign == "+")
        looked += 1
    assert looked >= 1


def test_the_derivative_of_an_expression_is_sympys():
    for said in ("a*b**2/(1 + a)", "(a + sqrt(a**2 - 4*b))/(2*b)", "sqrt(1 + sqrt(a + b))*a", "1/(a + sqrt(b))"):
        expression = read(said)
        for name in ("a", "b"):
            import sympy

            one, two = expression.derivative(name), sympy.diff(expression.sympy(), sympy.Symbol(name))
            at = {sympy.Symbol("a"): sympy.Rational(37, 10), sympy.Symbol("b"): sympy.Rational(9, 7)}
            assert abs(float(one.at({"a": Q(37, 10), "b": Q(9, 7)})) - float(two.subs(at))) < 1e-12
