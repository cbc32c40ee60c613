"""Random small games: solver and verifier agree on every equilibrium, concepts of mistakes are nested, and each has an equilibrium."""

import pytest
from small_trees import small_tree

import solvers
from games import GameError
from solvers.perturbations.anyone import by_trembles
from solvers.perturbations.pairs import moving, quasi_perfect, undominated
from solvers.perturbations.proper import proper
from solvers.results import Profile

QUICK, ALL = range(1, 5), [0, *range(5, 300)]
SEEDS = [*QUICK, *(pytest.param(seed, marks=pytest.mark.slow) for seed in ALL)]


def members(found):
    """A profile of every equilibrium, and its beliefs: open symbols have the sample's values."""
    for solution in found:
        beliefs = solution.assessment.beliefs
        held = None if beliefs is None else Profile(beliefs).at(solution.sample).strategies
        yield solution, solution.profile.at(solution.sample), held


@pytest.mark.parametrize("seed", SEEDS)
def test_verdicts_are_those_of_the_definitions(seed):
    """On every sequential and Nash equilibrium of two players: orders of magnitude on one side, mistakes written out on the other."""
    game = small_tree(seed)
    pair = moving(game)
    for concept in ("sequential", "nash"):
        for solution, profile, beliefs in members(solvers.solve(game, concept)):
            found = {
                "normal-form-perfect": undominated(game, profile.strategies, pair),
                "proper": proper(game, profile.strategies, pair),
                "quasi-perfect": quasi_perfect(game, profile.strategies, pair),
            }
            if concept == "sequential":
                found["perfect"] = by_trembles(game, profile.strategies, beliefs, own=True)
                other = by_trembles(game, profile.strategies, beliefs, own=False)
                assert other.stands in (None, found["quasi-perfect"].stands)  # the two methods for quasi-perfect
            for name, finding in found.items():
                if finding.stands is not None:
                    assert solvers.verify(game, profile, name).equilibrium == finding.stands, (solution.name, name, finding.reason)
            if found["proper"].stands:
                assert found["normal-form-perfect"].stands
            if found["quasi-perfect"].stands:
                assert found["normal-form-perfect"].stands and solvers.verify(game, profile).equilibrium


@pytest.mark.parametrize("seed", SEEDS)
def test_every_concept_has_an_equilibrium_and_implies_what_it_says(seed):
    game = small_tree(seed)
    for concept in ("perfect", "quasi-perfect", "normal-form-perfect", "proper"):
        found = solvers.solve(game, concept)
        assert len(found) or found.found == "some", concept
        for solution, profile, _ in members(found):
            assert solution.certificate.equilibrium
            for weaker in solvers.concept.implied(concept):
                try:
                    assert solvers.verify(game, profile, weaker).equilibrium, (concept, weaker)
                except GameError as error:
                    assert weaker == "pbe-ft" and "period" in str(error)
    properly, quasi = solvers.solve(game, "proper"), solvers.solve(game, "quasi-perfect")
    if quasi.found == "all":  # some proper equilibrium is played like a quasi-perfect one
        plays = [solution.outcomes for solution in quasi]
        assert not len(properly) or plays
