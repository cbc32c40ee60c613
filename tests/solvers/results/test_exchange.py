"""Results and profiles go out and come back: as JSON with the game's fingerprint, as tables, with pure play in short."""

import json

import pytest

import games
import solvers
from games import GameError

PURE = {"Sender": {"strong": "beer", "weak": "beer"}, "Receiver": {"beer": "retreat", "quiche": "duel"}}


def test_an_action_stands_for_playing_it_for_sure():
    game = games.load("beer_quiche")
    assert solvers.verify(game.at(), PURE, "sequential").equilibrium
    assert not solvers.verify(game.at(), {**PURE, "Receiver": {"beer": "retreat", "quiche": "retreat"}}, "sequential").equilibrium
    with pytest.raises(GameError, match="There is no action 'wine' for Receiver at 'quiche'; there are 'duel', 'retreat'"):
        solvers.verify(game.at(), {**PURE, "Receiver": {"beer": "retreat", "quiche": "wine"}}, "sequential")
    assert solvers.solve(game).contains(PURE)
    assert solvers.why_not(game.at(), PURE).text()


def test_a_claim_names_actions():
    found = solvers.regimes(games.load("beer_quiche"), check=0)
    assert solvers.claim(found, ["p > 1/2"], {"Sender": {"weak": "beer"}}).holds == "in some equilibrium"


# ------------------------------------------------------------------ JSON, out and in


@pytest.mark.parametrize("name, refine", [("beer_quiche", None), ("beer_quiche", "d1"), ("defection_for_immunity", None)])
def test_a_map_comes_back_as_it_was(tmp_path, name, refine):
    found = solvers.regimes(games.load(name), refine=refine, check=0)
    back = solvers.read_result(solvers.write_result(found, tmp_path / "map.json"))
    assert back.as_json() == found.as_json() and back.text() == found.text()
    assert [f.exists(r.sample) for f in back.families for r in back.regimes] == [
        f.exists(r.sample) for f in found.families for r in found.regimes
    ]
    assert back.regime() == found.regime() and len(back.at()) == len(found.at())


def test_families_and_solutions_come_back(tmp_path):
    game = games.load("crisis_signalling")
    for found in (solvers.families(game), solvers.solve(game), solvers.solve(game, "nash")):
        back = solvers.read_result(solvers.write_result(found, tmp_path / "found.json"), game)
        assert back.as_json() == {key: value for key, value in found.as_json().items() if key != "classes"}


def test_results_of_another_game_are_refused(tmp_path):
    path = solvers.write_result(solvers.solve(games.load("beer_quiche")), tmp_path / "found.json")
    with pytest.raises(GameError, match="holds results of another game: its fingerprint is "):
        solvers.read_result(path, games.load("spence_signalling"))
    path.write_text(path.read_text().replace('"duel": "1"', '"duel": "0"').replace('"retreat": "0"', '"retreat": "1"'))
    with pytest.raises(GameError, match=r"is no equilibrium of beer_quiche|add up to 2"):
        solvers.read_result(path)


def altered(result, path, *keys):
    """Write a result with one entry changed: the last of the keys is the new value."""
    written = json.loads(solvers.write_result(result, path).read_text())
    *way, last, value = keys
    place = written
    for key in way:
        place = place[key]
    place[last] = value
    path.write_text(json.dumps(written))
    return path


def test_results_that_were_changed_are_refused(tmp_path):
    game, path = games.load("beer_quiche"), tmp_path / "found.json"
    solved, mapped = solvers.solve(game), solvers.regimes(game, check=0)
    with pytest.raises(GameError, match=r"the outcomes of Sender .* are not those of its profile: beer/duel is 1, but 0 by the verifier"):
        solvers.read_result(altered(solved, path, "solutions", 0, "outcomes", "beer/duel", "1"))
    with pytest.raises(GameError, match=r"the payoffs of Sender .* are not those of its profile"):
        solvers.read_result(altered(solved, path, "solutions", 0, "payoffs", "Sender", "7"))
    for kind, row in (("profile", ("Receiver", "beer", "duel")), ("beliefs", ("Receiver", "beer", "weak/beer"))):
        with pytest.raises(GameError, match=rf"In Sender pooling .* the {kind} of Receiver at 'beer' add up to "):
            solvers.read_result(altered(mapped, path, "families", 0, kind, *row, "1/3"))
    for broken in (None, [], {}, 3):
        with pytest.raises(GameError, match="cannot be read as a result"):
            solvers.read_result(altered(mapped, path, "families", 0, "play", "on_path", 0, "choices", 0, "actions", 0, broken))


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"game": "beer_quiche", "families": 1}', '{"game": 1, "regimes": []}', "\x00", "1e9"])
def test_files_that_are_no_results_are_refused(tmp_path, content):
    (tmp_path / "odd.json").write_text(content)
    with pytest.raises(GameError):
        solvers.read_result(tmp_path / "odd.json")


def test_what_is_no_result_is_not_written(tmp_path):
    with pytest.raises(GameError, match="Wall is no result of solve, families or regimes"):
        solvers.write_result(solvers.regimes(games.load("beer_quiche"), check=0).walls[0], tmp_path / "wall.json")


# ------------------------------------------------------------------ tables


def test_tables_are_exact_and_escaped():
    found = solvers.solve(games.load("beer_quiche"))
    table = found.to_markdown().splitlines()
    assert table[0] == "| solution | name | player | information set | action | probability |" and table[1] == "| --- " * 6 + "|"
    assert len(table) == 2 + len(found.frame())
    family = solvers.regimes(games.load("beer_quiche"), check=0).families[0]
    rows = family.frame()
    assert str(rows[(rows["quantity"] == "payoff") & (rows["player"] == "Sender")].value.item()) == "3 - p"
    assert "| payoff | Sender |  | Sender | 3 - p |" in family.to_markdown()
    exists = solvers.families(games.load("beer_quiche")).to_markdown()
    assert r"p \>= 1/2" in exists


def test_devices_and_values_have_tables():
    device = solvers.correlated(games.load("chicken"), "correlated")
    assert list(device.frame().columns) == ["draw", "probability", "player", "information set", "action"]
    assert device.latex().startswith(r"\begin{center}") and device.latex().count(r"\frac{1}{4}") == 4


def test_payoffs_go_out_as_csv_and_come_back(tmp_path):
    game = games.load("prisoners_dilemma").at()
    path = games.write_csv(game, tmp_path / "payoffs.csv")
    assert path.read_text().splitlines()[:2] == ["Row,Column,payoff Row,payoff Column", "cooperate,cooperate,3,3"]
    back = games.read_csv(path)
    assert [[back.payoff(leaf, k) for k in (0, 1)] for leaf in range(4)] == [[game.payoff(leaf, k) for k in (0, 1)] for leaf in range(4)]
    assert back.players == game.players and set(back.set_labels) == {"start"}


@pytest.mark.parametrize(
    "text, said",
    [
        ("", "is empty"),
        ("A,B,payoff A\nx,y,1", "line 1: found A, B, payoff A"),
        ("A,payoff A\nx,1\nx,2", "line 3: x is there twice"),
        ("A,B,payoff A,payoff B\nx,y,1,2\nz,w,1,2", "it says nothing of x, w"),
        ("A,payoff A\nx,one half", "the payoff 'one half' is no number"),
        ("A,payoff A\nx,p", "holds a symbol"),
        ("A,payoff A\nx", "line 2 has 1 entries"),
    ],
)
def test_broken_tables_of_payoffs_are_refused_with_their_line(tmp_path, text, said):
    (tmp_path / "odd.csv").write_text(text)
    with pytest.raises(GameError) as refused:
        games.read_csv(tmp_path / "odd.csv")
    assert said in str(refused.value)


def test_sweeps_are_written_as_their_file_is_called(tmp_path, monkeypatch):
    from solvers.sweeps import swept

    done = swept(games.load("beer_quiche"), {"p": "1/4:3/4:3"}, "sequential")
    assert done.save(tmp_path / "sweep.csv").read_text().startswith("p,solution,family,")
    with pytest.raises(GameError, match=r"A table is written as \.csv or \.parquet, not as 'sweep\.xls'"):
        done.save(tmp_path / "sweep.xls")
    monkeypatch.setattr("solvers.show.exchange.find_spec", lambda name: None)
    with pytest.raises(GameError, match=r"pip install 'cartel-games\[parquet\]'"):
        done.save(tmp_path / "sweep.parquet")
    assert [path.name for path in tmp_path.iterdir()] == ["sweep.csv"]
    frame = solvers.sweep(games.load("beer_quiche"), {"p": "1/4:3/4:3"})
    assert solvers.write_result(frame, tmp_path / "again.csv").read_text() == (tmp_path / "sweep.csv").read_text()


def test_a_result_asks_for_the_game_that_it_is_of(tmp_path):
    @games.game(players=("A",))
    def coin(play, *, w=games.Parameter(1, domain="w > 0", means="what the right call is worth")):
        """A coin that is called."""
        return (w * (play.choose("A", ["heads", "tails"]) == play.chance("coin", ["heads", "tails"])),)

    for found in (solvers.regimes(coin(), check=0), solvers.solve(coin())):
        path = solvers.write_result(found, tmp_path / "coin.json")
        with pytest.raises(GameError) as refused:
            solvers.read_result(path)
        assert str(refused.value) == (
            f"{path} holds results of coin, which is no game of the catalogue; hand the game over: read_result(path, coin())."
        )
        with pytest.raises(
            GameError, match=r"coin\.json holds results of another game: its fingerprint is .* that of beer_quiche here is "
        ):
            solvers.read_result(path, games.load("beer_quiche"))
        with pytest.raises(GameError, match="coin is a story; call it, as coin"):
            solvers.read_result(path, coin)
        assert solvers.read_result(path, coin()).found == found.found
