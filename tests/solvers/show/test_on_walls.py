"""Slices and defaults that lie on a wall: what is said of them is what exists there, solved exactly."""

from dataclasses import replace
from fractions import Fraction

import pytest

from games import GameError, load
from games.classics import beer_quiche, crisis_signalling
from games.essay import __all__ as ESSAY
from games.numbers import Expression
from solvers.front import regimes, solve
from solvers.show import words
from solvers.show.classes import at_defaults

Q = Fraction

QUICK = [  # games of the catalogue with parameters whose map takes a fraction of a second
    "altruist_centipede",
    "asymmetric_pennies",
    "audience_costs",
    "beer_quiche",
    "burning_bridges",
    "concession_to_moderates",
    "honesty_wage",
    "inspection_leadership",
    "leniency",
    "market_entry",
    "mutual_trust",
    "myerson_cards",
    "race_to_report",
    "weighted_rock_paper_scissors",
]
SLOWER = [
    "biased_advice",
    "brinkmanship",
    "chain_store",
    "concede_or_resist",
    "crisis_signalling",
    "durable_good",
    "guarded_targets",
    "imperfect_limit",
    "lemons",
    "limit_pricing",
    "plea_bargaining",
    "private_war_costs",
    "unilateral_deterrence",
    "volunteers_dilemma",
    "war_of_attrition",
]


def moved(game, **values):
    """The game with other defaults."""
    start = {**game.defaults, **{name: Q(value) for name, value in values.items()}}
    return replace(game, domain=replace(game.domain, start=start))


def check_defaults(found):
    """What is said of the defaults is what `solve` finds there."""
    said, solved = at_defaults(found), solve(found.game, found.solved.concept)
    assert said.sample == found.game.defaults and len(said.families) == len(solved)
    for label, (low, high) in said.outcomes.items():
        values = []
        for solution in solved:
            p = solution.outcomes[label]
            values.append(p.at(solution.sample) if isinstance(p, Expression) and p.free else p)
            assert float(low) - 1e-12 <= float(values[-1]) <= float(high) + 1e-12
        if not any(solution.free for solution in solved):
            assert (low, high) == (min(values, key=float), max(values, key=float))


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=[] if name == "kingpin_fragmentation" else [pytest.mark.slow]) for name in ESSAY],
)
def test_at_the_defaults_of_the_essay(name):
    found = regimes(load(name), check=0)
    check_defaults(found)
    ranges = "; ".join(words.outcome_ranges(at_defaults(found)))
    walls = words.named_walls(found.lies_on())
    text = " ".join(found.text().split())
    if walls:
        assert f"The defaults lie on {walls}; there: {ranges}" in text and "At the defaults:" not in text
    elif "At the defaults" in text:
        assert f"At the defaults: {ranges}" in text


@pytest.mark.parametrize("name", [*QUICK, *(pytest.param(name, marks=pytest.mark.slow) for name in SLOWER)])
def test_at_the_defaults_of_the_catalogue(name):
    check_defaults(regimes(load(name), check=0))


def test_defaults_on_a_wall_in_every_view():
    found = regimes(moved(beer_quiche(), p="1/2"), check=0)
    check_defaults(found)
    said = "The defaults lie on p = 1/2; there: beer/duel 0 to 1/2; beer/retreat 0 to 1; quiche/duel 0 to 1/2; quiche/retreat 0 to 1"
    assert said in " ".join(found.text().split()) and "the defaults are here" not in found.text()
    assert f"<p>{said}</p>" in found._repr_mimebundle_()["text/html"]
    assert r"The illustrative values $p = \frac{1}{2}$ lie on the surface $p = \frac{1}{2}$." in found.latex()
    assert found.section() is found.section() and found.section("p").over == ("p",)


@pytest.mark.parametrize("planes", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_a_slice_on_a_wall_shows_what_exists_there(planes):
    found = regimes(moved(crisis_signalling(), pi="2/3"), ("a", "q", "pi"), check=0)
    assert [wall.meaning.split(":")[0] for wall in found.lies_on("a", "q")] == ["pi = 2/3"] and not found.lies_on("a", "pi")
    lying = "This slice lies on pi = 2/3, and shows what exists there."
    regions = {("a", "q"): "Regions: A, C, D; A; A, B.", ("q",): "Regions: A, C, D; A, B; A."}
    for axes, expected in regions.items() if planes else [(("q",), regions["q",])]:
        figure = found.plot(axes=axes, **({"grid": 61} if len(axes) == 2 else {}))
        assert f"{lying} {expected}" in figure.alt
        printed = [t.get_text() for t in figure.texts] + [t.get_text() for a in figure.axes for t in a.texts]
        assert not any("changes nothing here" in one for one in printed)
        assert any(
            "This slice lies on π = 2/3, and shows what exists there. Its letters are not those of the whole map." in " ".join(one.split())
            for one in printed
        )
    if not planes:
        return
    heat = found.heat("fight", grid=41)
    assert heat.alt.endswith(lying) and "from 0 to 0.533." in heat.alt
    here = solve(found.game)
    assert {s.name for s in here} == set(found.section().regimes[0].families)


def test_a_slice_off_the_walls_is_drawn_from_the_map_itself():
    found = regimes(crisis_signalling(), ("a", "q", "pi"), check=0)
    assert not found.lies_on("a", "q") and "This slice lies" not in found.plot(grid=41).alt
    assert not found._sections


def test_heat_says_what_is_the_matter():
    found = regimes(crisis_signalling(), ("a", "q"), check=0)
    with pytest.raises(GameError) as caught:
        found.heat("war")
    assert str(caught.value) == (
        "There is no outcome, measure or payoff 'war'; there are Challenger, Target, back down, concession, fight, status quo."
    )
    empty = replace(found, regimes=tuple(replace(regime, families=()) for regime in found.regimes))
    with pytest.raises(GameError) as caught:
        empty.heat("fight", grid=21)
    assert str(caught.value) == (
        "fight has no value anywhere in the slice of the map: no equilibrium was found there; map the game with other values."
    )
