"""Types from laws that are not uniform, at a point: the same cells and polynomials, with cutoffs tied to shares by ``share = F(cutoff)``.

Each inner cutoff is a symbol of its own, so that a cell's share and its cutoffs stay polynomial and the search over bases goes as for
uniform types; without the ties it allows more, so that what it rules out is ruled out.  What is left is solved in balls: every zero of
the equations with the ties is enclosed and proved, and the comparisons are decided there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flint import arb

from games import Beta, Exponential, Game, GameError, Law, Logistic, Normal, Uniform
from games.numbers.isolating import precision

from ..algebra.ring import Polynomial
from .bases import TypeBase
from .boxes import BITS, Dual, zeros_in_box
from .eliminating import Eliminated
from .evaluating import Shares, evaluated, holds
from .linked_form import LinkedForm, independent
from .search import TypeSearch
from .systems import System
from .words import in_words

FARTHEST = {Normal: 9, Logistic: 36, Exponential: 36}  # scales from the mean beyond which no cutoff is looked for: shares below 1e-15
LIMIT = 20_000  # boxes of one base
NARROW = 1e-5


@dataclass(frozen=True)
class LinkedEquilibrium:
    """An equilibrium at a point, in balls.

    Parameters
    ----------
    cells : str
        What the types do, from the lowest to the highest, in words.
    cutoffs : dict from str to tuple of ball
        The inner cutoffs of each player's types.
    mixes : dict from (player, cell, set, action) to ball
        Probabilities that are neither 0 nor 1, with the player's name, the number of the cell, the set and the action.
    outcomes : dict from str to ball
        The chance of each outcome.
    form, base : LinkedForm, TypeBase
        What they are the unknowns of.
    values : dict from str to ball
        The unknowns.
    """

    cells: str
    cutoffs: Mapping[str, tuple[arb, ...]]
    mixes: Mapping[tuple[str, int, str, str], arb]
    outcomes: Mapping[str, arb]
    form: LinkedForm = field(repr=False, compare=False)
    base: TypeBase = field(repr=False, compare=False)
    values: Mapping[str, arb] = field(repr=False, compare=False)


@dataclass(frozen=True)
class LinkedSolutions:
    """What was found at a point.

    Parameters
    ----------
    equilibria : tuple of LinkedEquilibrium
        Each proved to be the only one in its balls.
    undecided : tuple of str
        Bases of which a box or a comparison is undecided, in words.
    not_square : tuple of str
        Bases with more unknowns than equations, as where a belief stays open: what they hold is not looked for.
    bases : int
        How many bases the search left.
    """

    equilibria: tuple[LinkedEquilibrium, ...]
    undecided: tuple[str, ...]
    not_square: tuple[str, ...]
    bases: int

    @property
    def found(self) -> str:
        """Whether these are all, among cutoffs at most 9 deviations (36 scales) from a mean: beyond lie shares below 1e-15."""
        return "some" if self.undecided or self.not_square else "all"


def solve_in_balls(game: Game, **at: object) -> LinkedSolutions:
    """Find all equilibria at a point of a game whose types are normal, logistic, exponential, beta or uniform, certified in balls.

    Parameters
    ----------
    game : Game
        With types that are known from the start, one for each player at most, and observed actions.
    **at : numbers
        The point; the defaults for what is not given.

    Returns
    -------
    LinkedSolutions
        Perfect Bayesian equilibria after Fudenberg and Tirole, each with its cutoffs, mixes and chances of outcomes as balls that
        are proved to hold it; and what is not decided.

    Raises
    ------
    GameError
        For other laws, or a game that is not of this form.

    Examples
    --------
    >>> from games import Normal, game
    >>> @game(players=("A",))
    ... def choice(play):
    ...     '''Fight or not.'''
    ...     war = play.draw("war", Normal(-1, 1), to="A")
    ...     return (war,) if play.choose("A", ["fight", "leave"]) == "fight" else (0,)
    >>> (one,) = solve_in_balls(choice()).equilibria
    >>> one.cells, float(one.cutoffs["A"][0])
    ('A: leave | fight', 0.0)
    """
    if not isinstance(game, Game):
        raise GameError(f"{game!r} is not a game; a story is one when it is called, as tip().")
    form = LinkedForm(game.at(**at) if game.parameters else game)
    search = TypeSearch(form)
    out: list[LinkedEquilibrium] = []
    undecided: list[str] = []
    not_square: list[str] = []
    count, far = 0, False
    for task in search.tasks():
        for base in search.bases(task):
            if not search.possible([*(form.far(atom) for atom in base.everything), *form.ordered(base.words)]):
                continue
            count += 1
            words = in_words(form, base.words)
            equations = list(independent(form, base))
            unknown = form.unknown(base)
            if len(equations) < len(unknown):
                not_square.append(words)
                continue
            if len(equations) > len(unknown):
                undecided.append(words)
                continue
            with precision(BITS):
                found, decided, beyond = _of_base(form, base, equations, unknown)
            out += found
            far |= beyond
            if not decided:
                undecided.append(words)
    if far or not (out or undecided or not_square):  # some equilibrium exists
        undecided.append("cutoffs farther out than 9 deviations (36 scales) from a mean")
    return LinkedSolutions(tuple(out), tuple(undecided), tuple(not_square), count)


def _of_base(
    form: LinkedForm, base: TypeBase, equations: list[Polynomial], unknown: list[str]
) -> tuple[list[LinkedEquilibrium], bool, bool]:
    """The equilibria of a base, whether all was decided, and whether some cutoff lies too far out to be looked at."""
    ranges = ranges_of(form, unknown, {})
    system = Eliminated(form, base, equations, unknown, ranges)
    low, high = ([ranges[name][end] for name in system.unknown] for end in (0, 1))
    points: list[tuple[arb, ...]] = [()]
    decided, far = True, False
    if system.unknown:
        zeros = zeros_in_box(system.residual, low, high, tol=NARROW, limit=LIMIT, refuted=system.refuted)
        points, decided = list(zeros.certified), zeros.complete
    out = []
    for point in points:
        values = system.values([Dual(x, ()) for x in point])
        signs = [holds(form, atom, values) for atom in system.compared]
        if any(sign is False for sign in signs):
            continue
        if any(values[name].value > ranges[name][1] or values[name].value < ranges[name][0] for name in system.solved):
            far = True
        elif all(signs):
            out.append(_equilibrium(form, base, values))
        else:
            decided = False
    return out, decided, far


def ranges_of(form: LinkedForm, unknown: Sequence[str], at: Mapping[str, Dual]) -> dict[str, tuple[float, float]]:
    """Where unknowns are looked for, when parameters lie in balls."""
    values = Shares(form, TypeBase({}, {}, [], [], [], [], []), at)
    return {name: _range(form.cutoff_laws[name], values) if name in form.cutoff_laws else (0.0, 1.0) for name in unknown}


def _range(law: Law, values: Shares) -> tuple[float, float]:
    """Where cutoffs are looked for."""
    if isinstance(law, Beta):
        return 0.0, 1.0
    *place, scale = (x.value if isinstance(x, Dual) else x for x in map(values.number, law.arguments))
    if isinstance(law, Uniform):
        return float(place[0].lower()), float(scale.upper())
    middle, far = sum(place, arb(0)), FARTHEST[type(law)] * scale
    return (float((middle - far).lower()) if law.support[0] is None else 0.0), float((middle + far).upper())


def _equilibrium(form: LinkedForm, base: TypeBase, duals: Shares) -> LinkedEquilibrium:
    game = form.game
    system = System(form, base.words, base.believed)
    values = {name: duals[name].value for name in {*base.unknowns, *form.unknown(base)}}
    cutoffs = {
        game.players[i]: tuple(values[f"x{i}_{k}"] for k in range(1, len(word)))
        for i, word in base.words.items()
        if form.true_laws[i] is not None
    }
    mixes = {}
    for i, word in base.words.items():
        for k, cell in enumerate(word):
            for s, support in cell:
                for a in support if len(support) > 1 else ():
                    mixes[game.players[i], k, game.set_labels[s], game.set_actions[s][a]] = evaluated(system.mix(i, k, s, a), duals).value
    outcomes = dict.fromkeys(game.outcome_names, arb(0))
    for leaf, node in enumerate(map(int, game.leaf_nodes)):
        weight = evaluated(form.chance[node], duals).value / evaluated(form.total, duals).value
        for i, word in base.words.items():
            mass = arb(0)
            for k in range(len(word)):
                part = evaluated(system.shares[i][k], duals).value
                for owner, t, move in form.paths[node]:
                    if owner == i:
                        part *= evaluated(system.mix(i, k, t, move), duals).value
                mass += part
            weight *= mass
        outcomes[game.outcome_names[game.outcome[leaf]]] += weight
    return LinkedEquilibrium(in_words(form, base.words), cutoffs, mixes, outcomes, form, base, values)
