"""All Nash equilibria of two players: published sets, two methods against one another, other programs as judges."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
import stories

from benchmarks.agreement import KINDS, compared, random_games
from benchmarks.nash_peers import VON_STENGEL, tables
from games import GameError, Parameter, game, load, read_efg
from games.forms.subgames import subgame_roots
from games.numbers import Expression
from solvers.concept.methods import table
from solvers.front import families, regimes, solve
from solvers.nash import bimatrix_equilibria, corners, replies
from solvers.nash.hull import in_weights
from solvers.nash.peers import judged
from solvers.nash.traversal import UNCERTAIN
from solvers.results import Profile
from solvers.show.sentences import open_range
from solvers.verifier import verify

Q = Fraction
SEGMENTS = ([[1, 3, 4], [1, 3, 2], [0, 2, 3]], [[3, 4, 2], [2, 1, 1], [4, 3, 3]])


def mixes(equilibria):
    return [tuple(plan[1:] for plan in pair) for pair in equilibria.extreme]


# ------------------------------------------------------------------ published


def test_the_game_with_75_equilibria():
    found = bimatrix_equilibria(*VON_STENGEL)  # von Stengel (1999)
    sizes = Counter((sum(p > 0 for p in x), sum(p > 0 for p in y)) for x, y in mixes(found))
    assert sizes == {(1, 1): 2, (2, 2): 26, (3, 3): 18, (4, 4): 26, (5, 5): 2, (6, 6): 1}
    assert (len(found.subsets), found.components) == (75, 75)
    assert all(subset.isolated for subset in found.subsets)


@pytest.mark.parametrize("n", [2, 3, 4, 5])
def test_coordination_has_an_equilibrium_on_every_support(n):
    unit = [[int(i == j) for j in range(n)] for i in range(n)]
    found = mixes(bimatrix_equilibria(unit, unit))  # Quint and Shubik (1997)
    assert len(found) == 2**n - 1
    assert all(x == y and {p for p in x if p} == {Q(1, sum(p > 0 for p in x))} for x, y in found)


CLASSICS = [
    # rows, columns, equilibria, source
    ([[3, 0], [5, 1]], [[3, 5], [0, 1]], [((0, 1), (0, 1))], "prisoners' dilemma"),
    ([[2, 0], [0, 1]], [[1, 0], [0, 2]], [((1, 0), (1, 0)), ((Q(2, 3), Q(1, 3)), (Q(1, 3), Q(2, 3))), ((0, 1), (0, 1))], "battle of sexes"),
    ([[1, -1], [-1, 1]], [[-1, 1], [1, -1]], [((Q(1, 2), Q(1, 2)), (Q(1, 2), Q(1, 2)))], "matching pennies"),
    (
        [[0, 3, 0], [2, 2, 0], [3, 0, 1]],
        [[0, 2, 3], [3, 2, 0], [0, 0, 1]],
        [
            ((Q(1, 3), Q(2, 3), 0), (Q(1, 3), Q(2, 3), 0)),
            ((Q(1, 6), Q(1, 3), Q(1, 2)), (Q(1, 6), Q(1, 3), Q(1, 2))),
            ((0, 0, 1), (0, 0, 1)),
        ],
        "Shapley (1974)",
    ),
]


@pytest.mark.parametrize(("rows", "columns", "expected", "source"), CLASSICS, ids=lambda x: x if isinstance(x, str) else "")
def test_classics(rows, columns, expected, source):
    assert sorted(mixes(bimatrix_equilibria(rows, columns))) == sorted(expected)


def test_a_chain_of_segments():
    found = bimatrix_equilibria(*SEGMENTS)  # after Winkels (1979)
    half, one, two = (Q(1, 2), Q(1, 2), 0), (1, 0, 0), (0, 1, 0)
    sets = [tuple({plan[1:] for plan in plans} for plans in subset.plans) for subset in found.subsets]
    assert len(found.extreme) == 4
    assert found.components == 1
    assert sorted(sets, key=str) == sorted([({one, half}, {two}), ({half}, {one, two}), ({half, two}, {one})], key=str)


def test_a_game_in_which_nothing_matters():
    found = bimatrix_equilibria([[0, 0, 0], [0, 0, 0]], [[5, 5, 5], [5, 5, 5]])
    (subset,) = found.subsets
    assert [len(plans) for plans in subset.plans] == [2, 3]
    assert len(found.extreme) == 6


# ------------------------------------------------------------------ two methods, exactly


@pytest.mark.parametrize("high", [pytest.param(1, marks=pytest.mark.slow), 2, 4, 50])
@pytest.mark.parametrize("seed", [*range(1, 3), *(pytest.param(seed, marks=pytest.mark.slow) for seed in (0, 3, 4, 5))])
def test_the_walk_and_the_cuts_agree(seed, high, monkeypatch):
    A, B = np.random.default_rng(seed).integers(0, high + 1, (2, 5, 4 + seed % 3)).tolist()
    monkeypatch.setattr(replies, "SMALL", 0)
    walked = bimatrix_equilibria(A, B)
    monkeypatch.setattr(replies, "SMALL", 100)
    cut = bimatrix_equilibria(A, B)
    assert (walked.how, cut.how) == ("walk", "cuts")
    assert (walked.extreme, walked.subsets) == (cut.extreme, cut.subsets)


def test_numbers_of_any_size():
    """Beyond 64 bits, and hardly different from one another: nothing is lost."""
    A, B = tables(10)
    A, B = [row[:6] for row in A[:6]], [row[:6] for row in B[:6]]
    large = [[Q(10**40 + x, 3) for x in row] for row in A], [[x * 10**30 for x in row] for row in B]
    assert bimatrix_equilibria(*large).extreme == bimatrix_equilibria(A, B).extreme


def test_an_uncertain_walk_is_not_believed(monkeypatch):
    A, B = tables(12)
    walked = bimatrix_equilibria(A, B)
    assert walked.how == "walk"
    nothing = np.zeros(0, np.uint64)
    monkeypatch.setattr(corners, "walk", lambda *_: (nothing, nothing, UNCERTAIN))
    cut = bimatrix_equilibria([row[:11] for row in A[:10]], [row[:11] for row in B[:10]])
    assert cut.how == "cuts"


def test_a_missing_corner_would_show(monkeypatch):
    """The agreement of the two methods is no tautology: without one corner the sets differ."""
    A, B = tables(6)
    whole = corners.corners
    monkeypatch.setattr(replies, "SMALL", 0)
    monkeypatch.setattr(replies, "corners", lambda C: whole(C)[1:])
    assert len(bimatrix_equilibria(A, B).extreme) < 75


def test_15_by_15_in_seconds_and_odd():
    found = bimatrix_equilibria(*tables(15))
    assert found.how == "walk"
    assert (len(found.extreme), found.components) == (46, 45)
    assert found.components % 2


def test_tables_that_do_not_fit():
    with pytest.raises(GameError, match=r"have the sizes \(1, 2\) and \(1, 1\); they must be equal"):
        bimatrix_equilibria([[1, 2]], [[1]])


# ------------------------------------------------------------------ trees


def test_selten_horse_under_every_concept():
    horse = load("selten_horse")
    for concept in ("nash", "subgame", "pbe", "sequential"):
        found = solve(horse, concept)
        assert found.found == "all"
        starts = {next(iter(a for a, p in s.profile["1"]["start"].items() if p == 1)) for s in found}
        assert starts == ({"D", "A"} if concept in ("nash", "subgame") else {"A"})
        assert all(s.certificate.equilibrium for s in found)
    first, second = solve(horse, "nash")
    assert (dict(first.free), dict(second.free)) == ({"x_d_A": "0 <= x_d_A <= 2/3"}, {"x_L": "0 <= x_L <= 1/4"})


def test_kuhn_poker_has_one_family():
    (found,) = solve(load("kuhn"), "nash")  # Kuhn (1950): Alice bets J with probability up to 1/3
    assert dict(found.free) == {"x_check_J": "2/3 <= x_check_J <= 1"}
    assert str(found.profile["Alice"]["K"]["bet"]) == "3*(1 - x_check_J)"
    assert found.payoffs["Alice"] == Q(-1, 18)


def test_pooling_in_beer_and_quiche():
    found = solve(load("beer_quiche"), "nash")
    assert [dict(s.free) for s in found] == [{"x_duel_quiche": "1/2 <= x_duel_quiche <= 1"}, {"x_duel_beer": "1/2 <= x_duel_beer <= 1"}]
    assert found.method == "vertex-enumeration"
    assert [len(s.extreme) for s in found] == [2, 2]
    for s in found:
        assert all(found.contains(profile) for profile in s.extreme)


def outcomes(solutions):
    """What the equilibria bring about, where that is pinned."""
    return {tuple(solution.outcomes.values()) for solution in solutions if not any(hasattr(x, "free") for x in solution.outcomes.values())}


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind.startswith("tree")])
def test_supports_and_corners_bring_about_the_same(kind):
    for tree in random_games(kind, 6):
        by_corners, by_supports = solve(tree, "nash"), solve(tree, "nash", method="supports")
        assert (by_corners.method, by_supports.method) == ("vertex-enumeration", "supports")
        assert by_supports.found == "all"
        assert all(s.certificate.equilibrium for s in (*by_corners, *by_supports))
        assert outcomes(by_corners) <= outcomes(by_supports)
        if not any(hasattr(x, "free") for s in by_corners for x in s.outcomes.values()):
            assert outcomes(by_corners) == outcomes(by_supports)


@pytest.mark.parametrize("seed", range(8))
def test_three_players_at_once(seed):
    pytest.importorskip("pygambit", reason="Gambit is the judge here")
    tree = stories.at_once(seed, low=-9, high=9)
    ours, theirs = solve(tree, "nash"), solve(tree, "nash", method="pygambit")
    assert (ours.found, ours.method, theirs.found) == ("all", "supports", "some")
    assert len(ours) % 2 or any(s.free for s in ours)
    assert {str(s.profile.as_json()) for s in theirs} <= {str(s.profile.as_json()) for s in ours} or any(s.free for s in ours)


def test_roots_of_polynomials():
    found = solve(stories.roots(), "nash")
    assert found.found == "all"
    assert any("sqrt" in str(s.profile.as_json()) for s in found)
    assert all(s.certificate.equilibrium for s in found)


# ------------------------------------------------------------------ subgames


@game(players=("Entrant", "Incumbent"))
def entry(play):
    """Selten's chain store, one market: the threat to fight is Nash and not perfect."""
    if play.choose("Entrant", ["in", "out"]) == "out":
        return 0, 2
    return (1, 1) if play.choose("Incumbent", ["share", "fight"]) == "share" else (-1, 0)


@game(players=("Entrant", "Incumbent"))
def market(play):
    """After entry a battle of sexes: three equilibria of the subgame, three branches."""
    if play.choose("Entrant", ["in", "out"]) == "out":
        return Q(3, 2), 5
    a = play.choose("Entrant", ["a", "b"], public=False)
    b = play.choose("Incumbent", ["a", "b"], public=False)
    return {"aa": (2, 1), "bb": (1, 2)}.get(a + b, (0, 0))


@game(players=("Entrant", "Incumbent"))
def indifferent(play):
    """The incumbent does not care: every mix is an equilibrium of the subgame, and they pay the entrant differently."""
    if play.choose("Entrant", ["in", "out"]) == "out":
        return 0, 2
    return (1, 1) if play.choose("Incumbent", ["share", "fight"]) == "share" else (-1, 1)


def test_empty_threats_are_not_perfect():
    nash, perfect = solve(entry(), "nash"), solve(entry(), "subgame")
    assert [s.name for s in nash] == ["Entrant in; Incumbent share", "Entrant out"]
    assert [s.name for s in perfect] == ["Entrant in; Incumbent share"]
    assert perfect.method == "backward-induction"
    assert perfect[0].certificate.concept == "subgame"


def test_each_equilibrium_of_a_subgame_is_a_branch():
    found = solve(market(), "subgame")
    assert sorted(next(a for a, p in s.profile["Entrant"]["start"].items() if p == 1) for s in found) == ["in", "out", "out"]
    assert found.found == "all"


def test_continua_in_subgames():
    found = solve(indifferent(), "subgame")
    assert (found.method, found.found) == ("supports", "all")
    assert "continuum" in found.notes[0]
    assert all(s.certificate.equilibrium for s in found)
    assert {s.name.split(";")[0] for s in found} >= {"Entrant in", "Entrant out"}
    assert solve(indifferent(), "nash").found == "all"


@pytest.mark.parametrize("seed", range(10))
def test_backward_induction_agrees_with_supports(seed):
    tree = stories.in_turn(seed).at()
    by_induction, by_supports = solve(tree, "subgame"), solve(tree, "subgame", method="supports")
    assert by_induction.found == by_supports.found == "all"
    assert all(s.certificate.equilibrium for s in (*by_induction, *by_supports))
    assert outcomes(by_induction) == outcomes(by_supports)


def test_subgames_begin_where_no_set_is_torn():
    assert subgame_roots(market().at()) == [0, 1]
    assert subgame_roots(load("beer_quiche").at()) == [0]


# ------------------------------------------------------------------ parameters


def test_families():
    found = families(load("beer_quiche"), concept="nash")
    assert found.found == "all"
    assert [(f.name.split(";")[0], f.condition_texts()) for f in found] == [
        ("Sender pooling on beer", ["p >= 1/2"]),
        ("Sender semi-separating (strong beer, weak beer or quiche)", ["p < 1/2"]),
        ("Sender pooling on quiche", ["p >= 1/2"]),
    ]
    with pytest.raises(GameError, match="for nash take families, or solve at points"):
        regimes(load("beer_quiche"), concept="nash")


# ------------------------------------------------------------------ the door


def test_methods_are_data():
    names = set(table().query("concept == 'nash' and door == 'solve'").name)
    assert names == {"vertex-enumeration", "supports", "sequence-lp", "nashpy", "pygambit"}


@pytest.mark.parametrize("method", ["nashpy", "pygambit"])
def test_other_programs(method):
    pytest.importorskip(method, reason="it is asked here")
    found = solve(load("beer_quiche"), "nash", method=method)
    assert (found.found, found.method, len(found)) == ("some", method, 4)
    assert "Whether these are all is not shown." in found.notes[0]


def test_what_is_no_equilibrium_is_dropped():
    pennies = read_efg('NFG 1 R "pennies" { "A" "B" } { { "h" "t" } { "h" "t" } } "" 1 -1 -1 1 -1 1 1 -1')
    even, pure = ({"A": {"start": mix}, "B": {"start": mix}} for mix in ({"h": Q(1, 2), "t": Q(1, 2)}, {"h": Q(1), "t": Q(0)}))
    kept, notes = judged(pennies, [Profile(even), Profile(pure), Profile(even)], "somebody")
    assert len(kept) == 1
    assert notes == [
        "somebody gave 3 profiles, 1 of them different equilibria. Whether these are all is not shown.",
        "1 of them were dropped, because the verifier finds no equilibrium there, as: B gains 2 before play with a strategy that plays 't' "
        "at 'start'.",
    ]


def test_too_large_or_too_many():
    with pytest.raises(GameError, match="vertex-enumeration needs at most two players who move, but in selten_horse 3 do: 1, 2, 3; leave"):
        solve(load("selten_horse"), "nash", method="vertex-enumeration")
    with pytest.raises(GameError, match="kuhn has 27 and 64 pure plans, with which nashpy may not come to an end"):
        solve(load("kuhn"), "nash", method="nashpy")
    with pytest.raises(GameError, match=r"kuhn is too large for a search over supports.*; approximate\(game\) learns one Nash equilibrium"):
        solve(load("kuhn", players=3), "nash")
    found = solve(load("kuhn", ranks=8), "nash")  # 6561 and 65536 plans
    assert (found.method, found.found) == ("sequence-lp", "one")
    assert "kuhn is too large to find all its Nash equilibria" in found.notes[0]


@game(players=("Guest", "Host"))
def two_doors(play):
    """The guest may stay away; inside, the second door and then the first prize are best for her."""
    if play.choose("Guest", ["stay away", "enter"]) == "stay away":
        return 10, 1
    room = play.choose("Guest", ["small", "large"])
    play.choose("Host", ["wait"])
    worth = 5 if play.choose("Guest", ["prize", "none"]) == "prize" else 0
    return worth + (2 if room == "large" else 0), 0


def test_what_play_never_comes_to_is_answered_best():
    (found,) = solve(two_doors(), "nash")
    inside = {label: next(a for a, p in mix.items() if p) for label, mix in found.profile["Guest"].items() if label != "start"}
    assert found.profile["Guest"]["start"]["stay away"] == 1
    assert sorted(inside.values()) == ["large", "prize", "prize"]


def test_weights_of_corners_mix_them():
    corners = [(Q(1), Q(1), Q(0), Q(0)), (Q(1), Q(0), Q(1), Q(0)), (Q(1), Q(0), Q(1, 3), Q(2, 3))]
    hull = in_weights(corners, "w", Expression.symbol)
    assert [open_range(one) for one in hull.ranges] == ["0 <= w_1 <= 1", "0 <= w_2 <= 1 - w_1"]
    for shares in ((1, 0, 0), (0, 1, 0), (0, 0, 1), (Q(1, 5), Q(1, 2), Q(3, 10))):
        at = dict(zip(("w_1", "w_2"), shares, strict=False))
        plan = [x.at(at) if isinstance(x, Expression) else x for x in hull.plan]
        assert plan == [sum(w * x for w, x in zip(shares, column, strict=True)) for column in zip(*corners, strict=True)]


def test_notes_say_how_sets_hang_together():
    chain = read_efg('NFG 1 R "chain" { "R" "C" } { { "1" "2" "3" } { "1" "2" "3" } } "" 1 3 1 2 0 4 3 4 3 1 2 3 4 2 2 1 3 3')
    found = solve(chain, "nash")
    assert "Extreme equilibria: 4; maximal Nash subsets: 3, 0 of them isolated points; connected components: 1." in found.notes
    assert [s.component for s in found] == [1, 1, 1]
    assert "1, 2 and 3 hang together: component 1." in found.text().replace("\n", " ")


# ------------------------------------------------------------------ agreement with other programs


@pytest.mark.parametrize("kind", KINDS)
def test_agreement_on_some_games(kind):
    pytest.importorskip("pygambit", reason="Gambit is the judge here")
    (agreement,) = compared(kind, 12, ["pygambit"])
    assert (agreement.games, agreement.missed, agreement.lacking, agreement.refused) == (12, [], [], 0)
    if kind.startswith("matrix"):
        assert agreement.ours == agreement.theirs


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_agreement_on_many_games(kind):
    pytest.importorskip("pygambit", reason="Gambit is the judge here")
    gambit, nashpy = compared(kind)
    assert (gambit.games, gambit.missed, gambit.lacking, gambit.refused) == (KINDS[kind][0], [], [], 0)
    assert nashpy.missed == []  # it may lack some; what it has, we have


# ------------------------------------------------------------------ where any choice serves


@game(players=("A", "B"))
def twice(play, *, v=Parameter(1, domain="v > 0")):
    """A may leave at once; what it would do later matters to nobody then."""
    if play.choose("A", ["out", "in"]) == "out":
        return 1, 0
    if play.choose("B", ["l", "r"]) == "l":
        return 0, v
    return (0, 0) if play.choose("A", ["x", "y"]) == "x" else (-1, 1)


@game(players=("A", "B", "C"))
def thrice(play, *, v=Parameter(1, domain="v > 0")):
    """C comes to choose only when both A and B depart from an equilibrium in which A leaves and B would stop."""
    if play.choose("A", ["out", "in"]) == "out":
        return 1, 0, 0
    if play.choose("B", ["l", "r"]) == "l":
        return 0, v, 0
    if play.choose("C", ["x", "y"]) == "x":
        return 2, 0, 1
    return (3, 0, 1) if play.choose("A", ["s", "t"]) == "s" else (0, 1, 2)


def test_a_set_that_the_own_plan_excludes_is_not_pinned():
    (family,) = families(twice(), "all", concept="nash")
    assert family.profile.idle == {("A", "in/r")}
    assert family.as_json()["any"] == {"A": ["in/r"]} and family.as_json()["profile"]["A"]["in/r"] == {"x": "1", "y": "0"}
    assert "  A         start: out; in/r: any\n" in family.text()
    assert r"Player~A chooses \emph{out}; and anything after \emph{in, r}." in family.latex()
    for method in (None, "supports"):
        (solution,) = solve(twice(), "nash", method=method)
        assert solution.profile.idle == {("A", "in/r")} and solution.as_json()["any"] == {"A": ["in/r"]}
    told = solve(twice(), "nash").text()
    assert "   A         start: out; in/r*: any\n" in told
    explained = "any: play comes there only when that player leaves its own plan, or two players theirs, so that any choice serves."
    assert explained in " ".join(told.split())


def test_a_set_to_which_only_two_deviations_lead_is_not_pinned():
    found = families(thrice(), "all", concept="nash")
    assert [(f.name, sorted(f.profile.idle)) for f in found] == [
        ("A out; off the path B l at in", [("A", "in/r/y"), ("C", "in/r")]),
        ("A out; off the path B l or r at in, C x at in/r", [("A", "in/r/y")]),
        ("A out; off the path B l or r at in, C y at in/r", [("A", "in/r/y")]),
        ("A out; off the path B l or r at in, C x or y at in/r", [("A", "in/r/y")]),
    ]


@pytest.mark.parametrize("concept", ["nash", "subgame"])
@pytest.mark.parametrize(
    "name, method",
    [
        ("twice", None),
        ("thrice", None),
        ("outside_option", "supports"),
        ("outside_option", None),
        ("small_sheriff", None),
        ("chain_store", None),
        ("burning_bridges", "supports"),
    ],
)
def test_any_choice_serves_where_it_is_said_to(name, method, concept):
    built = {"twice": twice, "thrice": thrice}.get(name, lambda: load(name))().at()
    rng = np.random.default_rng(0)
    for solution in solve(built, concept, method=method):
        profile = solution.sampled()
        assert profile.idle == solution.profile.idle
        mixed = {player: {label: dict(row) for label, row in sets.items()} for player, sets in profile.strategies.items()}
        for player, label in profile.idle:
            weights = [int(w) + 1 for w in rng.integers(0, 3, len(mixed[player][label]))]
            mixed[player][label] = {a: Q(w, sum(weights)) for a, w in zip(mixed[player][label], weights, strict=True)}
        assert verify(built, Profile(mixed), concept).equilibrium


def test_under_sequential_equilibrium_every_choice_is_pinned():
    assert all(not family.profile.idle and "any" not in family.as_json() for family in families(twice(), "all"))
