"""G5, intelligence sharing."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


def cast(rounds, official):
    """Name the players."""
    if official:
        return ["White House", "Mexico", "Justice"]
    return ["US", "insider"] if rounds == 2 else ["US", "Mexico", "insider"]


def further(rounds, official):
    """Give the parameters of two rounds, and of the official who is arrested."""
    if rounds not in (1, 2):
        raise GameError(f"intelligence_sharing has rounds=1 or rounds=2; found {rounds!r}.")
    if official and rounds == 2:
        raise GameError("The arrest of an official is a game of its own, without rounds of sharing; give rounds=2 or official, not both.")
    if official:
        return {
            "kappa": Parameter(Fraction(3, 5), "0 < kappa < 1", "chance that Mexico keeps a promise"),
            "V_acc": Parameter(Fraction(1, 2), "V_acc > 0", "value of a trial as accountability"),
            "V_coop": Parameter(1, "V_coop > 0", "value of cooperation to the White House, lost by a restricting law"),
            "e_arrest": Parameter(Fraction(1, 10), "e_arrest > 0", "value of an arrest to Justice itself"),
            "s_law": Parameter(Fraction(1, 2), "s_law > 0", "value of a restricting law to Mexico"),
            "outrage": Parameter(1, "outrage > 0", "what outrage over a trial adds to it"),
            "r_keep": Parameter(1, "r_keep > r_break", "loss from a broken promise to a keeper"),
            "r_break": Parameter(Fraction(1, 5), "r_break > 0", "loss from a broken promise to a breaker"),
        }
    if rounds == 2:
        return {
            "p_san": Parameter(Fraction(9, 20), "a < p_san < 1", "chance of success with a sanitised file"),
            "a": Parameter(Fraction(3, 20), "a > 0", "value to the US of a round alone: its chance of success less the diplomatic cost"),
            "v_leak": Parameter(Fraction(1, 10), "v_leak > 0", "what a leak in the first round is worth to a mole"),
            "lam": Parameter(1, "lam > 0", "worth of a leak in the second round, in leaks of the first"),
        }
    return {}


@game(
    players=cast,
    headline=lambda rounds, official: (
        ("kappa", "V_acc", "V_coop") if official else ("m", "lam", "a") if rounds == 2 else ("m", "sigma", "K_src")
    ),
    parameters=further,
    source="Essay on US military action against Mexico's drug cartels, parts III, IV and V; mechanisms M18 and M19",
    rows=("E20", "E52", "E59", "E67", "E68", "E69", "E70", "E77"),
    known=(
        "At the defaults one equilibrium: the US shares a sanitised file, a sincere Mexico acts, a token one sits, and a mole leaks.",
        "A mole leaks if and only if its price exceeds pen times the chance that Mexico acts, 9/50 at the defaults, where the prices are 2/5 and 1/4.",
        "A sincere Mexico acts if and only if (1 - m*leak)*p > c_act, leak being the chance that a mole leaks; a token one never acts.",
        "Where the sincere act and a mole leaks, the US gains sigma*(1 - m)*p_raw - m*K_src, sigma*(1 - m)*p_san and p_uni - N_u: "
        "-3/250, 27/125 and 3/20 at the defaults.",
        "So it shares raw up to m = d/(d + K_src) with d = sigma*(p_raw - p_san), sanitised up to m = 1 - (p_uni - N_u)/(sigma*p_san), and then "
        "goes alone: 3/53 and 4/9 at the defaults; sanitised beats alone from sigma = (p_uni - N_u)/((1 - m)*p_san), 5/12.",
        "Where a mole holds a sanitised file, b_san < sigma*pen, that is shared at every m from d/(sigma*p_raw + K_src) on, 3/62 at the defaults.",
        "Where b_san < sigma*pen and (1 - m)*p_san < c_act < p_san, sharing has three outcomes; in the mixed one a mole leaks with "
        "(1 - c_act/p_san)/m and the sincere act with b_san/(sigma*pen): 5/9 and 5/9 at c_act 2/5, b_san 1/10.",
        "In two rounds with lam 1 a mole leaks at once; sharing goes on after a failure up to m 11/21, and is tried up to m 29/39.",
        "With official=True the arrested official is returned if and only if kappa*V_coop >= V_acc; at the defaults the law then passes with 2/5.",
    ),
)
def intelligence_sharing(
    play,
    *,
    rounds=1,
    official=False,
    m=Parameter(Fraction(1, 5), domain="0 < m < 1", means="penetration: chance that the insider is a mole"),
    sigma=Parameter(Fraction(3, 5), domain="0 < sigma < 1", means="chance that Mexico is a sincere partner"),
    p_raw=Parameter(Fraction(3, 5), domain="p_san < p_raw < 1", means="chance of success with a raw file"),
    p_san=Parameter(Fraction(9, 20), domain="p_uni < p_san", means="chance of success with a sanitised file"),
    p_uni=Parameter(Fraction(7, 20), domain="p_uni > 0", means="chance of success alone"),
    K_src=Parameter(Fraction(3, 2), domain="K_src > 0", means="cost to the US of a source lost, after a raw file leaks"),
    N_u=Parameter(Fraction(1, 5), domain="N_u > 0", means="diplomatic cost to the US of acting alone"),
    b_raw=Parameter(Fraction(2, 5), domain="b_raw > b_san", means="what a cartel pays for a warning that names the source"),
    b_san=Parameter(Fraction(1, 4), domain="b_san > 0", means="what a cartel pays for a warning that does not"),
    pen=Parameter(Fraction(3, 10), domain="pen > 0", means="expected penalty of a mole in the inquiry after a failed operation"),
    c_act=Parameter(Fraction(1, 10), domain="c_act > 0", means="cost to Mexico of acting"),
    rho=Parameter(Fraction(3, 2), domain="rho > 1", means="rent that a token partner loses by a success"),
    **more,
):
    """Intelligence sharing: raw, sanitised or not at all, with a partner that may be penetrated?

    The US shares a file that names its source, a sanitised one, or acts alone. A mole inside the partner
    service may warn the cartel; then the operation fails, and a source that was named is lost. Mexico, sincere
    or a token partner who would lose a rent by success, acts on the file or sits, without knowing of a leak.

    Parameters
    ----------
    rounds : int
        1, or 2: a sincere partner that always acts, a sanitised file, and the US may go on or go alone after it has
        seen success or failure. A leak in the second round is worth ``lam`` times one in the first.
    official : bool
        Instead of sharing: Justice may arrest a senior official of Mexico, the White House returns him or lets
        him be tried, and Mexico, who promised restraint, passes a restricting law or not.

    Notes
    -----
    Three players, 44 nodes, 7 information sets, 12 parameters. One success is worth 1 to the US and 1 to a
    sincere Mexico. Success is an expectation, no ending: ``flow`` falls by its chance. The ending ``acted on``
    is an action on a file that did not leak; ``leaked`` and ``source lost`` are leaks, whether Mexico acted or
    not. The measure ``violence`` counts sources lost.

    Of the other measures ``leaks`` counts leaks and ``cooperation`` action by Mexico; ``cost_us`` is the price
    of acting alone or of a lost source; ``civilian_harm`` stays 0.
    """
    if official:
        return arrest(play, **more)
    if rounds == 2:
        return two_rounds(play, m, p_san, **more)

    play.measure(flow=1, violence=0, civilian_harm=0, cost_us=0, cooperation=0, leaks=0)
    mode = play.choose("US", ["raw", "sanitised", "alone"])
    if mode == "alone":
        play.measure(flow=-p_uni, cost_us=N_u)
        play.outcome("alone")
        return p_uni - N_u, 0, 0

    partner = play.chance(
        "partner",
        {
            "mole and sincere": m * sigma,
            "mole and token": m * (1 - sigma),
            "loyal and sincere": (1 - m) * sigma,
            "loyal and token": (1 - m) * (1 - sigma),
        },
    )
    insider, mexico = partner.split(" and ")
    leaked = False
    if insider == "mole":
        play.tell("insider", "mole")
        leaked = play.choose("insider", ["leak", "hold"], public=False) == "leak"
    play.tell("Mexico", mexico)
    acts = play.choose("Mexico", ["act", "sit"]) == "act"

    play.measure(cooperation=int(acts), leaks=int(leaked))
    if leaked:
        price, source = (b_raw, K_src) if mode == "raw" else (b_san, 0)
        lost = mode == "raw"
        play.measure(cost_us=source, violence=int(lost))
        play.outcome("source lost" if lost else "leaked")
        return -source, -c_act if acts else 0, price - (pen if acts else 0)
    if not acts:
        play.outcome("idle")
        return 0, 0, 0
    success = p_raw if mode == "raw" else p_san
    play.measure(flow=-success)
    play.outcome("acted on")
    return success, success * (1 if mexico == "sincere" else 1 - rho) - c_act, 0


def two_rounds(play, m, p_san, a, v_leak, lam):
    """Tell two rounds of sharing a sanitised file with a sincere partner."""
    play.measure(flow=2, violence=0, civilian_harm=0, cost_us=0, cooperation=0, leaks=0)
    if play.choose("US", ["share", "alone"]) == "alone":
        play.outcome("alone twice")
        return 2 * a, 0

    mole = play.chance("insider", {"mole": m, "loyal": 1 - m}) == "mole"
    play.measure(cooperation=1)
    early = late = False
    if mole:
        play.tell("insider", "mole")
        early = play.choose("insider", ["leak", "hold"], public=False) == "leak"
    result = "failure" if early else play.chance("operation", {"success": p_san, "failure": 1 - p_san})
    play.tell(("US", "insider"), result)
    first = int(result == "success")
    again = play.choose("US", ["share", "alone"]) == "share"
    if mole and again:
        late = play.choose("insider", ["leak", "hold"], public=False) == "leak"

    second = (0 if late else p_san) if again else a
    play.measure(flow=-first - (second if again else 0), cooperation=int(again), leaks=early + late)
    play.outcome(f"shared again after {result}" if again else f"alone after {result}")
    return first + second, (v_leak if early else 0) + (lam * v_leak if late else 0)


def arrest(play, kappa, V_acc, V_coop, e_arrest, s_law, outrage, r_keep, r_break):
    """Tell the arrest of a senior official, and what follows."""
    play.measure(flow=1, violence=0, civilian_harm=0, cost_us=0, cooperation=1)
    if play.choose("Justice", ["arrest", "leave"]) == "leave":
        play.outcome("left alone")
        return 0, 0, 0

    tried = play.choose("White House", ["return", "try"]) == "try"
    kind = play.chance("Mexican type", {"keeper": kappa, "breaker": 1 - kappa})
    play.tell("Mexico", kind)
    law = play.choose("Mexico", ["restrain", "restrict"]) == "restrict"

    trial = V_acc if tried else 0
    play.measure(cooperation=-1 if law else 0, cost_us=V_coop if law else 0)
    play.outcome(("tried" if tried else "returned") + (", law" if law else ", restraint"))
    promise = r_keep if kind == "keeper" else r_break
    return trial - (V_coop if law else 0), s_law - promise + (outrage if tried else 0) if law else 0, e_arrest + trial
