"""The relabellings of a game that change nothing, as a group."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from games import Game, GameError

from .colours import Graph
from .leaf_table import LeafTable, leaf_table

MOST_ELEMENTS = 720  # of a larger group so large a part is used: the permutations of six messages, say
MOST_CELLS = 20_000  # endings times players; larger games are searched as they are


@dataclass(frozen=True)
class Symmetry:
    """One relabelling: where it takes players, information sets, moves and endings.

    Parameters
    ----------
    players, sets, moves, leaves : tuple of int
        The image of each, by number; moves are numbered as in a `LeafTable`.
    """

    players: tuple[int, ...]
    sets: tuple[int, ...]
    moves: tuple[int, ...]
    leaves: tuple[int, ...]

    def after(self, first: Symmetry) -> Symmetry:
        """The relabelling that does another one first."""
        return Symmetry(
            tuple(self.players[x] for x in first.players),
            tuple(self.sets[x] for x in first.sets),
            tuple(self.moves[x] for x in first.moves),
            tuple(self.leaves[x] for x in first.leaves),
        )

    @property
    def identical(self) -> bool:
        """Whether it leaves all moves as they are."""
        return self.moves == tuple(range(len(self.moves)))


@dataclass(frozen=True, eq=False)
class Symmetries:
    """Relabellings of a game that change nothing; they form a group.

    Parameters
    ----------
    table : LeafTable
        The game as a table of endings.
    generators : tuple of Symmetry
        From which all of them are composed.
    elements : tuple of Symmetry
        All of them that are used, the identity first.
    """

    table: LeafTable
    generators: tuple[Symmetry, ...]
    elements: tuple[Symmetry, ...]

    def __bool__(self) -> bool:
        return len(self.elements) > 1

    def those(self, condition: Callable[[Symmetry], bool]) -> Symmetries:
        """Those of which something holds that also holds of all that are composed of them."""
        elements = tuple(element for element in self.elements if condition(element))
        return Symmetries(self.table, elements[1:], elements)


def symmetries(game: Game) -> Symmetries:
    """Find the relabellings that map a game onto itself; each is checked by substitution."""
    table = leaf_table(game) if game.leaves * len(game.players) <= MOST_CELLS else None
    if table is None:
        empty = Symmetry((), (), (), ())
        return Symmetries(LeafTable((), (), {}, (), (), ()), (), (empty,))
    generators = [(_read(table, permutation), level) for permutation, level in _graph(table).generators()]
    for generator, _ in generators:
        check(table, generator)
    used: list[Symmetry] = []
    elements: tuple[Symmetry, ...] = (_identity(table),)
    for level in sorted({level for _, level in generators}, reverse=True):  # ever larger stabilisers, as far as they are small enough
        tried = [*used, *(generator for generator, at in generators if at == level)]
        larger = _generated(_identity(table), tried)
        if larger is None:
            break
        used, elements = tried, larger
    return Symmetries(table, tuple(used), elements)


def check(table: LeafTable, symmetry: Symmetry) -> None:
    """Refuse a relabelling that does not map the game onto itself: every move, ending, chance and payoff is looked at.

    Raises
    ------
    GameError
        When it does not.
    """
    for images, count in (
        (symmetry.players, table.players),
        (symmetry.sets, len(table.owner)),
        (symmetry.moves, len(table.moves)),
        (symmetry.leaves, len(table.leaves)),
    ):
        if sorted(images) != list(range(count)):
            raise GameError("A relabelling must take each player, information set, action and ending to another one, none twice.")
    for (s, _), image in zip(table.moves, symmetry.moves, strict=True):
        if symmetry.sets[s] != table.moves[image][0] or symmetry.players[table.owner[s]] != table.owner[symmetry.sets[s]]:
            raise GameError("The relabelling tears an information set apart, or gives it to another player.")
    for leaf, image in enumerate(symmetry.leaves):
        if {symmetry.moves[m] for m in table.leaves[leaf]} != set(table.leaves[image]):
            raise GameError("The relabelling takes an ending to one that other moves lead to.")
        if table.weights[leaf] != table.weights[image]:
            raise GameError("The relabelling takes an ending to one that chance makes more or less likely.")
        if any(table.payoffs[leaf][i] != table.payoffs[image][j] for i, j in enumerate(symmetry.players)):
            raise GameError("The relabelling takes an ending to one that pays otherwise.")


def _identity(table: LeafTable) -> Symmetry:
    sizes = (table.players, len(table.owner), len(table.moves), len(table.leaves))
    return Symmetry(*(tuple(range(size)) for size in sizes))


def _generated(identity: Symmetry, generators: Sequence[Symmetry]) -> tuple[Symmetry, ...] | None:
    """All compositions, the identity first; None when they are too many."""
    known = {identity.moves: identity}
    fresh = [identity]
    while fresh:
        following = []
        for element in fresh:
            for generator in generators:
                composed = generator.after(element)
                if composed.moves not in known:
                    known[composed.moves] = composed
                    following.append(composed)
        if len(known) > MOST_ELEMENTS:
            return None
        fresh = following
    return tuple(known.values())


def _graph(table: LeafTable) -> Graph:
    """Moves, sets, players, endings and payments, each next to what it belongs to."""
    moves, sets, players, leaves = len(table.moves), len(table.owner), table.players, len(table.leaves)
    kinds: list[tuple[str, str]] = [("move", "")] * moves + [("set", "")] * sets + [("player", "")] * players
    kinds += [("ending", weight) for weight in table.weights]
    kinds += [("payment", payoff) for payoffs in table.payoffs for payoff in payoffs]
    neighbours: list[list[int]] = [[] for _ in kinds]

    def join(v: int, w: int) -> None:
        neighbours[v].append(w)
        neighbours[w].append(v)

    for k, (s, _) in enumerate(table.moves):
        join(k, moves + s)
    for s, player in enumerate(table.owner):
        join(moves + s, moves + sets + player)
    for leaf, path in enumerate(table.leaves):
        ending = moves + sets + players + leaf
        for k in path:
            join(k, ending)
        for player in range(players):
            payment = moves + sets + players + leaves + leaf * players + player
            join(payment, ending)
            join(payment, moves + sets + player)
    return Graph(kinds, neighbours, moves)


def _read(table: LeafTable, permutation: Sequence[int]) -> Symmetry:
    """A permutation of the graph, by what it does to moves, sets, players and endings."""
    parts, start = [], 0
    for size in (len(table.moves), len(table.owner), table.players, len(table.leaves)):
        parts.append(tuple(v - start for v in permutation[start : start + size]))
        start += size
    return Symmetry(parts[2], parts[1], parts[0], parts[3])
