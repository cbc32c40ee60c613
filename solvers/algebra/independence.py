"""Systems that fall into parts without a common unknown: each part is solved once, wherever it occurs again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def parts_of(names: Sequence[str], groups: Iterable[Iterable[str]]) -> list[tuple[str, ...]]:
    """Divide names into the smallest parts such that no group of names has members in two; parts and names keep their order.

    Examples
    --------
    >>> parts_of("abcd", ["ac", "d"])
    [('a', 'c'), ('b',), ('d',)]
    """
    head = {name: name for name in names}

    def first(name: str) -> str:
        while head[name] != name:
            head[name] = name = head[head[name]]
        return name

    for group in groups:
        heads = [first(name) for name in group]
        for other in heads[1:]:
            head[first(other)] = first(heads[0])
    parts: dict[str, list[str]] = {}
    for name in names:
        parts.setdefault(first(name), []).append(name)
    return [tuple(part) for part in parts.values()]
