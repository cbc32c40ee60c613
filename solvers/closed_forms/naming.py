"""Names for families, in the words of the field and of the game.

A name says what is played on the path: pooling, separating or semi-separating where a
player has private types, actions by their labels elsewhere.  Families that share it are
told apart by what they do off the path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from games.labels import apart, parts_of
from games.tree import TERMINAL

from ..results import Choice, Name, Phrase, Relabelling, told_apart
from ..search.tree_polynomials import Supports, View

MOST_ENDINGS = 4  # so many are named where equilibria that play differently bring the same ones about


def names(view: View, plays: Sequence[Supports]) -> tuple[list[Name], list[Name]]:
    """Name every family by its action supports; a set that is left out of them may do anything.

    Returns
    -------
    (list of Name, list of Name)
        What is played on the path, and unique names.
    """
    short = [Name(tuple(_phrases(view, supports, on_path(view, supports)))) for supports in plays]
    full = list(short)
    alike: dict[str, list[int]] = {}
    for k, name in enumerate(short):
        alike.setdefault(name.text(), []).append(k)
    for several in alike.values():
        if len(several) > 1:
            differing = [s for s in view.sets if len({plays[k].get(s) for k in several}) > 1]
            for k in several:
                full[k] = replace(short[k], off_path=tuple(_plain(view, plays[k], differing)))
    return short, told_apart(full)


def common_name(plays: Sequence[Name], endings: Sequence[str]) -> Name:
    """Name families that bring the same outcomes by what all of them play on the path, or else by the endings that come about."""
    first, *others = plays
    agreed = tuple(phrase for phrase in first.on_path if all(phrase in other.on_path for other in others))
    if len(agreed) == len(first.on_path) == max(len(play.on_path) for play in plays):
        return first
    if agreed and not 0 < len(endings) <= MOST_ENDINGS:
        return Name(agreed)
    *most, last = endings if 0 < len(endings) <= MOST_ENDINGS else ["the same outcomes"]
    return Name(given=f"{', '.join(most)}{' or ' if most else ''}{last}, in several ways")


def common_name_of_classes(classes: Sequence[Sequence[tuple[Relabelling | None, Name]]], endings: Sequence[str]) -> Name:
    """The same where some families are others with other labels: by what one of each class plays, if that says more.

    Parameters
    ----------
    classes : sequence of sequence of (Relabelling or None, Name)
        For each class what its members play on the path, with what makes each of that one which was searched.
    endings : sequence of str
        What comes about with positive probability.
    """
    name = common_name([play for members in classes for _, play in members], endings)
    first, *others = classes
    agreed = next(play for relabelling, play in first if relabelling is None).on_path
    for members in others:
        nearest = max((play for _, play in members), key=lambda play: sum(phrase in play.on_path for phrase in agreed))
        agreed = tuple(phrase for phrase in agreed if phrase in nearest.on_path)
    if len(agreed) <= len(name.on_path):
        return name
    return Name(agreed, alike=tuple(relabelling for relabelling, _ in first if relabelling is not None))


def on_path(view: View, supports: Supports) -> list[int]:
    """The information sets that play reaches, in the order of the tree."""
    reached, sets = [0], []
    for node in reached:
        owner = view.node_owner[node]
        if owner == TERMINAL:
            continue
        s = view.infoset[node]
        if owner >= 0 and s not in sets:
            sets.append(s)
        children = view.children[node]
        reached += [children[a] for a in supports[s]] if owner >= 0 else children
    return sets


def _phrases(view: View, supports: Supports, path: Sequence[int]) -> Iterator[Phrase]:
    """One phrase for each group of sets at which one player faces the same choice at the same stage."""
    game = view.game
    groups: dict[tuple[int, tuple[str, ...], int], list[int]] = {}
    for s in path:
        stage = len(parts_of(game.set_labels[s]))
        groups.setdefault((view.owner[s], game.set_actions[s], stage), []).append(s)
    for (owner, _, stage), sets in groups.items():
        player = game.players[owner]
        menus = sum(other == owner and at == stage for other, _, at in groups)
        if len(sets) > 1 and all(_private(view, s) for s in sets):
            yield _types(view, supports, player, sets)
        elif menus > 1 and len(sets) == 1:  # the same stage with another menu elsewhere
            yield Phrase(player, "at", (_choice(view, supports, sets[0]),))
        else:
            yield _choices(view, supports, player, sets)


def is_type(view: View, s: int) -> bool:
    """Whether all that a player knows at a set is which of several types it is."""
    own = [t for t in view.sets if view.owner[t] == view.owner[s]]
    return _private(view, s) and sum(_private(view, t) for t in own) > 1


def _private(view: View, s: int) -> bool:
    """Whether a set is its player's first, reached by chance alone: a private type."""
    return all(view.node_owner[n] < 0 for n, _ in view.game.path(view.members[s][0]))


def _choice(view: View, supports: Supports, s: int, called: str = "") -> Choice:
    """What is played at one set, and what the set is called in the name."""
    actions, label = view.game.set_actions[s], view.game.set_labels[s]
    return Choice(tuple(actions[a] for a in supports[s]), (label,), (called or label,))


def _each(view: View, supports: Supports, sets: Sequence[int]) -> tuple[Choice, ...]:
    """What is played at each of several sets."""
    labels = [view.game.set_labels[s] for s in sets]
    return tuple(_choice(view, supports, s, called) for s, called in zip(sets, apart(labels), strict=True))


def _together(choices: Sequence[Choice]) -> tuple[Choice]:
    """The same choice at all sets."""
    return (Choice(choices[0].actions, tuple(label for choice in choices for label in choice.infosets)),)


def _types(view: View, supports: Supports, player: str, sets: Sequence[int]) -> Phrase:
    choices = _each(view, supports, sets)
    used = {choice.actions for choice in choices}
    if any(len(actions) > 1 for actions in used):
        return Phrase(player, "semi-separating", choices)
    if len(used) == 1:
        return Phrase(player, "pooling", _together(choices))
    return Phrase(player, "separating" if len(used) == len(sets) else "partly pooling", choices)


def _choices(view: View, supports: Supports, player: str, sets: Sequence[int]) -> Phrase:
    choices = _each(view, supports, sets)
    alike = len({choice.actions for choice in choices}) == 1
    return Phrase(player, "throughout", _together(choices)) if alike else Phrase(player, "after", choices)


def _plain(view: View, supports: Supports, sets: Sequence[int]) -> Iterator[Phrase]:
    for s in sets:
        if s in supports:
            yield Phrase(view.game.players[view.owner[s]], "at", (_choice(view, supports, s),))
