"""Linear programming on the sequence form: known values, other programs as judges, and the exact mending of poor proposals."""

import random
import subprocess
import sys
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from flint import fmpq
from scipy.optimize import linprog

from games import Game, GameError, Parameter, exact_leaf_table, game, load, sequence_form
from games.tree import CHANCE, TERMINAL
from solvers.nash import program as programs
from solvers.nash import sequence_lp
from solvers.nash.linear import plans
from solvers.nash.program import LinearProgram, maximise, surpluses


@pytest.fixture(autouse=True, params=["fractions", "basis"])
def way(request, monkeypatch):
    """Every game is solved both ways: by fractions read off floating point, and by an exact basis."""
    if request.param == "basis":
        monkeypatch.setattr("solvers.nash.linear.rounded_plans", lambda *_: None)
    return request.param


def matrix_game(payoffs, total=0):
    """Both choose at the same time; the entries go to Row, the rest of the total to Column."""

    @game(players=("Row", "Column"))
    def simultaneous(play):
        row = play.choose("Row", [f"r{k}" for k in range(len(payoffs))], public=False)
        column = play.choose("Column", [f"c{k}" for k in range(len(payoffs[0]))], public=False)
        won = Fraction(payoffs[int(row[1:])][int(column[1:])])
        return won, total - won

    return simultaneous()


def random_game(seed, total=0):
    """Chance, of which each player sees a part, and two rounds of choices, some of them private."""
    rng = random.Random(seed)
    signals_of = {player: [rng.choice("xy") for _ in range(3)] for player in ("One", "Two")}
    hidden = rng.random() < 0.5

    @game(players=("One", "Two"))
    def drawn(play):
        draw = play.chance("draw", {str(k): Fraction(1 + k, 6) for k in range(3)})
        for player, signals in signals_of.items():
            play.tell(player, signals[int(draw)])
        first = play.choose("One", ["a", "b"], public=not hidden)
        then = play.choose("Two", ["c", "d"])
        last = play.choose("One", ["e", "f", "g"]) if (first, then) == ("b", "d") else ""
        play.outcome(then)
        play.measure(length=3 if last else 2)
        won = Fraction(random.Random(f"{seed} {draw} {first} {then} {last}").randint(-20, 20), 3)
        return won, total - won

    return drawn()


def strategic_value(tree: Game) -> float:
    """The value to the first player from the table of all pure strategies, in floating point."""
    own = [[s for s in range(tree.infosets) if tree.set_owner[s] == k] for k in (0, 1)]
    pure = [[dict(zip(sets, moves, strict=True)) for moves in product(*(range(len(tree.set_actions[s])) for s in sets))] for sets in own]

    def value(node: int, moves: dict[int, int]) -> float:
        owner, children = tree.owner[node], tree.children(node)
        if owner == TERMINAL:
            return float(tree.payoff(int(tree.infoset[node]), 0))
        if owner == CHANCE:
            return sum(float(tree.chance(child)) * value(child, moves) for child in children)
        return value(children[moves[int(tree.infoset[node])]], moves)

    table = np.array([[value(0, first | second) for second in pure[1]] for first in pure[0]])
    rows, columns = table.shape
    optimum = linprog(
        np.append(np.zeros(rows), -1),
        A_ub=np.hstack([-table.T, np.ones((columns, 1))]),
        b_ub=np.zeros(columns),
        A_eq=[[*np.ones(rows), 0]],
        b_eq=[1],
        bounds=[*[(0, None)] * rows, (None, None)],
    )
    return float(-optimum.fun)


KNOWN = [
    # game, value to the first player, source
    (load("kuhn"), Fraction(-1, 18), "Kuhn (1950)"),
    (load("kuhn", bet=2, ante=2), Fraction(-1, 9), "Kuhn (1950), stakes doubled"),
    (matrix_game([[1, -1], [-1, 1]]), Fraction(0), "symmetry"),
    (matrix_game([[0, -2, 1], [2, 0, -3], [-1, 3, 0]]), Fraction(0), "symmetry"),
    (matrix_game([[2, -1], [-1, 1]]), Fraction(1, 5), "determinant over the sum of the adjugate"),
    (matrix_game([[3, 5], [2, 9]]), Fraction(3), "saddle point"),
    (matrix_game([[0]]), Fraction(0), "nothing to win"),
]


@pytest.mark.parametrize("tree, value, source", KNOWN, ids=[f"{tree.name}: {source}" for tree, _, source in KNOWN])
def test_known_value(tree, value, source):
    solution = sequence_lp(tree)
    assert solution.payoffs == dict(zip(tree.players, (value, -value), strict=True))
    assert solution.certificate.equilibrium
    assert set(solution.certificate.gains.values()) == {0}
    numbers = [p for sets in solution.profile.strategies.values() for actions in sets.values() for p in actions.values()]
    assert all(type(p) is Fraction for p in numbers)


def test_rock_paper_scissors_with_odd_stakes_has_one_equilibrium():
    # rock beats scissors by 1, paper beats rock by 2, scissors beat paper by 3
    solution = sequence_lp(matrix_game([[0, -2, 1], [2, 0, -3], [-1, 3, 0]]))
    assert solution.profile["Row"]["start"] == {"r0": Fraction(1, 2), "r1": Fraction(1, 6), "r2": Fraction(1, 3)}
    assert solution.profile["Column"]["start"] == {"c0": Fraction(1, 2), "c1": Fraction(1, 6), "c2": Fraction(1, 3)}
    assert solution.name == "equilibrium in mixed strategies"


def test_kuhn_is_in_the_known_family():
    alice = sequence_lp(load("kuhn")).profile["Alice"]
    bluff = alice["J"]["bet"]
    assert 0 <= bluff <= Fraction(1, 3)
    assert (alice["K"]["bet"], alice["Q/check/bet"]["call"]) == (3 * bluff, bluff + Fraction(1, 3))


@pytest.mark.parametrize("seed", range(12))
def test_random_trees_have_the_value_of_their_table_of_strategies(seed):
    tree = random_game(seed)
    solution = sequence_lp(tree)
    assert float(solution.payoffs["One"]) == pytest.approx(strategic_value(tree), abs=1e-9)
    assert set(solution.certificate.gains.values()) == {0}
    assert sum(solution.outcomes.values()) == 1
    assert 2 <= solution.measures["length"] <= 3


@pytest.mark.parametrize("seed", range(3))
def test_a_constant_sum_moves_payoffs_and_nothing_else(seed):
    zero, seven = sequence_lp(random_game(seed)), sequence_lp(random_game(seed, total=7))
    assert seven.profile == zero.profile
    assert seven.payoffs == {"One": zero.payoffs["One"], "Two": 7 + zero.payoffs["Two"]}


@pytest.mark.parametrize("seed", range(3))
def test_gambit_agrees(seed):
    gambit = pytest.importorskip("pygambit", reason="Gambit is the judge here")
    from games.gambit.bridge import to_gambit

    tree = random_game(seed)
    result = gambit.nash.lp_solve(to_gambit(tree), rational=True)
    if not hasattr(result, "equilibrium"):
        pytest.skip("this version of Gambit names its results otherwise")
    theirs = {player: Fraction(int(x.numerator), int(x.denominator)) for player, x in result.equilibrium.payoffs}
    assert sequence_lp(tree).payoffs == theirs


@pytest.mark.parametrize("seed", range(3))
def test_nashpy_agrees(seed):
    nashpy = pytest.importorskip("nashpy", reason="nashpy is the judge here")
    table = np.random.default_rng(seed).integers(-9, 10, (5, 7))
    row, column = nashpy.Game(table).linear_program()
    assert float(sequence_lp(matrix_game(table.tolist())).payoffs["Row"]) == pytest.approx(row @ table @ column, abs=1e-7)


def test_open_parameters_are_put_at_their_defaults():
    @game(players=("Row", "Column"))
    def pennies(play, *, stake=Parameter(3, domain="stake > 0", means="what matching heads brings")):
        row = play.choose("Row", ["heads", "tails"], public=False)
        column = play.choose("Column", ["heads", "tails"], public=False)
        won = (stake if row == "heads" else 1) if row == column else 0
        return won, -won

    assert sequence_lp(pennies()).payoffs["Row"] == Fraction(3, 4)
    assert sequence_lp(pennies().at(stake=1)).payoffs["Row"] == Fraction(1, 2)


def test_where_a_plan_never_leads_the_best_reply_is_played():
    @game(players=("One", "Two"))
    def entry(play):
        if play.choose("One", ["in", "out"]) == "out":
            return 1, -1
        answer = play.choose("Two", ["fight", "yield"])
        again = play.choose("One", ["first", "second", "third"])
        won = {"first": -5, "second": -2, "third": -3}[again] if answer == "fight" else 3
        return won, -won

    solution = sequence_lp(entry())
    assert solution.name == "equilibrium in pure strategies"
    assert solution.profile["One"]["start"] == {"in": 0, "out": 1}
    assert solution.profile["Two"]["in"] == {"fight": 1, "yield": 0}
    assert solution.profile["One"]["in/fight"] == {"first": 0, "second": 1, "third": 0}
    assert solution.profile["One"]["in/yield"] == {"first": 1, "second": 0, "third": 0}


def test_a_player_without_choices():
    @game(players=("Chooser", "Watcher"))
    def alone(play):
        return {"left": (1, -1), "right": (2, -2)}[play.choose("Chooser", ["left", "right"])]

    solution = sequence_lp(alone())
    assert solution.payoffs == {"Chooser": 2, "Watcher": -2}
    assert solution.profile["Watcher"] == {}


def test_best_replies_look_ahead():
    @game(players=("One", "Two"))
    def stay(play):
        if play.choose("One", ["go", "stay"]) == "stay":
            return 1, -1
        if play.choose("One", ["right", "left"]) == "left":
            return -1, 1
        return {"low": (-9, 9), "high": (-5, 5)}[play.choose("One", ["low", "high"])]

    strategy = sequence_lp(stay()).profile["One"]
    assert strategy == {"start": {"go": 0, "stay": 1}, "go": {"right": 0, "left": 1}, "go/right": {"low": 0, "high": 1}}


def test_nothing_is_printed():
    script = "import games, solvers.nash as nash; print(nash.sequence_lp(games.load('kuhn')).payoffs['Bob'])"
    process = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (process.stdout, process.stderr) == ("1/18\n", "")


# ------------------------------------------------------------------ exactness


def sizes_far_apart(seed):
    rng = random.Random(seed)
    return matrix_game([[Fraction(rng.randint(-99, 99) * 10 ** rng.randint(0, 18), rng.randint(1, 9)) for _ in range(6)] for _ in range(6)])


@pytest.mark.parametrize("seed", range(8))
def test_exact_where_floating_point_cannot_tell(seed):
    assert set(sequence_lp(sizes_far_apart(seed)).certificate.gains.values()) == {0}


@pytest.mark.parametrize("unit", [Fraction(10) ** 400, Fraction(1, 10**400)])
def test_the_unit_of_payoff_does_not_matter(unit):
    game = matrix_game([[2 * unit, -unit], [-unit, unit]])
    assert sequence_lp(game).payoffs["Row"] == unit / 5


def poor_proposals(program):
    """Bases that are wrong, singular or of the wrong size."""
    rng = random.Random(1)
    every = range(program.columns + program.rows)
    yield surpluses(program)
    yield frozenset()
    for _ in range(6):
        yield frozenset(rng.sample(every, program.rows))


def test_poor_proposals_are_mended(monkeypatch):
    tree, pivots = load("kuhn"), []
    form, table = sequence_form(tree), exact_leaf_table(tree)

    def counted(program, basis):
        optimum = maximise(program, basis)
        pivots.append(optimum.pivots)
        return optimum

    for k in range(8):
        monkeypatch.setattr("solvers.nash.linear.maximise", lambda program, k=k: counted(program, list(poor_proposals(program))[k]))
        x, y = plans(tree, table)
        assert np.array(x) @ form.A @ np.array(y) == Fraction(-1, 18)
        assert (form.E @ np.array(x) == form.e).all() and (form.F @ np.array(y) == form.f).all()
        assert min(*x, *y) >= 0
    assert min(pivots) > 0


def test_a_proposal_that_no_pivot_mends_is_an_error(monkeypatch):
    monkeypatch.setattr("solvers.nash.linear.rounded_plans", lambda *_: None)
    monkeypatch.setattr(programs, "propose", surpluses)
    monkeypatch.setattr(programs, "MOST_PIVOTS", 5)
    with pytest.raises(GameError) as error:
        sequence_lp(load("kuhn"))
    assert str(error.value) == "The linear program is not solved exactly after 5 exact pivots; its numbers are too far apart in size."


def small_program(M, b, c, equal=0, free=0):
    arrays = [np.array(table, object) for table in (M, b, c)]
    return LinearProgram(*arrays, equal=range(equal), free=range(free))


def test_programs_by_hand():
    # x + y == 4, x - y >= 1, most of 2 y - x
    optimum = maximise(small_program([[1, 1], [1, -1]], [4, 1], [-1, 2], equal=1))
    assert (optimum.values, optimum.multipliers) == ([fmpq(5, 2), fmpq(3, 2)], [fmpq(1, 2), fmpq(-3, 2)])


@pytest.mark.parametrize(
    "program, value",
    [
        (small_program([[-1]], [3], [1], free=1), -3),  # free, held down to a negative number
        (small_program([[1]], [-5], [-1], free=1), -5),  # free, and better the lower
        (small_program([[1]], [4], [0], equal=1), 4),
        (small_program([[-1]], [-4], [0], equal=1), 4),
    ],
    ids=["climbs", "falls", "raised", "lowered"],
)
def test_one_variable(program, value):
    for basis in (None, surpluses(program)):
        assert maximise(program, basis).values == [value]


@pytest.mark.parametrize(
    "program",
    [
        small_program([[1], [-1]], [2, -1], [1]),  # at least 2 and at most 1
        small_program([[1]], [1], [1]),  # nothing above
        small_program([[0]], [1], [0], equal=1),  # nothing is one
    ],
    ids=["contradiction", "no bound", "impossible"],
)
def test_no_optimum(program):
    for basis in (None, surpluses(program)):
        with pytest.raises(GameError, match="The linear program has no optimum"):
            maximise(program, basis)


# ------------------------------------------------------------------ refusals


def test_three_players_are_refused():
    with pytest.raises(GameError) as error:
        sequence_lp(load("selten_horse"))
    assert str(error.value) == "sequence_lp needs two players, but selten_horse has 3: 1, 2, 3. For this game use solve(game)."


def test_other_sums_are_refused():
    with pytest.raises(GameError) as error:
        sequence_lp(load("beer_quiche"))
    assert str(error.value) == (
        "sequence_lp needs a zero-sum game, or payoffs that add up to a constant, but in beer_quiche at 'strong/beer/duel' "
        "the payoffs are Sender 1, Receiver 0, and at 'strong/beer/retreat' the payoffs are Sender 3, Receiver 1. "
        "For this game use solve(game)."
    )
