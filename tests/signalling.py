"""Published signalling games, and random ones, for tests of refinements."""

import itertools
import random
from fractions import Fraction as Q

from games import Parameter, game


@game(players=("Group", "Gov"))
def terror(
    play,
    *,
    p=Parameter(Q(1, 5), "0 < p < 1"),
    b=Parameter(3, "b > 0"),
    k=Parameter(2, "0 < k < d"),
    d=Parameter(5, "d > 0"),
    cS=Parameter(1, "0 < cS < cW"),
    cW=Parameter(2, "cW > 0"),
):
    """T72, after Lapan and Sandler (1993) and Overgaard (1994): a group of unknown strength attacks or not, a government concedes or not."""
    strong = play.chance("type", {"strong": p, "weak": 1 - p}) == "strong"
    play.tell("Group", "strong" if strong else "weak")
    attack = play.choose("Group", ["attack", "quiet"]) == "attack"
    concede = play.choose("Gov", ["concede", "resist"]) == "concede"
    return (b if concede else 0) - (0 if not attack else cS if strong else cW), -k if concede else -d if strong else 0


@game(players=("Sender", "Receiver"))
def quit_or_go(play):
    """T13: a pool that passes the intuitive criterion and fails D1 and divinity (concepts of Cho-Kreps and Banks-Sobel)."""
    t = play.chance("type", ["t1", "t2"])
    play.tell("Sender", t)
    if play.choose("Sender", ["quit", "go"]) == "quit":
        return 0, 0
    reply = play.choose("Receiver", ["a1", "a2", "a3"])
    sender = {"t1": {"a1": -1, "a2": Q(-1, 2), "a3": 1}, "t2": {"a1": -1, "a2": 1, "a3": 2}}
    receiver = {"t1": {"a1": 3, "a2": 2, "a3": 0}, "t2": {"a1": 0, "a2": 2, "a3": 3}}
    return sender[t][reply], receiver[t][reply]


@game(players=("Worker", "Firm"))
def wages(play):
    """T04, after Spence (1973): two productivities, three efforts, three wages."""
    productivity = {"low": 1, "high": 2}[play.chance("type", ["low", "high"])]
    play.tell("Worker", productivity)
    effort = play.choose("Worker", [0, Q(3, 4), Q(3, 2)])
    wage = play.choose("Firm", [1, Q(3, 2), 2])
    return wage - effort / productivity, -((wage - productivity) ** 2)


@game(players=("Incumbent", "Entrant"))
def limit_pricing(play, *, x=Parameter(Q(1, 2), "0 < x < 1")):
    """T10, after Milgrom and Roberts (1982): a low-cost or high-cost incumbent, three outputs, entry or not."""
    low = play.chance("type", {"low cost": x, "high cost": 1 - x}) == "low cost"
    play.tell("Incumbent", "low cost" if low else "high cost")
    output = play.choose("Incumbent", [3, 5, Q(21, 4)])
    enters = play.choose("Entrant", ["in", "out"]) == "in"
    now = output * (10 - output) - (0 if low else 4 * output)
    later = (Q(196, 9) if enters else 25) if low else (4 if enters else 9)
    return now + later, (Q(4, 9) - 2 if low else 2) if enters else 0


@game(players=("Worker", "Firm"))
def three_types(play):
    """Spence's game with three productivities 1, 2, 3 and a firm that pays 1, 2 or 3; all may pool at no schooling.

    After schooling 2 every type could gain if taken for the best, so that the intuitive criterion rules nobody out; D1
    rules out all but the ablest, for whom schooling is cheapest (Cho and Kreps 1987).
    """
    ability = play.chance("type", {1: Q(1, 3), 2: Q(1, 3), 3: Q(1, 3)})
    play.tell("Worker", ability)
    school = play.choose("Worker", [0, 1])
    wage = play.choose("Firm", [1, 2, 3])
    return wage - school * Q(6, 5) / (ability + 1), -((wage - ability) ** 2)


@game(players=("Sender", "Receiver"))
def fresh_start(play):
    """Three types stay out, or go in and move again: M suits the third only, R the second, L the first.

    The receiver punishes M only when it fears the second type, R only when it fears the third. Under trembles both fears cannot
    be true. Fudenberg and Tirole's definition allows them: going in is laid on the first type, who would play L, so that M and R
    are both unheard of and beliefs start afresh after each.
    """
    t = play.chance("type", [1, 2, 3])
    play.tell("Sender", t)
    if play.choose("Sender", ["out", "in"]) == "out":
        return 0, 0
    move = play.choose("Sender", ["L", "M", "R"])
    if move == "L":
        return (-1 if t == 1 else -4), 0
    own, feared = {"M": (3, 2), "R": (2, 3)}[move]
    if play.choose("Receiver", ["punish", "let go"]) == "let go":
        return (1 if t == own else -3), 0
    return (-1 if t == own else -4), 1 if t == feared else -2


def drawn(seed, types=2, messages=2, replies=2, signals=1):
    """A random signalling game; with two signals, a fair one of two is told to the receiver after the message."""
    rng = random.Random(seed)
    cells = itertools.product(range(types), range(messages), range(replies), range(signals))
    table = {cell: (rng.randint(-3, 3), rng.randint(-3, 3)) for cell in cells}
    odds = {(t, m): Q(rng.randint(1, 4), 5) for t in range(types) for m in range(messages)}
    weights = [rng.randint(1, 4) for _ in range(types)]

    @game(players=("Sender", "Receiver"))
    def one(play):
        t = play.chance("type", {k: Q(w, sum(weights)) for k, w in enumerate(weights)})
        play.tell("Sender", t)
        m = play.choose("Sender", list(range(messages)))
        seen = 0
        if signals == 2:
            chance = odds[t, m]
            seen = play.chance("signal", {0: chance, 1: 1 - chance})
            play.tell("Receiver", f"signal {seen}")
        return table[t, m, play.choose("Receiver", list(range(replies))), seen]

    return one()
