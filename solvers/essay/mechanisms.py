"""The essay's mechanisms, and the predictions in which each is judged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Mechanism:
    """A mechanism of the essay.

    Parameters
    ----------
    title : str
        In a few words.
    claims : tuple of str
        The predictions that were judged of it.
    reason : str
        What of it no game has; why there is no claim, where there is none.
    """

    title: str
    claims: tuple[str, ...]
    reason: str = ""


MECHANISMS: Mapping[str, Mechanism] = {
    "M1": Mechanism("Waiting out the campaign", ("P1", "P2")),
    "M2": Mechanism("The dilemma of duration", ("P3",), "three lengths: none, one blow, a campaign that stays"),
    "M3": Mechanism("From hiding to violence", ("P4",)),
    "M4": Mechanism("Rally or weariness", ("P5",)),
    "M5": Mechanism("Defection for immunity", ("P6", "P7")),
    "M6": Mechanism("Redirect and inherit", ("P8",)),
    "M7": Mechanism("Traps, turned and eliminated sources", ("P9",), "harm that clusters after an intensification is not told"),
    "M8": Mechanism("Decapitation and succession", ("P10",)),
    "M9": Mechanism("Replacement", ("P11",), "one entrant, after one removal or two; recruits are not counted"),
    "M10": Mechanism("Small groups", ("P12",), "groups act by chance, not by choice"),
    "M11": Mechanism("Enforcers become rivals", ("P13",)),
    "M12": Mechanism("From transit to territory", ("P14",)),
    "M13": Mechanism("Economic coercion", ("P15", "P16"), "what lasts after pressure is the order of moves, not a result"),
    "M14": Mechanism("Token compliance", ("P17",)),
    "M15": Mechanism("Misaligned objectives", ("P18",)),
    "M16": Mechanism("The underrated threat", ("P19",)),
    "M17": Mechanism("Compelling cartels", ("P20",)),
    "M18": Mechanism("Sharing and leaks", ("P21",)),
    "M19": Mechanism("Accountability against cooperation", ("P22",)),
    "M20": Mechanism("Bribe or threat", ("P23",)),
    "M21": Mechanism("The territorial pact", ("P24",)),
    "M22": Mechanism("Army for police", ("P25",), "exposure is a lower share of honest officers"),
    "M23": Mechanism("Alone or together", ("P26",)),
    "M24": Mechanism("Memory and reassurance", ("P27",)),
    "M25": Mechanism("Street pressure and a squeezed government", ("P28",)),
    "M26": Mechanism("Slow, conditioned aid", ("P29",)),
    "M27": Mechanism("The appeasement signal", ("P30",)),
    "M28": Mechanism("Regeneration", ("P31",)),
    "M29": Mechanism("Concealment, human cover, decoys", ("P32",)),
    "M30": Mechanism("Presence against raid", ("P33",)),
    "M31": Mechanism("The balloon", ("P34",)),
    "M32": Mechanism("A needle in a haystack", ("P35",)),
    "M33": Mechanism("Economic feedback", ("P36",), "the optimum of pressure without recruitment, which would only lower it"),
    "M34": Mechanism("Arms and penalties", ("P37",)),
    "M35": Mechanism("Provoke to split", ("P38",)),
    "M36": Mechanism("Provoke what cannot be sustained", ("P39",)),
    "M37": Mechanism("The ladder, warning shots, hostages", ("P40",)),
    "M38": Mechanism("Tit-for-tat that becomes normal", ("P41",), "fixed strategies in a stationary state; no equilibrium"),
    "M39": Mechanism("Off-ramps and spoilers", ("P42",)),
    "M40": Mechanism("Spread north", ("P43",)),
    "M41": Mechanism("Proxy offers", ("P44",)),
    "M42": Mechanism("Diversion and bids for alliance", ("P45",)),
    "M43": Mechanism("False alarms", ("P46",)),
    "M44": Mechanism("Mandate and expectations", ("P47",)),
    "M45": Mechanism("Disorder without politics", ("P48",)),
    "M46": Mechanism("State failure", ("P49",), "two periods; governability moves by rule"),
    "M47": Mechanism("The value of anticipating", ("P50",)),
}
