"""Every element of the essay is of a kind, with a reason; structure arguments change the games; the page and the command."""

import json
from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner

from games import essay, load
from games.catalogue import STORIES
from solvers import coverage, solve
from solvers.__main__ import command_line
from solvers.essay import judging
from solvers.essay.coverage import KINDS, rows

OTHERS = {  # another value of every structure argument, with what else it needs
    "sustainability_bet": [
        {"closing": "stay_on"},
        {"clock": True},
        {"periods": 2},
        {"targets": True},
        {"depth": True},
        {"b_informs": True},
        {"a_resists": True},
        {"exit": True},
        {"reckless": True},
        {"long_chooses": True},
    ],
    "defection_for_immunity": [{"core": True}, {"access": True}, {"misdirector": True}, {"hit_us": True}, {"check": False}, {"race": True}],
    "kingpin_fragmentation": [{"rivals": 0}, {"lieutenants": 2}, {"enforcers": True}, {"entry": True}, {"removals": 2, "rivals": 0}],
    "coercive_diplomacy": [
        {"private": True},
        {"types": 4},
        {"pride": True},
        {"goals": True},
        {"aid_promised": True},
        {"answers": True},
        {"demand": "cartel"},
    ],
    "intelligence_sharing": [{"rounds": 2}, {"official": True}],
    "state_capture": [{"expose": True}, {"report": True}, {"pact": 2}, {"posts": 2}],
    "hide_and_strike": [{"decoy": True}, {"mexico": False}, {"classic": True}, {"presence": True, "mexico": False, "D_civ": "17/10"}],
    "route_interdiction": [{"supplier": True}, {"routes": 3}],
    "intervention_stance": [{"protest": "above"}],
    "provocation_trap": [
        {"commitment": "announced"},
        {"hands": 2},
        {"past_help": "1/10"},
        {"aims": True},
        {"reinforce": True},
        {"aim": "exhaust"},
        {"call": True},
    ],
    "escalation_ladder": [
        {"jump": True},
        {"deliver": True},
        {"us_rungs": "rescue"},
        {"cartel_rungs": "north"},
        {"groups": 543},
        {"ctrl": "1/2", "groups": 50},
        {"noise": "1/2", "groups": 50},
    ],
    "foreign_diversion": [{"channel": "mexico"}, {"contact": "criminal"}, {"us_first": True}],
    "mandate_and_influence": [{"tolerances": 2}, {"duration": True}],
    "campaign": [
        {"preset": "core"},
        {"periods": 2},
        {"periods": 2, "gov0": "2/5"},
        {"mexico_types": 2},
        {"cartel_types": 1},
        {"withdrawal": True},
        {"modules": "inform"},
    ],
}
WHERE_IT_MATTERS = {  # elsewhere than at the defaults
    "a_resists": {"share": "4/5", "kappa": "3/10", "turn": "-1/5", "k_stay": "7/20"},  # a large cartel that a US which tires can be rid of
    "exit": {"x_exit": "3/5"},
    "past_help": {"p": "2/5"},
}
CASES = [(name, structure) for name, structures in OTHERS.items() for structure in structures]


def told(structure):
    return ", ".join(f"{k}={v}" for k, v in structure.items())


def test_every_row_is_of_a_kind_with_a_reason():
    table = rows()
    assert list(table) == [f"E{k}" for k in range(1, 210)]
    for name, row in table.items():
        assert row.kind in KINDS and row.element and row.reason, name
        assert set(row.games) <= set(essay.__all__), name
        assert bool(row.games) == (row.kind != "absent"), name
    assert sum(row.kind != "absent" for row in table.values()) >= 150


@pytest.mark.parametrize("name", essay.__all__)
def test_rows_that_a_story_names_are_not_absent(name):
    table = rows()
    assert {row: table[row].kind for row in STORIES[name].rows if table[row].kind == "absent"} == {}


def test_every_parameter_that_a_reason_names_is_one():
    """A row carried by a parameter names it, of one of its games in some structure."""
    names = {
        name: {p for s in ({}, *OTHERS[name]) for p in load(name, **s).parameters}
        for name in ("campaign", "hide_and_strike", "state_capture")
    }
    for row in rows().values():
        if row.kind == "parameter" and set(row.games) <= set(names):
            known = set().union(*(names[game] for game in row.games))
            assert any(word.strip(",:;") in known or word.startswith("w_cost") for word in row.reason.split()), row


def test_all_structure_arguments_are_there():
    for name, structures in OTHERS.items():
        assert set(STORIES[name].structure) == {k for s in structures for k in s} & set(STORIES[name].structure), name


@pytest.mark.parametrize("name, structure", CASES, ids=lambda x: x if isinstance(x, str) else told(x))
def test_every_structure_argument_changes_the_game(name, structure):
    """Payoffs, measures or outcomes of endings, or who knows what; never the name of a parameter alone."""
    base, other = load(name).at(), load(name, **structure).at()

    def endings(game):
        players = range(len(game.players))
        return Counter(
            (game.outcome_names[game.outcome[leaf]], *(str(game.payoff(leaf, player)) for player in players)) for leaf in range(game.leaves)
        )

    if structure.get("groups"):  # the tree is the same, the odds of a halt are not
        assert load(name, **structure).defaults["hold"] != load(name).defaults["hold"]
    else:
        assert endings(base) != endings(other)


@pytest.mark.slow
@pytest.mark.parametrize("name, structure", [c for c in CASES if c[0] != "campaign"], ids=lambda x: x if isinstance(x, str) else told(x))
def test_every_structure_argument_changes_some_equilibrium_measure_or_payoff(name, structure):
    def brought(game):
        at = {k: v for k, v in WHERE_IT_MATTERS.get(next(iter(structure)), {}).items() if k in game.parameters}
        return {(tuple(map(str, s.payoffs.values())), tuple(map(str, s.measures.values())), s.name) for s in solve(game, **at)}

    assert brought(load(name)) != brought(load(name, **structure))


# ------------------------------------------------------------------ the page


def test_the_page_says_what_holds_and_what_is_absent():
    found = coverage()
    text = found.text()
    assert "209 elements" in text and "Depends (" in text and "true where" in text and "Absent" in text
    assert set(found.as_json()) == {"rows", "mechanisms", "predictions"}


def test_the_readme_counts_right():
    found = coverage()
    verdicts = Counter(j.verdict for j in found.predictions.values())
    readme = " ".join((Path(__file__).parents[3] / "README.md").read_text(encoding="utf-8").split())
    assert f"{verdicts['holds']} hold, {verdicts['fails']} fail and {verdicts['depends']} depend" in readme


def test_judgements_are_kept_where_they_are_asked_to_be(tmp_path, monkeypatch):
    before = judging.KEPT.read_text(encoding="utf-8")
    monkeypatch.setattr(judging, "KEPT", tmp_path / "judged.json")
    (tmp_path / "judged.json").write_text(before, encoding="utf-8")
    coverage(keep=True)
    assert (tmp_path / "judged.json").read_text(encoding="utf-8") == before


def test_the_command_prints_one_object():
    done = CliRunner().invoke(command_line, ["coverage", "--json"])
    assert done.exit_code == 0
    found = json.loads(done.stdout)
    assert len(found["rows"]) == 209 and len(found["mechanisms"]) == 47 and len(found["predictions"]) == 50
    assert all(p["verdict"] in ("holds", "fails", "depends") for p in found["predictions"].values())
    assert all(p["quantifier"] in ("every", "some", "surviving") for p in found["predictions"].values())
