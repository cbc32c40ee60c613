"""The games of the catalogue: their sizes, what each must carry, and their payoffs as published."""

import inspect
import re
from fractions import Fraction

import pytest

from games import GameError, Parameter, classics, essay, load
from games.catalogue import STORIES
from games.checks import check_recall
from games.numbers import read

HALF = Fraction(1, 2)

SIZES = [
    # name, structure, nodes, information sets, parameters
    ("selten_horse", {}, 9, 3, 0),
    ("beer_quiche", {}, 15, 4, 1),
    ("crisis_signalling", {}, 31, 6, 7),
    ("crisis_signalling", {"challenger_types": 3, "target_types": 3}, 67, 9, 11),
    ("crisis_signalling", {"challenger_types": 3}, 46, 8, 9),
    ("crisis_signalling", {"challenger_types": 1, "target_types": 1}, 9, 3, 3),
    ("kuhn", {}, 55, 12, 0),
    ("kuhn", {"players": 3}, 601, 48, 0),
    ("kuhn", {"ranks": 13}, 1405, 52, 0),
    ("kuhn", {"stakes": "open"}, 55, 12, 2),
    ("kuhn", {"stakes": "open", "bet": 2}, 55, 12, 1),
    ("leduc", {"stakes": "open"}, 1936, 288, 2),
    ("liars_dice", {"stakes": "open"}, 125, 32, 1),
    ("goofspiel", {}, 67, 16, 0),
    ("goofspiel", {"cards": 4}, 1077, 162, 0),
    ("goofspiel", {"players": 3}, 418, 30, 0),
    ("sustainability_bet", {}, 23, 6, 10),
    ("defection_for_immunity", {}, 31, 10, 15),
    ("defection_for_immunity", {"core": True}, 19, 4, 9),
]

every_story = pytest.mark.parametrize(
    "story", [pytest.param(story, id=name, marks=[pytest.mark.slow] if name == "leduc" else []) for name, story in STORIES.items()]
)


@pytest.mark.parametrize("name, structure, nodes, infosets, parameters", SIZES, ids=lambda x: str(x))
def test_sizes(name, structure, nodes, infosets, parameters):
    game = load(name, **structure)
    assert (game.nodes, game.infosets, len(game.parameters)) == (nodes, infosets, parameters)
    check_recall(game)
    assert game.domain.contains(game.defaults)


# ------------------------------------------------------------------ what every game carries


@every_story
def test_every_game_names_its_source_its_size_and_a_known_answer(story):
    game = story()
    text = inspect.getdoc(story)
    assert story.source and story.known and all(answer.endswith(".") for answer in story.known)
    assert f"{game.nodes:,} nodes, {game.infosets:,} information sets" in text
    assert text.splitlines()[0].endswith((".", "?")) and len(text.splitlines()[0]) < 100 and text.splitlines()[1] == ""
    assert "\nNotes\n-----\n" in text
    described = {word for line in re.findall(r"^([a-z0-9_, ]+) : ", text, re.M) for word in line.split(", ")}
    assert described == set(story.structure)


@every_story
def test_every_parameter_has_a_meaning(story):
    for name, parameter in story.parameters(**story.structure).items():
        assert isinstance(parameter, Parameter) and parameter.means and not parameter.means.endswith("."), name


@every_story
def test_every_game_agrees_with_its_outline_and_its_rules(story):
    game = story()
    assert story.outline() == {
        "players": list(game.players),
        "nodes": game.nodes,
        "infosets": game.infosets,
        "parameters": list(game.parameters),
    }
    check_recall(game)
    assert set(game.headline) <= set(game.parameters) and len(game.headline) >= min(1, len(game.parameters))
    assert all(game.domain.contains(point) for point in game.domain.points(20))
    assert game.at().parameters == ()


@every_story
def test_every_module_tells_one_game(story):
    package = essay if story.name in essay.__all__ else classics
    assert story.rules.__module__ == f"{package.__name__}.{story.name}"


@pytest.mark.parametrize("package", [essay, classics], ids=lambda package: package.__name__)
def test_packages_export_their_stories_sorted(package):
    assert list(package.__all__) == sorted(package.__all__)


@pytest.mark.parametrize("name", essay.__all__)
def test_every_essay_game_says_which_rows_it_carries(name):
    story, game = STORIES[name], load(name)
    assert story.rows and all(re.fullmatch(r"E[1-9][0-9]{0,2}", row) for row in story.rows)
    assert list(story.rows) == sorted(set(story.rows), key=lambda row: int(row[1:]))
    assert story.source.startswith("Essay on US military action against Mexico's drug cartels, part")
    helps = "informing" if name in ("sustainability_bet", "defection_for_immunity") else "cooperation"  # of cartels; of Mexico
    assert {"flow", "violence", "civilian_harm", "cost_us", helps} <= set(game.measure_names)
    assert 2 <= len(game.headline) <= 3


# ------------------------------------------------------------------ payoffs, as published


def leaves(game):
    """Payoffs by history, as texts."""
    return {
        game.history(int(node)): tuple(str(game.payoff(leaf, k)) for k in range(len(game.players)))
        for leaf, node in enumerate(game.leaf_nodes)
    }


def endings(game):
    return {game.history(int(node)): game.outcome_names[game.outcome[leaf]] for leaf, node in enumerate(game.leaf_nodes)}


def same(found, expected):
    """Compare payoffs as expressions."""
    assert found.keys() == expected.keys()
    for history, payoffs in expected.items():
        assert [read(x) for x in found[history]] == [read(x) for x in payoffs], history


def test_selten_horse():
    assert leaves(load("selten_horse")) == {
        "D/L": ("3", "3", "2"),
        "D/R": ("0", "0", "0"),
        "A/d/L": ("4", "4", "0"),
        "A/d/R": ("0", "0", "1"),
        "A/a": ("1", "1", "1"),
    }


def test_beer_quiche():
    assert leaves(load("beer_quiche")) == {
        "strong/beer/duel": ("1", "0"),
        "strong/beer/retreat": ("3", "1"),
        "strong/quiche/duel": ("0", "0"),
        "strong/quiche/retreat": ("2", "1"),
        "weak/beer/duel": ("0", "1"),
        "weak/beer/retreat": ("2", "0"),
        "weak/quiche/duel": ("1", "1"),
        "weak/quiche/retreat": ("3", "0"),
    }
    assert load("beer_quiche").defaults == {"p": Fraction(9, 10)}


def test_crisis_signalling():
    game = load("crisis_signalling")
    assert game.players == ("Challenger", "Target") and game.outcome_names == ("status quo", "concession", "back down", "fight")
    assert game.defaults == {
        "pi": Fraction(1, 3),
        "q": Fraction(1, 3),
        "a": HALF,
        "w_s": Fraction(-1, 4),
        "w_w": -1,
        "r_s": HALF,
        "r_w": -HALF,
    }
    expected = {}
    for one in ("strong", "weak"):
        for two in ("strong", "weak"):
            expected |= {
                f"{one}/{two}/wait": ("0", "1"),
                f"{one}/{two}/threaten/concede": ("1", "0"),
                f"{one}/{two}/threaten/resist/back down": ("-a", "1"),
                f"{one}/{two}/threaten/resist/fight": (f"w_{one[0]}", f"r_{two[0]}"),
            }
    same(leaves(game), expected)
    assert set(game.domain.texts) == {
        "0 < pi",
        "pi < 1",
        "0 < q",
        "q < 1",
        "a > 0",
        "-a < w_s",
        "w_s < 0",
        "w_w < -a",
        "0 < r_s",
        "r_s < 1",
        "r_w < 0",
    }
    assert [game.set_labels[k] for k in range(6)] == [
        "strong",
        "weak",
        "strong/threaten/resist",
        "weak/threaten/resist",
        "strong/threaten",
        "weak/threaten",
    ]


def test_crisis_signalling_with_more_types():
    game = load("crisis_signalling", challenger_types=4, target_types=3)
    assert set(game.parameters) == {"a", "pi1", "pi2", "pi3", "w1", "w2", "w3", "w4", "q1", "q2", "r1", "r2", "r3"}
    assert set(game.domain.texts) == {
        "a > 0",
        "pi1 > 0",
        "pi2 > 0",
        "pi3 > 0",
        "pi1 + pi2 + pi3 < 1",
        "q1 > 0",
        "q2 > 0",
        "q1 + q2 < 1",
        "w1 < w2",
        "w2 < w3",
        "w3 < -a",
        "-a < w4",
        "w4 < 0",
        "r1 < r2",
        "r2 < 0",
        "0 < r3",
        "r3 < 1",
    }
    assert leaves(game)["type 4/type 1/threaten/resist/fight"] == ("w4", "r1")
    assert game.defaults["w3"] == -1 and game.defaults["w4"] == Fraction(-1, 4) and game.defaults["r3"] == HALF
    assert game.headline == ("q1", "a")
    mixed = load("crisis_signalling", challenger_types=3)
    assert set(mixed.parameters) == {"a", "pi1", "pi2", "w1", "w2", "w3", "q", "r_s", "r_w"}
    with pytest.raises(
        GameError, match=r"^crisis_signalling needs a whole number of types on either side, at least 1; found 0 for the target\.$"
    ):
        load("crisis_signalling", target_types=0)


def test_open_stakes_are_the_fixed_ones_at_their_defaults():
    for name in ("kuhn", "leduc", "liars_dice"):
        fixed, opened = load(name), load(name, stakes="open")
        assert leaves(opened.at()) == leaves(fixed) and not fixed.parameters
    assert leaves(load("kuhn", stakes="open", bet="1/2").at(ante=2)) == leaves(load("kuhn", ante=2, bet="1/2"))
    with pytest.raises(GameError, match=r"^Stakes are fixed or open; found 'high'.$"):
        load("leduc", stakes="high")


def test_kuhn():
    found = leaves(load("kuhn"))
    assert {history: pay for history, pay in found.items() if history.startswith("JK")} == {
        "JK/check/check": ("-1", "1"),
        "JK/check/bet/fold": ("-1", "1"),
        "JK/check/bet/call": ("-2", "2"),
        "JK/bet/fold": ("1", "-1"),
        "JK/bet/call": ("-2", "2"),
    }
    three = load("kuhn", players=3, ante=2, bet="1/2")
    assert three.players == ("Alice", "Bob", "Carol")
    found = leaves(three)
    assert all(sum(Fraction(x) for x in pay) == 0 for pay in found.values())
    assert found["TJQ/check/bet/fold/call"] == ("-5/2", "9/2", "-2") and found["KTJ/bet/call/fold"] == ("9/2", "-5/2", "-2")
    for wrong in ({"players": 5}, {"players": 1}, {"ranks": 1}, {"ranks": 14}):
        with pytest.raises(GameError, match=r"^kuhn has 2 to 4 players and at most 13 cards, no fewer than players; found players "):
            load("kuhn", **wrong)


SETTLED = {
    "honour": ("I_imm + gain_share - k_tip", "B_hit - g_prot", "-gain_share", "y_hon"),
    "renege": ("gain_share - k_tip", "B_hit - r_rep", "-gain_share", "y_ren"),
}


def test_defection_for_immunity():
    game = load("defection_for_immunity")
    expected = {"sincere/silent": ("0", "0", "0"), "trap/silent": ("0", "0", "0")}
    labels = {"sincere/silent": "silence", "trap/silent": "silence"}
    for check in ("pass", "fail"):
        start = f"sincere/offer/{check}/strike"
        expected |= {
            f"sincere/offer/{check}/decline": ("-k_tip", "0", "0"),
            f"trap/offer/{check}/strike": ("G_trap", "-D_emb", "0"),
            f"trap/offer/{check}/decline": ("-L_false", "0", "0"),
        }
        labels |= {
            f"sincere/offer/{check}/decline": "ignored",
            f"trap/offer/{check}/strike": "trap_sprung",
            f"trap/offer/{check}/decline": "trap_seen",
        }
        for deal, (informer, us, rival, gain) in SETTLED.items():
            kept = "deal_kept" if deal == "honour" else "deal_broken"
            expected |= {
                f"{start}/{deal}/hold": (informer, us, rival),
                f"{start}/{deal}/reprisal": (f"{informer} - kappa", us, f"{rival} + {gain}"),
            }
            labels |= {f"{start}/{deal}/hold": kept, f"{start}/{deal}/reprisal": f"{kept} with reprisal"}
    same(leaves(game), expected)
    assert endings(game) == labels
    assert game.headline == ("phi", "D_emb", "r_rep")
    assert {p: list(game.set_owner).count(k) for k, p in enumerate(game.players)} == {"informer": 2, "US": 4, "rival": 4}


def test_domains_of_the_essay_games():
    assert set(load("sustainability_bet").domain.texts) == {
        "0 < mu_long",
        "mu_long < 1",
        "0 < share",
        "share < 1",
        "loss > 0",
        "loss*(1 + redirect) < 1",
        "redirect > 0",
        "0 < inherit",
        "inherit < 1",
        "kappa > 0",
        "v_res > 0",
        "b_dis > 0",
        "k_stay > 0",
    }
    shared = {
        "0 < phi",
        "phi < 1",
        "D_emb > 0",
        "0 < alpha",
        "alpha < 1",
        "0 < beta",
        "beta < alpha",
        "I_imm > 0",
        "k_tip > 0",
        "G_trap > 0",
        "L_false > 0",
    }
    assert set(load("defection_for_immunity").domain.texts) == shared | {
        "B_hit > g_prot",
        "B_hit > r_rep",
        "gain_share > 0",
        "g_prot > 0",
        "r_rep > 0",
        "kappa > 0",
    }
    assert set(load("defection_for_immunity", core=True).domain.texts) == shared | {"B_hit > 0", "alpha*I_imm > k_tip"}


def test_defection_for_immunity_measures():
    game = load("defection_for_immunity")
    of = {
        game.history(int(n)): {m: str(game.measure(leaf, k)) for k, m in enumerate(game.measure_names)}
        for leaf, n in enumerate(game.leaf_nodes)
    }
    rest = {"flow": "1", "groups": "2", "informing": "1", "cost_us": "0", "violence": "0", "civilian_harm": "0"}
    assert of["trap/silent"] == rest | {"informing": "0"}
    assert of["sincere/offer/fail/decline"] == rest
    assert of["trap/offer/pass/strike"] == rest | {"civilian_harm": "1", "cost_us": "D_emb"}
    assert of["sincere/offer/pass/strike/honour/hold"] == rest | {"groups": "1", "cost_us": "g_prot"}
    assert of["sincere/offer/pass/strike/renege/reprisal"] == rest | {"groups": "1", "cost_us": "r_rep", "violence": "kappa"}


def test_the_core_of_defection_for_immunity():
    game = load("defection_for_immunity", core=True)
    expected = {"sincere/silent": ("0", "0"), "trap/silent": ("0", "0")}
    for check in ("pass", "fail"):
        expected |= {
            f"sincere/offer/{check}/strike": ("I_imm - k_tip", "B_hit"),
            f"sincere/offer/{check}/decline": ("-k_tip", "0"),
            f"trap/offer/{check}/strike": ("G_trap", "-D_emb"),
            f"trap/offer/{check}/decline": ("-L_false", "0"),
        }
    same(leaves(game), expected)
    assert game.defaults == {
        "phi": HALF,
        "D_emb": 3,
        "alpha": Fraction(4, 5),
        "beta": Fraction(3, 10),
        "B_hit": 1,
        "I_imm": Fraction(4, 5),
        "k_tip": Fraction(3, 10),
        "G_trap": 1,
        "L_false": Fraction(1, 4),
    }
    assert "alpha*I_imm > k_tip" in game.domain.texts and "B_hit > 0" in game.domain.texts and game.headline == ("phi", "D_emb")


def test_sustainability_bet():
    game = load("sustainability_bet")
    expected, labels = {}, {}
    for a in ("wait", "inform"):
        for b in ("wait", "resist"):
            loss_a, loss_b = ("loss*share", "loss*(1 - share)") if a == "wait" else ("0", "loss*(1 - share)*(1 + redirect)")
            kappa, v_res, turn = ("kappa" if a == "inform" else "0"), *(("v_res", "turn") if b == "resist" else ("0", "0"))
            mine, theirs = f"-({loss_a}) + inherit*({loss_b}) - {kappa}", f"-({loss_b}) + inherit*({loss_a}) - {v_res}"
            us = f"b_dis*({loss_a} + {loss_b}) + {turn}"
            expected |= {
                f"long/{a}/{b}": (mine, theirs, f"{us} - 1/5"),
                f"short/{a}/{b}/stay": (mine, theirs, f"{us} - k_stay"),
                f"short/{a}/{b}/stop": (f"-{kappa}", f"-{v_res}", "0"),
            }
            stayed, stopped = (
                ("rallied", "drove_out")
                if b == "resist"
                else (("redirected", "informed_for_nothing") if a == "inform" else ("waited_out", "bet_won"))
            )
            labels |= {f"long/{a}/{b}": stayed, f"short/{a}/{b}/stay": stayed, f"short/{a}/{b}/stop": stopped}
    same(leaves(game), expected)
    assert endings(game) == labels
    assert [(game.players[o], label) for o, label in zip(game.set_owner, game.set_labels, strict=True)] == [
        ("A", "start"),
        ("B", "start"),
        ("US", "short/A waits/B waits"),
        ("US", "short/A waits/B resists"),
        ("US", "short/A informs/B waits"),
        ("US", "short/A informs/B resists"),
    ]


def test_sustainability_bet_measures_at_the_defaults():
    """After a redirected campaign A holds 0.74 of 0.94; 0.06 of what was hit is lost for good."""
    game = load("sustainability_bet").at()
    of = {
        game.history(int(n)): {m: game.measure(leaf, k) for k, m in enumerate(game.measure_names)} for leaf, n in enumerate(game.leaf_nodes)
    }
    assert of["long/inform/wait"] == {
        "flow": Fraction(94, 100),
        "violence": 0,
        "civilian_harm": Fraction(2, 5),
        "cost_us": Fraction(1, 5),
        "informing": 1,
        "share_A": Fraction(74, 100),
    }
    assert of["short/inform/resist/stop"] == {"flow": 1, "violence": 1, "civilian_harm": 0, "cost_us": 0, "informing": 1, "share_A": HALF}
    assert of["short/wait/wait/stay"]["cost_us"] == Fraction(7, 10)


def test_leduc_for_three_splits_the_pot_among_equals_and_folds_leave_two():
    """Payoffs by hand, in a play of each kind; the whole tree, 223,861 nodes, is too large for a quick test."""
    from games.classics.leduc import NAMES, betting, deals

    assert sum(deals("TJQK", 3).values()) == 1 and len(deals("TJQK", 3)) == 60 and "TTT" not in deals("TJQK", 3)

    def told(*acts):
        waiting, stake = list(acts), dict.fromkeys(NAMES, 1)

        class Play:
            def choose(self, name, actions):
                owner, act = waiting.pop(0).split(" ")
                assert name == owner and act in actions
                return act

        showing = betting(Play(), list(NAMES), stake, 2)
        assert not waiting
        return showing, list(stake.values())

    assert told("Alice check", "Bob check", "Carol check") == (["Alice", "Bob", "Carol"], [1, 1, 1])
    assert told("Alice check", "Bob raise", "Carol fold", "Alice call") == (["Alice", "Bob"], [3, 3, 1])
    assert told("Alice raise", "Bob call", "Carol raise", "Alice fold", "Bob call") == (["Bob", "Carol"], [3, 5, 5])
    assert told("Alice raise", "Bob fold", "Carol fold") == (["Alice"], [3, 1, 1])


@pytest.mark.slow
def test_leduc_for_three():
    built = load("leduc", players=3)
    assert (built.nodes, built.infosets) == (223_861, 7_428)
    check_recall(built)
    assert {sum(built.payoff(leaf, k) for k in range(3)) for leaf in range(0, built.leaves, 97)} == {0}
