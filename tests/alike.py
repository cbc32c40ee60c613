"""Random games in which something is alike: messages that cost nothing, players, types, or branches of the tree."""

import itertools
import random
from fractions import Fraction as Q

from games import Parameter, game


def talk(rng):
    """Messages that nobody pays for."""
    types, messages, replies = rng.choice([(2, 2, 2), (2, 2, 3), (2, 3, 2), (3, 2, 2)])
    table = {cell: (rng.randint(-3, 3), rng.randint(-3, 3)) for cell in itertools.product(range(types), range(replies))}
    weights = [rng.randint(1, 3) for _ in range(types)]

    @game(players=("Sender", "Receiver"))
    def one(play):
        t = play.chance("type", {k: Q(w, sum(weights)) for k, w in enumerate(weights)})
        play.tell("Sender", t)
        play.choose("Sender", [f"m{k}" for k in range(messages)])
        return table[t, int(play.choose("Receiver", [f"r{k}" for k in range(replies)])[1])]

    return one()


def at_once(rng):
    """Players with the same payoffs who move at once, in one order or another in the tree."""
    players, actions = rng.choice([(2, 2), (2, 3), (3, 2)])
    table = {}
    names = "ABC"[:players]

    def pay(mine, others):
        return table.setdefault((mine, tuple(sorted(others))), rng.randint(-3, 3))

    for mine in range(actions):
        for others in itertools.combinations_with_replacement(range(actions), players - 1):
            pay(mine, others)

    @game(players=tuple(names))
    def one(play):
        moves = [play.choose(name, list(range(actions)), public=False) for name in names]
        return tuple(pay(mine, moves[:k] + moves[k + 1 :]) for k, mine in enumerate(moves))

    return one()


def entered(rng):
    """Two players with the same payoffs move at once after a third, of whose ways in they are told nothing."""
    table = {cell: rng.randint(-2, 3) for cell in itertools.product(range(2), range(2), range(2))}
    out = rng.randint(-1, 2)
    first = {cell: rng.randint(-2, 3) for cell in itertools.product(range(2), range(3))}

    @game(players=("1", "2", "3"))
    def one(play):
        way = play.choose("1", ["out", "x", "y"], public=False)
        if way == "out":
            return out, 0, 0
        k = "xy".index(way)
        a, b = (play.choose(player, [0, 1], public=False) for player in "23")
        return first[k, a + b], table[k, a, b], table[k, b, a]

    return one()


def types(rng):
    """A signalling game in which two of three types are the same."""
    messages, replies = 2, 2
    table = {cell: (rng.randint(-3, 3), rng.randint(-3, 3)) for cell in itertools.product((0, 1), range(messages), range(replies))}
    weight = rng.randint(1, 3)

    @game(players=("Sender", "Receiver"))
    def one(play):
        t = play.chance("type", {"low": Q(1, 2 + weight), "high": Q(weight, 2 + weight), "other low": Q(1, 2 + weight)})
        play.tell("Sender", t)
        m = play.choose("Sender", list(range(messages)))
        return table[int(t == "high"), m, int(play.choose("Receiver", [f"r{k}" for k in range(replies)])[1])]

    return one()


def mirrored(rng):
    """Chance says who leads; the other follows; the two have the same payoffs as leader and as follower."""
    table = {cell: (rng.randint(-3, 3), rng.randint(-3, 3)) for cell in itertools.product(range(2), range(2))}
    seen = rng.random() < 0.7

    @game(players=("A", "B"))
    def one(play):
        leader = play.chance("leader", ["A", "B"])
        play.tell(("A", "B"), leader)
        follower = "B" if leader == "A" else "A"
        lead = play.choose(leader, ["x", "y"], public=seen)
        first, second = table["xy".index(lead), int(play.choose(follower, ["l", "r"]) == "r")]
        return {leader: first, follower: second}

    return one()


KINDS = (talk, at_once, entered, types, mirrored)


def drawn(seed):
    """A random game; the kinds take turns."""
    return KINDS[seed % len(KINDS)](random.Random(seed))


@game(players=("Sender", "Receiver"))
def advice(play, *, states=2, messages=2, replies=2, b=Parameter(Q(1, 10), "0 < b < 1/4", means="bias")):
    """Cheap talk with quadratic losses: the Sender would like a reply that is b higher than the state."""
    state = play.chance("state", list(range(states)))
    play.tell("Sender", state)
    play.choose("Sender", ["low", "high", "middle", "other"][:messages])
    reply = play.choose("Receiver", list(range(replies)))
    return -((reply - state - b) ** 2), -((reply - state) ** 2)


@game(players=("Buyer", "Seller"))
def screening(play, *, types=10, offers=10):
    """A buyer offers a price to a seller whose cost, which is also what makes the good worth more, it does not know."""
    cost = play.chance("cost", list(range(types)))
    play.tell("Seller", cost)
    price = play.choose("Buyer", [Q(2 * k + 1, 2) for k in range(offers)])
    if play.choose("Seller", ["accept", "reject"]) == "reject":
        play.outcome("no trade")
        return 0, 0
    play.outcome("trade")
    return Q(13, 10) * cost + 2 - price, price - cost


def four_at_once(seed, actions=3):
    """Four players who move at once, with random payoffs: nothing is alike, and indifferences are of degree three."""
    rng = random.Random(seed)
    table = {cell: [rng.randint(-3, 3) for _ in "ABCD"] for cell in itertools.product(range(actions), repeat=4)}

    @game(players=tuple("ABCD"))
    def one(play):
        return table[tuple(play.choose(player, list(range(actions)), public=False) for player in "ABCD")]

    return one()


@game(players=("1", "2", "3"))
def both_sides(play, *, s=Q(3, 4), t=Q(1, 8)):
    """Chance draws a side, which all see; on either the same game, in which all may play 1 with a root of x**2 - s*x + t."""
    play.tell(("1", "2", "3"), play.chance("side", ["left", "right"]))
    a, b, c = (play.choose(player, [0, 1], public=False) for player in "123")
    return a * (b - c), b * (a - c), c * (a * b - s * (a + b) / 2 + t)
