"""The modules of the campaign: what each adds to the menus and to a period, and how many terminal histories there then are."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from math import prod

from ..errors import GameError
from . import campaign_beyond as beyond
from .campaign_period import HALF, KEPT, TENTH, Period, share

QUARTER, FIFTH, TWENTIETH = Fraction(1, 4), Fraction(1, 5), Fraction(1, 20)

MODULES = {  # what is told of each in a game of its own
    "inform": "cartels may inform (G2)",
    "kingpin": "the US may raid leaders; removal splits a group (G3)",
    "coercion": "the US may press, and Mexico help, help for show or refuse (G4)",
    "sharing": "odds depend on Mexico's stance; what is shared may leak (G5)",
    "capture": "cartels may bribe, which costs Mexico's help its worth (G6)",
    "hide": "cartels may hide among civilians, who may then be harmed (G7)",
    "routes": "the US may interdict routes (G8)",
    "stance": "Mexico may denounce, and the US offer to act jointly (G9)",
    "provoke": "an incident may be laid at the wrong door (G10)",
    "ladder": "the US may answer with an offer, or keep its response limited (G11)",
    "foreign": "a foreign power may divert the US, or use a proxy (G12)",
    "mandate": "the US says with its option whether it promises little or victory (G13)",
}
ENTRIES = (  # options, stances, moves, postures, responses, results beside success and failure: each with the module that it belongs to
    {"strike": "", "press": "coercion", "hold": "", "raid": "kingpin", "interdict": "routes", "joint": "stance"},
    {"help": "coercion", "passive": "coercion", "obstruct": "coercion", "denounce": "stance"},
    {"low": "", "inform": "inform", "resist": "", "hide": "hide", "bribe": "capture"},
    {"none": "foreign", "divert": "foreign", "proxy": "foreign"},
    {"go_on": "", "withdraw": "", "offer": "ladder", "limited": "ladder"},
    {"harm": "hide", "leak": "sharing", "misattributed incident": "provoke"},
)
LARGE = tuple(tuple(entries) for entries in ENTRIES)
VERY_LARGE = tuple((*menu, *more) for menu, more in zip(LARGE, beyond.VERY_LARGE, strict=True))
FULL = tuple((*menu, *more) for menu, more in zip(VERY_LARGE, beyond.FULL, strict=True))
ALL_ENTRIES = tuple({**some, **more, **rest} for some, more, rest in zip(ENTRIES, beyond.VERY_LARGE, beyond.FULL, strict=True))
SAID = {f"{option}, {message}": (option, message) for option in ALL_ENTRIES[0] for message in beyond.MESSAGES}

WITHOUT_ASKING = "passive"  # what Mexico does where it is not asked
HARMFUL = {"success": "success with harm", "failure": "failure with harm"}
RARE, ALL_RARE = TWENTIETH, TENTH  # chance of a leak, of an incident, and so on; of all of them together, where there are many
ENGAGING = {  # how far a posture of the foreign power ties the US down, and what it costs, beside a diversion
    "none": Fraction(0),
    "divert": Fraction(1),
    "proxy": HALF,
    "exile": QUARTER,
    "tip": QUARTER,
    "arm": 3 * QUARTER,
    "fund": HALF,
    "shelter": QUARTER,
    "condemn": TENTH,
    "mediate": TENTH,
}
LEAVING = {"offer": FIFTH, "pause": TENTH, "escalate": -TENTH}  # how much likelier an early exit is after a response
KINDS = {
    "partner": HALF,
    "nationalist": Fraction(3, 2),
    "penetrated": QUARTER,
    "divided": Fraction(1),
}  # times Mexico's weight of sovereignty
RECKLESS = FIFTH  # chance that a cartel or the US is of none of the two usual kinds, where there are more


def switched(preset, menus, modules, entries=ENTRIES):
    """Give the menus of a preset with some modules on and all others off; as they stand when None.

    Parameters
    ----------
    preset : frozenset of str
        The modules that are on in the preset.
    menus : tuple of tuple of str
        Its menus: options, stances, moves, postures, responses, results.
    modules : str or None
        Names between commas; ``"off"`` for none.
    entries : tuple of dict
        The module of every entry, menu by menu.
    """
    if modules is None:
        return with_messages(menus) if "mandate" in preset else menus
    chosen = read(modules)
    out = []
    for known, menu in zip(entries, menus, strict=True):
        there = [entry for entry, module in known.items() if module in ("", *chosen) and (entry in menu or module not in ("", *preset))]
        out.append(tuple(there))
    options, stances, moves, postures, responses, results = out
    if len(options) < 2:  # somebody who cannot press can still hold
        options = ("strike", "hold")
    if responses and "go_on" not in responses:
        responses = ("go_on", *responses)
    found = options, stances if len(stances) > 1 else (), moves, postures if len(postures) > 1 else (), responses, results
    return with_messages(found) if "mandate" in chosen else found


def with_messages(menus):
    """Give menus in which every option of the US comes with every message."""
    return (tuple(choice for choice, (option, _) in SAID.items() if option in menus[0]), *menus[1:])


def read(modules):
    """Give the names of modules that a text lists."""
    names = [] if modules.strip() in ("", "off") else [name.strip() for name in modules.split(",")]
    unknown = [name for name in names if name not in MODULES]
    if unknown:
        raise GameError(f"campaign has no module {', '.join(map(repr, unknown))}; its modules are {', '.join(MODULES)}, or off for none.")
    return frozenset(names)


def meant(option):
    """Give the option and the message that a choice of the US stands for."""
    return SAID.get(option, (option, ""))


def responses_after(option, responses):
    """Give what the US may answer with: there is nothing to withdraw from but a strike."""
    return tuple(response for response in responses if meant(option)[0] == "strike" or response != "withdraw")


def histories(types, cartels, periods, menus):
    """Count terminal histories, as if strikes were never ruled out."""
    options, stances, moves, postures, responses, results = menus
    answers = sum(len(responses_after(option, responses)) if len(responses_after(option, responses)) > 1 else 1 for option in options)
    outcomes = (4 if "harm" in results else 2) + sum(result != "harm" for result in results)
    us, mexico, cartel, foreign = types
    period = prod([answers, max(1, len(stances)), len(moves) ** cartels, max(1, len(postures)), outcomes])
    return us * mexico * foreign * cartel**cartels * period**periods


@dataclass(frozen=True)
class FullPeriod(Period):
    """A period with entries of all modules.

    Parameters
    ----------
    harm : bool
        Whether civilians were harmed beside what force does anyway.
    incident : str
        ``"leak"``, ``"misattributed incident"`` or nothing; the operation then failed.
    posture, response : str
        Of the foreign power and of the US.
    message : str
        What the US promised, if anything.
    """

    harm: bool = False
    incident: str = ""
    posture: str = "none"
    response: str = "go_on"
    message: str = ""

    @property
    def engaged(self) -> Fraction:
        """How far the US is tied down: by a proxy half as much as by a diversion."""
        return super().engaged * (ENGAGING[self.posture] if self.posture != "none" else 1)

    def adjusted(self, amounts: dict[str, Fraction]) -> dict[str, Fraction]:
        """Give the measures with what the modules add."""
        hit, found = self.success * self.exposed, dict(amounts)
        if self.option == "raid":  # a leader's heirs fight
            found["violence"] += FIFTH * hit
            found["groups"] = Fraction(int(hit > 0))
        if self.option == "interdict":
            found["violence"] -= FIFTH * hit * (len(self.moves) - 1)
        if self.option == "joint" and self.stance == "help":
            found["breach"] = Fraction(0)
        if self.stance == "denounce":  # which restores some standing, and is heard in the US
            found["breach"] /= 2
            found["home"] -= TENTH
            found["goodwill"] -= QUARTER
        found["civilian_harm"] += FIFTH * self.harm + TENTH * share(self.moves, "hide") * self.strike * self.success
        found["goodwill"] -= QUARTER * share(self.moves, "bribe") * found["goodwill"]
        if self.incident == "leak":
            found["home"] -= TWENTIETH
        elif self.incident == "misattributed incident":
            found["violence"] += FIFTH
            found["breach"] += QUARTER
        if self.posture == "proxy":
            found["violence"] += TENTH
        if self.response == "offer":
            found["violence"] -= QUARTER * share(self.moves, "resist")
            found["home"] -= TWENTIETH
        elif self.response == "limited":
            found["cost_us"] -= QUARTER * self.strike
            found["home"] -= TWENTIETH
        if self.stance == "discreet":
            found["breach"] /= 2
        if self.message == "victory":
            found["home"] += beyond.REPORTS[self.success]
        for entry, times in self._done().items():
            for name, amount in beyond.EFFECTS.get(entry, {}).items():
                found[name] += times * amount
        return found

    def _done(self) -> dict[str, Fraction]:
        """Every entry that was chosen or happened, and the share of those who could choose it."""
        once = dict.fromkeys((self.option, self.stance, self.posture, self.response, self.incident), Fraction(1))
        return once | {move: share(self.moves, move) for move in self.moves}

    @property
    def leaves(self) -> Fraction:
        """The odds of an early exit, higher after an offer of a way down."""
        return min(Fraction(1), super().leaves + LEAVING.get(self.response, 0))


@lru_cache(KEPT)
def outcomes(odds: Fraction, force: Fraction, moves: tuple[str, ...], results: tuple[str, ...]) -> dict[str, Fraction]:
    """Give the chance of every result of a period's operation."""
    rare = [result for result in results if result != "harm"]
    each = min(RARE, ALL_RARE / max(1, len(rare)))
    rest = 1 - each * len(rare)
    plain = {"success": odds * rest, "failure": (1 - odds) * rest}
    if "harm" in results:
        harm = TENTH + force / 5 + TENTH * share(moves, "hide")
        plain = {name: p * q for result, p in plain.items() for name, q in ((result, 1 - harm), (HARMFUL[result], harm))}
    return {**plain, **dict.fromkeys(rare, each)}
