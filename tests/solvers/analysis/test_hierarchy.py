"""One table of concepts: which outcome survives which, and why it falls."""

import json
from fractions import Fraction as Q
from functools import cache

import pytest
import signalling
import stories
from click.testing import CliRunner

from games import game
from games.classics import beer_quiche, biased_advice, chicken, concession_to_moderates, selten_horse
from games.numbers import read
from solvers import concepts, solve
from solvers.__main__ import command_line
from solvers.analysis.outcomes import Outcome, endings, names_outcomes
from solvers.concept import CORRELATIONS
from solvers.results import OpenRange, Relation, between

REFINED = ("intuitive", "d1", "d2", "nwbr", "divinity")


@game(players=("Sender", "Receiver"))
def advice(play):
    """Biased advice, with names for what comes of it."""
    state = play.chance("state", [0, 1])
    play.tell("Sender", state)
    play.choose("Sender", ["m", "n"])
    reply = play.choose("Receiver", [Q(0), Q(1, 2), Q(1)])
    play.outcome("met" if reply == state else "halfway" if reply == Q(1, 2) else "missed")
    return {"Sender": -((reply - state - Q(1, 3)) ** 2), "Receiver": -((reply - state) ** 2)}


@cache
def beer_table():
    return concepts(beer_quiche())


def row(table, start):
    return next(r for r in table if r.name.startswith(start))


def test_beer_and_quiche():
    table = beer_table()
    beer, quiche = row(table, "Sender pooling on beer"), row(table, "Sender pooling on quiche")
    assert table[0] is beer and beer.falls is None and all(beer.survives.values())
    assert beer.endings == {"strong/beer/retreat": Q(9, 10), "weak/beer/retreat": Q(1, 10)}
    assert quiche.falls == "intuitive" and quiche.reason.startswith("After 'beer' type weak is ruled out")
    assert [c for c in table.concepts if quiche.survives[c] is False] == list(REFINED)
    assert {"pbe", "pbe-ft", "sequential", "undefeated"} <= set(table.concepts)


@pytest.mark.slow
def test_a_point_and_its_wall():
    table = concepts(signalling.terror(), b=Q(3, 2))
    quiet = row(table, "Group pooling on quiet; Gov resist")
    assert quiet.falls == "intuitive" and table.at["b"] == Q(3, 2)
    assert row(concepts(signalling.terror(), b=3), "Group pooling on quiet; Gov resist").falls == "d1"
    assert row(concepts(signalling.terror(), b=Q(1, 2)), "Group pooling on quiet; Gov resist").falls is None


@pytest.mark.slow
def test_where_consistency_bites():
    """An outcome of weak perfect Bayesian equilibrium that none of the stronger concepts has."""
    table = concepts(stories.product().at())
    loose = [r for r in table if r.survives["pbe"] and r.survives["sequential"] is False]
    assert loose and all(r.falls == "sequential" and r.reason for r in loose)
    assert "pbe-ft" in table.refused and "d1" in table.refused


@pytest.mark.slow
def test_where_beliefs_start_afresh():
    table = concepts(signalling.fresh_start())
    out = next(one for one in table if one.outcomes.get("out") == 1)
    assert out.survives["pbe-ft"] is True and out.falls == "sequential"


@pytest.mark.parametrize("seeds", [range(1), pytest.param(range(1, 4), marks=pytest.mark.slow)], ids=str)
def test_stronger_concepts_keep_fewer_outcomes(seeds):
    order = [("pbe-ft", "pbe"), ("sequential", "pbe-ft"), ("intuitive", "sequential"), ("d1", "intuitive"), ("d2", "d1"), ("nwbr", "d2")]
    for seed in seeds:
        table = concepts(signalling.drawn(seed))
        for strong, weak in order:
            assert all(r.survives[weak] is not False for r in table if r.survives[strong]), (seed, strong, weak)
        assert all((r.falls is None) or r.reason for r in table)
        assert any(r.survives["nwbr"] for r in table)


def test_endings_add_up():
    table = concepts(selten_horse())
    assert all(sum(r.endings.values()) == 1 for r in table)
    assert endings(
        selten_horse(), {"1": {"start": {"D": 0, "A": 1}}, "2": {"A": {"d": Q(1, 2), "a": Q(1, 2)}}, "3": {"start": {"L": 1, "R": 0}}}
    ) == {"A/a": Q(1, 2), "A/d/L": Q(1, 2)}


def test_views():
    table = beer_table()
    text = table.text()
    assert text.splitlines()[1] == f"beer_quiche at p = 9/10: {len(table)} outcomes under {len(table.concepts)} concepts"
    assert "falls at intuitive: After 'beer' type weak is ruled out" in text
    frame = table.frame()
    assert list(frame.columns) == ["outcome", *table.concepts, "falls at", "reason"] and len(frame) == len(table)
    assert "<table>" in table._repr_mimebundle_()["text/html"] and "ConceptTable of beer_quiche" in repr(table)


def test_on_the_command_line():
    run = CliRunner().invoke(command_line, ["concepts", "beer_quiche", "--json"], standalone_mode=False)
    told = json.loads(run.output)
    assert told["game"] == "beer_quiche" and told["at"] == {"p": "9/10"}
    assert {"pbe", "pbe-ft", "sequential", *REFINED, "undefeated"} <= set(told["concepts"])
    quiche = next(o for o in told["outcomes"] if o["name"].startswith("Sender pooling on quiche"))
    assert (
        quiche["falls"] == "intuitive" and quiche["survives"]["sequential"] is True and quiche["endings"]["weak/quiche/retreat"] == "1/10"
    )
    run = CliRunner().invoke(command_line, ["families", "beer_quiche", "--refine", "d1", "--json"], standalone_mode=False)
    assert len(json.loads(run.output)["removed"]) == 2


# ------------------------------------------------------------------ what is one outcome


def test_outcomes_are_told_apart_as_the_story_names_them():
    """Three distributions over the outcomes that have names: which message says what is no difference."""
    table = concepts(advice())
    assert (
        table.text()
        == """\
Biased advice, with names for what comes of it
advice: 3 outcomes under 15 concepts

                     1   2   3
nash                 yes yes yes
subgame              yes yes yes
pbe                  yes yes yes
pbe-ft               yes yes yes
sequential           yes yes yes
normal-form-perfect  yes yes yes
proper               yes yes yes
perfect              yes yes yes
quasi-perfect        yes yes yes
intuitive            yes yes yes
d1                   yes yes yes
d2                   yes yes yes
nwbr                 yes yes yes
divinity             yes yes yes
undefeated           yes yes yes

1  Sender pooling on n; Receiver 1/2
   outcomes halfway 1
   payoffs Sender -13/36; Receiver -1/4
   played in 3 ways, of which one is shown here; equilibria: nash 3, subgame 3,
     pbe 7, pbe-ft 7, sequential 7, normal-form-perfect 3, proper 1, perfect 7,
     quasi-perfect 7
   survives every concept

2  Sender separating (0 m, 1 n); Receiver 0 after m, 1 after n
   outcomes met 1
   payoffs Sender -1/9; Receiver 0
   played in 2 ways, of which one is shown here; equilibria: nash 2, subgame 2,
     pbe 2, pbe-ft 2, sequential 2, normal-form-perfect 2, proper 2, perfect 2,
     quasi-perfect 2
   survives every concept

3  Sender semi-separating (0 m or n, 1 n); Receiver 0 after m, 1/2 or 1 after n
   outcomes met 13/30; halfway 8/15; missed 1/30
   payoffs Sender -31/90; Receiver -1/6
   played in 2 ways, of which one is shown here; equilibria: nash 2, subgame 2,
     pbe 2, pbe-ft 2, sequential 2, normal-form-perfect 2, proper 2, perfect 2,
     quasi-perfect 2
   survives every concept

Devices and mediators, at their best for all together, and leaders, for
themselves, could bring about:
   correlated, coarse-correlated, efce, efcce, agent-form, communication,
     commitment of Sender, commitment of Receiver: outcome 2;
     payoffs Sender -1/9; Receiver 0

yes: the outcome survives; -: it does not; ?: not decided. Outcomes are told
apart by the probabilities of what the story names, not by how play comes to it."""
    )
    told = table.as_json()["outcomes"][0]
    assert told["plays"] == 3
    assert {name: told["equilibria"][name] for name in ("nash", "subgame", "pbe", "proper", "sequential", "perfect")} == {
        "nash": 3,
        "subgame": 3,
        "pbe": 7,
        "proper": 1,
        "sequential": 7,
        "perfect": 7,
    }
    assert names_outcomes(advice())


@pytest.mark.slow
def test_outcomes_without_names_are_told_apart_by_endings():
    """Seven distributions over endings, where three are told apart by names."""
    assert not names_outcomes(biased_advice()) and len(concepts(biased_advice())) == 7


@pytest.mark.slow
def test_a_table_fits_a_terminal_and_says_what_its_symbols_are():
    table = concepts(biased_advice())
    assert len(table) == 7 and len(table.concepts) == 15
    assert max(map(len, table.text().splitlines())) <= 80
    assert "x_m_0, x_m_1: what the equilibrium leaves open." in " ".join(table.text().split())


def test_an_outcome_of_which_a_continuum_is_no_equilibrium_falls():
    """Every member of the Nash continuum fails in a subgame, and no outcome of a stronger concept is one of its members."""
    table = concepts(concession_to_moderates())
    assert [[row.survives[name] for name in ("nash", "subgame", "pbe", "pbe-ft", "sequential")] for row in table] == [
        [True] * 5,
        [True, *[False] * 4],
        [True, *[False] * 4],
    ]
    (second,) = (r for r in table if "x_none" in r.as_json()["outcomes"]["none"])
    assert (second.falls, second.reason) == (
        "subgame",
        "Government gains 1 in the subgame after 'offer/idle' with a strategy that plays 'honour' at 'offer/idle'.",
    )


def outcome(*ranges, **chances):
    given = {label: read(p) if isinstance(p, str) else p for label, p in chances.items()}
    return Outcome(given, ranges, {})


def strictly(symbol, *uppers):
    x = read(symbol)
    return OpenRange(symbol, (Relation(0, "<", x),), (Relation(x, "<", 1),), tuple(Relation(x, "<=", read(u)) for u in uppers))


def test_whether_outcomes_with_open_symbols_can_be_the_same():
    half = outcome(between("x", 0, Q(1, 2)), war="x", peace="1 - x")
    assert half.meets(outcome(war=Q(1, 4), peace=Q(3, 4))) is True
    assert outcome(war=Q(1, 4), peace=Q(3, 4)).meets(half) is True
    assert half.meets(outcome(war=Q(3, 4), peace=Q(1, 4))) is False
    assert half.meets(outcome(talks=Q(1))) is False
    assert half.meets(outcome(between("x", Q(2, 3), 1), war="x", peace="1 - x")) is False, "each x is its own"
    assert half.meets(outcome(between("x", Q(2, 3), 1), war="1 - x", peace="x")) is True
    assert outcome(war=Q(1)).meets(outcome(war=Q(1))) is True and outcome(war=Q(1)).meets(outcome(peace=Q(1))) is False
    curve = outcome(strictly("x"), strictly("y", "1 - x"), war="x*y", peace="1 - x*y")
    assert curve.meets(outcome(war=Q(1, 4), peace=Q(3, 4))) is True and curve.meets(outcome(war=Q(1, 3), peace=Q(2, 3))) is False


def test_what_devices_mediators_and_leaders_could_bring_about_stands_beside_the_outcomes():
    table = concepts(chicken())
    told = {one.by: one for one in table.arranged}
    assert list(told) == [*CORRELATIONS, "commitment of Row", "commitment of Column"]
    assert told["correlated"].among is None and told["correlated"].payoffs == {"Row": Q(21, 4), "Column": Q(21, 4)}
    assert [table[told[f"commitment of {player}"].among - 1].payoffs[player] for player in ("Row", "Column")] == [7, 7]
    assert table.as_json()["arranged"][0]["outcomes"]["give way/give way"] == "1/2"
    assert "commitment of Row: outcome 3; payoffs Row 7; Column 2" in table.text()


def test_what_is_not_decided_or_too_large_is_said():
    table = concepts(selten_horse())
    assert {"normal-form-perfect", "proper", "pbe-ft", "d1"} <= set(table.refused)
    assert table.because["proper"].startswith("is decided here for games of two or more players of whom at most two move")
    assert {"perfect", "quasi-perfect"} <= set(table.concepts)


# ------------------------------------------------------------------ every criterion gives its own reason


def reasons(told, refine):
    return {one.verdict.reason for one in solve(told, refine=refine).removed}


def test_undefeated_does_not_give_the_reason_of_the_intuitive_criterion():
    assert reasons(biased_advice(), "undefeated") == {
        f"After '{unsent}' type 0 is ruled out: in an equilibrium that is better for those who send it, only other types do. "
        "Then type 1 gains by every best reply to the beliefs that are left."
        for unsent in ("m", "n")
    }


def test_a_never_weak_best_response_is_one_of_the_indifferent():
    said = "and by concede 1/2, resist 1/2 only type strong does. Then type strong gains by every best reply to the beliefs that are left."
    assert reasons(signalling.terror(), "nwbr") == {
        f"After 'attack' type weak is ruled out: whenever it is indifferent, type strong gains, {said}"
    }
    assert reasons(signalling.terror(), "d2") == {
        f"After 'attack' type weak is ruled out: whenever it is willing, type strong gains, {said}"
    }


def test_the_type_that_gains_is_one_that_is_not_ruled_out():
    assert reasons(signalling.quit_or_go(), "d2") == {
        "After 'go' type t1 is ruled out: whenever it is willing, type t2 gains, and by a1 1/3, a2 2/3 only type t2 does. "
        "Then type t2 gains by every best reply to the beliefs that are left."
    }
