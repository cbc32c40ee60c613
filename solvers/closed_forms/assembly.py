"""The exact engine's answers as result types: solutions at a point, families in parameters."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeAlias

from games import Game
from games.numbers import Expression, Number, text

from ..algebra.budget import Budget
from ..concept import concept_named
from ..results import (
    Assessment,
    EquilibriumClass,
    Families,
    Family,
    Members,
    Name,
    Place,
    Profile,
    Relabelling,
    Solution,
    Solutions,
    Strategies,
)
from ..search.bases import Base
from ..search.journal import Journal
from ..search.tree_polynomials import Supports, View
from ..symmetry import Symmetries, symmetry_of
from ..verifier import verify
from .branches import Pieces, Progress, all_pieces
from .classes import Classes, grouped, usable
from .existence import exists_at
from .faces import Group, merged
from .listing import Listing
from .naming import common_name, common_name_of_classes
from .presentation import Presented
from .relabelled import Either, Symbols, relabelled_outcomes

if TYPE_CHECKING:
    from concurrent.futures import Executor

ELSEWHERE = (
    "equilibria that play otherwise where it is the same to the rest of the game: {count:,} combinations of supports look like these"
)

LabelledBase: TypeAlias = "tuple[frozenset[tuple[str, str, str]], frozenset[tuple[str, str, str]]]"
"""A base in labels: (player, set, action) used, and (player, set, history) believed possible."""

SEARCHING = 0.75  # of the time that is given; the rest is for closed forms, and for the walls of a map


@dataclass(frozen=True, eq=False)
class Solved:
    """The families of a game together with the pieces of which they are made.

    Parameters
    ----------
    families : Families
        The result.
    pieces : Pieces
        Everything found, before merging.
    groups : list of Group
        Of each family that was found, in their order; families that relabellings make of others have none of their own.
    alike : Symmetries or None
        The relabellings up to which was searched; None when everything was found.
    beside : dict from int to list of Group
        For some of the groups: further branches of the same base, which relabellings make of it.
    """

    families: Families
    pieces: Pieces
    groups: list[Group]
    alike: Symmetries | None = None
    beside: Mapping[int, Sequence[Group]] = field(default_factory=dict)

    def group_of(self, k: int) -> int:
        """Which group a family is, or is made of, by the numbers of both."""
        listed = self.families.families
        return listed.places[k].representative if isinstance(listed, Members) else k

    def relabelling(self, k: int) -> Relabelling | None:
        """What makes a family of its group; None for the group itself."""
        listed = self.families.families
        return listed.places[k].relabelling if isinstance(listed, Members) else None

    @cached_property
    def members(self) -> list[list[int]]:
        """The families that each group stands for, by number."""
        members: list[list[int]] = [[] for _ in self.groups]
        for k in range(len(self.families.families)):
            members[self.group_of(k)].append(k)
        return members

    @cached_property
    def classes(self) -> Classes | None:
        """What relabellings make of bases; None when everything was found."""
        return None if self.alike is None else Classes(self.pieces.view, self.alike)

    def bases(self, k: int) -> list[LabelledBase]:
        """The bases of a family, in labels."""
        view, relabelling = self.pieces.view, self.relabelling(k)
        bases = [piece.base for piece in self.groups[self.group_of(k)].pieces]
        if relabelling is None or self.classes is None:
            return [labels(view, base) for base in bases]
        symmetry = symmetry_of(view.game, relabelling)
        return [in_labels(view, *self.classes.image(symmetry, base)) for base in bases]

    def images(self, base: Base) -> list[LabelledBase]:
        """The bases that relabellings make of one, in labels; itself, when everything was found."""
        if self.classes is None:
            return [labels(self.pieces.view, base)]
        return [in_labels(self.pieces.view, *image) for image in self.classes.of(base)]


@dataclass(frozen=True, eq=False)
class SolvedPoint:
    """The equilibria at a point together with the pieces of which they are made.

    Parameters
    ----------
    solutions : Solutions
        The result.
    pieces : Pieces
        Everything found, before merging.
    groups : list of Group
        In the order of the solutions.
    """

    solutions: Solutions
    pieces: Pieces
    groups: list[Group]


ONE_BELIEF = (
    "At information sets that are not reached and where beliefs change no choice one belief stands for all, and what relabelling makes of "
    "it: equilibria that differ in such beliefs only are too many to be told apart."
)


def point_solutions(
    game: Game,
    concept: str,
    at: Mapping[str, Number],
    *,
    seconds: float | None = None,
    given: Supports | None = None,
    in_full: Collection[int] | None = None,
) -> Solutions:
    """Find every equilibrium of a game without open parameters; those that differ by labels only are found once."""
    alike = usable(game, concept_named(concept)) if given is None and in_full is None else None
    return solved_point(game, concept, at, alike=alike, seconds=seconds, given=given, in_full=in_full).solutions


def solved_point(
    game: Game,
    concept: str,
    at: Mapping[str, Number],
    *,
    alike: Symmetries | None = None,
    whole: bool = False,
    seconds: float | None = None,
    given: Supports | None = None,
    in_full: Collection[int] | None = None,
) -> SolvedPoint:
    """Find every equilibrium of a game without open parameters, with the pieces of which they are made.

    Parameters
    ----------
    alike : Symmetries, optional
        Relabellings of the game: of equilibria that they make of one another, one is found, and there are pieces of that one only.
    whole : bool
        Whether all are found nevertheless, and sorted into classes.
    seconds : float, optional
        Come back after about this time.
    given : dict from set to actions, optional
        Supports of some information sets; equilibria with others are left out.
    in_full : set of int, optional
        Information sets of which all supports are searched for. Elsewhere one play stands for all that are the same to whatever is outside
        a subform: that allow the players of these sets, and those who move before it, the same payoffs at its entries under the same
        beliefs there. Which these payoffs are, necessary conditions say; whether an equilibrium has them is seen where one stands for all.
        None for all sets.
    """
    reduced = None if whole else alike
    allowance = Budget(seconds)
    searching = None if seconds is None else SEARCHING * seconds
    pieces = all_pieces(game, knife_edges=True, concept=concept, seconds=searching, alike=reduced, given=given, in_full=in_full)
    pieces.view.ring.budget = allowance
    groups = merged(pieces.view, pieces.oracle, pieces.pieces)
    profile_of = partial(_isolated, pieces, groups, ())
    listing = Listing(pieces.view, groups, pieces.order, reduced, profile_of)
    solutions: list[Solution] = []
    symbols: list[Symbols] = []
    for k in listing.standing:
        if solutions and allowance.over:
            break
        one = Presented(pieces.view, pieces.oracle, groups[k], ())
        symbols.append(one.symbols.meanings)
        solutions.append(solution_of(one, concept, listing.name(k), listing.size(k)))
    left = unfinished_in_words(pieces, alike=bool(reduced))
    if in_full is not None:
        left += (ELSEWHERE.format(count=pieces.counts.get("alike", 0)),)
    if unwritten := listing.drop(set(listing.standing[len(solutions) :])):
        left += (f"{unwritten} more {'equilibrium' if unwritten == 1 else 'equilibria'}, found but not written out",)
    allowance.end = None  # whoever asks for more later has time
    classes = listing.classes()
    if whole and alike:
        classes, solutions = _sorted(pieces.view, groups, listing.standing, profile_of, solutions, alike)
    members: Sequence[Solution] = tuple(solutions)
    if reduced:
        members = Members(game, concept, tuple(solutions), tuple(symbols), tuple(listing.places()))
    result = Solutions(
        game=game,
        concept=concept,
        at=at,
        found="all" if not (pieces.undecided or left or given) else "some",
        proved=False,
        undecided=tuple(_supports_in_words(pieces.view, supports) for supports in _of_all(pieces, pieces.undecided, reduced)),
        solutions=members,
        left=left,
        notes=(ONE_BELIEF,) if pieces.counts.get("idle") else (),
        classes=classes,
        given=len(given or ()),
    )
    return SolvedPoint(result, pieces, [groups[k] for k in listing.standing])


def solution_of(presented: Presented, concept: str, called: Name, class_size: int = 1) -> Solution:
    """What a group of pieces says at a point, with its certificate."""
    sample, game = presented.open.sample(), presented.game
    return Solution(
        called=called,
        assessment=presented.assessment,
        payoffs=presented.payoffs,
        outcomes=presented.outcomes,
        measures=presented.measures,
        ranges=presented.open.ranges,
        certificate=verify(game, _at(presented.assessment, sample), concept_named(concept).check or concept),
        sample=sample,
        bases=tuple(labels(presented.view, p.base) for p in presented.group.pieces),
        class_size=class_size,
    )


def _isolated(pieces: Pieces, groups: Sequence[Group], over: Sequence[str], k: int) -> Profile | None:
    """The profile of a group, by number; None where it leaves something open."""
    return Presented(pieces.view, pieces.oracle, groups[k], over).isolated


def _sorted(
    view: View,
    groups: Sequence[Group],
    standing: Sequence[int],
    profile_of: Callable[[int], Profile | None],
    found: Sequence[Either],
    alike: Symmetries,
) -> tuple[tuple[EquilibriumClass, ...], list[Either]]:
    """Sort equilibria or families, of which none is left out, into classes; each is told how large its own is."""
    classes = grouped(view, [groups[k] for k in standing], alike, lambda k: profile_of(standing[k]))
    sizes = {k: one.size for one in classes for k in one.members}
    return classes, [replace(one, class_size=sizes.get(k, 1)) for k, one in enumerate(found)]


def _family(presented: Presented, name: Name, size: int) -> Family:
    """A family; the name of its outcome is not known yet."""
    return Family(
        called=replace(name, knife_edge=not presented.group.generic),
        generic=presented.group.generic,
        cases=presented.thresholds,
        assessment=presented.assessment,
        payoffs=presented.payoffs,
        outcomes=presented.outcomes,
        measures=presented.measures,
        ranges=presented.open.ranges,
        ends=presented.open.ends,
        limits=presented.open.limits,
        pins=presented.pins,
        bases=len({p.base.name for p in presented.group.pieces}),
        exists=exists_at(presented.cases),
        class_size=size,
    )


def _listed(game: Game, concept: str, listing: Listing, standing: Sequence[tuple[Family, Symbols]]) -> Sequence[Family]:
    """The families in their order, those with the same outcome sharing its name."""
    places, families = listing.places(), [family for family, _ in standing]
    outcomes: list[tuple[str, ...]] = []
    plays: dict[tuple[str, ...], list[tuple[Name, Place]]] = {}
    endings: dict[tuple[str, ...], list[str]] = {}
    for place, play in zip(places, listing.short, strict=True):
        one, symbols = standing[place.representative]
        brought = one.outcomes if place.relabelling is None else relabelled_outcomes(game, one, symbols, place.relabelling)
        outcomes.append(tuple(map(text, brought.values())))
        endings[outcomes[-1]] = [label for label, p in brought.items() if p]
        plays.setdefault(outcomes[-1], []).append((play, place))
    shared = {outcome: _shared(several, endings[outcome]) for outcome, several in plays.items()}
    for k, (place, outcome) in enumerate(zip(places, outcomes, strict=True)):
        one = families[place.representative]
        places[k] = replace(place, called=replace(place.called, knife_edge=not one.generic), shared=shared[outcome], outcome=outcome)
        if place.relabelling is None:
            families[place.representative] = replace(one, shared=shared[outcome])
    if not any(place.relabelling for place in places):
        return tuple(families)
    return Members(game, concept, tuple(families), tuple(symbols for _, symbols in standing), tuple(places))


def _shared(several: Sequence[tuple[Name, Place]], endings: Sequence[str]) -> Name:
    """The name of families that bring the same outcome; where some are others with other labels, by what one of each class plays."""
    classes: dict[int, list[tuple[Relabelling | None, Name]]] = {}
    for play, place in several:
        classes.setdefault(place.representative, []).append((place.relabelling, play))
    if len(classes) == len(several) or any(all(relabelling is not None for relabelling, _ in members) for members in classes.values()):
        return common_name([play for play, _ in several], endings)
    return common_name_of_classes(list(classes.values()), endings)


def _of_all(pieces: Pieces, bases: Sequence[Base], alike: Symmetries | None) -> Sequence[Supports]:
    """The supports of bases, and of those that relabellings make of them."""
    return Classes(pieces.view, alike).supports(bases) if alike else [base.supports for base in bases]


def parametric_families(
    game: Game,
    concept: str,
    over: Sequence[str],
    *,
    knife_edges: bool,
    seconds: float | None = None,
    gigabytes: float | None = None,
    executor: Executor | None = None,
    progress: Progress = iter,
    journal: Journal | None = None,
    budget: Budget | None = None,
    alike: Symmetries | None = None,
    whole: bool = False,
) -> Solved:
    """Find every family of a game in its open parameters, within some seconds, or within a budget that goes on afterwards.

    Where relabellings are given, `alike`, one family of each class is found, and there are pieces and groups of that one only; when the
    whole is wanted all are found, and sorted into classes.
    """
    reduced = None if whole else alike
    allowance = Budget(seconds) if budget is None else budget
    pieces = all_pieces(
        game,
        knife_edges=knife_edges,
        concept=concept,
        seconds=None if allowance.left is None else SEARCHING * allowance.left,
        gigabytes=gigabytes,
        executor=executor,
        progress=progress,
        journal=journal,
        alike=reduced,
    )
    pieces.view.ring.budget = allowance
    groups = merged(pieces.view, pieces.oracle, pieces.pieces)
    groups.sort(key=lambda g: not g.generic)
    profile_of = partial(_isolated, pieces, groups, over)
    listing = Listing(pieces.view, groups, pieces.order, reduced, profile_of)
    written: dict[int, tuple[Family, Symbols]] = {}
    for k in listing.standing:
        if written and allowance.over:
            break
        presented = Presented(pieces.view, pieces.oracle, groups[k], over)
        written[k] = _family(presented, listing.name(k), listing.size(k)), presented.symbols.meanings
    unwritten = listing.drop({k for k in listing.standing if k not in written})
    families = _listed(game, concept, listing, list(written.values()))
    unfinished = unfinished_in_words(pieces, alike=bool(reduced))
    if unwritten:
        unfinished += (f"{unwritten} more {'family' if unwritten == 1 else 'families'} of equilibria, found but not written out",)
    classes = listing.classes()
    if whole and alike:
        classes, found = _sorted(pieces.view, groups, listing.standing, profile_of, families, alike)
        families = tuple(found)
    generic = {p.base.name: p.base for p in pieces.pieces if p.generic}
    edge = {p.base.name: p.base for p in pieces.pieces if p.base.name not in generic}
    count = Classes(pieces.view, reduced).count if reduced else len
    result = Families(
        game=game,
        concept=concept,
        over=tuple(over),
        domain=tuple(game.domain.texts),
        found="all" if not pieces.undecided and not unfinished else "some",
        proved=False,
        undecided_bases=tuple(_supports_in_words(pieces.view, supports) for supports in _of_all(pieces, pieces.undecided, reduced)),
        bases={"generic": count(generic.values()), "knife_edge": count(edge.values()) if knife_edges else None},
        families=families,
        left=unfinished,
        classes=classes,
    )
    if budget is None:
        allowance.end = None  # whoever asks for more later has time
    beside = {j: [groups[other] for other in listing.within[k]] for j, k in enumerate(listing.standing) if listing.within.get(k)}
    return Solved(result, pieces, [groups[k] for k in listing.standing], reduced, beside)


def labels(view: View, base: Base) -> LabelledBase:
    """A base in labels."""
    return in_labels(view, base.supports.items(), base.beliefs.items())


def in_labels(view: View, supports: Iterable[tuple[int, Sequence[int]]], beliefs: Iterable[tuple[int, Sequence[int]]]) -> LabelledBase:
    """Supports and nodes that are believed possible, in labels."""
    actions, histories = view.action_names, view.node_names
    return (
        frozenset([actions[s][a] for s, used in supports for a in used]),
        frozenset([histories[n] for _, nodes in beliefs for n in nodes]),
    )


def unfinished_in_words(pieces: Pieces, *, alike: bool = False) -> tuple[str, ...]:
    """The tasks of a search that were not finished, by the supports that they are about; of those that are alike, the first."""
    parts = (_supports_in_words(pieces.view, dict(zip(pieces.order, task, strict=False))) for task in pieces.unfinished)
    return tuple(f"{part}{', and what is alike' if alike else ''}" if part else "the whole search" for part in parts)


def _supports_in_words(view: View, supports: Supports) -> str:
    game = view.game
    return "; ".join(
        f"{game.players[view.owner[s]]} at {game.set_labels[s]}: {'/'.join(game.set_actions[s][a] for a in supports[s])}"
        for s in view.sets
        if s in supports
    )


def _at(assessment: Assessment, sample: dict[str, Number]) -> Assessment:
    def put(table: Strategies) -> Strategies:
        return {
            player: {s: {a: x.at(sample) if isinstance(x, Expression) else x for a, x in row.items()} for s, row in sets.items()}
            for player, sets in table.items()
        }

    profile = Profile(put(assessment.profile.strategies), assessment.profile.idle)
    return Assessment(profile, None if assessment.beliefs is None else put(assessment.beliefs))
