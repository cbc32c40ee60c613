"""The equilibria that backward induction on beliefs finds, as result types."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from fractions import Fraction

from flint import fmpq

from games import Game
from games.labels import Joined, parts_of
from games.numbers import Number
from games.tree import TERMINAL

from ..results import Assessment, Choice, Continuation, Name, OnRequest, Phrase, Profile, Solution, Solutions, told_apart
from ..search.continuation_classes import Best, Reply
from ..search.continuation_classes import Choice as Move
from ..search.continuation_plays import Member, member
from ..search.continuation_values import Induction, TooMany
from ..search.polygons import extent
from ..search.public_play import END, Pair, Places, PublicForm, public_form
from ..verifier import verify

METHOD = "continuations"

HOW = (
    "Each of these stands for a class: equilibria of the whole game in which the same actions are best at the first moves, with the "
    "payoffs told. Every equilibrium begins like one of them, and goes on after each public history like a class of what may follow there; "
    "these, {count} more, are listed in the JSON, each with the beliefs at which it exists{but}. Equilibria of a class differ in how "
    "they mix actions that are equally good, in beliefs after actions that no type takes, and in the classes that follow."
)
BUT = "; after {history}, where they are too many to list, as many as have all payoffs of the types at every belief"
TELLING = (
    "equilibria in which the {kind} type of {player} takes another action than the one that costs it least compared with the other type, "
    "or in which such an action does not give the other type away"
)


def continuation_solutions(game: Game, concept: str, at: Mapping[str, Number]) -> Solutions | None:
    """Find every equilibrium of a game with one private type of two, all else seen; None for another game, and where that is too much."""
    form = public_form(game)
    if form is None:
        return None
    induction = Induction(form)
    left: tuple[str, ...] = ()
    try:
        roots = induction.ways(form.stage_at[form.root], form.prior)
    except TooMany:
        induction = Induction(form, telling=True)
        try:
            roots = induction.ways(form.stage_at[form.root], form.prior)
        except TooMany:
            return None
        if not roots:
            return None
        said = TELLING.format(kind=game.move_label(form.root[0]), player=game.players[form.informed])
        left = (said,)
    classes, short = _classes(induction, roots)
    names = told_apart([Name(one.best) for one in classes[: len(roots)]])
    return Solutions(
        game=game,
        concept=concept,
        at=at,
        found="some" if left else "all",
        proved=False,
        undecided=(),
        solutions=OnRequest(game, len(names), lambda k: _solution(form, member(induction, roots[k]), names[k])),
        left=left,
        method=METHOD,
        notes=() if left else (HOW.format(count=len(classes) - len(roots), but=BUT.format(history=" and ".join(short)) if short else ""),),
        continuations=classes,
    )


# ------------------------------------------------------------------ classes


def _classes(induction: Induction, roots: Sequence[Reply | Move]) -> tuple[tuple[Continuation, ...], list[str]]:
    """The classes of the whole game, then those of what follows; and after which histories only enough for all payoffs are listed."""
    form = induction.form
    often = Counter(form.stage_at.values())
    first: dict[int, Places] = {}
    for place, stage in form.stage_at.items():
        first.setdefault(stage, place)
    whole = form.stage_at[form.root]
    found = [_class(form, form.root, 1, way) for way in roots]
    inner = {k for stage in form.stages if stage is not None for k, some in zip(stage.after, stage.stakes, strict=False) if len(some) > 1}
    plain = {k for stage in form.stages if stage is not None for k, some in _followed(stage.after, stage.stakes) if len(some) < 2}
    short: list[str] = []
    for stage in sorted(first, key=lambda k: form.game.depth[first[k][0]]):
        if stage not in (END, whole) and (stage not in inner or stage in plain):
            try:
                ways: Sequence[Reply | Move] = induction.ways(stage)
            except TooMany:
                ways = [way for cell in induction.cells(stage) for way in cell.parts if way is not None]
                short.append(repr(str(_public(form.game, first[stage]))))
            found += [_class(form, first[stage], often[stage], way) for way in ways]
    return tuple(found), short


def _followed(after: Sequence[int], stakes: Sequence[tuple[Pair, ...]]) -> Iterable[tuple[int, tuple[Pair, ...]]]:
    return zip(after, stakes or ((),) * len(after), strict=True)


def _class(form: PublicForm, place: Places, often: int, way: Reply | Move) -> Continuation:
    game = form.game
    kinds = [game.move_label(node) for node in form.root]
    one, two = form.sunk[place]
    corners = tuple({kinds[0]: _plain(x + one), kinds[1]: _plain(y + two)} for x, y in way.values)
    low, high = extent(way.beliefs, 0)
    return Continuation(_public(game, place), often, kinds[0], (_plain(low), _plain(high)), tuple(_best(game, place, way)), corners)


def _best(game: Game, place: Places, way: Reply | Move) -> Iterator[Phrase]:
    """What is best for whom."""
    if isinstance(way, Reply):
        yield _replies(game, place, way.best)
        return
    s = int(game.infoset[place[0]])
    actions, label = game.set_actions[s], game.set_labels[s]
    yield Phrase(game.players[game.set_owner[s]], "throughout", (Choice(tuple(actions[a] for a in way.best), (label,)),))
    for some, m, n in zip(way.after, game.children(place[0]), game.children(place[1]), strict=True):
        if isinstance(some, Reply):
            yield _replies(game, (m, n), some.best)


def _replies(game: Game, place: Places, best: tuple[Best, Best]) -> Phrase:
    """What is best for each type."""
    choices = []
    for node, some in zip(place, best, strict=True):
        s = int(game.infoset[node])
        label = game.set_labels[s]
        choices.append(Choice(tuple(game.set_actions[s][a] for a in some), (label,), (parts_of(label)[0],)))
    return Phrase(game.players[int(game.owner[place[0]])], "after", tuple(choices))


def _public(game: Game, place: Places) -> str:
    return Joined(parts_of(game.history(place[0]))[1:], "start")


# ------------------------------------------------------------------ one of each


def _solution(form: PublicForm, one: Member, name: Name) -> Solution:
    game = form.game
    strategies: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    beliefs: dict[str, dict[str, dict[str, Number]]] = {player: {} for player in game.players}
    for s, mix in sorted(one.mixes.items()):
        strategies[game.players[game.set_owner[s]]][game.set_labels[s]] = dict(zip(game.set_actions[s], map(_plain, mix), strict=True))
    for place, belief in one.beliefs.items():
        m, n = place
        s, t = int(game.infoset[m]), int(game.infoset[n])
        held = beliefs[game.players[game.set_owner[s]]]
        if s == t:
            held[game.set_labels[s]] = {game.history(m): _plain(belief), game.history(n): _plain(1 - belief)}
        else:
            held[game.set_labels[s]], held[game.set_labels[t]] = {game.history(m): 1}, {game.history(n): 1}
    assessment = Assessment(Profile(strategies), beliefs)
    payoffs, outcomes, measures = _expected(form, one)
    return Solution(name, assessment, payoffs, outcomes, measures, (), verify(game, assessment), game=game)


def _expected(form: PublicForm, one: Member) -> tuple[dict[str, Number], dict[str, Number], dict[str, Number]]:
    """Expected payoffs, probabilities of outcomes and expected measures."""
    game = form.game
    leaf = {int(node): k for k, node in enumerate(game.leaf_nodes)}
    payoffs: dict[str, Number] = dict.fromkeys(game.players, Fraction(0))
    outcomes: dict[str, Number] = dict.fromkeys(game.outcome_names, Fraction(0))
    measures: dict[str, Number] = dict.fromkeys(game.measure_names, Fraction(0))
    reached = list(zip(form.root, (_plain(form.prior), _plain(1 - form.prior)), strict=True))
    for node, chance in reached:
        if game.owner[node] == TERMINAL:
            k = leaf[node]
            outcomes[game.outcome_names[game.outcome[k]]] += chance
            for j, player in enumerate(game.players):
                payoffs[player] += chance * game.payoff(k, j)
            for j, name in enumerate(game.measure_names):
                measures[name] += chance * game.measure(k, j)
            continue
        mix = one.mixes[int(game.infoset[node])]
        reached += [(child, chance * _plain(p)) for child, p in zip(game.children(node), mix, strict=True) if p]
    return payoffs, outcomes, measures


def _plain(x: fmpq) -> Fraction:
    return Fraction(int(x.p), int(x.q))
