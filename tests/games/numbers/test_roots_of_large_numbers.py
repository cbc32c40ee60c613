"""Square roots of numbers that are too large to be factored."""

import pytest

from games import GameError
from games.numbers import read


def test_large_numbers_are_split_by_small_primes_only():
    """A denominator of a thousand digits once kept the reader for ever."""
    tiny = read("sqrt(1 + 1e-999)")
    assert float(tiny) == 1.0 and (tiny**2).text() == read("1 + 1e-999").text()
    assert read(f"sqrt({10**998})").text() == str(10**499)


def test_large_squares_have_rational_roots():
    large = (10**60 + 7) * (10**70 + 33)
    assert read(f"sqrt({large * large})").text() == str(large)
    assert read(f"sqrt({4 * large * large}/{9 * large * large})").text() == "2/3"


def test_what_is_negative_has_none():
    with pytest.raises(GameError, match="is not a real number"):
        read("sqrt(1e-999 - 1)")
