"""Parts of a map are found by what they are called where they are told; a map written to a file's name is refused."""

import pytest

from games import GameError, load
from solvers import regimes

MAP = regimes(load("beer_quiche"), check=0)


def test_a_family_is_found_by_its_letter():
    for tag in ("A1", "B2", "C"):
        family = MAP.family(tag)
        assert family is MAP.family(family.name)
    assert MAP.family("C").called.text().startswith("Sender semi-separating")
    with pytest.raises(GameError, match="There is no family 'Z'; there are A1, "):
        MAP.family("Z")
    with pytest.raises(GameError, match=r"A is told as A1 and A2, which differ off the path of play; ask for one of them\."):
        MAP.family("A")


def test_a_regime_is_found_by_its_name_and_by_a_point():
    first = MAP.regimes[0]
    assert MAP.regime("R1") is first
    assert MAP.regime(**first.sample) is first
    with pytest.raises(GameError, match=r"There is no regime 'R9'; there are R1 to R2\."):
        MAP.regime("R9")


def test_a_picture_against_a_parameter_says_of_what():
    with pytest.raises(GameError, match="Say first what is drawn against p: an outcome, a measure, a player, a mix or a belief"):
        MAP.plot(by="p")


def test_a_folder_that_is_named_like_a_file_is_refused(tmp_path):
    with pytest.raises(GameError, match=r"map\.json is named like a file, and 5 files are written into a folder; name a folder, as map\."):
        MAP.save(tmp_path / "map.json")
    assert not list(tmp_path.iterdir())
    (tmp_path / "v1.json").mkdir()
    assert MAP.save(tmp_path / "v1.json")
    assert MAP.save(tmp_path / "v1.2")
