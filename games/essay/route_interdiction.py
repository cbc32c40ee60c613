"""G8, route interdiction."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

MARGINS = (Fraction(1), Fraction(4, 5), Fraction(1, 2))  # of the first routes; further ones are like the last


def routes_and_margins(supplier, routes):
    """Give a margin for every route of the game without types; refuse structures that cannot be told."""
    if isinstance(routes, bool) or not isinstance(routes, int) or routes < 0 or routes == 1:
        raise GameError(f"A choice among routes needs at least two, or routes=0 for corridors and a synthetic; found {routes!r}.")
    if routes and supplier:
        raise GameError("The game of many routes has no precursors, so no supplier state; give routes or supplier, not both.")
    return {f"u{k}": Parameter(MARGINS[min(k, 3) - 1], f"u{k} > 0", f"margin of route {k}") for k in range(1, routes + 1)}


@game(
    players=lambda supplier: ("US", "trafficker", "supplier") if supplier else ("US", "trafficker"),
    headline=lambda routes: ("e", "u2") if routes else ("e", "leth", "u_new"),
    parameters=routes_and_margins,
    source="Essay on US military action against Mexico's drug cartels, parts 0, II, IV, V and VI; mechanism M15",
    rows=("E102", "E103", "E104", "E105", "E106", "E108", "E109", "E110", "E111", "E112", "E114"),
    known=(
        "While both corridors are used their value is v = demand*(2 - e)/(1 + 1/u_B), 28/45 at the defaults; traffic is split equally, "
        "and effort on A is (1 - v/demand)/e, 17/27.",
        "The agile make the synthetic if and only if demand*u_new - s_new >= max(v, w_other) while precursors are unwatched: "
        "s_new <= 17/45 at the other defaults, and demand >= 9/17.",
        "Precursors are unwatched if and only if chi*leth*e_pre <= (1 - chi)*e/2: e_pre <= 1/5 at the other defaults.",
        "All quit if and only if v <= w_other and demand*u_new - s_new <= w_other: demand <= 27/56 at the other defaults.",
        "At the defaults one equilibrium: flow falls from 1 to 17/20, harm weighted by lethality rises to 11/10; at leth 4/5 it is 3/4.",
        "Many routes without types: effort (1 - v/u)/e on each, v = (J - e)/(sum of 1/u) over the J best, traffic in proportion to 1/u; "
        "for margins 1, 4/5 and 1/2 two are used, v = 28/45, effort 17/27, traffic 4/9.",
    ),
)
def route_interdiction(
    play,
    *,
    supplier=False,
    routes=0,
    chi=Parameter(Fraction(1, 2), domain="0 < chi < 1", means="chance that the trafficker is agile: it can make a synthetic"),
    e=Parameter(Fraction(3, 5), domain="0 < e < 1", means="share that is stopped on a watched corridor"),
    e_pre=Parameter(Fraction(1, 100), domain="0 < e_pre < 1", means="share of the synthetic that is stopped by watching precursors"),
    demand=Parameter(1, domain="demand > 0", means="rent of the first corridor: the scale of demand"),
    u_B=Parameter(Fraction(4, 5), domain="0 < u_B < 1", means="margin of corridor B; that of A is 1"),
    u_new=Parameter(1, domain="u_new > 0", means="margin of the synthetic"),
    s_new=Parameter(Fraction(1, 5), domain="s_new > 0", means="cost of switching to the synthetic"),
    w_other=Parameter(Fraction(3, 10), domain="w_other > 0", means="income from business other than drugs"),
    leth=Parameter(Fraction(3, 2), domain="leth > 0", means="harm of a synthetic unit, against 1 for any other"),
    kappa=Parameter(Fraction(2, 5), domain="0 < kappa < 1", means="chance that the supplier state is cooperative"),
    q_press=Parameter(Fraction(3, 10), domain="q_press > 0", means="what yielding to pressure is worth to the supplier state"),
    g_coop=Parameter(Fraction(1, 5), domain="g_coop > 0", means="loss of a cooperative supplier state that curbs precursors"),
    g_comm=Parameter(Fraction(1, 2), domain="g_comm > g_coop", means="loss of a commercial supplier state that curbs precursors"),
    e_curb=Parameter(Fraction(3, 10), domain="e_pre < e_curb < 1", means="e_pre once the supplier state has curbed precursors"),
    **margins,
):
    """Route interdiction: where does the traffic go when one route is watched?

    The US puts one unit of effort on corridor A, on corridor B, or on the precursors of a synthetic. The
    trafficker, without seeing it, takes a corridor, quits for other business or, when agile, makes the
    synthetic. Effort on the line that is used stops a share of it.

    Parameters
    ----------
    supplier : bool
        Whether a supplier state, which may be cooperative, first answers pressure in public: it curbs precursors or does not.
    routes : int
        0 for the above. From 2 on so many plain routes with margins ``u1``, ``u2`` ... and one trafficker, zero-sum: the
        US weighs routes by margin.

    Notes
    -----
    Two players, 31 nodes, 3 information sets, 9 parameters. ``stopped`` names the plays in which the line that is
    used is watched: a share of the traffic is stopped, and the rest arrives. Flow counts the units that arrive,
    whatever they are; ``cost_us`` weighs them by their harm.

    Of the other measures ``displacement`` counts moves to the synthetic and ``income`` is the trafficker's
    payoff; ``violence`` and ``civilian_harm`` stay 0, and ``cooperation`` counts curbs by a supplier.
    """
    if routes:
        return many_routes(play, routes, margins, e)
    gain, detected = 0, e_pre
    if supplier:
        kind = play.chance("supplier", {"cooperative": kappa, "commercial": 1 - kappa})
        play.tell("supplier", kind)
        if play.choose("supplier", ["curb", "not"]) == "curb":
            gain, detected = q_press - (g_coop if kind == "cooperative" else g_comm), e_curb
            play.measure(cooperation=1)

    watched = play.choose("US", ["A", "B", "precursor"], public=False)
    agile = play.chance("trafficker", {"agile": chi, "settled": 1 - chi}) == "agile"
    play.tell("trafficker", "agile" if agile else "settled")
    line = play.choose("trafficker", ["A", "B", "quit", "new"] if agile else ["A", "B", "quit"])

    watched_there = watched == ("precursor" if line == "new" else line)
    arriving = 0 if line == "quit" else 1 - (detected if line == "new" else e) if watched_there else 1
    margin, cost = {"A": (1, 0), "B": (u_B, 0), "new": (u_new, s_new), "quit": (0, -w_other)}[line]
    harm = demand * arriving * (leth if line == "new" else 1)
    income = demand * margin * arriving - cost

    endings = {"A": "arrived by A", "B": "arrived by B", "new": "arrived as synthetic", "quit": "quit"}
    play.outcome("stopped" if watched_there else endings[line])
    play.measure(flow=arriving, violence=0, civilian_harm=0, cost_us=harm, cooperation=0, displacement=int(line == "new"), income=income)
    return (-harm, income, gain) if supplier else (-harm, income)


def many_routes(play, routes, margins, e):
    """Tell the zero-sum game of one trafficker on many plain routes."""
    names = [f"route {k}" for k in range(1, routes + 1)]
    watched = play.choose("US", names, public=False)
    line = play.choose("trafficker", names)
    arrived = 1 - (e if watched == line else 0)
    income = margins[f"u{names.index(line) + 1}"] * arrived
    play.outcome("stopped" if watched == line else f"arrived by {line}")
    play.measure(flow=arrived, cost_us=income, income=income)
    return -income, income
