"""G12, foreign diversion."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

PROXY, MEXICO, RUMOUR = "proxy", "mexico", "rumour"
CONTACTS = ("cartel", "desperate", "criminal")


def least_cash(W, s, p_attr, F, F_s, *, credible=True):
    """Give the least cash for which a proxy whose business is worth `W` accepts an offer that is a sting with chance `s`.

    `credible` says whether a traced attack is punished.
    """
    if not credible:
        return s * (W + F_s) / (1 - s)
    return (W * (1 - (1 - s) * (1 - p_attr)) + (1 - s) * p_attr * F + s * F_s) / (1 - s)


def least_commitment(R, V_e, c_e, kappa_def):
    """Give the US commitment above which acting abroad pays when its chance of success is ``exp(-kappa_def*(R - commit))``; a float."""
    from math import log

    return float(R) - log(float(V_e) / float(c_e)) / float(kappa_def)


def players(channel):
    """Name the players of a channel."""
    return {MEXICO: ("US", "Sponsor", "Mexico"), RUMOUR: ("Leader",)}.get(channel, ("US", "Sponsor", "Cartel"))


def headline(channel):
    """Name the parameters that a channel's maps speak of."""
    return {MEXICO: ("i", "tied", "war"), RUMOUR: ("f", "c", "L")}.get(channel, ("p_attr", "z", "eta"))


def more_numbers(channel, contact, us_first):
    """Give the parameters that depend on the structure, after a look at the structure."""
    for name, value, offered in (("channel", channel, (PROXY, MEXICO, RUMOUR)), ("contact", contact, CONTACTS)):
        if value not in offered:
            raise GameError(f"foreign_diversion takes {name} as {' or '.join(map(repr, offered))}; found {value!r}.")
    if channel != PROXY and (us_first or contact != "cartel"):
        raise GameError(f"In foreign_diversion us_first and contact belong to channel 'proxy'; leave them out with {channel!r}.")
    return {MEXICO: ALLIANCE, RUMOUR: HEARSAY}.get(channel, COMMITMENT if us_first else {})


COMMITMENT = {
    "b": Parameter(Fraction(3, 2), "b > 0", "gain of the US from a heavy effort in Mexico"),
    "keep": Parameter(Fraction(4, 5), "0 < keep <= 1", "part of the cartel's business that a heavy effort leaves"),
    "pi_l": Parameter(Fraction(1, 20), "0 < pi_l < pi_h", "chance of success abroad while the US effort in Mexico is light"),
    "pi_h": Parameter(Fraction(2, 5), "pi_h < 1", "chance of success abroad while the US effort in Mexico is heavy"),
}
ALLIANCE = {
    "i": Parameter(Fraction(1, 10), "0 < i < 1", "chance that the offer is intercepted"),
    "tied": Parameter(Fraction(1, 2), "0 < tied < 1", "chance that the US is tied down elsewhere"),
    "war": Parameter(Fraction(1, 2), "0 < war <= 1/2", "chance that an alliance kept secret leads to war; twice that once exposed"),
    "V_al": Parameter(1, "V_al > 0", "worth of the alliance to Mexico when the US is tied down"),
    "L_war": Parameter(3, "L_war > 0", "Mexico's loss in a war"),
    "V_f": Parameter(Fraction(1, 2), "V_f > 0", "sponsor's gain from the stir of a declined offer; four times that from an accepted one"),
    "E_f": Parameter(1, "E_f > 0", "sponsor's loss when it is exposed"),
    "L_al": Parameter(2, "L_al > 0", "loss of the US from an alliance"),
    "g_exp": Parameter(Fraction(1, 2), "g_exp > 0", "gain of the US from an exposed offer that is declined"),
    "l_sec": Parameter(Fraction(1, 10), "l_sec > 0", "loss of the US from a secret offer that is declined"),
}
HEARSAY = {
    "f": Parameter(Fraction(1, 2), "0 < f < 1", "chance that a plot is rumoured when there is none"),
    "c": Parameter(Fraction(1, 2), "c > 0", "cost of reacting"),
    "L": Parameter(5, "L > 0", "loss when a real plot is ignored"),
    "p_plot": Parameter(Fraction(1, 50), "0 < p_plot < 1", "prior that there is a plot; it is then always rumoured"),
    "aud": Parameter(Fraction(1, 2), "0 < aud < 1", "prior that the leader plays to an audience"),
    "g_aud": Parameter(1, "g_aud > 0", "gain from reacting of a leader who plays to an audience"),
}


@game(
    players=players,
    headline=headline,
    parameters=more_numbers,
    source="Essay on US military action against Mexico's drug cartels, parts 0, I, II, III and VI",
    rows=("E6", "E159", "E162", "E164", "E165", "E166", "E167", "E168"),
    known=(
        "Where a traced attack is punished (N_F > 0), a cartel with a business worth W accepts an offer that is a sting with chance s if "
        "and only if z >= (W*(1 - (1 - s)*(1 - p_attr)) + (1 - s)*p_attr*F + s*F_s)/(1 - s): at s 1/5, 6 for W 5 and 21/8 for W 1/2.",
        "No hiring, with both cartel types refusing, is an equilibrium at every point: if nobody hires, every offer is a sting.",
        "At the defaults the one outcome is that the sponsor acts abroad and both cartel types refuse.",
        "Hiring the desperate is an equilibrium if and only if z lies between the two least amounts of cash and "
        "eta*(V_div - z - p_attr*E_x) - (1 - eta)*c_a >= max(0, V_e*pi_e - c_e): from eta 5/27 on; at eta 1/2 for z from 21/8 to 47/10.",
        "Beside it lies a mixed one: at eta 1/2 the sponsor hires with 7/10 and the desperate cartel accepts with 10/27.",
        "Acting abroad beats abstaining if and only if V_e*pi_e > c_e.",
    ),
)
def foreign_diversion(
    play,
    *,
    channel=PROXY,
    contact="cartel",
    us_first=False,
    p_attr=Parameter(Fraction(1, 2), domain="0 < p_attr < 1", means="chance that an attack is traced to cartel and sponsor"),
    z=Parameter(3, domain="z > 0", means="cash that an offer brings"),
    eta=Parameter(Fraction(1, 10), domain="0 < eta < 1", means="share of desperate cartels"),
    sting=Parameter(Fraction(1, 5), domain="0 < sting < 1", means="chance that an undercover US officer makes a false offer"),
    W_p=Parameter(5, domain="W_d < W_p", means="worth of the business of a profitable cartel"),
    W_d=Parameter(Fraction(1, 2), domain="W_d > 0", means="worth of the business of a desperate cartel"),
    F=Parameter(3, domain="F > 0", means="punishment of the cartel after a traced attack"),
    F_s=Parameter(3, domain="F_s > 0", means="punishment of the cartel after a sting"),
    N_F=Parameter(Fraction(1, 2), means="net gain of the US from punishing; negative when punishment is no credible threat"),
    V_div=Parameter(6, domain="V_div > 0", means="sponsor's gain from an attack that diverts the US"),
    c_a=Parameter(Fraction(1, 5), domain="c_a > 0", means="cost to the sponsor of an approach that is refused"),
    E_x=Parameter(1, domain="E_x > 0", means="loss of the sponsor when it is exposed"),
    V_e=Parameter(2, domain="V_e > 0", means="sponsor's gain from success abroad"),
    c_e=Parameter(Fraction(1, 2), domain="c_e > 0", means="cost to the sponsor of acting abroad"),
    pi_e=Parameter(Fraction(2, 5), domain="0 < pi_e < 1", means="chance of success abroad, high when the US is tied down in Mexico"),
    D_att=Parameter(3, domain="D_att > 0", means="loss of the US in an attack"),
    L_e=Parameter(1, domain="L_e > 0", means="loss of the US when the sponsor succeeds abroad"),
    **more,
):
    """Foreign diversion: does a sponsor hire a cartel, act elsewhere, or stay quiet?

    A hostile power may act abroad while the US is busy in Mexico, or offer a cartel cash for an attack. To
    the cartel an offer may be a sting by an undercover US officer. An attack may be traced; the US then
    punishes the cartel or spares it. The cartel alone knows whether its business is worth keeping.

    Parameters
    ----------
    channel : {"proxy", "mexico", "rumour"}
        Whom the plot goes through. ``mexico``: the sponsor offers Mexico an alliance, which may be intercepted and exposed.
        ``rumour``: a leader, sober or playing to an audience, hears of a plot and reacts or ignores it.
    contact : {"cartel", "desperate", "criminal"}
        Who is asked: a cartel, a cartel that all know to be desperate, or ordinary criminals, who have no business to lose.
    us_first : bool
        The US first chooses, in public, a light or a heavy effort in Mexico.

    Notes
    -----
    Three players, 26 nodes, 4 information sets, 17 parameters. The cartel's state is drawn when it is asked; elsewhere it counts
    by its mean. No decision depends on `D_att` and `L_e`. Flow is the worth of the cartel's business, in its own units.

    Of the other measures ``violence`` is 4 for an attack and 5 when it is punished, ``civilian_harm`` 2 for an
    attack; ``cost_us`` is what the US loses, less what punishing is worth to it; ``cooperation`` and ``groups``
    stay 0.
    """
    if channel == MEXICO:
        return alliance(play, **more)
    if channel == RUMOUR:
        return hearsay(play, **more)
    heavy = us_first and play.choose("US", ["light", "heavy"]) == "heavy"
    gain, remaining = (more["b"], more["keep"]) if heavy else (0, 1)
    chance_abroad = more["pi_h" if heavy else "pi_l"] if us_first else pi_e
    worth = {"profitable": W_p * remaining, "desperate": W_d * remaining, "criminal": 0}
    odds = {"desperate": eta, "profitable": 1 - eta} if contact == "cartel" else {contact: 1}
    on_average = sum(odds[state] * worth[state] for state in odds)

    def ends(outcome, *, us=0, sponsor=0, cartel=0, business=0):
        play.measure(flow=business, cooperation=0, groups=0)
        play.outcome(outcome)
        return {"US": gain + us, "Sponsor": sponsor, "Cartel": cartel + business}

    real = play.chance("offers", {"sting": sting, "sponsor": 1 - sting}) == "sponsor"
    if real:
        move = play.choose("Sponsor", ["abstain", "abroad", "hire"], public=False)
        if move == "abstain":
            return ends("quiet", business=on_average)
        if move == "abroad":
            play.measure(cost_us=L_e * chance_abroad)
            return ends("acts elsewhere", us=-L_e * chance_abroad, sponsor=V_e * chance_abroad - c_e, business=on_average)

    state = play.chance("state", odds) if contact == "cartel" else contact
    play.tell("Cartel", state)
    play.tell("Cartel", "offer")
    accepts = play.choose("Cartel", ["accept", "refuse"], public=False) == "accept"
    if not accepts:
        return ends("offer refused" if real else "sting", sponsor=-c_a if real else 0, business=worth[state])
    if not real:
        return ends("sting", cartel=-F_s)

    play.measure(violence=4, civilian_harm=2, cost_us=D_att)
    if play.chance("trace", {"traced": p_attr, "untraced": 1 - p_attr}) == "untraced":
        return ends("attack untraced", us=-D_att, sponsor=V_div - z, cartel=z, business=worth[state])
    play.tell("US", "attack traced")
    if play.choose("US", ["punish", "spare"]) == "spare":
        return ends("attack spared", us=-D_att, sponsor=V_div - z - E_x, cartel=z, business=worth[state])
    play.measure(violence=1, cost_us=-N_F)
    return ends("attack punished", us=N_F - D_att, sponsor=V_div - z - E_x, cartel=z - F)


def alliance(play, *, i, tied, war, V_al, L_war, V_f, E_f, L_al, g_exp, l_sec):
    """Tell of an alliance offered to Mexico: a chance of interception, exposure or quiet, and Mexico's answer."""
    play.measure(cooperation=0)
    if play.choose("Sponsor", ["offer", "none"], public=False) == "none":
        play.outcome("quiet")
        return {"US": 0, "Sponsor": 0, "Mexico": 0}
    exposed = False
    if play.chance("interception", {"intercepted": i, "unseen": 1 - i}) == "intercepted":
        play.tell("US", "intercepted")
        exposed = play.choose("US", ["expose", "quiet"], public=False) == "expose"
    play.tell("Mexico", "exposed offer" if exposed else "secret offer")
    accepted = play.choose("Mexico", ["accept", "decline"]) == "accept"
    play.outcome(("alliance" if accepted else "offer declined") + (", exposed" if exposed else ""))
    loss = E_f if exposed else 0
    if accepted:
        play.measure(cooperation=-3, cost_us=L_al)
        return {"US": -L_al, "Sponsor": 4 * V_f - loss, "Mexico": V_al * tied - L_war * war * (2 if exposed else 1)}
    play.measure(cooperation=int(exposed), cost_us=-g_exp if exposed else l_sec)
    return {"US": g_exp if exposed else -l_sec, "Sponsor": -loss if exposed else V_f, "Mexico": 0}


def hearsay(play, *, f, c, L, p_plot, aud, g_aud):
    """Tell of a rumoured plot, true or false, and of a leader, sober or playing to an audience, who hears of it."""
    real = play.chance("plot", {"real": p_plot, "none": 1 - p_plot}) == "real"
    if not real and play.chance("rumour", {"heard": f, "unheard": 1 - f}) == "unheard":
        play.outcome("no rumour")
        return {"Leader": 0}
    leader = play.chance("leader", {"audience": aud, "sober": 1 - aud})
    play.tell("Leader", leader)
    play.tell("Leader", "rumour")
    if play.choose("Leader", ["react", "ignore"]) == "react":
        play.measure(cost_us=c)
        play.outcome("reacts to a real plot" if real else "reacts to a false rumour")
        return {"Leader": (g_aud if leader == "audience" else 0) - c}
    play.measure(cost_us=L if real else 0)
    play.outcome("ignores a real plot" if real else "ignores a false rumour")
    return {"Leader": -L if real else 0}
