"""Fewer, truer lines: what is told in short is proved equal, called the same everywhere, and in the order of the axis."""

import pytest

import games
import solvers
from games import Parameter
from games.labels import Joined
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Atom, Oracle
from solvers.results import Choice, Name, Phrase
from solvers.search.supports import condition_atoms
from solvers.show.classes import letters_beside, sorted_by_outcome, tags_of_all
from solvers.show.short_lists import listed, runs
from solvers.show.words import believed, comparisons

OPPOSITE = {">": ">=", ">=": ">", "!=": "="}


def atom(ring, one):
    """A comparison with zero, with its denominator multiplied in: the domain keeps that positive or negative, not zero."""
    difference = one.difference * (-1 if one.relation in ("<", "<=") else 1)
    polynomial = ring.take(difference.numerator) * ring.take(difference.denominator)
    return Atom(polynomial, one.relation.replace("<", ">"))


def implies(oracle, case, one):
    """Whether no point of the domain satisfies a case and not a comparison: asked of z3 afresh, without a short bound."""
    fails = [Atom(-one.polynomial if one.relation != "!=" else one.polynomial, OPPOSITE[one.relation])]
    return oracle.satisfiable([*case, *fails]) is False


@pytest.mark.parametrize(
    "name, fewer", [("campaign", 15), ("provocation_trap", 15), pytest.param("sustainability_bet", 15, marks=pytest.mark.slow)]
)
def test_shortened_conditions_are_proved_equal_on_the_domain(name, fewer):
    found = solvers.families(games.load(name), "all")
    domain, saved = found.game.domain, 0
    ring = Ring(domain.names, ())
    oracle = Oracle(ring, condition_atoms(ring, domain.conditions), (), ())
    for family in found:
        assert len(family.told_cases) == len(family.cases)
        for case, told in zip(family.cases, family.told_cases, strict=True):
            long, short = ([atom(ring, one) for one in side] for side in (case, told))
            assert all(implies(oracle, short, one) for one in long) and all(implies(oracle, long, one) for one in short)
            saved += len(case) - len(told)
    assert saved >= fewer


def test_conditions_in_few_parameters_are_short_already():
    found = solvers.regimes(games.load("defection_for_immunity"), check=0)
    assert all(family.told_cases is family.cases for family in found.families)


# ------------------------------------------------------------------ the same names everywhere


@pytest.mark.parametrize("name", ["beer_quiche", "plea_bargaining", "costless_signals", "crisis_signalling"])
def test_families_have_the_same_letters_in_lists_maps_and_json(name):
    game = games.load(name)
    listed_, mapped = solvers.families(game), solvers.regimes(game, check=0)
    letters = {family: tag for family, (_, tag) in tags_of_all(mapped.solved).items()}
    assert {family: tag for family, (_, tag) in tags_of_all(listed_).items()} == letters
    assert {one["name"]: one["letter"] for one in mapped.as_json()["families"]} == letters


def test_a_refined_map_keeps_the_letters():
    game = games.load("beer_quiche")
    whole, refined = solvers.regimes(game, check=0), solvers.regimes(game, refine="d1", check=0)
    letters = {family: tag for family, (_, tag) in tags_of_all(whole.solved).items()}
    kept = [(tag, family.name) for one in sorted_by_outcome(refined.solved) for tag, family in one.members.items()]
    assert len(kept) < len(letters) and all(letters[name] == tag for tag, name in kept)
    assert refined.text().count("\nB1  Sender pooling on beer") == 0 and "    B  Sender pooling on beer" in refined.text()


def test_a_letter_is_no_players_name():
    letters = letters_beside(("A", "C"))
    assert [next(letters) for _ in range(3)] == ["B", "D", "E"] and "R" not in [next(letters) for _ in range(40)]


# ------------------------------------------------------------------ regimes


def three_parts():
    """Worth something between 1 and 2, and beyond 3 again: the same families on both sides of two walls."""

    @games.game(players=("P",))
    def told(play, *, x=Parameter("5/2", "0 < x < 5")):
        "Parts."
        return ((x - 1) * (x - 2) * (x - 4) if play.choose("P", ["in", "out"]) == "in" else 0,)

    return told()


def test_regimes_lie_along_the_axis_and_equal_ones_are_told_as_one():
    found = solvers.regimes(three_parts(), check=0)
    assert [regime.sample["x"] for regime in found.regimes] == sorted(regime.sample["x"] for regime in found.regimes)
    assert [wall.threshold.text() for wall in found.walls] == ["x = 1", "x = 2", "x = 4"]
    assert [one.regimes for one in found.merged] == [("R1", "R3"), ("R2", "R4")]
    text = found.text()
    assert "4 regimes, with 2 different sets of equilibria" in text
    assert "R1, R3  x < 1\n    or 2 < x < 4 (the defaults are here)\n" in text
    assert found.as_json()["merged"][0]["conditions"] == [["x < 1"], ["x > 2", "x < 4"]]


def test_merged_conditions_hold_in_their_regimes_alone():
    found = solvers.regimes(games.load("defection_for_immunity"), check=0)
    assert {name for one in found.merged for name in one.regimes} == {regime.name for regime in found.regimes}
    for one in found.merged:
        for regime in found.regimes:
            holds = any(all(_holds(c, regime.sample) for c in case) for case in one.cases)
            assert holds == (regime.name in one.regimes)


def _holds(one, point):
    value = one.difference.at(point)
    return value < 0 if "<" in one.relation else value > 0


# ------------------------------------------------------------------ words


def test_runs_of_labels():
    assert runs(["C1", "C2", "C3", "C5"]) == ["C1 to C3", "C5"] and runs(["2", "3"]) == ["2", "3"]
    assert runs([Joined(["high", str(k)]) for k in range(2, 6)]) == ["high/2 to high/5"]
    assert runs(["1/2", "1/3", "1/4"]) == ["1/2", "1/3", "1/4"] and runs(["-3", "-2", "-1"]) == ["-3", "-2", "-1"]
    assert listed(["1", "2", "3", "7"]) == "1 to 3 and 7" and runs(["9" * 5000] * 3) == ["9" * 5000] * 3


def test_choices_alike_are_said_once():
    choices = [Choice((action,), told=(str(k),)) for k, action in enumerate(["reject", "accept", "accept", "accept", "reject"], 1)]
    name = Name((Phrase("Buyer", "after", tuple(choices)),), (Phrase("S", "at", (choices[0],)), Phrase("S", "at", (choices[4],))))
    assert name.text() == "Buyer reject after 1 and 5, accept after 2 to 4; off the path S reject at 1 and 5"


def test_bounds_on_both_sides_are_a_chain():
    found = solvers.regimes(three_parts(), check=0)
    assert [comparisons(case) for case in found.where("R2")] == [["1 < x < 2"]]


def test_the_same_beliefs_are_said_once():
    beliefs = {"B": {"x": {"h": 1, "l": 0}, "y": {"h": 1, "l": 0}, "z": {"h": 0, "l": 1}}}
    assert list(believed(beliefs, frozenset({("B", "y")}))) == ["B at x, y*: h 1", "B at z: l 1"]
