"""Games that OpenSpiel has too, label by label: the same profile, and the same learning, in both programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, TypeAlias

import games
from games import Game
from games.tree import CHANCE, TERMINAL

Match: TypeAlias = Mapping[tuple[str, str], tuple[str, dict[str, int]]]
Behaviour: TypeAlias = dict[str, dict[str, dict[str, float]]]

SOLVERS = {"alternating-cfr": "CFRSolver", "cfr+": "CFRPlusSolver"}  # what ours is called, and theirs


@dataclass(frozen=True)
class Twin:
    """A game that is told here and there.

    Parameters
    ----------
    name, structure
        Ours, as for `games.load`.
    theirs : str
        Theirs, as for ``pyspiel.load_game``.
    alphabet : str
        What chance draws in ours, in the order of their actions.
    """

    name: str
    structure: Mapping[str, Any]
    theirs: str
    alphabet: str = ""

    @property
    def words(self) -> str:
        """Name it in one line."""
        return " ".join([self.name, *(f"{key}={value}" for key, value in self.structure.items())])

    def game(self) -> Game:
        """Build ours."""
        return games.load(self.name, **self.structure)

    def loaded(self) -> Any:
        """Load theirs."""
        import pyspiel

        return pyspiel.load_game(self.theirs)


def _goofspiel(players: int, cards: int) -> Twin:
    theirs = f"goofspiel(players={players},num_cards={cards},points_order=descending,imp_info=True)"
    return Twin("goofspiel", {"players": players, "cards": cards}, f"turn_based_simultaneous_game(game={theirs})")


TWINS = {
    twin.words: twin
    for twin in (
        Twin("kuhn", {}, "kuhn_poker", "JQK"),
        Twin("kuhn", {"players": 3}, "kuhn_poker(players=3)", "TJQK"),
        Twin("kuhn", {"players": 4}, "kuhn_poker(players=4)", "9TJQK"),
        Twin("leduc", {}, "leduc_poker(suit_isomorphism=True)", "JQK"),
        Twin("liars_dice", {"faces": 3}, "liars_dice(dice_sides=3)", "123"),
        Twin("liars_dice", {"faces": 5}, "liars_dice(dice_sides=5)", "12345"),
        Twin("liars_dice", {"faces": 6}, "liars_dice(dice_sides=6)", "123456"),
        _goofspiel(2, 3),
        _goofspiel(2, 4),
        _goofspiel(3, 3),
    )
}


def matched(twin: Twin, game: Game, theirs: Any) -> dict[tuple[str, str], tuple[str, dict[str, int]]]:
    """Walk both trees side by side.

    Returns
    -------
    dict
        For every player and information set of ours: their information state, and their action by the label of ours.

    Raises
    ------
    ValueError
        Where the trees differ: in who moves, in what is offered, in a payoff, in the chance of a history, or in who knows what.
    """
    found: dict[tuple[str, str], tuple[str, dict[str, int]]] = {}
    waiting = [(0, theirs.new_initial_state(), 1.0, 1.0)]
    while waiting:
        node, state, ours, chance = waiting.pop()
        owner, at = int(game.owner[node]), int(game.infoset[node])
        if owner == CHANCE:
            for child, label in zip(game.children(node), game.chance_moves[at][1], strict=True):
                below, drawn = state.clone(), chance
                for letter in label:
                    if letter in twin.alphabet:
                        action = twin.alphabet.index(letter)
                        drawn *= dict(below.chance_outcomes())[action]
                        below.apply_action(action)
                waiting.append((child, below, ours * float(game.chance(child)), drawn))
            continue
        if abs(ours - chance) > 1e-12:
            raise ValueError(f"{twin.words}: {state} is met by chance {chance}, and not {ours}.")
        if owner == TERMINAL:
            payoffs = [float(game.payoff(at, k)) for k in range(len(game.players))]
            if not state.is_terminal() or max(abs(x - y) for x, y in zip(payoffs, state.returns(), strict=True)) > 1e-12:
                raise ValueError(f"{twin.words}: {state} is worth {state.returns()}, and not {payoffs}.")
            continue
        legal, labels = state.legal_actions(), game.set_actions[at]
        told = state.information_state_string(), dict(zip(labels, legal, strict=True))
        if state.current_player() != owner or found.setdefault((game.players[owner], game.set_labels[at]), told) != told:
            raise ValueError(f"{twin.words}: {game.players[owner]} knows something else at {state}.")
        for child, action in zip(game.children(node), legal, strict=True):
            waiting.append((child, state.child(action), ours, chance))
    if len({(player, state) for (player, _), (state, _) in found.items()}) != game.infosets:
        raise ValueError(f"{twin.words}: information sets here are finer than theirs.")
    return found


def random_behaviour(game: Game, seed: int) -> Behaviour:
    """Draw a profile: the same on every machine, with some actions never taken, so that some information sets are not reached."""
    out: Behaviour = {player: {} for player in game.players}
    for owner, label, actions in zip(game.set_owner, game.set_labels, game.set_actions, strict=True):
        random = Random(f"{seed}/{game.players[owner]}/{label}")
        weights = [random.random() * (random.random() < 0.8) for _ in actions]
        weights[random.randrange(len(weights))] += 0.1
        out[game.players[owner]][str(label)] = {a: w / sum(weights) for a, w in zip(actions, weights, strict=True)}
    return out


def their_measure(behaviour: Behaviour, theirs: Any, match: Match) -> tuple[float, list[float]]:
    """Measure a profile of ours by their NashConv, and what it is worth to every player there."""
    import pyspiel

    table = {
        state: [(actions[label], p) for label, p in behaviour[player][name].items()] for (player, name), (state, actions) in match.items()
    }
    policy = pyspiel.TabularPolicy(table)
    values = pyspiel.expected_returns(theirs.new_initial_state(), policy, -1, True)
    return float(pyspiel.nash_conv(theirs, policy)), [float(x) for x in values]


@dataclass
class Learning:
    """Their solver at work.

    Parameters
    ----------
    method : str
        By the name that it has here.
    theirs
        The game.
    """

    method: str
    theirs: Any
    done: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        import pyspiel

        self.solver = getattr(pyspiel, SOLVERS[self.method])(self.theirs)

    def gaps(self, points: tuple[int, ...]) -> Iterator[float]:
        """NashConv of the average after so many iterations each."""
        import pyspiel

        for point in points:
            while self.done < point:
                self.solver.evaluate_and_update_policy()
                self.done += 1
            yield float(pyspiel.nash_conv(self.theirs, self.solver.average_policy()))

    def average(self, match: Match) -> Behaviour:
        """The average so far, by our labels."""
        policy, out = self.solver.tabular_average_policy(), {}
        for (player, label), (state, actions) in match.items():
            row = dict(policy.action_probabilities(state))
            out.setdefault(player, {})[str(label)] = {name: row[action] for name, action in actions.items()}
        return out
