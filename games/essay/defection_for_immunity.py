"""G2, defection for immunity."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game


def core_numbers(core):
    """Give the defaults and domains of the core, where they differ."""
    if not core:
        return {}
    return {
        "phi": Parameter(Fraction(1, 2), "0 < phi < 1", "prior that the informer is sincere"),
        "B_hit": Parameter(1, "B_hit > 0", "value to the US of a hit"),
        "I_imm": Parameter(Fraction(4, 5), ("I_imm > 0", "alpha*I_imm > k_tip"), "what immunity is worth to the informer"),
        "k_tip": Parameter(Fraction(3, 10), "k_tip > 0", "cost of contact, paid by a sincere informer"),
    }


@game(
    players=lambda core: ("informer", "US") if core else ("informer", "US", "rival"),
    headline=("phi", "D_emb", "r_rep"),
    parameters=core_numbers,
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
    ),
)
def defection_for_immunity(
    play, *,
    core=False,
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
):
    """Defection for immunity: can a tip be trusted, and can the promise that bought it?

    A cartel may offer information on its rival in return for immunity. Its tip is true, or a trap that
    leads to a civilian site; a noisy check tells them apart badly. The US strikes or declines. After a
    true hit it keeps its word or breaks it, and the rival, who has seen everything, holds or strikes back.

    Parameters
    ----------
    core : bool
        Leave out what follows a hit: immunity is then granted, and there is no rival.

    Notes
    -----
    Three players, 31 nodes, 10 information sets, 15 parameters. The core has two players, 4 information
    sets and 9 parameters, with other defaults.
    """
    def payoffs(informer, us, rival=0):
        return (informer, us) if core else (informer, us, rival)

    play.measure(flow=1, groups=2)
    kind = play.chance("type", {"sincere": phi, "trap": 1 - phi})
    play.tell("informer", kind)
    if play.choose("informer", ["offer", "silent"]) == "silent":
        play.outcome("silence")
        return payoffs(0, 0)

    play.measure(cooperation=1)
    passes = alpha if kind == "sincere" else beta
    check = play.chance("check", {"pass": passes, "fail": 1 - passes})
    play.tell("US", check)
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

    play.measure(groups=-1)
    if core:
        play.outcome("deal_kept")
        return payoffs(I_imm - k_tip, B_hit)

    play.tell("rival", f"hit after a {check}")
    honours = play.choose("US", ["honour", "renege"]) == "honour"
    reprisal = play.choose("rival", ["hold", "reprisal"]) == "reprisal"
    price = g_prot if honours else r_rep
    play.measure(cost_us=price, violence=kappa if reprisal else 0)
    play.outcome(("deal_kept" if honours else "deal_broken") + (" with reprisal" if reprisal else ""))
    return payoffs(
        gain_share - k_tip + (I_imm if honours else 0) - (kappa if reprisal else 0),
        B_hit - price,
        -gain_share + ((y_hon if honours else y_ren) if reprisal else 0),
    )
