"""G10, the provocation trap."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

HARM = 1  # of an incident to the US, the unit of its payoffs: no decision of the default turns on it
CULPRITS = {"ordinary": "", "occasion": "provocateur", "foreign occasion": "foreign hand"}
AFTER_AN_ATTACK = {  # payoffs of the US where the aim is to exhaust it; their order alone matters
    "proud and short": {"stay": Fraction(-1), "leave": Fraction(-1, 5), "limited": Fraction(-1, 2)},
    "proud and lasting": {"stay": Fraction(2, 5), "leave": Fraction(-1, 5), "limited": Fraction(-1, 2)},
    "patient": {"escalate": Fraction(-1, 2), "limited": Fraction(-1, 10)},
}


def cast(aim, hands, call):
    """Name the players."""
    if call:
        return ("joiner A", "joiner B")
    return ("provocateur", "US") if aim == "exhaust" else ("provocateur", "US", "Mexico", *["foreign hand"] * (hands - 1))


def checked(commitment, hands, past_help, aims, reinforce, aim, call):
    """Refuse structures that cannot be told; the call to rise has the only loss that stands on its own."""
    for name, value, choices in (("commitment", commitment, ("none", "announced")), ("aim", aim, ("split", "exhaust"))):
        if value not in choices:
            raise GameError(f"provocation_trap takes {name} as {' or '.join(choices)}; found {value!r}.")
    if hands not in (1, 2):
        raise GameError(f"provocation_trap has one provocateur or a foreign one besides, hands=1 or hands=2; found {hands!r}.")
    if past_help < 0:
        raise GameError(f"past_help is what quiet costs a beaten enemy of the one that the US helped, 0 or more; found {past_help}.")
    others = commitment != "none" or hands > 1 or past_help or aims or reinforce
    if (aim == "exhaust" or call) and (others or (aim == "exhaust" and call)):
        raise GameError("An aim to exhaust, and a call to rise, are told alone; leave the other structure arguments at their defaults.")
    return {}


@game(
    players=cast,
    headline=lambda aim, call: ("g_com", "b_rise") if call else ("p", "short") if aim == "exhaust" else ("p", "p_attr", "nu"),
    parameters=checked,
    source="Essay on US military action against Mexico's drug cartels, parts III and VI; mechanism M35",
    rows=("E118", "E122", "E132", "E134"),
    known=(
        "All where nat_n > 1 > nat_r: nationalists break with the US over troops on their soil, resilient governments stay.",
        "The US prefers to escalate rather than answer within limits if and only if A*(1 - s_t) > nu*(1 - spill)*L_ally + c_E - c_t, "
        "with A its temper's reward: 24/25 (proud) and 9/25 (patient) against 9/10 at the defaults.",
        "Where the proud escalate and the patient answer within limits, attack pays if and only if p exceeds "
        "(p_attr*L_hit - nu*spill)/(nu*(1 - spill)), 11/25 at the defaults.",
        "Where neither escalates, attack pays if and only if nu*spill > p_attr*L_hit; where both do, if and only if nu > p_attr*L_hit; "
        "where the proud do and the patient ignore it, if and only if nu > p_attr*L_hit, whatever p.",
        "The patient answer rather than ignore if and only if s_t*A_q - c_t - nu*spill*L_ally + q*p_attr*B_det > 0, with q the belief "
        "that the incident was provoked; at A_q 2/5 and p 3/10 attack has chance 1/2 and a limited answer 6/11.",
        "At the defaults one equilibrium: attack, proud escalate, patient are limited; provocateur 111/500, US -333/500, Mexico -7/15.",
        "To rule escalation out is worth 21/100 to the US at the defaults; -9/625 at p 2/5, where nobody attacks anyway.",
    ),
)
def provocation_trap(
    play,
    *,
    commitment="none",
    hands=1,
    past_help=Fraction(0),
    aims=False,
    reinforce=False,
    aim="split",
    call=False,
    p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="chance that the US administration is proud"),
    p_attr=Parameter(Fraction(2, 5), domain="0 < p_attr < 1", means="chance that an answer reaches the true culprit"),
    nu=Parameter(Fraction(3, 5), domain="0 < nu < 1", means="chance that the Mexican government is nationalist"),
    omega=Parameter(Fraction(3, 5), domain="0 < omega < 1", means="share of incidents that would be ordinary"),
    spill=Parameter(Fraction(1, 6), domain="0 < spill < 1", means="chance that a limited answer spills over, with troops and harm"),
    A_p=Parameter(Fraction(8, 5), domain=("A_p > A_q", "s_t*A_p > c_t + spill*L_ally"), means="reward at home of a full answer, if proud"),
    A_q=Parameter(Fraction(3, 5), domain="A_q > 0", means="reward at home of a full answer, if patient"),
    s_t=Parameter(Fraction(2, 5), domain="0 < s_t < 1", means="share of that reward which a limited answer earns"),
    c_E=Parameter(Fraction(1, 2), domain="c_E > c_t", means="cost of escalation"),
    c_t=Parameter(Fraction(1, 10), domain="c_t > 0", means="cost of a limited answer"),
    L_ally=Parameter(1, domain="L_ally > 0", means="loss of the US when Mexico breaks with it"),
    B_det=Parameter(Fraction(2, 5), domain="B_det > 0", means="gain of the US from reaching the provocateur"),
    L_hit=Parameter(Fraction(4, 5), domain="L_hit > 0", means="loss of the provocateur when reached"),
    nat_n=Parameter(Fraction(3, 2), domain="nat_n > nat_r", means="cost to nationalists of staying with US troops on their soil"),
    nat_r=Parameter(Fraction(1, 2), domain="nat_r > 0", means="cost to a resilient government of staying so"),
    foreign=Parameter(Fraction(1, 2), domain="0 < foreign < 1", means="chance that the occasion to provoke is the foreign hand's"),
    p_attr_f=Parameter(Fraction(1, 10), domain="0 < p_attr_f < 1", means="chance that an answer reaches a foreign culprit"),
    L_hit_f=Parameter(Fraction(4, 5), domain="L_hit_f > 0", means="loss of the foreign hand when reached"),
    meant=Parameter(Fraction(1, 3), domain="0 < meant < 1", means="cost to Mexico of a spill, if troops that are meant cost 1"),
    nu_re=Parameter(Fraction(9, 10), domain="nu < nu_re < 1", means="nu once the US has reinforced"),
    h_re=Parameter(Fraction(4, 5), domain="0 < h_re < 1", means="harm of an incident once the US has reinforced, else 1"),
    short=Parameter(Fraction(9, 10), domain="0 < short < 1", means="chance that a proud US is short of endurance"),
    G_exh=Parameter(Fraction(3, 5), means="provocateur's gain from an engagement that the US must leave"),
    L_long=Parameter(Fraction(3, 2), domain="L_long > 0", means="provocateur's loss from an engagement in which the US stays"),
    g_com=Parameter(Fraction(1, 10), domain="0 < g_com < 1", means="chance that a joiner is committed and rises whatever happens"),
    b_rise=Parameter(1, means="gain of the uncommitted from a rising of both"),
    c_rise=Parameter(Fraction(1, 2), domain="c_rise > 0", means="loss of the uncommitted from rising alone"),
):
    """The provocation trap: does a weak third party draw the US in, to split it from Mexico?

    A border incident may be ordinary, or provoked; only the provocateur knows. The US, proud or patient, sees
    an incident and escalates, answers within limits, or ignores it. A limited answer may spill over, and then
    looks like escalation. With US troops on its soil, Mexico, nationalist or resilient, stays or breaks.

    Parameters
    ----------
    commitment : str
        ``none``; or ``announced``, where the US has ruled escalation out in public.
    hands : int
        1, or 2 for a foreign provocateur besides, whom an answer reaches less often.
    past_help : number
        What quiet costs a provocateur whose enemy the US has helped.
    aims : bool
        Whether troops that spill over cost Mexico less than troops that are meant, so that its belief decides.
    reinforce : bool
        Whether the US may reinforce the border before the incident, in public: less harm, and more nationalists.
    aim : str
        ``split``; or ``exhaust``, where the provocateur wants an escalation that the US cannot sustain. Mexico is left out.
    call : bool
        A call to rise alone: two who hear it, committed or not, decide at once whether to rise.

    Notes
    -----
    Three players, 77 nodes, 5 information sets, 15 parameters. Units: a break is worth 1 to the provocateur, the
    alliance 1 to Mexico, and an incident costs the US 1.

    Measures: ``violence`` is 1 for an incident, 13/10 with a limited answer and 2 with an escalation;
    ``civilian_harm`` counts escalations and limited answers that spill over; ``cost_us`` is the price of the
    answer; ``cooperation`` is 0 after a break and else 1; ``flow`` stays 0.
    """
    if call:
        return call_to_rise(play, g_com, b_rise, c_rise)
    if aim == "exhaust":
        return lure(play, p, short, p_attr, L_hit, G_exh, L_long)

    reinforced = reinforce and play.choose("US", ["reinforce", "leave it"]) == "reinforce"
    harm, nationalist = (h_re, nu_re) if reinforced else (HARM, nu)
    abroad = {"foreign occasion": (1 - omega) * foreign} if hands == 2 else {}
    culprit = CULPRITS[play.chance("origin", {"ordinary": omega, "occasion": (1 - omega) * (1 - foreign if abroad else 1), **abroad})]
    play.measure(flow=0, violence=0, civilian_harm=0, cost_us=0)
    if culprit and play.choose(culprit, ["attack", "refrain"], public=False) == "refrain":
        play.outcome("quiet")
        play.measure(cooperation=1)
        return {player: -past_help if player == culprit == "provocateur" else 0 for player in cast(aim, hands, call)}

    proud = play.chance("administration", {"proud": p, "patient": 1 - p}) == "proud"
    play.tell("US", "proud" if proud else "patient")
    answer = play.choose("US", ["escalate", "limited", "ignore"][commitment == "announced" :], public=False)
    spills = answer == "limited" and play.chance("spill", {"spills over": spill, "stays small": 1 - spill}) == "spills over"
    troops, breaks, stays = answer == "escalate" or spills, False, 0
    if troops:
        government = play.chance("government", {"nationalist": nationalist, "resilient": 1 - nationalist})
        play.tell("Mexico", government)
        stays = -(nat_n if government == "nationalist" else nat_r) * (meant if spills and aims else 1)
        breaks = play.choose("Mexico", ["stay", "break"]) == "break"

    reward = A_p if proud else A_q
    gain, cost, violence = {"escalate": (reward, c_E, 2), "limited": (s_t * reward, c_t, Fraction(13, 10)), "ignore": (0, 0, 1)}[answer]
    play.outcome(ending(culprit, answer, troops, breaks))
    play.measure(violence=violence, civilian_harm=int(troops), cost_us=cost, cooperation=int(not breaks))

    chance, loss = (p_attr_f, L_hit_f) if culprit == "foreign hand" else (p_attr, L_hit)
    reached = chance if culprit and answer != "ignore" else 0
    payoffs = {"provocateur": int(breaks), "foreign hand": int(breaks), "Mexico": -1 if breaks else stays}
    payoffs["US"] = gain - cost - harm - (L_ally if breaks else 0) + reached * B_det
    if culprit:
        payoffs[culprit] -= reached * loss
    return {player: payoffs[player] for player in cast(aim, hands, call)}


def ending(culprit, answer, troops, breaks):
    """Name the ending after an incident."""
    if answer == "ignore":
        return "ignored"
    if not culprit:
        return "ordinary incident, escalation" if answer == "escalate" else "ordinary incident, limited"
    if not troops:
        return "provoked, limited"
    return "provoked, alliance breaks" if breaks else "provoked, alliance holds"


def lure(play, p, short, p_attr, L_hit, G_exh, L_long):
    """Tell of a provocateur who wants an escalation that the US cannot sustain."""
    if play.choose("provocateur", ["attack", "refrain"]) == "refrain":
        play.outcome("quiet")
        return 0, 0
    kind = play.chance("administration", {"proud and short": p * short, "proud and lasting": p * (1 - short), "patient": 1 - p})
    play.tell("US", kind)
    result = play.choose("US", ["escalate", "limited"])
    if result == "escalate" and kind != "patient":
        result = play.choose("US", ["stay", "leave"])
    play.outcome("provoked, " + {"limited": "limited", "stay": "US stays"}.get(result, "US leaves"))
    gain = {"limited": 0, "stay": -L_long}.get(result, G_exh)
    return gain - p_attr * L_hit, AFTER_AN_ATTACK[kind][result]


def call_to_rise(play, g_com, b_rise, c_rise):
    """Tell of two who hear a call to rise."""
    kinds, rises = {}, {}
    for who in ("joiner A", "joiner B"):
        kinds[who] = play.chance(who, {"committed": g_com, "uncommitted": 1 - g_com})
        play.tell(who, kinds[who])
    for who in kinds:
        rises[who] = play.choose(who, ["rise", "stay"], public=False) == "rise"
    play.outcome(("nobody rises", "one rises", "both rise")[sum(rises.values())])
    together = b_rise if all(rises.values()) else -c_rise
    return {who: (1 if kind == "committed" else together) if rises[who] else 0 for who, kind in kinds.items()}
