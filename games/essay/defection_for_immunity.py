"""G2, defection for immunity."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


def cast(core, race):
    """Name the players."""
    return ("A", "B") if race else ("informer", "US") if core else ("informer", "US", "rival")


def numbers(core, access, misdirector, hit_us, check, race):
    """Give the numbers that depend on the structure; refuse structures that contradict one another."""
    if race and (core or access or misdirector or hit_us or not check):
        raise GameError("The race is between two sincere cartels, whose tips are checked and struck; give race without other structure.")
    if core and hit_us:
        raise GameError("In the core a strike ends the game, so that no rival can turn on the US; give core or hit_us, not both.")
    parameters = {}
    if core:
        parameters = {
            "phi": Parameter(Fraction(1, 2), "0 < phi < 1", "prior that the informer is sincere"),
            "B_hit": Parameter(1, "B_hit > 0", "value to the US of a hit"),
            "I_imm": Parameter(Fraction(4, 5), ("I_imm > 0", "alpha*I_imm > k_tip"), "what immunity is worth to the informer"),
            "k_tip": Parameter(Fraction(3, 10), "k_tip > 0", "cost of contact, paid by a sincere informer"),
        }
    if misdirector:
        gain, below = (Fraction(3, 5), "gain_local < I_imm") if core else (Fraction(3, 10), "alpha*(I_imm + gain_share) > k_tip")
        domain = ("gain_local > 0", "gamma*gain_local > k_tip", below)
        parameters["gain_local"] = Parameter(gain, domain, "gain of the informer from a strike on a local competitor")
    return parameters


@game(
    players=cast,
    headline=lambda race: ("k_tip", "lam") if race else ("phi", "D_emb", "r_rep"),
    parameters=numbers,
    source="Essay on US military action against Mexico's drug cartels, parts IV, V and VI; mechanisms M5 and M7",
    rows=("E8", "E15", "E16", "E17", "E18", "E21", "E23", "E27", "E189"),
    known=(
        "The US keeps its word if and only if g_prot < r_rep, and the rival strikes back if and only if its gain y from it is positive; "
        "let n = B_hit - min(g_prot, r_rep), which is 1 at the defaults.",
        "The US strikes on a pass with both types offering if and only if phi >= beta*D_emb/(alpha*n + beta*D_emb), 9/17 at the defaults.",
        "Below it, in the informative equilibrium, traps offer with phi*alpha*n/((1 - phi)*beta*D_emb) and the US strikes on a pass with "
        "L_false/(beta*(G_trap + L_false)): 16/27 and 2/3 at the defaults, 8/21 and 2/3 at phi 3/10.",
        "Of the strikes one in (n + D_emb)/n is false, 4 at the defaults.",
        "The US strikes on a fail too from phi = (1 - beta)*D_emb/((1 - alpha)*n + (1 - beta)*D_emb), 21/23 at the defaults.",
        "At the defaults there are two outcomes: tips used at random, and no tips; D1 removes the second.",
        "Endings of the first at the defaults: deal_kept 16/75, ignored 14/75, trap_sprung 16/225, trap_seen 64/225, silence 11/45.",
        "If only a part of the sincere has access to anything, the first cut-off is beta*D_emb/(alpha*rho_access*n + beta*D_emb), 45/73 at "
        "7/10; without a check it is D_emb/(n + D_emb), 3/4.",
        "In the race both are silent in an equilibrium if and only if a <= k_tip, and both inform if and only if b >= k_tip, with "
        "a = alpha*(I_imm + gain_share) and b = (a + alpha*lam)/2.",
    ),
)
def defection_for_immunity(
    play,
    *,
    core=False,
    access=False,
    misdirector=False,
    hit_us=False,
    check=True,
    race=False,
    phi=Parameter(Fraction(2, 5), domain="0 < phi < 1", means="prior that the informer is sincere"),
    D_emb=Parameter(3, domain="D_emb > 0", means="embarrassment of the US by a strike on a false tip"),
    alpha=Parameter(Fraction(4, 5), domain="0 < alpha < 1", means="chance that a true tip passes the check"),
    beta=Parameter(Fraction(3, 10), domain="0 < beta < alpha", means="chance that a false tip passes the check"),
    B_hit=Parameter(Fraction(13, 10), domain=("B_hit > g_prot", "B_hit > r_rep"), means="value to the US of a hit"),
    I_imm=Parameter(Fraction(1, 2), domain="I_imm > 0", means="what immunity is worth to the informer, against being the next target"),
    k_tip=Parameter(Fraction(1, 10), domain="k_tip > 0", means="cost of contact, paid by a sincere informer"),
    G_trap=Parameter(1, domain="G_trap > 0", means="gain of the informer from a trap that works"),
    L_false=Parameter(Fraction(1, 4), domain="L_false > 0", means="loss of the informer from a trap that is seen through"),
    gain_share=Parameter(Fraction(3, 10), domain="gain_share > 0", means="market that the informer takes over from the rival"),
    g_prot=Parameter(Fraction(3, 10), domain="g_prot > 0", means="cost to the US of the growth of a cartel that it protects"),
    r_rep=Parameter(Fraction(1, 2), domain="r_rep > 0", means="cost to the US of a broken word"),
    kappa=Parameter(Fraction(2, 5), domain="kappa > 0", means="what a reprisal costs the informer"),
    y_hon=Parameter(Fraction(-1, 5), means="rival's net gain from a reprisal on a protected informer"),
    y_ren=Parameter(Fraction(1, 10), means="rival's net gain from a reprisal on an abandoned informer"),
    rho_access=Parameter(Fraction(7, 10), domain="0 < rho_access < 1", means="part of the sincere who have anything to tell"),
    mis=Parameter(Fraction(3, 10), domain=("mis > 0", "phi + mis < 1"), means="prior that the informer is a misdirector"),
    gamma=Parameter(Fraction(3, 5), domain="beta < gamma < alpha", means="chance that a misdirector's tip passes the check"),
    gain_local=Parameter(Fraction(3, 10), domain="gain_local > 0", means="gain of the informer from a strike on a local competitor"),
    D_mis=Parameter(Fraction(1, 2), domain="0 < D_mis < D_emb", means="embarrassment of the US by a strike on a local competitor"),
    y_us=Parameter(Fraction(1, 5), means="rival's net gain from turning on the US"),
    c_us=Parameter(Fraction(2, 5), domain="c_us > 0", means="what the rival's turning on the US costs the US"),
    lam=Parameter(Fraction(3, 10), domain="lam > 0", means="what a cartel loses that is struck on the tip of the other"),
):
    """Defection for immunity: can a tip be trusted, and can the promise that bought it?

    A cartel may offer information on its rival in return for immunity. Its tip is true, or a trap that
    leads to a civilian site; a noisy check tells them apart badly. The US strikes or declines. After a
    true hit it keeps its word or breaks it, and the rival, who has seen everything, holds or strikes back.

    Parameters
    ----------
    core : bool
        Leave out what follows a hit: immunity is then granted, and there is no rival.
    access : bool
        Only a part of the sincere have anything to tell; the others stay silent.
    misdirector : bool
        A third type of informer, whose tip leads the US onto a local competitor of no note.
    hit_us : bool
        A struck rival may also turn on the US.
    check : bool
        Whether tips are checked.
    race : bool
        Another story, of two sincere cartels who may offer at once; the first in, by a coin if both do, is protected.

    Notes
    -----
    Three players, 31 nodes, 10 information sets, 15 parameters. The core has two players, 4 information
    sets and 9 parameters, with other defaults.

    Measures: ``informing`` counts offers, ``civilian_harm`` strikes on a trap, ``groups`` the cartels left of
    two; ``cost_us`` is what the US loses by embarrassment, protection or a broken word, ``violence`` what a
    reprisal costs the informer; ``flow`` is 1 throughout, since others take over a market that is lost.
    """
    if race:
        return first_in(play, alpha, I_imm + gain_share, k_tip, lam)

    def payoffs(informer, us, rival=0):
        return (informer, us) if core else (informer, us, rival)

    play.measure(flow=1, groups=2)
    others = {"misdirector": mis, "trap": 1 - phi - mis} if misdirector else {"trap": 1 - phi}
    kind = play.chance("type", {"sincere": phi, **others})
    knows = not access or kind != "sincere" or play.chance("access", {True: rho_access, False: 1 - rho_access})
    play.tell("informer", kind)
    if not knows or play.choose("informer", ["offer", "silent"]) == "silent":
        play.outcome("silence")
        return payoffs(0, 0)

    play.measure(informing=1)
    result = "tip"
    if check:
        passes = {"sincere": alpha, "misdirector": gamma, "trap": beta}[kind]
        result = play.chance("check", {"pass": passes, "fail": 1 - passes})
        play.tell("US", result)
    strike = play.choose("US", ["strike", "decline"]) == "strike"
    if kind == "trap":
        play.outcome("trap_sprung" if strike else "trap_seen")
        if not strike:
            return payoffs(-L_false, 0)
        play.measure(civilian_harm=1, cost_us=D_emb)
        return payoffs(G_trap, -D_emb)
    if not strike:
        play.outcome("ignored")
        return payoffs(-k_tip, 0)
    if kind == "misdirector":
        play.measure(cost_us=D_mis)
        play.outcome("misdirected")
        return payoffs(gain_local - k_tip, -D_mis)

    play.measure(groups=-1)
    if core:
        play.outcome("deal_kept")
        return payoffs(I_imm - k_tip, B_hit)

    play.tell("rival", f"hit after a {result}")
    honours = play.choose("US", ["honour", "renege"]) == "honour"
    reply = play.choose("rival", ["hold", "reprisal", *["hit_us"] * hit_us])
    cost = (g_prot if honours else r_rep) + (c_us if reply == "hit_us" else 0)
    play.measure(cost_us=cost, violence={"hold": 0, "reprisal": kappa, "hit_us": 1}[reply])
    deal = "deal_kept" if honours else "deal_broken"
    play.outcome({"hold": deal, "reprisal": f"{deal} with reprisal", "hit_us": "turned_on_us"}[reply])
    return payoffs(
        gain_share - k_tip + (I_imm if honours else 0) - (kappa if reply == "reprisal" else 0),
        B_hit - cost,
        -gain_share + {"hold": 0, "reprisal": y_hon if honours else y_ren, "hit_us": y_us}[reply],
    )


def first_in(play, alpha, prize, k_tip, lam):
    """Tell the race: the tip of the first in, if it passes the check, brings it the prize and a strike on the other."""
    play.measure(flow=1, groups=2)
    offers = [who for who in ("A", "B") if play.choose(who, ["offer", "silent"], public=False) == "offer"]
    play.measure(informing=len(offers))
    payoffs = {who: -k_tip if who in offers else 0 for who in ("A", "B")}
    if not offers:
        play.outcome("silence")
        return payoffs
    first = play.chance("first", offers) if len(offers) == 2 else offers[0]
    if play.chance("check", {"pass": alpha, "fail": 1 - alpha}) == "fail":
        play.outcome("ignored")
        return payoffs
    play.measure(groups=-1)
    play.outcome("deal_kept")
    return {who: payoff + (prize if who == first else -lam) for who, payoff in payoffs.items()}
