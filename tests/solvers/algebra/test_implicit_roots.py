"""Roots of degree three and more, and coupled equations, with parameters left: closed forms and exact conditions."""

import pickle
import random
from fractions import Fraction

import numpy as np
import pytest
from agreement import disagreements, points_in_regimes
from flint import fmpq, fmpq_poly
from several_players import at_once, drawn_points

import solvers
from games import GameError, Parameter, game
from games.numbers import numbered_root, read
from games.numbers.isolating import roots_inside
from solvers.algebra.implicit_roots import Regions
from solvers.algebra.resultants import Elimination
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Atom, Oracle
from solvers.algebra.sturm import number_inside, sturm_chain
from solvers.closed_forms.branches import all_pieces
from solvers.closed_forms.existence import exists_there
from solvers.maps.point_check import agrees, counted
from solvers.verifier import enumerate_bases_at

Q = Fraction


@game(players=("1", "2", "3", "4"))
def cubic(play, *, s=Parameter(Q(3, 4)), t=Parameter(Q(1, 10))):
    """When all mix, each plays 1 with the same probability, a root of x**3 - s*x + t."""
    a, b, c, d = (play.choose(player, [0, 1], public=False) for player in "1234")
    return a * (b - d), b * (c - a), c * (a - d), d * (a * b * c - s * (a + b + c) / 3 + t)


def tied(seed):
    """Three players make all mixes equal, and the fourth is indifferent at a root of a cubic with two parameters."""
    rng = random.Random(seed)
    given = [rng.choice([-4, -3, -2, -1, 1, 2, 3, 4]) for _ in range(8)]
    first, second = rng.sample(range(4), 2)

    @game(players=("1", "2", "3", "4"))
    def drawn(play, *, u=Parameter(Q(1, 2), "-4 < u < 4"), v=Parameter(Q(1, 8), "-4 < v < 4")):
        a, b, c, d = (play.choose(player, [0, 1], public=False) for player in "1234")
        k = list(given[:4])
        k[first], k[second] = k[first] + u, k[second] + v
        return a * (b - d), b * (c - a), c * (a - d), d * (k[0] * a * b * c + k[1] * a * b + k[2] * c + k[3])

    return drawn()


def implicit(pieces):
    return [p for p in pieces if p.root is not None and "root(" in p.root.value.text()]


def disagreeing(story, found, points, *, enumerated):
    """Points at which the branches that exist there are not the equilibria found there, by the engine or independently."""
    wrong = []
    for point in points:
        here = counted(found.view, [p for p in found.pieces if exists_there(found.view, p, point)])
        there = all_pieces(story.fix(point), knife_edges=True)
        if there.undecided or here != counted(there.view, there.pieces):
            wrong.append(point)
        if enumerated:
            (answer,) = enumerate_bases_at(story, [point])
            if not (answer.complete and agrees(here, answer)):
                wrong.append(point)
    return wrong


# ------------------------------------------------------------------ the closed form


def test_a_root_by_its_number_is_evaluated_written_and_read_again():
    second = numbered_root("8*x**3 - 6*x + a", Q(0), Q(1), 2)
    assert second.free == ("a",)
    assert float(second.at({"a": 1})) == pytest.approx(np.cos(2 * np.pi / 9), abs=1e-15)
    assert second.text() == "root(a - 6*x + 8*x**3, 0, 1, 2)"
    assert second.at({"a": 1}).text() == "root(1 - 6*x + 8*x**3, 7/10, 4/5)"
    assert read(second.text()) == second == pickle.loads(pickle.dumps(second))
    assert second.latex() == r"\operatorname{root}_{2}\left(a + 8 x^{3} - 6 x;\ 0 < x < 1\right)"
    assert second.at({"a": read("b + c")}).free == ("b", "c")
    assert second.enclosure({"a": 1}).overlaps(second.at({"a": 1}).enclosure())


def test_a_root_by_its_number_is_rational_or_with_a_square_root_where_it_can_be():
    first = numbered_root("x**2 - a*x + b", Q(0), Q(1), 1)
    assert first.at({"a": 1, "b": Q(2, 9)}) == Q(1, 3)
    assert first.at({"a": 1, "b": Q(1, 5)}).text() == "(5 - sqrt(5))/10"
    assert numbered_root("x**2 - a*x + b", Q(0), Q(1), 2).at({"a": 1, "b": Q(1, 5)}).text() == "(5 + sqrt(5))/10"


def test_the_slope_of_a_root_follows_from_its_polynomial():
    root, step = numbered_root("8*x**3 - 6*x + a", Q(0), Q(1), 1), Q(1, 10**6)
    rise = float(root.at({"a": 1 + step})) - float(root.at({"a": 1 - step}))
    assert float(root.derivative("a").at({"a": 1})) == pytest.approx(rise / float(2 * step), rel=1e-6)


@pytest.mark.parametrize(
    "text, said",
    [
        ("root(x**3 - 6*x + 1, 0, 1, 7)", "does not exist: there are 1 roots"),
        ("root(a*b, 0, 1, 1)", "no polynomial in x"),
        ("root(x/a + 1, 0, 1, 1)", "needs a polynomial in x"),
        ("root(x + a, 0, 1, 0)", "the number of a root, 1 for the smallest"),
    ],
)
def test_what_is_no_root_is_refused(text, said):
    with pytest.raises(GameError, match=said):
        read(text)


def test_where_a_root_ends_that_is_said():
    with pytest.raises(GameError, match="does not exist"):
        numbered_root("8*x**3 - 6*x + a", Q(0), Q(1), 1).at({"a": 7})


def test_roots_inside_are_all_found_in_order():
    f = fmpq_poly([-1, 3]) * fmpq_poly([-2, 0, 9]) * fmpq_poly([0, 1]) * fmpq_poly([-1, 3]) * fmpq_poly([1, 0, 1])
    found = roots_inside(f, fmpq(0), fmpq(1))
    assert [g.degree() for g, _, _ in found] == [1, 2] and found[0][1] == fmpq(1, 3)


# ------------------------------------------------------------------ the parts


def test_the_chain_counts_as_many_roots_as_there_are():
    ring, rng = Ring(("a", "b", "c"), ("x",)), random.Random(3)
    a, b, c, x = (ring.gen(name) for name in ring.names)
    f = 8 * x**4 + a * x**3 + b * x**2 - x + c
    chain = sturm_chain(ring, f, "x")
    seen = set()
    for _ in range(200):
        here = {name: fmpq(rng.randint(-60, 60), 70 if name == "c" else 7) for name in ring.parameters}

        def sign(p, here=here):
            value = ring.value(p, here).leading_coefficient() if ring.value(p, here) else fmpq(0)
            return int(value > 0) - int(value < 0)

        there = fmpq_poly([here["c"], -1, here["b"], here["a"], 8])
        parts = [p for m in chain for p in (*m.scale, *ring.coefficients(m.polynomial, "x")[-1:])]
        if not (there(0) and there(1) and all(map(sign, parts))):  # on a wall
            continue
        count = len(roots_inside(there, fmpq(0), fmpq(1)))
        seen.add(count)
        assert number_inside(ring, chain, "x", sign) == count
    assert seen >= {0, 1, 2}


@pytest.mark.parametrize("names", [("a",), ("a", "b")])
def test_regions_say_exactly_which_roots_satisfy_a_comparison(names):
    """In one parameter by intervals, in two by walls and proofs."""
    ring, rng = Ring(names, ("x",)), random.Random(1)
    a, x = ring.gen("a"), ring.gen("x")
    b = ring.gen("b") if "b" in names else ring.constant(fmpq(1, 9))
    f, bound = x**3 - x + b, [Atom(x - a, ">")]
    domain = [Atom(part, ">") for name in names for part in (ring.gen(name) + 1, 1 - ring.gen(name))]
    points = [{n: Q(rng.randint(-999, 999), 1000) for n in names} for _ in range(64)]
    oracle = Oracle(ring, domain, [("x",)], points)
    regions = Regions(oracle, f, "x", bound, generic=True)
    found = list(regions.by_root([]))
    assert regions.decided
    for _ in range(300):
        point = {n: Q(rng.randint(-999, 999), 1000) for n in names}
        here = {n: fmpq(v.numerator, v.denominator) for n, v in point.items()}
        roots = roots_inside(fmpq_poly([here.get("b", fmpq(1, 9)), -1, 0, 1]), fmpq(0), fmpq(1))
        right = {k for k, (g, low, high) in enumerate(roots, 1) if low > here["a"] or (high > here["a"] and g(here["a"]) * g(high) < 0)}
        values = [here[n] for n in names] + [fmpq(0)]
        said = {k for k, region in found if all(atom.holds(int(v > 0) - int(v < 0)) for atom in region for v in [atom.polynomial(*values)])}
        assert said == right


def test_a_wall_at_which_a_root_is_lost_is_left_out_and_others_are_not():
    """x**3 + x = a**2 has a root in (0, 1) on both sides of a = 0, but not there."""
    ring = Ring(("a",), ("x",))
    a, x = (ring.gen(name) for name in ring.names)
    oracle = Oracle(ring, [Atom(a + 1, ">"), Atom(1 - a, ">")], [("x",)], [{"a": Q(1, 3)}])
    found = list(Regions(oracle, x**3 + x - a**2, "x", [Atom(2 - x - a, ">")], generic=True).by_root([]))

    def said(value):
        signs = [[(atom, atom.polynomial(value, fmpq(0))) for atom in region] for _, region in found]
        return any(all(atom.holds(int(v > 0) - int(v < 0)) for atom, v in part) for part in signs)

    assert said(fmpq(1, 2)) and said(fmpq(-1, 2)) and not said(fmpq(0))


def test_coupled_equations_become_one():
    ring = Ring(("a",), ("x", "y"))
    a, x, y = (ring.gen(name) for name in ring.names)
    oracle = Oracle(ring, [], [("x",), ("y",)], [{"a": Q(1, 2)}])
    equations = [x * y**2 - a * x - y, x**2 * y - y - a]
    triangles = Elimination(oracle).triangles(equations, ["x", "y"])
    assert sum(ring.degree(t.polynomial, t.name) for t in triangles) == 5
    for t in triangles:
        ((name, (top, bottom)),) = t.values.items()
        at = ring.value(t.polynomial, {"a": fmpq(1, 2)})
        for root in np.roots([float(c.leading_coefficient()) if c else 0.0 for c in reversed(ring.coefficients(at, t.name))]):
            values = {"a": 0.5, t.name: root}
            values[name] = _float(top, ring, values) / _float(bottom, ring, values)
            assert all(abs(_float(e, ring, values)) < 1e-8 for e in equations)


def _float(p, ring, values):
    return sum(
        float(c) * np.prod([values.get(n, 0) ** k for n, k in zip(ring.names, map(int, powers), strict=True) if k] or [1])
        for powers, c in p.terms()
    )


# ------------------------------------------------------------------ games


def test_a_cubic_with_two_parameters():
    story = cubic()
    families = solvers.families(story, "all")
    assert families.found == "all" and not families.undecided_bases
    first, second = [f for f in families.families if "root(" in str(f.profile["1"]["start"]["1"])]
    assert second.conditions == (("t > 0", "s < 1 + t", "4*s**3 - 27*t**2 > 0", "s < 3"),)
    assert first.payoffs["4"] == 0
    point = {"s": Q(3, 4), "t": Q(1, 10)}
    assert first.exists(point) and second.exists(point) and not second.exists({"s": 2, "t": Q(1, 2)})
    x = [1 - float(f.profile["1"]["start"]["0"].at(point)) for f in (first, second)]
    assert sorted(x) == pytest.approx(sorted(r.real for r in np.roots([1, 0, -0.75, 0.1]) if 0 < r.real < 1))
    there = solvers.solve(story, **point)
    assert all(s.certificate.equilibrium for s in there)
    shares = [float(s.profile["1"]["start"]["1"]) for s in there]
    assert all(min(abs(y - share) for share in shares) < 1e-12 for y in x)


@pytest.fixture(scope="module")
def on_both():
    return solvers.regimes(cubic(), "s,t", check=1)


@pytest.mark.slow
def test_a_map_with_a_cubic_agrees_with_the_independent_enumeration(on_both):
    assert on_both.found == "all" and len(on_both.regimes) == 15
    assert disagreements(on_both, points_in_regimes(on_both, 1)) == []


@pytest.mark.slow
def test_a_map_with_a_cubic_agrees_at_more_points():
    found = solvers.regimes(cubic(), "s,t", check=5)
    assert found.found == "all" and disagreements(found, points_in_regimes(found, 3)) == []


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.slow) for seed in (1, 5, 12, 24)])
def test_random_cubics_agree_with_the_independent_enumeration(seed):
    story = tied(seed)
    found = all_pieces(story, knife_edges=False)
    assert not found.undecided and implicit(found.pieces)
    assert disagreeing(story, found, drawn_points(story, 6, seed, 4), enumerated=True) == []


@pytest.mark.parametrize("seed", [2, 3, *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 1))])
def test_random_quadratics_of_three_players_agree(seed):
    story = at_once(seed, 3, 2)
    found = all_pieces(story, knife_edges=False)
    assert not found.undecided
    assert disagreeing(story, found, drawn_points(story, 3, seed, 9), enumerated=True) == []


@pytest.mark.parametrize("seed", [pytest.param(seed, marks=pytest.mark.slow) for seed in (2, 5, 8)])
def test_four_players_at_once_with_a_parameter(seed):
    """Coupled equations of degree nine; at points these are solved by other methods."""
    story = at_once(seed, 4, 1)
    found = all_pieces(story, knife_edges=False)
    assert not found.undecided and implicit(found.pieces)
    assert disagreeing(story, found, drawn_points(story, 6, seed, 9), enumerated=False) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(40, 70))
def test_more_random_cubics(seed):
    story = tied(seed)
    found = all_pieces(story, knife_edges=False)
    assert disagreeing(story, found, drawn_points(story, 6, seed, 4), enumerated=True) == [] or found.undecided


def test_statics_and_crossings_know_a_root_by_its_number():
    found = solvers.regimes(cubic(), "t", check=0)
    assert str(solvers.statics(found, "4", "t"))
    assert solvers.crossings(found)


@pytest.mark.slow
def test_a_root_by_its_number_is_drawn(on_both):
    on_both.heat("1/1/1/1")
