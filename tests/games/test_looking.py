"""What may be amiss in a story is found, said in words, and not found in stories that are right."""

from fractions import Fraction
from pathlib import Path

import pytest

import games
import solvers
from games import GameError, Parameter, Remark

HALF = Fraction(1, 2)
HERE = Path(games.__file__).parent
ESSAY = sorted(file.stem for file in (HERE / "essay").glob("*.py") if not file.stem.startswith(("_", "campaign_")))
CLASSICS = sorted(file.stem for file in (HERE / "classics").glob("*.py") if not file.stem.startswith("_"))
CHANCE = Parameter(HALF, domain="0 < p < 1", means="prior")


def found(*, tell=True, compare="fight", yields=-1, idle=False, extra=0, forced=False, number=1):
    """Remarks on a story of entry with one thing changed."""

    def rules(play, *, p=CHANCE, c=Parameter(2, domain="c > 0", means="a cost"), b=Parameter(1, domain="b > 0", means="unused")):
        "Entry."
        kind = play.chance("type", {"strong": p, "weak": 1 - p})
        if tell:
            play.tell("Firm", kind)
        if forced and kind == "strong":
            play.choose("Rival", ["blink"])
        if play.choose("Firm", ["in", "out"]) == "out":
            return 0, number
        if play.choose("Rival", ["fight", "yield"]) == compare:
            return (-c if kind == "weak" else 1), yields
        return 2 + (0 if idle else b), extra

    return games.check(games.game(players=("Firm", "Rival"))(rules))


def kinds(remarks):
    return [remark.kind for remark in remarks]


def test_a_story_that_is_right_is_let_alone():
    assert found() == () and str(found()) == "Nothing seems amiss."


@pytest.mark.parametrize("name", ["beer_quiche", "crisis_signalling", "kuhn", "coercive_diplomacy", "defection_for_immunity"])
def test_published_stories_have_no_such_faults(name):
    assert set(kinds(games.check(name))) <= {"unused"}


def test_a_type_told_to_nobody():
    (remark,) = found(tell=False)
    assert remark == Remark("untold", {"chance": "type", "outcomes": ["strong", "weak"]})
    assert str(remark).startswith(
        "Nobody can tell what comes out of the chance move 'type' (strong, weak), though somebody moves after it."
    )


def test_a_name_compared_with_no_action():
    remarks = found(compare="figth")
    assert remarks[0].where["name"] == "figth" and remarks[0].where["near"] == "fight"
    assert str(remarks[0]) == "The rules compare with 'figth', which is no action and no outcome; did you mean 'fight'?"
    assert "same" in kinds(remarks)  # and so both replies pay the same


def test_a_parameter_that_moves_nothing():
    assert kinds(found(idle=True)) == ["unused"] and found(idle=True)[0].where["parameters"] == ["b"]


def test_a_parameter_that_moves_all_payoffs_alike():
    @games.game(players=("A",))
    def shifted(play, *, s=Parameter(1, domain="s > 0")):
        "Shifted."
        return (s + (play.choose("A", ["l", "r"]) == "l"),)

    (remark,) = games.check(shifted)
    assert (remark.kind, remark.where) == ("alike", {"parameter": "s", "players": ["A"]})


def test_sets_told_apart_by_a_choice_of_one_action():
    (remark,) = [one for one in found(forced=True) if one.kind == "forced" and one.where["player"] == "Rival"]
    assert remark.where["actions"] == ["blink"] and "told apart only by a choice of one action ('blink')" in str(remark)


def test_two_sets_that_look_alike():
    @games.game(players=("A", "B"))
    def heard(play):
        "Heard."
        first = play.choose("A", ["x", "y"], public=False)
        play.tell("B", "x") if first == "x" else play.choose("A", ["x"])
        return (1, int(play.choose("B", ["l", "r"]) == "l"))

    assert [one.where["label"] for one in games.check(heard) if one.kind == "look alike"] == ["x"]


def test_a_type_that_is_given_away_because_only_it_moves():
    @games.game(players=("Firm", "Rival"))
    def entry(play, *, p=CHANCE):
        "Only a strong firm has a choice."
        kind = play.chance("type", {"strong": p, "weak": 1 - p})
        play.tell("Firm", kind)
        if kind == "strong":
            play.choose("Firm", ["show", "hide"])
        return 1, {"fight": 0 if kind == "strong" else 2, "yield": 1}[play.choose("Rival", ["fight", "yield"])]

    remarks = games.check(entry)
    assert kinds(remarks) == ["only one moves"]
    where = {"player": "Rival", "mover": "Firm", "chance": "type", "outcome": "strong"}
    assert remarks[0].where == {**where, "sets": ["show", "hide"], "without": ["start"]}
    assert str(remarks[0]).startswith(
        "Firm moves after 'strong' (type) and never after another outcome, by which Rival can tell them apart"
    )


@pytest.mark.parametrize("told", [True, False])
def test_who_was_told_the_type_or_meets_the_same_move_after_both_is_let_alone(told):
    @games.game(players=("Firm", "Rival"))
    def entry(play, *, p=CHANCE):
        "A strong firm has a choice, and a weak one hides."
        kind = play.chance("type", {"strong": p, "weak": 1 - p})
        play.tell(("Firm", "Rival") if told else "Firm", kind)
        if kind == "strong" or not told:
            play.choose("Firm", ["show", "hide"] if kind == "strong" else ["hide"])
        return 1, {"fight": 0 if kind == "strong" else 2, "yield": 1}[play.choose("Rival", ["fight", "yield"])]

    assert "only one moves" not in kinds(games.check(entry))


@pytest.mark.parametrize(("one", "other"), [("high", "High"), ("war 1", "war  1"), (1, 1.0)])
def test_the_same_fact_in_words_that_nearly_agree(one, other):
    @games.game(players=("Firm", "Rival"))
    def entry(play, *, p=CHANCE):
        "A rival is told the same in two ways."
        kind = play.chance("cost", {"low": p, "high": 1 - p})
        play.tell("Rival", one if kind == "low" else other)
        return 1, {"fight": 0 if kind == "low" else 2, "yield": 1}[play.choose("Rival", ["fight", "yield"])]

    (remark,) = games.check(entry)
    assert remark == Remark("nearly alike", {"player": "Rival", "sets": [str(one), str(other)]})
    assert str(remark).endswith("If they are meant to be one, tell the same words.")


@pytest.mark.parametrize("name", ESSAY)
def test_of_the_games_of_the_essay_nothing_is_said(name):
    assert games.check(name) == ()


@pytest.mark.slow
@pytest.mark.parametrize("name", CLASSICS)
def test_of_the_classics_nothing_is_said_but_what_is_so(name):
    """Ties, and stakes that add to every payoff, are part of some published games; no set of theirs is told apart by mistake."""
    assert set(kinds(games.check(name))) <= {"same", "alike"}


def test_a_parameter_that_another_structure_uses_is_let_alone():
    @games.game(players=("A",))
    def fee(play, *, c=Parameter(1, domain="c > 0"), b=Parameter(2, domain="b > 0"), dues=False):
        "A fee that is due or not, and something that no rule reads."
        return (-1 - (c if dues else 0) if play.choose("A", ["in", "out"]) == "in" else 0,)

    assert [remark.where["parameters"] for remark in games.check(fee)] == [["b"]]
    assert [remark.where["parameters"] for remark in games.check(fee, dues=True)] == [["b"]]


def test_a_rounded_payoff():
    (remark,) = found(number=1 / 3)
    assert remark.kind == "rounded" and "Write it exactly, as Fraction(1, 3), for exact answers." in str(remark)


def test_defaults_on_a_wall():
    @games.game(players=("A",))
    def even(play, *, c=Parameter(1, domain="c > 0")):
        "Even."
        return (c if play.choose("A", ["l", "r"]) == "l" else 1,)

    assert games.check(even) == ()
    (remark,) = solvers.check(even)
    assert (remark.kind, remark.where) == ("on a wall", {"walls": ["c = 1"]})


def test_what_is_no_story_is_refused():
    with pytest.raises(GameError, match="What is checked is a story"):
        games.check(games.load("kuhn"))
    with pytest.raises(GameError, match="There is no game 'beer_quich'; did you mean beer_quiche"):
        games.check("beer_quich")


def test_remarks_are_data():
    (remark,) = found(tell=False)
    assert remark.as_json() == {"kind": "untold", "where": dict(remark.where), "says": str(remark)}


# ------------------------------------------------------------------ natural mistakes are refused with what would mend them


def refusal(make):
    with pytest.raises(GameError) as refused:
        make()
    return str(refused.value)


def coin(parameter):
    @games.game(players=("A",))
    def rules(play, *, phi=parameter):
        "A coin."
        side = play.chance("coin", {"heads": phi, "tails": 1 - phi})
        return (int(play.choose("A", ["heads", "tails"]) == side),)

    return rules()


def test_a_domain_as_a_pair_of_numbers():
    assert refusal(lambda: Parameter(HALF, domain=(0, 2))).endswith("that name the parameter, as '0 < p < 2'.")
    assert refusal(lambda: coin(Parameter(HALF, domain="(0, 1)"))).endswith("write comparisons with <, <=, > or >=, as '0 < phi < 1'.")


def test_a_probability_without_a_domain():
    message = refusal(lambda: coin(Parameter(HALF)))
    assert message.startswith("The chance of 'heads' at 'coin' is phi, and nothing is assumed of phi: it may be ")
    assert message.endswith("Give the parameter a domain, as Parameter(Fraction(1, 2), domain='0 < phi < 1').")


def test_a_story_that_takes_no_play():
    def rules():
        return (0,)

    assert refusal(lambda: games.game(players=("A",))(rules)) == (
        "rules takes no play; write def rules(play, ...), and let it tell one play."
    )


def test_two_decimals_that_chance_draws_from_look_like_the_ends_of_an_interval():
    @games.game(players=("A",))
    def ends(play):
        """A number between two."""
        x = play.chance("cost", (0.0, 1.0))
        play.tell("A", x)
        return (int(x) if play.choose("A", ["in", "out"]) == "in" else 0,)

    assert [str(remark) for remark in solvers.check(ends) if remark.kind == "two ends"] == [
        "The chance move 'cost' draws one of two numbers, 0.0 or 1.0. If any number between them is meant, known to one player, write "
        "play.draw('cost', Uniform(0.0, 1.0), to=that player)."
    ]


def test_two_decimals_to_choose_from_look_like_the_ends_of_an_interval():
    @games.game(players=("A",))
    def share(play):
        """A number between two, or so it was meant."""
        return (play.choose("A", (0.0, 1.0)) == 1.0,)

    assert [str(remark) for remark in games.check(share) if remark.kind == "two ends to choose"] == [
        "A chooses one of two numbers, 0.0 or 1.0, at 'start'. If any number between them is meant, offer several, as [Fraction(k, 10) for "
        "k in range(11)]: choices from a continuum are not solved."
    ]


@pytest.mark.parametrize(
    ("k", "said"),
    [
        (
            Parameter(0, "k >= 0"),
            "k, which is zero at the defaults (k = 0). Narrow the domain so that it is not, and choose another default.",
        ),
        (Parameter(1, "k >= 0"), "k, which may be zero within the domain. Narrow the domain so that it is not."),
        (Parameter(1, "-2 < k < 2"), "k, which may be zero within the domain. Narrow the domain so that it is not."),
        (Parameter(1, "0 < k < 3"), None),
    ],
)
def test_what_is_divided_by_and_may_be_zero(k, said):
    def ratio(play, *, k=k):
        """A ratio."""
        return {"x": (1 / k,), "y": (1,)}[play.choose("A", ["x", "y"])]

    found = [str(remark) for remark in games.check(games.game(players=("A",))(ratio))]
    assert found == ([] if said is None else [f"A payoff, measure or chance divides by {said}"])


def test_a_chance_that_is_none_at_the_defaults():
    @games.game(players=("A",))
    def drawn(play, *, k=Parameter(0, "0 <= k < 3")):
        """Odds of k to one."""
        play.tell("A", play.chance("type", {"a": 1 / (1 + k), "b": k / (1 + k)}))
        return {"x": (k,), "y": (1,)}[play.choose("A", ["x", "y"])]

    assert [str(remark) for remark in games.check(drawn)] == [
        "The chance of 'b' at 'type' is 0 at the defaults (k = 0); every chance must be positive. Choose another default, and narrow the "
        "domain so that it is positive."
    ]


def test_a_parameter_called_as_an_argument_of_solve():
    @games.game(players=("A",))
    def named(play, *, concept=Parameter("1/2", "0 < concept < 1")):
        """A share."""
        return {"x": (concept,), "y": (1 - concept,)}[play.choose("A", ["x", "y"])]

    assert [str(remark) for remark in games.check(named)] == [
        "The parameter concept is called as an argument of solve or of another function, which takes its value for that. Call it otherwise, "
        "or set it beforehand: game.at(concept=...)."
    ]
    assert [one.payoffs["A"] for one in solvers.regimes(named(), check=0).at(concept="3/4")] == [Fraction(3, 4)]


def test_what_goes_wrong_in_the_rules_is_one_sentence(tmp_path):
    (tmp_path / "border.py").write_text(
        """from games import game

@game(players=("Group",))
def border(play):
    if play.choose("Group", ["stay", "go"]) == "go":
        return 1 - "go"
    play.chance("kind", {"strong": 1, "weak": 0}, to="Group")
    return (0,)
"""
    )
    with pytest.raises(GameError, match=r"^border: play\.chance takes no 'to'; .* says so\. \(border\.py, line 7\)$"):
        games.check(f"{tmp_path / 'border.py'}:border")
    (tmp_path / "border.py").write_text((tmp_path / "border.py").read_text().replace(', to="Group"', ""))
    with pytest.raises(GameError, match=r"border\.py:border: line 6: TypeError: unsupported operand"):
        games.check(f"{tmp_path / 'border.py'}:border")
