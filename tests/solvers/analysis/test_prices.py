"""What mediation and commitment could reach, beside equilibria."""

import json
import random
from dataclasses import replace
from fractions import Fraction as F

import pytest
from click.testing import CliRunner

import games
import solvers
from games import GameError, Parameter, game
from games.numbers import Expression
from solvers.__main__ import command_line
from solvers.analysis.reaching import reached_in
from solvers.results.quantities import Quantity
from solvers.show.comparisons import remedies_text


@game(players=("Row", "Column"))
def dare(play, *, x=Parameter(7, "6 < x < 8")):
    """Chicken with an open prize."""
    row = play.choose("Row", ["dare", "yield"], public=False)
    column = play.choose("Column", ["dare", "yield"], public=False)
    play.outcome("crash" if row == column == "dare" else "calm" if row == column else "one dares")
    return {("dare", "dare"): (0, 0), ("dare", "yield"): (x, 2), ("yield", "dare"): (2, x), ("yield", "yield"): (6, 6)}[row, column]


def by_play(frame, regime="R1"):
    return {row.play: (row.lowest, row.highest) for row in frame.itertuples() if row.regime == regime}


def test_ways_of_playing_are_nested():
    found = solvers.regimes(games.load("crisis_signalling"), check=0)
    for name in ("fight", "Target"):
        frame = solvers.prices(found, name)
        for regime in found.regimes:
            told = by_play(frame, regime.name)
            for inner, outer in (("sequential", "nash"), ("nash", "efce")):
                assert told[outer][0] <= told[inner][0] and told[inner][1] <= told[outer][1], (name, regime.name, inner)
    assert (
        by_play(solvers.prices(found, "Challenger"))["Challenger commits itself"][0]
        >= by_play(solvers.prices(found, "Challenger"))["nash"][1]
    )


def test_a_mediator_does_better_than_any_equilibrium_in_chicken():
    told = by_play(solvers.prices(solvers.regimes(dare(), "all", check=0), "calm"))
    assert told["efce"][0] == 0 < told["nash"][1] < told["efce"][1]


def test_what_is_not_defined_says_why():
    frame = solvers.prices(solvers.regimes(games.load("three_pennies"), check=0), "1", leaders=["1"])
    assert all((row.lowest is None) == bool(row._5) for row in frame.itertuples()) and len(frame)


def test_refusals():
    found = solvers.regimes(dare(), "all", check=0)
    with pytest.raises(GameError, match="has no player 'Judge' who could lead; its players are Row, Column"):
        solvers.prices(found, "calm", leaders=["Judge"])
    with pytest.raises(GameError, match="is a mixing probability, at which no mediator can aim"):
        solvers.prices(found, "Row dare")


def test_the_command_line():
    done = CliRunner().invoke(command_line, ["compare", "beer_quiche", "--prices", "Sender", "--json"])
    assert done.exit_code == 0 and {row["play"] for row in json.loads(done.stdout)["rows"]} >= {
        "sequential",
        "nash",
        "efce",
        "communication",
    }
    assert CliRunner().invoke(command_line, ["compare", "beer_quiche", "--prices", "Sender", "--measure", "Sender"]).exit_code == 2


# ------------------------------------------------------------------ what would help


def test_what_a_continuum_leaves_open_is_reckoned_with():
    @game(players=("A", "B"))
    def kind(play):
        """B does not care, and A lives by what B does."""
        return {"A": 2 if play.choose("B", ["help", "rest"]) == "help" else -1, "B": 0}

    told = by_play(solvers.prices(solvers.regimes(kind(), check=0), "A"))
    assert told["sequential"] == told["nash"] == (-1, 2) == told["communication"]


def test_whom_a_mediator_helps_whom_a_doctrine_and_whom_nothing():
    crisis = solvers.regimes(games.load("crisis_signalling"), check=0)
    frame = solvers.remedies(crisis)
    (first, *_) = frame[frame.player == "Challenger"].itertuples()
    assert (first.alone, first.threats, first.mediator, first.doctrine) == (F(1, 18), F(1, 18), F(1, 18), F(17, 36))
    assert list(frame.helps) == ["doctrine", *["nothing"] * 5] and not any(frame["why not"])


def test_what_threats_bring_is_no_merit_of_a_mediator():
    """A threat that is not credible pays the second player in a Nash equilibrium already; a mediator can keep it up, and a doctrine too."""

    @game(players=("Entrant", "Incumbent"))
    def entry(play):
        if play.choose("Entrant", ["stay out", "enter"]) == "stay out":
            return 0, 2
        return (-1, -1) if play.choose("Incumbent", ["fight", "share"]) == "fight" else (1, 1)

    frame = solvers.remedies(solvers.regimes(entry(), check=0))
    (incumbent,) = frame[frame.player == "Incumbent"].itertuples()
    assert (incumbent.alone, incumbent.threats, incumbent.mediator, incumbent.doctrine, incumbent.helps) == (1, 2, 2, 2, "doctrine")


def test_where_a_number_is_missing_that_is_said(monkeypatch):
    def refused(*_, **__):
        raise GameError("Too large.")

    monkeypatch.setattr("solvers.analysis.helping.commit", refused)
    frame = solvers.remedies(solvers.regimes(dare(), "all", check=0))
    assert set(frame.helps) == {"?"} and set(frame["why not"]) == {"Too large."}
    with pytest.raises(GameError, match="No map is given"):
        solvers.remedies()


def test_remedies_on_the_command_line():
    done = CliRunner().invoke(command_line, ["remedies", "inspection_leadership", "chicken"])
    assert done.exit_code == 0 and done.stdout.splitlines()[:7] == [
        "inspection_leadership, 1 regime",
        "  Inspector  doctrine in all",
        "  Inspectee  doctrine in all",
        "",
        "chicken, 1 regime",
        "  Row     nothing in all",
        "  Column  nothing in all",
    ]
    told = json.loads(CliRunner().invoke(command_line, ["remedies", "inspection_leadership", "--json"]).stdout)
    assert told["rows"][0]["doctrine"] == "-1/50" and told["games"][0]["concept"] == "sequential"
    assert CliRunner().invoke(command_line, ["remedies", "chicken", "beer_quiche", "--set", "p=1/2"]).exit_code == 2


def test_regimes_that_follow_each_other_are_told_by_the_first_and_the_last():
    rows = [
        {"game": "g", "regime": f"R{k}", "player": "A", "helps": "nothing" if k in (3, 9) else "doctrine", "why not": ""}
        for k in range(1, 10)
    ]
    assert remedies_text(rows).splitlines()[1] == "  A  doctrine in R1, R2, R4 to R8; nothing in R3, R9"


def there(value, point):
    return value.at(point) if isinstance(value, Expression) else value


@pytest.mark.slow
@pytest.mark.parametrize(
    "name, player, numbers",
    [
        ("sustainability_bet", "US", ("4/25", "22/125", "22/125", "22/125")),  # at the defaults: what threats bring, and no mediator more
        ("defection_for_immunity", "US", ("0", "0", "0", "16/75")),
        ("intelligence_sharing", "Mexico", ("39/250", "39/250", "21/125", "39/250")),  # a mediator helps
    ],
)
def test_known_values_of_the_essays_games_and_the_exact_programs_at_random_points(name, player, numbers):
    found = solvers.regimes(games.load(name), check=0)
    frame = solvers.remedies(found)
    (first, *_) = frame[frame.player == player].itertuples()
    assert tuple(map(str, (first.alone, first.threats, first.mediator, first.doctrine))) == numbers
    rng = random.Random(name)
    for regime in rng.sample(found.regimes, min(4, len(found.regimes))):
        point = {parameter: value * F(rng.randint(995, 1005), 1000) for parameter, value in regime.sample.items()}
        if not found.game.domain.contains(point) or found.regime(**point) is not regime:
            continue
        numeric, one = found.game.fix(point), Quantity("payoff", player)
        alone = reached_in(found, replace(regime, sample=point), one).highest
        assert alone == max(solution.payoffs[player] for solution in solvers.solve(numeric))
        worth = solvers.closed_value(found.game, "all", concept="communication", best=player, **point)
        assert there(worth.value, point) == solvers.correlated(numeric, "communication", player).value >= alone
        assert there(solvers.closed_value(found.game, "all", leader=player, **point).value, point) == solvers.commit(numeric, player).value
