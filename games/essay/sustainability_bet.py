"""G1, the sustainability bet."""

from fractions import Fraction

from ..parameter import Parameter
from ..story import game

RUNNING_COST_LONG = Fraction(1, 5)          # of a US that lasts: less than it earns whatever the cartels do, so it has no decision


@game(
    players=("A", "B", "US"),
    headline=("mu_long", "k_stay", "redirect"),
    source="Essay on US military action against Mexico's drug cartels, parts 0, IV, V and VI; mechanisms M1, M3 and M4",
    rows=("E1", "E2", "E5", "E8", "E9", "E12", "E15", "E18", "E27", "E133", "E189"),
    known=(
        "At the defaults one equilibrium: A informs, B waits, and a short US stops.",
        "The bet: where a short US stops after every history, A informs if and only if "
        "mu_long > kappa/(loss*(share + inherit*(1 - share)*redirect)), 5/26 at the defaults, and else waits.",
        "A short US stays on a lead and not without one if and only if b_dis*loss < k_stay < b_dis*loss*(1 - share)*(1 + redirect), "
        "2/5 and 3/5 at the defaults; at k_stay 1/2 A informs even at mu_long 1/20.",
        "After a redirected campaign A holds share + inherit*loss*(1 - share)*(1 + redirect), 37/50 of 47/50 at the defaults.",
        "If turn >= 0 and inherit*share < 1 - share, B never resists.",
        "At turn -1/5, k_stay 1/2 and mu_long 3/20 the one equilibrium is mixed: A informs with 8/51, B resists with 193/204.",
    ),
)
def sustainability_bet(
    play, *,
    mu_long=Parameter(Fraction(2, 5), domain="0 < mu_long < 1", means="belief that the US lasts"),
    share=Parameter(Fraction(1, 2), domain="0 < share < 1", means="A's share of the market; B has the rest"),
    loss=Parameter(Fraction(1, 5), domain=("loss > 0", "loss*(1 + redirect) < 1"), means="part of a share lost in one more phase"),
    redirect=Parameter(2, domain="redirect > 0", means="by how much a tip multiplies the rival's loss, less one"),
    inherit=Parameter(Fraction(4, 5), domain="0 < inherit < 1", means="part of a lost share that the other cartel takes over"),
    kappa=Parameter(Fraction(1, 20), domain="kappa > 0", means="cost of informing"),
    v_res=Parameter(Fraction(1, 25), domain="v_res > 0", means="cost of violence to the cartel that resists"),
    b_dis=Parameter(2, domain="b_dis > 0", means="value to the US of a unit of share disrupted"),
    k_stay=Parameter(Fraction(7, 10), domain="k_stay > 0", means="running cost of a short US, less the embarrassment of leaving"),
    turn=Parameter(Fraction(1, 25), means="what an attack on Americans does to the wish to stay: a rally, less weariness"),
):
    """The sustainability bet: will the US last longer than the cartels can wait?

    A campaign is under way. Cartel A waits or informs on its rival B; B, without seeing it, waits or
    resists. Neither knows whether the US can bear the cost of another phase. A short US sees both and
    stays for it or stops; a long one stays. Then it withdraws, and who is left inherits.

    Notes
    -----
    Three players, 23 nodes, 6 information sets, 10 parameters. Payoffs are changes against a campaign
    that never was, in shares of the market for the cartels. A long US decides nothing, so its smaller
    running cost is a number, 1/5, that moves no equilibrium. Endings in which B resists are ``drove_out`` or
    ``rallied`` whatever A did. The number of cartels left with a share above a threshold is no measure
    here, since the parameters decide it.
    """
    endurance = play.chance("endurance", {"long": mu_long, "short": 1 - mu_long})
    informs = play.choose("A", ["wait", "inform"], public=False) == "inform"
    resists = play.choose("B", ["wait", "resist"], public=False) == "resist"
    stays = endurance == "long"
    if not stays:
        play.tell("US", "short")
        play.tell("US", "A informs" if informs else "A waits")
        play.tell("US", "B resists" if resists else "B waits")
        stays = play.choose("US", ["stay", "stop"]) == "stay"

    loss_a = loss * share if stays and not informs else 0
    loss_b = loss * (1 - share) * (1 + redirect if informs else 1) if stays else 0
    cost_us = (RUNNING_COST_LONG if endurance == "long" else k_stay) if stays else 0

    play.measure(
        flow=1 - (1 - inherit) * (loss_a + loss_b),
        violence=int(resists),
        civilian_harm=redirect * loss if informs and stays else 0,
        cost_us=cost_us,
        cooperation=int(informs),
        share_A=share - loss_a + inherit * loss_b,
    )
    if resists:
        play.outcome("rallied" if stays else "drove_out")
    elif informs:
        play.outcome("redirected" if stays else "informed_for_nothing")
    else:
        play.outcome("waited_out" if stays else "bet_won")
    return {
        "A": -loss_a + inherit * loss_b - (kappa if informs else 0),
        "B": -loss_b + inherit * loss_a - (v_res if resists else 0),
        "US": b_dis * (loss_a + loss_b) - cost_us + (turn if resists and stays else 0),
    }
