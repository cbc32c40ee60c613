"""Normal, logistic and exponential types at a point: the known answers by `solve`, and the judge in rounded numbers."""

import json
from dataclasses import replace
from fractions import Fraction as Q
from functools import cache
from math import inf

import pytest
from crises import crisis_with

import solvers
from games import Exponential, GameError, Logistic, Normal, game
from games.law import Beta
from solvers.results import ByType


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
    with pytest.raises(GameError, match=r"Beta\(2, 2\); normal, logistic, exponential and uniform types are solved"):
        solvers.solve(crisis_with(Beta(2, 2), Normal(-1, 1)))
