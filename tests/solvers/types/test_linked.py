"""Types from normal laws: all equilibria at a point, certified in balls."""

from fractions import Fraction

import pytest
from crises import challenged
from flint import arb
from scipy.stats import norm

from games import GameError, Normal, Parameter, Uniform, game
from solvers import solve_in_balls
from solvers.algebra.sign_oracle import Atom
from solvers.types.bases import TypeBase
from solvers.types.boxes import Dual
from solvers.types.eliminating import Eliminated
from solvers.types.evaluating import Shares, holds
from solvers.types.linked_form import LinkedForm, independent
from solvers.types.search import TypeSearch


@game(players=("A", "B"))
def normal_crisis(play, *, a=Parameter(Fraction(1, 2), domain="a > 0")):
    """The crisis with normal values of war, mean -1, on both sides."""
    w_A = play.draw("w_A", Normal(-1, 1), to="A")
    w_B = play.draw("w_B", Normal(-1, 1), to="B")
    return challenged(play, w_A, w_B, -a)


def test_5_the_normal_crisis_has_one_equilibrium_in_which_bluffers_mix():
    found = solve_in_balls(normal_crisis())
    assert found.found == "all"
    (one,) = found.equilibria
    assert [float(x) for x in (*one.cutoffs["A"], *one.cutoffs["B"])] == pytest.approx([-0.5, -1.43072729930], abs=1e-11)
    (bluff,) = (float(p) for (player, _, _, action), p in one.mixes.items() if (player, action) == ("A", "challenge"))
    assert bluff == pytest.approx(0.638404981088, abs=1e-11)
    assert float(one.cutoffs["B"][0]) == pytest.approx(-1 + norm.ppf(1 / 3), abs=1e-12)  # Pr(resist) = 1/(1 + a) for any law
    assert sum(map(float, one.outcomes.values())) == pytest.approx(1, abs=1e-12)


def test_5_with_a_high_audience_cost_everybody_challenges():
    found = solve_in_balls(normal_crisis(), a=2)
    (one,) = found.equilibria
    assert found.found == "all" and float(one.cutoffs["B"][0]) == pytest.approx(-0.188573417345, abs=1e-11)
    assert float(one.outcomes["status quo"]) == 0


def test_what_is_linear_in_a_cutoff_leaves_no_box_more_than_one_unknown():
    """Other laws make points no slower: all but the target's cutoff follows from one equation after the other."""
    form = LinkedForm(normal_crisis().at())
    search = TypeSearch(form)
    left = []
    for base in (base for task in search.tasks() for base in search.bases(task)):
        if search.possible([*(form.far(atom) for atom in base.everything), *form.ordered(base.words)]):
            unknown = form.unknown(base)
            left.append(len(Eliminated(form, base, list(independent(form, base)), unknown, dict.fromkeys(unknown, (-9, 9))).unknown))
    assert sorted(left) == [0, 0, 1]


@pytest.mark.parametrize("constant", [1, -1])
def test_a_comparison_at_an_infinite_end_is_decided_by_its_constant_where_the_line_is_flat(constant):
    form = LinkedForm(normal_crisis().at())
    flat = Shares(form, TypeBase({}, {}, [], [], [], [], []), {"u1.0": Dual(arb(0), ())})
    atom = Atom(form.ring.gen("x0_high") * form.ring.gen("u1.0") + constant, ">=")
    assert holds(form, atom, flat) is (constant > 0)


class Kinked(Uniform):
    """A law of the user's own."""


def test_other_laws_are_refused():
    @game(players=("A",))
    def choice(play):
        """Fight or not."""
        war = play.draw("war", Kinked(0, 2), to="A")
        return (war,) if play.choose("A", ["fight", "leave"]) == "fight" else (0,)

    with pytest.raises(GameError, match=r"war is drawn from Kinked\(0, 2\); normal, logistic, exponential, beta and uniform types"):
        solve_in_balls(choice())
