"""The search in shares: elsewhere, with progress, and ended early with what is left."""

from concurrent.futures import Executor, Future, ProcessPoolExecutor

import pytest
from clocks import Clock

import games
import solvers


def told(found):
    return [family.as_json() for family in found]


class Slowly(Executor):
    """Runs what is submitted at once, and notes it."""

    def __init__(self):
        self.asked = 0

    def submit(self, work, /, *arguments, **more):
        self.asked += 1
        future = Future()
        future.set_result(work(*arguments, **more))
        return future


@pytest.mark.parametrize("over", [None, pytest.param("all", marks=pytest.mark.slow)])
def test_an_executor_finds_the_same_in_the_same_order(over):
    symbolic = games.load("crisis_signalling")
    here = solvers.families(symbolic, over)
    with ProcessPoolExecutor(2) as pool:
        assert told(solvers.families(symbolic, over, executor=pool)) == told(here)
    other = Slowly()
    assert told(solvers.families(symbolic, over, executor=other)) == told(here)
    assert other.asked > 3
    assert solvers.regimes(symbolic, over, executor=other).as_json() == solvers.regimes(symbolic, over).as_json()


def test_progress_wraps_the_shares():
    seen = []

    def progress(shares):
        for share in shares:
            seen.append(share)
            yield share

    solvers.families(games.load("beer_quiche"), progress=progress)
    assert len(seen) > 3


def interrupted(shares):
    for k, share in enumerate(shares):
        if k == 5:
            raise KeyboardInterrupt
        yield share


@pytest.mark.parametrize("executor", [None, pytest.param(Slowly(), marks=pytest.mark.slow)], ids=["here", "elsewhere"])
def test_an_interrupt_gives_what_was_found_and_what_is_left(executor):
    symbolic = games.load("crisis_signalling")

    whole = solvers.families(symbolic, "all")
    found = solvers.families(symbolic, "all", progress=interrupted, executor=executor)
    assert found.found == "some" and found.left and found.undecided == 0
    assert {f.name for f in found} < {f.name for f in whole}
    assert "There may be others: the search was stopped.\nNot searched to the end: " in found.text()
    assert found.as_json()["left"] == list(found.left)


def test_time_that_is_over_ends_the_search_soon(monkeypatch):
    symbolic = games.load("state_capture")
    clock = Clock()
    for module in ("closed_forms.branches", "algebra.sign_oracle", "algebra.budget"):
        monkeypatch.setattr(f"solvers.{module}.time", clock)
    found = solvers.families(symbolic, "all", seconds=400)
    assert found.found == "some" and found.left
    assert clock.now < 600  # each share that is left looks at it once more


def test_a_map_whose_search_was_stopped_says_so_and_checks_nothing():
    symbolic = games.load("crisis_signalling")

    found = solvers.regimes(symbolic, "all", progress=interrupted)
    assert (found.found, found.checked) == ("some", {"points": 0, "disagreements": 0})
    assert "Not searched to the end: " in found.text()
