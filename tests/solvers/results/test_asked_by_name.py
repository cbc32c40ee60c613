"""Parts of a map are found by what they are called where they are told; a map written to a file's name is refused."""

import pytest

from games import GameError, load
from solvers import regimes
from solvers.show.files import save


@pytest.fixture(scope="module")
def found():
    return regimes(load("beer_quiche"), check=0)


def test_a_family_is_found_by_its_letter(found):
    for tag in ("A1", "B2", "C"):
        family = found.family(tag)
        assert family is found.family(family.name)
    assert found.family("C").called.text().startswith("Sender semi-separating")
    with pytest.raises(GameError, match="There is no family 'Z'; there are A1, "):
        found.family("Z")
    with pytest.raises(GameError, match=r"A is told as A1 and A2, which differ off the path of play; ask for one of them\."):
        found.family("A")


def test_a_regime_is_found_by_its_name_and_by_a_point(found):
    first = found.regimes[0]
    assert found.regime("R1") is first
    assert found.regime(**first.sample) is first
    with pytest.raises(GameError, match=r"There is no regime 'R9'; there are R1 to R2\."):
        found.regime("R9")


def test_a_picture_against_a_parameter_says_of_what(found):
    with pytest.raises(GameError, match="Say first what is drawn against p: an outcome, a measure, a player, a mix or a belief"):
        found.plot(by="p")


def test_a_folder_that_is_named_like_a_file_is_refused(found, tmp_path):
    with pytest.raises(GameError, match=r"map\.json is named like a file, and 3 files are written into a folder; name a folder, as map\."):
        save(found.solved, tmp_path / "map.json")
    assert not list(tmp_path.iterdir())
    (tmp_path / "v1.json").mkdir()
    assert save(found.solved, tmp_path / "v1.json")
    assert save(found.solved, tmp_path / "v1.2")
