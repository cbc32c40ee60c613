"""Players held to given behaviour, and players told of chance."""

from fractions import Fraction as Q

import pytest

from games import GameError, load
from games.informing import told
from solvers import solve


@pytest.mark.parametrize(
    "name, held", [("campaign", "Cartel"), ("campaign", "US"), ("provocation_trap", "Mexico"), ("coercive_diplomacy", "US")]
)
def test_holding_equilibrium_play_keeps_the_equilibrium_of_the_others(name, held):
    game = load(name)
    (solution,) = solve(game)
    rest = game.hold(**{held: solution.profile[held]})
    assert held not in rest.players and rest.nodes < game.nodes
    found = solve(rest)
    others = {player: payoff for player, payoff in solution.payoffs.items() if player != held}
    assert found.found == "all"
    assert (others, solution.payoffs[held]) in [(dict(s.payoffs), s.measures[f"payoff of {held}"]) for s in found]


def test_a_rule_may_be_an_action_a_dict_or_a_function():
    game = load("campaign")
    ways = [game.hold(US="strike"), game.hold(US=lambda label: "strike"), game.hold(US={"long": "strike", "short": {"strike": 1}})]
    assert len({way.fingerprint for way in ways}) == 1
    mixed = game.hold(US={"long": {"strike": Q(1, 3), "press": "2/3"}, "short": "press"})
    assert ("US", ("strike", "press")) in mixed.chance_moves and mixed.players == ("Mexico", "Cartel")


def test_what_is_no_rule_is_refused():
    game = load("campaign")
    for rules, words in (
        ({"Canada": "help"}, "found Canada"),
        ({"US": "flee"}, "The rule of US gives 'flee' at 'long'; there US can strike, press"),
        ({"US": {"long": {"strike": Q(1, 2)}, "short": "press"}}, "probabilities that do not add up to 1"),
        ({"US": "press", "Mexico": "help", "Cartel": "low"}, "all players are held"),
    ):
        with pytest.raises(GameError, match=words):
            game.hold(**rules)


def test_telling_a_chance_move_parts_information_sets():
    game = load("hide_and_strike").at()
    wiser = told(game, "US", "facility")
    assert (wiser.nodes, wiser.infosets) == (game.nodes, game.infosets + 2)
    assert {label for owner, label in zip(wiser.set_owner, wiser.set_labels, strict=True) if wiser.players[owner] == "US"} == {
        "large/clear",
        "small/clear",
        "large/crowded",
        "small/crowded",
    }
    with pytest.raises(GameError, match="chance moves facility, report, temper; found 'US', 'weather'"):
        told(game, "US", "weather")
