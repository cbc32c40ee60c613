"""Why a profile is no sequential equilibrium: the player, the information set and the inequality, or the sets whose conditions conflict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from games import Game
from games.numbers import text

from ..results import Refusal
from .beliefs import least_gain, rational_beliefs
from .consistency import by_bayes, inconsistency, known_beliefs
from .deviation import action_gains
from .reading import Beliefs, Reading, read_claim
from .signs import ZERO, Exact, given_out, is_zero, plain, sign
from .verdict import verify

CONCEPT = "sequential"


def why_not(game: Game, profile: Any, **at: object) -> Refusal:
    """Say what rules a profile or an assessment out as a sequential equilibrium.

    Parameters
    ----------
    game : Game
        Open parameters that are not given a value get their defaults.
    profile : Profile, Assessment or dict
        As for `verify`; beliefs that are not given are looked for.
    **at : numbers
        Values of parameters.

    Returns
    -------
    Refusal
        Who gains, at which information set, by which action, with both sides of the inequality and the belief there.  Where
        the belief is open it is the one kindest to the profile, so that no other would help.  When every set by itself
        can be made content, the smallest group of sets that no trembles can serve together, and what each asks of its
        belief.  For an equilibrium ``equilibrium`` is true and ``reason`` says what was checked.

    Raises
    ------
    GameError
        When the profile does not fit the game, or the search for beliefs cannot be finished.

    Notes
    -----
    Exact. Of several sets at which somebody gains, the one with the largest gain is named. A group of conflicting sets is
    smallest in the sense that without any one of them the others could be served.

    Examples
    --------
    >>> import games
    >>> horse = games.load("selten_horse")
    >>> found = why_not(horse, {"1": {"start": {"D": 1, "A": 0}}, "2": {"A": {"d": 0, "a": 1}}, "3": {"start": {"L": 1, "R": 0}}})
    >>> found.player, found.infoset, found.better, str(found.deviates), str(found.follows)
    ('2', 'A', 'd', '4', '1')
    """
    numeric = game.at(**at)
    reading = read_claim(numeric, profile)
    problem = inconsistency(reading, reading.given)
    if problem is not None:
        return _refusal(numeric, "beliefs", problem)
    beliefs = known_beliefs(reading)
    unknown = [k for k in range(len(reading.table.members)) if k not in beliefs]
    gains = [_gain(reading, k, belief) for k, belief in beliefs.items()]
    gains += [_gain(reading, k, least_gain(reading, k)[1], " whatever the belief there") for k in unknown]
    worst = gains[0]
    for gain in gains[1:]:
        worst = gain if sign(gain.size - worst.size) > 0 else worst
    if sign(worst.size) > 0:
        return worst.refusal(numeric, reading)
    if unknown and rational_beliefs(reading, unknown) is None:
        return _conflict(numeric, reading, unknown)
    return _refusal(numeric, "", verify(numeric, profile, CONCEPT).reason, equilibrium=True)


@dataclass(frozen=True)
class Gain:
    """What the best single action wins at a set under a belief."""

    infoset: int
    action: int
    size: Exact
    belief: dict[int, Exact]
    under: str

    def refusal(self, game: Game, reading: Reading) -> Refusal:
        """Write it as a refusal."""
        table, player = reading.table, reading.table.set_owner[self.infoset]
        actions = game.set_actions[self.infoset]
        follows = plain(sum((p * reading.values[node][player] for node, p in self.belief.items()), ZERO))
        after = {node: reading.values[table.children[node][self.action]][player] for node in self.belief}
        deviates = plain(sum((p * after[node] for node, p in self.belief.items()), ZERO))
        played = "/".join(actions[a] for a in sorted(reading.played[self.infoset]))
        who, where, better = table.players[player], game.set_labels[self.infoset], actions[self.action]
        reason = f"{who} at {where} gains {text(self.size)} by {better}{self.under}: {text(deviates)} > {text(follows)}."
        return Refusal(
            game=game.name,
            concept=CONCEPT,
            equilibrium=False,
            kind="gain",
            player=who,
            infoset=where,
            played=played,
            better=better,
            follows=given_out(follows),
            deviates=given_out(deviates),
            belief={game.history(node): given_out(p) for node, p in self.belief.items()},
            conflict=(),
            reason=reason,
        )


def _gain(reading: Reading, infoset: int, belief: dict[int, Exact], under: str = "") -> Gain:
    nodes = reading.table.members[infoset]
    wins = [plain(sum((belief[node] * row[k] for k, node in enumerate(nodes)), ZERO)) for row in action_gains(reading, infoset)]
    best = 0
    for action in range(1, len(wins)):
        best = action if sign(wins[action] - wins[best]) > 0 else best
    return Gain(infoset, best, wins[best], belief, under)


def _conflict(game: Game, reading: Reading, unknown: list[int]) -> Refusal:
    """The smallest group of sets that no trembles can serve together."""
    group = list(unknown)
    for infoset in unknown:
        rest = [k for k in group if k != infoset]
        if rational_beliefs(reading, rest) is None:
            group = rest
    conflicting: Beliefs = dict(reading.given)
    for infoset, belief in reading.given.items():
        others: Beliefs = {k: b for k, b in conflicting.items() if k != infoset}
        if by_bayes(reading, infoset) is not None or rational_beliefs(Reading(reading.table, reading.strategies, others), group) is None:
            conflicting = others
        else:
            conflicting = {**others, infoset: belief}
    conflict = [(*_names_of_set(game, reading, k), _requirement(game, reading, k)) for k in group]
    conflict += [
        (*_names_of_set(game, reading, k), f"the belief given there: {_believed(game, belief)}") for k, belief in conflicting.items()
    ]
    places = " and ".join(f"{player} at {infoset}" for player, infoset, _ in conflict)
    joint = "together" if len(conflict) > 1 else "in proportions that the trembles could have"
    reason = f"No trembles bring about beliefs that make the profile best for {places} {joint}, though some belief by itself would."
    return _refusal(game, "conflict", reason, conflict=tuple(conflict))


def _requirement(game: Game, reading: Reading, infoset: int) -> str:
    """What must hold of the belief at a set, that no action win anything there."""
    nodes, out = reading.table.members[infoset], []
    for action, row in enumerate(action_gains(reading, infoset)):
        if any(sign(gain) > 0 for gain in row):
            terms = [_times(gain, game.history(node)) for gain, node in zip(row, nodes, strict=True) if not is_zero(gain)]
            total = terms[0] + "".join(f" - {term[1:]}" if term.startswith("-") else f" + {term}" for term in terms[1:])
            out.append(f"{total} <= 0, or {game.set_actions[infoset][action]} would be better")
    return "; ".join(out)


def _times(gain: Exact, history: str) -> str:
    """A gain times the belief in a node."""
    number = text(gain)
    factor = {"1": "", "-1": "-"}.get(number, f"({number})*" if " " in number else f"{number}*")
    return f"{factor}P({history})"


def _names_of_set(game: Game, reading: Reading, infoset: int) -> tuple[str, str]:
    return reading.table.players[reading.table.set_owner[infoset]], game.set_labels[infoset]


def _believed(game: Game, belief: dict[int, Exact]) -> str:
    return ", ".join(f"P({game.history(node)}) = {text(p)}" for node, p in belief.items() if not is_zero(p))


def _refusal(game: Game, kind: str, reason: str, *, equilibrium: bool = False, conflict: tuple[tuple[str, str, str], ...] = ()) -> Refusal:
    return Refusal(
        game=game.name,
        concept=CONCEPT,
        equilibrium=equilibrium,
        kind=kind,
        player="",
        infoset="",
        played="",
        better="",
        follows=None,
        deviates=None,
        belief={},
        conflict=conflict,
        reason=reason,
    )
