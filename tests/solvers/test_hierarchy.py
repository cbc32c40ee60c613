"""One table of concepts: which outcome survives which, and why it falls."""

import json
from fractions import Fraction as Q

import signalling
import stories
from click.testing import CliRunner

from games.classics import beer_quiche, selten_horse
from solvers import concepts
from solvers.__main__ import command_line
from solvers.hierarchy import endings

REFINED = ("intuitive", "d1", "d2", "nwbr", "divinity")


def row(table, start):
    return next(r for r in table if r.name.startswith(start))


def test_beer_and_quiche():
    table = concepts(beer_quiche())
    beer, quiche = row(table, "Sender pooling on beer"), row(table, "Sender pooling on quiche")
    assert table[0] is beer and beer.falls is None and all(beer.survives.values())
    assert beer.endings == {"strong/beer/retreat": Q(9, 10), "weak/beer/retreat": Q(1, 10)}
    assert quiche.falls == "intuitive" and quiche.reason.startswith("After 'beer' weak is ruled out")
    assert [c for c in table.concepts if quiche.survives[c] is False] == list(REFINED)
    assert {"pbe", "pbe-ft", "sequential", "undefeated"} <= set(table.concepts)


def test_a_point_and_its_wall():
    table = concepts(signalling.terror(), b=Q(3, 2))
    quiet = row(table, "Group pooling on quiet; Gov resist")
    assert quiet.falls == "intuitive" and table.at["b"] == Q(3, 2)
    assert row(concepts(signalling.terror(), b=3), "Group pooling on quiet; Gov resist").falls == "d1"
    assert row(concepts(signalling.terror(), b=Q(1, 2)), "Group pooling on quiet; Gov resist").falls is None


def test_where_consistency_bites():
    """An outcome of weak perfect Bayesian equilibrium that none of the stronger concepts has."""
    table = concepts(stories.product().at())
    loose = [r for r in table if r.survives["pbe"] and r.survives["sequential"] is False]
    assert loose and all(r.falls == "sequential" and r.reason for r in loose)
    assert "pbe-ft" in table.refused and "d1" in table.refused


def test_where_beliefs_start_afresh():
    table = concepts(signalling.fresh_start())
    out = row(table, "Sender pooling on out")
    assert out.survives["pbe-ft"] is True and out.falls == "sequential"


def test_stronger_concepts_keep_fewer_outcomes():
    order = [("pbe-ft", "pbe"), ("sequential", "pbe-ft"), ("intuitive", "sequential"), ("d1", "intuitive"), ("d2", "d1"), ("nwbr", "d2")]
    for seed in range(4):
        table = concepts(signalling.drawn(seed))
        for strong, weak in order:
            assert all(r.survives[weak] is not False for r in table if r.survives[strong]), (seed, strong, weak)
        assert all((r.falls is None) or r.reason for r in table)
        assert any(r.survives["nwbr"] for r in table)


def test_endings_add_up():
    table = concepts(selten_horse())
    assert all(sum(r.endings.values()) == 1 for r in table)
    assert endings(selten_horse(), {"1": {"start": {"D": 0, "A": 1}}, "2": {"A": {"d": Q(1, 2), "a": Q(1, 2)}},
                                    "3": {"start": {"L": 1, "R": 0}}}) == {"A/a": Q(1, 2), "A/d/L": Q(1, 2)}


def test_views():
    table = concepts(beer_quiche())
    text = table.text()
    assert text.splitlines()[1] == f"beer_quiche at p = 9/10: {len(table)} outcomes under {len(table.concepts)} concepts"
    assert "falls at intuitive: After 'beer' weak is ruled out" in text
    frame = table.frame()
    assert list(frame.columns) == ["outcome", *table.concepts, "falls at", "reason"] and len(frame) == len(table)
    assert "<table>" in table._repr_mimebundle_()["text/html"] and "ConceptTable of beer_quiche" in repr(table)


def test_on_the_command_line():
    run = CliRunner().invoke(command_line, ["concepts", "beer_quiche", "--json"], standalone_mode=False)
    told = json.loads(run.output)
    assert told["game"] == "beer_quiche" and told["at"] == {"p": "9/10"}
    assert {"pbe", "pbe-ft", "sequential", *REFINED, "undefeated"} <= set(told["concepts"])
    quiche = next(o for o in told["outcomes"] if o["name"].startswith("Sender pooling on quiche"))
    assert quiche["falls"] == "intuitive" and quiche["survives"]["sequential"] is True and quiche["endings"]["weak/quiche/retreat"] == "1/10"
    run = CliRunner().invoke(command_line, ["families", "beer_quiche", "--refine", "d1", "--json"], standalone_mode=False)
    assert len(json.loads(run.output)["removed"]) == 2
