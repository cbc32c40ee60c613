"""G14, the campaign."""

from dataclasses import dataclass
from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game
from .campaign_beyond import DEPTHS, FOREIGNERS, US_KINDS, prior
from .campaign_modules import (
    ALL_ENTRIES,
    ENGAGING,
    ENTRIES,
    FULL,
    HARMFUL,
    KINDS,
    LARGE,
    MODULES,
    RECKLESS,
    VERY_LARGE,
    WITHOUT_ASKING,
    FullPeriod,
    histories,
    meant,
    outcomes,
    read,
    responses_after,
    switched,
)
from .campaign_period import FIRST_GOV, FORCE, State, futures, measures, profits, success_odds


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


PRESETS = {
    "tiny": Preset(1, 1, (2, 1, 2, 1), (2, 2, 2, 1, 1, 2)),
    "core": Preset(2, 1, (2, 1, 2, 1), (2, 2, 3, 1, 1, 2)),
    "small": Preset(2, 1, (2, 2, 2, 1), (3, 3, 3, 1, 2, 2)),
    "medium": Preset(2, 2, (2, 2, 2, 1), (3, 2, 3, 2, 2, 2)),
    "large": Preset(3, 3, (2, 3, 3, 2), (6, 4, 5, 3, 4, 6)),
    "very_large": Preset(5, 6, (4, 3, 4, 2), (10, 5, 8, 5, 6, 8)),
    "full": Preset(8, 12, (6, 4, 8, 3), (20, 8, 15, 10, 8, 16)),
}
RESPONSES = ("go_on", "withdraw")  # after a strike only: elsewhere nothing is withdrawn from, and both would be worth the same
MENUS = {  # options of the US, stances of Mexico, moves of a cartel, postures of the foreign power, responses of the US
    "tiny": (("strike", "press"), ("help", "obstruct"), ("low", "resist"), (), ()),
    "core": (("strike", "press"), ("help", "obstruct"), ("low", "inform", "resist"), (), ()),
    "small": (("strike", "press", "hold"), ("help", "passive", "obstruct"), ("low", "inform", "resist"), (), RESPONSES),
    "medium": (("strike", "press", "hold"), ("help", "obstruct"), ("low", "inform", "resist"), ("none", "divert"), RESPONSES),
    "large": LARGE[:5],
    "very_large": VERY_LARGE[:5],
    "full": FULL[:5],
}
RESULTS = {"large": LARGE[5], "very_large": VERY_LARGE[5], "full": FULL[5]}  # beside success and failure
FIRST_MODULES = frozenset(("coercion", "sharing", "stance"))
ON = {  # the modules of the presets
    "tiny": FIRST_MODULES,
    "core": FIRST_MODULES | {"inform"},
    "small": FIRST_MODULES | {"inform"},
    "medium": FIRST_MODULES | {"inform", "foreign"},
    "large": frozenset(MODULES) - {"mandate"},
    "very_large": frozenset(MODULES) - {"mandate"},
    "full": frozenset(MODULES),
}
BEYOND = ("very_large", "full")  # presets with entries of their own
COLLAPSE, SPLINTER = 2, Fraction(1, 10)  # what a collapse and a group that split off weigh at the end of two periods


def cartels(preset):
    """Name the cartels of a preset."""
    count = PRESETS[preset].cartels
    return ("Cartel",) if count == 1 else tuple(f"Cartel {k}" for k in range(1, count + 1))


def everyone(preset, modules):
    """Name the players of a preset; Mexico is one of them also where it is not asked."""
    return ("US", "Mexico", *cartels(preset), *(("Foreign",) if menus(preset, modules)[3] else ()))


def menus(preset, modules):
    """Give options, stances, moves, postures, responses, and results beside success and failure."""
    return switched(ON[preset], (*MENUS[preset], RESULTS.get(preset, ())), modules, ALL_ENTRIES if preset in BEYOND else ENTRIES)


def kinds(preset, mexico_types, cartel_types):
    """Give the numbers of types, those of Mexico and of each cartel as asked for."""
    us, mexico, cartel, foreign = PRESETS[preset].types
    return us, mexico_types or mexico, cartel_types or cartel, foreign


def size(preset, periods, mexico_types, cartel_types, withdrawal, modules):
    """Count terminal histories, as if strikes were never ruled out."""
    options, stances, moves, postures, responses, results = menus(preset, modules)
    responses = responses if withdrawal is None else RESPONSES * withdrawal
    us, mexico, cartel, foreign = kinds(preset, mexico_types, cartel_types)
    told = options, stances, moves, postures, responses, results
    return histories((us, mexico, cartel, foreign if postures else 1), PRESETS[preset].cartels, turns(preset, periods), told)


def checked(preset, periods, gov0, mexico_types, cartel_types, withdrawal, modules):
    """Refuse what is not told; no parameter depends on the structure."""
    if preset not in PRESETS:
        raise GameError(f"campaign has no preset {preset!r}; its presets are {', '.join(PRESETS)}.")
    if periods not in (1, 2) or (periods == 2 and PRESETS[preset].periods == 1 and preset != "tiny"):
        raise GameError(
            f"campaign is told for 1 period, and for 2 with preset 'tiny' or 'medium'; found {periods!r} with preset {preset!r}."
        )
    if turns(preset, periods) == 1 and gov0 != FIRST_GOV:
        raise GameError("In campaign gov0 carries over between periods; leave it out, or add periods=2.")
    for name, value in (("mexico_types", mexico_types), ("cartel_types", cartel_types)):
        if value not in (None, 1, 2) or isinstance(value, bool):
            raise GameError(f"campaign takes {name} as 1 or 2, or leaves it to the preset; found {value!r}.")
    if withdrawal not in (None, True, False):
        raise GameError(f"campaign takes withdrawal as True or False, or leaves it to the preset; found {withdrawal!r}.")
    if modules is not None:
        read(modules)
    if not 0 < gov0 <= 1:
        raise GameError(f"campaign takes gov0 above 0 and at most 1; found {gov0}.")
    return {}


def turns(preset, periods):
    """Give the number of periods that are told."""
    return max(periods, PRESETS[preset].periods)


@game(
    players=everyone,
    headline=("w_cost_short", "m_sov"),
    parameters=checked,
    size=size,
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
        "With two cartels that may inform (core) and immunity for a sole informer only there are 27 equilibria and three outcomes; in two of them "
        "play is pure, both types of the US strike, Mexico helps, one cartel informs and the other does not, and flow is 719/800.",
        "Terminal histories: tiny 64, core 576, small 3,456, medium 1,327,104, large about 10^18.2, very_large about 10^55.5, full about 10^185.1.",
    ),
)
def campaign(
    play,
    *,
    preset="tiny",
    periods=1,
    gov0=FIRST_GOV,
    mexico_types=None,
    cartel_types=None,
    withdrawal=None,
    modules=None,
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
    V_div=Parameter(1, domain="V_div > 0", means="gain of the foreign power from a diversion while the US is fully engaged"),
    c_e=Parameter(Fraction(2, 5), domain="c_e > 0", means="cost of a diversion to the foreign power"),
):
    """The campaign: US action, Mexican stance and cartel answers, told once for every size.

    The US picks an option, Mexico a stance, both in public; the cartels answer at once, unseen by each other; the
    operation succeeds or fails; after a strike the US may go on or withdraw. A cartel is spared only if it alone informs. The US alone knows how well it bears cost, each
    cartel how long it can wait, and in larger presets Mexico how much it minds. With ``medium`` a foreign power may
    divert the US, unseen, after the cartels have answered.

    Parameters
    ----------
    preset : {"tiny", "core", "small", "medium", "large", "very_large", "full"}
        The size. ``tiny``, ``core``, ``small`` and ``medium`` are built; the others are told, and learned from sampled plays without a
        tree (`games.unbuilt`). ``core`` is the smallest with the US, Mexico and two cartels that may inform.
    periods : int, 1 or 2
        Two, with ``tiny``, and always with ``medium``: strength, support, governability and groups carry over, and an early exit
        counts at the end only.
    mexico_types, cartel_types : None, 1 or 2
        Other numbers of types than the preset's: of Mexico, partner and nationalist, and of each cartel, deep and shallow; one type of
        cartel is deep.
    withdrawal : None or bool
        Whether the US may withdraw after a strike, if other than in the preset.
    modules : str or None
        The modules that are on, between commas, and ``off`` for none; those of the preset when None, all in ``full``: `MODULES` of
        `campaign_modules` says what each adds. What belongs to a module that is off leaves the menus.
    gov0 : number
        With two periods: the governability of Mexico at the start; below 3/10 at the end is a collapse.

    Notes
    -----
    Tiny has three players, 127 nodes, 12 information sets, 13 parameters. Endings hold numbers (see `campaign_period`), and payoffs are
    weighted sums of them, so a type is a set of weights. With two periods groups that split off add 1/50 of violence each period.
    A period depends only on what has carried over, so that it is told once for each such state: medium has 1,327,104 terminal histories.

    Measures are of a period: ``flow`` is 1 less what a success takes away; ``violence`` comes from strikes that
    succeed and from resistance, ``civilian_harm`` from strikes, less so with Mexican help; ``cost_us`` is the
    effort of the US, ``home`` its approval at home; ``cooperation`` runs from -1 (obstruct) to 1 (help),
    ``goodwill`` from 0 to 1; ``breach`` is what a strike does to sovereignty, ``sharing`` the share of cartels
    that inform, ``groups`` how many there are.
    """
    options, stances, moves, postures, responses, results = menus(preset, modules)
    shared = modules is None or "sharing" in read(modules)  # whether odds depend on Mexico's stance
    uses, mexicos, depths, foreigners = kinds(preset, mexico_types, cartel_types)
    responses = responses if withdrawal is None else RESPONSES * withdrawal
    players, periods = everyone(preset, modules), turns(preset, periods)

    us = play.chance("US", prior(US_KINDS, uses, mu_long, RECKLESS))
    play.tell("US", us)
    mexico = play.chance("Mexico", list(KINDS)[:mexicos]) if mexicos > 1 else None
    if mexico:
        play.tell("Mexico", mexico)
    harm = dict.fromkeys(("violence", "civilian_harm", "splinters"))
    bears, times = US_KINDS[us]
    weights = {"flow": -w_flow, **dict.fromkeys(harm, -w_viol), "cooperation": w_ally, "collapse": -w_ally, "home": w_home}
    play.weigh("US", **{name: times.get(name, 1) * weight for name, weight in weights.items()})
    play.weigh("US", cost_us=-w_cost_long if bears == "long" else -w_cost_short)
    play.weigh("Mexico", breach=-m_sov * (KINDS[mexico] if mexico else 1), collapse=-m_sov, **dict.fromkeys(harm, -m_viol), goodwill=m_good)
    if postures:
        foreign = play.chance("Foreign", list(FOREIGNERS)[:foreigners]) if foreigners > 1 else "opportunist"
        if foreigners > 1:
            play.tell("Foreign", foreign)
        play.weigh("Foreign", engaged=FOREIGNERS[foreign] * V_div, diversions=-c_e)

    state, worth = State(strengths=(Fraction(1),) * len(cartels(preset)), gov=Fraction(gov0)), {}
    for turn in range(1, periods + 1):
        play.depends_on(turn, state.rest(periods + 1 - turn))
        chosen = play.choose("US", options if state.may_strike else [one for one in options if meant(one)[0] != "strike"])
        option, message = meant(chosen)
        stance = play.choose("Mexico", stances) if stances else WITHOUT_ASKING
        for cartel in cartels(preset) if turn == 1 else ():
            depth = play.chance(cartel, prior(DEPTHS, depths, rho_deep, RECKLESS)) if depths > 1 else "deep"
            play.tell(cartel, depth if depths > 1 else ())
            worth[cartel] = DEPTHS[depth][0] * V_deep + DEPTHS[depth][1] * V_shallow
            play.weigh(cartel, **{f"exit of {cartel}": worth[cartel], f"profit of {cartel} in period 1": 1})
        cartel_moves = {cartel: play.choose(cartel, moves, public=False) for cartel in cartels(preset)}
        posture = play.choose("Foreign", postures, public=False) if postures else "none"
        odds = success_odds(option, stance if shared else WITHOUT_ASKING, tuple(cartel_moves.values()))
        operation = play.chance("operation", outcomes(odds, FORCE.get(option, Fraction(0)), tuple(cartel_moves.values()), results))
        for cartel in cartel_moves:
            play.tell([player for player in players if player != cartel], cartel_moves[cartel])
        play.tell(players, operation)
        answers = responses_after(option, responses)
        response = play.choose("US", answers) if len(answers) > 1 else "go_on"

        period = FullPeriod(
            option,
            stance,
            tuple(cartel_moves.values()),
            success=operation in ("success", HARMFUL["success"]),
            withdrawn=response == "withdraw",
            diverted=posture != "none",
            harm=operation in HARMFUL.values(),
            incident=operation if operation in results else "",
            posture=posture,
            response=response,
            message=message,
        )
        after = state.after(period)
        play.measure(**measures(period))
        splinters = SPLINTER * (after.splinters - state.splinters) if periods > 1 else 0
        play.tally(engaged=period.engaged, diversions=ENGAGING[posture], splinters=splinters)
        for cartel, profit, future in zip(cartel_moves, profits(period), futures(period), strict=True):
            play.tally(**{f"profit of {cartel} in period {turn}": profit, f"exit of {cartel}": future * (turn == periods)})
        if periods > 1:
            play.measure(**state.changes(after, first=turn == 1))
        if turn < periods:  # what the next period owes to this one is counted now, so that few states remain
            play.measure(**after.burden)
            for cartel, old, new in zip(cartel_moves, state.strengths, after.strengths, strict=True):
                play.weigh(cartel, **{f"exit of {cartel}": worth[cartel] * (new - old), f"profit of {cartel} in period {turn + 1}": new})
        state = after

    play.outcome(ending(period))
    play.measure(groups=len(cartels(preset)))
    play.tally(collapse=COLLAPSE * state.collapsed if periods > 1 else 0)


OPTIONS = {"strike": "strikes", "raid": "raids", "interdict": "interdiction", "joint": "joint action", "indict": "indictments"}
OPTIONS |= {"freeze": "frozen funds", "expose": "disclosure", "stabilise": "stabilisation"}
STANCES = {"help": "helped", "passive": "passive", "obstruct": "obstructed", "denounce": "denounced", "discreet": "discreetly helped"}
STANCES |= {"expel": "agents expelled", "audit": "helped and audited", "negotiate": "negotiated"}


def ending(period):
    """Name the class of an ending, by its last period."""
    if period.option == "hold":
        words = "hold"
    elif period.option == "press":
        words = "pressure, " + {**STANCES, "obstruct": "refused"}[period.stance]
    else:
        words = OPTIONS[period.option] + ", " + STANCES[period.stance]
        words += ", resisted" if "resist" in period.moves else ", quiet"
    return words + (" + informed" if any(period.shielded) else "") + (" + withdrawn" if period.withdrawn else "")
