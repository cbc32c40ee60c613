"""Parts of results are told in words, not as the data that they are."""

import pytest

from games import load
from solvers import regimes, solve, verify


@pytest.fixture(scope="module")
def found():
    return regimes(load("beer_quiche"), check=0)


@pytest.fixture(scope="module")
def first():
    return solve(load("beer_quiche"))[0]


def test_a_regime_is_told(found):
    assert repr(found.regime("R1")) == "<Regime R1: p < 1/2>"
    assert (
        found.regime("R1").text()
        == """\
R1  p < 1/2
    Sender semi-separating (strong beer, weak beer or quiche);
      Receiver duel or retreat after beer, duel after quiche
    at p = 1/3: beer/duel 1/3; beer/retreat 1/3; quiche/duel 1/3"""
    )


def test_a_profile_is_told(first):
    assert repr(first.profile) == "<Profile: Sender strong, weak: quiche; Receiver beer: duel; quiche: retreat>"
    assert first.profile.text() == "Sender    strong, weak: quiche\nReceiver  beer: duel; quiche: retreat"


def test_a_wall_is_told(found):
    (wall,) = found.walls
    assert repr(wall) == "<Wall p = 1/2>"
    lines = wall.text().splitlines()
    assert lines[:2] == ["p = 1/2", "  Receiver is indifferent between duel and retreat at quiche"]
    assert "  on one side only:" in lines and "on the wall only" not in wall.text()


def test_a_verdict_is_told(first):
    assert first.certificate.text().startswith("Yes: this is a sequential equilibrium.")
    assert repr(first.certificate).startswith("<Certificate: an equilibrium (sequential). ")
    profile = {"Sender": {"strong": "quiche", "weak": "beer"}, "Receiver": {"beer": "duel", "quiche": "duel"}}
    verdict = verify(load("beer_quiche").at(), profile, "nash")
    assert verdict.text().startswith("No: this is not a Nash equilibrium.\ngains")
    assert repr(verdict) == f"<Certificate: no equilibrium (nash). {verdict.reason}>"


def test_the_last_line_of_a_cell_is_told(found, first):
    said = []

    class Printer:
        text = said.append

    for part in (found.regime("R1"), found.walls[0], first.profile, first.certificate):
        part._repr_pretty_(Printer, False)
        assert said.pop() == part.text()
