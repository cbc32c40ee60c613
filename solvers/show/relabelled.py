"""Equilibria that differ by labels only, in words: one of each class is told, with what the others exchange."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from games.labels import parts_of

from ..results import EquilibriumClass, Families, Relabelling
from . import words

MOST_LABELS = 6  # so many labels that change places are named
MOST_GROUPS = 3  # so many groups of labels that change places among themselves
PLAYERS, LABELS = "players", "labels"


def in_classes(classes: Sequence[EquilibriumClass]) -> str:
    """How many classes there are, to follow the number of equilibria; empty where each is alone in its class."""
    return f", in {words.counted(len(classes), 'class', 'classes')}" if any(one.size > 1 for one in classes) else ""


def one_of_each(families: Families) -> Families:
    """Families without those that differ from one of them by labels only."""
    return replace(families, families=families.representatives()) if families.classes else families


def alike(one: EquilibriumClass | None) -> tuple[str, str]:
    """What the other members of a class are, as a named line; empty where there are none."""
    if one is None or one.size == 1:
        return "", ""
    return (
        "alike",
        f"one of {one.size}: {'the other is' if one.size == 2 else 'the others are'} the same with {exchanged(one.relabellings)}",
    )


def alike_by_name(families: Families, tags: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Of every family, by its name, what differs from it by labels only; `tags` are what families are referred to by."""
    rows = {}
    for one in families.classes:
        first = families[one.members[0]]
        rows[first.name] = alike(one)
        for k, relabelling in zip(one.members[1:], one.relabellings, strict=True):
            rows[families[k].name] = "alike", f"the same as {tags[first.name]} with {exchanged([relabelling])}"
    return rows


def exchanged(relabellings: Iterable[Relabelling]) -> str:
    """Which labels change places."""
    orbits: list[tuple[str, set[str]]] = []
    for relabelling in relabellings:
        for kind, pair in _pairs(relabelling):
            touched = [orbit for orbit in orbits if orbit[0] == kind and orbit[1] & pair]
            orbits = [orbit for orbit in orbits if orbit not in touched]
            orbits.append((kind, pair.union(*(labels for _, labels in touched))))
    told: list[str] = []
    said: set[str] = set()
    for kind, labels in sorted(orbits, key=lambda orbit: (orbit[0] != PLAYERS, orbit[0] != LABELS)):
        if not labels <= said:
            said |= labels
            told.append(f"{_of(kind)}{_listed(labels, quoted=kind != PLAYERS)}")
    if len(told) > MOST_GROUPS:
        told[MOST_GROUPS:] = ["other labels"]
    if len(told) < 2:
        return f"{told[0] if told else 'nothing'} exchanged"
    return f"{', '.join(told[:-1])}, and {told[-1]}, exchanged"


def _pairs(relabelling: Relabelling) -> Iterable[tuple[str, set[str]]]:
    """Labels that change places: players, parts of what a player was told, and actions, everywhere or at one player's sets."""
    for player, image in relabelling.players.items():
        if player != image:
            yield PLAYERS, {player, image}
    players = set(relabelling.players)
    for (_, label), (_, image) in relabelling.infosets.items():
        if len(parts_of(label)) == len(parts_of(image)):
            yield from ((LABELS, {a, b}) for a, b in zip(parts_of(label), parts_of(image), strict=True) if a != b and not {a, b} & players)
    stays = {action for (_, _, action), image in relabelling.actions.items() if action == image}
    for (player, _, action), image in relabelling.actions.items():
        if action != image:
            yield (player if {action, image} & stays else LABELS), {action, image}


def _of(kind: str) -> str:
    return "" if kind in (PLAYERS, LABELS) else f"{kind}'s "


def _listed(labels: Iterable[str], *, quoted: bool) -> str:
    written = [f"'{label}'" if quoted else label for label in sorted(labels)]
    if len(written) > MOST_LABELS:
        written[MOST_LABELS:] = [f"{len(written) - MOST_LABELS} more"]
    return f"{', '.join(written[:-1])} and {written[-1]}"
