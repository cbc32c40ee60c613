"""Sweeps: from a map and point by point, on walls, in a store, in other processes; what they refuse."""

import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction

import pandas
import pytest
from click.testing import CliRunner

import games
import solvers
from games import GameError, Parameter, game
from solvers.cli.commands import command_line
from solvers.closed_forms import branches
from solvers.sweeps import swept
from solvers.sweeps.grid import read_grid
from solvers.sweeps.store import FILE


@pytest.fixture(scope="module")
def beer():
    return games.load("beer_quiche")


@game(players=("S", "R"))
def wedge(play, *, a=Parameter(1, "0 < a < b", means="small"), b=Parameter(2, "a < b < 4", means="large")):
    """R prefers r from b = 2*a on."""
    play.choose("S", ["m", "n"])
    return {"l": (0, 2 * a), "r": (1, b)}[play.choose("R", ["l", "r"])]


def compared(frame):
    """What both methods must agree on, by point: the numbers of each equilibrium, in any order."""
    numbers = [name for name in frame if name.startswith(("payoff", "outcome", "measure"))]
    parameters = [*frame.columns[: list(frame.columns).index("solution")]]
    rows = [
        (tuple(row[name] for name in parameters), tuple((name, round(row[name], 9)) for name in sorted(numbers)))
        for row in frame.to_dict("records")
    ]
    return sorted(rows)


def widened(frame, other):
    """The columns of highest values that another frame has and this one needs none of."""
    for name in other:
        if name not in frame:
            frame = frame.assign(**{name: frame[name.removesuffix(", highest")]})
    return frame


@pytest.mark.parametrize("grid", [{"p": "1/10:9/10:5"}, {"p": "1/2,1/3"}], ids=["inside", "with a wall"])
def test_a_map_and_single_points_agree_also_on_a_wall(beer, grid):
    mapped, solved = solvers.sweep(beer, grid), solvers.sweep(beer, grid, method="enumerate")
    assert compared(widened(mapped, solved)) == compared(widened(solved, mapped))
    assert list(mapped["solution"]) == list(solved["solution"])
    assert not mapped["exact"].any() and solved["exact"].all()


def test_two_parameters_agree_and_points_outside_the_domain_have_no_rows():
    grid = {"a": "1/2:7/2:4", "b": "1/2:7/2:7"}
    mapped, solved = solvers.sweep(wedge(), grid), solvers.sweep(wedge(), grid, method="enumerate")
    assert compared(widened(mapped, solved)) == compared(widened(solved, mapped))
    inside = sum(a < b for a in (1, 3, 5, 7) for b in range(1, 8))
    assert mapped.attrs["points"] == solved.attrs["points"] == inside and mapped.attrs["outside"] == 28 - inside
    assert len(mapped[(mapped["a"] == 0.5) & (mapped["b"] == 1)]) > 0  # on the wall b = 2*a


def test_signs_in_doubt_are_decided_exactly():
    near = Fraction(1, 2) + Fraction(1, 10**30)  # as a float it lies on the wall
    frame = solvers.sweep(games.load("beer_quiche"), {"p": [near, Fraction(1, 2)]})
    beyond, wall = (solvers.solve(games.load("beer_quiche"), p=p) for p in (near, Fraction(1, 2)))
    assert list(frame["solution"]) == [*range(len(beyond)), *range(len(wall))]


def test_an_open_quantity_has_a_lowest_and_a_highest_value(beer):
    row = swept(beer, {"p": ["1/2"]}, method="enumerate").as_json()["rows"]
    assert any(isinstance(x, list) for one in row for x in one["outcomes"].values())
    frame = solvers.sweep(beer, {"p": ["1/2"]})
    assert (frame["outcome beer/duel, highest"] > frame["outcome beer/duel"]).any()


def test_a_frame_gives_the_points_one_by_one():
    frame = solvers.sweep(wedge(), pandas.DataFrame({"a": ["1/2", "1"], "b": ["3/4", "3"]}))
    assert frame.attrs["points"] == 2 and sorted(set(zip(frame["a"], frame["b"], strict=True))) == [(0.5, 0.75), (1, 3)]


def test_a_store_goes_on_where_it_was(beer, tmp_path):
    first = swept(beer, {"p": "1/4,1/3"}, store=tmp_path)
    again = swept(beer, {"p": "1/4,1/3,2/3"}, store=tmp_path)
    assert (first.reused, again.reused, again.points) == (0, 2, 3)
    assert again.rows == swept(beer, {"p": "1/4,1/3,2/3"}, method="enumerate").rows


def test_of_a_store_only_what_is_asked_for_is_read(beer, tmp_path):
    grid = {"p": [Fraction(k, 2003) for k in range(1, 4)]}
    swept(beer, grid, method="enumerate", store=tmp_path)
    base = sqlite3.connect(tmp_path / FILE)
    with base:
        base.execute("INSERT INTO points VALUES ('p=1/2', 'no answer that anybody could read')")
    base.close()
    assert swept(beer, grid, method="enumerate", store=tmp_path).reused == 3
    with pytest.raises(GameError, match="is damaged"):
        swept(beer, {"p": ["1/2"]}, method="enumerate", store=tmp_path)


def test_a_store_of_another_question_is_refused_and_kept(beer, tmp_path):
    swept(beer, {"p": ["1/4"]}, store=tmp_path)
    before = (tmp_path / FILE).read_bytes()
    with pytest.raises(GameError, match="holds a sweep of another concept"):
        swept(beer, {"p": ["1/4"]}, "pbe", store=tmp_path)
    with pytest.raises(GameError, match="holds a sweep of another game"):
        swept(wedge(), {"a": ["1"]}, store=tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_what_is_no_store_is_refused(beer, tmp_path):
    (tmp_path / FILE).write_text("this is no database, and long enough that nothing takes it for an empty one" * 20)
    with pytest.raises(GameError, match="cannot be used"):
        swept(beer, {"p": ["1/4"]}, store=tmp_path)


def test_a_sweep_that_stops_keeps_what_it_has(beer, tmp_path):
    def stopping(batches):
        for number, batch in enumerate(batches):
            if number:
                raise KeyboardInterrupt
            yield batch

    with pytest.raises(KeyboardInterrupt):
        swept(beer, {"p": "1/40:39/40:10"}, store=tmp_path, progress=stopping)  # in batches of eight points
    assert swept(beer, {"p": "1/40:39/40:10"}, store=tmp_path).reused > 0


def test_an_executor_gives_the_same_rows(beer):
    grid = {"p": "1/40:39/40:10"}  # in batches of eight points
    with ThreadPoolExecutor(2) as executor:
        assert swept(beer, grid, method="enumerate", executor=executor).rows == swept(beer, grid, method="enumerate").rows


@pytest.mark.parametrize(
    "grid, sentence",
    [
        ({}, "needs a grid"),
        ({"q": ["1/2"]}, "There is no parameter 'q' to sweep over; there are p."),
        ({"p": []}, "gives p no values"),
        ({"p": "1/4:1/2"}, "low:high:count"),
        ({"p": "1/2:1/4:3"}, "end below where they begin"),
        ({"p": ["x"]}, "is not a rational number"),
        ({"p": ["sqrt(2)/2"]}, "is not a rational number"),
        ({"p": ["2", "3"]}, "None of the grid's 2 points lies in the game's domain."),
        ({"p": "0:1:200000000"}, "gives p 200,000,000 values, more than 1,000,000; take fewer values"),
    ],
)
@pytest.mark.parametrize("method", ["map", "enumerate"])
def test_grids_that_cannot_be_swept_are_refused(beer, grid, sentence, method):
    with pytest.raises(GameError, match=sentence):
        swept(beer, grid, method=method)


def test_other_requests_that_are_refused(beer, tmp_path):
    with pytest.raises(GameError, match="There is no way 'fast' to sweep; there are map, enumerate"):
        swept(beer, {"p": ["1/2"]}, method="fast")
    with pytest.raises(GameError, match="leave out the store"):
        swept(beer, {"p": ["1/2"]}, method="map", store=tmp_path / "new")
    with pytest.raises(GameError, match="p is in the grid and has been given a value"):
        swept(beer, {"p": ["1/2"]}, p="1/3")
    assert not (tmp_path / "new").exists()


def test_floats_are_read_as_the_decimals_that_they_print_as():
    assert read_grid({"p": [0.1, 1e-3]}, ["p"]).values == ((Fraction(1, 10), Fraction(1, 1000)),)
    assert read_grid({"p": "0:1:3", "q": "1/2"}, ["p", "q"]).point(1) == {"p": Fraction(1, 2), "q": Fraction(1, 2)}


def test_the_command(tmp_path):
    call = ["sweep", "beer_quiche", "--grid", "p=1/4,1/2,2", "--store", str(tmp_path / "store"), "--out", str(tmp_path / "out")]
    answer = json.loads(CliRunner().invoke(command_line, [*call, "--json"]).stdout)
    assert (answer["points"], answer["outside"], answer["reused"]) == (2, 1, 0)
    assert {row["p"] for row in answer["rows"]} == {"1/4", "1/2"} and all(row["exact"] for row in answer["rows"])
    text = CliRunner().invoke(command_line, call).stdout
    words = " ".join(text.split())
    assert "2 points had been solved before. 1 point of the grid lies outside the game's domain." in words
    assert max(map(len, text.splitlines()[:-2])) <= 80
    assert (tmp_path / "out" / "sweep.csv").read_text().startswith("p,solution,family")
    rounded = json.loads(CliRunner().invoke(command_line, ["sweep", "beer_quiche", "--grid", "p=1/4", "--json"]).stdout)
    assert rounded["method"] == "map" and not any(row["exact"] for row in rounded["rows"])
    assert set(rounded["rows"][0]["payoffs"]) == {"Sender", "Receiver"}


@game(players=("A",))
def touching(play, *, c=Parameter("1/2", "0 < c < 3")):
    """Where c is 1 both actions are best, and where c*c is 2; on both sides of each the same is best, or not."""
    return {"x": ((c - 1) ** 2 * (2 - c * c),), "y": (0,)}[play.choose("A", ["x", "y"])]


def test_equilibria_on_a_surface_that_is_no_wall_are_swept():
    points = ["1/2", 1, "5/4", 2]
    swept = solvers.sweep(touching(), {"c": points})
    counts = [len(solvers.solve(touching(), c=c)) for c in points]
    assert [int((swept["c"] == float(Fraction(c))).sum()) for c in points] == counts == [1, 3, 1, 1]
    assert [wall.threshold.text() for wall in solvers.regimes(touching(), check=0).walls] == ["c**2 - 2 = 0"]
    assert set(swept["found"]) == {"all"}


def test_an_interrupt_ends_a_sweep_and_keeps_no_part_of_a_point(tmp_path, monkeypatch):
    whole = solvers.sweep(touching(), {"c": ["1/2", 1]}, method="enumerate")
    solving, calls = branches.Engine.solve, []

    def interrupted(self, *args):
        calls.append(self)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return solving(self, *args)

    monkeypatch.setattr(branches.Engine, "solve", interrupted)
    with pytest.raises(KeyboardInterrupt):
        solvers.sweep(touching(), {"c": ["1/2", 1]}, method="enumerate", store=tmp_path)
    assert solvers.sweep(touching(), {"c": ["1/2", 1]}, method="enumerate", store=tmp_path).equals(whole)
