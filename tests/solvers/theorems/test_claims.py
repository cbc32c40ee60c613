"""Propositions of published models, right and slightly wrong; and verdicts against what is solved at random points."""

import json
from fractions import Fraction
from pathlib import Path

import pytest
import stories
from click.testing import CliRunner

import solvers
from games import GameError
from games.classics import beer_quiche, crisis_signalling
from games.numbers import Expression, read
from games.parameter import conditions
from solvers.__main__ import command_line
from solvers.theorems.where_true import covers

Q = Fraction
HERE = Path(__file__).parents[2] / "stories.py"


@pytest.fixture(scope="module")
def maps():
    made = {}

    def give(name, over="all"):
        if (name, over) not in made:
            game = {"crisis": crisis_signalling, "quiche": beer_quiche}.get(name) or getattr(stories, name)
            made[name, over] = solvers.regimes(game(), over, check=0)
        return made[name, over]

    return give


# ------------------------------------------------------------------ three published propositions

AUDIENCE = {
    "conditions": ["-w_r < alpha < -w_u", "w_r < 0", "p < 1/(1 + k)"],
    "profile": {
        "A": {"unresolved": {"challenge": "p*k/(1 - p)"}, "resolved": {"challenge": 1}},
        "B": {"challenge": {"resist": "1/(1 + alpha)"}},
    },
    "outcomes": {"war": "p/(1 + alpha)"},
}
REPUTATION = {
    "conditions": ["a > 1", "delta < b**2"],
    "profile": {
        "E2": {"start": {"enter": 1}},
        "Monopolist": {"False/enter": {"fight": "(1 - b)*delta/((1 - delta)*b)"}},
        "E1": {"enter/fight": {"out": "1/a"}},
    },
    "outcomes": {"Monopolist": "delta", "E2": "b - delta/b", "E1": "b - delta"},
}
TERRORISM = {
    "conditions": ["c_w < b", "p < k/d"],
    "profile": {
        "Group": {"weak": {"attack": "p*(d - k)/((1 - p)*k)"}, "strong": {"attack": 1}},
        "Government": {"attack": {"concede": "c_w/b"}, "quiet": {"resist": 1}},
    },
    "outcomes": {"attack, resist": "> 0"},
}
PUBLISHED = [
    ("audience", AUDIENCE, "in some equilibrium", "after Fearon (1994), APSR 88:577-592"),
    ("chain_store", REPUTATION, "in every equilibrium", "Kreps and Wilson (1982), JET 27:253-279, section 3"),
    ("terrorism", TERRORISM, "in some equilibrium", "after Lapan and Sandler (1993), EJPE 9:383-397"),
]
ALTERED = [
    ("audience", {**AUDIENCE, "conditions": ["-w_r < alpha < -w_u", "w_r < 0", "p < 1/k"]}, "a threshold too high"),
    ("audience", {**AUDIENCE, "outcomes": {"war": "alpha*p/(1 + alpha)"}}, "the chance of concession for that of war"),
    ("chain_store", {**REPUTATION, "conditions": ["a > 1", "delta < b"]}, "one entrant too few in the power"),
    ("chain_store", {**REPUTATION, "conditions": ["delta < b**2"]}, "a > 1 forgotten"),
    ("terrorism", {**TERRORISM, "profile": {"Government": {"attack": {"concede": "c_s/b"}}}}, "the wrong type kept indifferent"),
    ("terrorism", {**TERRORISM, "conditions": ["c_s < b", "p < k/d"]}, "the wrong cost in the condition"),
]


@pytest.mark.parametrize(
    ("name", "claim", "holds", "source"),
    [*PUBLISHED[:2], pytest.param(*PUBLISHED[2], marks=pytest.mark.slow)],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_published_propositions_hold(maps, name, claim, holds, source):
    found = solvers.claim(maps(name), **claim)
    assert found.holds == holds and found.counterexample is None, source
    assert not [one for one in found.regimes if one.met and one.holds == "no"]


@pytest.mark.parametrize(
    ("name", "claim", "what"),
    [*ALTERED[2::2], *(pytest.param(*one, marks=pytest.mark.slow) for one in (*ALTERED[:2], *ALTERED[3::2]))],
    ids=lambda x: x if isinstance(x, str) else "",
)
def test_altered_propositions_are_refused_at_a_point(maps, name, claim, what):
    found = solvers.claim(maps(name), **claim)
    assert found.holds == "no", what
    at = found.counterexample
    assert all(c.holds(at) for chain in claim["conditions"] for c in conditions(chain))
    assert matches(maps(name), claim, at) == (False, False)  # solved there by itself: no equilibrium is as claimed


def test_where_a_proposition_is_true_is_said_exactly(maps):
    assert solvers.claim(maps("audience"), **AUDIENCE).where == ("alpha > -w_r", "alpha < -w_u", "p < 1/(1 + k)")
    assert solvers.claim(maps("chain_store"), **REPUTATION).where == ("a > 1", "delta < b**2")


@pytest.mark.slow
def test_where_a_proposition_of_a_crisis_is_true_is_said_exactly(maps):
    crisis = solvers.claim(maps("crisis"), ["q*(1 + a) < 1", "q*(1 - w_s) < 1", "pi*(1 - r_w) < 1"], outcomes={"fight": "pi/(1 + a)"})
    assert (crisis.holds, crisis.where) == ("in some equilibrium", ("q < 1/(1 + a)", "pi < 1/(1 - r_w)"))  # one condition is idle
    assert crisis.exception is not None and crisis.every == ("never",)


# ------------------------------------------------------------------ walls, continua, bounds


def test_a_claim_on_a_closed_region_is_judged_on_its_wall(maps):
    opened = solvers.claim(maps("quiche"), ["p > 1/2"], outcomes={"Receiver": "p"})
    closed = solvers.claim(maps("quiche"), ["p >= 1/2"], outcomes={"Sender": ">= 2"})
    assert opened.holds == "in every equilibrium" and opened.walls == ("No wall is known to run through the region.",)
    assert closed.holds == "in some equilibrium" and closed.exception == {"p": Q(1, 2)}
    assert closed.walls == (
        "On p = 1/2, between R1 and R2, the claim is true in some equilibrium at p = 1/2, solved there with the equilibria that live "
        "on the wall only.",
    )


def test_what_a_family_leaves_open_is_eliminated(maps):
    found = solvers.claim(maps("interval"), [], {"3": {"start": {"L": "1/2"}}})
    assert (found.holds, found.where) == ("no", ("(u > 1/v and v >= 1 and u >= 1) or (u < 1/v and u = 1)",))
    assert solvers.claim(maps("interval"), ["u >= 1", "v >= 1"], {"3": {"start": {"L": "1/2"}}}).holds == "in some equilibrium"
    bound = solvers.claim(maps("interval"), [], {"1": {"start": {"A": 1}}, "2": {"start": {"a": 1}}, "3": {"start": {"L": "<= 1/2"}}})
    assert (bound.holds, bound.where) == ("no", ("u > 1/v", "v >= 1"))
    assert "in part" in {one.holds for one in bound.regimes}


@pytest.mark.slow
def test_bounds_may_be_claimed(maps):
    found = solvers.claim(maps("crisis"), ["pi < 1/2"], outcomes={"fight": "<= 1/2"})
    assert found.holds == "in every equilibrium"
    assert solvers.claim(maps("crisis"), [], outcomes={"fight": "< 1/3"}).every != ()


@pytest.mark.parametrize(
    ("name", "rare", "common"),
    [("quiche", "beer/duel", "beer/retreat"), pytest.param("crisis", "fight", "status quo", marks=pytest.mark.slow)],
)
def test_a_claim_that_is_true_nowhere_and_one_that_is_true_everywhere(maps, name, rare, common):
    never = solvers.claim(maps(name), [], outcomes={rare: "2"})
    assert (never.holds, never.where) == ("no", ("never",))
    always = solvers.claim(maps(name), [], outcomes={common: ">= 0"})
    assert (always.holds, always.where) == ("in every equilibrium", ())


def test_covers_are_small_and_exact():
    every = [(1, 1), (1, -1), (-1, 1)]
    assert covers(every, {(1, 1), (1, -1)}, {(1, 1), (1, -1)}) == [(1, 0)]
    assert covers(every, set(every), set(every)) == [(0, 0)]
    assert covers(every, {(1, 1)}, {(1, 1)}) == [(1, 1)]
    assert covers(every, {(1, -1), (-1, 1)}, {(1, -1), (-1, 1)}) == [(0, -1), (-1, 0)]


# ------------------------------------------------------------------ refusals and the command line


def test_what_cannot_be_judged_is_refused(maps):
    crisis = maps("crisis")
    for arguments, said in [
        ((["q < 1"],), "A claim says something"),
        ((["q > 2"], None, {"fight": 0}), "No point of the domain satisfies q > 2"),
        (("q < 1", None, {"fight": 0}), "The conditions are a list of texts"),
        ((["q = 1"], None, {"fight": 0}), "is not a condition"),
        ((["z < 1"], None, {"fight": 0}), "'z' is not a known name"),
        (([], {"Target": {"weak/threaten": {"yield": 1}}}), "There is no action 'yield' for Target"),
        (([], {"Target": 1}), "A claimed profile is of the form"),
        (([], None, {"fight": [1]}), "give a number or a closed form"),
    ]:
        with pytest.raises(GameError, match=said):
            solvers.claim(crisis, *arguments)


def test_the_command_judges_a_file(tmp_path):
    path = tmp_path / "claim.json"
    path.write_text(json.dumps(TERRORISM))
    done = CliRunner().invoke(command_line, ["claim", f"{HERE}:terrorism", str(path), "--over", "all", "--json"])
    found = json.loads(done.stdout)
    assert done.exit_code == 0 and found["holds"] == "in some equilibrium" and found["counterexample"] is None
    path.write_text("[1]")
    done = CliRunner().invoke(command_line, ["claim", "beer_quiche", str(path)])
    assert done.exit_code == 2 and "is no claim: write an object" in done.stderr


@pytest.mark.slow
def test_the_command_says_where_a_claim_fails(tmp_path):
    path = tmp_path / "claim.json"
    path.write_text(json.dumps({**TERRORISM, "conditions": ["c_s < b", "p < k/d"]}))
    done = CliRunner().invoke(command_line, ["claim", f"{HERE}:terrorism", str(path), "--over", "all"])
    assert done.exit_code == 0 and done.stdout.count("\n") > 8
    assert "False: at the point below the conditions hold and no equilibrium is as claimed.\n" in done.stdout


def test_views(maps):
    found = solvers.claim(maps("quiche"), ["p < 1/2"], outcomes={"Sender": "1 + p"})
    assert repr(found) == "<ClaimVerdict on Sender = 1 + p in beer_quiche: in every equilibrium>"
    assert "in every  exactly where p < 1/2" in found.text()
    assert list(found.frame()["as claimed"]) == ["always"] + ["never"] * 4
    assert "<table>" in found._repr_mimebundle_()["text/html"]


# ------------------------------------------------------------------ an independent second method

BRUTE = [
    ("crisis", "all", ["q*(1 + a) < 1"], {"fight": "pi/(1 + a)"}),
    ("crisis", "all", ["q*(1 - w_s) > 1"], {"status quo": "1"}),
    ("crisis", "all", [], {"fight": "<= pi"}),
    ("crisis", "all", ["pi < 1/2"], {"fight": "<= q"}),
    ("terrorism", "all", ["b > c_w"], {"attack, concede": "c_w*d*p/(b*k)"}),
    ("terrorism", "all", ["b < c_s"], {"attack, concede": "0"}),
    ("chain_store", "all", ["a > 1"], {"out, out": "0"}),
    ("chain_store", "all", ["delta > b"], {"Monopolist": "2*a"}),
    ("audience", "all", ["alpha > -w_u"], {"war": "0", "concession": "1"}),
]


@pytest.mark.parametrize(
    ("name", "over", "given", "outcomes"), [BRUTE[-1], *(pytest.param(*one, marks=pytest.mark.slow) for one in BRUTE[:-1])], ids=str
)
def test_verdicts_agree_with_solved_points(maps, name, over, given, outcomes):
    agree(maps(name, over), given, outcomes, 4)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "over", "given", "outcomes"), BRUTE, ids=str)
def test_verdicts_agree_with_hundreds_of_solved_points(maps, name, over, given, outcomes):
    agree(maps(name, over), given, outcomes, 200)


def agree(found, given, outcomes, count):
    """At every point of the domain the exact conditions say what solving there says; and the verdict fits the points of the region."""
    verdict = solvers.claim(found, given, outcomes=outcomes)
    region = [c for chain in given for c in conditions(chain)]
    seen = set()
    for point in found.game.domain.points(count, seed=3, thin=10):
        some, every = matches(found, {"outcomes": outcomes}, point)
        assert stated(verdict.some, point) == some, point
        assert stated(verdict.every, point) == every, point
        if all(c.holds(point) for c in region):
            seen.add((some, every))
    if verdict.holds == "in every equilibrium":
        assert seen <= {(True, True)}
    elif verdict.holds == "in some equilibrium":
        assert seen <= {(True, True), (True, False)} and verdict.exception is not None
    else:
        assert verdict.holds == "no" and matches(found, {"outcomes": outcomes}, verdict.counterexample)[0] is False


def stated(where, point):
    """Whether a point satisfies the conditions that a verdict prints."""
    if where == ("never",):
        return False

    def holds(said):
        said = said.strip()
        if said.startswith("(") and said.endswith(")") and (" and " in said or " < " in said):
            said = said[1:-1]
        return all(holds_one(part, point) for part in said.split(" and "))

    return all(any(holds(one) for one in condition.split(" or ")) for condition in where)


def holds_one(said, point):
    if " = " in said:
        left, right = said.split(" = ")
        return read(left).at(point) == read(right).at(point)
    return all(c.holds(point) for c in conditions(said))


def matches(found, claim, point):
    """Whether some, and every, equilibrium at a point is as claimed, by solving there and nothing else."""
    verdicts = []
    for solution in solvers.solve(found.game, **point):
        told = []
        for name, value in (claim.get("outcomes") or {}).items():
            own = {**solution.outcomes, **solution.measures, **solution.payoffs}[name]
            told.append(fits(own, value, point))
        for player, sets in (claim.get("profile") or {}).items():
            for label, mix in sets.items():
                told += [fits(solution.profile[player][label][action], value, point) for action, value in mix.items()]
        assert False in told or None not in told
        verdicts.append(all(told))
    return any(verdicts), all(verdicts)


def fits(own, value, point):
    if isinstance(own, Expression) and own.free:
        return None  # left open: another part of the claim must decide
    relation, said = next(((r, str(value)[len(r) :]) for r in ("<=", ">=", "<", ">") if str(value).startswith(r)), ("=", str(value)))
    claimed = read(said).at(point)
    return {"<=": own <= claimed, ">=": own >= claimed, "<": own < claimed, ">": own > claimed, "=": own == claimed}[relation]
