"""What one period of the campaign does: odds, measures and what carries over; numbers only, so that weights may stay symbolic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property, lru_cache

TENTH, HALF = Fraction(1, 10), Fraction(1, 2)
KEPT = 1 << 14  # periods whose figures are remembered

ODDS = {  # chance that an operation succeeds, by option of the US and stance of Mexico
    ("strike", "help"): Fraction(3, 5),
    ("strike", "passive"): HALF,
    ("strike", "obstruct"): Fraction(7, 20),
    ("press", "help"): Fraction(2, 5),
    ("press", "passive"): Fraction(1, 5),
    ("press", "obstruct"): Fraction(1, 20),
    ("hold", "help"): Fraction(3, 20),
    ("hold", "passive"): TENTH,
    ("hold", "obstruct"): Fraction(1, 20),
    ("raid", "help"): HALF,
    ("raid", "passive"): Fraction(2, 5),
    ("raid", "obstruct"): Fraction(3, 10),
    ("interdict", "help"): HALF,
    ("interdict", "passive"): Fraction(2, 5),
    ("interdict", "obstruct"): Fraction(3, 10),
    ("joint", "help"): Fraction(11, 20),
    ("joint", "passive"): Fraction(1, 4),
    ("joint", "obstruct"): Fraction(1, 20),
    ("indict", "help"): Fraction(2, 5),
    ("indict", "passive"): Fraction(1, 5),
    ("indict", "obstruct"): TENTH,
    ("freeze", "help"): Fraction(2, 5),
    ("freeze", "passive"): Fraction(3, 10),
    ("freeze", "obstruct"): Fraction(1, 4),
    ("expose", "help"): Fraction(1, 4),
    ("expose", "passive"): Fraction(1, 5),
    ("expose", "obstruct"): Fraction(3, 20),
    ("stabilise", "help"): Fraction(1, 4),
    ("stabilise", "passive"): TENTH,
    ("stabilise", "obstruct"): Fraction(1, 20),
}
LIKE = {"denounce": "obstruct", "expel": "obstruct", "discreet": "help", "audit": "help", "negotiate": "passive"}  # as odds go
REACH = {
    "strike": Fraction(1),
    "press": HALF,
    "hold": Fraction(1, 4),
    "raid": Fraction(3, 4),
    "interdict": HALF,
    "joint": Fraction(3, 4),
    "indict": HALF,
    "freeze": HALF,
    "expose": Fraction(1, 4),
    "stabilise": Fraction(1, 4),
}
FORCE = {"strike": Fraction(1), "raid": HALF, "joint": Fraction(1, 4)}  # of a strike's; that of other options is none
HELP = {"help": Fraction(1), "passive": HALF, "obstruct": Fraction(0), "denounce": Fraction(0)}
HELP |= {"discreet": Fraction(1), "audit": Fraction(1), "negotiate": HALF, "expel": Fraction(0)}
MOVES = {  # what a cartel keeps of its profit in a period, what the move costs it, and how much it evades
    "low": (Fraction(4, 5), Fraction(0), Fraction(0)),
    "resist": (Fraction(9, 10), Fraction(0), Fraction(0)),  # what resisting costs depends on the US
    "inform": (Fraction(9, 10), Fraction(7, 20), Fraction(0)),
    "hide": (Fraction(3, 4), Fraction(1, 20), Fraction(1, 4)),
    "bribe": (Fraction(17, 20), TENTH, Fraction(1, 4)),
    "stage": (Fraction(17, 20), TENTH, Fraction(0)),
    "warn": (Fraction(4, 5), Fraction(1, 20), Fraction(0)),
    "hostage": (Fraction(4, 5), Fraction(3, 20), Fraction(0)),
    "false tip": (Fraction(17, 20), Fraction(1, 5), Fraction(1, 8)),
    "reroute": (Fraction(4, 5), TENTH, Fraction(1, 4)),
    "recruit": (Fraction(9, 10), Fraction(3, 20), Fraction(0)),
    "extort": (Fraction(19, 20), TENTH, Fraction(0)),
    "infiltrate": (Fraction(17, 20), Fraction(3, 20), Fraction(1, 4)),
    "truce": (Fraction(3, 4), Fraction(0), Fraction(0)),
    "retaliate": (Fraction(9, 10), Fraction(3, 10), Fraction(0)),
}

LARGEST_FALL, LARGEST_RISE = Fraction(1, 5), Fraction(1, 50)  # of governability in one period, at most

FIRST_SUPPORT, FIRST_GOV, LEAST_SUPPORT, LEAST_GOV = Fraction(3, 5), Fraction(7, 10), Fraction(7, 20), Fraction(3, 10)


def share(moves: Sequence[str], move: str) -> Fraction:
    """Give the share of the cartels that make a move."""
    return Fraction(moves.count(move), len(moves))


@lru_cache(KEPT)
def success_odds(option: str, stance: str, moves: tuple[str, ...]) -> Fraction:
    """Give the chance that the period's operation succeeds: cartels that resist can be found, informers help to find the others."""
    tips = share(moves, "inform") if option != "hold" else 0
    evading = sum((MOVES[move][2] for move in moves), Fraction(0)) / len(moves)
    known = ODDS[option, LIKE.get(stance, stance)]
    return (known + TENTH * share(moves, "resist") + TENTH * tips) * (1 - evading)


@dataclass(frozen=True)
class Period:
    """What was done in a period.

    Parameters
    ----------
    option, stance : str
        Of the US and of Mexico.
    moves : tuple of str
        Of the cartels.
    success : bool
        Whether the operation succeeded.
    withdrawn : bool
        Whether the US then withdrew.
    diverted : bool
        Whether the foreign power made a diversion.
    """

    option: str
    stance: str
    moves: tuple[str, ...]
    success: bool
    withdrawn: bool = False
    diverted: bool = False

    @property
    def strike(self) -> Fraction:
        """How much force is used: 1 under a strike, 0 without any."""
        return FORCE.get(self.option, Fraction(0))

    @property
    def effect(self) -> Fraction:
        """How far a success reaches; 0 after a failure."""
        return REACH[self.option] * int(self.success)

    @property
    def engaged(self) -> Fraction:
        """How far the US is tied down while the foreign power diverts it: by its option, half as much once it withdrew."""
        return REACH[self.option] * (1 - HALF * self.withdrawn) * self.diverted

    @property
    def leaves(self) -> Fraction:
        """The odds that the US leaves early: certain after it withdrew, likelier under violence."""
        return Fraction(1) if self.withdrawn else Fraction(3, 10) + HALF * share(self.moves, "resist") * self.strike

    def adjusted(self, amounts: dict[str, Fraction]) -> dict[str, Fraction]:
        """Give the measures with what modules add; here nothing."""
        return amounts

    @cached_property
    def shielded(self) -> list[bool]:
        """Which cartels are spared: a sole informer, while the US acts; where several inform, none is."""
        sole = self.option != "hold" and self.moves.count("inform") == 1
        return [sole and move == "inform" for move in self.moves]

    @cached_property
    def exposed(self) -> Fraction:
        """Share of the cartels that are not spared."""
        return 1 - Fraction(sum(self.shielded), len(self.moves))

    @cached_property
    def lost(self) -> Fraction:
        """Part of the flow that is lost."""
        return Fraction(3, 10) * self.effect * self.exposed

    @cached_property
    def takeover(self) -> Fraction:
        """Part of the flow that the sole informer takes over: four fifths of what the others lose."""
        return Fraction(4, 5) * self.lost * any(self.shielded)


@lru_cache(KEPT)
def measures(period: Period) -> dict[str, Fraction]:
    """Give the measures of a period; those of several periods add up."""
    strike, helps, resist = period.strike, HELP[period.stance], share(period.moves, "resist")
    hit = period.success * period.exposed
    amounts = {
        "flow": 1 - period.lost,
        "violence": HALF * strike * period.success + resist * (1 + strike) + Fraction(1, 5) * hit * (len(period.moves) - 1),
        "civilian_harm": strike * (Fraction(1, 5) + Fraction(3, 10) * (1 - helps)),
        "cost_us": Fraction(1, 5) + Fraction(4, 5) * strike + HALF * resist - HALF * strike * period.withdrawn + period.engaged / 5,
        "cooperation": 2 * helps - 1,
        "home": HALF * strike + HALF * period.effect - resist / 4 - TENTH * (period.withdrawn and not period.success),
        "breach": strike * (1 + helps) / 2,
        "goodwill": helps,
        "sharing": share(period.moves, "inform"),
        "groups": Fraction(strike * int(period.success and period.exposed > 0)),
    }
    return period.adjusted(amounts)


@lru_cache(KEPT)
def profits(period: Period) -> tuple[Fraction, ...]:
    """Give each cartel's profit of a period."""
    return tuple(
        _profit(period, move, safe) / len(period.moves) + period.takeover * safe
        for move, safe in zip(period.moves, period.shielded, strict=True)
    )


@lru_cache(KEPT)
def futures(period: Period) -> tuple[Fraction, ...]:
    """Give what is left to each cartel, times the odds that the US leaves early: certain after it withdrew, likelier under violence."""
    remaining = [1 - HALF * (period.success and not safe) for safe in period.shielded]
    return tuple(
        (rest / len(remaining) + period.takeover * safe) * period.leaves for rest, safe in zip(remaining, period.shielded, strict=True)
    )


def _profit(period: Period, move: str, safe: bool) -> Fraction:
    hit = int(period.success and not safe)
    keep, price, _ = MOVES[move]
    if move == "resist":
        price = Fraction(1, 4) * (period.strike * hit + 1 - period.strike)
    return keep * (1 - HALF * hit) - price


@dataclass(frozen=True)
class State:
    """What carries over from period to period.

    Parameters
    ----------
    strengths : tuple of Fraction
        Of each cartel, 1 at first.
    support : Fraction
        Of the US public; too low, and the US no longer strikes.
    gov : Fraction
        Governability of Mexico; a collapse below the least is felt at the end.
    splinters : Fraction
        Groups that split off.
    """

    strengths: tuple[Fraction, ...] = (Fraction(1),)
    support: Fraction = FIRST_SUPPORT
    gov: Fraction = FIRST_GOV
    splinters: Fraction = Fraction(0)

    @property
    def collapsed(self) -> bool:
        """Whether Mexico is no longer governable."""
        return self.gov < LEAST_GOV

    @property
    def may_strike(self) -> bool:
        """Whether the US public bears a strike."""
        return self.support >= LEAST_SUPPORT

    @property
    def burden(self) -> dict[str, Fraction]:
        """What the state adds to the measures of the next period, whatever is done: splinter groups add violence."""
        return {"violence": self.splinters / 50, "gov": -self.splinters / 1000}

    def measures(self, period: Period) -> dict[str, Fraction]:
        """Give the measures of a period in this state."""
        amounts = measures(period)
        return {**amounts, "violence": amounts["violence"] + self.burden["violence"]}

    def changes(self, after: State, first: bool) -> dict[str, Fraction]:
        """Give what a period does to governability and support, beyond the burden; the first period counts from nothing."""
        base = State(gov=Fraction(0), support=Fraction(0)) if first else self
        return {"gov": after.gov - base.gov - self.burden["gov"], "support": after.support - base.support}

    def rest(self, left: int) -> object:
        """Give what the periods that are left depend on; the last one only on what is near a threshold, all else being counted."""
        safe = LEAST_GOV + left * LARGEST_FALL <= self.gov <= 1 - left * LARGEST_RISE
        return self if left > 1 else (self.may_strike, None if safe else (self.gov, self.splinters))

    def after(self, period: Period) -> State:
        """Give the state after a period."""
        amounts = self.measures(period)
        hit = [strength * (1 - HALF * period.effect * (not safe)) for strength, safe in zip(self.strengths, period.shielded, strict=True)]
        return replace(
            self,
            strengths=tuple(strength + TENTH * (1 - strength) for strength in hit),
            support=self.support - amounts["cost_us"] / 20,
            gov=min(Fraction(1), self.gov - (amounts["violence"] + amounts["breach"]) / 20 + Fraction(1, 50)),
            splinters=self.splinters + amounts["groups"],
        )
