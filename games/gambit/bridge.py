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
FINEST = 10**9  # largest denominator of a probability that comes in floating point


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
    used: set[str] = set()

    def once(match: re.Match[str]) -> str:
        head, label = match.groups()
        new_label = '""' if label in used else label
        used.add(label)
        return f"{head}{new_label}"

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
    gambit_game = to_gambit(game)
    import pygambit

    if len(game.players) != 2:
        result, algorithm = pygambit.nash.enumpoly_solve(gambit_game), "enumpoly"
    elif max(count_plans(game, k) for k in range(2)) <= LARGEST_MENU:
        result, algorithm = pygambit.nash.enummixed_solve(gambit_game, rational=True), "enummixed"
    else:
        result, algorithm = pygambit.nash.lcp_solve(gambit_game, rational=True), "lcp"
    profiles = result.equilibria if hasattr(result, "equilibria") else [result.equilibrium]
    return [_profile(game, profile) for profile in profiles], algorithm


def _profile(game: Game, profile: Any) -> dict[str, dict[str, dict[str, Fraction]]]:
    """Read a profile by the history of a node of each set."""
    behaviour = profile.as_behavior() if hasattr(profile, "as_behavior") else profile
    infosets = {_moves(game, node): infoset for infoset in range(game.infosets) for node in game.set_nodes(infoset)}
    labelled: dict[str, dict[str, dict[str, Fraction]]] = {player: {} for player in game.players}
    for history, mix in (entry for own in behaviour for entry in own):
        infoset = infosets.get(tuple(move.action for move in history))
        if infoset is None:
            raise GameError(f"pygambit calls the moves of {game.name} otherwise; give every action at a set a label of its own.")
        weights = [_fraction(p) for _, p in mix]
        total = sum(weights)
        probabilities = [p / total for p in weights] if total else [Fraction(1), *[Fraction(0)] * (len(weights) - 1)]
        mix_by_action = dict(zip(game.set_actions[infoset], probabilities, strict=True))
        labelled[game.players[game.set_owner[infoset]]][game.set_labels[infoset]] = mix_by_action
    return labelled


def _moves(game: Game, node: int) -> tuple[str, ...]:
    labels = []
    while node:
        labels.append(game.move_label(node))
        node = int(game.parent[node])
    return tuple(reversed(labels))


def _fraction(number: Any) -> Fraction:
    if hasattr(number, "numerator"):
        return Fraction(int(number.numerator), int(number.denominator))
    return Fraction(float(number)).limit_denominator(FINEST)
