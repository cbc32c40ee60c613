"""The independent enumeration, against published counts, brute force and the circuit formulation."""

import itertools
import random
from fractions import Fraction

import pytest
from stories import after, at_once, depth, interval, order, product, roots

from games import GameError, Parameter, game
from games.classics import beer_quiche, crisis_signalling, selten_horse
from games.essay import defection_for_immunity, sustainability_bet
from solvers.verifier import enumerate_bases, enumerate_bases_at, uncovered
from solvers.verifier.brute import brute_bases
from solvers.verifier.circuits import circuits
from solvers.verifier.search import independent

Q = Fraction

# ------------------------------------------------------------------ games of awkward kinds


@game(players=("1", "2"))
def forgetful_of_odds(play):
    """Beliefs after one's own slip are free in weak equilibrium; whole plans must still be best."""
    state = play.chance("state", {"x": Q(1, 10), "y": Q(9, 10)})
    if play.choose("1", ["Out", "In"]) == "Out":
        return 0, 0
    return {"L": (5 if state == "x" else -5, 0), "R": (-1 if state == "x" else 1, 0)}[play.choose("1", ["L", "R"])]


def in_turn(seed):
    rng = random.Random(seed)
    told = [rng.random() < 0.5 for _ in range(2)]
    over = rng.choice([0, 1, None])
    table = {cell: [rng.randint(-2, 3) for _ in range(3)] for cell in itertools.product(range(2), repeat=3)}

    @game(players=("A", "B", "C"))
    def drawn(play):
        a = play.choose("A", [0, 1], public=False)
        if a == over:
            return table[a, 0, 0]
        if told[0]:
            play.tell("B", a)
        b = play.choose("B", [0, 1], public=False)
        if told[1]:
            play.tell("C", b)
        return table[a, b, play.choose("C", [0, 1], public=False)]

    return drawn()


def signals(seed):
    rng = random.Random(seed)
    prior = Q(rng.randint(1, 5), 6)
    table = {cell: (rng.randint(-3, 3), rng.randint(-2, 2)) for cell in itertools.product("hl", range(2), range(2))}

    @game(players=("Sender", "Receiver"))
    def drawn(play):
        kind = play.chance("type", {"h": prior, "l": 1 - prior})
        play.tell("Sender", kind)
        return table[kind, play.choose("Sender", [0, 1]), play.choose("Receiver", [0, 1])]

    return drawn()


# ------------------------------------------------------------------ known answers

WEARY = {"k_stay": Q(1, 2), "turn": Q(-1, 5)}
KNOWN = [
    # story, point, equilibria in each base (None: a continuum)
    (selten_horse, {}, [1, None, None]),
    (beer_quiche, {}, [1, 1, None, None, None, None]),
    (crisis_signalling, {}, [1, 1, None, None]),
    (defection_for_immunity, {}, [1, 1, None, None]),
    (sustainability_bet, {}, [1]),
    (sustainability_bet, {"mu_long": Q(3, 20)}, [1]),
    (sustainability_bet, {"mu_long": Q(1, 20), "k_stay": Q(1, 2)}, [1]),
    (sustainability_bet, {"mu_long": Q(3, 20), **WEARY}, [1]),
    (sustainability_bet, {"share": Q(7, 10), "mu_long": Q(1, 10), "k_stay": Q(42, 100), "kappa": Q(1, 5)}, [1]),
    (roots, {"t": Q(1, 8)}, [1, 1, 2]),
    (roots, {"t": Q(1, 4)}, [1, 1, 1]),
    (roots, {"s": -3, "t": Q(1, 2)}, [1, 1]),
    (interval, {"u": 2, "v": 1}, [1, 1, None]),
    (interval, {"u": Q(1, 2), "v": 1}, [1, 1, 1]),
    (interval, {"u": 1, "v": 1}, [1, 1, 1, 1, None]),
    (after, {}, [1, None, None]),
    (order, {}, [1]),
    (depth, {}, [1, 1, None]),
]


@pytest.mark.parametrize("story, point, counts", KNOWN, ids=lambda x: getattr(x, "name", ""))
def test_known_bases_and_equilibria(story, point, counts):
    result = enumerate_bases(story().at(**point))
    assert result.complete and not result.undecided and not result.uncounted
    assert sorted((base.equilibria for base in result.bases), key=lambda n: (n is None, n)) == counts


def test_words_of_a_base():
    tips = next(base for base in enumerate_bases(defection_for_immunity().at()).bases if ("informer", "trap", "offer") in base.actions)
    assert ("informer", "trap", "silent") in tips.actions and ("informer", "sincere", "silent") not in tips.actions
    assert {(player, history) for player, _, history in tips.beliefs} >= {("US", "sincere/offer/pass"), ("US", "trap/offer/pass")}


def test_wary_use_of_an_offer():
    """Below the cut-off traps mix; above it both types offer and a pass is struck (closed forms of the game's own docstring)."""
    for phi, mixed in ((Q(2, 5), True), (Q(3, 5), False)):
        bases = enumerate_bases(defection_for_immunity().at(phi=phi)).bases
        tips = [base for base in bases if ("informer", "sincere", "offer") in base.actions and base.equilibria]
        assert [("informer", "trap", "silent") in base.actions for base in tips] == [mixed]


def test_mixing_of_a_small_rival():
    bases = enumerate_bases(sustainability_bet().at(share=Q(7, 10), mu_long=Q(1, 10), k_stay=Q(42, 100))).bases
    assert len(bases) == 1 and len({action for player, _, action in bases[0].actions if player in "AB"}) == 3


def test_beliefs_must_multiply():
    assert not any(("1", "start", "Out") in base.actions for base in enumerate_bases(product().at()).bases)
    assert any(("1", "start", "Out") in base.actions for base in enumerate_bases(product().at(), concept="pbe").bases)


def test_same_beliefs_of_all_targets():
    """Consistency ties the targets' beliefs off the path together, which weak equilibrium does not."""
    point = crisis_signalling().at()
    strict, weak = (enumerate_bases(point, concept=concept).bases for concept in ("sequential", "pbe"))
    assert set(strict) < set(weak)
    for bases, tied in ((strict, True), (weak, False)):
        unmoved = [base for base in bases if not any(action == "threaten" for _, _, action in base.actions)]
        believed = [[_challengers(base, target) for target in ("strong", "weak")] for base in unmoved]
        assert believed and all(one == two for one, two in believed) == tied


def _challengers(base, target):
    return {history.split("/")[0] for player, label, history in base.beliefs if player == "Target" and label.startswith(target)}


# ------------------------------------------------------------------ second opinions


SEEDS = [(at_once, range(3), 1), (in_turn, range(2), 3), (signals, range(1), 2)]
MORE = [(at_once, range(3, 150), 1), (in_turn, range(2, 60), 3), (signals, range(1, 50), 2)]


@pytest.mark.parametrize("make, seeds, bound", [*SEEDS, *(pytest.param(*more, marks=pytest.mark.slow) for more in MORE)])
def test_brute_force_finds_the_same(make, seeds, bound):
    for seed in seeds:
        drawn = make(seed)
        result = enumerate_bases(drawn)
        assert result.complete
        assert set(result.bases) == brute_bases(drawn, bound=bound), seed


AWKWARD = [(selten_horse, 2), pytest.param(beer_quiche, 2, marks=pytest.mark.slow), (roots, 1), (interval, 3), (order, 1), (depth, 2)]
LARGER = [(product, 2), (after, 2), (crisis_signalling, 2), (sustainability_bet, 1)]
SMALL = [selten_horse, beer_quiche, crisis_signalling, defection_for_immunity, sustainability_bet, interval]


@pytest.mark.parametrize("story, bound", AWKWARD, ids=lambda x: getattr(x, "name", ""))
def test_brute_force_on_awkward_games(story, bound):
    assert set(enumerate_bases(story().at()).bases) == brute_bases(story().at(), bound=bound)


@pytest.mark.slow
@pytest.mark.parametrize("story, bound", LARGER, ids=lambda x: getattr(x, "name", ""))
def test_brute_force_on_larger_games(story, bound):
    assert set(enumerate_bases(story().at()).bases) == brute_bases(story().at(), bound=bound)


@pytest.mark.parametrize("story", SMALL, ids=lambda story: story.name)
def test_circuits_find_nothing_else(story):
    point = story().at()
    bases = enumerate_bases(point).bases
    assert uncovered(point, bases) == "none"
    for base in bases:
        assert uncovered(point, set(bases) - {base}) == "found"


def test_circuits_of_a_small_matrix():
    found = circuits([{"x": 1, "y": -1}, {"x": 1}, {"y": 1}, {"y": 2}], ["x", "y"])
    assert sorted(sorted(y if y[min(y)] > 0 else {k: -v for k, v in y.items()}) for y in found) == [[0, 1, 2], [0, 1, 3], [2, 3]]
    assert {2: 2, 3: -1} in found or {2: -2, 3: 1} in found


def test_ratios_that_follow_from_others_need_no_tremble():
    def choose(*ratios):
        return sorted(independent([(frozenset(above), frozenset(below)) for above, below in ratios]))

    assert choose(({1}, {2}), ({2}, {3}), ({1}, {3})) == [1, 2]
    assert choose(({1}, {2}), ({1, 3}, {2, 3})) == [1]
    assert choose(({1, 2}, {3, 4}), ({1}, {2}), ({3}, {4})) == [1, 2, 3]
    assert choose((set(), set())) == []


# ------------------------------------------------------------------ weak perfect Bayesian equilibrium


@pytest.mark.parametrize("seed", range(12))
def test_weak_and_sequential_agree_on_one_signal(seed):
    drawn = signals(seed)
    assert set(enumerate_bases(drawn, concept="pbe").bases) == set(enumerate_bases(drawn).bases)


@pytest.mark.parametrize("seed", range(18))
def test_sequential_is_weak(seed):
    drawn = in_turn(seed)
    assert set(enumerate_bases(drawn, concept="pbe").bases) >= set(enumerate_bases(drawn).bases)


def test_weak_equilibrium_compares_whole_plans():
    weak = enumerate_bases(forgetful_of_odds(), concept="pbe")
    assert {action for base in weak.bases for _, _, action in base.actions} == {"In", "R"}


# ------------------------------------------------------------------ refusals


def test_refusals():
    with pytest.raises(GameError, match=r"beer_quiche has open parameters: p\. Put numbers in with game\.at\(\.\.\.\)\."):
        enumerate_bases(beer_quiche())
    with pytest.raises(GameError, match="every chance must be positive"):
        enumerate_bases(beer_quiche().fix({"p": Q(1)}))
    with pytest.raises(GameError, match="knows the concepts sequential, pbe, not 'nash'"):
        enumerate_bases(selten_horse(), concept="nash")


def test_too_many_circuits(monkeypatch):
    monkeypatch.setattr("solvers.verifier.circuits.MOST", 3)
    with pytest.raises(GameError, match="The circuits of crisis_signalling are more than 3; this second formulation"):
        uncovered(crisis_signalling().at(), [])


def test_out_of_time():
    result = enumerate_bases(crisis_signalling().at(), timeout=0)
    assert not result.complete


# ------------------------------------------------------------------ many points at once


@pytest.mark.parametrize("concept", ["sequential", "pbe"])
@pytest.mark.parametrize(
    "told", [pytest.param(crisis_signalling, marks=pytest.mark.slow), beer_quiche, sustainability_bet], ids=["crisis", "beer", "bet"]
)
def test_many_points_at_once_are_as_one_by_one(told, concept):
    symbolic = told()
    points = [*symbolic.domain.points(9, seed=3), symbolic.domain.start]
    many = enumerate_bases_at(symbolic, points, concept=concept)
    one_by_one = [enumerate_bases(symbolic.fix(point), concept=concept) for point in points]
    assert [set(found.bases) for found in many] == [set(found.bases) for found in one_by_one]
    assert [{b: b.equilibria for b in found.bases} for found in many] == [{b: b.equilibria for b in found.bases} for found in one_by_one]
    assert all(found.complete for found in many)
    assert len({frozenset(found.bases) for found in many}) > 1


@pytest.mark.parametrize("choices", [0, 1])
def test_many_points_of_a_game_without_a_choice(choices):
    @game(players=("A",))
    def fate(play, *, p=Parameter(Q(1, 2), domain="0 < p < 1")):
        for k in range(choices):
            play.choose("A", [f"go {k}"])
        return (p,)

    found = enumerate_bases_at(fate(), [{"p": Q(1, 3)}, {"p": Q(1, 4)}, {"p": Q(1, 5)}])
    assert [len(one.bases) for one in found] == [1, 1, 1]


def test_no_points_give_nothing():
    assert enumerate_bases_at(beer_quiche(), []) == []
