"""G4, coercive diplomacy."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

KINDS = ("able_willing", "able_unwilling", "unable_willing", "unable_unwilling")


GOALS = {
    "g_viol": Parameter(Fraction(1, 10), means="what effort against violence is worth to Mexico itself, beyond effort against the flow"),
    "V_viol": Parameter(Fraction(1, 5), "V_viol > 0", "further value to the US of real effect on violence"),
}
AID = {
    "aid": Parameter(Fraction(1, 10), "aid > 0", "aid promised to a Mexico that makes a real effort"),
    "deliver": Parameter(Fraction(1, 2), "0 < deliver < 1", "part of the aid that is delivered in time"),
    "theft": Parameter(Fraction(1, 4), "0 < theft < 1", "part of what is delivered that corruption diverts"),
}
ANSWERS = {
    "step": Parameter(2, "step > 1", "size of an escalated threat, in sizes of the first"),
    "hurt": Parameter(Fraction(1, 10), "hurt > 0", "loss of the US when Mexico retaliates"),
    "price": Parameter(Fraction(1, 5), "price > 0", "cost to Mexico of retaliating"),
    "spared": Parameter(Fraction(1, 2), "0 < spared < 1", "part of Mexico's loss that it is spared when the US relents"),
}
LINE = {
    "line": Parameter(Fraction(1, 10), "0 < line < drugs", "rent of the line that the US wants dropped"),
    "drugs": Parameter(1, means="rent of the drug business"),
    "L_c": Parameter(Fraction(1, 2), "L_c > 0", "loss of a cartel that is attacked"),
    "g_att": Parameter(Fraction(1, 5), "g_att > 0", "gain of a resolute US from an attack"),
    "r_word": Parameter(Fraction(3, 10), "r_word > 0", "cost to the US of attacking a cartel that has yielded"),
}
ARMS = {
    "det": Parameter(Fraction(1, 10), "0 < det < 1", "chance that a sale of arms is detected"),
    "sentence": Parameter(2, "sentence > 0", "sentence of a dealer who is detected, in the unit of margins"),
    "m_lo": Parameter(Fraction(1, 10), "0 < m_lo < m_hi", "margin of a small dealer"),
    "m_hi": Parameter(Fraction(2, 5), means="margin of a large dealer"),
    "small": Parameter(Fraction(1, 2), "0 < small < 1", "share of dealers who are small"),
}
DEMANDS = {"mexico": {}, "cartel": LINE, "dealers": ARMS}


def cast(demand):
    """Name the players."""
    return {"mexico": ("US", "Mexico"), "cartel": ("US", "cartel"), "dealers": ("dealer",)}[demand if demand in DEMANDS else "mexico"]


def headline(demand):
    """Name the parameters that maps speak of."""
    return {"cartel": ("line", "pi_us", "r_word"), "dealers": ("det", "sentence")}.get(demand, ("tau", "d", "pi_us"))


def further(types, pride, private, goals, aid_promised, answers, demand):
    """Give the parameters of four Mexican types, of pride, of two goals, of aid, of answers, and of other demands."""
    if types not in (2, 4):
        raise GameError(f"coercive_diplomacy has types=2 (able, unable) or types=4 (able or not, willing or not); found {types!r}.")
    if demand not in DEMANDS:
        raise GameError(f"coercive_diplomacy takes demand as {', '.join(DEMANDS)}; found {demand!r}.")
    if demand != "mexico":
        if types != 2 or pride or private or goals or aid_promised or answers:
            raise GameError(f"A demand on the {demand} is told alone; leave the other structure arguments at their defaults.")
        return DEMANDS[demand]
    proud = {"nat": Parameter(Fraction(1, 5), "nat > 0", "what any effort costs Mexico in pride")} if pride else {}
    proud |= (GOALS if goals else {}) | (AID if aid_promised else {}) | (ANSWERS if answers else {})
    if types == 2:
        return proud
    real = dict(zip(KINDS, ("1/4", "11/20", "7/10", "11/10"), strict=True))
    token = dict(zip(KINDS, ("3/20", "1/10", "1/5", "9/50"), strict=True))
    order = {
        "able_unwilling": "C_able_willing < C_able_unwilling",
        "unable_willing": "C_able_willing < C_unable_willing",
        "unable_unwilling": ("C_able_unwilling < C_unable_unwilling", "C_unable_willing < C_unable_unwilling"),
    }
    return {
        "able": Parameter(Fraction(3, 5), "0 < able < 1", "chance that Mexico is able"),
        "willing": Parameter(Fraction(1, 2), "0 < willing < 1", "chance that Mexico is willing"),
        **{f"C_{kind}": Parameter(Fraction(real[kind]), order.get(kind, ()), f"cost of real effort to the {said(kind)}") for kind in KINDS},
        **{
            f"C_tok_{kind}": Parameter(Fraction(token[kind]), f"0 < C_tok_{kind} < C_{kind}", f"cost of token effort to the {said(kind)}")
            for kind in KINDS
        },
        **proud,
    }


def said(kind):
    """Say a Mexican type in words."""
    return kind.replace("_", " and ")


@game(
    players=cast,
    headline=headline,
    parameters=further,
    source="Essay on US military action against Mexico's drug cartels, parts 0, IV and V; mechanisms M13, M14 and M16",
    rows=("E47", "E50", "E51", "E52", "E53", "E55", "E58", "E59", "E60", "E63", "E66"),
    known=(
        "At the defaults one equilibrium: the US threatens, the able make a real effort and the unable a token one; where it sees no output a "
        "resolute US executes and a bluff backs down.",
        "The US executes if and only if tau*L_US is below what backing down costs it: tau below 3/5 for the resolute, 2/15 for a bluff.",
        "Let th = pi_us*tau*L_M, 7/10 at the defaults, where only the resolute execute. A Mexican type picks the least of C, K + d*th and th, its "
        "costs of real effort, of token effort and of refusal: 1/4, 9/25, 7/10 for the able, and 4/5, 41/100, 7/10 for the unable.",
        "The able turn from token to real effort at d = (C_able - C_tok)/th, and the unable from token effort to refusal at d = 1 - C_tok_u/th: "
        "1/7 and 5/7. At d 4/5 the US makes no threat.",
        "Token effort beats refusal for all from tau = C_tok_u/((1 - d)*pi_us*L_M), and for the able real beats token effort from "
        "tau = (C_able - C_tok)/(d*pi_us*L_M): 1/7 and 1/6. In beliefs, from pi_us 10/49 and 5/21.",
        "Above tau 3/5 nobody executes, all would refuse and no threat is made; below tau 2/15 the threat is certain and th is tau*L_M.",
        "At the defaults the threat is worth 2487/8000 to the US, 1107/4000 if resolute and 69/200 if a bluff; output is seen with 79/100 and is "
        "real with 3/10.",
        "Endings at the defaults: real 3/10, token_passed 49/100, executed_on_token 21/200, backed_down 21/200.",
        "With private=True the bluff gains more from a threat than the resolute by P(no output)*(tau*L_US - A_bluff), whatever Mexico answers.",
        "With pride=True the unable refuse from nat = th*(1 - d) - C_tok_u and the able from th - C_able, 29/100 and 9/20; the US then makes no threat.",
        "With goals=True effort goes against violence if and only if g_viol > 0, whatever the US values more.",
        "With aid_promised=True the able turn to token effort at C_able - deliver*(1 - theft)*aid = C_tok + d*th, by slow delivery or by theft.",
        "With answers=True the threat is executed in some equilibrium only if a resolute US would go a step further, too: tau below "
        "A_res/(step*L_US), 3/10 at the defaults, half of what it is where Mexico cannot answer; above it no threat is made.",
        "With demand='cartel' the line is dropped if and only if sparing is credible, r_word >= g_att, and line <= pi_us*L_c, 1/4 at the defaults; "
        "drugs, which bring more, never are.",
        "With demand='dealers' a dealer sells if and only if its margin is at least det*sentence: a longer sentence moves supply at two points only.",
    ),
)
def coercive_diplomacy(
    play,
    *,
    private=False,
    types=2,
    pride=False,
    goals=False,
    aid_promised=False,
    answers=False,
    demand="mexico",
    pi_us=Parameter(Fraction(1, 2), domain="0 < pi_us < 1", means="belief that the US is resolute"),
    able=Parameter(Fraction(3, 10), domain="0 < able < 1", means="chance that Mexico is able, and willing"),
    tau=Parameter(Fraction(7, 20), domain="tau > 0", means="size of the threat"),
    L_M=Parameter(4, domain="L_M > 0", means="loss of Mexico per unit of an executed threat"),
    L_US=Parameter(Fraction(3, 2), domain="L_US > 0", means="loss of the US per unit of an executed threat"),
    C_able=Parameter(Fraction(1, 4), domain="C_able > 0", means="cost of real effort to the able"),
    C_unable=Parameter(Fraction(4, 5), domain="C_able < C_unable", means="cost of real effort to the unable"),
    C_tok=Parameter(Fraction(3, 20), domain="0 < C_tok < C_able", means="cost of token effort to the able"),
    C_tok_u=Parameter(Fraction(1, 5), domain="C_tok < C_tok_u < C_unable", means="cost of token effort to the unable"),
    d=Parameter(Fraction(3, 10), domain="0 < d < 1", means="chance that an audit exposes token effort"),
    A_res=Parameter(Fraction(9, 10), domain="A_bluff < A_res", means="cost of backing down to a resolute US"),
    A_bluff=Parameter(Fraction(1, 5), domain="A_bluff > 0", means="cost of backing down to a bluff"),
    V_out=Parameter(Fraction(3, 10), domain="V_out > 0", means="value to the US of output that can be counted"),
    V_real=Parameter(Fraction(1, 2), domain="V_real > 0", means="further value to the US of real effect"),
    **more,
):
    """Coercive diplomacy: does a threat buy real effort, token effort or refusal?

    The US threatens Mexico, or not, before it knows how hard backing down would be. Mexico, who knows its own
    costs, makes a real effort, a token one or none. Output looks the same whether real or token, unless an
    audit exposes it. On output the US relaxes. Where it sees none, it executes the threat or backs down.

    Parameters
    ----------
    private : bool
        The US knows its type first and each type chooses its threat, so that a threat is also a signal.
    types : int
        2 Mexican types, able and unable, or 4, able or not and willing or not, each with costs of its own.
    pride : bool
        Any effort costs Mexico ``nat`` more.
    goals : bool
        Real effort is against the flow or against violence; output of both looks the same to the US.
    aid_promised : bool
        A Mexico that makes a real effort is promised aid, of which a part arrives.
    answers : bool
        Where the threat is executed Mexico absorbs it or retaliates, and then the US relents or escalates.
    demand : {"mexico", "cartel", "dealers"}
        Of whom something is wanted. ``cartel``: it drops one line of business, or drugs, or neither, and the US, resolute or not, attacks or
        spares it. ``dealers``: who sell arms southward, or do not, under detection and a sentence.

    Notes
    -----
    Two players, 45 nodes, 5 information sets, 14 parameters. ``able`` stands for able and willing, but with four
    types for able alone. The measure ``output`` is seen by the US, ``cooperation`` is real effect; their gap is
    the ending ``token_passed``.

    Of the other measures ``flow`` is 1 less real effect, ``cost_us`` what executing the threat or backing down
    costs the US; ``violence`` falls with real effort against it, and ``civilian_harm`` stays 0.
    """
    if demand == "cartel":
        return drop_a_line(play, pi_us, **more)
    if demand == "dealers":
        return sell_arms(play, **more)

    def no_threat():
        play.outcome("no_threat")
        return 0, 0

    play.measure(flow=1, violence=0, civilian_harm=0, cost_us=0, cooperation=0, output=0)
    if not private and play.choose("US", ["threaten", "none"]) == "none":
        return no_threat()
    resolve = play.chance("US type", {"resolute": pi_us, "bluff": 1 - pi_us})
    play.tell("US", resolve)
    if private and play.choose("US", ["threaten", "none"]) == "none":
        return no_threat()

    if types == 2:
        priors = {"able": able, "unable": 1 - able}
        costs = {"able": (C_able, C_tok), "unable": (C_unable, C_tok_u)}
    else:
        willing = more["willing"]
        priors = dict(zip(KINDS, (able * willing, able * (1 - willing), (1 - able) * willing, (1 - able) * (1 - willing)), strict=True))
        costs = {kind: (more[f"C_{kind}"], more[f"C_tok_{kind}"]) for kind in KINDS}
    kind = play.chance("Mexican type", priors)
    play.tell("Mexico", said(kind))
    real, token = (cost + (more["nat"] if pride else 0) for cost in costs[kind])

    paid = more["deliver"] * more["aid"] if aid_promised else 0
    real -= paid * (1 - more["theft"]) if aid_promised else 0
    effort = play.choose("Mexico", [*(["flow", "violence"] if goals else ["real"]), "token", "refuse"], public=False)
    if effort == "violence":
        play.measure(violence=-1, cooperation=1, output=1)
        play.outcome("real, against violence")
        return V_out + more["V_viol"] - paid, more["g_viol"] - real
    if effort in ("real", "flow"):
        play.measure(flow=-1, cooperation=1, output=1)
        play.outcome("real")
        return V_out + V_real - paid, -real
    if effort == "token" and play.chance("audit", {"passed": 1 - d, "exposed": d}) == "passed":
        play.measure(output=1)
        play.outcome("token_passed")
        return V_out, -token

    cost = token if effort == "token" else 0
    play.tell("US", "no output")
    face = A_res if resolve == "resolute" else A_bluff
    if play.choose("US", ["execute", "back_down"]) == "execute":
        play.measure(cost_us=tau * L_US)
        if answers and play.choose("Mexico", ["absorb", "retaliate"]) == "retaliate":
            play.measure(cost_us=more["hurt"])
            if play.choose("US", ["relent", "escalate"]) == "relent":
                play.measure(cost_us=face)
                play.outcome("relented")
                return -tau * L_US - more["hurt"] - face, -cost - more["price"] - (1 - more["spared"]) * tau * L_M
            play.measure(cost_us=more["step"] * tau * L_US)
            play.outcome("escalated")
            return -(1 + more["step"]) * tau * L_US - more["hurt"], -cost - more["price"] - (1 + more["step"]) * tau * L_M
        play.outcome("executed_on_token" if effort == "token" else "executed_on_refusal")
        return -tau * L_US, -cost - tau * L_M
    play.measure(cost_us=face)
    play.outcome("backed_down")
    return -face, -cost


def drop_a_line(play, pi_us, line, drugs, L_c, g_att, r_word):
    """Tell of a demand on a cartel: to drop a line of business, or be attacked."""
    resolve = play.chance("US type", {"resolute": pi_us, "bluff": 1 - pi_us})
    play.tell("US", resolve)
    dropped = play.choose("cartel", ["keep", "drop the line", "drop drugs"])
    attacked = play.choose("US", ["attack", "spare"]) == "attack"
    rent = {"keep": 0, "drop the line": line, "drop drugs": drugs}[dropped]
    gain = (g_att if resolve == "resolute" else -g_att) - (r_word if dropped != "keep" else 0)
    play.measure(flow=int(dropped != "drop drugs"), violence=int(attacked), cooperation=int(dropped != "keep"))
    play.outcome(
        {"keep": "kept", "drop the line": "line_dropped", "drop drugs": "drugs_dropped"}[dropped] + ("_attacked" if attacked else "")
    )
    return gain if attacked else 0, -rent - (L_c if attacked else 0)


def sell_arms(play, det, sentence, m_lo, m_hi, small):
    """Tell of a dealer, small or large, who sells arms southward or does not."""
    kind = play.chance("dealer", {"small": small, "large": 1 - small})
    play.tell("dealer", kind)
    sells = play.choose("dealer", ["sell", "not"]) == "sell"
    play.measure(arms=int(sells))
    play.outcome("sold" if sells else "not_sold")
    return {"dealer": (m_lo if kind == "small" else m_hi) - det * sentence if sells else 0}
