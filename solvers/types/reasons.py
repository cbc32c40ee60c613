"""What happens on a wall of a map with types from a continuum, and single members of families."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from games.numbers import Expression, Number, simplest

from ..algebra.ring import Polynomial, key
from ..closed_forms.solving import Piece
from ..results import ByType, Family, NoTypes, Reason, TypeIndifference, TypesStop
from .bases import TypeBase
from .form import Form
from .presentation import Presented


def reasons(form: Form, base: TypeBase, piece: Piece, p: Polynomial) -> list[Reason]:
    """Which cell becomes empty, which mix ends, or which type is indifferent where a polynomial in the parameters is zero."""
    told, ring = Presented(form, base, piece, ()), form.ring

    def touches(q: Polynomial) -> bool:
        for name, (top, bottom) in piece.branch.values.items():
            q, _ = ring.substitute(q, name, top, bottom)
        if not q:
            return False
        lead = p.leading_coefficient()
        return any(key(f * (lead / f.leading_coefficient())) in (key(p), key(-p)) for f, _ in ring.factors(q)[1])

    def found() -> Iterator[Reason]:
        for q, mark in zip(base.positives, base.marks, strict=True):
            if mark[0] != "belief" and touches(q):
                yield ended(told, mark)
        ends: dict[tuple[object, ...], list[object]] = {}
        for atom, (kind, *fact) in zip(base.atoms, base.facts, strict=True):
            if kind == "rival" and touches(atom.polynomial):
                ends.setdefault(tuple(fact[:-1]), []).append(fact[-1])
        for about, where in ends.items():
            yield indifferent(told, about, where)

    return list(dict.fromkeys(found()))


def _type_name(told: Presented, i: int) -> str:
    return next((t.name for t in told.game.types if t.owner == told.game.players[i] and t.at is None), "")


def ended(told: Presented, mark: tuple[object, ...]) -> Reason:
    """A cell that becomes empty, or a mix that ends."""
    kind, i, k, *where = mark
    assert isinstance(i, int) and isinstance(k, int)
    game, player, last = told.game, told.game.players[i], len(told.base.words[i]) - 1
    if kind == "mix":
        s, a = where
        assert isinstance(s, int) and isinstance(a, int)
        plays = told.steps(i, k) if told.form.typed[i] else ()
        return TypesStop(player, _type_name(told, i), plays, game.set_labels[s], game.set_actions[s][a])
    beside = k + 1 if k == 0 else k - 1
    plays, instead = told.steps(i, k), told.steps(i, beside)
    if plays == instead:  # they differ where their own play does not lead
        plays, instead = _differences(told, i, k, beside)
    if 0 < k < last:
        return NoTypes(player, _type_name(told, i), plays, "between")
    return NoTypes(player, _type_name(told, i), plays, "lowest" if k == 0 else "highest", instead)


def _differences(told: Presented, i: int, k: int, beside: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What two cells of a player do where they do not do the same."""
    one, other, game = told.system.supports[i][k], told.system.supports[i][beside], told.game
    sets = [s for s in sorted(one) if one[s] != other[s]]

    def done(support: Mapping[int, tuple[int, ...]]) -> tuple[str, ...]:
        return tuple(f"{' or '.join(game.set_actions[s][a] for a in support[s])} at {game.set_labels[s]}" for s in sets)

    return done(one), done(other)


def telling(found: Iterable[Reason]) -> tuple[Reason, ...]:
    """Reasons, each once, without indifferences that say what other reasons say better."""
    every = list(dict.fromkeys(found))
    ends = {(r.player, r.where) for r in every if isinstance(r, NoTypes)}
    stops = {(r.player, r.infoset, r.action) for r in every if isinstance(r, TypesStop)}
    whole = {(r.player, r.infoset, action) for r in every if isinstance(r, TypeIndifference) and r.which == "all" for action in r.actions}

    def said(reason: Reason) -> bool:
        if not isinstance(reason, TypeIndifference):
            return False
        mixes = any((reason.player, reason.infoset, action) in stops for action in reason.actions)
        if (reason.player, reason.which) in ends:
            return True
        if mixes and reason.which in ("all", "cutoff"):
            return True
        shared = any((reason.player, reason.infoset, action) in whole for action in reason.actions)
        return shared and reason.which == "cutoff"  # the type at a cutoff is one of all these

    return tuple(reason for reason in every if not said(reason))


def indifferent(told: Presented, about: tuple[object, ...], ends: list[object]) -> Reason:
    """A type at the end of a cell to which another action is as good; all types of the cell where it is so at both ends."""
    i, k, s, used, rival = about
    assert isinstance(i, int) and isinstance(k, int) and isinstance(s, int) and isinstance(used, int) and isinstance(rival, int)
    game, last = told.game, len(told.base.words[i]) - 1
    end, plays = ends[0], told.steps(i, k) if len(ends) > 1 else ()
    which = (
        "all" if plays else "" if not end else "lowest" if (k, end) == (0, "low") else "highest" if (k, end) == (last, "high") else "cutoff"
    )
    first, second = (game.set_actions[s][a] for a in sorted((used, rival)))
    return TypeIndifference(game.players[i], _type_name(told, i), which, game.set_labels[s], (first, second), plays)


def member_at(family: Family, point: Mapping[str, Fraction]) -> ByType | None:
    """A member of a family at a point, in the middle of what it leaves open; None where that is not known by bounds."""
    if family.by_type is None:
        return None
    values: dict[str, Number] = dict(point)
    for symbol in reversed(list(family.free)):
        if symbol not in family.ends:
            return None
        low, high = ([_at(x, values) for x in side] for side in family.ends[symbol])
        if not low or not high:
            return None
        values[symbol] = simplest((Expression.constant(0) + max(low) + min(high)) / 2)
    return family.by_type.at(values)


def _at(x: Number, values: Mapping[str, Number]) -> Number:
    return simplest(x.at(values)) if isinstance(x, Expression) else x
