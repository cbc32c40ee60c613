"""Regret minimisation: our compiled loops beside other programs', each on one thread, on the same trees."""

from __future__ import annotations

import time
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
CLOSE_GAP, ENOUGH_OF_OTHERS = 1e-6, 5_000
RULE = "cfr+"  # the others' too
QUICKEST, CLOSEST = "dcfr", "damped-pcfr+"  # of ours, to a rough answer and to a close one
PATIENCE = 30.0  # seconds of processor time that another program has to come close
OF_A_SEQUENCE, OF_A_SET = 104, 24  # bytes: regrets, averages, plans, behaviour and gains, each read or written; where a set begins
MOST_COUNTED = 400_000  # nodes: others' trees are counted node by node to see that they are the same


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
        Theirs, as for ``pyspiel.load_game``; nothing where they have none.
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


def three(ranks: int) -> Trial:
    """Kuhn poker of three with so many cards."""
    return Trial("kuhn of three", "kuhn", {"players": 3, "ranks": ranks}, "")


LEDUC_OF_THREE = Trial("leduc of three", "leduc", {"players": 3}, "")


def iteration_rows(trials: Sequence[Trial], budget: float) -> Iterator[Row]:
    """Iterations of CFR+ a second."""
    for trial in trials:
        game = games.load(trial.name, **trial.structure)
        form = flat_form(game)
        ours = least_of_many(Learner(form, RULE).run, budget)
        peers, notes = peers_of(trial, game, lambda opponent: 1 / least_of_many(opponent.turns, budget))
        size = size_of(trial, game) | {"bytes": moved(form)}
        yield row(f"iteration {trial.workload}", size, game.nodes, ours, 1 / ours, peers, unit="iterations/s", notes=notes)


def moved(form: FlatForm) -> int:
    """Bytes that an iteration of CFR+ reads and writes: the leaf rows, once for each player, and what is known of sequences and sets."""
    blocks = form.blocks
    rows = (
        blocks.own.nbytes + blocks.others.nbytes + blocks.payoffs.nbytes if len(blocks.shape) else form.others.nbytes + form.payoffs.nbytes
    )
    return rows + OF_A_SEQUENCE * int(form.sequence_start[-1]) + OF_A_SET * int(form.set_start[-1])


def gap_rows(trials: Sequence[Trial], budget: float) -> Iterator[Row]:
    """Seconds of learning until the sum of all gains is below `GAP`; measuring it is not counted."""
    return _gap_rows("gap", trials, budget, GAP, QUICKEST, ENOUGH)


def close_rows(trials: Sequence[Trial], budget: float) -> Iterator[Row]:
    """The same until it is below `CLOSE_GAP`."""
    return _gap_rows("close gap", trials, budget, CLOSE_GAP, CLOSEST, ENOUGH_OF_OTHERS)


def _gap_rows(name: str, trials: Sequence[Trial], budget: float, gap: float, rule: str, enough: int) -> Iterator[Row]:
    for trial in trials:
        game = games.load(trial.name, **trial.structure)
        form = flat_form(game)
        count, reached = _iterations_to_gap(form, gap, rule)
        ours = least(lambda: Learner(form, rule).run(count), budget)  # noqa: B023
        peers, notes = peers_of(trial, game, lambda opponent: _seconds_to_gap(opponent, gap, enough))
        more = f"Ours by {rule} in {count} iterations, theirs by CFR+; measuring the gap is not counted."
        size = size_of(trial, game) | {"gap": max(gap, reached)}
        yield row(f"{name} {trial.workload}", size, game.nodes, ours, ours, peers, unit="s", notes=(*notes, more))


def _iterations_to_gap(form: FlatForm, gap: float, rule: str) -> tuple[int, float]:
    """After how many iterations the average or the last behaviour is close enough, measured now and then, and how close it is."""
    learner, reached = Learner(form, rule), float("inf")
    for point in measuring_points(ENOUGH):
        learner.run(point - learner.iterations)
        reached = min(reached, *(float(values_and_gains(form, met)[1].sum()) for met in (learner.average(), learner.last())))
        if reached <= gap:
            break
    return point, reached


def _seconds_to_gap(opponent: Opponent, gap: float, enough: int) -> float | str:
    """The same of another program, which may take so many iterations and so much time, measuring included."""
    began, seconds, done = time.process_time(), 0.0, 0
    for point in measuring_points(enough):
        while done < point:
            turns = min(point - done, max(1, int(done / (seconds + 1e-9))))  # about a second's
            seconds += least(lambda: opponent.turns(turns), 0)  # noqa: B023
            done += turns
            if seconds > PATIENCE:
                return f"not in {PATIENCE:.0f} s"
        if opponent.gap() <= gap:
            return seconds
        if time.process_time() - began > 2 * PATIENCE:
            return f"not in {seconds:.0f} s of learning"
    return f"not in {enough} iterations"


def peers_of(
    trial: Trial,
    game: Game,
    measure: Callable[[Opponent], float | str],
    opponents: Mapping[str, Callable[[Any], Opponent]] = OPPONENTS,
) -> tuple[dict[str, float | str], tuple[str, ...]]:
    """What others take, and what to know of it; they are left out where their tree is another one."""
    if not trial.theirs:
        return {}, ("Others are left out where they have no such game.",)
    if game.nodes > MOST_COUNTED:
        return {}, (f"Others are left out on trees of more than {MOST_COUNTED:,} nodes: counting theirs would take minutes.",)
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
