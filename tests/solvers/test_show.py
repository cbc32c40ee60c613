"""Views of results, on a small map made by hand: beer and quiche in the prior."""

from dataclasses import replace
from fractions import Fraction
from textwrap import dedent

import games
import numpy as np
import pytest
from games import GameError, Parameter
from games.expression import read

from solvers.show import tables, words
from solvers.show.canvas import Canvas, encoded, image
from solvers.show.formula import mathtext, plain
from solvers.show.html import families_html, map_html, solutions_html
from solvers.show.picture import map_figure, save_map
from solvers.show.slices import limits
from solvers.show.strip import roots
from solvers.solution import Assessment, Certificate, Families, Family, Profile, Regime, RegimeMap, Solution, Solutions, Wall

HALF = Fraction(1, 2)
OUTCOMES = ("beer/duel", "beer/retreat", "quiche/duel", "quiche/retreat")


def table(source):
    """Exact numbers from texts, in nested dicts."""
    return {k: table(v) if isinstance(v, dict) else words_number(v) for k, v in source.items()}


def words_number(source):
    number = read(str(source))
    return number.fraction() if number.is_constant else number


def family(name, conditions, strong, weak, after_beer, after_quiche, beliefs, outcomes, payoffs, free=(), reasons=(), exists=bool, group=""):
    profile = {"Sender": {"strong": strong, "weak": weak}, "Receiver": {"beer": after_beer, "quiche": after_quiche}}
    believed = {"Sender": {"strong": {"strong": 1}, "weak": {"weak": 1}}, "Receiver": {
        label: {f"strong/{label}": a, f"weak/{label}": b} for label, (a, b) in zip(("beer", "quiche"), beliefs, strict=True)
    }}
    return Family(
        name=name, generic=True, conditions=(conditions,), assessment=Assessment(Profile(table(profile)), table(believed)),
        payoffs=table(dict(zip(("Sender", "Receiver"), payoffs, strict=True))), outcomes=table(dict(zip(OUTCOMES, outcomes, strict=True))),
        measures={}, free=dict(free), reasons=tuple(reasons), bases=2, exists=exists, group=group,
    )


BEER = family(
    "Sender pooling on beer; Receiver retreat", ("p >= 1/2",), {"beer": 1, "quiche": 0}, {"beer": 1, "quiche": 0}, {"duel": 0, "retreat": 1},
    {"duel": 1, "retreat": 0}, (("p", "1 - p"), ("mu_quiche", "1 - mu_quiche")), (0, 1, 0, 0), ("2 + p", "p"),
    free={"mu_quiche": "0 <= mu_quiche <= 1/2"},
)
QUICHE = family(
    "Sender pooling on quiche; Receiver retreat", ("p >= 1/2",), {"beer": 0, "quiche": 1}, {"beer": 0, "quiche": 1}, {"duel": 1, "retreat": 0},
    {"duel": 0, "retreat": 1}, (("mu_beer", "1 - mu_beer"), ("p", "1 - p")), (0, 0, 0, 1), ("3 - p", "p"), free={"mu_beer": "0 <= mu_beer <= 1/2"},
)
SEMI = family(
    "Sender semi-separating (strong beer, weak beer/quiche)", ("p < 1/2",), {"beer": 1, "quiche": 0},
    {"beer": "p/(1 - p)", "quiche": "(1 - 2*p)/(1 - p)"}, {"duel": "1/2", "retreat": "1/2"}, {"duel": 1, "retreat": 0},
    (("1/2", "1/2"), (0, 1)), ("p", "p", "1 - 2*p", 0), ("1 + p", "1 - p"),
    reasons=("Receiver's mix at 'beer' makes Sender indifferent at 'weak'", "Sender's mix at 'weak' makes Receiver indifferent at 'beer'"),
)


@pytest.fixture
def solved():
    return Families(
        game=games.load("beer_quiche"), concept="sequential", over=("p",), domain=("0 < p", "p < 1"), found="all", proved=False,
        undecided_bases=(), bases={"generic": 5, "knife_edge": None}, families=(BEER, QUICHE, SEMI),
    )


@pytest.fixture
def regime_map(solved):
    wall = Wall(read("2*p - 1"), "p = 1/2: Receiver is indifferent between duel and retreat at beer", tuple(f.name for f in solved))
    above = Regime("R1", ("p > 1/2",), (1,), {"p": Fraction(9, 10)}, (BEER.name, QUICHE.name), {
        "beer/duel": (0, 0), "beer/retreat": (0, 1), "quiche/duel": (0, 0), "quiche/retreat": (0, 1),
    })
    below = Regime("R2", ("p < 1/2",), (-1,), {"p": Fraction(1, 3)}, (SEMI.name,), {
        "beer/duel": (Fraction(1, 3),) * 2, "beer/retreat": (Fraction(1, 3),) * 2, "quiche/duel": (Fraction(1, 3),) * 2, "quiche/retreat": (0, 0),
    })
    return RegimeMap(solved, {}, (wall,), (above, below), {"points": 4, "disagreements": 0})


@pytest.fixture
def solution():
    certificate = Certificate("sequential", True, {"Sender": 0, "Receiver": 0}, True, True, "", "solvers.verifier of cartel-games 0.1.0")
    put = {"p": Fraction(9, 10)}
    beliefs = {who: {s: {h: words_number(str(x)) if not hasattr(x, "at") else x.at(put) for h, x in row.items()} for s, row in sets.items()}
               for who, sets in BEER.beliefs.items()}
    return Solution(
        name=BEER.name, assessment=Assessment(BEER.profile, beliefs), payoffs={"Sender": Fraction(29, 10), "Receiver": Fraction(9, 10)},
        outcomes=BEER.outcomes, measures={}, free=BEER.free, certificate=certificate, sample={"mu_quiche": Fraction(1, 4)},
    )


@pytest.fixture
def solutions(solution):
    game = games.load("beer_quiche")
    return Solutions(game.at(), "sequential", {"p": Fraction(9, 10)}, "all", False, (), (solution,))


# ------------------------------------------------------------------ text


def test_solutions_as_text(solutions):
    print(solutions.text())
    assert solutions.text() == "@@SOLUTIONS@@"


def test_a_map_as_text(regime_map):
    assert regime_map.text() == "@@MAP@@"
