"""Continua of equilibria, listed as sets: nothing is lost at their ends, nothing is listed that is none, and checks see it."""

from dataclasses import replace
from fractions import Fraction as Q

import pytest
from continua import coupled, differences, ends, guessed, lapsing, lost, tied, walled, wrong

from games.parameter import conditions
from solvers import claim, families, regimes, solve, statics, verify
from solvers.closed_forms import parametric_families
from solvers.closed_forms.faces import Group
from solvers.maps import mapping
from solvers.maps.mapping import regime_map
from solvers.maps.membership import Listed
from solvers.results import Assessment, Profile

SURE = {
    "profile": {
        "S": {"a": {"m": 1, "n": 0}, "b": {"m": 1, "n": 0}},
        "R": {"start": {"r1": 1, "r2": 0}},
        "T": {"start": {"u": "3/4", "d": "1/4"}},
    },
    "beliefs": {"R": {"start": {"a/n": 1, "b/n": 0}}},
}


def numbers(table):
    return {p: {s: {a: Q(x) for a, x in row.items()} for s, row in sets.items()} for p, sets in table.items()}


def sure():
    return Assessment(Profile(numbers(SURE["profile"])), numbers(SURE["beliefs"]))


def member(x, xx, xy, yx, guess):
    """Play of the story in which C guesses, with beliefs by Bayes' rule."""
    second, third = {"x": xx, "y": xy, "z": 1 - xx - xy}, {"x": yx, "y": 1 - yx}
    believed = {**{f"x/{a}": x * p for a, p in second.items()}, **{f"y/{a}": (1 - x) * p for a, p in third.items()}}
    mixes = {"B": {"start": {"x": x, "y": 1 - x}, "x": second, "y": third}, "C": {"start": {"l": Q(1 - guess), "r": Q(guess)}}}
    return Assessment(Profile(mixes), {"C": {"start": believed}})


# ------------------------------------------------------------------ a belief that one case pins and another leaves open


def test_a_face_that_holds_more_than_the_limits_of_the_inside_is_listed():
    found = solve(ends())
    assert found.found == "all" and found.contains(sure())
    assert [Listed(one, {}).holds(sure()) for one in found].count(True) == 1
    assert [Listed(one, {"c": Q(2)}).holds(sure()) for one in families(ends(), "all")].count(True) == 1


def test_a_claim_about_such_a_face_is_true():
    found = regimes(ends(), "c")
    assert found.found == "all" and not found.checked["disagreements"]
    judged = claim(found, [], profile=SURE["profile"])
    assert judged.holds == "in some equilibrium" and judged.counterexample is None


def test_a_bound_is_not_left_out_for_one_that_is_read_by_it():
    """C's guess bounds the odds of x by a quotient; that its denominator is positive must be told, though the quotient implies it."""
    mixed = {"B": {"start": ["x", "y"], "x": ["x", "y", "z"], "y": ["x", "y"]}}
    found = solve(guessed(), given=mixed)
    assert not found.undecided and len(found) == 3
    listed = [Listed(one, {}) for one in found]
    assert wrong(guessed(), listed, count=9) == []
    for odds in [(Q(1, 5), Q(1, 8), Q(1, 16), Q(3, 4)), (Q(5, 6), Q(1, 4), Q(1, 2), Q(1, 2)), (Q(1, 7), Q(1, 8), Q(3, 4), Q(1, 9))]:
        x, xx, xy, yx = odds
        for guess in (0, 1):
            judged = member(x, xx, xy, yx, guess)
            stands = verify(guessed(), judged).equilibrium
            assert [one.holds(judged) for one in listed].count(True) == int(stands)


def test_a_condition_lapses_where_a_belief_rules_out_all_that_it_speaks_of():
    """C mixes if x/y is as much likelier than y/z as y/y is; where it is sure of x/z it mixes whatever B would do after y."""
    mixed = {"A": {"start": ["x"]}, "B": {"x": ["x"], "y": ["y", "z"]}, "C": {"start": ["l", "r"]}}
    listed = [Listed(one, {}) for one in solve(lapsing(), given=mixed)]
    assert wrong(lapsing(), listed, count=9) == []
    sure, torn = {"x/y": Q(0), "x/z": Q(1), "y/y": Q(0), "y/z": Q(0)}, {"x/y": Q(1, 6), "x/z": Q(1, 2), "y/y": Q(1, 4), "y/z": Q(1, 12)}
    asked = [(Q(1, 1000), sure), (Q(3, 4), sure), (Q(3, 4), torn), (Q(1, 4), {**sure, "x/z": Q(1, 2), "y/y": Q(1, 8), "y/z": Q(3, 8)})]
    stood = []
    for y, believed in asked:
        mixes = {"A": {"start": {"x": 1, "y": 0}}, "B": {"x": {"x": 1, "y": 0, "z": 0}, "y": {"y": y, "z": 1 - y}}}
        judged = Assessment(Profile(numbers({**mixes, "C": {"start": {"l": Q(1, 2), "r": Q(1, 2)}}})), {"C": {"start": believed}})
        stood.append(verify(lapsing(), judged).equilibrium)
        assert any(one.holds(judged) for one in listed) == stood[-1]
    assert stood == [True, True, True, False]


@pytest.mark.slow
def test_the_sets_of_the_story_agree_both_ways():
    assert differences(ends(), points=2) == []
    assert differences(ends(), "pbe") == []


# ------------------------------------------------------------------ ranges


def test_no_range_refers_to_its_own_symbol():
    for family in families(coupled(), "all"):
        for name, said in family.free.items():
            bounds = [
                c.strip() for chain in said.split(" and ") for c in chain.replace("<=", "<").replace(">=", ">").replace(">", "<").split("<")
            ]
            assert bounds.count(name) == len(said.split(" and ")) and not any(name in b for b in bounds if b != name), said
    assert differences(coupled()) == []


def test_statics_of_a_family_whose_ranges_are_coupled():
    found = regimes(coupled(), "p")
    assert {regime.sign for of in ("S", "T", "Q x", "T u") for regime in statics(found, of, "p").regimes} == {"0"}


def test_a_family_of_a_wall_is_listed_where_its_ranges_leave_room():
    found = families(walled(), "all", knife_edges=True)
    for k in (Q(1, 2), Q(1), Q(2)):
        point = {"q": Q(1), "k": k}
        here = [family for family in found if family.exists(point)]
        assert here and not any(Listed(replace(one, limits=limits), point).empty() for one in here for limits in (one.limits, ()))
        assert lost(walled().fix(point), [Listed(one, point) for one in here]) == []


# ------------------------------------------------------------------ games with many ties


@pytest.mark.parametrize("concept, first", [("sequential", 0), pytest.param("pbe", 102, marks=pytest.mark.slow)])
def test_sets_agree_both_ways_in_games_with_many_ties(concept, first):
    assert {seed: found for seed in range(first, first + 2) if (found := differences(tied(seed), concept))} == {}


@pytest.mark.slow
def test_nothing_is_divided_by_a_belief_that_may_be_zero():
    """At the end where a weight is zero, a bound that divides by it would hold of anything."""
    assert differences(tied(106), "pbe") == []


def test_a_condition_that_lapses_where_a_mix_is_pinned_is_listed_there():
    """B's mix of 1/2 makes A's condition lapse; a range that is divided by the distance to 1/2 does not have it."""
    drawn = tied(1367).fix({"p": Q(1, 3)})
    assert lost(drawn, [Listed(one, {}) for one in solve(drawn)]) == []


@pytest.mark.slow
def test_a_factor_that_only_denominators_brought_in_closes_no_end():
    """The weight of the first of four histories, times those of two others, is zero at ends at which it is not."""
    assert differences(tied(1573)) == []


@pytest.mark.slow
def test_sets_agree_both_ways_in_three_thousand_games():
    assert {seed: found for seed in range(1000, 4000) if (found := differences(tied(seed)))} == {}


# ------------------------------------------------------------------ what is lost on purpose is seen


def without_a_face(*args, **kwargs):
    """The families of a game, one face put with the inside of a continuum that does not hold it."""
    solved = parametric_families(*args, **kwargs)
    gone = next(k for k, family in enumerate(solved.families) if list(family.free.values()) == ["0 < x_u < 1"])
    inside = next(k for k, family in enumerate(solved.families) if len(family.free) == 2 and "pooling" in family.name)
    groups = list(solved.groups)
    groups[inside] = Group(groups[inside].main, (*groups[inside].faces, *groups[gone].pieces), groups[inside].closed)
    left = [k for k in range(len(groups)) if k != gone]
    kept = replace(solved.families, families=tuple(solved.families[k] for k in left))
    return replace(solved, families=kept, groups=[groups[k] for k in left])


def test_a_lost_face_is_seen_by_the_harness():
    solved = without_a_face(ends(), "sequential", ["c"], knife_edges=False)
    point = {"c": Q(1)}
    assert lost(ends().fix(point), [Listed(one, point) for one in solved.families])


def test_a_lost_face_is_seen_by_the_check_of_a_map(monkeypatch):
    monkeypatch.setattr(mapping, "parametric_families", without_a_face)
    found = regime_map(ends(), "sequential", ["c"], {}, knife_edges=False, seconds=None, points=2)
    assert found.checked["disagreements"] and found.found == "some"


def test_a_range_that_is_too_wide_is_seen_by_harness_and_check(monkeypatch):
    def too_wide(*args, **kwargs):
        solved = parametric_families(*args, **kwargs)
        wide = [replace(f, limits=tuple(tuple(c for c in case if "2*" not in c[0].text()) for case in f.limits)) for f in solved.families]
        return replace(solved, families=replace(solved.families, families=tuple(wide)))

    solved = too_wide(ends(), "sequential", ["c"], knife_edges=False)
    assert wrong(ends().fix({"c": Q(1)}), [Listed(one, {"c": Q(1)}) for one in solved.families], count=4)
    monkeypatch.setattr(mapping, "parametric_families", too_wide)
    assert regime_map(ends(), "sequential", ["c"], {}, knife_edges=False, seconds=None, points=2).checked["disagreements"]


def test_what_is_listed_and_what_is_an_equilibrium_are_told_apart():
    (inside,) = [one for one in solve(ends()) if one.free.get("x_u") == "0 < x_u <= 1/2" and "mu_start" in one.free]
    assert conditions("0 <= mu_start < 1") and inside.free["mu_start"] == "0 <= mu_start < 1"
    assert Listed(inside, {}).holds(sure()) is False and verify(ends(), sure()).equilibrium
    assert all(verify(ends(), one).equilibrium for one in Listed(inside, {}).members(4))
