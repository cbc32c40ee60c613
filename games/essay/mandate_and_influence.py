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


def two_tolerances(tolerances):
    """Give the parameters of a public of two kinds, after a look at how many kinds are asked for."""
    if tolerances not in (1, 2):
        raise GameError(f"mandate_and_influence has a public of 1 or 2 tolerances; found {tolerances!r}.")
    if tolerances == 1:
        return {}
    return {
        "k_lo": Parameter(Fraction(2, 5), "0 < k_lo", "cost to a tolerant public of supporting an idle campaign"),
        "k_hi": Parameter(Fraction(9, 10), "k_lo < k_hi", "cost to an intolerant public of supporting an idle campaign"),
        "tau": Parameter(Fraction(1, 2), "0 < tau < 1", "chance that the public is tolerant"),
    }


@game(
    players=("Influencer", "Leader", "Public"),
    headline=("lam", "chi", "boost"),
    parameters=two_tolerances,
    source="Essay on US military action against Mexico's drug cartels, parts III, IV, V and VI",
    rows=("E175", "E176", "E177", "E180", "E181", "E187"),
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
    ),
)
def mandate_and_influence(
    play,
    *,
    tolerances=1,
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

    Notes
    -----
    Three players, 43 nodes, 5 information sets, 10 parameters. A symbolic campaign under influence is always reported bad.
    With two tolerances 75 nodes, 7 information sets, 12 parameters. Units: the influencer's gain from a divided public is 1,
    and so is the public's from an effective campaign.

    Measures: ``flow`` is -1 where an effective campaign goes on and else 0; ``violence``, ``civilian_harm`` and
    ``cost_us`` are each 1 for a campaign that goes on, and 1/5, 1/5 and 3/10 for one that ends early;
    ``cooperation`` is -1 after talk of victory; ``groups`` stays 0.
    """
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
