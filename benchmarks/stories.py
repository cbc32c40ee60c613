"""Stories to be timed: four stages, two types, eight parameters."""

from fractions import Fraction
from typing import Any

from games import Parameter, game

HALF = Fraction(1, 2)


@game(players=("Entrant 1", "Entrant 2", "Incumbent"))
def reputation(
    play,
    *,
    p=Parameter(Fraction(1, 3), domain="0 < p < 1", means="prior that the incumbent is tough"),
    a=Parameter(1, domain="a > 0", means="loss of an entrant who is fought"),
    b=Parameter(1, domain="b > 0", means="gain of an entrant who is not"),
    m=Parameter(2, domain="m > 0", means="the incumbent's profit without entry"),
    f=Parameter(1, domain="f > 0", means="cost of a fight to a weak incumbent"),
    g=Parameter(HALF, domain="g > 0", means="taste of a tough one for a fight"),
    delta=Parameter(Fraction(9, 10), domain="0 < delta <= 1", means="discount factor"),
    r=Parameter(1, domain="r > 0", means="size of the second market"),
):
    """Reputation: two entrants in turn, each met by a fight or not."""
    kind = play.chance("type", {"tough": p, "weak": 1 - p})
    play.tell("Incumbent", kind)
    total, weight = 0, 1
    gains: tuple[Any, ...] = ()
    for entrant in ("Entrant 1", "Entrant 2"):
        if play.choose(entrant, ["enter", "stay out"]) == "stay out":
            total, gains = total + weight * m, (*gains, 0)
        elif play.choose("Incumbent", ["fight", "yield"]) == "fight":
            total, gains = total + weight * (g if kind == "tough" else -f), (*gains, -a)
        else:
            gains = (*gains, b)
        weight = delta * r
    return *gains, total


@game(players=("Buyer", "Seller"))
def bargaining(
    play,
    *,
    p=Parameter(Fraction(1, 3), domain="0 < p < 1", means="prior that the buyer's value is high"),
    h=Parameter(3, domain="h > 1", means="high value"),
    l=Parameter(1, domain="0 < l < h", means="low value"),  # noqa: E741
    P=Parameter(2, domain="P > 0", means="high price"),
    q=Parameter(1, domain="0 < q < P", means="low price"),
    delta=Parameter(Fraction(9, 10), domain="0 < delta < 1", means="discount factor"),
    c=Parameter(Fraction(1, 5), domain="c > 0", means="the buyer's cost of waiting"),
    w=Parameter(Fraction(1, 10), domain="w > 0", means="the seller's"),
):
    """Bargaining: a price, a yes or no, another price, another yes or no."""
    kind = play.chance("value", {"high": p, "low": 1 - p})
    play.tell("Buyer", kind)
    value = h if kind == "high" else l
    for factor, costs in ((1, (0, 0)), (delta, (c, w))):
        price = P if play.choose("Seller", ["high", "low"]) == "high" else q
        if play.choose("Buyer", ["accept", "reject"]) == "accept":
            return factor * (value - price) - costs[0], factor * price - costs[1]
    return -c, -w


@game(players=("Besieger", "Defender"))
def siege(
    play,
    *,
    rounds=3,
    p=Parameter(Fraction(1, 3), domain="0 < p < 1", means="chance of rain in a round"),
    c=Parameter(Fraction(1, 5), domain="c > 0", means="the besieger's cost of an assault"),
    v=Parameter(2, domain="v > 0", means="worth of a breach"),
):
    """Siege: round after round an assault or none, walls that are manned or not, and rain that spoils both; everything is seen."""
    breaches = assaults = 0
    for number in range(rounds):
        play.depends_on(number, breaches, assaults)
        assault = play.choose("Besieger", ["assault", "wait"]) == "assault"
        manned = play.choose("Defender", ["man", "rest"]) == "man"
        rain = play.chance("weather", {"rain": p, "sun": 1 - p}) == "rain"
        play.tell(("Besieger", "Defender"), "rain" if rain else "sun")
        assaults += assault
        breaches += assault and not manned and not rain
    return v * breaches - c * assaults, -v * breaches
