"""Whether the files of a folder of decisions together speak of every base.

A base is a support at every information set with a set of nodes believed possible.  This
goes through all of them by the words of the index alone, and leaves out only what Bayes'
rule and consistency settle at once: nodes that are reached hold all belief of their set;
and, where beliefs must be consistent, nodes with the same unused actions of others before
them are believed possible together.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

Labels = dict[int, frozenset[str]]
Pattern = tuple[Labels, Labels]
Base = tuple[Labels, Labels]
MOST = 10  # bases that are named


def uncovered_bases(
    sets: Sequence[Mapping[str, Any]], patterns: Sequence[Mapping[str, Any]], *, consistent: bool = True
) -> tuple[int, list[str]]:
    """Count the support profiles, and name bases that no pattern covers, at most ten.

    Parameters
    ----------
    sets : sequence of dict
        The index's ``sets``: player, set, actions, and nodes with the moves before them that must be used to reach them.
    patterns : sequence of dict
        What each file speaks of: ``supports`` and ``beliefs`` at some sets.
    consistent : bool
        Whether nodes with the same unused moves are believed possible together.
    """
    read_patterns = [_read(p) for p in patterns]
    total = 1
    for s in sets:
        total *= 2 ** len(s["actions"]) - 1
    missing: list[str] = []
    for supports, beliefs in _search(sets, read_patterns, consistent):
        missing.append(_in_words(sets, supports, beliefs))
        if len(missing) == MOST:
            break
    return total, missing


def _read(pattern: Mapping[str, Any]) -> Pattern:
    def table(entry: str) -> Labels:
        return {int(s): frozenset(labels) for s, labels in pattern[entry].items()}

    return table("supports"), table("beliefs")


def _search(sets: Sequence[Mapping[str, Any]], patterns: Sequence[Pattern], consistent: bool) -> Iterator[Base]:
    """Give the bases that no pattern covers."""

    def supports(s: int, chosen: Labels, remaining: list[Pattern]) -> Iterator[Base]:
        if any(all(j in chosen for j in actions) and not nodes_ for actions, nodes_ in remaining):
            return
        if s == len(sets):
            yield from beliefs(0, chosen, {}, remaining)
            return
        for support in _subsets(sets[s]["actions"]):
            yield from supports(s + 1, {**chosen, s: support}, [p for p in remaining if p[0].get(s, support) == support])

    def beliefs(s: int, chosen: Labels, believed: Labels, remaining: list[Pattern]) -> Iterator[Base]:
        if any(all(j in believed for j in nodes_) for _, nodes_ in remaining):
            return
        if s == len(sets):
            yield chosen, believed
            return
        for nodes in _believed(sets[s]["nodes"], chosen, consistent):
            yield from beliefs(s + 1, chosen, {**believed, s: nodes}, [p for p in remaining if p[1].get(s, nodes) == nodes])

    yield from supports(0, {}, list(patterns))


def _subsets(labels: Sequence[str]) -> Iterator[frozenset[str]]:
    for size in range(1, len(labels) + 1):
        yield from map(frozenset, combinations(labels, size))


def _believed(nodes: Sequence[Mapping[str, Any]], chosen: Mapping[int, frozenset[str]], consistent: bool) -> Iterator[frozenset[str]]:
    """The belief supports of a set that are not settled at once."""
    groups: dict[Any, list[str]] = {}
    for node in nodes:
        unused = Counter((j, a) for j, a in node["moves"] if a not in chosen[j])
        together = frozenset(unused.items()) if consistent or not unused else node["history"]
        groups.setdefault(together, []).append(node["history"])
    reached = groups.get(frozenset())
    if reached is not None:
        yield frozenset(reached)
        return
    for size in range(1, len(groups) + 1):
        for chosen_groups in combinations(groups.values(), size):
            yield frozenset(history for group in chosen_groups for history in group)


def _in_words(sets: Sequence[Mapping[str, Any]], supports: Labels, beliefs: Labels) -> str:
    play = "; ".join(f"{s['player']} at {s['set']}: {'/'.join(a for a in s['actions'] if a in supports[k])}" for k, s in enumerate(sets))
    return f"{play}; believed possible: {'; '.join(', '.join(sorted(beliefs[k])) for k in range(len(sets)))}"
