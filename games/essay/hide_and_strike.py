"""G7, hide and strike."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game


def adjusted(decoy, mexico, classic, presence):
    """Refuse structures that cannot be told, and give the one domain that the classic form states itself."""
    if presence and classic:
        raise GameError("The classic form has no sensor that presence could better; give classic or presence, not both.")
    if classic and (decoy or not mexico):
        raise GameError("The classic form has two modes and no Mexican government already; give classic, or decoy and mexico, not both.")
    return {"k_str": Parameter(Fraction(1, 10), "0 < k_str < 1", "cost of a strike")} if classic else {}


@game(
    players=lambda mexico, classic: ("cartel", "US", "Mexico") if mexico and not classic else ("cartel", "US"),
    headline=lambda mexico, classic: ("D", "c_cover") if classic else ("D_civ", "nu_nat", "a_sens") if mexico else ("D_civ", "a_sens"),
    parameters=adjusted,
    source="Essay on US military action against Mexico's drug cartels, parts V and VI; mechanism M14",
    rows=("E16", "E90", "E94", "E95", "E96", "E98", "E100"),
    known=(
        "Nationalists turn after harm and partners tolerate it; let D = D_civ + nu_nat*L_ally, 17/10 at the defaults.",
        "Where cover pays for the sake of propaganda, P_prop > c_cover, all is covered and all is struck if and only if "
        "D <= phi*(1 - k_str) + (1 - phi)*(y_small - k_str), 21/50 at the defaults: the wall is L_ally = 11/25.",
        "Above it a strike on a clear report has a chance that leaves a facility of value v indifferent, "
        "c_cover/((1 - a_sens)*(P_prop - v) + a_sens*v): 15/23 for a small one at the defaults, 3/7 for a large one.",
        "The small mix, and crowded sites are spared, if and only if phi*(1 - a_sens)*(D - 1 + k_str) < (1 - phi)*a_sens*(y_small - k_str) "
        "and that chance is below 1: phi < 7/15 and c_cover < 23/50 at the other defaults.",
        "At the defaults one equilibrium: large covered, small open with 16/21, strikes on clear with 15/23, none on crowded.",
        "The US gets 0 wherever it mixes, whatever the sensor; at c_cover 3/5, where it strikes on every clear report, it gets 3/25, "
        "and 1/5 at a_sens 9/10.",
        "With presence=True the US stays only where play is then pure: at c_cover 3/5 and D_civ 17/10 without a Mexican government, up to expo 2/25.",
        "The classic form: if D > 1 - k_str and P_prop > c_cover, cover has chance (1 - k_str)/D and a strike c_cover/P_prop, "
        "9/17 and 3/10 at its defaults.",
    ),
)
def hide_and_strike(
    play,
    *,
    decoy=False,
    mexico=True,
    classic=False,
    presence=False,
    phi=Parameter(Fraction(1, 5), domain="0 < phi < 1", means="share of facilities that are large"),
    y_small=Parameter(Fraction(2, 5), domain="k_str < y_small < 1", means="value of a small facility; a large one is worth 1"),
    c_cover=Parameter(Fraction(3, 10), domain="c_cover > 0", means="cost of cover among civilians"),
    P_prop=Parameter(1, domain="P_prop > 0", means="propaganda gain of the cartel from harm to civilians"),
    a_sens=Parameter(Fraction(7, 10), domain="1/2 < a_sens < 1", means="chance that the sensor's report is right"),
    k_str=Parameter(Fraction(1, 10), domain="k_str > 0", means="cost of a strike"),
    D_civ=Parameter(Fraction(1, 5), domain="D_civ > 0", means="weight of the US on harm to civilians"),
    nu_nat=Parameter(Fraction(1, 2), domain="0 < nu_nat < 1", means="chance that the Mexican government is nationalist"),
    L_ally=Parameter(3, domain="L_ally > 0", means="loss of the US when Mexico turns"),
    z_nat=Parameter(Fraction(1, 5), domain="z_nat > 0", means="nationalists' net gain from turning after harm"),
    z_part=Parameter(Fraction(-1, 5), domain="z_part < 0", means="partners' net gain from turning after harm"),
    c_decoy=Parameter(Fraction(1, 10), domain="c_decoy > 0", means="cost of a decoy among civilians"),
    a_stay=Parameter(Fraction(9, 10), domain="a_sens < a_stay < 1", means="chance that a report is right once the US is present"),
    expo=Parameter(Fraction(1, 20), domain="expo > 0", means="cost of presence: exposure of personnel, in political terms"),
    D=Parameter(Fraction(17, 10), domain="D > 0", means="effective harm to the US: its own weight, and Mexico's reaction"),
):
    """Hide and strike: does a facility hide among civilians, and does the US strike what it sees?

    The cartel runs its facility in the open or covers it among civilians. A noisy sensor reports the site
    clear or crowded; the US, which sees the report only, strikes or holds. A strike destroys; on a covered
    site it also harms civilians. Then Mexico's government tolerates it or turns away.

    Parameters
    ----------
    decoy : bool
        Whether there is a third mode, a decoy: it looks covered, and a strike on it harms civilians and destroys nothing.
    mexico : bool
        Whether a Mexican government can react to harm.
    classic : bool
        One value, 1, no sensor and no Mexican government: cover against strike, with the effective harm ``D``.
    presence : bool
        The US first chooses, in public, to raid from outside, or to stay: better reports, at the cost ``expo``.

    Notes
    -----
    Three players, 55 nodes, 6 information sets, 11 parameters. Flow is the value left standing, as a share
    of what an average facility is worth. Values are what stays destroyed until rebuilt.

    Of the other measures ``violence`` counts strikes, ``civilian_harm`` those on a covered site; ``cost_us``
    adds up what a strike, harm and a lost partner cost the US; ``cooperation`` is 0 where Mexico turns and else
    1.
    """
    stays = presence and play.choose("US", ["raid", "stay"]) == "stay"
    accuracy, exposure = (a_stay, expo) if stays else (a_sens, 0)
    large = classic or play.chance("facility", {"large": phi, "small": 1 - phi}) == "large"
    value = 1 if large else y_small
    average = 1 if classic else phi + (1 - phi) * y_small
    if not classic:
        play.tell("cartel", "large" if large else "small")
    mode = play.choose("cartel", ["open", "cover", "decoy"] if decoy else ["open", "cover"], public=False)
    cost = {"open": 0, "cover": c_cover, "decoy": c_decoy}[mode]
    if not classic:
        clear = accuracy if mode == "open" else 1 - accuracy
        play.tell("US", play.chance("report", {"clear": clear, "crowded": 1 - clear}))

    def ending(label, cartel, us, mexico_gains=0):
        play.outcome(label)
        play.measure(cost_us=exposure)
        return (cartel, us - exposure) if classic or not mexico else (cartel, us - exposure, mexico_gains)

    play.measure(flow=value / average, violence=0, civilian_harm=0, cost_us=0, cooperation=1)
    if play.choose("US", ["strike", "hold"]) == "hold":
        return ending("spared", -cost, 0)

    hit = 0 if mode == "decoy" else value
    play.measure(flow=-hit / average, violence=1, cost_us=k_str)
    if mode == "open":
        return ending("clean hit", -hit, hit - k_str)

    harm = D if classic else D_civ
    play.measure(civilian_harm=1, cost_us=harm)
    if classic or not mexico:
        return ending("hit with harm", P_prop - hit - cost, hit - k_str - harm)

    temper = play.chance("temper", {"nationalist": nu_nat, "partner": 1 - nu_nat})
    play.tell("Mexico", temper)
    if play.choose("Mexico", ["tolerate", "turn"]) == "tolerate":
        return ending("hit with harm", P_prop - hit - cost, hit - k_str - harm)
    play.measure(cost_us=L_ally, cooperation=-1)
    return ending("Mexico turns", P_prop - hit - cost, hit - k_str - harm - L_ally, z_nat if temper == "nationalist" else z_part)
