"""The orders of cells are those that upper envelopes can have, and no test of the search rules out a base that exists."""

import random
from fractions import Fraction as Q
from itertools import product

import pytest
from crises import crisis, escalation, half_on_a_grid, no_tie

import solvers
from games import GameError, Normal, Uniform, game
from solvers.algebra.sign_oracle import Atom
from solvers.types.bases import Impossible
from solvers.types.form import Form
from solvers.types.reasons import member_at
from solvers.types.search import TypeSearch
from solvers.types.solving import all_pieces, parametric_families
from solvers.types.systems import System
from solvers.types.words import all_words, sequences, supports_of


def test_how_many_orders_there_are():
    assert [len(sequences(n)) for n in (1, 2, 3)] == [1, 5, 25]
    form = Form(crisis())
    assert [len(all_words(form, i)) for i in form.players] == [65, 5]
    assert [len(all_words(Form(escalation()), i)) for i in (0, 1)] == [65, 65]


@game(players=("A", "B"))
def branching(play):
    """One player moves, and moves again after either answer."""
    w = play.draw("w", Uniform(0, 1), to="A")
    if play.choose("A", ["stop", "go"]) == "stop":
        return 0, 0
    sure = 1 if play.choose("B", ["left", "right"]) == "left" else 2
    return (w, 0) if play.choose("A", ["x", "y"]) == "x" else (sure, 0)


def envelope(lines, share):
    """What the types between 0 and 1 of such a player do, from cut to cut, when B answers left with a given chance."""

    def best(options, w):
        values = {name: c + s * w for name, (c, s) in options.items()}
        top = max(values.values())
        return tuple(sorted(name for name, value in values.items() if value == top))

    def going(w):
        left, right = (max((lines[f"{side}{a}"] for a in "xy"), key=lambda line: line[0] + line[1] * w) for side in "lr")
        return tuple(share * x + (1 - share) * y for x, y in zip(left, right, strict=True))

    cuts = {Q(0), Q(1)}
    for pair in (("lx", "ly"), ("rx", "ry")):
        (c, s), (d, t) = (lines[name] for name in pair)
        if s != t and 0 < Q(d - c, s - t) < 1:
            cuts.add(Q(d - c, s - t))
    for low, high in list(zip(sorted(cuts), sorted(cuts)[1:], strict=False)):
        (c, s), (d, t) = going((low + high) / 2), lines["stop"]
        if s != t and low < Q(d - c, s - t) < high:
            cuts.add(Q(d - c, s - t))
    cells = []
    for low, high in zip(sorted(cuts), sorted(cuts)[1:], strict=False):
        w = (low + high) / 2
        cell = (best({"go": going(w), "stop": lines["stop"]}, w), *(best({a: lines[f"{side}{a}"] for a in "xy"}, w) for side in "lr"))
        cells += [cell] if not cells or cells[-1] != cell else []
    return tuple(cells)


def test_every_envelope_of_random_lines_is_among_the_orders():
    built = branching()
    form = Form(built)
    assert len(all_words(form, 0)) == 1445
    names = {"start": 0, "go/left": 1, "go/right": 2}
    sets = {names[built.set_labels[s]]: s for s in form.own[0]}
    words = set()
    for word in all_words(form, 0):
        cells = [dict(cell) for cell in word]
        words.add(tuple(tuple(tuple(sorted(built.set_actions[sets[k]][a] for a in cell[sets[k]])) for k in range(3)) for cell in cells))
    rng, met = random.Random(1), set()
    for _ in range(2000):
        lines = {key: (rng.randint(-4, 4), rng.randint(-3, 3)) for key in ("stop", "lx", "ly", "rx", "ry")}
        met.add(envelope(lines, Q(rng.randint(1, 9), 10)))
    assert met <= words and len(met) > 60


def unpruned(form):
    """Every base that a question to the oracle leaves, with no test before it."""
    for words in product(*(all_words(form, i) for i in form.players)):
        waiting = [{}]
        while waiting:
            believed = waiting.pop()
            system = System(form, dict(enumerate(words)), believed)
            try:
                base = system.base()
            except Impossible:
                continue
            start = system.pending()
            if start is not None:
                waiting += [{**believed, start: cells} for cells in supports_of(len(words[start[0]]))]
            elif form.oracle.satisfiable(base.everything) is not False:
                yield base


@pytest.mark.parametrize("story", [crisis, no_tie], ids=lambda s: s.name)
def test_the_search_finds_what_going_through_everything_finds(story):
    everything = [(base.words, base.believed) for base in unpruned(Form(story()))]
    form = Form(story())
    search = TypeSearch(form)
    found = [
        (b.words, b.believed) for task in search.tasks() for b in search.bases(task) if form.oracle.satisfiable(b.everything) is not False
    ]
    assert sorted(map(str, found)) == sorted(map(str, everything))
    assert search.examined <= len(found) + 2


def duel(seed):
    """A random story of two moves each, three actions at one of them, in which both have types."""
    rng = random.Random(seed)
    numbers = iter([(rng.randint(-3, 3), rng.randint(-2, 2)) for _ in range(40)])
    three = rng.random() < 0.5

    @game(players=("A", "B"))
    def drawn(play):
        nonlocal numbers
        numbers = iter(list(table))
        a, b = play.draw("v", Uniform(-1, 2), to="A"), play.draw("w", Uniform(-2, 1), to="B")
        history = ()
        for player, actions in (("A", ["l", "m", "r"] if three else ["l", "r"]), ("B", ["x", "y"]), ("A", ["u", "d"])):
            history += (play.choose(player, actions),)
            if history[-1] in ("r", "y"):
                break
        (c, s), (d, t) = pays.setdefault(history, (next(source), next(source)))
        return c + s * a, d + t * b

    table, pays = list(numbers), {}
    source = iter(table)
    return drawn()


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 5, 6, 7, 10, pytest.param(9, marks=pytest.mark.slow)])
def test_random_games_have_equilibria_and_the_judge_accepts_each(seed):
    found = solvers.solve(duel(seed))
    assert found.found == "all" and len(found) >= 1
    for one in found:
        assert one.certificate.equilibrium and set(one.certificate.gains.values()) == {0}, one.certificate.reason


@pytest.mark.parametrize("story", [crisis, escalation], ids=lambda s: s.name)
def test_every_family_is_judged_at_a_point_where_it_exists(story):
    solved = parametric_families(story(), "pbe-ft", story().parameters, knife_edges=False)
    oracle = solved.pieces.oracle
    for family, group in zip(solved.families, solved.groups, strict=True):
        atoms = [atom.strict() for atom in group.main.cases[0].atoms] or [Atom(oracle.ring.one, ">")]
        assert oracle.satisfiable(atoms)
        point = oracle.point(int(oracle.mask(atoms).argmax()))
        assert family.exists(point)
        certificate = solvers.verify(story().at(**point), member_at(family, point))
        assert set(certificate.gains.values()) == {0}, (family.name, point, certificate.reason)


def test_knife_edges_are_found_when_asked_for():
    found = solvers.families(no_tie(), ("a", "b1"), knife_edges=True)
    assert found.found == "all" and found.bases["knife_edge"] >= 1
    assert [f.generic for f in found].count(False) == found.bases["knife_edge"]


def test_what_is_not_solved_is_refused_in_a_sentence():
    @game(players=("A",))
    def normal(play):
        w = play.draw("w", Normal(0, 1), to="A")
        return (w if play.choose("A", ["x", "y"]) == "x" else 0,)

    @game(players=("A", "B"))
    def secret(play):
        w = play.draw("w", Uniform(0, 1), to="A")
        play.tell("A", play.chance("coin", ["heads", "tails"]))
        return (w, 0) if play.choose("A", ["x", "y"]) == "x" else (0, 1 if play.choose("B", ["u", "d"]) == "u" else 0)

    with pytest.raises(GameError, match="closed forms and maps are found for uniform types"):
        solvers.families(normal())
    with pytest.raises(GameError, match="does not know at 'y' what 'coin' drew"):
        solvers.solve(secret())


def test_a_search_may_be_stopped():
    pieces = all_pieces(escalation(), knife_edges=False, seconds=1e-6)
    assert pieces.left
    found = solvers.families(escalation(), "all", seconds=1e-6)
    assert found.found == "some" and found.left == ("the rest of the search",)


def triel(seed):
    """Three players with types, one after the other; whoever plays y ends it."""
    rng, pays = random.Random(seed), {}

    @game(players=("A", "B", "C"))
    def three(play):
        types = [play.draw(name, Uniform(-1, 1), to=player) for name, player in (("u", "A"), ("v", "B"), ("w", "C"))]
        history = ()
        for player in "ABC":
            history += (play.choose(player, ["x", "y"]),)
            if history[-1] == "y":
                break
        lines = pays.setdefault(history, [(rng.randint(-3, 3), rng.randint(-2, 2)) for _ in range(3)])
        return tuple(c + s * t for (c, s), t in zip(lines, types, strict=True))

    return three()


def at_once(seed):
    """After a public draw of chance both move at once, and perhaps the first again."""
    rng, pays = random.Random(seed), {}

    @game(players=("A", "B"))
    def both(play):
        v, w = play.draw("v", Uniform(-1, 1), to="A"), play.draw("w", Uniform(0, 1), to="B")
        luck = play.chance("luck", {"good": Q(1, 3), "bad": Q(2, 3)})
        play.tell(("A", "B"), luck)
        a, b = play.choose("A", ["x", "y"], public=False), play.choose("B", ["l", "r"], public=False)
        play.tell("A", b)
        history = (luck, a, b) + ((play.choose("A", ["u", "d"]),) if (luck, b) == ("good", "r") else ())
        (c, s), (d, t) = pays.setdefault(history, [(rng.randint(-3, 3), rng.randint(-2, 2)) for _ in range(2)])
        return c + s * v, d + t * w

    return both()


@pytest.mark.parametrize("built", [triel(1), triel(3), triel(5), at_once(3), at_once(7)], ids=["1", "3", "5", "at once 3", "at once 7"])
def test_three_players_moves_at_once_and_public_chance_before_the_judge(built):
    found = solvers.solve(built)
    assert found.found == "all" and len(found) >= 1 and all(one.certificate.equilibrium for one in found)


def accepting(n):
    """The chance of the status quo with n types a side and no ties, where two step functions cross: who challenges are the toughest."""
    mine = [-3 + Q(7, 2) * Q(2 * k + 1, 2 * n) for k in range(n)]
    theirs = [-2 + Q(5, 2) * Q(2 * k + 1, 2 * n) for k in range(n)]
    fighting = Q(sum(w > -1 for w in mine), n)

    def resists_too_often(share):
        last = mine[n - 1 - min(n - 1, int(share * n))]
        q = fighting / share
        return Q(sum(w * q + 1 - q > 0 for w in theirs), n) > 1 / (Q(3, 2) - last / 2)

    low, high = fighting, Q(1)
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if resists_too_often(middle) else (middle, high)
    return 1 - float(low)


@pytest.mark.parametrize(
    "n, chance", [(4, Q(9, 32)), (5, Q(3, 10)), *(pytest.param(n, p, marks=pytest.mark.slow) for n, p in ((6, Q(11, 48)), (7, Q(79, 196))))]
)
def test_a_grid_comes_near_where_there_are_no_ties(n, chance):
    """Both sides on a grid: the chance of the status quo, whose limit is .3402; it does not come near at every step."""
    finite = solvers.solve(no_tie().at().grid(n))
    assert {one.outcomes["status quo"] for one in finite} == {chance} and accepting(n) == pytest.approx(float(chance), abs=1e-12)


def test_fine_grids_where_there_are_no_ties_come_to_the_continuum():
    """What small grids and the step functions agree on is carried on by these."""
    (exact,) = solvers.solve(no_tie())
    limit = float(exact.outcomes["status quo"])
    assert [abs(accepting(n) - limit) < bound for n, bound in ((100, 0.002), (500, 0.0005))] == [True, True]


@pytest.mark.parametrize("n, chance", [(2, Q(1, 20)), (4, Q(7, 40))])
def test_a_grid_on_the_side_without_ties(n, chance):
    """The challenger's two kinds of types as two types, the target on a grid: the limit is 2/15, with errors of the order of 1/n."""
    finite = solvers.solve(half_on_a_grid(n, Q(1, 2)))
    assert {one.outcomes["status quo"] for one in finite} == {chance}
