"""Games of two to five information sets whose equilibria can be found by hand, shared by the unit tests of the search and of maps."""

import random
from fractions import Fraction as Q

from games import Parameter, game


@game(players=("A", "B"))
def entry(play, *, c=Parameter(1, "c > -3")):
    """A stays out or comes in; B, who sees it, fights at cost c or yields."""
    if play.choose("A", ["out", "in"]) == "out":
        return 0, 4
    return {"fight": (-1, -c), "yield": (2, 1)}[play.choose("B", ["fight", "yield"])]


@game(players=("A", "B"))
def pennies(play, *, w=Parameter(1, "w > 0")):
    """Both choose unseen; A wins w where both chose h, and 1 where both chose t; B wins where they differ."""
    a, b = play.choose("A", ["h", "t"], public=False), play.choose("B", ["h", "t"], public=False)
    return (0, 1) if a != b else (w if a == "h" else 1, 0)


@game(players=("S", "R"))
def trust(play, *, p=Parameter(Q(1, 4), "0 < p < 1")):
    """S is good with p or bad, and quiet or loud; after loud, R trusts or doubts. Loud pays when trusted, and for the good always."""
    kind = play.chance("type", {"good": p, "bad": 1 - p})
    play.tell("S", kind)
    if play.choose("S", ["quiet", "loud"]) == "quiet":
        return 1, 0
    if play.choose("R", ["trust", "doubt"]) == "doubt":
        return (2 if kind == "good" else 0), 0
    return 3, (1 if kind == "good" else -1)


@game(players=("1", "2", "3"))
def horse(play, *, x=Parameter(3, "x > 0")):
    """Selten's horse: 3 replies without knowing who left the way, 1 by going down or 2 by going down."""
    if play.choose("1", ["across", "down"], public=False) == "down":
        return {"L": (x, x, 2), "R": (0, 0, 0)}[play.choose("3", ["L", "R"], public=False)]
    play.tell("2", "across")
    if play.choose("2", ["across", "down"], public=False) == "across":
        return 1, 1, 1
    return {"L": (4, 4, 0), "R": (0, 0, 1)}[play.choose("3", ["L", "R"], public=False)]


@game(players=("A", "B"))
def twice(play, *, k=Parameter(2, "k > 0")):
    """A and then B stop or go on; if both go on, they choose at once, and get nothing unless they agree: k and 1, or 1 and 3."""
    if play.choose("A", ["stop", "go"]) == "stop":
        return 1, 0
    if play.choose("B", ["stop", "go"]) == "stop":
        return 0, 2
    a, b = play.choose("A", ["u", "d"], public=False), play.choose("B", ["l", "r"], public=False)
    return {"ul": (k, 1), "ur": (0, 0), "dl": (0, 0), "dr": (1, 3)}[a + b]


@game(players=("W", "F"))
def quality(play, *, q=Parameter(Q(1, 3), "q > 0"), r=Parameter(1, "r > 0")):
    """Chances q/(q + r) and r/(q + r), twice; a worker who stays and a firm that keeps, which sees neither draw."""
    good = play.chance("quality", {"good": q / (q + r), "bad": r / (q + r)}) == "good"
    if play.choose("W", ["stay", "leave"]) == "leave":
        return 1, 0
    rain = play.chance("weather", {"rain": r / (q + r), "sun": q / (q + r)}) == "rain"
    if play.choose("F", ["keep", "fire"]) == "fire":
        return 0, 0
    return 2 / r, (1 if good else -1) * (2 if rain else 1)


@game(players=("S", "B", "C"))
def heard(play, *, p=Parameter(Q(1, 3), "0 < p < 1")):
    """S is h or l, and quiet or heard. Then B and C reply at once: x is best where h has 2/3 or more, u where it has 1/2 or more.

    S wants the replies to differ, and h likes to be heard.
    """
    kind = play.chance("type", {"h": p, "l": 1 - p})
    play.tell("S", kind)
    if play.choose("S", ["quiet", "heard"]) == "quiet":
        return 0, 0, 0
    b = play.choose("B", ["x", "y"], public=False)
    c = play.choose("C", ["u", "v"], public=False)
    own = (1 if (b == "x") != (c == "u") else -1) + (Q(1, 2) if kind == "h" else 0)
    return own, (0 if b == "y" else 1 if kind == "h" else -2), (0 if c == "v" else 1 if kind == "h" else -1)


def repeated(seed, periods, payoffs=2):
    """Some payoffs for a game in which others enter or stay out, one after the other, and the reply to each is seen."""
    draw = random.Random(seed)
    prior = Q(draw.choice([1, 1, 2, 3]), draw.choice([4, 5, 6]))
    alone = {kind: Q(draw.randint(0, 3)) for kind in ("one", "two")}
    own = {(kind, reply): Q(draw.randint(-payoffs, payoffs)) for kind in ("one", "two") for reply in ("x", "y")}
    theirs = {(kind, reply): Q(draw.randint(-payoffs, payoffs)) for kind in ("one", "two") for reply in ("x", "y")}

    @game(players=("host", *(f"guest {k}" for k in range(periods))))
    def story(play):
        kind = play.chance("type", {"one": prior, "two": 1 - prior})
        play.tell("host", kind)
        paid = {"host": Q(0)}
        for guest in (f"guest {k}" for k in range(periods)):
            paid[guest] = Q(0)
            if play.choose(guest, ["out", "in"]) == "out":
                paid["host"] += alone[kind]
                continue
            reply = play.choose("host", ["x", "y"])
            paid["host"] += own[kind, reply]
            paid[guest] = theirs[kind, reply]
        return paid

    return story()


@game(players=("H", "G"))
def visited(play, *, p=Parameter(Q(1, 4), "0 < p < 1")):
    """G comes in or stays out; H, strong with p or weak, fights or yields. The strong like to fight; to fight keeps G from gaining."""
    kind = play.chance("type", {"strong": p, "weak": 1 - p})
    play.tell("H", kind)
    if play.choose("G", ["out", "in"]) == "out":
        return 2, 0
    if play.choose("H", ["fight", "yield"]) == "fight":
        return (1 if kind == "strong" else -1), -1
    return 0, 1


@game(players=("A",))
def plane(play, *, x=Parameter(1, "-4 < x < 4"), y=Parameter(2, "-4 < y < 4")):
    """Two parameters in a square, and a choice between them."""
    return [{"x": x, "y": y}[play.choose("A", ["x", "y"])]]
