"""Games that are played and not built: the same plays as in the tree, and what is refused."""

from fractions import Fraction

import pytest

from games import GameError, Parameter, UnbuiltGame, game, load, unbuilt
from games.single_plays import label_of
from games.tree import CHANCE


def play_to(told, built, leaf):
    """Play as the path to a leaf says; the moves that were asked for, with the nodes where they were."""
    path, asked = built.path(int(built.leaf_nodes[leaf])), []

    def decide(move):
        node, taken = path[len(asked)]
        asked.append((move, node))
        return taken

    payoffs = told.play(decide)
    assert len(asked) == len(path)
    return payoffs, asked


GAMES = [
    ("kuhn", {}, 1),
    ("kuhn", {"players": 3}, 17),
    ("leduc", {}, 97),
    ("goofspiel", {"order": "random"}, 7),
    ("beer_quiche", {}, 1),
    ("campaign", {}, 5),
    ("campaign", {"periods": 2}, 61),
    ("campaign", {"preset": "small"}, 501),
]


@pytest.mark.parametrize("name, structure, every", GAMES, ids=lambda x: str(x))
def test_plays_are_those_of_the_tree(name, structure, every):
    told = unbuilt(name, **structure)
    built = told.build()
    for leaf in range(0, built.leaves, every):
        payoffs, asked = play_to(told, built, leaf)
        assert payoffs == pytest.approx([float(built.payoff(leaf, k)) for k in range(len(built.players))], abs=1e-12)
        for move, node in asked:
            at = int(built.infoset[node])
            assert move.player == built.owner[node]
            if move.player == CHANCE:
                assert (move.knows, move.options) == built.chance_moves[at]
                assert move.chances == pytest.approx([float(built.chance(child)) for child in built.children(node)])
            else:
                assert (label_of(move.knows), move.options) == (built.set_labels[at], built.set_actions[at])


def test_parameters_are_at_their_defaults_or_as_given():
    told = unbuilt("beer_quiche")
    assert isinstance(told, UnbuiltGame) and told.parameters == ("p",) and told.values == {"p": Fraction(9, 10)}
    assert unbuilt("beer_quiche", p="1/3").values == told.at(p=Fraction(1, 3)).values == {"p": Fraction(1, 3)}
    assert told.at(p="1/3").fingerprint != told.fingerprint == unbuilt("beer_quiche").fingerprint
    assert unbuilt("kuhn", players=3).fingerprint != unbuilt("kuhn").fingerprint


@pytest.mark.parametrize("name, structure, count", [("liars_dice", {"faces": 2}, 60), ("leduc", {}, 1_116), ("campaign", {}, 64)])
def test_terminal_histories_are_counted_by_plays(name, structure, count):
    built = load(name, **structure)
    assert unbuilt(name, **structure).histories == pytest.approx(built.leaves, rel=0.15) and count <= built.leaves


def test_a_size_that_the_story_says_is_taken_and_refuses_the_tree_at_once():
    @game(players=("A",), size=lambda rounds: 2**rounds)
    def toss(play, *, rounds=3):
        for k in range(rounds):
            play.chance(f"coin {k}", ["heads", "tails"])
        return (play.choose("A", ["x", "y"]) == "x",)

    assert toss.unbuilt(rounds=200).histories == 2**200 and toss().leaves == 16
    assert toss.unbuilt(rounds=200).play(lambda move: 0) == (1.0,)
    with pytest.raises(GameError, match=r"^toss has about 10\^60 terminal histories and would take "):
        toss(rounds=200)


# ------------------------------------------------------------------ refusals


@game(players=("A", "B"))
def uneven(play, *, p=Parameter(Fraction(1, 2), domain="0 < p < 1", means="a chance"), short=False):
    play.chance("coin", {"h": p, "t": (1 - p) / (2 if short else 1)})
    return (0, 0)


def test_values_outside_the_domain_are_refused():
    with pytest.raises(GameError, match="violates p < 1, which the game assumes"):
        uneven.unbuilt(p=2)
    with pytest.raises(GameError, match="has no"):
        uneven.unbuilt().at(q=1)
    with pytest.raises(GameError, match="uneven has no parameter or structure argument 'q'"):
        uneven.unbuilt(q=1)


def test_chances_that_do_not_add_up_are_refused_when_they_are_met():
    assert uneven.unbuilt().play(lambda move: 0) == (0.0, 0.0)
    with pytest.raises(GameError) as refused:
        uneven.unbuilt(short=True).play(lambda move: 0)
    assert str(refused.value) == "uneven: the chances of 'coin' are h 0.5, t 0.25; they must be above 0 and add up to 1."


def test_a_play_without_end_is_refused():
    @game(players=("A",))
    def endless(play):
        while True:
            play.choose("A", ["on", "and on"])

    with pytest.raises(GameError, match="endless does not end: a play goes on after 1000 moves"):
        endless.unbuilt().play(lambda move: 0)


def test_a_file_is_no_story():
    with pytest.raises(GameError, match=r"holds a tree and no story; games\.load reads it"):
        unbuilt("own_mistakes")
    with pytest.raises(GameError, match="There is no game"):
        unbuilt("nothing of the kind")


def test_nothing_is_kept_of_plays_that_are_over():
    told = unbuilt("kuhn")
    told.play(lambda move: 0)
    before = len(vars(told._teller)["_labels"])
    for k in range(50):
        told.play(lambda move, k=k: k % len(move.options))
    assert len(told._teller._labels) <= before + 4 and len(told._teller.chart.parent) == 0
