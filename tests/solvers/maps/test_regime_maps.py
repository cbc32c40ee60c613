"""Regime maps: walls where theory puts them, agreement with the independent method, and checks that can fail."""

from fractions import Fraction

import numpy as np
import pytest
import stories
from agreement import disagreements, points_in_regimes, points_on_walls

from games import GameError, load
from games.classics import beer_quiche, crisis_signalling
from games.essay import defection_for_immunity, sustainability_bet
from games.numbers import Expression, polynomials, read
from solvers.closed_forms import labels, parametric_families
from solvers.front import compare, regimes, solve
from solvers.maps import sign_vectors
from solvers.maps.cells import Cells
from solvers.maps.cross_check import Judge
from solvers.maps.point_check import ExistingBranches, check, regime_points
from solvers.maps.sampling import simplest
from solvers.results import Regime
from solvers.search import bases as bases_module
from solvers.search import consistency

Q = Fraction


def walls(found):
    return {str(wall.polynomial) for wall in found.walls}


def through(found, **point):
    """Whether some wall passes through a point."""
    return any(wall.polynomial.at(point) == 0 for wall in found.walls)


# ------------------------------------------------------------------ known maps


def test_the_map_of_the_crisis_game():
    found = regimes(crisis_signalling(), "all")
    assert (len(found.walls), len(found.regimes)) == (3, 6)
    assert {wall.threshold.text() for wall in found.walls} == {"q = 1/(1 + a)", "q = 1/(1 - w_s)", "pi = 1/(1 - r_w)"}
    assert found.checked == {"points": 12, "disagreements": 0}
    home = found.regime()
    assert home is found.regimes[0]
    assert home.conditions == ("q < 1/(1 + a)", "pi < 1/(1 - r_w)")
    assert any("semi-separating" in name for name in home.families)


def test_the_maps_of_the_essay_defaults():
    found = regimes(defection_for_immunity(), "phi")
    assert [wall.threshold.text() for wall in found.walls] == ["phi = 9/17", "phi = 21/23"]
    assert len(found.regimes) == 3
    found = regimes(sustainability_bet(), "mu_long")
    assert [wall.meaning for wall in found.walls] == ["mu_long = 5/26: A is indifferent between wait and inform at start"]


def test_a_story_of_ones_own():
    found = regimes(stories.signal())
    assert len(found.walls) == 2 and len(found.regimes) == 4
    assert through(found, c=1, p=Q(1, 3)) and through(found, c=Q(1, 3), p=Q(1, 2))


def test_walls_that_no_single_condition_shows():
    found = regimes(stories.interval())
    assert through(found, u=3, v=Q(1, 3)) and through(found, u=Q(1, 5), v=5)
    found = regimes(stories.roots(), "s,t", check=3)
    assert through(found, s=2, t=1), "the discriminant s**2 - 4*t"
    assert found.checked["disagreements"] == 0


def test_regimes_partition_the_domain():
    for game, over in ((crisis_signalling(), "all"), (sustainability_bet(), None), (stories.spence(), "all")):
        found = regimes(game, over, check=0)
        signs = [regime.signs for regime in found.regimes]
        assert len(set(signs)) == len(signs)
        for point in found.game.domain.points(60, seed=3):
            assert 0 in found.signs(point) or found.signs(point) in signs


def test_a_map_with_knife_edges():
    found = regimes(beer_quiche(), knife_edges=True)
    (wall,) = found.walls
    assert found.solved.bases == {"generic": 7, "knife_edge": 6}
    assert len(wall.on) == 4 and all("knife edge" in name for name in wall.on)
    assert not {name for regime in found.regimes for name in regime.families} & set(wall.on)


def test_sample_points_are_simple_and_inside():
    found = regimes(defection_for_immunity(), check=0)
    for regime in found.regimes:
        assert found.signs(regime.sample) == regime.signs
        assert max(x.denominator for x in regime.sample.values()) <= 100


@pytest.mark.slow
def test_conditions_that_leave_out_a_value_are_no_walls():
    """All ten parameters: some families hold where a coefficient is not zero, which is no side of a wall."""
    found = regimes(sustainability_bet(), "all", check=0)
    assert all(regime.families for regime in found.regimes)
    assert disagreements(found, [regime.sample for regime in found.regimes[::40]]) == []


def believe_anything(monkeypatch):
    """An error on purpose: every belief support counts as one that trembles bring about."""
    monkeypatch.setattr(consistency.Labels, "hard", lambda self, rows: [])
    monkeypatch.setattr(consistency, "likeliest", list)


def test_a_map_that_the_check_contradicts_does_not_claim_all(monkeypatch):
    believe_anything(monkeypatch)
    found = regimes(crisis_signalling(), "all")
    assert found.checked["disagreements"] > 0
    assert found.found == "some"


# ------------------------------------------------------------------ reading a map


def test_a_point_of_the_map_is_solved_there():
    found = regimes(defection_for_immunity(), "phi")
    assert {s.outcomes["silence"] for s in found.at(phi=Q(3, 5))} == {0, 1}
    on_the_wall = found.at(phi=Q(9, 17))
    assert found.regime(phi=Q(9, 17)) is None
    assert len(on_the_wall) > len(found.at(phi=Q(3, 5)))


def test_comparison_gives_ranges_over_coexisting_equilibria():
    found = regimes(defection_for_immunity(), "phi")
    frame = compare(found, measure="deal_kept")
    assert list(frame["lowest"]) == [0, 0, 0]
    assert frame["highest"][0] == Q(16, 75)
    assert set(frame["kind"]) == {"outcome"}
    both = compare(found.game, {"all": found, "core": regimes(defection_for_immunity(core=True), "phi")}, "informing")
    assert set(both["setting"]) == {"all", "core"}
    assert both[both["setting"] == "all"]["highest"].max() == 1
    assert set(compare(found, measure="flow")["kind"]) == {"assumed measure"}  # the same at every ending


def test_maps_are_compared_at_common_points():
    """At their own samples two maps differ by the samples too."""
    maps = {f"D_emb {d}": regimes(defection_for_immunity(core=True), "phi", D_emb=d) for d in (2, 3)}
    frame = compare(maps["D_emb 3"].game, maps, "deal_kept", at=[{"phi": "1/2"}, {"phi": Q(1, 10)}])
    assert list(frame["at"]) == ["phi = 1/2", "phi = 1/10"] * 2
    assert all(maps[row.setting].regime(phi=Q(row.at.split(" = ")[1])).name == row.regime for row in frame.itertuples())
    alone = compare(maps["D_emb 3"], measure="deal_kept", at={"phi": "1/2", "D_emb": 3})
    assert len(alone) == 1 and alone["highest"][0] == frame["highest"][2]
    with pytest.raises(GameError, match="phi = 9/17 lies on a wall of the map; give a point beside it"):
        compare(maps["D_emb 3"], at={"phi": "9/17"})
    with pytest.raises(GameError, match="The map was made at D_emb = 3; map anew"):
        compare(maps["D_emb 3"], at={"D_emb": 2})


def test_outcome_ranges_cover_the_families():
    found = regimes(crisis_signalling(), "all", check=0)
    for regime in found.regimes:
        for name in regime.families:
            for label, p in found.family(name).outcomes.items():
                value = p.at(regime.sample) if isinstance(p, Expression) else p
                low, high = regime.outcomes[label]
                assert low <= value <= high


# ------------------------------------------------------------------ agreement


MAPS = [
    (crisis_signalling, {}, "all"),
    pytest.param(defection_for_immunity, {"core": True}, "all", marks=pytest.mark.slow),
    pytest.param(defection_for_immunity, {}, None, marks=pytest.mark.slow),
    pytest.param(sustainability_bet, {}, None, marks=pytest.mark.slow),
    (stories.signal, {}, "all"),
    (stories.interval, {}, "all"),
    (stories.discounted, {}, "all"),
]


@pytest.mark.parametrize(("story", "structure", "over"), MAPS, ids=lambda x: getattr(x, "name", None))
def test_maps_agree_with_the_independent_method(story, structure, over):
    found = regimes(story(**structure), over, check=0)
    assert disagreements(found, points_in_regimes(found, 3)) == []
    assert disagreements(found, points_on_walls(found, 2)) == []


@pytest.mark.slow
@pytest.mark.parametrize(("story", "structure", "over"), MAPS, ids=lambda x: getattr(x, "name", None))
def test_maps_agree_at_a_thousand_points(story, structure, over, record_property):
    found = regimes(story(**structure), over, check=0)
    inside = points_in_regimes(found, max(20, -(-1000 // len(found.regimes))))
    on = points_on_walls(found, 20)
    record_property("points", len(inside) + len(on))
    assert len(inside) >= 1000
    assert disagreements(found, inside) == []
    assert disagreements(found, on) == []
    print(
        f"{found.game.name}: 0 disagreements at {len(inside)} points of {len(found.regimes)} regimes and {len(on)} points on {len(found.walls)} walls"
    )


# ------------------------------------------------------------------ the check has teeth


def prepared(game, over):
    solved = parametric_families(game, "sequential", over, knife_edges=False, seconds=None)
    cells = Cells(game, solved.pieces.oracle, solved.groups)
    return (solved, cells, *cells.find())


def count(solved, cells, live, found, groups=None, points=6):
    kept = list(range(len(solved.groups))) if groups is None else groups
    regimes_ = [Regime(str(k), (), c.signs, c.point, (), {}) for k, c in enumerate(found)]
    existing, judge = ExistingBranches(solved, kept), Judge(solved.families.game, "sequential")
    return check(solved, cells, live, found, regimes_, kept, existing, points, iter, judge)["disagreements"]


@pytest.fixture
def crisis():
    game = crisis_signalling()
    return prepared(game, game.parameters)


def test_the_whole_map_has_no_disagreement(crisis):
    assert count(*crisis) == 0


def test_a_family_removed_is_detected(crisis):
    solved, cells, live, found = crisis
    for gone in range(len(solved.groups)):
        fewer = [type(c)(c.signs, c.point, c.label - {gone}) for c in found]
        assert count(solved, cells, live, fewer) > 0, solved.families[gone].name


def test_a_wall_removed_is_detected(crisis):
    solved, cells, live, found = crisis
    for k in range(len(live)):
        merged = {}
        for c in found:
            short = tuple(s for i, s in enumerate(c.signs) if i != k)
            merged.setdefault(short, type(c)(short, c.point, c.label))
        assert count(solved, cells, [x for i, x in enumerate(live) if i != k], list(merged.values()), points=30) > 0


def test_a_consistency_condition_removed_is_detected(monkeypatch):
    believe_anything(monkeypatch)
    game = crisis_signalling()
    assert count(*prepared(game, game.parameters)) > 0


def test_a_binomial_removed_is_detected(monkeypatch):
    """Without the binomials the two targets' beliefs come apart; the closed forms then claim too much freedom."""
    monkeypatch.setattr(bases_module, "binomials", lambda *_: [])
    game = crisis_signalling()
    assert any(len(s.free) == 2 for s in solve(game))
    assert not all(s.certificate.equilibrium for s in solve(game, pi=Q(1, 5), q=Q(1, 4)))


def test_a_rationality_condition_removed_is_detected(monkeypatch):
    original = bases_module.system

    def careless(view, supports, beliefs, groups, behind=None):
        base = original(view, supports, beliefs, groups, behind)
        return type(base)(**{**vars(base), "atoms": base.atoms[1:], "rivals": base.rivals[1:]})

    monkeypatch.setattr("solvers.search.supports.system", careless)
    game = crisis_signalling()
    assert count(*prepared(game, game.parameters), points=12) > 0


def test_points_of_a_regime_lie_in_it(crisis):
    solved, cells, live, found = crisis
    for cell in found:
        for point in regime_points(solved, cells, live, cell, cell.point, 5):
            assert cells.signs_at(live, point) == cell.signs


@pytest.mark.parametrize("name", ["sustainability_bet", pytest.param("route_interdiction", marks=pytest.mark.slow)])
def test_drawn_points_change_no_wall_and_no_cell(monkeypatch, name):
    game = regimes(load(name), check=0).game
    found = []
    for few in (0, 10**6):
        monkeypatch.setattr(sign_vectors, "FEW", few)
        _, cells, live, here = prepared(game, game.parameters)
        assert all(cells.signs_at(live, c.point) == c.signs and game.domain.contains(c.point) for c in here)
        found.append((live, [(c.signs, c.label) for c in here], cells.oracle.queries))
    assert found[0][:2] == found[1][:2]
    assert found[0][2] < found[1][2], "and spare questions"


def test_proposals_are_the_simplest_with_their_signs():
    ring = polynomials(("x", "y"))
    x, y = ring.gens()
    drawn = np.array([[1.0, 1.0], [7.0, 3.0], [3.0, 1.0], [-1.0, 1.0]]), np.array([[2.0, 4.0], [16.0, 16.0], [4.0, 1.0], [2.0, 2.0]])
    best = {}
    fresh = simplest([x], [x - y, x - ring.constant(1)], drawn, best)
    assert {signs: proposal.point for signs, proposal in best.items()} == {(1, -1): [Q(1, 2), Q(1, 4)], (-1, -1): [Q(3, 4), Q(1)]}
    assert len(fresh) == 2 and not len(simplest([x], [x - y, x - ring.constant(1)], drawn, best))


def test_labels_are_words(crisis):
    solved, *_ = crisis
    actions, beliefs = labels(solved.pieces.view, solved.groups[0].main.base)
    assert ("Challenger", "weak", "wait") in actions
    assert all(isinstance(x, str) for triple in beliefs for x in triple)


def test_the_polynomial_of_a_wall_reads_back():
    for wall in regimes(crisis_signalling(), "all", check=0).walls:
        assert read(str(wall.polynomial)) == wall.polynomial
