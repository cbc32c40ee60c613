"""Calls of a play with words that it does not take: one sentence says how the call is written."""

from fractions import Fraction

import pytest

from games import GameError, Parameter, Uniform, check, game
from games.story import Story

HALF = Fraction(1, 2)
AS_CHANCE = (
    "write play.chance('type', {'high': p, 'low': 1 - p}), or with a list for equal chances. "
    "Nobody knows what comes out until play.tell('US', what came out) says so."
)
AS_CHOICE = (
    "write play.choose('US', ['fight', 'retreat']). Everybody sees a choice; with public=False the chooser alone does, "
    "until play.tell says so."
)
MISCALLS = [
    (lambda play: play.chance("type", ["a", "b"], to="US"), f"play.chance takes no 'to'; {AS_CHANCE}"),
    (lambda play: play.chance(["a", "b"]), f"play.chance lacks outcomes; {AS_CHANCE}"),
    (lambda play: play.chance("type", ["a", "b"], [HALF, HALF]), f"play.chance is given too much; {AS_CHANCE}"),
    (lambda play: play.chance("type", ["a"], name="type"), f"play.chance is given something twice; {AS_CHANCE}"),
    (lambda play: play.chance({"a": 1}, "type"), "a chance move has a name first, as play.chance('type', outcomes); found {'a': 1}."),
    (lambda play: play.choose(["a", "b"]), f"play.choose lacks actions; {AS_CHOICE}"),
    (lambda play: play.choose("US", ["a", "b"], hidden=True), f"play.choose takes no 'hidden'; {AS_CHOICE}"),
    (
        lambda play: play.choose("US", ["a", "b"], public=["US"]),
        "public=['US'] at a choice of US; it is True or False. To let some see the choice, write public=False, and "
        "play.tell(who, what was chosen) after it.",
    ),
    (
        lambda play: play.choose("US", {"low": 1, "high": 2}),
        "the options of a choice of US are a dict; write a list, as ['low', 'high']. To look up what a label stands for, write "
        "offers = {'small': p, 'large': c} and offers[play.choose(player, list(offers))].",
    ),
    (lambda play: play.tell("US"), "play.tell lacks what; write play.tell('US', what is told), first who, then what."),
    (lambda play: play.tell("high", "US"), "play.tell says first who is told, then what; write play.tell('US', 'high')."),
    (lambda play: play.measure("harm", 1), "play.measure takes numbers by their names; write play.measure(violence=2)."),
    (lambda play: play.tally("harm", 1), "play.tally takes numbers by their names; write play.tally(violence=2)."),
    (lambda play: play.pay(1), "play.pay takes numbers by their names; write play.pay(US=2)."),
    (
        lambda play: play.weigh(violence=1),
        "play.weigh lacks player; write play.weigh('US', violence=-1), whose payoff, and the weight of each total.",
    ),
    (lambda play: play.outcome(war=1), "play.outcome takes no 'war'; write play.outcome('war')."),
    (lambda play: play.draw("w", Uniform(0, 1)), "play.draw lacks to; write play.draw('w', Uniform(0, 1), to='US')."),
    (lambda play: play.depends_on(period=1), "play.depends_on takes no 'period'; write play.depends_on(period, strength)."),
]


def story(call):
    @game(players=("US",))
    def tip(play):
        """A tip."""
        call(play)
        return (0,)

    return tip


@pytest.mark.parametrize(("call", "said"), MISCALLS)
def test_a_miscall_is_answered_by_how_the_call_is_written(call, said):
    for ask in (story(call), lambda: unbuilt_play(story(call))):
        if ask.__class__ is Story or "draw" not in said:
            with pytest.raises(GameError) as refused:
                ask()
            assert str(refused.value) == f"tip: {said}"


def unbuilt_play(told):
    return told.unbuilt().play(lambda move: 0)


def test_a_mistake_of_the_rules_themselves_stays_what_it_is():
    with pytest.raises(TypeError, match="unsupported operand"):
        story(lambda play: 1 - play.choose("US", ["a", "b"]))()


def test_who_is_no_player_but_nearly():
    def asks(player):
        @game(players=("1", "Ann"))
        def vote(play):
            """A vote."""
            play.choose(player, ["yes", "no"])
            return 0, 0

        with pytest.raises(GameError) as refused:
            vote()
        return str(refused.value).removeprefix("vote has no player ")

    assert asks(1) == "1; its players are 1, Ann. Write '1'."
    assert asks("ann") == "'ann'; its players are 1, Ann. Write 'Ann'."
    assert asks("Bob") == "'Bob'; its players are 1, Ann."
    assert asks(["yes", "no"]) == "['yes', 'no']; its players are 1, Ann. Say who first, then what."


def test_numbers_may_be_written_as_text():
    @game(players=("A",))
    def coin(play):
        """A coin."""
        came = play.chance("coin", {"heads": "1/3", "tails": "2/3"})
        play.measure(harm="0.5")
        return ("1/7" if play.choose("A", ["yes", "no"]) == came else 0,)

    built = coin()
    assert built.measure(0, 0) == HALF
    assert {built.chance(1), built.chance(2)} == {Fraction(1, 3), Fraction(2, 3)}


def test_arguments_of_a_story_have_names():
    with pytest.raises(GameError) as refused:
        story(lambda play: None)(HALF)
    assert str(refused.value) == "tip takes its arguments by name, as tip(phi=Fraction(1, 2)); found Fraction(1, 2)."


def test_a_chance_that_may_be_negative_is_shown_where_numbers_are_short():
    @game(players=("A",))
    def slip(play, *, r=Parameter(Fraction(1, 4), domain="0 < r < 1", means="a chance")):
        """A hand that may slip."""
        play.chance("slip", {"disaster": 2 * r, "nothing": 1 - 2 * r})
        return (int(play.choose("A", ["yes", "no"]) == "yes"),)

    with pytest.raises(GameError, match="The chance of 'nothing' at 'slip' is -1/3 at r = 2/3; every chance must be positive"):
        slip()


def test_a_state_of_which_players_see_signals_only_is_told():
    def jury(signalled):
        @game(players=("A",))
        def trial(play):
            """A juror."""
            state = play.chance("state", ["guilty", "innocent"])
            sure = Fraction(3, 4) if state == "guilty" else Fraction(1, 4)
            signal = play.chance("signal", {"guilty": sure, "innocent": 1 - sure})
            play.tell("A", signal if signalled else "nothing")
            return (int(play.choose("A", ["convict", "acquit"]) == ("convict" if state == "guilty" else "acquit")),)

        return [remark.where["chance"] for remark in check(trial) if remark.kind == "untold"]

    assert jury(signalled=True) == []
    assert jury(signalled=False) == ["state", "signal"]


def test_shocks_may_be_looked_through():
    @game(players=("A",))
    def slips(play):
        """A choice with a shock."""
        return (int(play.choose("A", ["yes", "no"], shocks={"yes": Uniform(0, 1)}, counts=False) == "yes"),)

    assert "rounded" not in {remark.kind for remark in check(slips)}


def test_endings_of_which_some_have_a_name():
    def remarks(all_named):
        @game(players=("A", "B"))
        def crisis(play):
            """A crisis."""
            if play.choose("A", ["attack", "wait"]) == "attack":
                play.outcome("war")
                return (-1, -1)
            after = play.choose("B", ["arm", "rest"])
            if all_named:
                play.outcome("peace")
            return (0, int(after == "arm"))

        return [str(remark) for remark in check(crisis)]

    assert remarks(all_named=True) == []
    assert remarks(all_named=False) == [
        "Some endings have a name (war), and others are called by the moves that lead there (wait/arm, wait/rest). "
        "Name all with play.outcome, so that they can be told apart at a glance."
    ]
