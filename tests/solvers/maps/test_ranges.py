"""Ranges of quantities over what a continuum leaves open: by hand, against the verifier at drawn points, and in pictures."""

import random
from dataclasses import replace
from fractions import Fraction as Q

import numpy as np
import pytest
import stories

import games
from games import Parameter, classics, game
from games.numbers import Expression, read
from solvers import compare, families, regimes, verify
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Atom, Oracle
from solvers.algebra.simplification import joined, shortened
from solvers.closed_forms.assembly import parametric_families
from solvers.closed_forms.existence import exists_there
from solvers.maps.comparison import span_of
from solvers.maps.continuum import Continuum, Span
from solvers.results import Assessment, OpenRange, Profile
from solvers.show.slices import cut
from solvers.show.words import outcome_ranges


@pytest.fixture(scope="module")
def biased():
    return regimes(classics.biased_advice(), check=0)


def continuum(biased, limits, names="xy"):
    """A family that leaves open what some comparisons allow."""
    family = next(f for f in biased.families if len(f.free) == 2)
    told = tuple((read(left, names), relation) for left, relation in (one.rsplit(" ", 2)[:2] for one in limits))
    return Continuum(replace(family, ranges=tuple(map(OpenRange, names)), limits=(told,)), {})


def span(biased, quantity, *limits):
    return continuum(biased, limits).span(read(quantity, "xy"))


# ------------------------------------------------------------------ by hand


def test_probabilities_of_biased_advice_lie_between_zero_and_one(biased):
    # both types send m with probabilities in a rhombus with corners (0, 0), (3/4, 1/4), (1, 1), (1/4, 3/4); m has (x + y)/2
    for regime in biased.regimes:
        assert regime.outcomes["m/1/2"] == regime.outcomes["n/1/2"] == (0, 1)
        assert all(0 <= low <= high <= 1 for low, high in regime.outcomes.values()) and not regime.outer
    assert "-1 to 2" not in biased.text()
    frame = compare(biased, measure="m/1/2")
    assert frame["exact"].all() and list(frame["lowest"]) == [0, 0, 0] and list(frame["highest"]) == [1, 1, 1]


def test_corners_of_coupled_ranges(biased):
    rhombus = ("3*x - y >= 0", "3*y - x >= 0", "2 + y - 3*x >= 0", "2 + x - 3*y >= 0")
    assert span(biased, "x - y", *rhombus) == Span(Q(-1, 2), Q(1, 2))
    assert span(biased, "x + y", *rhombus) == Span(0, 2)
    assert span(biased, "2*x - 5*y + 1", *rhombus) == Span(Q(-9, 4), Q(5, 4))  # at (1/4, 3/4) and (3/4, 1/4)
    assert span(biased, "x", "y - x >= 0", "1 - x - y >= 0") == Span(0, Q(1, 2))
    assert span(biased, "x/(1 + y)", "x - y >= 0") == Span(0, 1)  # a quotient; at (1, 0)


def test_products_have_their_extremes_at_corners(biased):
    assert span(biased, "x*y - x", "1/2 - y >= 0", "x - 1/3 >= 0") == Span(-1, Q(-1, 6))
    assert span(biased, "x*y", "x - y = 0") == Span(0, 1)  # not affine in the group: eliminated
    assert span(biased, "x - x*y", "x - y = 0") == Span(0, Q(1, 4))


def test_bent_limits(biased):
    assert span(biased, "x + y", "1 - 4*x*y >= 0") == Span(0, Q(5, 4))
    assert span(biased, "x + y", "4*x*y - 1 >= 0") == Span(1, 2)  # touches at (1/2, 1/2)
    low = span(biased, "x + y", "8*x*y - 1 >= 0")
    assert low.exact and low.lowest * low.lowest == Q(1, 2) and low.highest == 2  # at x = y = 1/sqrt(8)
    assert span(biased, "y", "x - x*y > 0", "x*y*y - x + y >= 0") == Span(0, 1)


def test_what_nothing_satisfies_has_no_range(biased):
    assert span(biased, "x", "x - 2 >= 0") is None
    assert span(biased, "x + y", "x*y - 2 >= 0") is None


def test_an_outer_bound_says_so(biased):
    found = span(biased, "x + y", "x**3 + y**3 + x*y*y - 1/2 >= 0", "1 - x**3 - y**4 - x*y >= 0")
    assert found == Span(0, 2, exact=False)
    one = replace(biased.regimes[0], outcomes={"m": (Q(0), Q(1)), "n": (Q(1, 2), Q(1))}, outer=("n",))
    assert outcome_ranges(one) == ["m 0 to 1", "n within 1/2 to 1"]
    assert one.as_json()["outer"] == ["n"] and "outer" not in biased.regimes[0].as_json()


def test_at_worst_a_quantity_lies_between_the_endings(biased):
    opened = continuum(biased, ["x - y >= 0"])
    unknown = replace(
        opened.family,
        payoffs={"Sender": read("x/(x + y*y*y)", "xy")},
        limits=((*opened.family.limits[0], (read("x**3 - y**5 - y**3*x", "xy"), ">")),),
    )
    found = span_of(biased.game, "payoff", "Sender", Continuum(unknown, {"b": Q(1, 3)}))
    assert not found.exact and found.lowest < found.highest <= 0


@pytest.mark.slow
def test_three_jurors_convict_at_most_half_the_time_where_one_of_them_never_does():
    found = families(classics.jury())
    name = "juror 1 semi-separating (g convict/acquit, i convict/acquit); juror 2 convict/acquit; juror 3 acquit"
    family = next(f for f in found if f.name == name)
    assert Continuum(family, found.game.defaults).span(family.outcomes["convict/convict/acquit"]) == Span(0, Q(1, 2))


# ------------------------------------------------------------------ against the verifier at drawn points


def placed(table, values):
    def put(x):
        return x.at(values) if isinstance(x, Expression) else x

    return {player: {s: {a: put(x) for a, x in row.items()} for s, row in sets.items()} for player, sets in table.items()}


def drawn_from(game, draws=24, most=6, seed=0):
    """Draw values of what is left open: limits and verifier must agree, values must lie in the ranges and come near their ends."""
    found = families(game)
    rng, points = random.Random(seed), found.game.domain.points(12, seed=seed) if found.game.parameters else [{}]
    tried = near = 0
    for family in [f for f in found if f.free][:most]:
        point = next((p for p in points if family.exists(p)), None)
        if point is None:
            continue
        opened, fixed = Continuum(family, point), found.game.fix(point) if point else found.game
        spans = {label: opened.span(p) for label, p in family.outcomes.items()}
        seen = {label: [] for label in spans}
        for _ in range(draws):
            values = {
                **point,
                **{
                    name: Q(rng.choice([rng.randrange(1, 997), rng.randrange(1, 60), rng.randrange(940, 997)]), 997) for name in family.free
                },
            }
            try:
                certificate = verify(fixed, Assessment(Profile(placed(family.profile.strategies, values)), placed(family.beliefs, values)))
                stands = not any(certificate.gains.values()) and certificate.consistent is not False
            except games.GameError:  # no probabilities at all
                stands = False
            allowed = any(all(Atom(None, r).holds(sign(e.at(values))) for e, r in limits) for limits in family.limits)
            assert stands == allowed, (game.name, family.name, values)
            tried += 1
            for label, p in family.outcomes.items() if allowed else ():
                value = p.at(values) if isinstance(p, Expression) else p
                assert spans[label].exact and spans[label].lowest <= value <= spans[label].highest
                seen[label].append(value)
        for label, values in seen.items():
            width = spans[label].highest - spans[label].lowest
            near += len(values) > 12 and width > 0 and max(values) - min(values) > width / 2
    return tried, near


def sign(x):
    return (x > 0) - (x < 0)


@pytest.mark.parametrize(
    "name, least", [("biased_advice", 0), ("costless_signals", 2), ("private_war_costs", 4), ("lemons", 4), ("plea_bargaining", 4)]
)
def test_ranges_agree_with_the_verifier(name, least):
    tried, near = drawn_from(getattr(classics, name)(), 40)
    assert tried and near >= least


@pytest.mark.parametrize("seed", [0, 2, 3, 4, pytest.param(5, marks=pytest.mark.slow), 6, 7, 17])  # those that leave something open
def test_ranges_of_random_games_agree_with_the_verifier(seed):
    assert sum(drawn_from(draw(seed))[0] for draw in (stories.in_turn, stories.signals)) > 0


# ------------------------------------------------------------------ conditions


def test_what_follows_is_left_out():
    ring = Ring(("p", "q"), ())
    p, q = map(ring.gen, "pq")
    oracle = Oracle(
        ring,
        [Atom(p, ">"), Atom(q, ">"), Atom(1 - p, ">"), Atom(1 - q, ">")],
        (),
        [{"p": Q(k, 7), "q": Q(j, 5)} for k in range(1, 7) for j in range(1, 5)],
    )

    def short(*atoms):
        return {(str(a.polynomial), a.relation) for a in shortened(oracle, atoms)}

    assert short(Atom(3 - 5 * p, ">="), Atom(2 - 15 * p, ">=")) == {("-15*p + 2", ">=")}
    assert short(Atom(7 * q - 1, "="), Atom(1 - 2 * q, ">="), Atom(p - q, ">")) == {("7*q - 1", "="), ("7*p - 1", ">")}
    assert short(Atom(p - q, ">"), Atom(p - q * q, ">")) == {("p - q", ">")}
    assert short(Atom(2 * p - 1, ">"), Atom(2 * q - 1, ">")) == {("2*p - 1", ">"), ("2*q - 1", ">")}  # nothing follows


def test_cases_split_at_a_sign_that_does_not_matter_are_one():
    ring = Ring(("p", "q"), ())
    p, q = map(ring.gen, "pq")
    oracle = Oracle(ring, [], (), [{"p": Q(k, 3), "q": Q(j, 5)} for k in range(-9, 10) for j in range(-9, 10)])

    def one(*cases):
        return [{(str(a.polynomial), a.relation) for a in case} for case in joined(oracle, cases)]

    side = Atom(q - 1, ">")
    assert one([Atom(p, ">"), side], [Atom(-p, ">"), side], [Atom(p, "="), side]) == [{("q - 1", ">")}]
    assert one([Atom(p, ">"), side], [Atom(-p, ">"), side]) == [{("q - 1", ">"), ("p", "!=")}]
    assert one([Atom(p, ">"), Atom(3 - p, ">=")], [Atom(-p, ">")], [Atom(p, "=")]) == [{("-p + 3", ">=")}]
    assert one([Atom(p, ">")], [Atom(p, ">="), Atom(p + 1, ">")]) == [{("p", ">="), ("p + 1", ">")}]
    assert len(one([Atom(p, ">")], [Atom(q, ">")])) == 2


@pytest.mark.parametrize("seed", [*range(5), pytest.param(5, marks=pytest.mark.slow)])
def test_shorter_conditions_hold_where_the_pieces_do(seed):
    game = stories.in_turn(seed)
    for knife_edges in (False, True):
        solved = parametric_families(game, "sequential", game.parameters, knife_edges=knife_edges)
        points = game.domain.points(60, seed=seed)
        if knife_edges:  # round numbers lie on many walls
            rng = random.Random(seed)
            points += [{name: Q(rng.randrange(-9, 10)) for name in game.parameters} for _ in range(60)]
        for family, group in zip(solved.families, solved.groups, strict=True):
            for point in points:
                assert family.exists(point) == any(exists_there(solved.pieces.view, piece, point) for piece in group.pieces)


def test_knife_edges_of_audience_costs_name_their_wall_alone():
    found = families(classics.audience_costs(), knife_edges=True)
    edges = [c for f in found if not f.generic for c in f.conditions]
    assert len(edges) > 10 and all(sum(" = " in one for one in c) == 1 for c in edges)
    assert all(
        not any("alpha" in one for one in c)
        for c in ([one for one in c if one not in ("alpha = 1", "alpha = 1/4")] for c in edges if "p = 1/3" not in c)
    )


# ------------------------------------------------------------------ words and pictures


def test_ranges_that_depend_on_the_case_are_said_as_they_stand():
    family = next(f for f in families(stories.in_turn(17)) if f.name == "A 0; B 0; C 0 or 1")
    assert family.free == {"x_0": "0 < x_0 < 1 and x_0 <= 2/3 and 1 - y + x_0*y >= 0"}
    assert not family.ends


def test_heat_has_the_exact_ranges():
    found = regimes(classics.private_war_costs(), check=0)
    x, y = found.over
    across, up = cut(found, x, y, 41).across, cut(found, x, y, 41).up
    for label in ("peace", "war"):
        low, high = (np.ma.getdata(found.heat(label, grid=41, end=end).axes[0].images[0].get_array()) for end in ("lowest", "highest"))
        for i, j in [(3, 30), (20, 20), (33, 7), (11, 38)]:
            point = {x: Q(float(across[j])), y: Q(float(up[i]))}
            here = [Continuum(f, point).span(f.outcomes[label]) for f in found.families if f.exists(point)]
            assert low[i, j] == pytest.approx(float(min(s.lowest for s in here)), abs=1e-7)
            assert high[i, j] == pytest.approx(float(max(s.highest for s in here)), abs=1e-7)


@game(players=("A", "B"))
def turning(play, *, p=Parameter(Q(4, 5), "0 < p < 1"), x=Parameter(Q(1, 2), "-2 < x < 2")):
    """B, of a type high or low, stays away or sends one of two messages; the odds that its mix makes have a denominator that changes sign."""
    kind = play.chance("type", {"h": p, "l": 1 - p})
    play.tell("B", kind)
    if play.choose("B", ["away", "come"], public=False) == "away":
        return (p - 3, -1) if kind == "h" else (-x, x)
    said = play.choose("B", ["loud", "soft"])
    done = play.choose("A", ["x", "y"])
    loud = {"hx": (3 + x, -1), "hy": (2, -3), "lx": (x - 3, 2 + p), "ly": (-1, 3 * x)}
    soft = {"hx": (-1, x - 3), "hy": (x - 1, 0), "lx": (x - 3, 2), "ly": (-2 - x, 3)}
    return (loud if said == "loud" else soft)[kind + done]


def test_limits_of_a_belief_hold_on_both_sides_of_where_its_odds_change_scale():
    """At x = -3/2 the mix of B is (1 - p - 2*x + 3*p*x)/(p*x): what A believes after the loud message is anything there, too."""
    found = regimes(turning(), "x")
    assert found.found == "all" and not found.checked["disagreements"]
    (family,) = (f for f in found.families if f.exists({"x": Q(-3, 2)}))
    assert family.free == {"mu_loud": "0 <= mu_loud and mu_loud <= (2 - x)/3 and mu_loud <= 1"}
    span = Continuum(family, {"x": Q(-3, 2)}).span(Expression.symbol("mu_loud"))
    assert (span.lowest, span.highest) == (0, 1)


def test_a_family_exists_where_a_bound_changes_sides_and_nothing_else_does():
    """B mixes off the path with x_0 as long as 1 - x*x_0 >= 0, which bounds it from above for x > 0 only: x = 0 is no hole."""

    @game(players=("A", "B"))
    def bounded(play, *, x=Parameter(Q(1, 2), "-2 < x < 2")):
        """A may call in B, who does not care."""
        if play.choose("A", ["stay", "call"]) == "stay":
            return 1, 0
        return (x, 0) if play.choose("B", ["yes", "no"]) == "yes" else (0, 0)

    family = next(f for f in families(bounded()) if f.name == "A stay; off the path B yes or no at call")
    assert family.conditions == ((),) and all(family.exists({"x": Q(k, 2)}) for k in range(-3, 4))
