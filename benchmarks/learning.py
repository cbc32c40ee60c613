"""Regret minimisation: our compiled loops beside other programs', each on one thread, on the same trees."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import games
from games import Game
from games.forms.flat import FlatForm, flat_form
from solvers.regret.learning import Learner, values_and_gains
from solvers.regret.race import measuring_points

from .learning_peers import OPPONENTS, Opponent, tree_of
from .rows import MISSING, Row, least, least_of_many, row

GAP, ENOUGH = 1e-3, 20_000
RULE = "cfr+"  # the others' too
QUICKEST = "dcfr"  # of ours, to a rough answer


@dataclass(frozen=True)
class Trial:
    """A game that others have too.

    Parameters
    ----------
    workload : str
        What its rows are called.
    name, structure
        Our game, as for `games.load`.
    theirs : str
        Theirs, as for ``pyspiel.load_game``.
    """

    workload: str
    name: str
    structure: dict[str, Any]
    theirs: str


LEDUC = Trial("leduc", "leduc", {}, "leduc_poker(suit_isomorphism=True)")


def dice(faces: int) -> Trial:
    """Liar's dice, one die each."""
    return Trial("liars_dice", "liars_dice", {"faces": faces}, f"liars_dice(dice_sides={faces})")


def prizes(cards: int) -> Trial:
    """Goofspiel with hidden bids, prizes from the highest down; theirs is made to bid in turn."""
    theirs = f"goofspiel(num_cards={cards},points_order=descending,imp_info=True)"
    return Trial("goofspiel", "goofspiel", {"cards": cards}, f"turn_based_simultaneous_game(game={theirs})")


def poker(players: int) -> Trial:
    """Kuhn poker with a card more than there are players."""
    return Trial("kuhn", "kuhn", {"players": players}, f"kuhn_poker(players={players})")


def iteration_rows(trials: Sequence[Trial], budget: float) -> Iterator[Row]:
    """Iterations of CFR+ a second."""
    for trial in trials:
        game = games.load(trial.name, **trial.structure)
        form = flat_form(game)
        ours = least_of_many(Learner(form, RULE).run, budget)
        peers, notes = peers_of(trial, game, lambda opponent: 1 / least_of_many(opponent.turns, budget))
        yield row(f"iteration {trial.workload}", size_of(trial, game), game.nodes, ours, 1 / ours, peers, unit="iterations/s", notes=notes)


def gap_rows(trials: Sequence[Trial], budget: float) -> Iterator[Row]:
    """Seconds of learning until the sum of all gains is below `GAP`; measuring it is not counted."""
    for trial in trials:
        game = games.load(trial.name, **trial.structure)
        form = flat_form(game)
        count = _iterations_to_gap(form)
        ours = least(lambda: Learner(form, QUICKEST).run(count), budget)  # noqa: B023
        peers, notes = peers_of(trial, game, _seconds_to_gap)
        more = f"Ours by {QUICKEST} in {count} iterations, theirs by CFR+; measuring the gap is not counted."
        size = size_of(trial, game) | {"gap": GAP}
        yield row(f"gap {trial.workload}", size, game.nodes, ours, ours, peers, unit="s", notes=(*notes, more))


def _iterations_to_gap(form: FlatForm) -> int:
    """After how many iterations the average is close enough, where that is measured now and then."""
    learner = Learner(form, QUICKEST)
    for point in measuring_points(ENOUGH):
        learner.run(point - learner.iterations)
        if values_and_gains(form, learner.average())[1].sum() <= GAP:
            return point
    raise RuntimeError(f"{QUICKEST} does not come within {GAP} of an equilibrium in {ENOUGH} iterations.")


def _seconds_to_gap(opponent: Opponent) -> float | str:
    """The same of another program."""
    seconds, done = 0.0, 0
    for point in measuring_points(ENOUGH):
        seconds += least(lambda: opponent.turns(point - done), 0)  # noqa: B023
        done = point
        if opponent.gap() <= GAP:
            return seconds
    return f"not in {ENOUGH} iterations"


def peers_of(
    trial: Trial,
    game: Game,
    measure: Callable[[Opponent], float | str],
    opponents: Mapping[str, Callable[[Any], Opponent]] = OPPONENTS,
) -> tuple[dict[str, float | str], tuple[str, ...]]:
    """What others take, and what to know of it; they are left out where their tree is another one."""
    try:
        import pyspiel
    except ImportError:  # theirs are its games
        return dict.fromkeys(opponents, MISSING), ()
    theirs = pyspiel.load_game(trial.theirs)
    tree = tree_of(theirs)
    if (tree.decisions, tree.endings, tree.infosets) != (int((game.owner >= 0).sum()), game.leaves, game.infosets):
        return {}, (f"Others are left out: {trial.theirs} is another tree, with {tree.decisions} decisions and {tree.endings} endings.",)
    figures: dict[str, float | str] = {}
    for name, opponent in opponents.items():
        try:
            figures[name] = measure(opponent(theirs))
        except ImportError:
            figures[name] = MISSING
    same = f"Same {tree.decisions} decisions, {tree.endings} endings, {tree.infosets} information sets"
    dealt = "" if tree.nodes == game.nodes else f"; theirs deals in turn, {tree.nodes} nodes"
    return figures, (f"{same}{dealt}. One thread each.",)


def size_of(trial: Trial, game: Game) -> dict[str, Any]:
    """How large a game is."""
    return {"nodes": game.nodes, "infosets": game.infosets, "endings": game.leaves, **trial.structure}
