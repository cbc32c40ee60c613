"""Checks that the games of the essay share."""

from games.numbers import Expression, read
from solvers import families, regimes, solve
from solvers.closed_forms.branches import all_pieces
from solvers.maps.point_check import agrees, counted
from solvers.verifier import enumerate_bases

ASKED = {}  # what was found, by the game and the point; the game stands beside it, so that its place in memory stays its own


def every(game, **at):
    """Every equilibrium at a point, found once a process; the search must have been exhaustive, and each must be verified."""
    asked = id(game), repr(sorted(at.items()))
    if asked not in ASKED:
        found = solve(game, **at)
        assert found.found == "all" and not found.undecided and len(found)
        assert all(solution.certificate.equilibrium for solution in found)
        ASKED[asked] = game, found
    return ASKED[asked][1]


def only(game, **at):
    """The one equilibrium at a point."""
    (solution,) = every(game, **at)
    return solution


def bases(found):
    """How many realised bases a set of equilibria covers."""
    return len({base for solution in found for base in solution.bases})


def complete(game, over="all"):
    """Every parametric family."""
    found = families(game, over)
    assert (found.found, found.undecided) == ("all", 0)
    return found


def mapped(game, over=None, **at):
    """The map, which must be complete and agree with the independent method."""
    found = regimes(game, over, **at)
    assert (found.found, found.solved.undecided, found.checked["disagreements"]) == ("all", 0, 0)
    assert found.checked["points"] >= len(found.regimes) >= 2
    return found


def through(found, **point):
    """Whether some wall of a map passes through a point."""
    return any(wall.polynomial.at(point) == 0 for wall in found.walls)


def thresholds(found):
    """The walls of a map of one parameter, as texts."""
    return [wall.threshold.text() for wall in found.walls]


def disagreements(game, count, seed=0):
    """Random points of the domain at which the independent enumeration finds other bases than the engine."""
    wrong = []
    for point in game.domain.points(count, seed=seed):
        numeric = game.fix(point)
        found, answer = all_pieces(numeric, knife_edges=True), enumerate_bases(numeric)
        assert answer.complete and not found.undecided
        if not agrees(counted(found.view, found.pieces), answer):
            wrong.append(point)
    return wrong


def same(number, text):
    """Whether a closed form is the one that a text gives."""
    return (number if isinstance(number, Expression) else Expression.constant(number)) == read(text)


def leaves(game):
    """Payoffs and ending of every play, by history: a dict of player to expression, and a label."""
    return {
        game.history(int(node)): (
            {player: game.payoff(leaf, k) for k, player in enumerate(game.players)},
            game.outcome_names[game.outcome[leaf]],
        )
        for leaf, node in enumerate(game.leaf_nodes)
    }
