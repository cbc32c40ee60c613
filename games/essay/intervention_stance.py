"""G9, intervention stance."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

HARM = ("none", "above", "below")


def checked(protest):
    """Refuse a protest that cannot be told; there are no further parameters."""
    if protest not in HARM:
        raise GameError(f"intervention_stance takes protest as none, above or below (the threshold of harm); found {protest!r}.")
    return {}


@game(
    players=lambda protest: ("US", "Mexico") if protest == "none" else ("US", "Mexico", "cartel"),
    headline=("q_lim", "j_joint", "nu_nat"),
    parameters=checked,
    source="Essay on US military action against Mexico's drug cartels, parts 0, III, V and VI; mechanisms M23 and M24",
    rows=("E61", "E116", "E117", "E118", "E119", "E120", "E124", "E126", "E131", "E179"),
    known=(
        "Partners tolerate unilateral force if and only if iota <= s_help + c_obs, 11/10 at the defaults; nationalists if and only if "
        "iota <= s_help + c_obs - nat, 3/5.",
        "Let H be 1 if nat <= s_help, else 1 - nu_nat. Assured partnership (a limited US assures and is helped, an expansive one goes "
        "alone) is an equilibrium if and only if j_joint*H - k_lim >= max(0, e_uni - nu_nat*L_ally) and "
        "e_uni + X_exp - nu_nat*L_ally >= max(0, j_joint*H + X_exp - k_exp): k_exp >= 17/25 at the other defaults.",
        "Bare partnership (no assurances, only partners help) is an equilibrium if and only if s_help >= (1 - q_lim)*F_exp > s_help - nat "
        "and neither type prefers force alone, (1 - nu_nat)*j_joint >= e_uni - nu_nat*L_ally and "
        "(1 - nu_nat)*(j_joint + X_exp) >= e_uni + X_exp - nu_nat*L_ally.",
        "A bare offer is enough for everybody if and only if q_lim >= 1 - (s_help - nat)/F_exp, 7/8 at the defaults, and for partners "
        "if and only if q_lim >= 1 - s_help/F_exp, 1/4.",
        "A limited US prefers force alone to assured partnership if and only if nu_nat*L_ally < e_uni - j_joint*H + k_lim: never at the "
        "default yield, and for nu_nat < 1/5 at j_joint 2/5.",
        "At the defaults two outcomes: assured partnership (a limited US 27/50, an expansive one 13/50, Mexico -2/125), and bare "
        "partnership (184/625, 1081/2500 and 23/250); by D1's argument, made by hand, only the first survives.",
        "With protest above the threshold the cartel pays for it if and only if (1 - nu_nat)*ob*e_uni >= c_prot and "
        "P_prot > s_help + c_obs - iota; partners then obstruct too. Below, it never pays.",
    ),
)
def intervention_stance(
    play,
    *,
    protest="none",
    q_lim=Parameter(Fraction(1, 2), domain="0 < q_lim < 1", means="chance that the aims of the US are limited"),
    j_joint=Parameter(Fraction(16, 25), domain="j_joint > 0", means="yield to the US of joint action that Mexico helps"),
    nu_nat=Parameter(Fraction(27, 50), domain="0 < nu_nat < 1", means="chance that the Mexican government is nationalist"),
    s_help=Parameter(Fraction(3, 5), domain="s_help > 0", means="Mexico's gain from acting with the US"),
    nat=Parameter(Fraction(1, 2), domain="0 < s_help + c_obs - iota < nat", means="what any US action costs nationalists"),
    iota=Parameter(Fraction(4, 5), domain="iota > 0", means="intrusiveness of unilateral force"),
    c_obs=Parameter(Fraction(1, 2), domain="c_obs > 0", means="cost to Mexico of obstructing"),
    F_exp=Parameter(Fraction(4, 5), domain="F_exp > s_help", means="Mexico's loss from having helped an expansive US"),
    e_uni=Parameter(Fraction(1, 2), domain="e_uni > 0", means="yield to the US of force alone"),
    L_ally=Parameter(1, domain="L_ally > 0", means="loss of the US when Mexico obstructs"),
    X_exp=Parameter(Fraction(3, 10), domain="X_exp > 0", means="what access is worth to an expansive US besides"),
    k_lim=Parameter(Fraction(1, 10), domain="k_lim > 0", means="cost of assurances to a limited US"),
    k_exp=Parameter(Fraction(9, 10), domain="k_exp > k_lim", means="cost of assurances to an expansive US"),
    c_prot=Parameter(Fraction(1, 20), domain="c_prot > 0", means="cost of protest to the cartel that raises it"),
    P_prot=Parameter(Fraction(1, 2), domain="P_prot > 0", means="what protest costs a government that tolerates unilateral force"),
    ob=Parameter(Fraction(1, 2), domain="0 < ob < 1", means="share of the harm of unilateral force that obstruction spares the cartel"),
):
    """Intervention stance: together with assurances, together without, or alone?

    The US alone knows whether its aims are limited or expansive. In public it offers Mexico joint action, with
    costly assurances or bare, or uses force alone, which shows its aims. Mexico, partner or nationalist, helps
    or declines what is offered, without knowing the aims; it tolerates or obstructs force alone.

    Parameters
    ----------
    protest : str
        ``none``; or whether the harm done is ``above`` or ``below`` the threshold at which protest, which a cartel may
        pay for after force alone, costs a government that tolerates it.

    Notes
    -----
    Two players, 45 nodes, 10 information sets, 13 parameters. Partners tolerate force alone and nationalists
    obstruct it throughout the domain. Flow is one less the yield of what is done.

    Of the other measures ``cooperation`` counts help, ``cost_us`` is the price of assurances and of a lost
    ally, ``intrusion`` is ``iota`` where the US acts alone; ``violence`` and ``civilian_harm`` stay 0.
    """
    aims = play.chance("aims", {"limited": q_lim, "expansive": 1 - q_lim})
    play.tell("US", aims)
    mode = play.choose("US", ["assured", "bare", "uni"])
    assurance = (k_lim if aims == "limited" else k_exp) if mode == "assured" else 0
    access = X_exp if aims == "expansive" else 0
    street = protest != "none" and mode == "uni" and play.choose("cartel", ["protest", "none"]) == "protest"
    if mode == "uni":
        play.tell("Mexico", aims)
    temper = play.chance("temper", {"nationalist": nu_nat, "partner": 1 - nu_nat})
    play.tell("Mexico", temper)
    own = s_help - (nat if temper == "nationalist" else 0)

    def ending(label, us, mexico, damage, suffered):
        play.outcome(label)
        play.measure(flow=1 - damage, violence=0, civilian_harm=0, cost_us=assurance, intrusion=iota if mode == "uni" else 0)
        return (us, mexico) if protest == "none" else (us, mexico, -suffered - (c_prot if street else 0))

    if mode != "uni":
        helps = play.choose("Mexico", ["help", "decline"]) == "help"
        play.measure(cooperation=int(helps))
        if not helps:
            return ending("declined", -assurance, 0, 0, 0)
        fear = F_exp if aims == "expansive" else 0
        label = "helped with assurances" if mode == "assured" else "helped without"
        return ending(label, j_joint + access - assurance, own - fear, j_joint, j_joint)

    if play.choose("Mexico", ["tolerate", "obstruct"]) == "tolerate":
        unrest = P_prot if street and protest == "above" else 0
        return ending("tolerated", e_uni + access, own - iota - unrest, e_uni, e_uni)
    play.measure(cost_us=L_ally)
    return ending("obstructed", e_uni + access - L_ally, -c_obs, e_uni, (1 - ob) * e_uni)
