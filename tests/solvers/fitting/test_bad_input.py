"""What is wrong with data, formulas or a selection is said in words, with the rows named; so is an estimate not to be trusted."""

import numpy as np
import pandas as pd
import pytest
from fitted import LINKS, attacks, crises, deterrence

from benchmarks.recovery import arms
from games import GameError
from solvers import fit, lewis_schultz
from solvers.fitting.cautions import _of_bounds

PROBIT = {"war_A": "1 + x", "war_B": "1 + z", "cap": "1"}


def probit(rows, links=PROBIT, **options):
    return fit(deterrence(), rows, links, **{"equilibrium": "unique", "sq": 0, "draws": 10, "starts": 1, "certify": False, **options})


def with_value(column, row, value):
    rows = attacks(3, 20)
    rows[column] = rows[column].astype(object)
    rows.loc[row, column] = value
    return rows


@pytest.mark.parametrize(
    "rows, words",
    [
        (
            with_value("outcome", 4, "surrender"),
            "Row 4 ended in 'surrender', which is no outcome of the game; its outcomes are status quo, ",
        ),
        (with_value("outcome", 3, None), "Row 3 has no value of 'outcome'; fill it in or leave the row out"),
        (with_value("x", 7, np.nan).astype({"x": float}), "Row 7 has no value of 'x'"),
        (with_value("z", 2, np.inf).astype({"z": float}), "Row 2 has no value of 'z'"),
        (attacks(3, 20).assign(x=1.0), "The covariates of war_A, Intercept, x, cannot be told apart: x is the same in every row"),
        (attacks(3, 20).drop(columns="outcome"), "The rows have neither a column 'outcome' nor a column of counts for an outcome"),
        ([], "There are no rows to fit to"),
        ("rows.csv", "Rows are a pandas DataFrame or a list of dicts"),
        ([{"war": 1, "capitulation": 2.5, "x": 1, "z": 2}], "Row 0 holds 2.5 for 'capitulation', which is no count"),
        ([{"war": 0, "capitulation": 0, "x": 1, "z": 2}], "Row 0 counts no crisis; leave such rows out"),
        ([{"war": -1, "capitulation": 2, "x": 1, "z": 2}], "Row 0 holds -1 for 'war', which is no count"),
        (attacks(3, 20).assign(war=1), "The rows have a column 'outcome' of outcomes and a column 'war' named like an outcome"),
        (pd.concat([attacks(3, 20), attacks(3, 20)[["x"]]], axis=1), "The rows have more than one column 'x'; keep one of them"),
    ],
)
def test_rows_that_cannot_be_read(rows, words):
    with pytest.raises(GameError, match=words):
        probit(rows)


def test_many_rows_are_named_in_short():
    rows = attacks(3, 20)
    rows.loc[3:12, "x"] = np.nan
    with pytest.raises(GameError, match="Rows 3, 4, 5, 6, 7 and 5 more have no value of 'x'; fill it in or leave the rows out"):
        probit(rows)


@pytest.mark.parametrize(
    "links, words",
    [
        ({**PROBIT, "war": "1"}, "The game has no parameter 'war' to link; it has sq, cap, war_A, war_B"),
        ({"war_A": "1 + x"}, "cap, war_B are neither linked nor held at a number. Data speak of differences"),
        ({**PROBIT, "cap": "1 + y"}, r"The formula '1 \+ y' of cap names 'y'; the rows have x, z, outcome"),
        ({**PROBIT, "cap": "1 +"}, r"The formula '1 \+' of cap cannot be read"),
        ({**PROBIT, "cap": "{__import__('os').getcwd()}"}, "of cap is more than a sum of columns, their products and log, log10, "),
        ({**PROBIT, "cap": "{x.__class__}"}, "of cap is more than a sum of columns"),
        ({**PROBIT, "cap": "x ~ z"}, "of cap is more than a sum of columns"),
        ({**PROBIT, "sq": "1"}, "sq is given twice; link it or hold it at a number"),
        ({**PROBIT, "cap": None}, "cap = None is neither a formula nor a number"),
        ({"cap": 1, "war_A": 2, "war_B": 3}, "Every parameter is held at a number; link one to fit it"),
    ],
)
def test_links_that_cannot_be_read(links, words):
    with pytest.raises(GameError, match=words):
        probit(attacks(3, 20), links)


@pytest.mark.parametrize(
    "asked, words",
    [
        (None, "Which equilibrium is played where several exist is an assumption of yours; name one: 'best of each group', 'shares'"),
        ("any", "'any' names no selection of equilibria; name one"),
        ("lowest peace", "'lowest peace' ranks equilibria by 'peace', which is no chance of lewis_schultz"),
    ],
)
def test_a_selection_is_to_be_named(asked, words):
    with pytest.raises(GameError, match=words):
        fit(lewis_schultz(), crises(1, 5), LINKS, equilibrium=asked, S_A=0, C_B=0)


def test_a_group_whose_rows_differ_is_refused():
    rows = attacks(3, 20).assign(dyad=[k // 2 for k in range(20)])
    with pytest.raises(GameError, match="Rows 0, 1 are of the group 0 and have different covariates"):
        probit(rows, group="dyad")
    with pytest.raises(GameError, match="The rows have no column 'pair' for groups"):
        probit(rows, group="pair")


def test_a_flat_likelihood_is_refused_with_what_cannot_be_told_apart():
    with pytest.raises(GameError, match=r"The likelihood is flat along .*sq: constant.* together: the data do not tell them apart"):
        fit(deterrence(), attacks(3, 300), {**PROBIT, "sq": "1"}, equilibrium="unique", draws=10, starts=1, certify=False)


def test_a_flat_likelihood_names_what_was_never_seen():
    seen = pd.DataFrame({"x": [0.1, 0.5, 0.9], "z": [1, 2, 0], "status quo": [5, 6, 7], "surrender": [2, 2, 2], "war": [1, 2, 3]})
    with pytest.raises(
        GameError, match=r"flat along .* No crisis ends in capitulation \(the rows have no column of counts 'capitulation'\)"
    ):
        probit(seen)
    with pytest.raises(GameError, match=r"flat along .* No crisis ends in capitulation or war\. Hold one of these"):
        probit(attacks(3, 60).assign(outcome="status quo"))


def test_unique_is_refused_where_there_are_several():
    rows = [{"none arms": 86, "one arms": 13, "both arm": 1}]  # as in the first of three equilibria
    with pytest.raises(GameError, match=r"equilibrium='unique' was asked for, but at the estimate there are 3 equilibria in group 0"):
        fit(
            arms(),
            rows,
            {"c": "1"},
            equilibrium="unique",
            response="logit",
            b=1,
            precision=8,
            start={"c: constant": 0.4},
            starts=1,
            draws=0,
        )


def test_a_group_without_variation_and_an_outcome_never_seen_are_told():
    rows = pd.DataFrame(
        {"x": [0.1, 0.9, 0.5], "z": [0.2, -0.5, 1.0], "status quo": [10, 5, 4], "capitulation": [0, 4, 3], "war": [0, 0, 0]}
    )
    found = fit(deterrence(), rows, {"cap": "1"}, equilibrium="unique", sq=0, war_A=-1, war_B=-1, draws=10, starts=1)
    assert any(note.startswith("No crisis ends in war; what moves only the chance of that") for note in found.warnings)
    lacking = fit(deterrence(), rows.drop(columns="war"), {"cap": "1"}, equilibrium="unique", sq=0, war_A=-1, war_B=-1, draws=10, starts=1)
    assert any("No crisis ends in war (the rows have no column of counts 'war')" in note for note in lacking.warnings)
    assert "Group 0 shows one outcome only; such a group says little of which equilibrium is played." in found.warnings


def test_groups_of_one_crisis_are_warned_of_choosing_by_their_outcome():
    rows = pd.DataFrame({"outcome": ["none arms", "both arm", "one arms", "none arms"] * 10})
    found = fit(
        arms(),
        rows,
        {"c": "1"},
        equilibrium="best of each group",
        response="logit",
        b=1,
        precision=6,
        start={"c: constant": 0.5},
        starts=1,
        draws=0,
    )
    assert any("'shares' is meant for such data" in note for note in found.warnings)


def test_a_fit_near_a_fold_is_warned_of():
    rows = crises(7, groups=12, each=30)
    found = fit(
        lewis_schultz(),
        rows,
        {"W_B": "1 + x"},
        equilibrium="best of each group",
        S_A=0,
        C_B=0,
        V_A=1,
        V_B=1,
        W_A="-1.9",
        a="-1.2",
        draws=20,
        starts=2,
    )
    assert any("two equilibria meet within two standard errors of the estimate, along W_B" in note for note in found.warnings)
    assert "fold distance" in found.equilibria


def test_a_fit_at_a_bound_or_on_a_jump_is_told():
    rows = [{"status quo": 100, "concession": 0, "back down": 0, "fight": 0}]
    held = {"S_A": 0, "C_B": 0, "V_B": 1, "W_A": -2, "a": -1, "W_B": -3}
    found = fit(
        lewis_schultz(), rows, {"V_A": "1"}, equilibrium="lowest resist", start={"V_A: constant": 0.0001}, draws=0, starts=1, **held
    )
    assert any(note.startswith("The estimate lies at ") for note in found.warnings)
    room = _of_bounds(found.likelihood, np.array([1e-6]))
    assert room == ["The estimate lies at the bound S_A < V_A in group 0; standard errors do not hold at a bound."]


def test_a_start_and_a_kind_of_errors_are_checked():
    with pytest.raises(GameError, match="There is no coefficient 'W_A' to start from; there are cap: constant"):
        probit(attacks(3, 20), start={"W_A": 1})
    with pytest.raises(GameError, match="A start is a number for each coefficient"):
        probit(attacks(3, 20), start={"cap: constant": "q"})
    with pytest.raises(GameError, match="seed = 'a' is no whole number of at least 0"):
        probit(attacks(3, 20), seed="a")
    with pytest.raises(GameError, match="The column 'g' holds what names no group"):
        probit([{"x": 1, "z": 2, "outcome": "war", "g": [1]}], group="g")
    with pytest.raises(GameError, match="which is no count"):
        probit([{"x": 1, "z": 2, "war": 10**400}])
    with pytest.raises(GameError, match="Standard errors are by 'hessian' or 'sandwich'; found errors='robust'"):
        probit(attacks(3, 20), errors="robust")


def test_what_is_no_game_is_refused():
    with pytest.raises(GameError, match="is a story; call it"):
        fit(deterrence, attacks(3, 20), PROBIT, equilibrium="unique")
