"""Games with private types from a continuum that several tests solve."""

from fractions import Fraction as Q

from games import Parameter, Uniform, game


def challenged(play, w_A, w_B, back_down):
    """What both sides may do once they know their values of war, and what it brings; `back_down` is what that is worth to A."""
    if play.choose("A", ["accept", "challenge"]) == "accept":
        play.outcome("status quo")
        return 0, 0
    if play.choose("B", ["concede", "resist"]) == "concede":
        play.outcome("concession")
        return 1, 0
    if play.choose("A", ["back down", "fight"]) == "back down":
        play.outcome("back down")
        return back_down, 1
    play.outcome("war")
    return w_A, w_B


@game(players=("A", "B"))
def crisis(
    play,
    *,
    a=Parameter(Q(1, 2), domain="a > 0", means="audience cost"),
    a0=Parameter(-2),
    a1=Parameter(Q(1, 2), domain="a0 < a1"),
    b0=Parameter(-2),
    b1=Parameter(Q(1, 2), domain="b0 < b1 < 1"),
):
    """A crisis between two sides whose values of war are private (Schultz 1998, 1999 in shape)."""
    w_A = play.draw("w_A", Uniform(a0, a1), to="A")
    w_B = play.draw("w_B", Uniform(b0, b1), to="B")
    return challenged(play, w_A, w_B, -a)


def crisis_with(law, other, worth=lambda w: w):
    """The crisis with other laws of the values of war, or of what these are worth."""

    @game(players=("A", "B"))
    def crisis(play, *, a=Parameter(Q(1, 2), domain="a > 0")):
        w_A, w_B = play.draw("w_A", law, to="A"), play.draw("w_B", other, to="B")
        return challenged(play, worth(w_A), worth(w_B), -a)

    return crisis()


def stretched(w):
    """From the interval of a beta law to that of the crisis at its defaults."""
    return Q(5, 2) * w - 2


@game(players=("A", "B"))
def escalation(
    play,
    *,
    a=Parameter(Q(1, 2), domain="a > 0", means="A's audience cost"),
    b=Parameter(Q(1, 2), domain="b > 0", means="B's audience cost"),
    a0=Parameter(-2),
    a1=Parameter(Q(1, 4), domain="a0 < a1 < 1"),
    b0=Parameter(-2),
    b1=Parameter(Q(1, 4), domain="b0 < b1 < 1"),
):
    """Both sides may escalate before there is a war."""
    w_A = play.draw("w_A", Uniform(a0, a1), to="A")
    w_B = play.draw("w_B", Uniform(b0, b1), to="B")
    if play.choose("A", ["accept", "challenge"]) == "accept":
        play.outcome("status quo")
        return 0, 0
    if play.choose("B", ["concede", "resist"]) == "concede":
        play.outcome("concession")
        return 1, 0
    if play.choose("A", ["back down", "escalate"]) == "back down":
        play.outcome("A backs down")
        return -a, 1
    if play.choose("B", ["yield", "fight"]) == "yield":
        play.outcome("B yields")
        return 1, -b
    play.outcome("war")
    return w_A, w_B


@game(players=("A", "B"))
def no_tie(
    play,
    *,
    a=Parameter(Q(1, 2), domain="a > 0", means="audience cost"),
    a0=Parameter(-3),
    a1=Parameter(Q(1, 2), domain="a0 < a1"),
    b0=Parameter(-2),
    b1=Parameter(Q(1, 2), domain="b0 < b1 < 1"),
):
    """The crisis in which backing down costs those more who would win a war: no bluffers tie."""
    w_A = play.draw("w_A", Uniform(a0, a1), to="A")
    w_B = play.draw("w_B", Uniform(b0, b1), to="B")
    return challenged(play, w_A, w_B, -a + w_A / 2)


def two_kinds(a1, law=Uniform(-2, Q(1, 2))):
    """The crisis with the challenger's types from -2 to a1 as the two kinds that they make, which chance tells it."""
    share = (a1 + Q(1, 2)) / (a1 + 2)

    @game(players=("A", "B"))
    def half(play, *, p=Parameter(share, domain="0 < p < 1", means="chance of a strong challenger")):
        strong = play.chance("A", {"strong": p, "weak": 1 - p})
        play.tell("A", strong)
        w = play.draw("w", law, to="B")
        return challenged(play, (3 * a1 - Q(1, 2)) / 4 if strong == "strong" else -Q(5, 4), w, -Q(1, 2))

    return half()


def half_on_a_grid(n, a1):
    """The same with the target's types on a grid."""
    return two_kinds(a1).at().grid(n)


@game(players=("A", "B"))
def ultimatum(
    play,
    *,
    steps=4,
    pi=Parameter(Q(1, 2), domain="0 < pi < 1", means="chance that A wins a war"),
    C_A=Parameter(1, domain="C_A > 0", means="A's largest cost of war"),
    C_B=Parameter(1, domain="C_B > 0", means="B's largest cost of war"),
):
    """A demands, B takes it or there is a war whose costs are private (Fearon 1995 in shape)."""
    c_A = play.draw("c_A", Uniform(0, C_A), to="A")
    c_B = play.draw("c_B", Uniform(0, C_B), to="B")
    offer = play.choose("A", [Q(k, steps) for k in range(steps + 1)])
    if play.choose("B", ["accept", "reject"]) == "accept":
        play.outcome("peace")
        return 1 - offer, offer
    play.outcome("war")
    return pi - c_A, 1 - pi - c_B


def deterrence(counts):
    """Deterrence with shocks at every choice (Signorino 1999 in shape), which earlier moves value or not."""

    @game(players=("A", "B"))
    def shocked(
        play, *, v=Parameter(1, domain="v > 0", means="value of the prize"), c=Parameter(1, domain="c > 0", means="size of the shocks")
    ):
        if play.choose("A", ["stay", "move"], shocks={"move": Uniform(-2 * c, 2 * c)}, counts=counts) == "stay":
            play.outcome("stay")
            return 0, 0
        if play.choose("B", ["yield", "resist"], shocks={"resist": Uniform(-c, c)}, counts=counts) == "yield":
            play.outcome("yield")
            return v, 0
        if play.choose("A", ["back", "fight"], shocks={"fight": Uniform(-c, c)}, counts=counts) == "back":
            play.outcome("back")
            return -Q(1, 2), Q(1, 2)
        play.outcome("fight")
        return -Q(1, 4), -Q(1, 4)

    return shocked()


def windy(told):
    """The crisis in a wind that chance draws and that war is worth more or less in; who is told of it is told before the target replies."""

    @game(players=("A", "B"))
    def crisis(play, *, p=Parameter(Q(1, 3), domain="0 < p < 1", means="chance of a fair wind")):
        w_A, w_B = (play.draw(name, Uniform(-2, Q(1, 2)), to=player) for name, player in (("w_A", "A"), ("w_B", "B")))
        wind = play.chance("wind", {"fair": p, "foul": 1 - p})
        if play.choose("A", ["accept", "challenge"]) == "accept":
            play.outcome("status quo")
            return 0, 0
        if told:
            play.tell(told, wind)
        if play.choose("B", ["concede", "resist"]) == "concede":
            play.outcome("concession")
            return 1, 0
        if play.choose("A", ["back down", "fight"]) == "back down":
            play.outcome("back down")
            return -Q(1, 2), 1
        play.outcome("war")
        fair = Q(1, 4) if wind == "fair" else -Q(1, 4)
        return w_A + fair, w_B - 2 * fair

    return crisis()
