"""What the front door is asked: what is no game, no list of parameters, or divides by zero is refused in one sentence."""

from fractions import Fraction

import pytest

from games import GameError, Parameter, game
from games.classics import beer_quiche, selten_horse
from solvers import estimate, exercise, families, lift, regimes, simulate, solve, trace
from solvers.concept import CONCEPTS, REFINEMENTS

HALF = Fraction(1, 2)


def refusal(call, *arguments, **named):
    with pytest.raises(GameError) as caught:
        call(*arguments, **named)
    return str(caught.value)


@pytest.mark.parametrize("door", [solve, families, regimes])
def test_what_is_no_game(door):
    assert refusal(door, beer_quiche) == "beer_quiche is a story; call it, as beer_quiche(), and hand the game over."
    assert refusal(door, "beer_quiche") == "'beer_quiche' is a text, not a game; games.load('beer_quiche') gives the game of that name."
    assert refusal(door, None) == "None is not a game; a story is one when it is called, as tip(), and games.load gives one by its name."
    assert refusal(door, beer_quiche, refine="d1") == "beer_quiche is a story; call it, as beer_quiche(), and hand the game over."


@pytest.mark.parametrize("door", [families, regimes])
def test_what_is_no_list_of_parameters(door):
    assert refusal(door, beer_quiche(), 3) == "over = 3 is no list of parameters; write their names, as over=['p']."
    assert refusal(door, beer_quiche(), (1, 2)) == "over = (1, 2) is no list of parameters; write their names, as over=['p']."
    assert refusal(door, beer_quiche(), "q") == "beer_quiche has no open parameter 'q' to map over; it has p."


@pytest.mark.parametrize("door", [families, regimes])
def test_a_number_that_divides_by_zero_within_the_domain(door):
    @game(players=("A",))
    def pole(play, *, p=Parameter(HALF, domain="0 < p < 1")):
        return (1 / (3 * p - 1),) if play.choose("A", ["stay", "go"]) == "stay" else (0,)

    assert refusal(door, pole()) == (
        "A payoff, measure or chance divides by 3*p - 1, which may be zero within the domain; "
        "narrow the domain of its parameters so that it is not."
    )
    assert len(solve(pole())) == 1


# ------------------------------------------------------------------ every concept with every option


@game(players=("A", "B"))
def meeting(play, *, w=Parameter(2, "w > 0", means="what B likes about its own place")):
    """Two who want to meet: two pure equilibria and a mixed one."""
    a = play.choose("A", ["here", "there"], public=False)
    b = play.choose("B", ["here", "there"], public=False)
    return ((2, 1) if a == "here" else (1, w)) if a == b else (0, 0)


def options(record):
    """What `solve` can be told beside the game and the concept, each with what the concept has to be told anyway."""
    always = dict.fromkeys(record.asks[:1], 1)
    beside = [{}, {"seconds": 60}, {"prove": True}, {"given": {"A": {"start": ["here"]}}}, {"w": 3}, {"nobody": 1}, {"boxes": 50}]
    beside += [{"precision": Fraction(1, 2)}, {"seconds": 0}, {"seconds": "soon"}, {"refine": "d3"}, {"method": "nothing"}]
    beside += [{"refine": name} for name in REFINEMENTS] + [{"method": method.name} for method in record.methods]
    beside += [{"method": method.name, "seconds": 60} for method in record.methods]
    return [{**always, **one} for one in beside]


def answer_or_refusal(told, concept, **option):
    """The number of solutions, or the refusal; any other exception is a fault."""
    try:
        return len(solve(told, concept, **option))
    except GameError as error:
        return str(error)


@pytest.mark.parametrize("concept", CONCEPTS)
def test_every_concept_answers_or_refuses_every_option(concept):
    record = CONCEPTS[concept]
    answers = [answer_or_refusal(meeting(), concept, **option) for option in options(record)]
    assert all(isinstance(answer, int) or answer.endswith((".", ")")) for answer in answers), answers
    assert isinstance(answers[0], int), answers[0]


@pytest.mark.parametrize("concept", ["perfect", "quasi-perfect", "proper", "normal-form-perfect"])
def test_a_time_changes_no_answer_that_it_suffices_for(concept):
    timed = solve(meeting(), concept, seconds=60)
    assert timed.found == solve(meeting(), concept).found and len(timed) == len(solve(meeting(), concept))


def test_what_the_time_did_not_suffice_for_is_undecided():
    nothing = solve(selten_horse(), "perfect", seconds=1e-9)
    assert nothing.found == "some" and not len(nothing)
    assert solve(meeting(), "proper", seconds=1e-9).undecided


def test_a_concept_that_looks_at_no_clock_says_so(monkeypatch):
    from dataclasses import replace

    record = CONCEPTS["proper"]
    monkeypatch.setitem(
        CONCEPTS, "proper", replace(record, solve=lambda concept, game, at, method: record.solve(concept, game, at, method))
    )
    assert refusal(solve, meeting(), "proper", seconds=1) == "The search for proper equilibria looks at no clock; leave seconds out."


TRACED = ("p", "1/3", "2/5")


@pytest.mark.parametrize(
    "door, arguments",
    [(families, ()), (regimes, ()), (solve, ()), (lift, ()), (trace, TRACED), (estimate, ())],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_seconds_that_are_no_number_above_zero(door, arguments):
    for given in (-1, float("nan"), "x"):
        assert refusal(door, beer_quiche(), *arguments, seconds=given) == f"seconds = {given!r} is no number above 0."


@pytest.mark.parametrize("door", [families, regimes])
def test_gigabytes_that_are_no_number_above_zero(door):
    assert refusal(door, beer_quiche(), gigabytes=float("nan")) == "gigabytes = nan is no number above 0."


@pytest.mark.parametrize(
    "door, arguments",
    [(lift, ()), (trace, TRACED), (estimate, ()), (exercise, ("Sender", {})), (simulate, ({}, 3))],
    ids=lambda x: getattr(x, "__name__", ""),
)
def test_seeds_that_are_no_whole_numbers(door, arguments):
    for given in (-1, 1.5, "x"):
        assert refusal(door, beer_quiche(), *arguments, seed=given) == f"seed = {given!r} is no whole number of at least 0."
