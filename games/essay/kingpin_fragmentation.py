"""G3, kingpin fragmentation."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

P_TAKE = Fraction(13, 20)  # chance that a blow succeeds: it scales the government's gain and moves no wall


def cast(rivals, lieutenants, enforcers, entry, removals):
    """Name the players."""
    if lieutenants:
        return [f"lieutenant {k}" for k in range(1, lieutenants + 1)]
    if removals == 2:
        return ["government", "challenger", "heir", "second challenger", "second heir", *["entrant"] * entry]
    return ["government", "challenger", "heir", *["rival"] * rivals, *["enforcers"] * enforcers, *["entrant"] * entry]


def checked(rivals, lieutenants, enforcers, entry, removals):
    """Refuse structures that cannot be told; there are no further parameters."""
    if rivals not in (0, 1):
        raise GameError(f"kingpin_fragmentation has one rival or none, rivals=1 or rivals=0; found {rivals!r}.")
    if not isinstance(lieutenants, int) or lieutenants < 0 or lieutenants == 1:
        raise GameError(f"A contest among lieutenants needs at least two, or lieutenants=0 for challenger and heir; found {lieutenants!r}.")
    if lieutenants and enforcers:
        raise GameError("Equal lieutenants hire no enforcers, since no heir is left to pay them; give lieutenants or enforcers, not both.")
    if lieutenants and entry:
        raise GameError("The contest among equal lieutenants is told without what led to it; give lieutenants or entry, not both.")
    if removals not in (1, 2) or isinstance(removals, bool):
        raise GameError(f"kingpin_fragmentation is told with one removal or two, removals=1 or removals=2; found {removals!r}.")
    if removals == 2 and (rivals or lieutenants or enforcers):
        raise GameError(
            "Two removals are told without a rival, lieutenants or enforcers; give removals=2 with rivals=0, and entry if wanted."
        )
    return {}


@game(
    players=cast,
    headline=("eta", "strong", "s_split"),
    parameters=checked,
    source="Essay on US military action against Mexico's drug cartels, parts I, IV and V; mechanisms M8 and M9",
    rows=("E28", "E30", "E31", "E32", "E33", "E34", "E35", "E42", "E43", "E101"),
    known=(
        "The heir fights if and only if its belief that the challenger is strong is below "
        "m = (s_split - c_f/(1 - x_enc) - w_weak)/(w_strong - w_weak), 10/21 at the defaults, and 7/12 without a rival.",
        "Below it, where the weak lose by a war and the strong do not, the weak contest with strong*(1 - m)/((1 - strong)*m) and the heir "
        "fights with s_split*(1 - x_enc)/(s_split*(1 - x_enc) + c_f - w_weak*(1 - x_enc)): 11/15 and 21/25 at the defaults.",
        "Above it, at strong 3/5, all contest and the heir cedes a part at once; below it, where even the weak gain by a war, at c_f 1/20, "
        "all contest and the heir fights.",
        "The government strikes if and only if beta_trophy exceeds (1 - eta)*(P(war)*(v_war + v_enc) + P(split)*(v_split + v_enc)), the "
        "chances those without a clear heir: 23961/62500 at the defaults, and 0 as eta goes to 1.",
        "Without a rival there are fewer contests and splits, and an heir readier to fight: without a clear heir war 0.633 and split "
        "0.053, against 0.706 and 0.134.",
        "At the defaults one equilibrium. Endings: missed 7/20, quiet_succession 1339/5000, war+encroached 0.321, split+encroached 0.061.",
        "With entry=True an outsider enters if and only if demand*gap >= c_ent, and flow is then what it was: demand 1/2 at the defaults.",
        "With removals=2 an heir who may be removed in turn, with 13/20, fights if and only if its belief that the challenger is strong is below "
        "(s_split - c_f/(1 - 13/20) - w_weak)/(w_strong - w_weak): 5/42 at the defaults against 7/12, so that a split takes the place of war.",
        "After a split the second heir, of a cartel of size 1 - s_split, fights up to (s_split - c_f/(1 - s_split) - w_weak)/(w_strong - w_weak), "
        "5/24 at the defaults; with entry=True the flow is what it was after either removal.",
        "Of m equal lieutenants all contest if and only if c_f <= 1/m; above that each may contest with p, (1 - (1 - p)**m)/(m*p) = c_f.",
    ),
)
def kingpin_fragmentation(
    play,
    *,
    rivals=1,
    lieutenants=0,
    enforcers=False,
    entry=False,
    removals=1,
    eta=Parameter(Fraction(3, 10), domain="0 < eta < 1", means="chance that the succession is clear and nobody contests it"),
    strong=Parameter(Fraction(2, 5), domain="0 < strong < 1", means="prior that the challenger is strong"),
    w_strong=Parameter(Fraction(7, 10), domain="w_strong < 1", means="odds of a strong challenger in a war"),
    w_weak=Parameter(Fraction(1, 10), domain="0 < w_weak < w_strong", means="odds of a weak challenger in a war"),
    c_f=Parameter(Fraction(3, 20), domain="c_f > 0", means="fixed cost of a war to each side"),
    s_split=Parameter(Fraction(3, 5), domain="0 < s_split < 1", means="part of the cartel that an heir who will not fight cedes"),
    x_enc=Parameter(Fraction(3, 10), domain="0 < x_enc < 1", means="part of the prize lost to a rival that encroaches"),
    g_war=Parameter(Fraction(3, 10), means="rival's net gain from encroaching after a war"),
    g_split=Parameter(Fraction(1, 10), means="rival's net gain from encroaching after a split"),
    beta_trophy=Parameter(Fraction(3, 5), domain="beta_trophy > 0", means="trophy value of a leader removed, with all else that it brings"),
    v_war=Parameter(Fraction(1, 2), domain="v_war > 0", means="what the violence of a war costs the government"),
    v_split=Parameter(Fraction(1, 5), domain="v_split > 0", means="what the violence after a split costs the government"),
    v_enc=Parameter(Fraction(1, 5), domain="v_enc > 0", means="what the violence of a rival that encroaches costs the government"),
    loyal=Parameter(Fraction(9, 10), domain="0 < loyal < 1", means="chance that hired enforcers are loyal"),
    cut_strong=Parameter(Fraction(2, 5), domain="0 < cut_strong < w_strong", means="odds that enforcers take from a strong challenger"),
    cut_weak=Parameter(Fraction(1, 10), domain="0 < cut_weak <= w_weak", means="odds that enforcers take from a weak challenger"),
    wage=Parameter(Fraction(1, 50), domain="wage > 0", means="cost of enforcers to the heir"),
    stake=Parameter(Fraction(3, 20), domain="stake > 0", means="what staying is worth to loyal enforcers, and secession to others"),
    x_sec=Parameter(Fraction(1, 5), domain="0 < x_sec < 1", means="part of the prize that the heir loses when enforcers secede"),
    demand=Parameter(1, domain="demand > 0", means="demand: what a unit of the market brings an entrant"),
    gap=Parameter(Fraction(1, 5), domain="0 < gap < 1", means="part of the market that a removed leader leaves open"),
    c_ent=Parameter(Fraction(1, 10), domain="c_ent > 0", means="cost of entry"),
    v_flow=Parameter(Fraction(1, 2), domain="v_flow > 0", means="value to the government of a unit of flow that is gone"),
    v_sec=Parameter(Fraction(1, 5), domain="v_sec > 0", means="what the violence of enforcers who secede costs the government"),
):
    """Kingpin fragmentation: who takes over when a leader is removed, and how violently?

    A government strikes at a cartel's leader or holds. After a blow that succeeds the succession may be
    clear; else a challenger, who alone knows how strong it is, accepts the heir or contests. The heir fights,
    or cedes a part. A rival sees war or split, and may encroach. The cartel is the prize, of size 1.

    Parameters
    ----------
    rivals : int
        1, or 0 for no rival to encroach.
    lieutenants : int
        0 for a challenger and an heir. From 2 on only the contest is told: so many equal lieutenants decide at once
        whether to contest, at the cost ``c_f``, and the prize is drawn among those who do.
    enforcers : bool
        Before the blow the heir may hire trained soldiers. They cut every challenger's odds; after a war they stay or secede.
    removals : int, 1 or 2
        With two, and no rival, the government may strike again, at whoever then leads; a new challenger and a new heir follow.
    entry : bool
        A removed leader leaves a part of the market open, and an outsider enters it or stays out, unseen by those who contest the rest.

    Notes
    -----
    Four players, 24 nodes, 6 information sets, 13 parameters. Flow never falls, by construction; with entry it does, by ``gap``, unless somebody enters. The measure
    ``violence`` is what violence costs the government; ``civilian_harm`` counts its outbreaks, unweighted.

    Of the other measures ``groups`` is 1, and 2 after a split; ``removed`` counts leaders removed; ``cost_us``
    and ``cooperation`` stay 0.
    """
    if lieutenants:
        return contest(play, cast(rivals, lieutenants, enforcers, entry, removals), c_f)
    if removals == 2:
        opening = (demand, gap, c_ent, v_flow) if entry else None
        return remove_twice(play, eta, strong, {"strong": w_strong, "weak": w_weak}, c_f, s_split, beta_trophy, (v_war, v_split), opening)

    opened = entered = False

    def ending(label, government=0, challenger=0, heir=0, rival=0, soldiers=0):
        play.outcome(label + ("+entered" if entered else ""))
        heir -= wage if hired else 0
        government += v_flow * gap if opened and not entered else 0
        payoffs = {"government": government, "challenger": challenger, "heir": heir, "rival": rival, "enforcers": soldiers}
        payoffs["entrant"] = demand * gap - c_ent if entered else 0
        return {player: payoffs[player] for player in cast(rivals, lieutenants, enforcers, entry, removals)}

    play.measure(flow=1, violence=0, civilian_harm=0, cost_us=0, cooperation=0, groups=1)
    hired = enforcers and play.choose("heir", ["hire", "none"]) == "hire"
    if play.choose("government", ["leader", "hold"]) == "hold":
        return ending("left_alone")
    if play.chance("blow", {"success": P_TAKE, "failure": 1 - P_TAKE}) == "failure":
        return ending("missed")

    play.measure(removed=1)
    if entry:
        opened, entered = True, play.choose("entrant", ["enter", "stay out"], public=False) == "enter"
        play.measure(flow=0 if entered else -gap, groups=int(entered))
    kind = play.chance("succession", {"clear": eta, "strong": (1 - eta) * strong, "weak": (1 - eta) * (1 - strong)})
    if kind == "clear":
        return ending("quiet_succession", beta_trophy, heir=1)
    play.tell("challenger", kind)
    if play.choose("challenger", ["accept", "contest"]) == "accept":
        return ending("quiet_succession", beta_trophy, heir=1)

    war = play.choose("heir", ["fight", "split"]) == "fight"
    odds = {"strong": w_strong - (cut_strong if hired else 0), "weak": w_weak - (cut_weak if hired else 0)}
    fraction, cost, harm, gain = (odds[kind], c_f, v_war, g_war) if war else (s_split, 0, v_split, g_split)

    temper = play.chance("temper", {"loyal": loyal, "disloyal": 1 - loyal}) if war and hired else ""
    play.tell("enforcers" if temper else (), temper)
    secede = bool(temper) and play.choose("enforcers", ["stay", "secede"], public=False) == "secede"
    encroach = bool(rivals) and play.choose("rival", ["hold", "encroach"]) == "encroach"

    harm += (v_enc if encroach else 0) + (v_sec if secede else 0)
    market = 1 - x_enc if encroach else 1
    play.measure(violence=harm, civilian_harm=1 + encroach + secede, groups=(not war) + secede)
    return ending(
        ("war" if war else "split") + ("+seceded" if secede else "") + ("+encroached" if encroach else ""),
        beta_trophy - harm,
        fraction * market - cost,
        (1 - fraction) * market - cost - (x_sec if secede else 0),
        gain if encroach else 0,
        stake if temper == ("disloyal" if secede else "loyal") else 0,
    )


def contest(play, lieutenants, c_f):
    """Tell the contest among equal lieutenants, each at a fixed cost, without what led to it."""
    contestants = [who for who in lieutenants if play.choose(who, ["accept", "contest"], public=False) == "contest"]
    play.measure(flow=1, groups=1, spending=c_f * len(contestants))
    play.outcome("war" if len(contestants) > 1 else "quiet_succession" if contestants else "no_successor")
    return {who: Fraction(1, len(contestants)) - c_f if who in contestants else 0 for who in lieutenants}


def remove_twice(play, eta, strong, odds, c_f, s_split, trophy, harms, market):
    """Tell two removals: who leads after the first may be removed in turn; a part that split off is out of reach.

    Parameters
    ----------
    odds : dict from kind to number
        Of a challenger in a war.
    harms : (number, number)
        What a war and a split cost the government.
    market : (number, number, number, number) or None
        With an entrant: demand, the part that each removal leaves open, the cost of entry, and what its absence is worth.
    """
    people = ("government", "challenger", "heir", "second challenger", "second heir", *(("entrant",) if market else ()))
    paid = dict.fromkeys(people, 0)
    entered, endings = None, []
    play.measure(flow=1, violence=0, civilian_harm=0, groups=1, removed=0)

    def struck():
        if play.choose("government", ["leader", "hold"]) == "hold":
            endings.append("left alone")
            return False
        if play.chance("blow", {"success": P_TAKE, "failure": 1 - P_TAKE}) == "failure":
            play.tell(people, "missed")
            endings.append("missed")
            return False
        play.measure(removed=1)
        paid["government"] += trophy
        return True

    def succession(challenger, heir, size):
        """Give what heir and challenger hold, whether the heir still leads the whole, and how the succession went."""
        kind = play.chance("succession", {"clear": eta, "strong": (1 - eta) * strong, "weak": (1 - eta) * (1 - strong)})
        if kind != "clear":
            play.tell(challenger, kind)
        if kind == "clear" or play.choose(challenger, ["accept", "contest"], public=False) == "accept":
            play.tell(people, "quiet")
            return {heir: size, challenger: 0}, "quiet"
        play.tell(heir, "contest")
        war = play.choose(heir, ["fight", "split"], public=False) == "fight"
        result = "war" if war else "split"
        play.tell(people, result)
        harm = harms[0 if war else 1]
        paid["government"] -= harm
        play.measure(violence=harm, civilian_harm=1, groups=int(not war))
        if war:
            paid[challenger] -= c_f
            paid[heir] -= c_f
        part = odds[kind] if war else s_split
        return {heir: (1 - part) * size, challenger: part * size}, result

    def opened():
        if market:
            demand, gap, _, worth = market
            paid["government"] += 0 if entered else worth * gap
            paid["entrant"] += demand * gap if entered else 0
            play.measure(flow=0 if entered else -gap)

    if struck():
        if market:
            entered = play.choose("entrant", ["enter", "stay out"], public=False) == "enter"
            paid["entrant"] -= market[2] if entered else 0
            play.measure(groups=int(entered))
        opened()
        held, result = succession("challenger", "heir", 1)
        endings.append(result)
        if struck():
            opened()
            lost = ["heir"] if result == "split" else ["heir", "challenger"]  # whoever leads; a part that split off goes on
            held |= dict.fromkeys(lost, 0)
            more, result = succession("second challenger", "second heir", 1 - s_split if result == "split" else 1)
            held |= more
            endings.append(result)
        for who, part in held.items():
            paid[who] += part
    play.outcome(", then ".join(endings) + ("+entered" if entered else ""))
    return paid
