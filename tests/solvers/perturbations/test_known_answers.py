"""Mistakes in games whose answers are known, what rules an equilibrium out, and what is refused or left undecided."""

from fractions import Fraction as F

import pytest

import games
import solvers
from games import GameError, game
from solvers.nash.program import Vertex
from solvers.perturbations.pairs import moves_once, moving, quasi_perfect, undominated
from solvers.perturbations.proper import proper
from solvers.perturbations.zero_sum import Perturbed, leading


def pure(name, concept, *sets):
    """What is played at some sets in the equilibria of a concept, where it is pure there."""
    out = set()
    for solution in solvers.solve(games.load(name), concept):
        for profile in solution.extreme or (solution.profile,):
            mixes = [profile[player][label] for player, label in sets]
            if all(p in (0, 1) for mix in mixes for p in mix.values()):
                out.add(tuple(action for mix in mixes for action, p in mix.items() if p == 1))
    return out


BOTH = (("1", "start"), ("2", "start"))


@pytest.mark.parametrize(
    "name, concept, sets, answer",
    [
        ("perfect_in_plans", "perfect", (("1", "first"), ("2", "start"), ("1", "second")), {("R", "R", "l")}),  # Selten 1975
        ("proper_of_three", "perfect", BOTH, {("a", "a"), ("b", "b")}),  # Myerson 1978
        ("proper_of_three", "normal-form-perfect", BOTH, {("a", "a"), ("b", "b")}),
        ("proper_of_three", "proper", BOTH, {("a", "a")}),
        ("weakly_dominated", "quasi-perfect", BOTH, {("T", "L")}),  # Kreps and Wilson 1982
        ("secret_votes", "quasi-perfect", BOTH, {("self", "self")}),  # Mertens 1995
        ("own_mistakes", "perfect", (("1", "start"),), {("stop",)}),  # van Damme 1984
        ("own_mistakes", "quasi-perfect", (("1", "start"),), {("stop",), ("go on",)}),
    ],
)
def test_known_answers(name, concept, sets, answer):
    found = solvers.solve(games.load(name), concept)
    assert pure(name, concept, *sets) == answer and all(one.certificate.equilibrium for one in found)
    assert found.found == "all" and found.undecided == ()


def test_perfect_and_quasi_perfect_are_disjoint_where_mertens_says_so():
    perfect = pure("secret_votes", "perfect", *BOTH)
    assert perfect == {("self", "other"), ("other", "self"), ("other", "other")}
    assert solvers.solve(games.load("secret_votes"), "perfect").found == "some"  # two continua were judged at one member


def test_what_rules_an_equilibrium_out_is_said():
    dominated = games.load("weakly_dominated")
    profile = {"1": {"start": {"T": 0, "B": 1}}, "2": {"start": {"L": 0, "R": 1}}}
    pair = moving(dominated)
    finding = undominated(dominated, profile, pair)
    assert finding.stands is False
    assert finding.reason == (
        "As soon as 2 may play 'L' at 'start' by mistake, however rarely beside its other mistakes, 1 does not do best before play."
    )
    assert not quasi_perfect(dominated, profile, pair).stands and not proper(dominated, profile, pair).stands
    refused = solvers.verify(dominated, profile, "quasi-perfect")
    assert (refused.equilibrium, refused.reason) == (False, "No mistakes within one in 1000 of the others leave every continuation best.")
    out = {"1": {"start": {"T": 0, "B": 1}}, "2": {"start": {"L": 1, "R": 0}}}
    assert undominated(dominated, out, pair).reason == "1 does not do best before play."


def test_mistakes_of_several_orders_are_the_witness():
    """In Selten's figure the second player's mistake has to come first, and reaches the first player's last choice."""
    tree = games.load("perfect_in_plans")
    (solution,) = solvers.solve(tree)
    finding = quasi_perfect(tree, solution.profile.strategies, moving(tree))
    assert finding.stands and all(found.exists for found in finding.chains)
    for found in finding.chains:
        assert all(any(level[j] > 0 for level in found.levels) for j in range(len(found.levels[0])))


def test_three_players_and_a_continuum_whose_indifference_has_to_be_kept():
    horse = solvers.solve(games.load("selten_horse"), "perfect")
    assert len(horse) == 2 and all(one.certificate.equilibrium for one in horse) and horse.found == "some"
    with pytest.raises(GameError, match="proper is decided here for games of two or more players of whom at most two move"):
        solvers.solve(games.load("selten_horse"), "proper")


@pytest.mark.parametrize("concept", ["perfect", "quasi-perfect"])
def test_what_falls_leaves_its_class(concept):
    """Myerson (1978): of three pure equilibria (c, c) falls; the others, each alike to itself only, are told."""

    @game(players=("1", "2"))
    def common(play):
        """A common interest in a, and a way to hurt both."""
        first, second = (play.choose(player, ["a", "b", "c"], public=False) for player in "12")
        pays = {"aa": 1, "ab": 0, "ba": 0, "bb": 0, "ac": -9, "ca": -9}.get(first + second, -7)
        return pays, pays

    found = solvers.solve(common(), concept)
    assert [ending for one in found for ending, p in one.outcomes.items() if p] == ["a/a", "b/b"]
    assert [member for one in found.classes for member in one.members] == [0, 1]
    assert "2 " + found.concept in found.text() and len(found.as_json()["solutions"]) == 2


def test_costlier_mistakes_undo_peace_by_belief():
    """Proper: a threat by mistake comes from the strong, whom it costs less; of the crisis game's pools none is left."""
    crisis = games.load("crisis_signalling")
    found = solvers.solve(crisis, "proper")
    assert [one.outcomes["fight"] for one in found] == [F(2, 9)] and len(solvers.solve(crisis, "quasi-perfect")) == 3


def test_kuhn_by_a_symbolic_tremble():
    kuhn = games.load("kuhn")
    found = solvers.solve(kuhn, "quasi-perfect")
    (one,) = found
    assert (found.found, found.method) == ("one", "perturbed-lp") and one.payoffs == {"Alice": F(-1, 18), "Bob": F(1, 18)}
    assert one.certificate.equilibrium and quasi_perfect(kuhn.at(), one.profile.strategies, moving(kuhn)).stands
    assert solvers.verify(kuhn, one.profile).equilibrium  # sequential, too
    with pytest.raises(GameError, match="perturbed-lp needs two players whose payoffs add up to the same everywhere; secret_votes"):
        solvers.solve(games.load("secret_votes"), "quasi-perfect", method="perturbed-lp")


def test_a_basis_is_not_believed_where_a_sign_turns():
    """What is optimal at a tremble of one in three need not be as it vanishes."""
    from flint import fmpq

    assert [leading([fmpq(x) for x in series]) for series in ((0, 0, 2), (0, -1, 5), (0, 0, 0), (3, -9, 0))] == [1, -1, 0, 1]
    program = Perturbed(games.load("kuhn").at())
    slack = frozenset(range(program.plain.columns, program.plain.columns + program.plain.rows))
    basic, gains, _ = program.series(Vertex(program.plain, slack))
    assert program.powers == 3 and program.wrong(basic, gains)


@pytest.mark.slow
def test_leduc_by_a_symbolic_tremble():
    """288 information sets: a basis at a tremble of one in a hundred is followed down; the value is that of every equilibrium."""
    found = solvers.solve(games.load("leduc"), "quasi-perfect")
    (one,) = found
    assert abs(float(one.payoffs["Alice"]) + 0.085606424078) < 1e-12 and one.certificate.equilibrium
    assert found.notes[-1] == "The certificate is that of a Nash equilibrium."


def test_irrational_profiles_are_refused_in_words():
    root = games.load("myerson_cards")
    profile = {
        "1": {"red": {"raise": 1, "fold": 0}, "black": {"raise": "sqrt(2) - 1", "fold": "2 - sqrt(2)"}},
        "2": {"raise": {"meet": "1/2", "pass": "1/2"}},
    }
    with pytest.raises(GameError, match="Under mistakes only profiles in fractions are judged"):
        solvers.verify(root, profile, "quasi-perfect")


def test_who_moves_twice():
    @game(players=("A", "B"))
    def twice(play):
        """A moves, then perhaps again."""
        if play.choose("A", ["stop", "go"]) == "stop" or play.choose("B", ["stop", "go"]) == "stop":
            return 1, 1
        return (2, 2) if play.choose("A", ["stop", "go"]) == "go" else (0, 3)

    assert not moves_once(twice()) and moves_once(games.load("beer_quiche"))
