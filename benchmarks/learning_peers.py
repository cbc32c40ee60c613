"""Other programs that minimise regret: the same turns of CFR+ and the same gap from each, on a game of OpenSpiel."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from tempfile import TemporaryDirectory
from typing import Any


@dataclass(frozen=True)
class Opponent:
    """A solver at work: `turns` makes so many iterations, `gap` measures the sum of all gains of its average."""

    turns: Callable[[int], object]
    gap: Callable[[], float]


@dataclass(frozen=True)
class Tree:
    """How large a game of theirs is."""

    decisions: int
    endings: int
    infosets: int
    nodes: int


def tree_of(theirs: Any) -> Tree:
    """Count a game of OpenSpiel."""
    decisions, endings, nodes, infosets, stack = 0, 0, 0, set(), [theirs.new_initial_state()]
    while stack:
        state = stack.pop()
        nodes += 1
        if state.is_terminal():
            endings += 1
            continue
        if not state.is_chance_node():
            decisions += 1
            infosets.add((state.current_player(), state.information_state_string()))
        stack.extend(state.child(action) for action in state.legal_actions())
    return Tree(decisions, endings, len(infosets), nodes)


def openspiel(theirs: Any) -> Opponent:
    """OpenSpiel's CFR+ in C++."""
    import pyspiel

    solver = pyspiel.CFRPlusSolver(theirs)

    def turns(count: int) -> None:
        for _ in range(count):
            solver.evaluate_and_update_policy()

    return Opponent(turns, lambda: float(pyspiel.nash_conv(theirs, solver.tabular_average_policy())))


def liteefg(theirs: Any) -> Opponent:
    """LiteEFG's CFR+, averages weighted by t; one thread, since more are slower on trees of this size."""
    import LiteEFG
    from LiteEFG.baselines.CFRplus import graph

    LiteEFG.set_threads(1)
    with _aside():
        rule = graph()
        tree = LiteEFG.OpenSpielEnv(theirs, traverse_type="Enumerate", regenerate=True)
        tree.set_graph(rule)

    def turns(count: int) -> None:
        for _ in range(count):
            rule.update_graph(tree)
            tree.update_strategy(rule.current_strategy(), update_best=False)

    return Opponent(turns, lambda: float(sum(tree.exploitability(rule.current_strategy(), "linear-avg-iterate"))))


@contextmanager
def _aside() -> Iterator[None]:
    """What is printed is not shown, and what is written to the home folder goes elsewhere."""
    home = os.environ.get("HOME")
    with TemporaryDirectory() as folder, redirect_stdout(StringIO()):
        os.environ["HOME"] = folder
        try:
            yield
        finally:
            if home is None:
                del os.environ["HOME"]
            else:
                os.environ["HOME"] = home


OPPONENTS: dict[str, Callable[[Any], Opponent]] = {"OpenSpiel": openspiel, "LiteEFG": liteefg}
