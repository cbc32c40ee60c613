"""Games of awkward kinds, and random ones, shared by the tests."""

import itertools
import random
from fractions import Fraction

from games import Parameter, game

Q = Fraction


@game(players=("1", "2", "3"))
def product(play, *, u=Parameter(4, "u > 3"), v=Parameter(Q(1, 2), "0 < v < 1")):
    """Beliefs off the path must multiply: reply k, which alone deters 1, is best under no product belief."""
    first = play.choose("1", ["Out", "A", "B"], public=False)
    if first == "Out":
        return 0, 0, 0
    second = play.choose("2", ["stop", "l", "r"], public=False)
    if second == "stop":
        return 1, 0, 0
    reply = play.choose("3", ["k", "a", "b"])
    if reply == "k":
        return -1, Q(1, 2), 1 if first + second in ("Al", "Br") else -u
    return 1, Q(1, 2), 1 + v if first + second == {"a": "Al", "b": "Br"}[reply] else -1


@game(players=("1", "2", "3"))
def roots(play, *, s=Parameter(1), t=Parameter(Q(1, 8))):
    """When all mix, each plays 1 with a root of x**2 - s*x + t: one base, several equilibria."""
    a, b, c = (play.choose(player, [0, 1], public=False) for player in "123")
    return a * (b - c), b * (a - c), c * (a * b - s * (a + b) / 2 + t)


@game(players=("1", "2", "3"))
def interval(play, *, u=Parameter(2, "u > 0"), v=Parameter(1, "v > 0")):
    """Off the path 3 mixes freely between 1/(1 + v) and u/(1 + u)."""
    if play.choose("1", ["D", "A"], public=False) == "D":
        return {"L": (1, 0, 1), "R": (-u, 0, 0)}[play.choose("3", ["L", "R"])]
    if play.choose("2", ["d", "a"], public=False) == "a":
        return 0, 0, 0
    return {"L": (0, -v, 0), "R": (0, 1, 1)}[play.choose("3", ["L", "R"])]


@game(players=("Sender", "Receiver"))
def after(play, *, p=Parameter(Q(1, 3), "0 < p < 1"), s=Parameter(Q(1, 4)), w=Parameter(Q(1, 5))):
    """Two types stay out or enter; after entry both move at once."""
    kind = play.chance("type", {"s": p, "w": 1 - p})
    play.tell("Sender", kind)
    if play.choose("Sender", ["out", "in"]) == "out":
        return (s if kind == "s" else w), 1
    guard = play.choose("Receiver", ["x", "y"], public=False)
    move = play.choose("Sender", ["u", "d"], public=False)
    stake = {"xu": -1, "xd": 1, "yu": 2 if kind == "s" else 1, "yd": -1}[guard + move]
    return stake, -stake


@game(players=("Sender", "Receiver"))
def spence(play, *, p=Parameter(Q(1, 2), "0 < p < 1"), k=Parameter(Q(1, 2), "k > 0"), r=Parameter(Q(1, 2), "0 < r < 1")):
    """Schooling as a signal: two types, three levels, hired or not; each step costs the able half as much."""
    able = play.chance("type", {"able": p, "other": 1 - p})
    play.tell("Sender", able)
    level = play.choose("Sender", [0, 1, 2])
    hired = int(play.choose("Receiver", ["hire", "no"]) == "hire")
    cost = k * level * (Q(1, 2) if able == "able" else 1)
    return hired - cost, hired * (1 - r if able == "able" else -r)


@game(players=("A", "B"))
def order(play):
    """Who moves first is drawn and not told: each set lies above and below the other."""
    chosen = {}
    turns = {"A first": (("A", "ud"), ("B", "lr")), "B first": (("B", "lr"), ("A", "ud"))}
    for player, actions in turns[play.chance("order", list(turns))]:
        chosen[player] = play.choose(player, actions, public=False)
    same = (chosen["A"] == "u") == (chosen["B"] == "l")
    return int(same), int(not same)


@game(players=("A", "B"))
def depth(play):
    """B's set has a node near the root and one far down, beyond chances."""
    if play.chance("where", ["near", "far"]) == "near":
        if play.choose("B", ["l", "r"], public=False) == "r":
            return 2, 0
        play.tell("A", "l")
        return {"u": (1, 1), "d": (0, 2)}[play.choose("A", ["u", "d"])]
    play.chance("long way", ["one", "two"])
    return {"l": (0, 0), "r": (1, 1)}[play.choose("B", ["l", "r"], public=False)]


@game(players=("Sender", "Receiver"))
def signal(play, *, p=Parameter(Q(1, 2), "0 < p < 1"), c=Parameter(Q(1, 2), "c > 0")):
    """Two types, one costly signal."""
    strong = play.chance("type", {"strong": p, "weak": 1 - p}) == "strong"
    play.tell("Sender", strong)
    sent = play.choose("Sender", ["signal", "quiet"]) == "signal"
    yes = play.choose("Receiver", ["accept", "refuse"]) == "accept"
    return int(yes) - (0 if strong or not sent else c), (1 if strong else -1) * int(yes)


@game(players=("Worker", "Firm"))
def discounted(
    play, *, d=Parameter(Q(1, 2), "0 < d < 1"), w=Parameter(Q(3, 2), "w > 0"), q=Parameter(Q(1, 3), "0 < q < 1"), r=Parameter(1, "r > 0")
):
    """Rational functions in payoffs and chances: a stream of wages, and a posterior of a quality."""
    good = play.chance("quality", {"good": q / (q + r), "bad": r / (q + r)})
    if play.choose("Worker", ["stay", "leave"]) == "leave":
        return w, 0
    keep = play.choose("Firm", ["keep", "fire"]) == "keep"
    return (1 / (1 - d) if keep else 0), (1 if good == "good" else -d / (1 - d)) * int(keep)


def at_once(seed, actions=(2, 2, 2), low=-3, high=3):
    """A random game in which all move at once."""
    rng, players = random.Random(seed), "ABC"[: len(actions)]
    table = {cell: [rng.randint(low, high) for _ in players] for cell in itertools.product(*map(range, actions))}

    @game(players=tuple(players))
    def drawn(play):
        return table[tuple(play.choose(p, list(range(n)), public=False) for p, n in zip(players, actions, strict=True))]

    return drawn()


def in_turn(seed, x=None):
    """A random game of three players in turn, who are told some of what came before; `x` is added to one payoff."""
    rng = random.Random(seed)
    told = [rng.random() < 0.5 for _ in range(2)]
    over = rng.choice([0, 1, None])
    table = {cell: [rng.randint(-2, 3) for _ in range(3)] for cell in itertools.product(range(2), repeat=3)}
    moved = [(rng.choice(sorted(table)), rng.randrange(3)) for _ in range(2)]

    @game(players=("A", "B", "C"))
    def drawn(play, *, x=Parameter(Q(1, 7)), y=Parameter(Q(-1, 9))):
        def pay(cell):
            out = list(table[cell])
            for extra, (at, player) in zip((x, y), moved, strict=True):
                if at == cell:
                    out[player] += extra
            return out

        a = play.choose("A", [0, 1], public=False)
        if a == over:
            return pay((a, 0, 0))
        if told[0]:
            play.tell("B", a)
        b = play.choose("B", [0, 1], public=False)
        if told[1]:
            play.tell("C", b)
        return pay((a, b, play.choose("C", [0, 1], public=False)))

    return drawn()


def signals(seed):
    """A random signalling game with two types, two messages, two replies; the prior and a cost are symbolic."""
    rng = random.Random(seed)
    table = {cell: (rng.randint(-3, 3), rng.randint(-2, 2)) for cell in itertools.product("hl", range(2), range(2))}
    costly = rng.choice("hl")

    @game(players=("Sender", "Receiver"))
    def drawn(play, *, p=Parameter(Q(2, 7), "0 < p < 1"), c=Parameter(Q(3, 5), "0 < c < 4")):
        kind = play.chance("type", {"h": p, "l": 1 - p})
        play.tell("Sender", kind)
        message = play.choose("Sender", [0, 1])
        sender, receiver = table[kind, message, play.choose("Receiver", [0, 1])]
        return sender - (c if kind == costly and message else 0), receiver

    return drawn()
