"""Games for Gambit's Python package; nothing else here touches it."""

from __future__ import annotations

import re
from fractions import Fraction
from io import BytesIO
from typing import TYPE_CHECKING, Any

from ..errors import GameError
from ..forms.normal import count_plans
from ..tree import Game
from .efg import write_efg

if TYPE_CHECKING:
    import pygambit

LARGEST_MENU = 60  # strategies of one player, beyond which extreme equilibria are not asked for
FINEST = 10**9


def to_gambit(game: Game) -> pygambit.Game:
    """Give a game with numbers to pygambit.

    Parameters
    ----------
    game : Game
        Without open parameters.

    Returns
    -------
    pygambit.Game
        The same tree, labels and exact numbers; a chance event that comes at several places has its label at the first only,
        since pygambit wants labels that differ.

    Raises
    ------
    GameError
        When a parameter is open, when pygambit is not installed, or when it refuses a label.
    """
    written = _chances_apart(write_efg(game))
    try:
        import pygambit
    except ImportError:
        raise GameError("to_gambit needs pygambit; install it with: pip install 'pygambit>=17.0.0b2,<18'.") from None
    try:
        return pygambit.read_efg(BytesIO(written.encode()))
    except ValueError as error:
        raise GameError(f"pygambit does not take {game.name}: {error}.") from None


def _chances_apart(written: str) -> str:
    """Leave the label of a chance event out where an earlier one has it."""
    seen: set[str] = set()

    def once(found: re.Match[str]) -> str:
        head, label = found.groups()
        shown = '""' if label in seen else label
        seen.add(label)
        return f"{head}{shown}"

    return re.sub(r'^(c "(?:[^"\\]|\\.)*" \d+ )("(?:[^"\\]|\\.)*")', once, written, flags=re.MULTILINE)


def gambit_nash(game: Game) -> tuple[list[dict[str, dict[str, dict[str, Fraction]]]], str]:
    """Ask pygambit for Nash equilibria, as behaviour strategies with the labels of the game.

    Parameters
    ----------
    game : Game
        Without open parameters.

    Returns
    -------
    (list of dict, str)
        Player, information set, action, probability for each answer; and pygambit's algorithm. Answers in floating point
        are taken as the nearest fractions with small denominators, so an answer may fail to be an equilibrium.

    Notes
    -----
    Two players: extreme equilibria of the reduced normal form (``enummixed``), exact; where that form is too large,
    Lemke's algorithm on the sequence form. More: polynomial systems for supports (``enumpoly``), numeric.
    """
    theirs = to_gambit(game)
    import pygambit

    if len(game.players) != 2:
        found, said = pygambit.nash.enumpoly_solve(theirs), "enumpoly"
    elif max(count_plans(game, k) for k in range(2)) <= LARGEST_MENU:
        found, said = pygambit.nash.enummixed_solve(theirs, rational=True), "enummixed"
    else:
        found, said = pygambit.nash.lcp_solve(theirs, rational=True), "lcp"
    profiles = found.equilibria if hasattr(found, "equilibria") else [found.equilibrium]
    return [_profile(game, profile) for profile in profiles], said


def _profile(game: Game, profile: Any) -> dict[str, dict[str, dict[str, Fraction]]]:
    """Read a profile by the history of a node of each set."""
    behaviour = profile.as_behavior() if hasattr(profile, "as_behavior") else profile
    known = {_moves(game, node): s for s in range(game.infosets) for node in game.set_nodes(s)}
    out: dict[str, dict[str, dict[str, Fraction]]] = {player: {} for player in game.players}
    for history, mix in (entry for own in behaviour for entry in own):
        s = known.get(tuple(move.action for move in history))
        if s is None:
            raise GameError(f"pygambit calls the moves of {game.name} otherwise; give every action at a set a label of its own.")
        shares = [_fraction(p) for _, p in mix]
        total = sum(shares)
        shown = [p / total for p in shares] if total else [Fraction(1), *[Fraction(0)] * (len(shares) - 1)]
        out[game.players[game.set_owner[s]]][game.set_labels[s]] = dict(zip(game.set_actions[s], shown, strict=True))
    return out


def _moves(game: Game, node: int) -> tuple[str, ...]:
    out = []
    while node:
        out.append(game.move_label(node))
        node = int(game.parent[node])
    return tuple(reversed(out))


def _fraction(number: Any) -> Fraction:
    if hasattr(number, "numerator"):
        return Fraction(int(number.numerator), int(number.denominator))
    return Fraction(float(number)).limit_denominator(FINEST)
