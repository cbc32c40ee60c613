"""A story in the form of Lewis and Schultz is fitted as that crisis, in its own parameters and words."""

import numpy as np
import pytest
from fitted import LINKS, crises

from games import GameError, Normal, Parameter, Uniform, game
from solvers import fit, lewis_schultz
from solvers.fitting.modelling import Found
from solvers.fitting.told_shocks import ToldShockModel, read_crisis

CALLED = {"status quo": "peace", "concession": "given", "back down": "retreat", "fight": "war"}


@game(players=("B", "A"))
def sanctions(
    play,
    *,
    V_A=Parameter(1, "V_A > 0"),
    V_B=Parameter(1),
    W_A=Parameter(-2, means="mean value of war to A"),
    a=Parameter(-1),
    W_B=Parameter(-3),
):
    """A threatens, B resists, A goes through with it or not."""
    war, back = play.draw("war", Normal(W_A, 1), to="A"), play.draw("back", Normal(0, 1), to="A")
    war_B = play.draw("war_B", Normal(0, 1), to="B")
    if play.choose("A", ["threaten", "stay"]) == "stay":
        play.outcome("peace")
        return {"A": 0, "B": 0}
    if play.choose("B", ["give", "resist"]) == "give":
        play.outcome("given")
        return {"A": V_A, "B": 0}
    if play.choose("A", ["go on", "stop"]) == "stop":
        play.outcome("retreat")
        return {"A": back + a, "B": V_B}
    play.outcome("war")
    return {"A": war, "B": W_B + war_B}


def test_a_story_is_read_as_the_crisis():
    told = read_crisis(sanctions())
    assert told.law == "normal" and {name: str(x) for name, x in told.numbers.items()} == {
        **{"V_A": "V_A", "S_A": "0", "V_B": "V_B", "C_B": "0"},
        **{"W_A": "W_A", "a": "a", "W_B": "W_B"},
    }
    assert told.outcomes == ("peace", "given", "retreat", "war")


def test_the_story_and_the_class_have_the_same_likelihood():
    rows = crises(5, groups=10, each=50)
    options = {"equilibrium": "best of each group", "draws": 60, "starts": 2, "V_A": 1, "V_B": 1, "a": "-1.2"}
    links = {name: LINKS[name] for name in ("W_A", "W_B")}
    named = fit(lewis_schultz(), rows, links, S_A=0, C_B=0, **options)
    told = fit(sanctions(), rows.rename(columns=CALLED), links, start=dict(zip(named.names, named.estimates, strict=True)), **options)
    assert told.loglik == pytest.approx(named.loglik, abs=1e-4)
    assert told.equilibria["equilibria"].tolist() == named.equilibria["equilibria"].tolist() and told.equilibria["certified"].all()


def test_chances_stand_under_the_storys_own_outcomes():
    model = ToldShockModel(sanctions())
    values = {name: np.array([float(x)]) for name, x in {"V_A": 1, "V_B": 1, "W_A": -1.9, "a": -1.2, "W_B": -2.9}.items()}
    found = Found(np.zeros(1, int), np.array([[0.813321720327074]]), np.zeros(1, int))
    ours = dict(zip(model.outcomes, model.chances(found, values)[0], strict=True))
    theirs = lewis_schultz().equilibria(V_A=1, S_A=0, V_B=1, C_B=0, W_A="-1.9", a="-1.2", W_B="-2.9")[2].outcomes
    assert {CALLED[name]: chance for name, chance in theirs.items()} == pytest.approx(ours, abs=1e-12)


def test_another_form_is_refused_in_words():
    @game(players=("A", "B"))
    def other(play, *, x=Parameter(1)):
        """Two types of A with different laws."""
        war, back = play.draw("war", Normal(0, 1), to="A"), play.draw("back", Uniform(-2, 0), to="A")
        war_B = play.draw("war_B", Normal(0, 1), to="B")
        if play.choose("A", ["threaten", "stay"]) == "stay":
            return 0, 0
        if play.choose("B", ["give", "resist"]) == "give":
            return x, 0
        return (war, war_B) if play.choose("A", ["go on", "stop"]) == "go on" else (back, 1)

    with pytest.raises(
        GameError, match=r"other has two types of one player; that is fitted in the form of Lewis and Schultz \(2003\) only"
    ):
        fit(other(), [{"outcome": "x"}], {"x": "1"}, equilibrium="unique")
