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


METHODS = [
    (lambda: MAP.plot(foo=1), "plot takes no 'foo'; it takes of, grid, by and axes."),
    (lambda: MAP.plot(axis=("p",)), "plot takes no 'axis'; it takes of, grid, by and axes. Write axes=."),
    (lambda: MAP.text(detail=True), "text takes no 'detail'; it takes details. Write details=."),
    (lambda: MAP.volume(priors={"p": (0, 1)}), "volume takes no 'priors'; it takes prior, points and seed. Write prior=."),
    (lambda: MAP.at(P="1/3"), "beer_quiche has no open parameter 'P'; it has p."),
    (lambda: MAP.regimes[0].text(1), "text is given too much without names; it takes nothing."),
    (lambda: solvers.robustness(MAP).claims[0].as_json(1), "as_json is given too much without names; it takes nothing."),
    (lambda: solvers.solve(BEER)[0].draw(foo=1), "draw takes no 'foo'; it takes below and max_nodes."),
    (lambda: BEER.svg(below_="x"), "svg takes no 'below_'; it takes max_nodes and below. Write below=."),
    (lambda: BEER.grid(m=3), "grid takes no 'm'; it takes n."),
]
MAP = solvers.regimes(BEER, check=0)


@pytest.mark.parametrize(("ask", "said"), METHODS)
def test_a_method_of_a_result_answers_alike(ask, said):
    with pytest.raises(GameError) as refused:
        ask()
    assert str(refused.value) == said


MISFITS = [
    (
        lambda: solvers.directions(MAP),
        "For maps, directions takes a list; found <RegimeMap of beer_quiche in p: 2 regimes, 1 wall, 5 fami....",
    ),
    (
        lambda: solvers.directions(["p"]),
        "For maps, directions takes a list, each part a map, as solvers.regimes(game) gives one; found ['p'].",
    ),
    (lambda: solvers.remedies("Sender"), "For maps, remedies takes a map, as solvers.regimes(game) gives one; found 'Sender'."),
    (lambda: solvers.solve(BEER, ["nash"]), "For concept, solve takes a text; found ['nash']."),
    (lambda: solvers.robustness(MAP, at=3), "For at, robustness takes a dict; found 3."),
    (lambda: solvers.crossings(None), "For regime_map, crossings takes a map, as solvers.regimes(game) gives one; found None."),
    (lambda: MAP.html(3), "For path, html takes a text or a path; found 3."),
]


@pytest.mark.parametrize(("ask", "said"), MISFITS)
def test_an_argument_of_another_kind_is_named_where_it_led_to_an_error(ask, said):
    with pytest.raises(GameError) as refused:
        ask()
    assert str(refused.value) == said


def test_a_wrong_option_that_was_not_passed_on_stays_what_it_is():
    def mistaken(**options):
        return dict.fromkeys([], **{"other": 1})

    with pytest.raises(TypeError):
        _guarded(mistaken, "mistaken")(foo=1)


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
