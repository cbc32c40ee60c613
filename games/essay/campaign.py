"""G14, the campaign."""

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from typing import Any

from ..errors import GameError
from ..parameter import Parameter
from ..story import game
from .campaign_period import FIRST_GOV, LEAST_SUPPORT, Period, State, futures, profits, success_odds


@dataclass(frozen=True)
class Preset:
    """A size of the campaign, in numbers of entries.

    Parameters
    ----------
    cartels, periods : int
        How many.
    types : tuple of int
        Of the US, Mexico, each cartel, the foreign power.
    menus : tuple of int
        Of the US, Mexico, each cartel, the foreign power, the response of the US, chance; in each period.
    """

    cartels: int
    periods: int
    types: tuple[int, int, int, int]
    menus: tuple[int, int, int, int, int, int]

    @property
    def histories(self) -> int:
        """The number of terminal histories."""
        us, mexico, cartel, foreign = self.types
        option, stance, move, *rest = self.menus
        return prod([us, mexico, foreign] + [cartel] * self.cartels + [option, stance, *[move] * self.cartels, *rest] * self.periods)


PRESETS = {
    "tiny": Preset(1, 1, (2, 1, 2, 1), (2, 2, 2, 1, 1, 2)),
    "small": Preset(2, 1, (2, 2, 2, 1), (3, 3, 3, 1, 2, 2)),
    "medium": Preset(2, 2, (2, 2, 2, 1), (3, 2, 3, 2, 2, 2)),
    "large": Preset(3, 3, (2, 3, 3, 2), (6, 4, 5, 3, 4, 6)),
    "very_large": Preset(5, 6, (4, 3, 4, 2), (10, 5, 8, 5, 6, 8)),
    "full": Preset(8, 12, (6, 4, 8, 3), (20, 8, 15, 10, 8, 16)),
}
MENUS = {  # options of the US, stances of Mexico, moves of a cartel, responses of the US
    "tiny": (("strike", "press"), ("help", "obstruct"), ("low", "resist"), ()),
    "small": (("strike", "press", "hold"), ("help", "passive", "obstruct"), ("low", "inform", "resist"), ("go_on", "withdraw")),
}
SOVEREIGNTY = {"partner": Fraction(1, 2), "nationalist": Fraction(3, 2)}  # times the weight that Mexico gives it
COLLAPSE, SPLINTER = 2, Fraction(1, 10)  # what a collapse and a group that split off weigh at the end of two periods


def cartels(preset):
    """Name the cartels of a preset."""
    count = PRESETS[preset].cartels
    return ("Cartel",) if count == 1 else tuple(f"Cartel {k}" for k in range(1, count + 1))


def checked(preset, periods, gov0):
    """Refuse what is not told; no parameter depends on the structure."""
    if preset not in PRESETS:
        raise GameError(f"campaign has no preset {preset!r}; its presets are {', '.join(PRESETS)}.")
    if preset not in MENUS:
        count = PRESETS[preset].histories
        size = f"{count:,}" if count < 10**9 else f"about 10^{len(str(count)) - 1}"
        raise GameError(
            f"campaign with preset {preset!r} has {size} terminal histories, more than is told node by node; use {' or '.join(MENUS)}."
        )
    if periods not in (1, 2) or (periods == 2 and preset != "tiny"):
        raise GameError(f"campaign is told for 1 period, and for 2 with preset 'tiny'; found {periods!r} with preset {preset!r}.")
    if periods == 1 and gov0 != FIRST_GOV:
        raise GameError("In campaign gov0 carries over between periods; leave it out, or add periods=2.")
    if not 0 < gov0 <= 1:
        raise GameError(f"campaign takes gov0 above 0 and at most 1; found {gov0}.")
    return {}


@game(
    players=lambda preset: ("US", "Mexico", *cartels(preset)),
    headline=("w_cost_short", "m_sov"),
    parameters=checked,
    source="Essay on US military action against Mexico's drug cartels, parts 0, I, III, IV, V and VI",
    rows=(
        "E1",
        "E2",
        "E3",
        "E5",
        "E10",
        "E47",
        "E63",
        "E67",
        "E112",
        "E116",
        "E117",
        "E118",
        "E182",
        "E199",
        "E200",
        "E202",
        "E203",
    ),
    known=(
        "At the defaults there is one equilibrium: a long US strikes and a short one presses; Mexico obstructs after a strike and helps "
        "after pressure; under strikes the deep cartel lies low and the shallow one resists; under pressure both lie low.",
        "A cartel resists under a strike if and only if its weight on an early exit is at least 15/31 after help and 30/149 after "
        "obstruction; under pressure never.",
        "Where the cartels' replies do not depend on its stance, Mexico helps after a strike if and only if "
        "m_good + 7/40*m_viol >= m_sov/2, 101/400 against 7/20 at the defaults; after pressure always.",
        "With Mexico obstructing, the deep cartel low, the shallow one resisting and rho_deep 1/2, a US with cost weight w strikes if and "
        "only if w <= 19/42*w_home + 2/35*w_flow - 40/21*w_ally - 34/21*w_viol, 41/350 at the defaults.",
        "Terminal histories: tiny 64, small 5,184, medium 2,985,984, large about 10^18.5, very_large about 10^56, full about 10^185.7.",
    ),
)
def campaign(
    play,
    *,
    preset="tiny",
    periods=1,
    gov0=FIRST_GOV,
    w_cost_short=Parameter(Fraction(2, 5), domain="w_cost_short > w_cost_long", means="weight of cost to a short US"),
    m_sov=Parameter(Fraction(7, 10), domain="m_sov > 0", means="weight that Mexico gives to breaches of sovereignty"),
    V_deep=Parameter(Fraction(1, 10), domain="0 < V_deep < V_shallow", means="weight of an early US exit to a deep cartel, which can wait"),
    V_shallow=Parameter(1, means="weight of an early US exit to a shallow cartel, which cannot outlast the campaign"),
    mu_long=Parameter(Fraction(2, 5), domain="0 < mu_long < 1", means="prior that the US is long, that is bears cost easily"),
    rho_deep=Parameter(Fraction(1, 2), domain="0 < rho_deep < 1", means="prior that a cartel is deep"),
    w_cost_long=Parameter(Fraction(1, 20), domain="w_cost_long > 0", means="weight of cost to a long US"),
    w_home=Parameter(1, domain="w_home > 0", means="weight of approval at home to the US"),
    w_flow=Parameter(Fraction(3, 10), domain="w_flow > 0", means="weight of the flow of drugs to the US"),
    w_viol=Parameter(Fraction(1, 10), domain="w_viol > 0", means="weight of violence and civilian harm to the US"),
    w_ally=Parameter(Fraction(1, 10), domain="w_ally > 0", means="weight of Mexico's cooperation to the US"),
    m_viol=Parameter(Fraction(3, 10), domain="m_viol > 0", means="weight of violence and civilian harm to Mexico"),
    m_good=Parameter(Fraction(1, 5), domain="m_good > 0", means="weight of the goodwill of the US to Mexico"),
):
    """The campaign: US action, Mexican stance and cartel answers, told once for every size.

    The US picks an option, Mexico a stance, both in public; the cartels answer at once, unseen by each other; the
    operation succeeds or fails; the US may go on or withdraw. The US alone knows how well it bears cost, each
    cartel how long it can wait, and in larger presets Mexico how much it minds.

    Parameters
    ----------
    preset : {"tiny", "small", "medium", "large", "very_large", "full"}
        The size. Only ``tiny`` and ``small`` are told; the others are named with their counts.
    periods : int, 1 or 2
        Two, with ``tiny``: strength, support, governability and groups carry over, and an early exit counts at the end only.
    gov0 : number
        With two periods: the governability of Mexico at the start; below 3/10 at the end is a collapse.

    Notes
    -----
    Tiny has three players, 127 nodes, 12 information sets, 13 parameters. Endings hold numbers (see `campaign_period`), and payoffs are
    weighted sums of them, so a type is a set of weights. With two periods groups that split off add 1/50 of violence each period.

    Measures are of a period: ``flow`` is 1 less what a success takes away; ``violence`` comes from strikes that
    succeed and from resistance, ``civilian_harm`` from strikes, less so with Mexican help; ``cost_us`` is the
    effort of the US, ``home`` its approval at home; ``cooperation`` runs from -1 (obstruct) to 1 (help),
    ``goodwill`` from 0 to 1; ``breach`` is what a strike does to sovereignty, ``sharing`` the share of cartels
    that inform, ``groups`` how many there are.
    """
    options, stances, moves, responses = MENUS[preset]
    everyone = ("US", "Mexico", *cartels(preset))

    us = play.chance("US", {"long": mu_long, "short": 1 - mu_long})
    play.tell("US", us)
    mexico = play.chance("Mexico", list(SOVEREIGNTY)) if PRESETS[preset].types[1] == 2 else None
    if mexico:
        play.tell("Mexico", mexico)

    state, depth = State(gov=Fraction(gov0)), {}
    totals: defaultdict[str, Any] = defaultdict(int)
    for turn in range(1, periods + 1):
        able = options if state.support >= LEAST_SUPPORT else [option for option in options if option != "strike"]
        option = play.choose("US", able)
        stance = play.choose("Mexico", stances)
        for cartel in cartels(preset):
            if cartel not in depth:
                depth[cartel] = play.chance(cartel, {"deep": rho_deep, "shallow": 1 - rho_deep})
                play.tell(cartel, depth[cartel])
        cartel_moves = {cartel: play.choose(cartel, moves, public=False) for cartel in cartels(preset)}
        odds = success_odds(option, stance, tuple(cartel_moves.values()))
        operation = play.chance("operation", {"success": odds, "failure": 1 - odds})
        for cartel in cartel_moves:
            play.tell([player for player in everyone if player != cartel], cartel_moves[cartel])
        play.tell(everyone, operation)
        withdrawn = bool(responses) and play.choose("US", responses) == "withdraw"

        period = Period(option, stance, tuple(cartel_moves.values()), operation == "success", withdrawn)
        amounts = state.measures(period)
        play.measure(**amounts)
        for name in amounts:
            totals[name] += amounts[name]
        for cartel, profit, future in zip(cartel_moves, profits(period), futures(period), strict=True):
            exit_worth = (V_deep if depth[cartel] == "deep" else V_shallow) * future if turn == periods else 0
            totals[cartel] += state.strength * (profit + exit_worth)
        state = state.after(period)

    play.outcome(ending(period))
    play.measure(groups=len(depth))
    collapse, splinters = (COLLAPSE * state.collapsed, SPLINTER * state.splinters) if periods > 1 else (0, 0)
    if periods > 1:
        play.measure(gov=state.gov, support=state.support)
    violence = totals["violence"] + totals["civilian_harm"] + splinters
    breach = totals["breach"] * (SOVEREIGNTY[mexico] if mexico else 1)
    return {
        "US": -w_flow * totals["flow"]
        - w_viol * violence
        + w_ally * (totals["cooperation"] - collapse)
        + w_home * totals["home"]
        - (w_cost_long if us == "long" else w_cost_short) * totals["cost_us"],
        "Mexico": -m_sov * (breach + collapse) - m_viol * violence + m_good * totals["goodwill"],
        **{cartel: totals[cartel] for cartel in depth},
    }


def ending(period):
    """Name the class of an ending, by its last period."""
    if period.option == "hold":
        words = "hold"
    elif period.option == "press":
        words = "pressure, " + {"help": "helped", "passive": "passive", "obstruct": "refused"}[period.stance]
    else:
        words = "strikes, " + {"help": "helped", "passive": "passive", "obstruct": "obstructed"}[period.stance]
        words += ", resisted" if "resist" in period.moves else ", quiet"
    return words + (" + informed" if any(period.shielded) else "") + (" + withdrawn" if period.withdrawn else "")
