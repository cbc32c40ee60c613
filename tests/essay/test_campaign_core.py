"""The campaign's core, the US, Mexico and two cartels that may inform: its map in classes, what it tells, and its larger relatives traced and learned."""

from fractions import Fraction

import pytest

from games import load
from solvers import approximate, regimes, trace
from solvers.show.classes import sorted_by_outcome

Q = Fraction
CARTELS = ("Cartel 1", "Cartel 2")
PLACES = [(option, stance) for option in ("strike", "press") for stance in ("help", "obstruct")]


@pytest.fixture(scope="module")
def core():
    return regimes(load("campaign", preset="core"), check=5)


@pytest.mark.slow
def test_the_map_of_the_core_in_classes(core):
    """At 225 points the independent method finds the same; half of the families are others with the cartels exchanged."""
    assert (core.found, len(core.families), len(core.solved.classes), len(core.regimes), len(core.walls)) == ("all", 108, 56, 45, 12)
    assert core.checked == {"points": 225, "disagreements": 0}
    assert {one.size for one in core.solved.classes} == {1, 2} and len(sorted_by_outcome(core.solved)) == 12
    told = " ".join(core.text().split())
    assert "108 families of equilibria, in 56 classes, with 12 different outcomes" in told
    assert "Cartel 1 inform; Cartel 2 low after deep, resist after shallow, or with Cartel 1 and Cartel 2 exchanged" in told


@pytest.mark.slow
def test_at_the_defaults_the_map_of_the_core_has_the_27_equilibria(core):
    here = core.regime()
    families = [core.family(name) for name in here.families]
    assert len(families) == 27 and here.sample == core.game.defaults
    assert sorted({str(family.measures["flow"]) for family in families if family.measures["flow"] == Q(719, 800)}) == ["719/800"]
    assert sum(family.measures["flow"] == Q(719, 800) for family in families) == 18


@pytest.mark.slow
def test_nowhere_do_both_cartels_inform_for_certain(core):
    """Only a sole informer is spared, so that informing has room for one: in no family do all types of both inform after the same move."""
    for family in core.families:
        for option, stance in PLACES:
            odds = [family.profile[who][f"{option}/{stance}/{depth}"]["inform"] for who in CARTELS for depth in ("deep", "shallow")]
            assert any(p != 1 for p in odds), (family.name, option, stance)


@pytest.mark.slow
def test_what_mexico_does_moves_the_wall_of_a_short_us(core):
    """With Mexico's help a short US strikes up to a cost weight of 0.63 to 0.80; where Mexico obstructs, up to 0.11 to 0.12."""
    ends = {"help": set(), "obstruct": set()}
    for wall in core.walls:
        for family in map(core.family, wall.flips):
            stance = next(iter(a for a, p in family.profile["Mexico"]["strike"].items() if p == 1))
            if wall.threshold.text().startswith("w_cost_short = ") and family.profile["US"]["short"]["strike"] == 1:
                ends[stance].add(wall.threshold.right)
    assert ends["help"] and Q(62, 100) < min(ends["help"]) and max(ends["help"]) < Q(80, 100)
    assert ends["obstruct"] and Q(11, 100) < min(ends["obstruct"]) and max(ends["obstruct"]) < Q(13, 100)
    stances = {wall.threshold.right for wall in core.walls if wall.threshold.text().startswith("m_sov = ")}
    assert min(stances) == Q(3211, 4000) and max(stances) < Q(102, 100)


# ------------------------------------------------------------------ small traced, medium learned

TRACES = [
    # parameter, from, to, walls
    ("w_cost_short", "51/1000", "3", 2),
    ("m_sov", "1/20", "3", 2),
    ("mu_long", "1/20", "19/20", 2),
    ("rho_deep", "1/20", "19/20", 1),
]


@pytest.mark.slow
@pytest.mark.parametrize("by, low, high, walls", TRACES, ids=[by for by, *_ in TRACES])
def test_small_is_traced_along_four_parameters(by, low, high, walls):
    """152 information sets: a sequence of exact regimes from one end to the other, each piece proved, none left out."""
    found = trace(load("campaign", preset="small"), by, low, high)
    assert not found.gaps and len(found.walls) == walls and len(found.pieces) == walls + 1
    assert all(piece.certificate.equilibrium for piece in found.pieces)
    assert [piece.high for piece in found.pieces[:-1]] == [piece.low for piece in found.pieces[1:]] == [wall.at for wall in found.walls]


@pytest.mark.slow
def test_medium_is_learned_with_gaps_set_by_set():
    """At each of 16,814 information sets the verifier measures what the best continuation would earn there."""
    medium = load("campaign", preset="medium")
    found = approximate(medium, iterations=60, trembles=0.001, tol=0)
    gaps = [gap for sets in found.set_gains.values() for gap in sets.values()]
    assert len(gaps) == medium.infosets == 16_814 and None not in gaps
    assert found.trembling_gap < 1e-4 and max(gaps) < 0.1 and sum(gap < 0.002 for gap in gaps) > 0.9 * len(gaps)
