"""Types from a continuum are told, kept apart from parameters, refused in words where they may not stand, and put on a grid."""

import pickle
from fractions import Fraction as Q

import pytest
from crises import crisis

import games
from games import Beta, Exponential, GameError, Logistic, Normal, Parameter, Uniform, game


def told(rules, players=("A", "B")):
    """The game that rules without parameters tell."""
    return game(players=players)(rules)()


def test_a_leaf_holds_a_line_in_the_type_of_each_player():
    built = crisis()
    lines = {built.history(int(n)): [built.payoff_line(k, p) for p in (0, 1)] for k, n in enumerate(built.leaf_nodes)}
    assert lines["challenge/resist/fight"] == [(0, {"w_A": 1}), (0, {"w_B": 1})]
    assert str(lines["challenge/resist/back down"][0][0]) == "-a" and lines["challenge/resist/back down"][0][1] == {}


def test_types_are_no_parameters_and_make_no_branch():
    built = crisis()
    assert built.parameters == ("a", "a0", "a1", "b0", "b1") and built.nodes == 7
    assert [(t.name, t.owner, t.law.text(), t.at) for t in built.types] == [
        ("w_A", "A", "Uniform(a0, a1)", None),
        ("w_B", "B", "Uniform(b0, b1)", None),
    ]


def test_values_are_put_into_laws_too_and_the_fingerprint_tells_laws_apart():
    one, other = crisis().at(), crisis().at(b0=-3)
    assert other.types[1].law == Uniform(-3, Q(1, 2))
    assert one.payoffs.numbers == other.payoffs.numbers and one.fingerprint != other.fingerprint
    assert pickle.loads(pickle.dumps(one)).fingerprint == one.fingerprint


def test_a_type_multiplies_with_numbers_and_parameters_on_either_side():
    @game(players=("A",))
    def lines(play, *, a=Parameter(2, domain="a > 0")):
        w = play.draw("w", Uniform(0, 1), to="A")
        if play.choose("A", ["one", "other"]) == "one":
            return (2 * w - 1 + a * w / 3,)
        return (a - w * 0.5 + (1 - w) / a,)

    built = lines()
    (one, slope), (two, other) = built.payoff_line(0, 0), built.payoff_line(1, 0)
    assert one == -1 and str(slope["w"]) == "(6 + a)/3"
    assert str(two) == "(1 + a**2)/a" and str(other["w"]) == "(-2 - a)/(2*a)"


def draws(law=None, to="A", name="w", first=None, second=None, after=lambda play, w: (w, 0)):
    def rules(play):
        w = play.draw(name, law or Uniform(0, 1), to=to)
        play.choose("A", ["x", "y"])
        return after(play, w)

    return rules


REFUSED = [
    (draws(after=lambda play, w: (0, w)), "The type w stands in B's payoff after 'x'. Types must be private"),
    (draws(after=lambda play, w: (w * w, 0)), "w*w is not affine"),
    (draws(after=lambda play, w: (1 / w, 0)), "1/w is not affine"),
    (draws(after=lambda play, w: (w**2, 0)), "w**2 is not affine"),
    (draws(after=lambda play, w: (1, 0) if w > 0 else (0, 0)), "w cannot decide a branch, a label or a chance"),
    (draws(after=lambda play, w: (1, 0) if w else (0, 0)), "w cannot decide a branch"),
    (draws(after=lambda play, w: (play.outcome(f"{w}"), 0)), "w cannot decide a branch"),
    (draws(after=lambda play, w: ({w: 1}[w], 0)), "w cannot decide a branch"),
    (draws(after=lambda play, w: (play.chance("c", {"h": w, "t": 1 - w}), 0)), "moves with w, which only its owner sees"),
    (draws(after=lambda play, w: (play.measure(cost=w), 0)), "moves with w, which only its owner sees"),
    (draws(after=lambda play, w: (play.draw("v", Uniform(0, 1), to="B"), 0)), "draw v before anybody moves"),
    (draws(law=1), "give a law"),
    (draws(to="C"), "has no player 'C'"),
    (draws(name="a type"), "is drawn under a name like w_A"),
]


@pytest.mark.parametrize("rules, sentence", REFUSED, ids=[str(k) for k in range(len(REFUSED))])
def test_a_type_where_it_may_not_stand_is_refused_in_words(rules, sentence):
    with pytest.raises(GameError) as refused:
        told(rules)
    assert sentence in str(refused.value)


def test_the_same_types_are_drawn_in_every_play():
    def later(play):
        coin = play.chance("coin", ["heads", "tails"])
        w = play.draw("w", Uniform(0, 1 if coin == "heads" else 2), to="A")
        return w, 0

    def sometimes(play):
        if play.chance("coin", ["heads", "tails"]) == "heads":
            return play.draw("w", Uniform(0, 1), to="A"), 0
        return 0, 0

    with pytest.raises(GameError, match=r"once w is drawn from Uniform\(0, 2\) to A, once w from Uniform\(0, 1\) to A"):
        told(later)
    with pytest.raises(GameError, match="w is drawn in some plays only"):
        told(sometimes)


def test_two_types_of_one_player_are_taken_in_the_form_of_lewis_and_schultz_only():
    def outcome_shocks(play):
        war, shame = (play.draw(name, Normal(0, 1), to="A") for name in ("war", "shame"))
        if play.choose("A", ["out", "in"]) == "out":
            return 0, 0
        return (war, 0) if play.choose("A", ["fight", "back"]) == "fight" else (shame, 0)

    def both(play):
        v, w = (play.draw(name, Uniform(0, 1), to="A") for name in ("v", "w"))
        return (v + w, 0) if play.choose("A", ["x", "y"]) == "x" else (v, 0)

    assert len(told(outcome_shocks).types) == 2
    with pytest.raises(GameError, match="v and w are two types of one player, A: only the form of Lewis and Schultz"):
        told(both)


def test_a_law_must_be_one_on_the_whole_domain():
    @game(players=("A",))
    def loose(play, *, low=Parameter(0), high=Parameter(1)):
        w = play.draw("w", Uniform(low, high), to="A")
        return (w if play.choose("A", ["x", "y"]) == "x" else 0,)

    with pytest.raises(GameError, match=r"Uniform\(low, high\) needs low < high on the whole domain.*add it to a parameter's domain"):
        loose()
    with pytest.raises(GameError, match=r"Uniform\(1, 0\) is no law; it needs 1 < 0"):
        Uniform(1, 0)
    with pytest.raises(GameError, match="takes exact numbers or parameters"):
        Normal("the mean", 1)


def test_a_shock_at_a_choice_is_added_to_the_payoff_of_its_action():
    @game(players=("A", "B"))
    def shocked(play, *, c=Parameter(1, domain="c > 0")):
        if play.choose("A", ["stay", "go"]) == "stay":
            return 0, 0
        where = play.choose("B", ["left", "right"], shocks={"right": Uniform(0, c)}, counts=True)
        return (1, 0) if where == "left" else (-1, 1)

    built = shocked()
    (shock,) = built.types
    assert (shock.owner, shock.at, shock.action, shock.law.text(), shock.counts) == ("B", "go", "right", "Uniform(0, c)", True)
    assert [built.payoff_line(k, 1) for k in range(3)] == [(0, {}), (0, {}), (1, {shock.name: 1})]
    assert built.grid(3).nodes == 12 and "shock_right 2" in built.grid(3).set_labels[-2]


def test_shocks_need_a_convention_and_known_actions():
    def rules(**options):
        return lambda play: {"x": (0, 0), "y": (1, 1)}[play.choose("A", ["x", "y"], **options)]

    with pytest.raises(GameError, match=r"counts=True.*counts=False"):
        told(rules(shocks={"y": Uniform(0, 1)}))
    with pytest.raises(GameError, match="A gets a shock to 'z', and can choose x, y"):
        told(rules(shocks={"z": Uniform(0, 1)}, counts=True))
    with pytest.raises(GameError, match="no finite game has that"):
        told(rules(shocks={"y": Uniform(0, 1)}, counts=False)).grid(2)


def test_a_grid_has_equally_likely_types_at_the_midpoints_of_quantiles():
    finite = crisis().at().grid(2)
    assert not finite.types and finite.infosets == 6
    values = {finite.payoff(k, 0) for k, n in enumerate(finite.leaf_nodes) if finite.history(int(n)).endswith("fight")}
    assert values == {Q(-11, 8), Q(-1, 8)}
    symbolic = crisis().grid(2)
    assert {str(symbolic.payoff(k, 0)) for k in range(symbolic.leaves)} >= {"(3*a0 + a1)/4", "(a0 + 3*a1)/4"}


@pytest.mark.parametrize(
    "law, quarter",
    [
        (Uniform(-2, 2), -1),
        (Normal(1, 2), 1 - 2 * 0.6744897501960817),
        (Logistic(0, 1), -1.0986122886681098),
        (Exponential(2), 2 * 0.2876820724517809),
        (Beta(2, 1), 0.5),
    ],
    ids=str,
)
def test_laws_know_their_quantiles(law, quarter):
    assert float(law.quantile(Q(1, 4))) == pytest.approx(quarter, abs=1e-11)
    assert law.distribution().cdf(quarter) == pytest.approx(0.25)


def test_what_is_for_finite_games_refuses_types_in_a_sentence():
    built = crisis().at()
    for refuse in (games.write_efg, games.leaf_table, games.sequence_form, lambda g: g.hold(A="accept"), games.exact_leaf_table):
        with pytest.raises(GameError, match=r"w_A is drawn from a continuum, Uniform\(-2, 1/2\); game.grid\(n\) gives a finite game"):
            refuse(built)
    assert games.write_efg(built.grid(1)).startswith("EFG")
