"""Conditions as short as they get: shortened ones hold exactly where the long ones do, inside the domain and on every wall."""

from fractions import Fraction

import pytest

from games import load
from games.numbers import Expression, read
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Atom, Oracle
from solvers.algebra.simplification import shortened
from solvers.closed_forms import parametric_families
from solvers.closed_forms.presentation import Presented
from solvers.front import families
from solvers.requests import opened_game

Q = Fraction

SMALL = [
    "audience_costs",
    "beer_quiche",
    "biased_advice",
    "crisis_signalling",
    "leniency",
    "lemons",
    "limit_pricing",
    "plea_bargaining",
    "private_war_costs",
    "foreign_diversion",
    "kingpin_fragmentation",
    "state_capture",
    "mandate_and_influence",
]
QUICK = ["beer_quiche", "leniency", "lemons"]


def points_of(game, cases):
    """Points of the domain: drawn ones, and of those the nearest on each surface that a comparison speaks of and that is linear in one."""
    drawn = game.domain.points(25, seed=7, thin=3)
    out = list(drawn)
    polynomials = {e.text(): e for case in cases for e, _ in case}
    for e in polynomials.values():
        for name in e.free:
            for point in drawn[:6]:
                rest = e.at({n: x for n, x in point.items() if n != name})
                values = [rest.at({name: x}) if isinstance(rest, Expression) else rest for x in (0, 1, 2)]
                slope = values[1] - values[0]
                if slope and values[2] - values[1] == slope:
                    moved = {**point, name: Q(-values[0] / slope)}
                    if game.domain.contains(moved):
                        out.append(moved)
    return out


def holds(cases, point):
    tests = {">": lambda x: x > 0, ">=": lambda x: x >= 0, "=": lambda x: x == 0, "!=": lambda x: x != 0}
    return any(all(tests[relation](e.at(point)) for e, relation in case) for case in cases)


@pytest.mark.parametrize("knife_edges", [False, True])
@pytest.mark.parametrize("name", [pytest.param(name, marks=[] if name in QUICK else [pytest.mark.slow]) for name in SMALL])
def test_shortened_conditions_say_the_same(name, knife_edges):
    if knife_edges and name in ("mandate_and_influence", "state_capture", "kingpin_fragmentation"):
        pytest.skip("their search takes a while")
    names, _, game = opened_game(load(name), None, {})
    solved = parametric_families(game, "sequential", names, knife_edges=knife_edges)
    view, oracle = solved.pieces.view, solved.pieces.oracle
    for group in solved.groups:
        long = [[(view.ring.expression(a.polynomial), a.relation) for a in case.atoms] for piece in group.pieces for case in piece.cases]
        short = Presented(view, oracle, group, names).cases
        for point in points_of(game, [*long, *short]):
            assert holds(long, point) == holds(short, point), (group.main.base.supports, point)


def short(texts, domain, parameters):
    """The texts of a conjunction, shortened."""
    ring = Ring(parameters, ())
    atoms = [Atom(ring.take(read(said).numerator), relation) for said, relation in texts]
    points = [{name: Q(k, 17) for name, k in zip(parameters, row, strict=True)} for row in ((3, 5, 7), (9, 2, 20), (30, 40, 1))]
    assumed = [Atom(ring.take(read(said).numerator), ">") for said in domain]
    oracle = Oracle(ring, assumed, (), [p for p in points if all(read(said).at(p) > 0 for said in domain)])
    return {(ring.expression(a.polynomial).text(), a.relation) for a in shortened(oracle, atoms)}


ABC = ("a", "b", "c")


@pytest.mark.parametrize(
    "texts, expected",
    [
        ([("(1 - 2*b)*(3 - 4*b)", ">"), ("-(1 - 4*b)*(3 - 4*b)", ">")], {("1 - 2*b", ">"), ("4*b - 1", ">")}),
        ([("(a - b)*(a + c)", ">")], {("a - b", ">")}),
        ([("(a - b)*(c - b)", ">"), ("a - b", ">")], {("a - b", ">"), ("c - b", ">")}),
        ([("(a - b)**2", ">"), ("a - b", ">")], {("a - b", ">")}),
        ([("a - b", "!="), ("b - a", ">")], {("b - a", ">")}),
        ([("(a - b)**2*c", ">")], {("a - b", "!=")}),
        ([("a - b", "!="), ("a - c", ">")], {("a - b", "!="), ("a - c", ">")}),
        ([("a - b", ">="), ("a - 2*b", ">=")], {("a - 2*b", ">=")}),
        ([("(a - b)*(c - 1)", ">=")], {("-(a - b)*(1 - c)", ">=")}),
        ([("(a - b)*(c - 1)", "="), ("c - 1", ">")], {("a - b", "="), ("c - 1", ">")}),
    ],
)
def test_what_the_rest_implies_is_not_said(texts, expected):
    assert short(texts, ("a", "b", "c"), ABC) == expected


def test_conditions_of_the_catalogue_are_no_products():
    said = {c for f in families(load("biased_advice"), "all") for case in f.conditions for c in case}
    assert said == {"b >= 1/4", "b <= 1/2", "b < 1/2", "b > 1/4"}
    said = {case for f in families(load("foreign_diversion")) for case in f.conditions}
    assert ("p_attr < (z - 2)/8", "p_attr > (62*eta - 5 - 10*eta*z)/(10*eta)", "p_attr < (57 - 10*z)/10") in said
