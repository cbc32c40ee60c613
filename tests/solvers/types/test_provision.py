"""Private provision of a public good with costs from a continuum, after Palfrey and Rosenthal (1984)."""

from fractions import Fraction as Q

import solvers
from games import Parameter, Uniform, game


@game(players=("1", "2", "3"))
def provision(play, *, v=Parameter(Q(1, 2), domain="v > 0", means="what the good is worth to each")):
    """One of three suffices to provide a good; what that costs is known to each alone."""
    costs = [play.draw(f"c{i}", Uniform(0, 1), to=i) for i in "123"]
    gives = [play.choose(i, ["give", "keep"], public=False) == "give" for i in "123"]
    return tuple(v * any(gives) - cost * give for cost, give in zip(costs, gives, strict=True))


def test_the_sample_of_a_regime_is_no_point_that_a_family_leaves_out():
    """With c = v(1 - c')(1 - c'') three families cross at v = 2, which is the simplest number above the wall v = 1."""
    found = solvers.regimes(provision())
    assert found.found == "all" and not found.checked["disagreements"]
    assert [wall.threshold.text() for wall in found.walls] == ["v = 1"] and [len(regime.families) for regime in found.regimes] == [1, 7]
    assert all(family.exists(regime.sample) for regime in found.regimes for family in found.families if family.name in regime.families)
    assert len(found.at(v=2)) == 4
