"""G6, state capture."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


def cast(pact, posts):
    """Name the players."""
    if pact:
        return [f"patron {k}" for k in range(1, pact + 1)]
    return ["cartel", "official", "centre"] if posts == 1 else ["cartel", "official 1", "official 2", "centre"]


def further(expose, report, pact, posts):
    """Give the parameters of exposure, of reports and of the pact."""
    if posts not in (1, 2) or isinstance(posts, bool):
        raise GameError(f"state_capture has one post or two, posts=1 or posts=2; found {posts!r}.")
    if posts == 2 and (expose or report or pact):
        raise GameError("Two posts are told without exposure, reports or a pact; give posts=2 alone.")
    if not isinstance(pact, int) or pact < 0 or pact == 1:
        raise GameError(f"A pact needs at least two patrons, or pact=0 for the capture of a post; found {pact!r}.")
    if pact and (expose or report):
        raise GameError("A pact among patrons has no official to expose and none to report; give pact alone.")
    parameters = {}
    if expose:
        parameters["d_us"] = Parameter(Fraction(3, 10), "0 < d_us < 1", "chance that the US exposes a captured official")
    if report:
        parameters["award"] = Parameter(Fraction(1, 4), "award > 0", "what a report is worth to the honest")
        parameters["loss"] = Parameter(Fraction(3, 10), "loss > 0", "what a report that stays secret costs the cartel")
        parameters["leak"] = Parameter(Fraction(1, 5), "0 < leak < 1", "chance that a report leaks to the cartel")
    if pact:
        parameters["delta"] = Parameter(Fraction(3, 5), "0 < delta < 1", "patience: the weight of the next round")
    return parameters


@game(
    players=cast,
    headline=lambda pact: ("delta",) if pact else ("eta_h", "p_viol", "rho_ruth"),
    parameters=further,
    source="Essay on US military action against Mexico's drug cartels, parts II, IV, V and VI; mechanisms M12, M20, M21 and M22",
    rows=("E40", "E41", "E44", "E74", "E78", "E112"),
    known=(
        "At the defaults one equilibrium: the ruthless threaten and the calculating pay; the venal accept either and the honest refuse either; "
        "the centre ignores. Half the posts are captured, a quarter of the threats carried out.",
        "Let q be the chance that the centre monitors and mu the belief that a threat is real. Silver is accepted if and only if "
        "bribe >= q*d_mon*F_pen + honor_cost, lead if and only if mu*p_viol >= q*d_mon*F_pen + honor_cost, with honor_cost paid by the honest only.",
        "The centre monitors if and only if d_mon times the chance of a capture is at least c_mon; where all the venal and no honest are captured, "
        "up to eta_h = 1 - c_mon/d_mon, 1/3 at the defaults.",
        "Where the honest refuse and the centre ignores, the ruthless threaten if and only if eta_h*g_exec + (1 - eta_h)*bribe >= c_threat, and the "
        "calculating pay if and only if (1 - eta_h)*bribe <= c_threat: 3/10 and 1/10 against 1/5 at the defaults.",
        "Silver alone, resting on a threat being taken for a bluff, is an equilibrium too where (1 - eta_h)*(rent_post - bribe) >= g_exec - c_threat: "
        "c_threat from 1/4 on at the defaults.",
        "Where p_viol exceeds honor_cost, 3/10 at the defaults, the honest hold mu = honor_cost/p_viol and yield to lead with "
        "(c_threat - (1 - eta_h)*bribe)/(eta_h*rent_post), and the calculating bluff with rho_ruth*(1 - mu)/((1 - rho_ruth)*mu): "
        "3/4, 2/5 and 1/3 at p_viol 2/5.",
        "Where d_mon*F_pen > bribe, the honest refuse and c_mon < d_mon*(1 - eta_h), the centre monitors with bribe/(d_mon*F_pen) and captures are "
        "c_mon/d_mon: 4/9 and 1/3 at c_mon 1/20, F_pen 3.",
        "With expose=True nobody accepts from d_us = bribe/F_pen, 1/5, at the defaults, where the ruthless still threaten and executed threats double.",
        "With posts=2 and one watch the centre deters the venal at both only if F_pen >= 2*bribe/d_mon, 8/3 at the defaults, twice what one post "
        "takes; then each post is watched with bribe/(d_mon*F_pen) and captured with c_mon/d_mon.",
        "With pact=J keeping is an equilibrium if and only if delta >= 1 - 1/J; that all grab always is one.",
    ),
)
def state_capture(
    play,
    *,
    expose=False,
    report=False,
    pact=0,
    posts=1,
    eta_h=Parameter(Fraction(1, 2), domain="0 < eta_h < 1", means="chance that the official is honest"),
    rho_ruth=Parameter(Fraction(1, 2), domain="0 < rho_ruth < 1", means="chance that the cartel is ruthless"),
    bribe=Parameter(Fraction(1, 5), domain="0 < bribe < honor_cost", means="bribe, paid if it is taken"),
    honor_cost=Parameter(Fraction(3, 10), means="what accepting costs the honest: silver alone never buys them"),
    p_viol=Parameter(Fraction(1, 5), domain="p_viol > 0", means="the official's expected loss by an executed threat"),
    c_threat=Parameter(Fraction(1, 5), domain="c_threat > 0", means="cost of threatening"),
    g_exec=Parameter(Fraction(2, 5), domain="g_exec > 0", means="gain of the ruthless from executing: fear elsewhere, hold of territory"),
    rent_post=Parameter(Fraction(1, 2), domain="(1 - d_mon)*rent_post > bribe", means="rent of a captured post"),
    d_mon=Parameter(Fraction(3, 20), domain="0 < d_mon < 1", means="chance that monitoring detects a capture and voids it"),
    F_pen=Parameter(1, domain="F_pen > 0", means="expected penalty of an official who is detected, conviction odds included"),
    c_mon=Parameter(Fraction(1, 10), domain="c_mon > 0", means="cost of monitoring"),
    **more,
):
    """State capture: silver or lead for one post, and is anybody watching?

    A cartel, ruthless or calculating, offers an official a bribe (silver) or a threat (lead). The official, honest
    or venal, accepts or refuses. After a refusal the ruthless carry the threat out and the calculating drop it.
    The centre, who sees nothing of this, monitors the post or ignores it.

    Parameters
    ----------
    expose : bool
        The US exposes a captured official with chance ``d_us``; the penalty is the same.
    report : bool
        The official may also report the offer. The honest gain an award; a report that leaks makes the ruthless execute.
    pact : int
        0, or so many patrons who instead of all this keep an allocation of territory or grab, once and at once;
        what keeping is worth for ever after is in the payoffs.
    posts : int, 1 or 2
        Two officials, who are alike and see nothing of one another, get the same offer, and the centre can watch one post at most.

    Notes
    -----
    Three players, 61 nodes, 7 information sets, 11 parameters. Detection is an expectation, no ending: a post that is
    accepted counts as captured, with the measure ``exposed`` beside it. The measure ``violence`` counts executed
    threats, ``civilian_harm`` those that succeed, ``flow`` is the rent that the cartel draws.

    Of the other measures ``captured`` counts captured posts, ``exposed`` is the chance that a capture is found
    out, ``cooperation`` is 0 where the post is captured and else 1; ``cost_us`` stays 0.
    """
    if pact:
        return keep_or_grab(play, cast(pact, posts), **more)
    if posts == 2:
        numbers = (bribe, honor_cost, p_viol, c_threat, g_exec, rent_post, d_mon, F_pen, c_mon)
        return two_posts(play, rho_ruth, eta_h, numbers)

    play.measure(flow=0, violence=0, civilian_harm=0, cost_us=0, cooperation=1, captured=0, exposed=0)
    types = play.chance(
        "types",
        {
            "ruthless and honest": rho_ruth * eta_h,
            "ruthless and venal": rho_ruth * (1 - eta_h),
            "calculating and honest": (1 - rho_ruth) * eta_h,
            "calculating and venal": (1 - rho_ruth) * (1 - eta_h),
        },
    )
    cartel, official = types.split(" and ")
    play.tell("cartel", cartel)
    play.tell("official", official)
    lead = play.choose("cartel", ["silver", "lead"], public=False) == "lead"
    play.tell("official", "lead" if lead else "silver")
    answer = play.choose("official", ["accept", "refuse", *["report"] * report], public=False)
    monitored = play.choose("centre", ["monitor", "ignore"], public=False) == "monitor"

    threat, watch = (c_threat if lead else 0), (c_mon if monitored else 0)
    real, honour = lead and cartel == "ruthless", (honor_cost if official == "honest" else 0)
    if answer == "accept":
        detected = d_mon if monitored else 0
        exposed = detected + (more["d_us"] if expose else 0)
        play.measure(flow=rent_post * (1 - detected), cooperation=-1, captured=1, exposed=exposed)
        play.outcome("captured by lead" if lead else "captured by silver")
        price = 0 if lead else bribe
        return rent_post * (1 - detected) - price - threat, price - honour - exposed * F_pen, -(1 - detected) - watch

    if answer == "report":
        leak, reward = more["leak"], (more["award"] if official == "honest" else 0)
        executed = leak if real else 0
        play.measure(violence=executed, civilian_harm=executed * p_viol)
        play.outcome("reported")
        return -(1 - leak) * more["loss"] + executed * g_exec - threat, reward - executed * p_viol, -watch

    play.measure(violence=int(real), civilian_harm=p_viol if real else 0)
    play.outcome("threat executed" if real else "refused")
    return (g_exec if real else 0) - threat, -p_viol if real else 0, -watch


def two_posts(play, rho_ruth, eta_h, numbers):
    """Tell of two officials, one offer for both, and a centre that watches one of the posts, or neither."""
    bribe, honor_cost, p_viol, c_threat, g_exec, rent_post, d_mon, F_pen, c_mon = numbers
    watches = {"official 1": "watch 1", "official 2": "watch 2"}
    officials = tuple(watches)
    cartel = play.chance("cartel", {"ruthless": rho_ruth, "calculating": 1 - rho_ruth})
    play.tell("cartel", cartel)
    kinds = {who: play.chance(who, {"honest": eta_h, "venal": 1 - eta_h}) for who in officials}
    for who, kind in kinds.items():
        play.tell(who, kind)
    offer = play.choose("cartel", ["silver", "lead"], public=False)
    play.tell(officials, offer)
    answers = {who: play.choose(who, ["accept", "refuse"], public=False) for who in officials}
    watched = play.choose("centre", [*watches.values(), "ignore"], public=False)

    lead, real = offer == "lead", offer == "lead" and cartel == "ruthless"
    captured = list(answers.values()).count("accept")
    paid = {"cartel": -2 * c_threat if lead else 0, "centre": 0 if watched == "ignore" else -c_mon}
    play.measure(flow=0, violence=0, civilian_harm=0, cost_us=0, cooperation=1 - captured, captured=captured, exposed=0)
    for who, answer in answers.items():
        detected = d_mon if watched == watches[who] else 0
        if answer == "accept":
            play.measure(flow=rent_post * (1 - detected), exposed=detected)
            paid["cartel"] += rent_post * (1 - detected) - (0 if lead else bribe)
            paid["centre"] -= 1 - detected
            paid[who] = (0 if lead else bribe) - (honor_cost if kinds[who] == "honest" else 0) - detected * F_pen
        else:
            play.measure(violence=int(real), civilian_harm=p_viol if real else 0)
            paid["cartel"] += g_exec if real else 0
            paid[who] = -p_viol if real else 0
    play.outcome(f"{('no post', 'one post', 'both posts')[captured]} captured, {offer}")
    return paid


def keep_or_grab(play, patrons, delta):
    """Tell the pact: each patron keeps the allocation or grabs the rent; who grab alone or together share it."""
    play.measure(flow=1, violence=0, civilian_harm=0, cost_us=0, cooperation=0)
    grabbers = [who for who in patrons if play.choose(who, ["keep", "grab"], public=False) == "grab"]
    play.outcome("grab" if grabbers else "pact")
    play.measure(violence=int(bool(grabbers)))
    if not grabbers:
        return dict.fromkeys(patrons, 1 / (len(patrons) * (1 - delta)))
    return {who: Fraction(1, len(grabbers)) if who in grabbers else 0 for who in patrons}
