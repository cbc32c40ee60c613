"""Correlation and mediation: which published devices are followed, and which are best."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from games import load
from games.numbers import text

from ..front import correlated, device_corners, payoff_polygon, solve, trace_value
from ..results.devices import Draw
from .answers import Answer
from .case import case
from .devices import Cell, judge_coarse_correlated, judge_correlated, signalling_device_payoffs

CORRELATED, COARSE, ENVELOPES, MEDIATED = "correlated", "coarse-correlated", "efce", "communication"
VERTICES = {
    ("0", "1", "0", "0"),
    ("0", "0", "1", "0"),
    ("4/9", "2/9", "2/9", "1/9"),
    ("1/2", "1/4", "1/4", "0"),
    ("0", "2/5", "2/5", "1/5"),
}


def best(name: str, concept: str, purpose: str | None = None, **at: str) -> Answer:
    """What the best device of a concept is worth."""
    return correlated(load(name).at(**at), concept, purpose).value


def best_pays(name: str, concept: str, purpose: str) -> tuple[Answer, ...]:
    """What it pays."""
    return tuple(correlated(load(name), concept, purpose).payoffs.values())


def by_cell(corner: tuple[Draw, ...], cells: Sequence[Cell]) -> tuple[Answer, ...]:
    """The chances of cells of a matrix game under a device."""
    chances = {tuple(plan["start"] for plan in draw.advice.values()): draw.chance for draw in corner}
    return tuple(text(chances.get(cell, 0)) for cell in cells)


def nash_payoffs(name: str) -> set[tuple[Answer, ...]]:
    """The payoffs of every Nash equilibrium of a game."""
    return {tuple(solution.payoffs.values()) for solution in solve(load(name), "nash")}


@case(
    "T47",
    source="Aumann (1974), Journal of Mathematical Economics 1, 67-96; (1987), Econometrica 55, 1-18",
    concept="Nash; correlated",
    published={
        "Nash payoffs": {("7", "2"), ("2", "7"), ("14/3", "14/3")},
        "best for both together": "21/2",
        "best, worst for one": ("7", "2"),
        "vertices, by cell": VERTICES,
        "of these followed": VERTICES,
    },
)
def chicken() -> dict[str, Answer]:
    """Correlated equilibria of chicken."""
    game = load("chicken")
    cells = [(row, column) for row in ("give way", "dare") for column in ("give way", "dare")]

    def is_followed(chances: tuple[str, ...]) -> bool:
        return judge_correlated(game, dict(zip(cells, map(Fraction, chances), strict=True))).equilibrium

    worst = correlated(game, CORRELATED, {"Row": -1}).value
    return {
        "Nash payoffs": nash_payoffs("chicken"),
        "best for both together": best("chicken", CORRELATED),
        "best, worst for one": (best("chicken", CORRELATED, "Row"), -1 * worst),
        "vertices, by cell": {by_cell(corner, cells) for corner in device_corners(game, CORRELATED).corners},
        "of these followed": {vertex for vertex in VERTICES if is_followed(vertex)},
    }


@case(
    "T48",
    source="After Moulin and Vial (1978), International Journal of Game Theory 7, 201-221",
    concept="Nash; correlated; coarse correlated",
    published={
        "Nash payoffs": {("3", "3")},
        "best correlated for both together": "6",
        "best coarse correlated for both together": "7",
        "best coarse correlated for one": "4",
        "even draw of the diagonal": {"correlated": False, "coarse correlated": True},
    },
)
def coarse_correlation() -> dict[str, Answer]:
    """Coarse correlation beats the only correlated equilibrium."""
    game = load("coarse_correlation")
    diagonal: dict[Cell, Fraction] = {(f"r{k}", f"c{k}"): Fraction(1, 3) for k in (1, 2, 3)}
    return {
        "Nash payoffs": nash_payoffs("coarse_correlation"),
        "best correlated for both together": best("coarse_correlation", CORRELATED),
        "best coarse correlated for both together": best("coarse_correlation", COARSE),
        "best coarse correlated for one": best("coarse_correlation", COARSE, game.players[0]),
        "even draw of the diagonal": {
            "correlated": judge_correlated(game, diagonal).equilibrium,
            "coarse correlated": judge_coarse_correlated(game, diagonal).equilibrium,
        },
    }


@case(
    "T49",
    source="von Stengel and Forges (2008), Mathematics of Operations Research 33, 1002-1022, figure 1",
    concept="Nash; correlated; extensive-form correlated (EFCE)",
    published={
        "Nash payoffs": {("0", "6")},
        "correlated payoffs": {("0", "6")},
        "best for Receiver": ("7/2", "13/2"),
        "best for Sender": ("4", "6"),
        "best for both together": "10",
        "payoffs of the device, the bad told with": {"1/2": ("7/2", "13/2"), "2/3": ("4", "6")},
    },
)
def costless_signals() -> dict[str, Answer]:
    """Signalling game where the extensive-form correlated equilibrium separates."""
    devices = {text(chance): signalling_device_payoffs(chance) for chance in (Fraction(1, 2), Fraction(2, 3))}
    return {
        "Nash payoffs": nash_payoffs("costless_signals"),
        "correlated payoffs": {tuple(map(text, corner)) for corner in payoff_polygon(load("costless_signals"), CORRELATED).corners},
        "best for Receiver": best_pays("costless_signals", ENVELOPES, "Receiver"),
        "best for Sender": best_pays("costless_signals", ENVELOPES, "Sender"),
        "best for both together": best("costless_signals", ENVELOPES),
        "payoffs of the device, the bad told with": devices,
    }


@case(
    "T50",
    source="Goltsman, Horner, Pavlov and Squintani (2009), Journal of Economic Theory 144, 1397-1420",
    concept="communication equilibrium (mediation)",
    published={"Receiver": "-b*(1 - b)/3", "Sender": "-b*(1 - b)/3 - b**2", "where": "b <= 1/2"},
    infinite="The state is any number from 0 to 1, and so is the reply: the game has no finite tree.",
)
def mediated_talk() -> dict[str, Answer]:
    """Best mediated cheap talk, uniform-quadratic."""
    return {}


@case(
    "T51",
    source="Myerson (1991), Game Theory, chapter 6; instance derived for the tables",
    concept="communication equilibrium (mediation)",
    published={
        "best for Receiver, by bias": {
            "1/4": "0",
            "1/2": "0",
            "11/20": "-1/14",
            "3/5": "-1/9",
            "7/10": "-2/13",
            "3/4": "-1/6",
            "4/5": "-1/4",
            "3/2": "-1/4",
        },
        "closed form for 1/2 < b <= 3/4": "-(2*b - 1)/(8*b - 3)",
    },
)
def mediated_types() -> dict[str, Answer]:
    """Mediation in the two-type cheap-talk game."""
    biases = ("1/4", "1/2", "11/20", "3/5", "7/10", "3/4", "4/5", "3/2")
    followed = trace_value(load("biased_advice"), "b", "1/10", 2, concept=MEDIATED, best="Receiver")
    (between,) = (piece for piece in followed.pieces if (piece.low, piece.high) == (Fraction(1, 2), Fraction(3, 4)))
    return {
        "best for Receiver, by bias": {b: best("biased_advice", MEDIATED, "Receiver", b=b) for b in biases},
        "closed form for 1/2 < b <= 3/4": between.value,
    }


SHERIFF = {
    "both together": {"2 items": "10/7", "3 items": "15/13"},
    "Smuggler": {"2 items": "199/161", "3 items": "224/221"},
    "Sheriff": {"2 items": "125/271", "3 items": "95/313"},
}


@case(
    "T80",
    source="After Farina, Ling, Fang and Sandholm (2019), NeurIPS 32; instances computed for the tables",
    concept="extensive-form correlated (EFCE); coarse correlated",
    published={
        **{f"best for {who}": worth for who, worth in SHERIFF.items()},
        "coarse, best for both together": {"2 items": "235/93", "3 items": "265/139"},
        "coarse in the normal form": {"2 items": "70/13", "3 items": "795/167"},
    },
)
def small_sheriff() -> dict[str, Answer]:
    """Small sheriff: extreme EFCE payoffs."""
    games = {"2 items": load("small_sheriff"), "3 items": load("small_sheriff", items=3)}

    def worth(concept: str, purpose: str | None = None) -> dict[str, Answer]:
        return {items: correlated(game, concept, purpose).value for items, game in games.items()}

    return {
        **{f"best for {who}": worth(ENVELOPES, who if who in games["2 items"].players else None) for who in SHERIFF},
        "coarse, best for both together": worth("efcce"),
        "coarse in the normal form": worth(COARSE),
    }
