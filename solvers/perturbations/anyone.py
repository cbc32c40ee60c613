"""Verdicts with any number of players, and where a player fears later mistakes of its own.

Three tests decide many cases. An equilibrium in which every choice is strictly best under consistent beliefs stands, since the trembles
behind these beliefs leave it so. One near which no completely mixed strategies at all leave the choices best, within a fixed distance,
falls; real algebra decides that. And trembles that are powers of a small number, times coefficients that are looked for, prove that
one stands when every difference that matters has a leading term of the right sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Any

from flint import fmpq, fmpq_mat, fmpq_mpoly, fmpq_mpoly_ctx

from games import Game
from games.tree import CHANCE, TERMINAL

from ..algebra.nlsat import Nlsat, rational_values
from ..correlation.endings import exact_reader
from .pairs import Finding
from .sides import Mixes, mixes_of

NEAR = fmpq(1, 1000)  # how near to the equilibrium trembles are looked for before it falls
UNITS = 2_000_000  # of z3's work for a question
MOST_POWERS = 24  # ways to give mistakes orders of magnitude

Polynomial = Any
Chances = Mapping[tuple[int, int], Polynomial]


def by_trembles(game: Game, profile: Mapping[str, Any], beliefs: Mapping[str, Any] | None, *, own: bool) -> Finding:
    """Judge an equilibrium by the three tests.

    Parameters
    ----------
    game : Game
        With numbers for all parameters.
    profile, beliefs : dict
        A sequential equilibrium, its beliefs where they are known.
    own : bool
        Whether a player reckons with later mistakes of its own (perfect) or with those of others only (quasi-perfect).
    """
    mixes = mixes_of(game, profile)
    if all(p for mix in mixes.values() for p in mix):
        return Finding(True, "Everything is played with positive probability; no mistake is left to be made.")
    if beliefs is not None and _strict(game, mixes, beliefs):
        return Finding(True, "Every choice is strictly best under consistent beliefs, so that small mistakes change nothing.")
    if none_near(game, mixes, own=own):
        return Finding(False, f"No completely mixed strategies within {NEAR} of it leave every choice best.")
    if _witness(game, mixes, own):
        return Finding(True, "Mistakes that are powers of a small number leave every choice best.")
    return Finding(None, "Neither mistakes that leave every choice best were found, nor a proof that there are none.")


# ------------------------------------------------------------------ differences that must not be negative


def differences(game: Game, mixes: Mixes, chances: Chances, zero: Polynomial, *, own: bool) -> Iterator[tuple[Polynomial, bool]]:
    """What an action in use earns more than each other one at its set, weighted with how the others and chance lead there.

    Each comes with whether it must be zero, as both actions are in use; the others must not be negative.

    Parameters
    ----------
    chances : dict from (information set, action) to polynomial
        The completely mixed strategies.
    own : bool
        Whether a player's own later moves are mistaken like the others'; the strategy itself otherwise.
    """
    read = exact_reader(game)
    one = zero + 1
    leaf = {int(node): k for k, node in enumerate(game.leaf_nodes)}

    def chance(node: int, player: int | None) -> Polynomial:
        above = int(game.parent[node])
        if game.owner[above] == CHANCE:
            return zero + read(game.chance(node))
        move = int(game.infoset[above]), int(game.move[node])
        return zero + mixes[move[0]][move[1]] if game.owner[above] == player and not own else chances[move]

    for player in range(len(game.players)):
        value: list[Polynomial] = [zero] * game.nodes
        for node in range(game.nodes - 1, -1, -1):
            if game.owner[node] == TERMINAL:
                value[node] = zero + read(game.payoff(leaf[node], player))
            else:
                value[node] = sum((chance(child, player) * value[child] for child in game.children(node)), zero)
        reach = [one] * game.nodes
        for node in range(1, game.nodes):
            above = int(game.parent[node])
            reach[node] = reach[above] * (one if game.owner[above] == player else chance(node, None))
        for s in (int(s) for s in range(game.infosets) if game.set_owner[s] == player):
            worths = [
                sum((reach[node] * value[game.children(node)[k]] for node in game.set_nodes(s)), zero)
                for k in range(len(game.set_actions[s]))
            ]
            used = [k for k, p in enumerate(mixes[s]) if p]
            yield from ((worths[used[0]] - other, j in used) for j, other in enumerate(worths) if j != used[0])


def _strict(game: Game, mixes: Mixes, beliefs: Mapping[str, Any]) -> bool:
    """Whether nobody mixes and every choice is strictly best under the beliefs."""
    if any(p not in (0, 1) for mix in mixes.values() for p in mix):
        return False
    read = exact_reader(game)
    leaf = {int(node): k for k, node in enumerate(game.leaf_nodes)}
    for s in range(game.infosets):
        player, label = game.players[game.set_owner[s]], game.set_labels[s]
        nodes = game.set_nodes(s)
        belief = beliefs.get(player, {}).get(label)
        if belief is None and len(nodes) > 1:
            return False
        weights = [fmpq(1)] if belief is None else [read(belief[game.history(n)]) for n in nodes]
        worths = []
        for k in range(len(mixes[s])):
            total = fmpq(0)
            for weight, node in zip(weights, nodes, strict=True):
                if weight:
                    total += weight * _goes_on(game, mixes, game.children(node)[k], int(game.set_owner[s]), read, leaf)
            worths.append(total)
        chosen = worths[list(mixes[s]).index(fmpq(1))]
        if sum(w >= chosen for w in worths) > 1:
            return False
    return True


def _goes_on(game: Game, mixes: Mixes, node: int, player: int, read: Any, leaf: Mapping[int, int]) -> fmpq:
    if game.owner[node] == TERMINAL:
        return fmpq(read(game.payoff(leaf[node], player)))
    children = game.children(node)
    mix = [read(game.chance(c)) for c in children] if game.owner[node] == CHANCE else mixes[int(game.infoset[node])]
    return sum((p * _goes_on(game, mixes, c, player, read, leaf) for p, c in zip(mix, children, strict=True) if p), fmpq(0))


# ------------------------------------------------------------------ nothing near


def _names(game: Game) -> dict[tuple[int, int], str]:
    return {(s, k): f"p{s}_{k}" for s in range(game.infosets) for k in range(len(game.set_actions[s]))}


def none_near(game: Game, mixes: Mixes, *, own: bool, loose: frozenset[int] = frozenset()) -> bool:
    """Whether no completely mixed strategies within a fixed distance leave every choice best.

    At `loose` information sets, where a continuum leaves probabilities open, those of actions in use may be any. That says something of
    the whole continuum, but only where later mistakes of one's own are reckoned in: otherwise the strategy itself enters.
    """
    names = _names(game)
    ring = fmpq_mpoly_ctx.get(tuple(names.values()), "lex")
    symbols = dict(zip(names, ring.gens(), strict=True))
    lines = [f"(declare-const {name} Real)" for name in names.values()]
    for (s, k), name in names.items():
        lines.append(f"(assert (> {name} 0))")
        if mixes[s][k] and s in loose:
            continue
        if mixes[s][k]:
            lines.append(f"(assert (>= {name} {_number(mixes[s][k] - NEAR)}))")
        lines.append(f"(assert (<= {name} {_number(mixes[s][k] + NEAR)}))")
    for s in range(game.infosets):
        lines.append(f"(assert (= (+ 0 {' '.join(names[s, k] for k in range(len(mixes[s])))}) 1))")
    for difference, equal in differences(game, mixes, symbols, ring.from_dict({}), own=own):
        lines.append(f"(assert ({'=' if equal else '>='} {_polynomial(difference, list(names.values()))} 0))")
    answer, _ = Nlsat().ask("\n".join(lines), UNITS)
    return answer is False


def _number(x: fmpq) -> str:
    size = f"(/ {abs(int(x.p))} {int(x.q)})"
    return f"(- {size})" if x < 0 else size


def _polynomial(p: fmpq_mpoly, names: Sequence[str]) -> str:
    terms = []
    for powers, c in p.terms():
        factors = [_number(c), *(name for name, power in zip(names, powers, strict=True) for _ in range(int(power)))]
        terms.append(f"(* {' '.join(factors)})" if len(factors) > 1 else factors[0])
    return f"(+ 0 {' '.join(terms)})" if terms else "0"


# ------------------------------------------------------------------ trembles that work


def _witness(game: Game, mixes: Mixes, own: bool) -> bool:
    """Whether mistakes ``c * eps**power`` with coefficients to be found leave every choice best for all small eps."""
    unused = [(s, k) for s, mix in mixes.items() for k, p in enumerate(mix) if not p]
    return any(_possible(game, mixes, own, unused, powers) for powers in _powers(len(unused)))


def _powers(count: int) -> Iterator[tuple[int, ...]]:
    """Orders of magnitude to try, equal ones first."""
    first = [(1,) * count]
    several = (p for p in product((1, 2), repeat=count) if p != first[0]) if count <= 6 else iter(())
    return islice(iter([*first, *islice(several, MOST_POWERS)]), MOST_POWERS)


def _possible(game: Game, mixes: Mixes, own: bool, unused: Sequence[tuple[int, int]], powers: Sequence[int]) -> bool:
    """Whether coefficients exist for some orders of magnitude.

    Indifferences need hold to leading order only, where their derivatives by the coefficients are independent: then coefficients that
    move a little with eps make them hold exactly (implicit function theorem), and leave strict inequalities as they are.
    """
    shifted = [(s, k) for s, mix in mixes.items() for k in [k for k, p in enumerate(mix) if p][1:]]
    names = ["eps", *(f"c{s}_{k}" for s, k in unused), *(f"v{s}_{k}" for s, k in shifted)]
    ring = fmpq_mpoly_ctx.get(tuple(names), "lex")
    eps, *symbols = ring.gens()
    zero = ring.from_dict({})
    chances: dict[tuple[int, int], Polynomial] = {}
    for (s, k), c, power in zip(unused, symbols, powers, strict=False):
        chances[s, k] = c * eps**power
    moved = dict(zip(shifted, symbols[len(unused) :], strict=True))
    for s, mix in mixes.items():
        slips = sum((chances[s, k] for k, p in enumerate(mix) if not p), zero)
        used = [k for k, p in enumerate(mix) if p]
        for k in used:
            shift = moved[s, k] if k != used[0] else zero - sum((moved[s, j] for j in used[1:]), zero)
            chances[s, k] = mix[k] * (zero + 1 - slips) + shift * eps
    lines = [f"(declare-const {name} Real)" for name in names[1:]]
    lines += [f"(assert (> {name} 0))" for name in names[1 : 1 + len(unused)]]
    equations: list[Polynomial] = []
    for difference, equal in differences(game, mixes, chances, zero, own=own):
        by_power: dict[int, Polynomial] = {}
        for exponents, c in difference.terms():
            rest = ring.from_dict({(0, *exponents[1:]): c})
            by_power[int(exponents[0])] = by_power.get(int(exponents[0]), zero) + rest
        if equal and by_power:
            equations.append(by_power[min(by_power)])
            lines.append(f"(assert (= {_polynomial(equations[-1], names)} 0))")
        elif by_power:
            leading = "true"
            for _, part in sorted(by_power.items(), reverse=True):
                written = _polynomial(part, names)
                leading = f"(or (> {written} 0) (and (= {written} 0) {leading}))"
            first = _polynomial(by_power[min(by_power)], names)
            lines.append(f"(assert {leading if not moved else f'(> {first} 0)'})")
    answer, model = Nlsat().ask("\n".join(lines), UNITS)
    if not answer:
        return False
    return not equations or _independent(equations, names, rational_values(model))


def _independent(equations: Sequence[Polynomial], names: Sequence[str], values: Mapping[str, Any]) -> bool:
    """Whether equations hold at a rational point, and their derivatives there are independent."""
    at = {name: fmpq(int(values[name].numerator), int(values[name].denominator)) if name in values else fmpq(1) for name in names[1:]}
    point = [fmpq(0), *at.values()]
    if any(equation(*point) != 0 for equation in equations):
        return False
    rows = [[equation.derivative(k)(*point) for k in range(1, len(names))] for equation in equations]
    return int(fmpq_mat(len(rows), len(names) - 1, [x for row in rows for x in row]).rank()) == len(rows)
