"""What can be asked about in a family, by name: outcomes, measures, payoffs, mixing probabilities and beliefs."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from games import Game, GameError
from games.numbers import Number

from .family import Family

KINDS, MIX, BELIEF = ("outcome", "measure", "payoff"), "probability", "belief"
NAMED = 12  # things of one name that a message lists, at most


@dataclass(frozen=True)
class Quantity:
    """A number that every family of a game has.

    Parameters
    ----------
    kind : {"outcome", "measure", "payoff", "probability", "belief"}
        What it is.
    name : str
        Its label; for a probability ``"PLAYER ACTION at SET"``, for a belief ``"PLAYER believes HISTORY at SET"``.
    entry : tuple of str
        For a probability: player, information set, action; for a belief: player, information set, history.
    """

    kind: str
    name: str
    entry: tuple[str, str, str] | None = None

    def of(self, family: Family) -> Number:
        """The quantity's closed form in a family."""
        if self.entry is None:
            return {"outcome": family.outcomes, "measure": family.measures, "payoff": family.payoffs}[self.kind][self.name]
        player, label, what = self.entry
        return family.beliefs[player][label][what] if self.kind == BELIEF else family.profile[player][label][what]

    @property
    def words(self) -> str:
        """What it is, in words."""
        words = {"outcome": "probability of {}", "measure": "expected {}", "payoff": "payoff of {}"}.get(self.kind, "probability of {}")
        return f"{self.kind}: {self.name}" if self.kind == BELIEF else words.format(self.name)


def quantity_named(game: Game, name: str) -> Quantity:
    """Find what a name stands for.

    Parameters
    ----------
    game : Game
        Whose labels are meant.
    name : str
        The label of an outcome or a measure, or a player for its payoff; the kind in front tells apart those that
        are called alike (``"outcome fight"``).  A mixing probability is ``"US strike at pass"``: player, action, and
        information set; the set may be left out where the player has that action in one set only. A belief is
        ``"US believes sincere/offer at offer"``: player, history, and information set; the set may be left out.

    Raises
    ------
    GameError
        When it stands for nothing or for several things, naming what there is.
    """
    labels = {"outcome": game.outcome_names, "measure": game.measure_names, "payoff": game.players}
    plain = [Quantity(kind, label) for kind in KINDS for label in labels[kind]]
    mixes = [
        Quantity(MIX, f"{game.players[owner]} {action} at {label}", (game.players[owner], label, action))
        for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True)
        for action in actions
    ]
    believed = [
        Quantity(
            BELIEF, f"{game.players[owner]} believes {game.history(node)} at {label}", (game.players[owner], label, game.history(node))
        )
        for k, (owner, label) in enumerate(zip(game.set_owner, game.set_labels, strict=True))
        for node in game.set_nodes(k)
        if len(game.set_nodes(k)) > 1
    ]
    words = " ".join(name.split())
    for matches in (
        [q for q in plain if q.name == words],
        [q for q in plain if f"{q.kind} {q.name}" == words],
        [q for q in mixes if q.name == words],
        [q for q in mixes if q.entry and f"{q.entry[0]} {q.entry[2]}" == words],
        [q for q in believed if q.name == words],
        [q for q in believed if q.entry and f"{q.entry[0]} believes {q.entry[2]}" == words],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            several = ", ".join(repr(q.name if q.entry else f"{q.kind} {q.name}") for q in matches[:NAMED])
            raise GameError(f"{name!r} is the name of several things in {game.name}: {several}; write one of these.")
    near = get_close_matches(words, [q.name for q in (*plain, *mixes, *believed)], 3, 0.5)
    hint = f"; did you mean {' or '.join(map(repr, near))}?" if near else "."
    listing = ", ".join(f"{kind}s {', '.join(labels[kind])}" for kind in KINDS if labels[kind])
    raise GameError(f"{game.name} has no outcome, measure, payoff, action or belief {name!r}; there are {listing}{hint}")
