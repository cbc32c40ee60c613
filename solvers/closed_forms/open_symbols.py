"""Names for what an equilibrium leaves open, and open belief weights in terms of the belief itself."""

from __future__ import annotations

from functools import cached_property

from games.labels import as_symbol

from ..algebra.ring import Polynomial
from ..search.tree_polynomials import View
from .closed_form import ClosedForms
from .solving import Piece

Quotient = tuple[Polynomial, Polynomial]


def symbol_for(kind: str, label: str, what: str) -> str:
    """The symbol for what is open at an information set: the probability of an action, or the weight of a group of nodes, by its number."""
    if kind == "belief":
        return as_symbol(f"mu_{label}" + (f"_{int(what) + 1}" if int(what) else ""))
    return as_symbol(f"x_{what}" + ("" if label == "start" else f"_{label}"))


class OpenSymbols:
    """What the unknowns that a piece leaves open are called, and what they stand for.

    Parameters
    ----------
    view : View
        The game as the engine reads it.
    piece : Piece
        What leaves them open.
    """

    def __init__(self, view: View, piece: Piece) -> None:
        self.view, self.piece, self.base, self.ring, self.game = view, piece, piece.base, view.ring, view.game
        self._known_scales: dict[str, tuple[Polynomial, Polynomial, Polynomial] | None] = {}
        self.names = self._symbols()
        self.form = ClosedForms(view, self.piece, self.names)
        self.form.believed = self.believed

    def _symbols(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for name in self.piece.branch.open:
            unknown = self.view.unknowns[name]
            s, k = unknown.infoset, unknown.index
            symbol = symbol_for(unknown.kind, self.game.set_labels[s], str(k) if unknown.kind == "belief" else self.game.set_actions[s][k])
            while symbol in names.values() or symbol in self.game.parameters:
                symbol += "_"
            names[name] = symbol
        return names

    @cached_property
    def meanings(self) -> dict[str, tuple[str, ...]]:
        """What each symbol stands for: kind, player, information set, and action, or number of a group of nodes."""
        meanings: dict[str, tuple[str, ...]] = {}
        for name, symbol in self.names.items():
            unknown = self.view.unknowns[name]
            s, k = unknown.infoset, unknown.index
            what = str(k) if unknown.kind == "belief" else self.game.set_actions[s][k]
            meanings[symbol] = (unknown.kind, self.game.players[self.view.owner[s]], self.game.set_labels[s], what)
        return meanings

    @cached_property
    def believed(self) -> dict[str, Quotient]:
        """Open belief weights, written in terms of the belief itself (sets with two groups of nodes)."""
        quotients: dict[str, Quotient] = {}
        for name in self.piece.branch.open:
            odds = self.odds(name)
            if odds is not None:
                a, b = odds
                t = self.ring.gen(name)
                quotients[name] = (t * b, t * b + (self.ring.one - t) * a)
        return quotients

    def odds(self, name: str) -> Quotient | None:
        """For a set with two groups: total weights of the first and second, on a common scale."""
        scaled = self._scaled(name)
        return None if scaled is None else scaled[:2]

    def scale(self, name: str) -> Polynomial:
        """A polynomial with the sign of that scale, which may be negative in parts of the domain."""
        scaled = self._scaled(name)
        return self.ring.one if scaled is None else scaled[2]

    def _scaled(self, name: str) -> tuple[Polynomial, Polynomial, Polynomial] | None:
        """The odds, and their scale up to squares."""
        if name not in self._known_scales:
            self._known_scales[name] = self._find_scaled(name)
        return self._known_scales[name]

    def _find_scaled(self, name: str) -> tuple[Polynomial, Polynomial, Polynomial] | None:
        unknown = self.view.unknowns[name]
        if unknown.kind != "belief":
            return None
        groups = self.base.groups[unknown.infoset]
        if len(groups) != 2:
            return None
        totals = []
        for group in groups:
            top = sum((self.view.weight(n, self.base.supports) for n in group), self.ring.zero)
            bottom = self.ring.one
            for solved, (n, d) in self.piece.branch.values.items():
                top, degree = self.ring.substitute(top, solved, n, d)
                bottom = bottom * d**degree if degree else bottom
            totals.append((top, bottom))
        (a, da), (b, db) = totals
        a, b, scale = a * db, b * da, da * db
        if any(self.view.unknowns[n].kind == "belief" for n in (*self.ring.open(a), *self.ring.open(b))):
            return None  # a mix that is pinned by this very belief
        common = self.view.positive(a.gcd(b)) if not self.ring.open(a) and not self.ring.open(b) else self.ring.one
        return a / common, b / common, scale * common

    def belief_bound(self, name: str, value: Quotient) -> Quotient:
        """Turn a bound on a belief weight into one on the belief."""
        n, d = value
        odds = self.odds(name)
        if odds is None:
            return value
        a, b = odds
        return n * a, n * a + (d - n) * b
