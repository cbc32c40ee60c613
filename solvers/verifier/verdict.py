"""The verdict on a profile or assessment, with who gains what, where and by which action."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from games import Game, GameError
from games.numbers import Number, text

from ..results import Certificate
from .beliefs import equal_trembles, least_continuation_gain, least_gain, rational_beliefs
from .consistency import by_bayes, inconsistency, known_beliefs
from .deviation import Deviation, action_gains, best_deviation, subgames
from .devices import DEVICE_CHECKS, verify_device
from .mistakes import MISTAKES, judged_under_mistakes
from .periods import periodic_beliefs, read_periods
from .reading import Beliefs, Reading, check_is_game, read_claim
from .signing import program
from .signs import ONE, ZERO, Exact, given_out, is_zero, plain, sign
from .types import verify_types


def verify(game: Game, profile_or_assessment: Any, concept: str | None = None) -> Certificate:
    """Check whether a profile or an assessment is an equilibrium, exactly.

    Parameters
    ----------
    game : Game
        Open parameters get their defaults.
    profile_or_assessment : Profile, Assessment or dict
        ``{player: {information set: {action: number}}}``, or ``{"profile": ..., "beliefs": ...}``
        with beliefs ``{player: {information set: {history: number}}}`` for some or all sets.
        Numbers are exact: whole numbers, fractions, text such as ``"(2 - sqrt(2))/4"``,
        expressions; a float is read as the decimal that it prints as.
    concept : str
        ``nash``, ``subgame``, ``pbe``, ``pbe-ft``, ``sequential``, ``perfect``, ``quasi-perfect``, ``normal-form-perfect`` or ``proper``,
        see Notes; or a concept of correlated play, under which a device is judged (`verify_device`). When None, ``sequential``, and
        ``pbe-ft`` in a game with types from a continuum, which takes a profile by type.

    Returns
    -------
    Certificate
        The verdict, every player's gain and a sentence.

    Raises
    ------
    GameError
        When the input names something unknown, leaves something out or holds no probabilities,
        for another concept, and when the search for beliefs cannot be finished.

    Notes
    -----
    ``nash``
        No player gains by another whole strategy before play.
    ``subgame``
        The same in every subgame, that of a chance node included; gains are the largest over subgames.
    ``pbe``
        Weak perfect Bayesian equilibrium.  On the path of play beliefs follow Bayes' rule; at any
        other set they are whatever was given or, if nothing was, anything: each set's
        belief is free by itself, also where only its own player's deviation leads there.  At every
        information set, given the belief there, no *whole continuation strategy* of its player
        wins anything; later in that continuation the weights of nodes follow from this
        belief, the others' strategies and chance, whatever beliefs are held there.  Single
        deviations would not do: without consistency the one-shot principle fails.
    ``pbe-ft``
        Perfect Bayesian equilibrium of games in periods with observed actions and independent types: a belief about each
        player is held by all others, follows Bayes' rule from period to period wherever it can, from unreached
        histories on too, and does not change by what somebody else does; beliefs about several players multiply.
        No single action wins anything at any information set, which then suffices for whole strategies.
    ``sequential``
        Kreps and Wilson: beliefs are limits of Bayes' beliefs under trembles (`consistency`), and
        no single action wins anything at any information set, which then suffices for whole
        strategies (Hendon, Jacobsen and Sloth 1996).

    ``perfect``, ``quasi-perfect``, ``normal-form-perfect``, ``proper``
        Completely mixed strategies, or plans, very near the profile under which it stays best exist, as the definition asks
        (`mistakes`): z3 is asked at a distance of one in a thousand and one in a million.

    Under ``pbe`` and ``sequential`` gains are the largest conditional gains at any own information
    set, given the beliefs.  Beliefs that are not given are looked for.  When none will do,
    gains are the least possible at each set where that is positive for somebody, and
    otherwise those under the beliefs that equal trembles bring about.  ``consistent`` says
    whether the given beliefs belong to some consistent assessment.

    References
    ----------
    Kreps, D. M. and Wilson, R. (1982). Sequential equilibria. *Econometrica* 50, 863-894.
    Hendon, E., Jacobsen, H. J. and Sloth, B. (1996). The one-shot-deviation principle for sequential rationality. *GEB* 12, 274-282.

    Fudenberg, D. and Tirole, J. (1991). Perfect Bayesian equilibrium and sequential equilibrium. *JET* 53, 236-260.
    """
    check_is_game(game)
    if game.types:
        concept = next(iter(TYPE_CHECKS)) if concept is None else concept
        if concept not in TYPE_CHECKS:
            raise GameError(f"In a game with types from a continuum verify knows {', '.join(TYPE_CHECKS)}; found {concept!r}.")
        return TYPE_CHECKS[concept](game.at() if game.parameters else game, profile_or_assessment)
    concept = "sequential" if concept is None else concept
    if concept in DEVICE_CHECKS:
        return verify_device(game, profile_or_assessment, concept)
    if concept in AT_A_PRECISION:
        raise GameError("A profile is a quantal response equilibrium at a precision; ask verify_response(game, profile, precision).")
    if concept not in CHECKS:
        raise GameError(f"verify does not know the concept {concept!r}; it knows {', '.join([*CHECKS, *DEVICE_CHECKS])}.")
    return CHECKS[concept](read_claim(game, profile_or_assessment))


@dataclass(frozen=True)
class Gain:
    """What a player can win, and a sentence that says how, written when it is told."""

    player: int
    size: Exact
    told: Callable[[], str]

    @property
    def sentence(self) -> str:
        """How it is won."""
        return self.told()


def _nash(reading: Reading) -> Certificate:
    gains = [_strategy_gain(reading, player, 0, "before play") for player in _players(reading)]
    return _certificate(reading, "nash", gains, "No player gains by another strategy before play.")


def _subgame(reading: Reading) -> Certificate:
    roots = subgames(reading.table)
    gains = []
    for root in roots:
        where = f"in the subgame after {reading.table.game.history(root)!r}" if root else "in the whole game"
        gains += [_strategy_gain(reading, player, root, where) for player in _players(reading)]
    count = "the game, which is its only subgame" if len(roots) == 1 else f"any of the {len(roots)} subgames"
    return _certificate(reading, "subgame", gains, f"No player gains by another strategy in {count}.")


def _pbe(reading: Reading) -> Certificate:
    table, gains, problem = reading.table, [], None
    for infoset, nodes in enumerate(table.members):
        player, weights = table.set_owner[infoset], {node: reading.reaches[node] for node in nodes}
        total = plain(sum(weights.values(), ZERO))
        claimed = reading.given.get(infoset)
        if not is_zero(total):
            rule = {node: plain(weight / total) for node, weight in weights.items()}
            if claimed and problem is None:
                problem = _contradiction_of_bayes(reading, infoset, claimed, rule)
            deviation = best_deviation(reading, player, claimed or rule)
        elif claimed or len(nodes) == 1:
            deviation = best_deviation(reading, player, claimed or {nodes[0]: ONE})
        else:
            deviation, _ = least_continuation_gain(reading, infoset)
        whatever = "" if claimed or len(nodes) == 1 or not is_zero(total) else " whatever the belief there"
        where_gained = f"at {table.name(infoset)}{whatever}"
        gains.append(Gain(player, deviation.gain, partial(_sentence, reading, player, deviation, where_gained, "continuation")))
    where = f"at any of the {len(table.members)} information sets"
    checked = f"No player gains by another continuation {where}; beliefs follow Bayes' rule on the path."
    return _certificate(reading, "pbe", gains, checked, problem)


def _sequential(reading: Reading) -> Certificate:
    table = reading.table
    beliefs = known_beliefs(reading)
    unknown = [k for k in range(len(table.members)) if k not in beliefs]
    problem = inconsistency(reading, reading.given)
    gains = [_action_gain(reading, k, belief) for k, belief in beliefs.items()]
    gains += [_action_gain(reading, k, least_gain(reading, k)[1], " whatever the belief there") for k in unknown]
    if problem is None and unknown and all(is_zero(gain.size) for gain in gains):
        solution = rational_beliefs(reading, unknown)
        return _without_beliefs(reading, beliefs, unknown) if solution is None else _with_beliefs(reading, beliefs | solution)
    checked = f"No player gains by another action at any of the {len(table.members)} information sets, and the beliefs are consistent."
    return _certificate(reading, "sequential", gains, checked, problem, consistent=problem is None)


def _pbe_ft(reading: Reading) -> Certificate:
    table = reading.table
    read_periods(table)
    beliefs = known_beliefs(reading)
    unknown = [k for k in range(len(table.members)) if k not in beliefs]
    problem = None
    if not periodic_beliefs(reading, rational=False):
        problem = "The beliefs given do not follow from beliefs about types by Bayes' rule from period to period."
    gains = [_action_gain(reading, k, belief) for k, belief in beliefs.items()]
    gains += [_action_gain(reading, k, least_gain(reading, k)[1], " whatever the belief there") for k in unknown]
    refused = False
    sets = f"at any of the {len(table.members)} information sets"
    checked = f"No player gains by another action {sets}; beliefs about types follow Bayes' rule from period to period."
    if problem is None and unknown and all(is_zero(gain.size) for gain in gains) and not periodic_beliefs(reading, rational=True):
        refused, checked = True, f"No beliefs about types that follow Bayes' rule from period to period rule gains out {sets} together."
    return _certificate(reading, "pbe-ft", gains, checked, problem, consistent=None, refused=refused)


def _without_beliefs(reading: Reading, beliefs: Beliefs, unknown: list[int]) -> Certificate:
    """Report what is won under equal trembles, as no consistent beliefs rule gains out at all sets together."""
    gains = [_action_gain(reading, k, belief) for k, belief in beliefs.items()]
    gains += [_action_gain(reading, k, equal_trembles(reading, k), " when trembles are equal") for k in unknown]
    worst = _worst(gains)
    failure = "No consistent beliefs make the profile sequentially rational at all information sets together"
    checked = f"{failure}; {worst.sentence}" if worst and not is_zero(worst.size) else f"{failure} and agree with those given."
    return _certificate(reading, "sequential", gains, checked, consistent=True, refused=True)


def _with_beliefs(reading: Reading, beliefs: Beliefs) -> Certificate:
    """Check the beliefs that were found as if they had been given."""
    table = reading.table
    problem = inconsistency(reading, beliefs)
    gains = [_action_gain(reading, k, belief) for k, belief in beliefs.items()]
    searched = [k for k in beliefs if k not in reading.given and by_bayes(reading, k) is None]
    searched_beliefs = "; ".join(f"{table.player(k)} at {table.name(k)} {_belief(reading, beliefs[k])}" for k in searched)
    checked = f"No player gains by another action at any of the {len(table.members)} information sets under consistent beliefs"
    checked += f", as {searched_beliefs}." if searched_beliefs else "."
    return _certificate(reading, "sequential", gains, checked, problem, consistent=problem is None)


# ------------------------------------------------------------------ gains in words


def _strategy_gain(reading: Reading, player: int, root: int, where: str) -> Gain:
    deviation = best_deviation(reading, player, {root: ONE})
    return Gain(player, deviation.gain, partial(_sentence, reading, player, deviation, where, "strategy"))


def _sentence(reading: Reading, player: int, deviation: Deviation, where: str, kind: str) -> str:
    table = reading.table
    if deviation.infoset is None or deviation.action is None:
        return ""
    plays = f"a {kind} that plays {table.action(deviation.infoset, deviation.action)} at {table.name(deviation.infoset)}"
    return f"{table.players[player]} gains {text(deviation.gain)} {where} with {plays}."


def _action_gain(reading: Reading, infoset: int, belief: dict[int, Exact], under: str = "") -> Gain:
    table, nodes = reading.table, reading.table.members[infoset]
    possible = [(k, belief[node]) for k, node in enumerate(nodes) if not is_zero(belief[node])]
    wins = [plain(sum((p * row[k] for k, p in possible), ZERO)) for row in action_gains(reading, infoset)]
    best = _largest(range(len(wins)), wins)

    def how() -> str:
        where = f"at {table.name(infoset)} by playing {table.action(infoset, best)}{under}"
        return f"{table.player(infoset)} gains {text(wins[best])} {where}."

    return Gain(table.set_owner[infoset], wins[best], how)


def _contradiction_of_bayes(reading: Reading, infoset: int, claimed: dict[int, Exact], rule: dict[int, Exact]) -> str | None:
    table = reading.table
    for node, probability in rule.items():
        if not is_zero(plain(claimed[node] - probability)):
            who = f"At {table.name(infoset)} {table.player(infoset)}"
            belief = f"{who} believes {table.game.history(node)!r} with probability {text(claimed[node])}"
            return f"{belief}; Bayes' rule gives {text(probability)}."
    return None


def _belief(reading: Reading, belief: dict[int, Exact]) -> str:
    return "believes " + ", ".join(f"{reading.table.game.history(node)!r} with {text(p)}" for node, p in belief.items() if not is_zero(p))


# ------------------------------------------------------------------ the certificate


def _players(reading: Reading) -> range:
    return range(len(reading.table.players))


def _largest(indices: Iterable[int], sizes: list[Exact]) -> int:
    best = 0
    for k in indices:
        best = k if sign(sizes[k] - sizes[best]) > 0 else best
    return best


def _worst(gains: list[Gain]) -> Gain | None:
    return gains[_largest(range(len(gains)), [gain.size for gain in gains])] if gains else None


def _certificate(
    reading: Reading,
    concept: str,
    gains: list[Gain],
    checked: str,
    problem: str | None = None,
    *,
    consistent: bool | None = None,
    refused: bool = False,
) -> Certificate:
    sizes: dict[str, Number] = {}
    for i, player in enumerate(reading.table.players):
        own = [gain.size for gain in gains if gain.player == i]
        sizes[player] = given_out(own[_largest(range(len(own)), own)] if own else ZERO)
    rational = all(is_zero(gain.size) for gain in gains) and not refused
    worst = _worst(gains)
    reason = problem or (checked if rational or refused or worst is None else worst.sentence)
    return Certificate(concept, rational and problem is None, sizes, rational, consistent, reason, "solvers.verifier", program())


NASH, SUBGAME = "nash", "subgame"  # checks that other rooms ask for by name
AT_A_PRECISION = ("quantal",)  # judged by `verify_response`, which is told the precision

CHECKS: dict[str, Callable[[Reading], Certificate]] = {
    NASH: _nash,
    SUBGAME: _subgame,
    "pbe": _pbe,
    "pbe-ft": _pbe_ft,
    "sequential": _sequential,
    **{concept: judged_under_mistakes(concept) for concept in MISTAKES},
}
"""By concept: the certificate on a claim. A concept from elsewhere adds its own here."""

TYPE_CHECKS: dict[str, Callable[[Game, Any], Certificate]] = {"pbe-ft": partial(verify_types, concept="pbe-ft")}
"""By concept: the certificate on a profile by type, in a game with types from a continuum; the first is meant where none is named."""
