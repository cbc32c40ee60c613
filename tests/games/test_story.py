"""Stories: what the rules say becomes nodes, information sets, payoffs, measures and endings."""

import math
from fractions import Fraction
from itertools import count

import numpy as np
import pytest
import sympy

from games import GameError, Parameter, game
from games.numbers import Expression

TOLD_AGAIN = "A story is told again and again; draw with play.chance, and let nothing in it be random or count its plays."
HALF = Fraction(1, 2)


@game(players=("Sender", "Receiver"), headline=("c", "unused"))
def signal(
    play,
    *,
    p=Parameter(HALF, domain="0 < p < 1", means="prior of the strong type"),
    c=Parameter(HALF, domain="c > 0", means="cost of the signal"),
    unused=Parameter(1, domain="unused > c", means="nothing"),
):
    """Two types, one costly signal."""
    strong = play.chance("type", {"strong": p, "weak": 1 - p}) == "strong"
    play.tell("Sender", "strong" if strong else "weak")
    sent = play.choose("Sender", ["signal", "quiet"]) == "signal"
    play.measure(signals=int(sent), cost=0 if strong or not sent else c)
    accepted = play.choose("Receiver", ["accept", "refuse"]) == "accept"
    play.outcome("accepted" if accepted else "refused")
    return {"Receiver": (1 if strong else -1) * int(accepted), "Sender": int(accepted) - (0 if strong or not sent else c)}


def refusal(story, **arguments):
    with pytest.raises(GameError) as caught:
        story(**arguments)
    return str(caught.value)


def told(rules, players=("A", "B"), **options):
    return game(players=players, **options)(rules)


# ------------------------------------------------------------------ what is built


def test_structure_and_labels():
    built = signal()
    assert (built.name, built.title, built.players) == ("signal", "Two types, one costly signal", ("Sender", "Receiver"))
    assert (built.nodes, built.leaves, built.infosets, built.parameters) == (15, 8, 4, ("p", "c"))
    assert built.headline == ("c",)
    assert list(zip(built.set_owner, built.set_labels, built.set_actions, strict=True)) == [
        (0, "strong", ("signal", "quiet")),
        (0, "weak", ("signal", "quiet")),
        (1, "signal", ("accept", "refuse")),
        (1, "quiet", ("accept", "refuse")),
    ]
    assert built.chance_moves == (("type", ("strong", "weak")),)
    assert repr(built) == "<Game signal: Sender, Receiver; 15 nodes, 4 information sets, 2 parameters>"


def test_nodes_stand_breadth_first_and_parents_come_first():
    built = signal()
    assert list(built.depth) == sorted(built.depth)
    assert all(built.parent[1:] < np.arange(1, built.nodes))
    assert [list(built.children(n)) for n in range(3)] == [[1, 2], [3, 4], [5, 6]]
    assert built.history(14) == "weak/quiet/refuse"


def test_payoffs_measures_and_outcomes_by_leaf():
    built = signal()
    leaves = {built.history(int(n)): k for k, n in enumerate(built.leaf_nodes)}
    leaf = leaves["weak/signal/accept"]
    assert [str(built.payoff(leaf, k)) for k in (0, 1)] == ["1 - c", "-1"]
    assert [built.measure_names[k] for k in (0, 1)] == ["signals", "cost"]
    assert [str(built.measure(leaf, k)) for k in (0, 1)] == ["1", "c"]
    assert built.outcome_names == ("accepted", "refused")
    assert [built.outcome_names[k] for k in built.outcome] == ["accepted", "refused"] * 4
    assert [str(built.chance(n)) for n in (1, 2)] == ["p", "1 - p"]


def test_an_outcome_without_a_name_is_the_players_moves():
    def rules(play):
        play.chance("coin", ["heads", "tails"])
        a = play.choose("A", ["up", "down"])
        b = play.choose("B", ["in", "out"])
        return (int(a == "up"), int(b == "in"))

    assert told(rules)().outcome_names == ("up/in", "up/out", "down/in", "down/out")


def test_measures_add_up_and_are_zero_where_not_mentioned():
    def rules(play):
        play.measure(harm=1)
        if play.choose("A", ["more", "none"]) == "more":
            play.measure(harm=HALF, flow=-1)
        return (0, 0)

    built = told(rules)()
    assert [[built.measure(leaf, k) for k in (0, 1)] for leaf in (0, 1)] == [[Fraction(3, 2), -1], [1, 0]]


def test_private_moves_are_seen_by_the_chooser_only():
    def rules(play):
        play.choose("A", ["l", "r"], public=False)
        play.choose("B", ["x", "y"], public=False)
        play.tell(("A", "B"), "done")
        play.choose("A", ["again", "stop"])
        return (0, 0)

    built = told(rules)()
    assert list(zip(built.set_owner, built.set_labels, strict=True)) == [(0, "start"), (0, "l/done"), (0, "r/done"), (1, "start")]


def test_what_was_said_and_what_was_chosen_are_told_apart():
    def rules(play):
        if play.choose("A", ["yes", "no"], public=False) == "yes":
            play.tell("B", "yes")
        else:
            play.choose("A", ["yes", "maybe"])
        play.choose("B", ["x", "y"])
        return (0, 0)

    built = told(rules)()
    assert [label for owner, label in zip(built.set_owner, built.set_labels, strict=True) if owner == 1] == ["yes", "yes#2", "maybe"]


def test_chosen_objects_come_back_as_given():
    def rules(play):
        number = play.choose("A", range(3))
        _, suit = play.chance("card", [("K", "red"), ("Q", "black")])
        return (number, 1 if suit == "red" else 0)

    built = told(rules)()
    assert built.set_actions == (("0", "1", "2"),)
    assert built.payoff(built.leaves - 1, 0) == 2
    assert built.chance_moves[0][1][0] == "('K', 'red')"


@pytest.mark.parametrize(
    "number, expected",
    [
        (1, "1"),
        (HALF, "1/2"),
        (0.1, "1/10"),
        (sympy.Rational(2, 3), "2/3"),
        (np.int64(7), "7"),
        (np.float64(0.25), "1/4"),
        (True, "1"),
        (sympy.Symbol("p") + 1, "1 + p"),
        (sympy.Rational(1, 3) * sympy.Symbol("p"), "p/3"),
    ],
)
def test_exact_numbers_of_every_kind(number, expected):
    def rules(play, *, p=Parameter(HALF)):
        return (number, p)

    assert str(told(rules)().payoff(0, 0)) == expected


def test_sympy_numbers_and_parameters_mix():
    def rules(play, *, p=Parameter(HALF)):
        return (sympy.Rational(1, 2) * p, p * sympy.Rational(1, 2) - sympy.Integer(1))

    built = told(rules)()
    assert [str(built.payoff(0, k)) for k in (0, 1)] == ["p/2", "(p - 2)/2"]


def test_a_parameter_may_have_any_name():
    def rules(play, *, pi=Parameter(HALF), E=Parameter(HALF), beta=Parameter(HALF), S=Parameter(HALF), N=Parameter(HALF)):
        return (pi + E * beta - S / N, sympy.Rational(1, 3) * E)

    built = told(rules)()
    assert built.parameters == ("pi", "E", "beta", "S", "N")
    assert str(built.payoff(0, 1)) == "E/3"


def test_rational_functions_are_payoffs_too():
    def rules(play, *, delta=Parameter(HALF, domain="0 < delta < 1")):
        return (1 / (1 - delta), 1 / (1 - delta) + 1)

    built = told(rules)()
    assert [str(built.payoff(0, k)) for k in (0, 1)] == ["1/(1 - delta)", "(2 - delta)/(1 - delta)"]
    assert built.at(delta=Fraction(2, 3)).payoff(0, 1) == 4


def test_fixing_a_parameter_and_setting_structure():
    @game(players=lambda size: [f"P{k}" for k in range(size)], parameters=lambda size: {"q": Parameter(Fraction(1, size), "0 < q < 1")})
    def several(play, *, size=2, p=Parameter(HALF, domain="p > 0"), q):
        """Several players."""
        for k in range(size):
            play.choose(f"P{k}", ["a", "b"])
        return (p * q,) * size

    assert several().players == ("P0", "P1")
    assert several.structure == {"size": 2}
    three = several(size=3)
    assert three.players == ("P0", "P1", "P2")
    assert three.defaults == {"p": HALF, "q": Fraction(1, 3)}
    fixed = several(size=3, p=2)
    assert fixed.parameters == ("q",) and fixed.fixed == {"p": 2}
    assert str(fixed.payoff(0, 0)) == "2*q"


def test_parameters_may_override_those_in_the_signature():
    @game(players=("A",), parameters=lambda wide: {"p": Parameter(5, "p > 4")} if wide else {})
    def width(play, *, wide=False, p=Parameter(1, "p > 0")):
        """Width."""
        return (p,)

    assert width().defaults == {"p": 1}
    assert width(wide=True).defaults == {"p": 5}
    assert width(wide=True).domain.texts == ["p > 4"]


def test_help_shows_the_rules_own_docstring():
    assert signal.__doc__ == "Two types, one costly signal."
    assert signal.__name__ == "signal" and signal.__module__ == __name__


def test_an_outline_counts_what_the_game_has():
    built, outline = signal(), signal.outline()
    assert outline == {
        "players": list(built.players),
        "nodes": built.nodes,
        "infosets": built.infosets,
        "parameters": list(built.parameters),
    }


# ------------------------------------------------------------------ what is refused, in whole sentences


def test_payoffs_must_fit_the_players():
    assert refusal(told(lambda play: (1, 2, 3))) == (
        "<lambda> returns (1, 2, 3) after 'the start'; return the payoffs as a tuple or as a dict by player, one for each of A, B."
    )
    assert refusal(told(lambda play: None)) == (
        "<lambda> returns None after 'the start'; return the payoffs as a tuple or as a dict by player, one for each of A, B."
    )
    assert refusal(told(lambda play: "ab")) == (
        "<lambda> returns 'ab' after 'the start'; return the payoffs as a tuple or as a dict by player, one for each of A, B."
    )
    assert refusal(told(lambda play: {"A": 1, "C": 2})) == "<lambda> has no player 'C'; its players are A, B."

    def rules(play):
        play.choose("A", ["up", "down"])
        return {"A": 1}

    assert refusal(told(rules)) == "rules ends after 'up' without a payoff for B; write 0 if it is nothing."


@pytest.mark.parametrize(
    "number, said",
    [
        ("one", "'one'"),
        (None, "None"),
        (float("nan"), "nan"),
        (float("inf"), "inf"),
        (1j, "1j"),
        (sympy.pi, "pi"),
        (sympy.sqrt(2), "sqrt(2)"),
    ],
)
def test_numbers_that_are_not_exact(number, said):
    assert refusal(told(lambda play: (0, number))) == (
        f"<lambda>: the payoff of B after 'the start' is {said}; give an exact number or an expression in the parameters."
    )


def test_a_measure_and_a_chance_must_be_numbers_too():
    def measure(play):
        play.measure(harm="much")
        return (0, 0)

    def chance(play):
        play.chance("coin", {"heads": "half", "tails": "half"})
        return (0, 0)

    assert refusal(told(measure)) == "measure: the measure 'harm' is 'much'; give an exact number or an expression in the parameters."
    assert refusal(told(chance)) == (
        "chance: the chance of 'heads' at 'coin' is 'half'; give an exact number or an expression in the parameters."
    )


@pytest.mark.parametrize(
    "actions, found",
    [
        ([], "nothing"),
        (["a", "a"], "'a', 'a'"),
        (["", "b"], "'', 'b'"),
        ([1, "1"], "'1', '1'"),
    ],
)
def test_actions_need_labels_of_their_own(actions, found):
    def rules(play):
        play.choose("A", actions)
        return (0, 0)

    assert refusal(told(rules)) == f"rules: a choice of A needs at least one option, each with a text of its own; found {found}."


def test_chance_needs_outcomes():
    def rules(play):
        play.chance("deal", [])
        return (0, 0)

    assert refusal(told(rules)) == "rules: the chance move 'deal' needs at least one option, each with a text of its own; found nothing."


def test_unknown_players():
    def chooses(play):
        play.choose("Bob", ["x", "y"])

    def tells(play):
        play.tell(("A", "Bob"), "x")

    assert refusal(told(chooses)) == "chooses has no player 'Bob'; its players are A, B."
    assert refusal(told(tells)) == "tells has no player 'Bob'; its players are A, B."


def test_choices_must_agree_inside_an_information_set():
    def rules(play):
        first = play.choose("A", ["King", "Queen"], public=False)
        play.tell("B", "go")
        play.choose("B", ["fold", "call"] if first == "King" else ["fold", "raise"])
        return (0, 0)

    assert refusal(told(rules)) == (
        "B's choices differ inside one information set, 'go': once fold, call, once fold, raise. "
        "Tell B something that separates the two, or offer the same choices."
    )


def test_rules_must_not_look_at_a_parameter():
    message = (
        "The rules look at the value of p, which depends on a parameter; a parameter may enter payoffs and chances only. "
        "Make it a structure argument (a keyword without Parameter) if the rules depend on it."
    )
    for looks in (lambda p: p > 0, lambda p: p == 1, lambda p: bool(p), lambda p: p >= 0, lambda p: p != 0):

        def rules(play, *, p=Parameter(HALF), looks=looks):
            return (1, p) if looks(p) else (0, p)

        assert refusal(told(rules)) == message


def test_a_constant_may_be_looked_at():
    def rules(play, *, p=Parameter(HALF)):
        return (p, 1 if p - p == 0 else 0)

    assert told(rules)().payoff(0, 1) == 1


def test_rules_must_be_deterministic():
    def coin(play):
        play.choose("A", ["l", "r"])
        play.choose("B", ["x", "y"] if next(turns) % 2 else ["x", "z"])
        return (0, 0)

    def ends(play):
        if next(turns) == 1:
            return (0, 0)
        play.choose("A", ["l", "r"])
        return (0, 0)

    def owner(play):
        play.choose("A", ["l", "r"]) if next(turns) == 0 else play.chance("coin", ["l", "r"])
        return (0, 0)

    turns = count()
    assert refusal(told(coin)).startswith("coin is not deterministic: the same choices led once to B choosing from x, z and once to ")
    turns = count()
    assert refusal(told(ends)) == "ends is not deterministic: the same choices led once to A choosing from l, r and once to an ending."
    turns = count()
    assert refusal(told(owner)) == (
        "owner is not deterministic: the same choices led once to A choosing from l, r and once to chance 'coin' over l, r. " + TOLD_AGAIN
    )


def test_a_play_must_end():
    def rules(play):
        while True:
            play.choose("A", ["on"])

    assert refusal(told(rules)) == "rules does not end: a play goes on after 1000 moves. Let every play return payoffs."


def test_players_need_names_of_their_own():
    assert refusal(told(lambda play: (0, 0), players=("A", "A"))) == "<lambda> needs players with names of their own; found A, A."
    assert refusal(told(lambda play: (), players=())) == "<lambda> needs players with names of their own; found none."
    with pytest.raises(GameError, match=r"^players and headline are sequences of names; write \('A',\)\.$"):
        game(players="A")


def test_arguments_must_be_known():
    assert refusal(signal, q=1) == "signal has no parameter or structure argument 'q'; it has p, c, unused."
    assert refusal(signal, unused=3) == "signal with this structure does not use the parameter unused; it uses p, c."
    assert refusal(told(lambda play: (0, 0)), q=1) == "<lambda> has no parameter or structure argument 'q'; it has none."


def test_a_structure_argument_may_be_needed():
    def rules(play, *, count):
        return (count, 0)

    def number(play, *, q):
        return (q, 0)

    assert refusal(told(rules)) == "rules needs count."
    assert told(rules)(count=2).payoff(0, 0) == 2
    assert refusal(told(number, parameters=lambda: {})) == "number needs q, and its parameters= gives none for this structure."


def test_symbols_must_be_declared():
    assert refusal(told(lambda play: (sympy.Symbol("x"), sympy.Symbol("y")))) == (
        "<lambda> uses the symbol x, y, which is no parameter; declare it as a keyword with Parameter(...)."
    )


def test_a_default_must_be_an_exact_number():
    def rules(play, *, p=Parameter("half")):
        return (p, 0)

    assert refusal(told(rules)) == "rules: the default of p is 'half', which is no exact number."


@pytest.mark.parametrize("default, meant", [(1 / 3, "Fraction(1, 3)"), (0.1 + 0.2, "Fraction(3, 10)"), (-2 / 7, "Fraction(-2, 7)")])
def test_a_default_that_was_rounded_is_refused(default, meant):
    def rules(play, *, p=Parameter(default)):
        return (p, 0)

    assert refusal(told(rules)) == f"rules: the default of p is {default!r}, a rounded number; write it exactly, as {meant}."


@pytest.mark.parametrize(
    "default, value", [("1/3", Fraction(1, 3)), (0.3, Fraction(3, 10)), (1e-9, Fraction(1, 10**9)), ("0.25", HALF / 2)]
)
def test_a_default_may_be_text_or_a_short_decimal(default, value):
    def rules(play, *, p=Parameter(default)):
        return (p, 0)

    assert told(rules)().defaults == {"p": value}


def test_a_parameter_is_refused_where_it_is_written():
    def refused(**given):
        with pytest.raises(GameError) as caught:
            Parameter(**given)
        return str(caught.value)

    advice = "is not a text; write comparisons with <, <=, > or >= that name the parameter, as '0 < p < 1'."
    assert refused(default=HALF, domain=(0, 1)) == f"The domain (0, 1) {advice}"
    assert refused(default=HALF, domain=("0 < p", 1)) == f"The domain ('0 < p', 1) {advice}"
    assert refused(default=HALF, domain=1) == f"The domain 1 {advice}"
    assert refused(default=HALF, domain=None) == f"The domain None {advice}"
    assert refused(domain="0 < p < 1") == "A parameter needs a default, an exact number, as Parameter(Fraction(1, 2), domain='0 < p < 1')."
    assert refused(default=HALF, means=3) == "means = 3 of a parameter is not a text."


@pytest.mark.parametrize("domain", ["(0, 1)", "p = 1/2", "0 < p and p < 1", "0 < p, p < 1", "positive", ""])
def test_a_domain_that_is_no_comparison(domain):
    def rules(play, *, p=Parameter(HALF, domain=domain)):
        return (p, 0)

    assert refusal(told(rules)) == (
        f"rules: the domain of p cannot be read: {domain!r} is not a condition; write comparisons with <, <=, > or >=, as '0 < p < 1'."
    )


def test_a_story_names_its_players():
    def rules(play):
        return (0, 0)

    def refused(*bare, **given):
        with pytest.raises(GameError) as caught:
            game(*bare, **given)
        return str(caught.value)

    names = "with the names of yours."
    assert refused(rules) == f"A story names its players; write @game(players=('Ann', 'Bob')) above rules, {names}"
    assert refused() == f"A story names its players; write @game(players=('Ann', 'Bob')), {names}"
    assert refused(("A", "B")) == f"A story names its players; write @game(players=('Ann', 'Bob')), {names}"
    assert refused(players=(1, 2)) == "players and headline are sequences of names, each a text; found (1, 2), write ('1', '2')."
    assert refused(players=2) == "players and headline are sequences of names, each a text; found 2, write ('Ann', 'Bob')."


def test_a_headline_names_parameters():
    def rules(play, *, p=Parameter(HALF)):
        return (p, 0)

    assert refusal(told(rules, headline=("q",))) == "The headline of rules names 'q'; its parameters are p."


def test_defaults_lie_in_the_domain():
    def rules(play, *, p=Parameter(2, domain="0 < p < 1")):
        return (p, 0)

    assert refusal(told(rules)) == "rules: at the defaults p = 2 violates p < 1, which the game assumes."


def test_an_empty_domain():
    def rules(play, *, p=Parameter(HALF, domain="1 < p < 0")):
        return (p, 0)

    assert refusal(told(rules)) == "The domain of p is empty: nothing satisfies 1 < p < 0."


def test_a_domain_of_one_value():
    def rules(play, *, p=Parameter(1, domain="1 <= p <= 1")):
        return (p, 0)

    assert refusal(told(rules)) == "The domain 1 <= p <= 1 leaves p one value; write the number where p stands, or leave it room."


def test_a_domain_without_interior():
    def rules(play, *, p=Parameter(HALF), q=Parameter(HALF, domain="p <= q <= p")):
        return (p, q)

    assert refusal(told(rules)) == "The domain p <= q, q <= p has no interior near the defaults; use strict inequalities that leave room."


def test_a_domain_speaks_of_parameters_only():
    def rules(play, *, p=Parameter(HALF, domain="0 < p < bound")):
        return (p, 0)

    assert refusal(told(rules)) == "rules: the domain of p cannot be read: 'bound' is not a known name; known: p."


@pytest.mark.parametrize("domain", ["root(x, 0, 1) < 1", "0 < p < sqrt(2)"])
def test_a_root_in_a_domain_is_refused(domain):
    def rules(play, *, p=Parameter("1/2", domain)):
        """Nothing but a payoff."""
        return (p, 0)

    assert "write it without, as p*p < 2 for a root of two." in refusal(told(rules))


def test_chances_must_add_up_and_be_positive():
    def sums(play, *, p=Parameter(HALF, domain="0 < p < 1")):
        play.chance("coin", {"heads": p, "tails": p})
        return (0, 0)

    def zero(play):
        play.chance("coin", {"heads": 1, "tails": 0})
        return (0, 0)

    def negative(play, *, p=Parameter(HALF, domain="0 < p < 2")):
        play.chance("coin", {"heads": p, "tails": 1 - p})
        return (p, 0)

    assert refusal(told(sums)) == "The chances of 'coin' add up to 2*p, not 1: heads p, tails p."
    assert refusal(told(zero)) == (
        "The chance of 'tails' at 'coin' is 0; every chance must be positive. Remove the branch, or narrow the domain of its parameters."
    )
    message = refusal(told(negative))
    assert message.startswith("The chance of 'tails' at 'coin' is -")
    assert message.endswith("; every chance must be positive. Remove the branch, or narrow the domain of its parameters.")


def test_values_outside_the_domain_are_refused_whole_or_in_part():
    assert refusal(signal, p=2) == "p = 2 violates p < 1, which the game assumes."
    assert refusal(signal, p=2, c=1) == "p = 2 violates p < 1, which the game assumes."
    assert refusal(signal, p="many") == "p = 'many' is no exact number; give a whole number, a fraction or a decimal."


def test_names_outside_ascii_are_refused():
    def rules(play, *, δ=Parameter(HALF)):
        return (δ, 0)

    assert refusal(told(rules)) == "The name 'δ' has letters that are not ASCII; spell it out, as 'delta'."


def test_a_payoff_may_be_an_expression_of_ours():
    p = Expression.symbol("p")

    def rules(play, *, p=Parameter(HALF), made=p * p):
        return (made, p)

    assert str(told(rules)().payoff(0, 0)) == "p**2"


# ------------------------------------------------------------------ mistakes of whoever writes a first story


NUMBER = (
    "The rules take p for a number, as math.exp, float, int, abs, // or numpy do, but it depends on a parameter, and with parameters only "
    "+ - * / and whole powers have closed forms. Let what the function gives be a parameter of its own, or make it a structure argument "
    "(a keyword without Parameter)."
)
ROOT = "powers are whole numbers. For a root let the root itself be the parameter, and write its square where its square is meant."


@pytest.mark.parametrize(
    "reckon, said",
    [
        (math.exp, NUMBER),
        (math.sqrt, NUMBER),
        (float, NUMBER),
        (int, NUMBER),
        (round, NUMBER),
        (abs, NUMBER),
        (math.floor, NUMBER),
        (np.exp, NUMBER),
        (np.sqrt, NUMBER),
        (sympy.exp, NUMBER),
        (sympy.sqrt, NUMBER),
        (lambda p: 2**p, NUMBER),
        (lambda p: p // 2, NUMBER),
        (lambda p: 7 % p, NUMBER),
        (lambda p: [1, 2][p], NUMBER),
        (lambda p: list(range(p)), NUMBER),
        (lambda p: p**0.5, f"The rules raise p to the power 0.5; {ROOT}"),
        (lambda p: p**HALF, f"The rules raise p to the power 1/2; {ROOT}"),
        (lambda p: p**p, f"The rules raise p to the power p; {ROOT}"),
    ],
)
def test_what_has_no_closed_form_in_a_parameter(reckon, said):
    def rules(play, *, p=Parameter(HALF, domain="0 < p < 1")):
        play.choose("A", ["up", "down"])
        return (reckon(p), 0)

    assert refusal(told(rules)) == said


@pytest.mark.parametrize(
    "reckon, text",
    [
        (lambda p: p**2, "p**2"),
        (lambda p: p**2.0, "p**2"),
        (lambda p: p ** sympy.Integer(2), "p**2"),
        (lambda p: np.int64(2) * p, "2*p"),
        (lambda p: np.float64(0.5) * p, "p/2"),
        (lambda p: sympy.Rational(1, 3) * p, "p/3"),
        (lambda p: sympy.Symbol("p") * p, "p**2"),
        (lambda p: (np.array([1, 2]) * p)[1], "2*p"),
        (lambda p: sum([p, p]), "2*p"),
        (lambda p: float(p - p + 1) * p, "p"),
    ],
)
def test_numbers_of_other_libraries_meet_parameters(reckon, text):
    def rules(play, *, p=Parameter(HALF, domain="0 < p < 1")):
        return (reckon(p), 0)

    assert str(told(rules)().payoff(0, 0)) == text


LOOK_UP = " To look up what a label stands for, write offers = {'small': p, 'large': c} and offers[play.choose(player, list(offers))]."
LIST = "write a list, as ['fight', 'retreat']."


@pytest.mark.parametrize(
    "call, said",
    [
        (lambda play, p: play.choose("A", "fight"), f"the options of a choice of A are 'fight'; {LIST}"),
        (lambda play, p: play.choose("A", "fight", "flee"), f"the options of a choice of A are 'fight'; {LIST}"),
        (lambda play, p: play.choose("A", {"a", "b"}), f"the options of a choice of A are a set, which has no order; {LIST}"),
        (lambda play, p: play.choose("A", 3), f"the options of a choice of A are 3; {LIST}"),
        (
            lambda play, p: play.choose("A", ["a", p]),
            f"the options of a choice of A, 'a', p, depend on a parameter; options are labels.{LOOK_UP}",
        ),
        (
            lambda play, p: play.chance("type", p),
            f"the options of the chance move 'type' are p; {LIST[:-1]}, or with their chances a dict, as {{'high': p, 'low': 1 - p}}.",
        ),
        (
            lambda play, p: play.chance("type", [("high", p), ("low", 1 - p)]),
            "the options of the chance move 'type', ('high', p), ('low', 1 - p), depend on a parameter; options are labels. "
            "For probabilities write a dict, as {'high': p, 'low': 1 - p}.",
        ),
    ],
)
def test_options_are_a_list_of_labels(call, said):
    def rules(play, *, p=Parameter(HALF, domain="0 < p < 1")):
        call(play, p)
        return (0, 0)

    assert refusal(told(rules)) == f"rules: {said}"


def test_players_that_there_are_not():
    has = "<lambda> has no player {}; its players are A, B."
    assert refusal(told(lambda play: play.choose("a", ["x", "y"]))) == has.format("'a'") + " Write 'A'."
    assert refusal(told(lambda play: play.choose(["x", "y"], "A"))) == has.format("['x', 'y']") + " Say who first, then what."
    assert refusal(told(lambda play: play.tell("C", "x"))) == has.format("'C'")
    assert refusal(told(lambda play: play.tell(3, "x"))) == has.format("3")
    assert (
        refusal(told(lambda play: play.chose("A", ["x", "y"])))
        == "A play has no 'chose'; it has chance, draw, choose, tell, measure, tally, pay, weigh, outcome and depends_on."
    )


def test_a_chance_that_varies_between_plays():
    told_so_far = count(2)

    def rules(play):
        k = next(told_so_far)
        play.chance("type", {"high": Fraction(1, k), "low": 1 - Fraction(1, k)})
        play.choose("A", ["x", "y"])
        return (0, 0)

    assert refusal(told(rules)) == (
        "rules is not deterministic: the same choices led once to chance 'type' over high, low (with chances 1/2, 1/2) "
        "and once to chance 'type' over high, low (with chances 1/3, 2/3). " + TOLD_AGAIN
    )


def test_what_a_player_knows_that_varies_between_plays():
    told_so_far = count(2)

    def rules(play):
        play.tell("A", next(told_so_far))
        play.choose("A", ["x", "y"])
        return (0, 0)

    assert refusal(told(rules)) == (
        "rules is not deterministic: the same choices led once to A choosing from x, y (knowing 2) "
        "and once to A choosing from x, y (knowing 3). " + TOLD_AGAIN
    )


def test_rounded_chances():
    def rules(play):
        play.chance("type", {"high": 1 / 3, "low": 2 / 3})
        return (0, 0)

    assert refusal(told(rules)) == (
        "The chances of 'type' are rounded numbers, which do not add up to 1: high 0.3333, low 0.6667. Write fractions, as Fraction(1, 3)."
    )


def test_a_probability_without_a_domain():
    def rules(play, *, p=Parameter(HALF)):
        play.chance("type", {"high": p, "low": 1 - p})
        return (0, 0)

    assert refusal(told(rules)) == (
        "The chance of 'high' at 'type' is p, and nothing is assumed of p: it may be -18. "
        "Give the parameter a domain, as Parameter(Fraction(1, 2), domain='0 < p < 1')."
    )


def test_payoffs_that_do_not_fit_are_shown_as_formulas():
    def rules(play, *, p=Parameter(HALF)):
        return (p, 1 - p, 0)

    assert refusal(told(rules)) == (
        "rules returns (p, 1 - p, 0) after 'the start'; return the payoffs as a tuple or as a dict by player, one for each of A, B."
    )
