"""Parts of results are told in words, not as the data that they are."""

import pytest

from games import load
from solvers import regimes, solve, verify

MAP = regimes(load("beer_quiche"), check=0)
FIRST = solve(load("beer_quiche"))[0]
NO = verify(
    load("beer_quiche").at(), {"Sender": {"strong": "quiche", "weak": "beer"}, "Receiver": {"beer": "duel", "quiche": "duel"}}, "nash"
)

TOLD = [
    (
        MAP.regime("R1"),
        "<Regime R1: p < 1/2>",
        """\
R1  p < 1/2
    Sender semi-separating (strong beer, weak beer or quiche);
      Receiver duel or retreat after beer, duel after quiche
    at p = 1/3: beer/duel 1/3; beer/retreat 1/3; quiche/duel 1/3""",
    ),
    (
        FIRST.profile,
        "",
        """\
Sender    strong, weak: quiche
Receiver  beer: duel; quiche: retreat""",
    ),
]


@pytest.mark.parametrize("part, short, told", TOLD, ids=["regime", "profile"])
def test_a_part_is_told(part, short, told):
    assert part.text() == told
    assert repr(part) == (short or "<Profile: Sender strong, weak: quiche; Receiver beer: duel; quiche: retreat>")


def test_a_wall_is_told():
    (wall,) = MAP.walls
    assert repr(wall) == "<Wall p = 1/2>"
    lines = wall.text().splitlines()
    assert lines[:2] == ["p = 1/2", "  Receiver is indifferent between duel and retreat at quiche"]
    assert "  on one side only:" in lines and "on the wall only" not in wall.text()


def test_a_verdict_is_told():
    assert FIRST.certificate.text().startswith("Yes: this is a sequential equilibrium.")
    assert repr(FIRST.certificate).startswith("<Certificate: an equilibrium (sequential). ")
    assert NO.text().startswith("No: this is not a Nash equilibrium.\ngains")
    assert repr(NO) == f"<Certificate: no equilibrium (nash). {NO.reason}>"


def test_the_last_line_of_a_cell_is_told():
    said = []

    class Printer:
        text = said.append

    for part in (MAP.regime("R1"), MAP.walls[0], FIRST.profile, FIRST.certificate):
        part._repr_pretty_(Printer, False)
        assert said.pop() == part.text()
