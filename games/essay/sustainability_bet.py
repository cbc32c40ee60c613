"""G1, the sustainability bet."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

RUNNING_COST_LONG = Fraction(1, 5)  # of a US that lasts: less than it earns whatever the cartels do, so it has no decision
CLOSINGS = ("withdraw", "stay_on", "nothing")


def variant(closing, clock, periods, targets, depth, b_informs, a_resists, exit, reckless, long_chooses):
    """Give the numbers of the clock, of two periods and of named targets, where they differ; refuse structures that contradict one another."""
    if closing not in CLOSINGS:
        raise GameError(f"The closing of sustainability_bet is one of {', '.join(CLOSINGS)}; found {closing!r}.")
    if periods not in (1, 2) or isinstance(periods, bool):
        raise GameError(f"sustainability_bet is told for one period or two, periods=1 or periods=2; found {periods!r}.")
    other = closing != "withdraw" or any((depth, b_informs, a_resists, exit, reckless, long_chooses))
    if clock and (other or periods == 2 or targets):
        raise GameError("The clock has one cartel that waits or resists, and a US that chooses; give clock without other structure.")
    if periods == 2 and (other or targets):
        raise GameError("Over two periods one cartel may inform and the other resist, and a short US chooses; give periods=2 alone.")
    if targets and other:
        raise GameError("With named targets each cartel waits or informs, and the US names whom it hits; give targets alone.")
    if periods == 2:
        return {
            "mu_long": Parameter(Fraction(3, 20), domain="0 < mu_long < 1", means="belief that the US lasts"),
            "loss": Parameter(Fraction(3, 20), ("loss > 0", "2*loss*(1 + redirect) < 1"), "part of a share lost in each further phase"),
        }
    if targets:
        return {"share": Parameter(Fraction(11, 20), domain="0 < share < 1", means="A's share of the market; B has the rest")}
    if not clock:
        return {}
    return {
        "loss": Parameter(Fraction(1, 5), domain=("loss > 0", "loss + loss_2 < 1"), means="part of the share lost in the first phase"),
        "v_res": Parameter(Fraction(4, 25), domain="v_res > 0", means="cost of violence to the cartel, each time"),
        "k_long": Parameter(Fraction(3, 10), domain="0 < k_long < k_stay", means="running cost of a long US, each phase"),
        "turn": Parameter(Fraction(-1, 5), means="what an attack on Americans adds to the wish to stay: a rally, less weariness"),
    }


@game(
    players=lambda clock: ("cartel", "US") if clock else ("A", "B", "US"),
    headline=lambda clock: ("mu_long", "v_res", "turn") if clock else ("mu_long", "k_stay", "redirect"),
    parameters=variant,
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
        "Where a US that lasts stays on, A informs if and only if a share is then worth more than 25/52, at the defaults.",
        "With exit, A sells out if and only if x_exit > 273/500, more than its whole share, at the defaults.",
        "With periods=2 and a short US that stops, A waits first and informs once the US has stayed if and only if "
        "mu_long < kappa/(loss*(share + inherit*(1 - share)*redirect)) < 1: 3/20 and 10/39 at the defaults.",
        "With targets=True a cartel informed on is hit if and only if its share times 1 + redirect exceeds its rival's, and the smaller informs "
        "for certain if and only if mu_long > kappa/(inherit*loss*share*redirect), 25/88 at the defaults; down to 25/163 both mix.",
        "With the clock and a US that attacks can move, the cartel hides and then fights if and only if v_res < loss_2 and "
        "mu_long < v_res/(loss + v_res), 4/9 at the defaults; above that it resists at once.",
    ),
)
def sustainability_bet(
    play,
    *,
    closing="withdraw",
    clock=False,
    periods=1,
    targets=False,
    depth=False,
    b_informs=False,
    a_resists=False,
    exit=False,
    reckless=False,
    long_chooses=False,
    mu_long=Parameter(Fraction(2, 5), domain="0 < mu_long < 1", means="belief that the US lasts"),
    share=Parameter(Fraction(1, 2), domain="0 < share < 1", means="A's share of the market; B has the rest"),
    loss=Parameter(Fraction(1, 5), domain=("loss > 0", "loss*(1 + redirect) < 1"), means="part of a share lost in one more phase"),
    redirect=Parameter(2, domain="redirect > 0", means="further loss of a cartel informed on: it is multiplied by 1 + redirect"),
    inherit=Parameter(Fraction(4, 5), domain="0 < inherit < 1", means="part of a lost share that the other cartel takes over"),
    kappa=Parameter(Fraction(1, 20), domain="kappa > 0", means="cost of informing"),
    v_res=Parameter(Fraction(1, 25), domain="v_res > 0", means="cost of violence to the cartel that resists"),
    b_dis=Parameter(2, domain="b_dis > 0", means="value to the US of a unit of share disrupted"),
    k_stay=Parameter(Fraction(7, 10), domain="k_stay > 0", means="running cost of a short US, less the embarrassment of leaving"),
    turn=Parameter(Fraction(1, 25), means="what an attack on Americans adds to the wish to stay: a rally, less weariness"),
    y=Parameter(Fraction(1, 2), domain="0 < y < 1", means="worth of a share under a US that has not left"),
    rho_deep=Parameter(Fraction(1, 2), domain="0 < rho_deep < 1", means="chance that A is deep, and not shallow"),
    z=Parameter(2, domain=("z > 1", "loss*z < 1"), means="by how much a shallow A that waits loses more than a deep one"),
    x_exit=Parameter(Fraction(3, 10), domain="x_exit > 0", means="what A gets if it sells out"),
    mu_reckless=Parameter(Fraction(1, 10), domain="0 < mu_reckless < 1", means="chance that B likes violence"),
    v_reckless=Parameter(Fraction(-1, 50), domain="v_reckless < 0", means="cost of violence to a B that likes it"),
    k_long=Parameter(Fraction(1, 5), domain="0 < k_long < k_stay", means="running cost of a long US, less the embarrassment of leaving"),
    loss_2=Parameter(Fraction(1, 5), domain="loss_2 > 0", means="part of the share lost in the second phase"),
):
    """The sustainability bet: will the US last longer than the cartels can wait?

    A campaign is under way. Cartel A waits or informs on its rival B; B, without seeing it, waits or
    resists. Neither knows whether the US can bear the cost of another phase. A short US sees both and
    stays for it or stops; a long one stays. Then it withdraws, and who is left inherits.

    Parameters
    ----------
    closing : {"withdraw", "stay_on", "nothing"}
        What a share is worth under a US that lasts: its size, since the US then withdraws; ``y`` of it; nothing.
    clock : bool
        Another story, of one cartel: two phases, in each of which it waits or resists, and a US of either type stays or stops.
    periods : int, 1 or 2
        Two: after a phase that the US stayed for all see what was done, and wait, inform or resist anew, and the US stays or stops.
    targets : bool
        Both may inform, and a US that stays names the cartel that it hits; the other is spared.
    depth : bool
        A is deep or shallow, and alone knows which; a shallow A that waits loses ``z`` times as much.
    b_informs, a_resists, exit : bool
        B may also inform; A may also resist; A may also sell out.
    reckless : bool
        B may be of a kind that likes violence, and alone knows it.
    long_chooses : bool
        A US that lasts chooses too, at a running cost of its own.

    Notes
    -----
    Three players, 23 nodes, 6 information sets, 10 parameters. Payoffs are changes against a campaign
    that never was, in shares of the market for the cartels. A long US decides nothing, so its smaller
    running cost is a number, 1/5, that moves no equilibrium. Endings in which B resists are ``drove_out`` or
    ``rallied`` whatever A did. The number of cartels left with a share above a threshold is no measure
    here, since the parameters decide it.

    Measures: ``flow`` is the share of the market that is served, ``share_A`` what A has of it at the end;
    ``violence`` counts cartels that resist, ``informing`` those that inform; ``civilian_harm`` is how far
    tips set the cartels against one another while the US stays; ``cost_us`` is the running cost of the US.
    """
    endurance = play.chance("endurance", {"long": mu_long, "short": 1 - mu_long})
    if clock:
        return hide_then_fight(play, endurance, (loss, loss_2), v_res, b_dis, k_long if endurance == "long" else k_stay, turn)
    if periods == 2:
        return stay_twice(play, endurance, share, loss, redirect, inherit, kappa, v_res, b_dis, k_stay, turn)
    if targets:
        return name_a_target(play, endurance, share, loss, redirect, inherit, kappa, b_dis, k_stay)
    thickness = play.chance("depth", {"deep": rho_deep, "shallow": 1 - rho_deep}) if depth else "deep"
    temper = play.chance("temper", {"calm": 1 - mu_reckless, "reckless": mu_reckless}) if reckless else "calm"
    play.tell("A" if depth else (), thickness)
    play.tell("B" if reckless else (), temper)
    a = play.choose("A", ["wait", "inform", *["resist"] * a_resists, *["exit"] * exit], public=False)
    b = play.choose("B", ["wait", *["inform"] * b_informs, "resist"], public=False)
    cost_a = {"inform": kappa, "resist": v_res}.get(a, 0)
    cost_b = {"inform": kappa, "resist": v_res if temper == "calm" else v_reckless}.get(b, 0)
    fights, tips = (a, b).count("resist"), (a, b).count("inform")
    if a == "exit":
        play.measure(flow=1 - (1 - inherit) * share, violence=fights, informing=tips)
        play.outcome("sold_out")
        return {"A": x_exit - share, "B": inherit * share - cost_b, "US": 0}

    stays = endurance == "long"
    if not stays or long_chooses:
        for fact in (endurance, f"A {a}s", f"B {b}s"):
            play.tell("US", fact)
        stays = play.choose("US", ["stay", "stop"]) == "stay"

    def lost(size, own, others, exposure=1):
        if not stays or (own == "inform" and others != "inform"):  # who alone informs is spared
            return 0
        return loss * size * (1 + redirect if others == "inform" else exposure)

    loss_a = lost(share, a, b, z if thickness == "shallow" else 1)
    loss_b = lost(1 - share, b, a)
    cost_us = ((k_long if long_chooses else RUNNING_COST_LONG) if endurance == "long" else k_stay) if stays else 0
    worth = {"withdraw": 1, "stay_on": y, "nothing": 0}[closing] if endurance == "long" else 1

    play.measure(
        flow=1 - (1 - inherit) * (loss_a + loss_b),
        violence=fights,
        civilian_harm=redirect * loss * tips if stays else 0,
        cost_us=cost_us,
        informing=tips,
        share_A=share - loss_a + inherit * loss_b,
    )
    if fights:
        play.outcome("rallied" if stays else "drove_out")
    elif tips:
        play.outcome("redirected" if stays else "informed_for_nothing")
    else:
        play.outcome("waited_out" if stays else "bet_won")
    return {
        "A": worth * (-loss_a + inherit * loss_b) - cost_a,
        "B": worth * (-loss_b + inherit * loss_a) - cost_b,
        "US": b_dis * (loss_a + loss_b) - cost_us + (turn * fights if stays else 0),
    }


def hide_then_fight(play, endurance, losses, v_res, b_dis, cost, turn):
    """Tell the story of one cartel over two phases: it moves first in each, and the US, which knows its own endurance, replies."""
    play.tell("US", endurance)
    play.measure(flow=1)
    lost = fights = gain = 0
    for loss in losses:
        resists = play.choose("cartel", ["wait", "resist"]) == "resist"
        fights += resists
        play.measure(violence=int(resists))
        stays = play.choose("US", ["stay", "stop"]) == "stay"
        if not stays:
            break
        lost += loss
        gain += b_dis * loss - cost + (turn if resists else 0)
        play.measure(flow=-loss, cost_us=cost)
    play.outcome(("rallied" if fights else "waited_out") if stays else ("drove_out" if fights else "bet_won"))
    return {"cartel": -lost - v_res * fights, "US": gain}


def stay_twice(play, endurance, share, loss, redirect, inherit, kappa, v_res, b_dis, k_stay, turn):
    """Tell two phases: in each the cartels move unseen, all see what was done, and a short US stays for the phase or stops for good."""
    if endurance == "short":
        play.tell("US", endurance)
    play.measure(flow=1, share_A=share, violence=0, informing=0, civilian_harm=0, cost_us=0)
    paid, informed, phases = {"A": 0, "B": 0, "US": 0}, "never", 0
    for when in ("at once", "late"):
        a = play.choose("A", ["wait", "inform"], public=False)
        b = play.choose("B", ["wait", "resist"], public=False)
        for fact in (f"A {a}s", f"B {b}s"):
            play.tell(("A", "B", *(("US",) if endurance == "short" else ())), fact)
        tips, fights = int(a == "inform"), int(b == "resist")
        informed = when if tips and informed == "never" else informed
        paid["A"] -= kappa * tips
        paid["B"] -= v_res * fights
        play.measure(violence=fights, informing=tips)
        if endurance == "short" and play.choose("US", ["stay", "stop"], public=False) == "stop":
            break
        play.tell(("A", "B"), "stays")
        phases += 1
        loss_a, loss_b = (0, loss * (1 - share) * (1 + redirect)) if tips else (loss * share, loss * (1 - share))
        cost = RUNNING_COST_LONG if endurance == "long" else k_stay
        paid["A"] += inherit * loss_b - loss_a
        paid["B"] += inherit * loss_a - loss_b
        paid["US"] += b_dis * (loss_a + loss_b) - cost + turn * fights
        play.measure(flow=(inherit - 1) * (loss_a + loss_b), share_A=inherit * loss_b - loss_a, cost_us=cost)
        play.measure(civilian_harm=redirect * loss * tips)
    play.outcome(f"informed {informed}, {('no phase', 'one phase', 'two phases')[phases]} more")
    return paid


def name_a_target(play, endurance, share, loss, redirect, inherit, kappa, b_dis, k_stay):
    """Tell of a US that names whom it hits: either cartel may inform on the other, and who is informed on loses more when hit."""
    sizes = {"A": share, "B": 1 - share}
    rivals = {"A": "B", "B": "A"}
    moves = {who: play.choose(who, ["wait", "inform"], public=False) for who in rivals}
    for fact in (endurance, *(f"{who} {move}s" for who, move in moves.items())):
        play.tell("US", fact)
    targets = {f"hit {who}": who for who in sizes}
    answer = play.choose("US", [*(["stop"] if endurance == "short" else []), *targets])
    tips = list(moves.values()).count("inform")
    paid = {who: -kappa if move == "inform" else 0 for who, move in moves.items()}
    play.measure(flow=1, share_A=share, violence=0, informing=tips, civilian_harm=0, cost_us=0)
    if answer == "stop":
        play.outcome("informed_for_nothing" if tips else "bet_won")
        return {**paid, "US": 0}
    hit = targets[answer]
    told = moves[rivals[hit]] == "inform"
    lost = loss * sizes[hit] * (1 + redirect if told else 1)
    cost = RUNNING_COST_LONG if endurance == "long" else k_stay
    play.measure(flow=(inherit - 1) * lost, share_A=-lost if hit == "A" else inherit * lost, cost_us=cost)
    play.measure(civilian_harm=redirect * loss if told else 0)
    play.outcome(f"{hit} hit{' on a tip' if told else ''}")
    paid[hit] -= lost
    paid[rivals[hit]] += inherit * lost
    return {**paid, "US": b_dis * lost - cost}
