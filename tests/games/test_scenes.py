"""Stories told in scenes: the same game, node for node, as when every play is told to its end; and what is refused."""

import pickle
import random
from fractions import Fraction

import numpy as np
import pytest

from games import GameError, Parameter, game, read_efg, write_efg
from games import load as load_game
from games.build import Draft, freeze
from games.catalogue import STORIES
from games.chart import Chart, Memories
from games.forms.graph import to_networkx
from games.forms.sequence import exact_leaf_table, leaf_table
from games.numbers import Told
from games.play import Play
from games.telling import Telling
from games.tree import CHANCE, TERMINAL
from games.unfold import MOST_MEMORY

HALF = Fraction(1, 2)


def told(rules, players=("A", "B"), **options):
    return game(players=players, **options)(rules)


def both(story, **structure):
    """A story told in scenes, and the same told to the end of every play."""
    arguments = {**story.structure, **structure}
    return (story._build(arguments, story._declared(arguments), in_scenes) for in_scenes in (True, False))


def assert_same(one, other):
    """Two games are the same, array by array and number by number."""
    for name in ("parent", "owner", "infoset", "move", "set_owner", "outcome"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for name in ("players", "set_actions", "chance_moves", "measure_names", "outcome_names", "parameters"):
        assert getattr(one, name) == getattr(other, name), name
    assert list(one.set_labels) == list(other.set_labels)
    for leaf in range(one.leaves):
        assert [one.payoff(leaf, k) for k in range(len(one.players))] == [other.payoff(leaf, k) for k in range(len(one.players))]
        assert [one.measure(leaf, k) for k in range(len(one.measure_names))] == [
            other.measure(leaf, k) for k in range(len(one.measure_names))
        ]
    for node in np.flatnonzero(one.chance_row >= 0):
        assert one.chance(int(node)) == other.chance(int(node))
    assert one.fingerprint == other.fingerprint


@game(players=("Ann", "Bob"))
def duel(
    play,
    *,
    rounds=3,
    p=Parameter(HALF, domain="0 < p < 1", means="chance of a hit"),
    q=Parameter(Fraction(1, 3), domain="0 < q < 1", means="chance that Ann is patient"),
    c=Parameter(2, domain="c > 0", means="cost of a shot to one who is patient"),
    d=Parameter(3, domain="d > 0", means="cost of a shot to one who is not"),
):
    """Rounds of unseen moves, chance with open odds, and wounds that carry over."""
    patient = play.chance("type", {"patient": q, "hasty": 1 - q}) == "patient"
    play.tell("Ann", "patient" if patient else "hasty")
    play.weigh("Ann", shots=-c if patient else -d, wounds=-1)
    play.outcome("both stand")
    wounds = 0
    for turn in range(rounds):
        play.depends_on(turn, wounds)
        first = play.choose("Ann", ["shoot", "wait"], public=False)
        second = play.choose("Bob", ["shoot", "wait", "duck"][: 3 - wounds], public=False)
        play.tell("Bob", first)
        play.measure(shots=int(first == "shoot") + int(second == "shoot"))
        if first == "shoot" and play.chance("shot", {"hit": p, "miss": 1 - p}) == "hit":
            play.tell(("Ann", "Bob"), "hit")
            play.measure(wounds=1)
            play.tally(pain=turn + 1)
            play.pay(Bob=-p)
            wounds += 1
        if wounds == 2:
            play.outcome("Bob falls")
            break
    play.weigh("Bob", pain=-c)
    return {"Ann": wounds, "Bob": 0}


@pytest.mark.parametrize("rounds", [1, 2, 3])
def test_rounds_with_a_state_are_the_same_game(rounds):
    assert_same(*both(duel, rounds=rounds))


def test_few_plays_are_told():
    counts = []
    for in_scenes in (True, False):
        chart: Chart = duel._chart({"rounds": 4}, duel._declared({"rounds": 4}), in_scenes)
        counts.append(len(chart.owner))
    assert counts[0] * 10 < counts[1]


def test_rules_without_scenes_are_what_a_draft_of_every_node_gives():
    for name in ("selten_horse", "beer_quiche", "kuhn", "crisis_signalling", "sustainability_bet"):
        unfolded = load_game(name)
        draft = Draft(unfolded.name, unfolded.players)
        waiting = [(0, -1)]
        while waiting:  # depth first, as a draft is written down
            node, parent = waiting.pop()
            owner, index = int(unfolded.owner[node]), int(unfolded.infoset[node])
            move = int(unfolded.move[node])
            if owner == TERMINAL:
                paid = [unfolded.payoff(index, k) for k in range(len(unfolded.players))]
                measures = {m: unfolded.measure(index, k) for k, m in enumerate(unfolded.measure_names)}
                draft.add(owner, (paid, measures, unfolded.outcome_names[unfolded.outcome[index]]), parent, move)
                continue
            if owner == CHANCE:
                event = ("chance", *unfolded.chance_moves[index], tuple(unfolded.chance(c) for c in unfolded.children(node)))
            else:
                memory = (("", unfolded.set_labels[index]),)
                draft.sets[unfolded.players[owner], memory] = unfolded.set_actions[index]
                event = ("choose", unfolded.players[owner], memory, unfolded.set_actions[index])
            new = draft.add(owner, event, parent, move)
            waiting += [(child, new) for child in reversed(unfolded.children(node))]
        frozen = freeze(draft, unfolded.title)
        for array in ("parent", "owner", "infoset", "move", "set_owner", "outcome"):
            assert np.array_equal(getattr(frozen, array), getattr(unfolded, array))
        assert [t.text() for t in frozen.terms] == [t.text() for t in unfolded.terms]


@pytest.mark.parametrize(
    "name, structure",
    [
        ("campaign", {"periods": 2}),
        pytest.param("campaign", {"periods": 2, "gov0": Fraction(2, 5)}, marks=pytest.mark.slow),
        ("liars_dice", {"faces": 3}),
        ("leduc", {"stakes": "open"}),
    ],
)
def test_games_of_the_catalogue_that_name_their_state(name, structure):
    one, other = both(STORIES[name], **structure)
    assert one.fingerprint == other.fingerprint


def plays_at(story, built, leaves, **structure):
    """Tell single plays of a story to their ends: payoffs, measures and outcome at some leaves, without any scene."""
    arguments = {**story.structure, **structure}
    symbols = {name: Told.symbol(name) for name in story._declared(arguments)}
    for leaf in leaves:
        telling = Telling(story.name, built.players, in_scenes=False)
        moves = [move for _, move in built.path(int(built.leaf_nodes[leaf]))]
        telling.turn = lambda step, event, script: script[step]
        play = Play(telling, moves)
        account = telling.ending(play, story.rules(play, **{**arguments, **symbols}))
        total = {key[1]: 0 for key in account if key[0] in ("measure", "tally")}
        for key, value in account.items():
            if key[0] in ("measure", "tally"):
                total[key[1]] += value
        payoffs = [
            account.get(("paid", player), 0)
            + sum(value * total[key[2]] for key, value in account.items() if key[0] == "weight" and key[1] == player)
            for player in built.players
        ]
        yield leaf, payoffs, {key[1]: value for key, value in account.items() if key[0] == "measure"}, account["outcome"]


@pytest.mark.parametrize("preset", ["small", pytest.param("medium", marks=pytest.mark.slow)])
def test_single_plays_of_the_campaign_end_as_its_tree_says(preset):
    built = load_game("campaign", preset=preset)
    leaves = random.Random(1).sample(range(built.leaves), 60)
    for leaf, payoffs, measures, outcome in plays_at(STORIES["campaign"], built, leaves, preset=preset):
        assert [built.payoff(leaf, k) for k in range(len(built.players))] == payoffs
        assert {name: built.measure(leaf, k) for k, name in enumerate(built.measure_names)} == measures
        assert built.outcome_names[built.outcome[leaf]] == outcome


# ------------------------------------------------------------------ random stories


def random_story(seed):
    """A story whose rounds are drawn by lot from the state that they depend on."""

    def rules(play, *, p=Parameter(HALF, domain="0 < p < 1"), v=Parameter(2, domain="v > 0")):
        players = ("A", "B", "C")
        play.tell("A", play.chance("deal", {"high": p, "low": 1 - p}))
        play.measure(start=v)
        state = 0
        for turn in range(3):
            play.depends_on("round", turn, state)
            lot = random.Random(f"{seed}/{turn}/{state}")
            for _ in range(lot.randint(0, 2)):
                match lot.randrange(7):
                    case 0 | 1:
                        moved = play.choose(lot.choice(players), ["l", "r", "a/b"][: lot.randint(1, 3)], public=lot.random() < HALF)
                        state = (state + len(moved)) % 3
                        play.pay(B=len(moved) * v, C=turn)
                    case 2:
                        drawn = play.chance(
                            f"draw {lot.randint(0, 1)}", {"x": p * p, "y": 1 - p * p} if lot.random() < HALF else ["x", "y"]
                        )
                        play.tell(lot.choice(players), drawn)
                        state = (state + (drawn == "x")) % 3
                    case 3:
                        play.tell(lot.sample(players, 2), f"round {turn}")
                    case 4:
                        play.measure(**{lot.choice(("harm", "flow")): lot.choice((1, v, p - 1))})
                        play.tally(weight=turn)
                    case 5:
                        play.outcome(f"class {lot.randint(0, 2)}")
                    case 6 if turn == 1:
                        play.weigh("A", start=p, weight=Fraction(-1, 3))
                        play.tally(weight=0)
            if lot.random() < 0.15:
                break
        play.tally(weight=1)
        return (state, 0, -v) if state else None if play._pays else (0, 0, 0)

    return told(rules, players=("A", "B", "C"))


@pytest.mark.parametrize("seed", range(60))
def test_random_stories_are_the_same_games(seed):
    try:
        one, other = both(random_story(seed))
    except GameError as error:  # some draw other offers inside one information set, either way
        assert "differ inside one information set" in str(error)
        with pytest.raises(GameError, match="differ inside one information set"):
            story = random_story(seed)
            story._build({}, story._declared({}), False)
        return
    assert_same(one, other)


def test_scenes_within_one_move_and_without_any():
    def rules(play):
        play.depends_on("first")
        play.depends_on("second")
        play.tell("A", "go")
        if play.choose("A", ["l", "r"]) == "l":
            play.depends_on("end")
            play.depends_on("very end")
            return (1, 0)
        play.depends_on("very end", 2)
        return (0, 1)

    assert_same(*both(told(rules)))


def test_what_is_known_is_the_same_however_it_was_cut():
    def rules(play):
        if play.chance("coin", ["heads", "tails"]) == "heads":
            play.tell("A", "one")
            play.depends_on("cut early")
            play.tell("A", "two")
        else:
            play.tell("A", "one")
            play.tell("A", "two")
            play.depends_on("cut late")
        return {"A": int(play.choose("A", ["l", "r"]) == "l"), "B": 0}

    one, other = both(told(rules))
    assert one.infosets == 1
    assert_same(one, other)


# ------------------------------------------------------------------ what a game in scenes does like any other


def test_values_files_and_tables():
    one, other = both(duel, rounds=2)
    assert_same(one.at(p=Fraction(1, 3)), other.at(p=Fraction(1, 3)))
    assert_same(one.tie(d="2*c"), other.tie(d="2*c"))
    assert_same(one.with_(c=1), other.with_(c=1))
    assert write_efg(one.at()) == write_efg(other.at())
    assert read_efg(write_efg(one.at())).nodes == one.nodes
    assert to_networkx(one).nodes(data=True)[7] == to_networkx(other).nodes(data=True)[7]
    mine, theirs = leaf_table(one.at()), leaf_table(other.at())
    assert np.array_equal(mine.sequences, theirs.sequences) and np.allclose(mine.payoffs, theirs.payoffs)
    assert (exact_leaf_table(one.at()).payoffs == exact_leaf_table(other.at()).payoffs).all()
    again = pickle.loads(pickle.dumps(one))
    assert_same(again, other)
    assert isinstance(again.set_labels, tuple)


def test_payoffs_may_be_paid_on_the_way():
    def rules(play, *, v=Parameter(2)):
        play.pay(A=1)
        if play.choose("A", ["stay", "go"]) == "go":
            play.pay(A=v, B=1)
        else:
            return {"A": 0, "B": 5}

    built = told(rules)()
    assert [[str(built.payoff(leaf, k)) for k in (0, 1)] for leaf in (0, 1)] == [["1", "5"], ["1 + v", "1"]]


# ------------------------------------------------------------------ what is refused


def refusal(story, **arguments):
    with pytest.raises(GameError) as caught:
        story(**arguments)
    return str(caught.value)


def test_a_state_that_does_not_say_all_is_refused():
    def moves(play):
        first = play.choose("A", ["l", "r"])
        play.depends_on("then")
        play.choose("B", ["x", "y"] if first == "l" else ["x", "z"])
        return (0, 0)

    def payoffs(play):
        first = play.choose("A", ["l", "r"])
        play.depends_on("then")
        play.choose("B", ["x", "y"])
        return (int(first == "l"), 0)

    assert refusal(told(moves)) == (
        "moves says that a play depends only on 'then', but it does not go on alike after 'l' and after 'r': once B choosing from x, y, "
        "once B choosing from x, z. Name in depends_on all that the rules still look at."
    )
    assert refusal(told(payoffs)) == (
        "payoffs says that a play depends only on 'then', but it does not go on alike after 'l' and after 'r': "
        "what is added since then (A of paid) differs. Name in depends_on all that the rules still look at."
    )


def test_states_are_texts_and_numbers():
    def lists(play):
        play.depends_on([1])
        return (0, 0)

    def parameter(play, *, p=Parameter(HALF)):
        play.depends_on(1, p)
        return (p, 0)

    assert refusal(told(lists)) == (
        "lists depends on [1]; give texts, whole numbers, fractions, or tuples of them, and no parameters or lists."
    )
    assert refusal(told(parameter)).startswith("parameter depends on 1, p; give texts")


def test_a_story_that_comes_back_to_its_state_does_not_end():
    def rules(play):
        while True:
            play.depends_on("on")
            if play.choose("A", ["on", "stop"]) == "stop":
                return (0, 0)

    assert refusal(told(rules)) == (
        "rules does not end: what it depends on comes back in the same play. Let depends_on count the rounds, and every play return payoffs."
    )


def test_too_many_histories_are_counted_and_refused_before_they_are_made():
    def rules(play):
        for turn in range(60):
            play.depends_on(turn)
            play.choose("A", ["l", "r"])
        play.outcome("end")
        return (0, 0)

    words = refusal(told(rules))
    assert words.startswith("rules has about 10^18 terminal histories and would take about 10^11 GiB of memory, more than the ")
    assert f"{MOST_MEMORY // 2**30} GiB" in words


def test_offers_must_agree_across_scenes():
    def rules(play):
        first = play.choose("A", ["l", "r"], public=False)
        play.depends_on(first)
        play.choose("B", ["x", "y"] if first == "l" else ["x", "z"])
        return (0, 0)

    assert refusal(told(rules)) == (
        "B's choices differ inside one information set, 'start': once x, y, once x, z. "
        "Tell B something that separates the two, or offer the same choices."
    )


def test_a_weight_needs_a_total():
    def rules(play):
        play.weigh("A", harms=-1)
        play.measure(harm=1)
        return (0, 0)

    assert refusal(told(rules)) == "rules weighs 'harms' for A, but no play measures or tallies it; it has harm."


def test_numbers_that_come_again_are_held_once_and_read_as_before():
    rows = duel().payoffs
    assert len(rows.begin) - 1 < len(rows) == len(rows.start) - 1
    for k in range(len(rows)):
        entries = slice(rows.start[k], rows.start[k + 1])
        assert rows.row(k) == [(t, rows.numbers[v]) for t, v in zip(rows.term[entries], rows.value[entries], strict=True)]


def test_a_large_game_holds_arrays_only():
    def rules(play):
        for turn in range(8):
            play.depends_on(turn)
            play.choose("A", ["l", "r"], public=False)
            play.choose("B", ["l", "m"], public=False)
            play.measure(harm=turn)
        play.outcome("end")
        return (0, 0)

    built = told(rules)()
    assert (built.leaves, built.nodes, built.infosets) == (4**8, (4**9 - 1) // 3 + 2 * (4**8 - 1) // 3, 2 * (2**8 - 1))
    assert built.set_labels._unwritten is not None  # no label until one is asked for
    assert built.set_labels[-1] == "m/m/m/m/m/m/m"
    assert built.depth[-1] == 16 and len(built.set_nodes(0)) == 1


def test_memories_joined_are_those_grown_event_by_event():
    draw, memories = random.Random(4), Memories()
    texts = [tuple(("A", draw.choice("xyz")) for _ in range(draw.randrange(4))) for _ in range(60)]

    def grown(events):
        memory = 0
        for who, words in events:
            memory = memories.grow(memory, who, words)
        return memory

    first, then = (np.array([grown(events) for events in some]) for some in (texts[:30], texts[30:]))
    joined = memories.joined(first, then)
    assert joined.tolist() == [grown(one + other) for one, other in zip(texts[:30], texts[30:], strict=True)]
    assert [memories.events(memory) for memory in joined.tolist()] == [a + b for a, b in zip(texts[:30], texts[30:], strict=True)]
    assert memories.joined(first, then).tolist() == joined.tolist()
