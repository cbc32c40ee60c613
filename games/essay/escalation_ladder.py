"""G11, the escalation ladder."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

ERROR_OF_A_GROUP = Fraction(1, 200)  # chance that one group breaks a halt
RESCUE, NORTH = "rescue", "north"


def halt_odds(groups, ctrl=0, noise=1, eps=ERROR_OF_A_GROUP):
    """Give the chance that no group breaks a halt, or is seen to: ``(1 - eps*(1 - ctrl)*noise)**groups``."""
    return (1 - eps * (1 - Fraction(ctrl)) * Fraction(noise)) ** groups


def restrained_share(forgives, noise):
    """Give the long-run share of acts seen as restrained when each side returns what it saw last.

    A seen attack is forgiven with a chance, and every act is seen (or carried out) wrongly with chance `noise`, in both
    directions. Fixed strategies in a stationary state; no equilibrium of the ladder.
    """
    forgiven = (1 - 2 * noise) * forgives
    return (noise + forgiven) / (1 - (1 - 2 * noise) * (1 - forgives))


def peaceful_share(forgives, noise):
    """Give the long-run share of peace when peace breaks with chance `noise` and is mended with chance `forgives`."""
    return forgives / (forgives + noise)


def more_numbers(groups, ctrl, noise, us_rungs, cartel_rungs, deliver):
    """Give the parameters that depend on the structure, after a look at the structure."""
    for name, value, offered in (("us_rungs", us_rungs, RESCUE), ("cartel_rungs", cartel_rungs, NORTH)):
        if value not in (None, offered):
            raise GameError(f"escalation_ladder takes {name} as {offered!r}, or leaves it out; found {value!r}.")
    if groups is None:
        if (ctrl, noise) != (0, 1):
            raise GameError("In escalation_ladder ctrl and noise change the odds of a halt over groups; say how many with groups=50.")
    elif isinstance(groups, bool) or not isinstance(groups, int) or groups < 1 or not (0 <= ctrl < 1 and 0 < noise <= 1):
        raise GameError(
            "escalation_ladder takes groups as a whole number, at least 1, with 0 <= ctrl < 1 and 0 < noise <= 1; "
            f"found groups {groups!r}, ctrl {ctrl}, noise {noise}."
        )
    more = {}
    if groups is not None:
        more["hold"] = Parameter(halt_odds(groups, ctrl, noise), "0 < hold < 1", f"chance that a halt by {groups} groups holds")
    if deliver:
        more["c_del"] = Parameter(Fraction(3, 10), "c_del > 0", "cost to the cartel of delivering culprits")
        more["c_ref"] = Parameter(Fraction(1, 20), "c_ref > 0", "cost to the cartel of refusing to")
    if us_rungs:
        more["q"] = Parameter(Fraction(1, 2), "0 < q < 1", "chance that a rescue succeeds")
        more["c_r"] = Parameter(Fraction(3, 10), "c_r > 0", "cost to the US of a rescue")
        more["l_r"] = Parameter(Fraction(9, 10), "l_r > 0", "cartel's loss when the hostages are rescued")
    if cartel_rungs:
        more["p_spread"] = Parameter(Fraction(1, 10), "0 < p_spread < 1", "chance that violence spreads north of an unprepared border")
        more["prep"] = Parameter(Fraction(1, 2), "0 < prep < 1", "preparation: the part of that chance which it takes away")
        more["G"] = Parameter(4, "G > 0", "stakes of violence carried north, the cartel's gain and the loss of the US")
        more["f"] = Parameter(Fraction(1, 10), "f > 0", "further loss of the cartel when it carries violence north")
    return more


@game(
    players=("Cartel", "US"),
    headline=("hold", "phi", "rho"),
    parameters=more_numbers,
    source="Essay on US military action against Mexico's drug cartels, parts I, IV and VI",
    rows=("E2", "E5", "E6", "E139", "E140", "E147", "E149", "E156", "E167", "E200", "E207"),
    known=(
        "At the defaults there are two outcomes. In the first both cartel types warn, a firm US presses and a soft one offers, the "
        "desperate cartel takes hostages and the cautious one backs down: halt holds 39/100, halt spoiled 11/100, backs down 3/10, "
        "large intervention 1/5.",
        "In the second both cartel types warn and both US types offer, since press would be read as soft: halt holds 39/50, "
        "halt spoiled 11/50; D1 removes it.",
        "With o = k + (1 - hold)*w and D_d <= l + m <= D_c, the first is an equilibrium if and only if "
        "rho*K_f - (1 - rho)*b <= o <= rho*A_host - (1 - rho)*b and phi <= hold*l/(m + hold*l): 11/50 <= 47/125 <= 31/50 and "
        "1/2 <= 13/23 at the defaults.",
        "Both US types offer although press is read as firm if and only if o <= rho*K_f - (1 - rho)*b, at the defaults hold >= 39/40.",
        "At hold 33/500 three outcomes coexist: nobody warns; the cautious cartel and the firm US mix; all warn and find a way down.",
        "The odds of a halt over g groups of which each fails with 1/200 are (199/200)**g: 0.995 for 1, 0.778 for 50, 0.066 for 543.",
    ),
)
def escalation_ladder(
    play,
    *,
    jump=False,
    deliver=False,
    us_rungs=None,
    cartel_rungs=None,
    groups=None,
    ctrl=Fraction(0),
    noise=Fraction(1),
    hold=Parameter(Fraction(39, 50), domain="0 < hold < 1", means="chance that a halt holds and no spoiler breaks it"),
    phi=Parameter(Fraction(1, 2), domain="0 < phi < 1", means="prior that the US is firm"),
    rho=Parameter(Fraction(2, 5), domain="0 < rho < 1", means="prior that the cartel is desperate"),
    l=Parameter(Fraction(1, 2), domain="l > 0", means="cartel's loss under the strikes"),  # noqa: E741
    m=Parameter(Fraction(3, 10), domain="m > 0", means="further loss of a cartel that warns and backs down"),
    r=Parameter(1, domain="r > 0", means="cartel's gain from a deal over hostages"),
    D_d=Parameter(Fraction(3, 5), domain=("l < D_d", "D_d < D_c"), means="loss of a desperate cartel in a large intervention"),
    D_c=Parameter(3, means="loss of a cautious cartel in a large intervention"),
    b=Parameter(Fraction(3, 10), domain="b > 0", means="gain of the US when the strikes go on unanswered"),
    k=Parameter(Fraction(1, 5), domain="k > 0", means="cost to the US of offering a way down"),
    w=Parameter(Fraction(4, 5), domain="w > 0", means="loss of the US when a halt is spoiled"),
    A_host=Parameter(2, means="audience cost to the US of a deal over hostages"),
    K_f=Parameter(1, domain=("0 < K_f", "K_f < A_host"), means="cost of a large intervention to a firm US"),
    K_s=Parameter(3, domain="A_host < K_s", means="cost of a large intervention to a soft US"),
    **more,
):
    """The escalation ladder: who climbs, who offers a way down, and will a halt hold?

    Strikes are under way. The cartel holds, or warns; the US then offers a way down, which a spoiler may
    break, or presses; the cartel backs down or takes hostages; the US deals or intervenes on a large scale.
    The cartel alone knows how desperate it is, the US how firm.

    Parameters
    ----------
    jump : bool
        The cartel may also seize hostages without a warning.
    deliver : bool
        The offer asks for culprits: the cartel delivers or refuses.
    us_rungs : None or "rescue"
        A further answer to hostages. A rescue that fails ends in the large intervention.
    cartel_rungs : None or "north"
        A further answer to press. Violence carried north brings the large intervention for certain.
    groups : int or None
        How many groups must keep a halt: sets the default of `hold` (see `halt_odds`).
    ctrl, noise : number
        With `groups`: the cartel's control over them, and the chance that what a group does is laid at its door.

    Notes
    -----
    Two players, 45 nodes, 8 information sets, 14 parameters. Both types are drawn at once. What a step adds to violence
    (a warning 1, a spoiled halt 2, hostages 3, a large intervention 6) adds up over the steps; so do civilian harm and
    cooperation. Flow is ``1 - l`` wherever the strikes go on.

    Civilian harm is 1 for hostages and 3 for a large intervention, ``cooperation`` falls by 1 when the US
    presses and by 3 when it intervenes; ``cost_us`` is what the offer, deal or intervention costs the US,
    ``groups`` counts those that a large intervention adds.
    """
    cartel, us = play.chance(
        "types",
        {
            "desperate, firm": rho * phi,
            "desperate, soft": rho * (1 - phi),
            "cautious, firm": (1 - rho) * phi,
            "cautious, soft": (1 - rho) * (1 - phi),
        },
    ).split(", ")
    play.tell("Cartel", cartel)
    play.tell("US", us)

    def ends(outcome, *, of_cartel, of_us, flow=1 - l):
        play.measure(flow=flow)
        play.outcome(outcome)
        return {"Cartel": of_cartel, "US": of_us}

    def intervention(*, extra_cartel=0, extra_us=0):
        cost = K_f if us == "firm" else K_s
        play.measure(violence=6, civilian_harm=3, cost_us=cost, cooperation=-3, groups=1)
        return ends("large intervention", of_cartel=extra_cartel - (D_d if cartel == "desperate" else D_c), of_us=extra_us - cost)

    def hostages():
        play.measure(violence=3, civilian_harm=1)
        answer = play.choose("US", ["deal", "large intervention", *([RESCUE] if us_rungs else [])])
        if answer == "deal":
            play.measure(cost_us=A_host)
            return ends("deal over hostages", of_cartel=r, of_us=-A_host, flow=1)
        if answer == RESCUE:
            play.measure(cost_us=more["c_r"])
            if play.chance("rescue", {"succeeds": more["q"], "fails": 1 - more["q"]}) == "succeeds":
                return ends("hostages rescued", of_cartel=-more["l_r"], of_us=-more["c_r"])
            return intervention(extra_us=-more["c_r"])
        return intervention()

    first = play.choose("Cartel", ["hold", "warn", *(["seize"] if jump else [])])
    if first == "hold":
        return ends("strikes go on", of_cartel=-l, of_us=b)
    if first == "seize":
        return hostages()

    play.measure(violence=1)
    if play.choose("US", ["offer", "press"]) == "offer":
        price = 0
        if deliver:
            if play.choose("Cartel", ["deliver", "refuse"]) == "refuse":
                return ends("offer refused", of_cartel=-l - more["c_ref"], of_us=b)
            price = more["c_del"]
        play.measure(cost_us=k)
        if play.chance("halt", {"holds": hold, "spoiled": 1 - hold}) == "holds":
            return ends("halt holds", of_cartel=-price, of_us=-k, flow=1)
        play.measure(violence=2)
        return ends("halt spoiled", of_cartel=-l - price, of_us=-k - w)

    play.measure(cooperation=-1)
    second = play.choose("Cartel", ["back down", "hostage", *([NORTH] if cartel_rungs else [])])
    if second == "back down":
        return ends("backs down", of_cartel=-l - m, of_us=b)
    if second == NORTH:
        spread = more["p_spread"] * (1 - more["prep"]) * more["G"]
        return intervention(extra_cartel=spread - more["f"], extra_us=-spread)
    return hostages()
