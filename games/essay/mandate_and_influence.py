"""G13, mandate and influence."""

from fractions import Fraction

from ..errors import GameError
from ..parameter import Parameter
from ..story import game

ENDED_VIOLENCE, ENDED_COST = Fraction(1, 5), Fraction(3, 10)  # of a campaign that ends early; 1 and 1 when it goes on


def endurance(
    victory,
    *,
    S0=Fraction(3, 5),
    S_min=Fraction(7, 20),
    boost=Fraction(1, 10),
    k_fat=Fraction(1, 20),
    c_run=1,
    chi=Fraction(1, 10),
    gap=Fraction(1, 2),
    iota_info=Fraction(3, 100),
):
    """Give the longest campaign that support allows when it falls by rule, after a modest promise or one of victory.

    Support starts at `S0` (and `boost` after victory talk), falls each period by fatigue ``k_fat*c_run``, influence `iota_info`
    and, after victory talk, disappointment ``chi*gap``, and must not fall below `S_min`. No player reacts; no equilibrium.
    """
    return (S0 + (boost if victory else 0) - S_min) / (k_fat * c_run + (chi * gap if victory else 0) + iota_info)


DURATION = {
    "r_reb": Parameter(Fraction(1, 5), "0 < r_reb < 1", "part of what is destroyed that is rebuilt between two blows, and after the last"),
    "hit": Parameter(Fraction(1, 2), "0 < hit < 1", "part of the facilities that a blow destroys"),
    "fatigue": Parameter(Fraction(1, 10), "fatigue > 0", "cost of a blow to the public"),
    "harm": Parameter(Fraction(1, 25), "harm > 0", "cost of violence to the public"),
    "v_res": Parameter(Fraction(1, 20), "v_res > 0", "cost of violence to the cartel"),
    "c_run": Parameter(Fraction(3, 20), "c_run > 0", "cost of a blow to the leader"),
    "boost": Parameter(Fraction(2, 5), "boost > 0", "applause for a blow, to a symbolic leader"),
    "shame": Parameter(Fraction(1, 5), "shame > 0", "loss of a leader whose campaign the public ends"),
    "w": Parameter(Fraction(3, 2), "w > 0", "value to a strategic leader of a facility that stays destroyed"),
}


def cast(duration):
    """Name the players."""
    return ("Leader", "Cartel", "Public") if duration else ("Influencer", "Leader", "Public")


def further(tolerances, duration):
    """Give the parameters of a public of two kinds and of the duration of a campaign, after a look at what is asked for."""
    if tolerances not in (1, 2):
        raise GameError(f"mandate_and_influence has a public of 1 or 2 tolerances; found {tolerances!r}.")
    if duration:
        if tolerances == 2:
            raise GameError("The duration of a campaign is told with a public of one tolerance; give tolerances or duration, not both.")
        return DURATION
    if tolerances == 1:
        return {}
    return {
        "k_lo": Parameter(Fraction(2, 5), "0 < k_lo", "cost to a tolerant public of supporting an idle campaign"),
        "k_hi": Parameter(Fraction(9, 10), "k_lo < k_hi", "cost to an intolerant public of supporting an idle campaign"),
        "tau": Parameter(Fraction(1, 2), "0 < tau < 1", "chance that the public is tolerant"),
    }


@game(
    players=cast,
    headline=lambda duration: ("r_reb", "fatigue", "boost") if duration else ("lam", "chi", "boost"),
    parameters=further,
    source="Essay on US military action against Mexico's drug cartels, parts III, IV, V and VI",
    rows=("E10", "E11", "E91", "E175", "E176", "E177", "E180", "E181", "E187", "E188"),
    known=(
        "With q the chance of a strategic leader after a bad report, the public supports if and only if "
        "q >= (k + chi*[victory])/(1 + k + chi*[victory]): 2/7 after a modest promise and 9/19 after victory talk at the defaults.",
        "When both types promise the same, q is lam*n_0/(lam*n_0 + (1 - lam)*d) without influence and lam*n_1/(lam*n_1 + 1 - lam) with it: "
        "1/5 and 2/7 at the defaults.",
        "Separation with influence (strategic is modest, symbolic promises victory) is an equilibrium if and only if "
        "O <= boost <= n_1*(O + w) and (1 - lam)*(1 - d) >= c_i: 3/10 <= 2/5 <= 18/25 and 1/10 >= 1/20 at the defaults, where it is one of "
        "two outcomes; in the other both promise victory, and the intuitive criterion removes it.",
        "Separation without influence is one if and only if d*O <= boost <= n_0*(O + w) and (1 - lam)*(1 - d) <= c_i; "
        "at c_i 1/5 no equilibrium separates.",
        "Both promise victory and are supported without influence where lam*n_0/(lam*n_0 + (1 - lam)*d) >= (k + chi)/(1 + k + chi): "
        "at lam 9/10, 9/13 against 9/19.",
        "Support that falls by rule lasts 25/8 periods after a modest promise and 35/13 after victory talk.",
        "With duration=True the public bears a second blow if and only if what it adds, once all is rebuilt that will be, is worth its fatigue and the violence; "
        " at the defaults a strategic leader stays and a symbolic one strikes once.",
    ),
)
def mandate_and_influence(
    play,
    *,
    tolerances=1,
    duration=False,
    lam=Parameter(Fraction(1, 2), domain="0 < lam < 1", means="prior that the leader is strategic"),
    chi=Parameter(Fraction(1, 2), domain="chi > 0", means="weight of a disappointed promise of victory"),
    boost=Parameter(Fraction(2, 5), domain="boost > 0", means="first applause for a promise of victory"),
    O=Parameter(Fraction(3, 10), domain="O > 0", means="value to the leader of keeping support"),  # noqa: E741
    w=Parameter(Fraction(3, 2), domain="w > 0", means="value to a strategic leader of an effective campaign that goes on"),
    n_0=Parameter(Fraction(1, 5), domain="0 < n_0", means="chance of a bad report of a strategic campaign without influence"),
    n_1=Parameter(Fraction(2, 5), domain="n_0 < n_1 < 1", means="chance of a bad report of a strategic campaign with influence"),
    d=Parameter(Fraction(4, 5), domain="n_0 < d < 1", means="chance of a bad report of a symbolic campaign without influence"),
    k=Parameter(Fraction(2, 5), domain="k > 0", means="cost to the public of supporting an idle campaign"),
    c_i=Parameter(Fraction(1, 20), domain="c_i > 0", means="cost of influence"),
    **kinds,
):
    """Mandate and influence: what does talk of victory cost when reports turn bad?

    An influencer, a cartel or a foreign power, spends unseen on making reports look worse. The leader,
    who alone knows whether the campaign is meant to be effective, promises a modest result or victory. After
    a bad report the public, which cannot tell a poor result from a poor report, supports or tires.

    Parameters
    ----------
    tolerances : int, 1 or 2
        How many kinds of public there are: the second, drawn before it answers, bears an idle campaign less well.
    duration : bool
        Another story, of facilities that are rebuilt: the leader does not strike, strikes once or stays; under a campaign that stays the
        cartel lies low or resists, and the public bears a second blow or ends it. What counts is what is left once rebuilt.

    Notes
    -----
    Three players, 43 nodes, 5 information sets, 10 parameters. A symbolic campaign under influence is always reported bad.
    With two tolerances 75 nodes, 7 information sets, 12 parameters. Units: the influencer's gain from a divided public is 1,
    and so is the public's from an effective campaign.

    Measures: ``flow`` is -1 where an effective campaign goes on and else 0; ``violence``, ``civilian_harm`` and
    ``cost_us`` are each 1 for a campaign that goes on, and 1/5, 1/5 and 3/10 for one that ends early;
    ``cooperation`` is -1 after talk of victory; ``groups`` stays 0.
    """
    if duration:
        return strike_once_or_stay(play, lam, **{"boost": boost, "w": w} | kinds)
    spends = play.choose("Influencer", ["spend", "quiet"], public=False) == "spend"
    leader = play.chance("leader", {"strategic": lam, "symbolic": 1 - lam})
    strategic = leader == "strategic"
    play.tell("Leader", leader)
    victory = play.choose("Leader", ["modest", "victory"]) == "victory"
    applause, paid = (boost if victory else 0), (c_i if spends else 0)
    play.measure(cooperation=-int(victory), groups=0)

    def goes_on(disappointment=0):
        play.outcome("supported, effective" if strategic else "supported, idle")
        play.measure(flow=-int(strategic), violence=1, civilian_harm=1, cost_us=1)
        return {"Influencer": -paid, "Leader": applause + O + (w if strategic else 0), "Public": 1 if strategic else -disappointment}

    always_bad = spends and not strategic
    if not always_bad:
        bad = (n_1 if spends else n_0) if strategic else d
        if play.chance("report", {"good": 1 - bad, "bad": bad}) == "good":
            return goes_on()
    intolerance = k
    if tolerances == 2:
        kind = play.chance("public", {"tolerant": kinds["tau"], "intolerant": 1 - kinds["tau"]})
        play.tell("Public", kind)
        intolerance = kinds["k_lo" if kind == "tolerant" else "k_hi"]
    play.tell("Public", "bad report")
    if play.choose("Public", ["support", "tire"]) == "support":
        return goes_on(intolerance + (chi if victory else 0))
    play.outcome("tired, effective campaign lost" if strategic else "tired, idle campaign ended")
    play.measure(flow=0, violence=ENDED_VIOLENCE, civilian_harm=ENDED_VIOLENCE, cost_us=ENDED_COST)
    return {"Influencer": 1 - paid, "Leader": applause, "Public": 0}


def strike_once_or_stay(play, lam, boost, w, r_reb, hit, fatigue, harm, v_res, c_run, shame):
    """Tell of a leader who chooses how long to strike at facilities that are rebuilt: for effect if strategic, for applause if symbolic."""
    leader = play.chance("leader", {"strategic": lam, "symbolic": 1 - lam})
    play.tell("Leader", leader)
    worth, applause = (w, 0) if leader == "strategic" else (0, boost)
    after_one = hit * (1 - r_reb)
    after_two = (after_one + (1 - after_one) * hit) * (1 - r_reb)

    def ending(label, gone, us, cartel, public):
        play.measure(flow=1 - gone)
        play.outcome(label)
        return {"Leader": us + worth * gone, "Cartel": cartel - gone, "Public": public + gone}

    course = play.choose("Leader", ["none", "once", "stay"])
    if course == "none":
        return ending("no strike", 0, 0, 0, 0)
    play.measure(violence=1, cost_us=c_run)
    if course == "once":
        return ending("one blow", after_one, applause - c_run, 0, -fatigue)
    resists = play.choose("Cartel", ["lie low", "resist"]) == "resist"
    price = v_res if resists else 0
    play.measure(violence=int(resists))
    if play.choose("Public", ["support", "tire"]) == "tire":
        return ending("campaign ended", after_one, applause - c_run - shame, -price, -fatigue)
    play.measure(violence=1, cost_us=c_run)
    return ending("sustained", after_two, applause - 2 * c_run, -price, -2 * fatigue - (harm if resists else 0))
