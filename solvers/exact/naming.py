"""Names for families, in the words of the field and of the game.

A name says what is played on the path: pooling, separating or semi-separating where a
player has private types, actions by their labels elsewhere.  Families that share it are
told apart by what they do off the path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from games.tree import TERMINAL

from .view import Supports, View


def names(view: View, plays: Sequence[Supports]) -> tuple[list[str], list[str]]:
    """Name every family by its action supports; a set that is left out of them may do anything.

    Returns
    -------
    (list of str, list of str)
        What is played on the path, and unique names.
    """
    onpath = [on_path(view, supports) for supports in plays]
    short = ["; ".join(_words(view, supports, path)) or "no choice" for supports, path in zip(plays, onpath, strict=True)]
    full = list(short)
    for name in dict.fromkeys(short):
        alike = [k for k, other in enumerate(short) if other == name]
        if len(alike) > 1:
            differing = [s for s in view.sets if len({plays[k].get(s) for k in alike}) > 1]
            for k in alike:
                said = list(_plain(view, plays[k], differing))
                full[k] = f"{name}; off the path {', '.join(said)}" if said else name
    return short, _unique(full)


def _unique(given: Sequence[str]) -> list[str]:
    out: list[str] = []
    for k, name in enumerate(given):
        before = list(given[:k]).count(name)
        out.append(name if list(given).count(name) == 1 else f"{name} ({before + 1})")
    return out


def on_path(view: View, supports: Supports) -> list[int]:
    """The information sets that play reaches, in the order of the tree."""
    reached, seen = [0], []
    for node in reached:
        owner = view.node_owner[node]
        if owner == TERMINAL:
            continue
        s = view.infoset[node]
        if owner >= 0 and s not in seen:
            seen.append(s)
        children = view.children[node]
        reached += [children[a] for a in supports[s]] if owner >= 0 else children
    return seen


def _words(view: View, supports: Supports, path: Sequence[int]) -> Iterator[str]:
    """One phrase for each group of sets at which one player faces the same choice at the same stage."""
    game = view.game
    groups: dict[tuple[int, tuple[str, ...], int], list[int]] = {}
    for s in path:
        stage = len(game.set_labels[s].split("/"))
        groups.setdefault((view.owner[s], game.set_actions[s], stage), []).append(s)
    for (owner, _, stage), sets in groups.items():
        player = game.players[owner]
        menus = sum(other == owner and at == stage for other, _, at in groups)
        if len(sets) > 1 and all(_private(view, s) for s in sets):
            yield f"{player} {_types(view, supports, sets)}"
        elif menus > 1 and len(sets) == 1:  # the same stage with another menu elsewhere
            yield f"{player} {_choices(view, supports, sets)} at {game.set_labels[sets[0]]}"
        else:
            yield f"{player} {_choices(view, supports, sets)}"


def _private(view: View, s: int) -> bool:
    """Whether a set is its player's first, reached by chance alone: a private type."""
    return all(view.node_owner[n] < 0 for n, _ in view.game.path(view.members[s][0]))


def _said(view: View, supports: Supports, s: int) -> str:
    return "/".join(view.game.set_actions[s][a] for a in supports[s])


def _types(view: View, supports: Supports, sets: Sequence[int]) -> str:
    mixing = [s for s in sets if len(supports[s]) > 1]
    actions = {supports[s] for s in sets}
    short = dict(zip(sets, shortened([view.game.set_labels[s] for s in sets]), strict=True))
    if not mixing and len(actions) == 1:
        return f"pooling on {_said(view, supports, sets[0])}"
    told = ", ".join(f"{short[s]} {_said(view, supports, s)}" for s in sets)
    if mixing:
        return f"semi-separating ({told})"
    return f"separating ({told})" if len(actions) == len(sets) else f"partly pooling ({told})"


def _choices(view: View, supports: Supports, sets: Sequence[int]) -> str:
    said = {_said(view, supports, s) for s in sets}
    if len(said) == 1:
        return said.pop()
    short = shortened([view.game.set_labels[s] for s in sets])
    return ", ".join(f"{_said(view, supports, s)} after {label}" for s, label in zip(sets, short, strict=True))


def shortened(labels: Sequence[str]) -> list[str]:
    """Drop from labels what they have in common."""
    parts = [label.split("/") for label in labels]
    if len(labels) < 2 or len({len(p) for p in parts}) > 1:
        return list(labels)
    kept = [k for k in range(len(parts[0])) if len({p[k] for p in parts}) > 1]
    return ["/".join(p[k] for k in kept) or label for p, label in zip(parts, labels, strict=True)]


def _plain(view: View, supports: Supports, sets: Sequence[int]) -> Iterator[str]:
    for s in sets:
        if s in supports:
            yield f"{view.game.players[view.owner[s]]} {_said(view, supports, s)} at {view.game.set_labels[s]}"
