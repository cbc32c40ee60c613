"""Labels in any script: symbols that are named after them, and games that have them."""

import games
import solvers
from games.labels import as_symbol


def test_symbols_named_after_labels_are_ascii():
    names = ["x_go on/now", "x_lärm", "mu_Šíp", "x_²", "x_ж", "x_ß", "x_→"]
    assert [as_symbol(name) for name in names] == ["x_go_on_now", "x_larm", "mu_Sip", "x_2", "x_u436", "x_udf", "x"]


@games.game(players=("Ж", "B"))
def noise(play):
    """A signal that is never sent, in letters that are not ASCII."""
    kind = play.chance("type", ["hoch", "tief"])
    play.tell("Ж", kind)
    if play.choose("Ж", ["ruhe", "lärm"]) == "ruhe":
        return 3, 0
    taken = play.choose("B", ["да", "nein"]) == "да"
    return int(taken), (1 if kind == "hoch" else -1) * taken


def test_what_is_open_after_such_labels_is_named_and_comes_back(tmp_path):
    found = solvers.solve(noise())
    assert {name for one in found for name in one.free} >= {"mu_larm"}
    back = solvers.read_result(solvers.write_result(found, tmp_path / "found.json"), noise())
    assert back.as_json() == found.as_json()
    assert {name for one in solvers.solve(noise(), "nash") for name in one.free} >= {"x_u434u430_larm"}
