"""Backward induction on beliefs: what it takes for the same game, and that no equilibrium is lost or made up."""

import random
from fractions import Fraction
from itertools import pairwise

import pytest
from flint import fmpq
from small_games import repeated

import games
from games import GameError, game
from solvers import solve
from solvers.closed_forms import continuations, point_solutions
from solvers.search import continuation_pairs, continuation_replies, continuation_values
from solvers.search.continuation_plays import member
from solvers.search.continuation_values import Induction
from solvers.search.polygons import extent, has, holds, hull, middle, raised, reaching, section, weights
from solvers.search.public_play import END, public_form


def at_defaults(name, **structure):
    found = games.load(name, **structure)
    return found.fix(found.point())


def induced(numeric, **how):
    form = public_form(numeric)
    induction = Induction(form, **how)
    return induction, induction.ways(form.stage_at[form.root], form.prior)


def of_types(form, profile):
    """The payoffs of the types, less what is sunk."""
    tree = form.game
    leaf = {int(node): k for k, node in enumerate(tree.leaf_nodes)}

    def value(node):
        if node in leaf:
            return tree.payoff(leaf[node], form.informed)
        s = tree.infoset[node]
        mix = profile[tree.players[tree.set_owner[s]]][tree.set_labels[s]]
        return sum((mix[a] * value(child) for a, child in zip(tree.set_actions[s], tree.children(node), strict=True)), Fraction(0))

    paid = [Fraction(value(node)) for node in form.root]
    return tuple(fmpq(x.numerator, x.denominator) - sunk for x, sunk in zip(paid, form.sunk[form.root], strict=True))


def used(tree, profile, node):
    s = tree.infoset[node]
    mix = profile[tree.players[tree.set_owner[s]]][tree.set_labels[s]]
    return {k for k, action in enumerate(tree.set_actions[s]) if mix[action]}


def begins_like(form, way, profile):
    """Whether a profile has payoffs of a class, and takes at the first moves no actions but those that are best there."""
    tree = form.game
    if not has(way.values, of_types(form, profile)):
        return False
    if isinstance(way.best[0], tuple):
        return all(used(tree, profile, node) <= set(best) for node, best in zip(form.root, way.best, strict=True))
    if not used(tree, profile, form.root[0]) <= set(way.best):
        return False
    following = [
        (node, best)
        for some, *nodes in zip(way.after, *map(tree.children, form.root), strict=True)
        if hasattr(some, "worth")
        for node, best in zip(nodes, some.best, strict=True)
    ]
    return all(used(tree, profile, node) <= set(best) for node, best in following)


# ------------------------------------------------------------------ which games


def test_what_follows_alike_histories_is_one_game():
    form = public_form(at_defaults("chain_store", entrants=4))
    assert len(form.stages) == 1 + 2 * 4  # the end; each period before and after entry
    assert len(form.stage_at) == sum(3**k for k in range(5)) + sum(3**k for k in range(4))


def test_payoffs_of_another_period_make_another_game():
    @game(players=("host", "first", "second"))
    def story(play, later=1):
        kind = play.chance("type", {"one": Fraction(1, 2), "two": Fraction(1, 2)})
        play.tell("host", kind)
        earlier = play.choose("first", ["left", "right"])
        play.choose("second", ["left", "right"])
        reply = play.choose("host", ["x", "y"])
        return {"host": (later if earlier == "left" else 1) * (reply == "x"), "first": 0, "second": 0}

    assert len(public_form(story()).stages) == 1 + 3
    assert len(public_form(story(later=2)).stages) == 1 + 5


@pytest.mark.parametrize("name", ["beer_quiche", "earned_trust"])
def test_games_of_this_kind(name):
    assert public_form(at_defaults(name)) is not None


@pytest.mark.parametrize("name", ["selten_horse", "durable_good", "crisis_signalling", "kuhn"])
def test_other_games_are_left_to_the_search(name):
    assert public_form(at_defaults(name)) is None
    with pytest.raises(GameError, match="continuations needs a game in which chance draws one of two types"):
        solve(games.load(name), method="continuations")


# ------------------------------------------------------------------ nothing lost, nothing made up


SMALL = [
    *((seed, 1) for seed in (1, 4, 6, 9, 11)),
    *((seed, 2) for seed in (0, 5)),
    *(pytest.param(seed, 2, marks=pytest.mark.slow) for seed in (7, 8, 9, 10)),
]


@pytest.mark.parametrize(("seed", "periods"), SMALL)
def test_every_equilibrium_of_the_search_begins_like_a_class(seed, periods):
    numeric = repeated(seed, periods)
    induction, ways = induced(numeric)
    for solution in point_solutions(numeric, "sequential", {}):
        profile = solution.sampled().strategies
        assert any(begins_like(induction.form, way, profile) for way in ways)


@pytest.mark.parametrize("name, structure", [("beer_quiche", {}), ("chain_store", {"entrants": 2}), ("earned_trust", {"periods": 2})])
def test_the_classics_are_found_by_both(name, structure):
    numeric = at_defaults(name, **structure)
    induction, ways = induced(numeric)
    solutions = point_solutions(numeric, "sequential", {})
    assert all(any(begins_like(induction.form, way, one.sampled().strategies) for way in ways) for one in solutions)
    assert all(one.certificate.equilibrium for one in solve(numeric, method="continuations"))


FIRST_MOVES = ("start", "tough/enter", "weak/enter")


@pytest.mark.slow
@pytest.mark.parametrize(("entrants", "classes"), [(3, 6), (4, 8)])
def test_the_chain_store_is_found_by_both(entrants, classes):
    """Every equilibrium of the plain search begins like a class, and every class like one of these equilibria.

    With four entrants equilibria are too many to be written out, since what is played after a deviation is chosen history by history,
    whatever the rest.  The plain search still looks at all supports; but it solves and writes out one equilibrium for each support of
    the first moves with each look that what follows has from there: what it is worth, under which beliefs.  With three entrants both
    are done, and nothing begins otherwise in the whole list.
    """
    numeric = at_defaults("chain_store", entrants=entrants)
    induction, ways = induced(numeric)

    def begun(**how):
        found = point_solutions(numeric, "sequential", {}, **how)
        assert all(one.certificate.equilibrium for one in found)
        return [tuple(begins_like(induction.form, way, one.sampled().strategies) for way in ways) for one in found]

    standing = begun(in_full=[s for s, label in enumerate(numeric.set_labels) if label in FIRST_MOVES])
    assert len(ways) == classes and all(map(any, standing)) and all(map(any, zip(*standing, strict=True)))
    if entrants == 3:
        every = begun()
        assert len(every) == 15 and set(every) == set(standing)


@pytest.mark.slow
@pytest.mark.parametrize(("entrants", "classes"), [(6, 252), (7, 1556)])
def test_all_classes_of_long_reputation_games(entrants, classes):
    """Those of reputation, found in another way, are among them; some are written out and verified."""
    numeric = at_defaults("chain_store", entrants=entrants)
    induction, ways = induced(numeric)
    _, telling = induced(numeric, telling=True)
    assert len(ways) == classes and telling
    assert all(any(holds(way.values, one.values) for way in ways if way.best == one.best) for one in telling)
    for way in ways[:: max(40, classes // 12)]:
        assert continuations._solution(induction.form, member(induction, way), None).certificate.equilibrium


@pytest.mark.parametrize("numeric", [repeated(seed, 3) for seed in (1, 4, 6)] + [at_defaults("chain_store", entrants=3)])
def test_all_payoffs_of_a_class_are_equilibrium_payoffs(numeric):
    induction, ways = induced(numeric)
    for way in ways:
        for values in way.values:
            one = member(induction, way, values)
            solution = continuations._solution(induction.form, one, None)
            assert solution.certificate.equilibrium, solution.certificate.reason
            assert of_types(induction.form, solution.profile.strategies) == values


def told(ways):
    return {(way.play, way.values) for way in ways}


ALIKE = [
    *((repeated(seed, 2), seed) for seed in range(12)),
    *((repeated(seed, 3), 100 + seed) for seed in (1, 4, 6)),
    (at_defaults("chain_store", entrants=4), 0),
]


@pytest.mark.parametrize("numeric", [numeric for numeric, _ in ALIKE], ids=[str(k) for _, k in ALIKE])
def test_what_payoffs_need_is_enough(monkeypatch, numeric):
    """Looking at payoffs alone, and at one belief alone, loses none that looking at every play at all beliefs finds."""
    monkeypatch.setattr(continuation_pairs, "FEW", 1)
    induction, ways = induced(numeric)
    form = induction.form
    stages = [k for k, stage in enumerate(form.stages) if k not in (END, form.stage_at[form.root]) and not stage.own]
    monkeypatch.setattr(continuation_values, "_enough", lambda several, *_: several)
    monkeypatch.setattr(continuation_values, "_levels", lambda *_: None)
    monkeypatch.setattr(continuation_replies, "unsurpassed", lambda pairs, *_: pairs)
    assert told(Induction(form).ways(form.stage_at[form.root], form.prior)) == told(ways)
    for stage in stages:
        every = list(induction._choices(stage, None))
        beliefs = sorted({x for way in every for x in extent(way.beliefs, 0)})
        points = {p for way in every for p in (*way.values, middle(way.values))}
        for belief in (*beliefs, *((a + b) / 2 for a, b in pairwise(beliefs))):
            there = [way.values for way in every if extent(way.beliefs, 0)[0] <= belief <= extent(way.beliefs, 0)[1]]
            kept = [cell.values for cell in induction.cells(stage) if cell.low <= belief <= cell.high]
            assert all(any(has(p, point) for p in there) == any(has(p, point) for p in kept) for point in points)


# ------------------------------------------------------------------ answers


def test_four_entrants():
    found = solve(games.load("chain_store", entrants=4))
    assert found.found == "all" and found.method == "continuations"
    assert all(one.certificate.equilibrium and one.certificate.consistent for one in found)
    whole = found.continuations[: len(found)]
    assert {one.history for one in whole} == {"start"} and all(one.belief[0] <= Fraction(1, 10) <= one.belief[1] for one in whole)
    (reputation,) = (one for one in whole if {"tough": Fraction(7, 2), "weak": Fraction(2)} in one.payoffs)
    assert reputation.belief == (Fraction(1, 16), Fraction(1, 8))  # Kreps and Wilson: b to the periods left
    told = found.as_json()["continuations"][0]
    assert told["type"] == "tough" and told["best"][0]["player"] == "entrant 4"


def test_classes_are_told():
    found = solve(games.load("chain_store", entrants=2), method="continuations")
    said = " ".join(found.text().split())
    assert "its class payoffs tough 1, weak 0" in said
    assert 'These are all. "All" rests on backward induction on beliefs and on one theorem' in said
    assert solve(games.load("chain_store", entrants=2), method="continuations", prove=True).proved is False


def test_the_thresholds_of_reputation_are_powers():
    form = public_form(at_defaults("chain_store", entrants=6))
    induction = Induction(form, telling=True)
    periods = [k for k, stage in enumerate(form.stages) if k != END and not stage.own]
    for left, stage in enumerate(periods, 1):
        ends = {x for cell in induction.cells(stage) for x in (cell.low, cell.high)}
        assert ends == {fmpq(0), fmpq(1), *(fmpq(1, 2**k) for k in range(1, left + 1))}


def test_classes_too_many_to_list_are_told_by_payoffs(monkeypatch):
    """Of what follows the first moves enough is listed to have all payoffs at every belief; of the whole game all classes are."""
    every = solve(games.load("chain_store", entrants=4))
    monkeypatch.setattr("solvers.search.continuation_values.MOST_COMBINED", 100)  # enough before the last period but one
    found = solve(games.load("chain_store", entrants=4))
    assert found.found == "all" and found.continuations[: len(found)] == every.continuations[: len(every)]
    assert len(found.continuations) < len(every.continuations)
    assert "after 'out', where they are too many to list, as many as have all payoffs of the types at every belief" in found.notes[0]
    assert "too many" not in every.notes[0]


def test_of_very_many_classes_the_first_are_written_for_programs(monkeypatch):
    found = solve(games.load("chain_store", entrants=3), method="continuations")
    assert "count" not in found.as_json() and len(found) == 6
    monkeypatch.setattr("solvers.results.on_request.MANY", 5)
    monkeypatch.setattr("solvers.results.on_request.SOME", 2)
    told = solve(games.load("chain_store", entrants=3), method="continuations").as_json()
    assert told["count"] == 6 and len(told["solutions"]) == 2 and len(told["continuations"]) > 6


def test_what_is_not_listed_is_told(monkeypatch):
    for limit in ("MOST_COMBINED", "MOST_AFTER"):
        monkeypatch.setattr(f"solvers.search.continuation_values.{limit}", 100)
    found = solve(games.load("chain_store", entrants=5))
    (one,) = found
    assert found.found == "some" and one.certificate.equilibrium
    assert found.left == (
        "equilibria in which the tough type of Monopolist takes another action than the one that costs it least compared with the other type, "
        "or in which such an action does not give the other type away",
    )


def test_a_large_game_of_another_kind_goes_to_the_search(monkeypatch):
    monkeypatch.setattr("solvers.solution_concepts.sequential.MOST_SETS", 1)
    assert len(solve(games.load("selten_horse"))) == 2


# ------------------------------------------------------------------ polygons


def points(seed, count=6):
    draw = random.Random(seed)
    return [(fmpq(draw.randint(-4, 4)), fmpq(draw.randint(-4, 4), 3)) for _ in range(count)]


@pytest.mark.parametrize("seed", range(8))
def test_weights_give_the_point_back(seed):
    some = points(seed, 2 + seed % 4)
    inside = middle(hull(some))
    found = weights(some, inside)
    assert min(found) >= 0 and sum(found) == 1
    assert tuple(sum(w * p[axis] for w, p in zip(found, some, strict=True)) for axis in (0, 1)) == inside


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("free", [(True, True), (True, False), (False, True), (False, False)])
def test_raised_polygons_hold_what_exceeds_a_point(seed, free):
    polygon = hull(points(seed, 1 + seed % 5))
    halves = raised(polygon, free)
    for x, y in points(100 + seed, 40):
        box = [(x, y)]
        if free[0]:
            box.append((x - 20, y))
        if free[1]:
            box.append((x, y - 20))
        if all(free):
            box.append((x - 20, y - 20))
        below = hull(box)
        meets = _meet(polygon, below)
        assert all(a * x + b * y + c >= 0 for a, b, c in halves) == meets


def _meet(one, other):
    from solvers.search.polygons import clipped

    for half in raised(other, (False, False)):
        one = clipped(one, half)
    return bool(one)


@pytest.mark.parametrize("seed", range(8))
def test_where_one_polygon_reaches_another(seed):
    one, other = hull(points(seed)), hull(points(50 + seed))
    found = reaching(one, other)
    (a, b), (c, d) = extent(one, 0), extent(other, 0)
    for x in (max(a, c) + (min(b, d) - max(a, c)) * fmpq(k, 7) for k in range(8)) if max(a, c) <= min(b, d) else ():
        reached = section(one, x)[1] >= section(other, x)[0]
        assert reached == (found is not None and found[0] <= x <= found[1])


def test_a_polygon_holds_its_parts():
    square = hull([(fmpq(x), fmpq(y)) for x in (0, 1) for y in (0, 1)])
    assert holds(square, square[:2]) and holds(square, (middle(square),)) and not holds(square[:2], square)
