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


@game(players=("Group", "Government"))
def terrorism(
    play,
    *,
    p=Parameter(Q(1, 5), "0 < p < 1"),
    b=Parameter(3, "b > 0"),
    k=Parameter(2, "k > 0"),
    d=Parameter(5, "d > k"),
    c_s=Parameter(1, "c_s > 0"),
    c_w=Parameter(2, "c_w > c_s"),
):
    """A strong or weak group attacks at a cost or stays quiet; the government concedes or resists.

    After Lapan and Sandler (1993), European Journal of Political Economy 9, and Arce and Sandler (2007), British Journal
    of Political Science 37: two types, two actions.
    """
    kind = play.chance("type", {"strong": p, "weak": 1 - p})
    play.tell("Group", kind)
    attack = play.choose("Group", ["attack", "quiet"]) == "attack"
    concede = play.choose("Government", ["concede", "resist"]) == "concede"
    play.outcome(("attack" if attack else "quiet") + (", concede" if concede else ", resist"))
    cost = (c_s if kind == "strong" else c_w) if attack else 0
    return (b if concede else 0) - cost, -k if concede else -d if kind == "strong" else 0


@game(players=("A", "B"))
def audience(
    play,
    *,
    p=Parameter(Q(1, 5), "0 < p < 1"),
    alpha=Parameter(Q(1, 2), "alpha > 0"),
    k=Parameter(2, "k > 0"),
    w_r=Parameter(Q(-1, 4), "w_r < 1"),
    w_u=Parameter(-1, ("w_u < w_r", "w_u < 0")),
):
    """A resolved or unresolved challenger, one kind of target, audience costs.

    After Fearon (1994), American Political Science Review 88: two types of challenger, discrete.
    """
    kind = play.chance("type", {"resolved": p, "unresolved": 1 - p})
    play.tell("A", kind)
    if play.choose("A", ["status quo", "challenge"]) == "status quo":
        play.outcome("status quo")
        return 0, 1
    if play.choose("B", ["concede", "resist"]) == "concede":
        play.outcome("concession")
        return 1, 0
    if play.choose("A", ["back down", "fight"]) == "back down":
        play.outcome("back down")
        return -alpha, 1
    play.outcome("war")
    return (w_r if kind == "resolved" else w_u), -k


@game(players=("Monopolist", "E2", "E1"))
def chain_store(play, *, delta=Parameter(Q(1, 8), "0 < delta < 1"), a=Parameter(2, "a > 0"), b=Parameter(Q(1, 2), "0 < b < 1")):
    """A monopolist, tough with a small chance, meets two entrants, E2 first.

    Kreps and Wilson (1982), Journal of Economic Theory 27, section 3.
    """
    tough = play.chance("type", {"tough": delta, "weak": 1 - delta}) == "tough"
    play.tell("Monopolist", tough)
    payoff, own, said = 0, {}, []
    for entrant in ("E2", "E1"):
        own[entrant] = 0
        if play.choose(entrant, ["out", "enter"]) == "out":
            payoff += a
            said.append("out")
            continue
        fight = play.choose("Monopolist", ["fight", "acquiesce"]) == "fight"
        payoff += (0 if fight else -1) if tough else (-1 if fight else 0)
        own[entrant] = b - 1 if fight else b
        said.append("fought" if fight else "accommodated")
    play.outcome(", ".join(said))
    return payoff, own["E2"], own["E1"]


@game(players=("Sender", "One", "Two"))
def observers(play, *, p=Parameter(Q(1, 2), "0 < p < 1")):
    """Two observers of one unexpected move must share a belief: One blocks the likely strong, Two the likely weak; both deter."""
    kind = play.chance("type", {"strong": p, "weak": 1 - p})
    play.tell("Sender", kind)
    if play.choose("Sender", ["stay", "move"]) == "stay":
        return 0, 0, 0
    one = play.choose("One", ["block", "let"], public=False) == "block"
    two = play.choose("Two", ["block", "let"], public=False) == "block"
    strong = kind == "strong"
    return (-1 if one and two else 1), one * (1 if strong else -2), two * (-2 if strong else 1)


@game(players=("A",))
def curves(play, *, x=Parameter(Q(1, 3), "-2 < x < 2"), y=Parameter(Q(1, 5), "-2 < y < 2")):
    """One trivial choice, and measures whose slopes are of every kind."""
    play.measure(hill=x - x**2, flat=x**3 - 3 * x**2 + 3 * x, square=2 * x**3 - 3 * x**2 * y + 6 * x * y**2 + 6 * x, still=y)
    return [int(play.choose("A", ["yes", "no"]) == "yes")]


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


def rounds(seed, told=True):
    """A random game of two rounds of message and reply, or of moves that are not told; the prior and a cost are symbolic."""
    rng = random.Random(seed)
    going_on = rng.sample(list(itertools.product(range(2), range(2))), rng.randint(1, 2))
    seen = told or rng.random() < 0.5
    table: dict = {}

    @game(players=("Sender", "Receiver"))
    def drawn(play, *, p=Parameter(Q(2, 7), "0 < p < 1"), c=Parameter(Q(3, 5), "0 < c < 4")):
        kind = play.chance("type", {"h": p, "l": 1 - p})
        play.tell("Sender", kind)
        path = (play.choose("Sender", [0, 1]), play.choose("Receiver", [0, 1]))
        if path in going_on:
            path += (play.choose("Sender", [0, 1], public=seen), play.choose("Receiver", [0, 1]))
        sender, receiver = table.setdefault((kind, path), (rng.randint(-3, 3), rng.randint(-2, 2)))
        return sender - c * sum(path[::2]) if kind == "l" else sender, receiver

    return drawn()
