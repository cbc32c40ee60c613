"""What the two largest presets of the campaign add to menus and kinds, and what each addition does: numbers only.

Force is one means beside law, finance and information; cartels stage, warn and take hostages; a foreign power shelters, tips off, arms;
in ``full`` every option of the US comes with a message, which reports of what it brought will be held against.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import TypeAlias

Effects: TypeAlias = Mapping[str, Mapping[str, Fraction]]

TENTH, FIFTH, QUARTER, HALF = Fraction(1, 10), Fraction(1, 5), Fraction(1, 4), Fraction(1, 2)
TWENTIETH = TENTH / 2

VERY_LARGE: tuple[Mapping[str, str], ...] = (  # options, stances, moves, postures, responses, results: each with its module
    {"indict": "kingpin", "freeze": "routes", "expose": "foreign", "stabilise": ""},
    {"discreet": "stance"},
    {"stage": "provoke", "warn": "ladder", "hostage": "ladder"},
    {"exile": "foreign", "tip": "foreign"},
    {"rescue": "ladder", "seal": "routes"},
    {"scandal": "sharing", "defection": "kingpin"},
)
FULL: tuple[Mapping[str, str], ...] = (  # beside those
    {},
    {"expel": "stance", "audit": "capture", "negotiate": "stance"},
    {
        "false tip": "inform",
        "reroute": "routes",
        "recruit": "kingpin",
        "extort": "",
        "infiltrate": "capture",
        "truce": "ladder",
        "retaliate": "provoke",
    },
    {"arm": "foreign", "fund": "foreign", "shelter": "foreign", "condemn": "foreign", "mediate": "foreign"},
    {"escalate": "ladder", "pause": "ladder"},
    {
        "hostages freed": "ladder",
        "bystanders die": "hide",
        "trial collapses": "kingpin",
        "border closed": "routes",
        "market shaken": "coercion",
        "leader replaced": "kingpin",
        "arms found": "provoke",
        "protest": "stance",
    },
)
MESSAGES = ("modest", "victory")

US_KINDS: Mapping[str, tuple[str, Mapping[str, int]]] = {  # whose cost weight a kind has, and how many times the other weights
    "long": ("long", {}),
    "short": ("short", {}),
    "hawkish": ("long", {"home": 2}),
    "cautious": ("short", {"violence": 2, "civilian_harm": 2, "splinters": 2}),
    "loyal": ("long", {"cooperation": 2}),
    "strict": ("short", {"flow": 2}),
}
DEPTHS: Mapping[str, tuple[Fraction, Fraction]] = {  # how many times V_deep, and how many times V_shallow, an early exit is worth
    "deep": (Fraction(1), Fraction(0)),
    "shallow": (Fraction(0), Fraction(1)),
    "reckless": (Fraction(0), Fraction(2)),
    "settled": (HALF, Fraction(0)),
    "middling": (HALF, HALF),
    "cornered": (Fraction(0), Fraction(3)),
    "patient": (QUARTER, Fraction(0)),
    "driven": (Fraction(1), Fraction(1)),
}
FOREIGNERS: Mapping[str, int] = {"opportunist": 1, "passive": 0, "hostile": 2}  # times what a diversion is worth

EFFECTS: Effects = {  # on measures of the period; of what a cartel does, times the share of cartels that do it
    "indict": {"home": TWENTIETH},
    "freeze": {"home": TWENTIETH, "cost_us": -TWENTIETH},
    "expose": {"cooperation": -TWENTIETH},
    "stabilise": {"violence": -FIFTH, "cost_us": HALF, "goodwill": TENTH},
    "expel": {"goodwill": -QUARTER, "home": -TENTH},
    "negotiate": {"violence": -TENTH},
    "stage": {"violence": FIFTH, "breach": TWENTIETH},
    "warn": {"home": -TWENTIETH},
    "hostage": {"civilian_harm": FIFTH, "home": -TENTH},
    "recruit": {"violence": TENTH},
    "extort": {"violence": TENTH, "civilian_harm": TENTH},
    "truce": {"violence": -TENTH},
    "retaliate": {"violence": Fraction(2, 5), "civilian_harm": TENTH},
    "arm": {"violence": FIFTH},
    "fund": {"violence": TENTH},
    "condemn": {"home": -TWENTIETH},
    "mediate": {"violence": -TENTH},
    "rescue": {"cost_us": FIFTH, "civilian_harm": -TENTH},
    "seal": {"flow": -TWENTIETH, "cost_us": TENTH},
    "escalate": {"violence": Fraction(3, 10), "cost_us": Fraction(3, 10), "home": TENTH},
    "pause": {"cost_us": -TENTH, "home": -TWENTIETH},
    "scandal": {"home": -TENTH},
    "defection": {"home": TWENTIETH},
    "hostages freed": {"home": TENTH},
    "bystanders die": {"civilian_harm": Fraction(3, 10)},
    "trial collapses": {"home": -TWENTIETH},
    "border closed": {"flow": -TENTH, "cost_us": TENTH},
    "market shaken": {"cost_us": TWENTIETH},
    "leader replaced": {"violence": TENTH},
    "arms found": {"violence": -TENTH},
    "protest": {"goodwill": -TENTH},
}
REPORTS = {True: TENTH, False: -FIFTH}  # approval at home after victory was promised, by success


def prior(names: Mapping[str, object], count: int, first: object, rest: Fraction) -> dict[str, object]:
    """Give the chances of kinds: the first two share what the others, rare and equally likely, leave.

    Parameters
    ----------
    names : dict
        The kinds, in order.
    count : int
        How many there are, two at least.
    first : number
        The chance of the first among the first two.
    rest : Fraction
        The chance of all others together, where there are others.
    """
    one, other, *rare = list(names)[:count]
    common = 1 - rest if rare else 1
    return {one: first * common, other: (1 - first) * common, **dict.fromkeys(rare, rest / max(1, len(rare)))}  # type: ignore[operator]
