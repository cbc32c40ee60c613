"""Public names called with arguments that they do not take: one sentence says what they take, and what was probably meant."""

import pickle

import pytest

import games
import solvers
from games import GameError
from games.questions import _guarded

ASKED = [
    (
        lambda: games.Parameter(1, low=0, high=1),
        "Parameter takes no 'low'; it takes default, domain, means and symbol. Write domain='0 < p < 1', with the name of the parameter.",
    ),
    (
        lambda: games.Parameter(1, meens="a stake"),
        "Parameter takes no 'meens'; it takes default, domain, means and symbol. Write means=.",
    ),
    (
        lambda: games.game(names=("A",)),
        "game takes no 'names'; it takes players, headline, parameters, source, rows, known and size. Write players=('Ann', 'Bob').",
    ),
    (lambda: games.Uniform(0, 1, 2), "Uniform is given too much without names; it takes low and high."),
    (lambda: solvers.sweep(BEER, over="p"), "sweep lacks grid; it takes game, grid, concept,"),
    (lambda: solvers.explore(regimes="x"), "explore takes no 'regimes'; it takes regime_map."),
    (lambda: solvers.simulate(BEER, {}), "simulate lacks n; it takes game, profile, n and seed."),
    (lambda: solvers.verify(BEER), "verify lacks profile_or_assessment; it takes game, profile_or_assessment and concept."),
    (lambda: solvers.verify(BEER, {}, game=BEER), "verify is given game twice; it takes game, profile_or_assessment and concept."),
]
BEER = games.load("beer_quiche")


@pytest.mark.parametrize(("ask", "said"), ASKED)
def test_a_question_that_does_not_fit_is_answered_by_what_is_taken(ask, said):
    with pytest.raises(GameError) as refused:
        ask()
    assert str(refused.value).startswith(said)


def fitted(game, **at):
    return solvers.fit(game, [], {}, **at)


@pytest.mark.parametrize("ask", [solvers.solve, solvers.families, solvers.regimes, solvers.lift, fitted])
def test_what_is_no_parameter_but_nearly_an_argument(ask):
    with pytest.raises(GameError, match=r"'consept'.* Did you mean concept= there\?"):
        ask(BEER, consept="nash")


def test_a_mistake_inside_stays_what_it_is():
    def halves(number):
        return number / "2"

    with pytest.raises(TypeError, match="unsupported operand"):
        _guarded(halves, "halves")(1)


def test_public_functions_can_be_sent_to_other_processes():
    for function in (solvers.solve, solvers.sweep, solvers.fit, games.load):
        assert function.__wrapped__ and pickle.loads(pickle.dumps(function)) is function
    assert solvers.sweep is solvers.sweep
