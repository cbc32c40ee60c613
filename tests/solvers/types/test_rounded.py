"""Normal, logistic and exponential types at a point: the known answers by `solve`, and the judge in rounded numbers."""

import json
from dataclasses import replace
from fractions import Fraction as Q
from functools import cache
from math import inf

import pytest
from crises import crisis_with, stretched
from flint import arb
from scipy import stats

import solvers
from games import Exponential, GameError, Logistic, Normal, game
from games.law import Beta
from solvers.results import ByType
from solvers.types.links import beta_density, beta_share
from solvers.verifier.rounded_types import _beta_below


@cache
def normal():
    return solvers.solve(crisis_with(Normal(-1, 1), Normal(-1, 1)))


def test_5_the_normal_crisis_by_solve():
    (found,) = normal()
    assert found.cells["A"][0].play["start"]["challenge"] == pytest.approx(0.638404981088, abs=1e-11)
    assert [*found.cutoffs["A"], *found.cutoffs["B"]] == pytest.approx([-0.5, -1.43072729930], abs=1e-10)
    assert found.certificate.equilibrium and max(found.certificate.gains.values()) < 1e-12
    assert sum(found.outcomes.values()) == pytest.approx(1) and (found.cells["A"][0].low, found.cells["A"][-1].high) == (-inf, inf)


def test_a_mix_that_is_off_is_seen_in_rounded_numbers():
    built, (found,) = crisis_with(Normal(-1, 1), Normal(-1, 1)), normal()
    low, high = found.cells["A"]
    off = replace(low, play={**low.play, "start": {"accept": 0.35, "challenge": 0.65}})
    certificate = solvers.verify(built.at(), ByType(found.by_type.types, {**found.cells, "A": (off, high)}))
    assert not certificate.equilibrium and certificate.gains["B"] > 1e-3 and certificate.gains["A"] < 1e-12


def test_bluffers_mix_so_that_resistance_has_its_chance_whatever_the_law():
    (found,) = solvers.solve(crisis_with(Normal(-1, 1), Logistic(-1, Q(1, 2))))
    assert found.profile["B"]["challenge"]["resist"] == pytest.approx(2 / 3, abs=1e-12) and found.certificate.equilibrium


def test_where_cutoffs_lie_too_far_out_nothing_is_said_to_be_all():
    """With an audience cost of fifty deviations only types below it would back down, whom nobody has met."""
    found = solvers.solve(crisis_with(Normal(-1, 1), Normal(-1, 1)), a=50)
    assert not found and found.found == "some" and found.undecided == ("cutoffs farther out than 9 deviations (36 scales) from a mean",)


def test_a_sweep_along_a_parameter_solves_each_point_and_says_that_numbers_are_rounded():
    swept = solvers.sweep(crisis_with(Beta(1, 1), Beta(1, 1), stretched), {"a": ["1/2", "3"]}, method="enumerate")
    assert list(swept["found"]) == ["all", "all"] and list(swept["exact"]) == [False, False]
    assert swept["outcome status quo"].to_list() == pytest.approx([2 / 15, 0])


def test_a_law_with_one_end():
    @game(players=("A",))
    def wait(play):
        """Cash in, or not."""
        w = play.draw("w", Exponential(2), to="A")
        return (w,) if play.choose("A", ["take", "leave"]) == "take" else (1,)

    (found,) = solvers.solve(wait())
    assert found.cutoffs["A"] == (pytest.approx(1),) and found.certificate.equilibrium
    assert found.outcomes["leave"] == pytest.approx(1 - 2.718281828459045 ** (-1 / 2)) and found.payoffs["A"] == pytest.approx(
        0.3934693402873666 + 3 * 0.6065306597126334
    )


def test_json_has_no_infinite_numbers_and_is_read_again():
    built = crisis_with(Normal(-1, 1), Normal(-1, 1))
    found = normal()
    written = json.loads(json.dumps(found.as_json(), allow_nan=False))
    assert written["solutions"][0]["cells"]["A"][0]["from"] is None and isinstance(written["solutions"][0]["outcomes"]["war"], float)
    assert solvers.verify(built.at(), written["solutions"][0]).equilibrium
    assert "w_A in (-oo, ~-0.5) with ~0.5886" in found.text() and found[0].plot_types().alt


def test_what_is_not_found_for_other_laws_is_refused():
    built = crisis_with(Normal(-1, 1), Normal(-1, 1))
    for refuse in (solvers.families, solvers.regimes):
        with pytest.raises(GameError, match=r"closed forms and maps are found for uniform types. At a point solve gives the equilibria"):
            refuse(built, "a")


def test_a_beta_law_of_shapes_one_is_the_uniform_law():
    """Known answer 2, in rounded numbers."""
    (found,) = solvers.solve(crisis_with(Beta(1, 1), Beta(1, 1), stretched))
    outcomes = {"status quo": Q(2, 15), "concession": Q(13, 45), "back down": Q(14, 45), "war": Q(4, 15)}
    assert found.outcomes == {name: pytest.approx(float(p), abs=1e-14) for name, p in outcomes.items()}
    assert found.certificate.equilibrium and found.cells["A"][0].play["start"]["challenge"] == pytest.approx(7 / 9)


@pytest.mark.parametrize("law, other", [(Beta(2, 3), Beta(2, 2)), (Beta(Q(1, 2), Q(1, 2)), Beta(3, 1))], ids=str)
def test_beta_types_are_solved_and_judged(law, other):
    """The cutoff of the target is where resistance has its chance, the share of bluffers where it is indifferent there; scipy's law."""
    found = solvers.solve(crisis_with(law, other, stretched))
    (one,) = found
    assert found.found == "all" and one.certificate.equilibrium and max(one.certificate.gains.values()) < 1e-12
    assert one.profile["B"]["challenge"]["resist"] == pytest.approx(2 / 3, abs=1e-13)
    cut = other.distribution().ppf(1 / 3)
    fights, worth = 1 - law.distribution().cdf(0.6), 2.5 * cut - 2
    believed = 1 / (1 - worth)  # that a challenger fights: 0 = believed * worth + 1 - believed
    assert one.cutoffs == {"A": (pytest.approx(0.6),), "B": (pytest.approx(cut),)}
    assert one.cells["A"][0].play["start"]["challenge"] == pytest.approx(fights * (1 - believed) / believed / (1 - fights))


def test_the_share_of_a_beta_law_is_enclosed_by_the_solver_and_by_the_judge():
    for a, b in ((2, 3), (0.5, 0.5), (1, 1), (0.5, 2), (3, 1), (2.5, 1.5)):
        theirs, shapes = stats.beta(a, b), (arb(a), arb(b))
        for x in (0.1, 0.5, 0.9):
            assert float(beta_share(arb(x), *shapes)) == pytest.approx(theirs.cdf(x), rel=1e-13)
            assert float(_beta_below(*shapes, arb(x))) == pytest.approx(theirs.cdf(x), rel=1e-13)
            assert float(beta_density(arb(x), *shapes)) == pytest.approx(theirs.pdf(x), rel=1e-13)
            near = [x + d for d in (-0.09, -0.03, 0, 0.05, 0.09)]
            assert all(beta_density(arb(x, 0.095), *shapes).contains(beta_density(arb(y), *shapes).mid()) for y in near)
            assert all(beta_share(arb(x, 0.095), *shapes).contains(beta_share(arb(y), *shapes).mid()) for y in near)
        assert [float(beta_share(arb(end), *shapes)) for end in (0, 1)] == [0, 1]
