"""Numbers beyond the range of floating point: judged exactly, kept whole for programs, rounded and marked as such for people."""

from fractions import Fraction

import numpy as np
import pytest
from flint import fmpq

import games
import solvers
from games import Parameter, game
from games.numbers import digits, read, rough, scaled_terms, text
from solvers.algebra.ring import Ring
from solvers.algebra.sign_oracle import Oracle
from solvers.maps.sampling import clear_signs
from solvers.show.formula import latex, readable, rounded
from solvers.show.words import brief

HUGE, TINY = Fraction(10**400), Fraction(1, 10**400)


def oracle(*points):
    ring = Ring(("x", "y"), ())
    return ring, Oracle(ring, [], (), [dict(zip("xy", point, strict=True)) for point in points])


@pytest.mark.parametrize(
    "point",
    [
        (HUGE, TINY),
        (TINY, HUGE),
        (TINY, TINY),
        (HUGE, HUGE),
        (-HUGE, TINY),
        (Fraction(1, 10**200), Fraction(1, 10**250)),
        (Fraction(0), TINY),
        (Fraction(10**160), Fraction(1, 10**170)),
    ],
)
@pytest.mark.parametrize(
    "source",
    [
        "x - y",
        "x**2 - y",
        "x*y - 1",
        f"{10**400}*x - y",
        f"x/{10**400} - y",
        f"{10**300}*x**2 - {10**299}*y",
        f"x**2*y**2*{10**30} - 1",
        "x**3*y + y**2",
    ],
)
def test_signs_at_samples_are_exact_beyond_the_range_of_floating_point(point, source):
    ring, known = oracle(point, (Fraction(1, 3), Fraction(1, 7)))
    polynomial = ring.take(read(source).numerator)
    exact = [polynomial(*(fmpq(v.numerator, v.denominator) for v in at)) for at in (point, (Fraction(1, 3), Fraction(1, 7)))]
    assert known.signs(polynomial).tolist() == [int(v > 0) - int(v < 0) for v in exact]


def test_a_quotient_in_floating_point_saturates():
    assert rough(10**400) == np.inf and rough(-(10**400)) == -np.inf and rough(1, 10**400) == 0 and rough(1, 3) == 1 / 3
    assert digits(0) == 0 and digits(1) == 1 and digits(10**400) > 1300 < digits(1, 10**400)
    assert max(abs(c) for c, _ in scaled_terms(read(f"{10**400}*x + 1").numerator)) <= 4
    assert max(abs(c) for c, _ in scaled_terms(read(f"x/{10**400} + y/{10**401}").at({}).numerator)) <= 1e30


def test_signs_of_many_points_do_not_overflow():
    signs, clear = clear_signs([read(f"{10**400}*x - {10**399}").numerator], np.array([[1.0], [0.01]]))
    assert signs.tolist() == [[1], [-1]] and clear.all()


@pytest.mark.parametrize("p", [Fraction(1, 2) - TINY, Fraction(1, 2) + TINY])
def test_a_game_with_numbers_of_hundreds_of_digits_is_solved(p):
    found = solvers.solve(games.load("beer_quiche", p=p))
    assert found.found == "all" and all(s.certificate.equilibrium for s in found.solutions)
    near = solvers.solve(games.load("beer_quiche", p=Fraction(1, 2) + (Fraction(1, 10) if p > Fraction(1, 2) else -Fraction(1, 10))))
    assert [s.name for s in found.solutions] == [s.name for s in near.solutions]


def test_what_people_read_is_rounded_and_what_programs_read_is_whole():
    @game(players=("Alice",))
    def bet(play, *, a=Parameter(Fraction(7, 3) * HUGE, "a > 0", "what a bet brings")):
        """A bet."""
        return (a,) if play.choose("Alice", ["bet", "pass"]) == "bet" else (0,)

    found = solvers.solve(bet())
    assert "payoffs   Alice ~2.333e+400" in found.text() and "0" * 60 not in found.text()
    assert found.as_json()["solutions"][0]["payoffs"]["Alice"] == f"{7 * 10**400}/3"
    assert r"{\approx}2.333 \cdot 10^{400}" in found.latex()


def test_long_numbers_in_formulas_are_rounded_and_marked():
    long = 123 * 10**80
    assert readable(f"{long}*x/{long + 1} >= {long}/7 - x**2/{long}") == "~1.23e+82*x/~1.23e+82 >= ~1.757e+81 - x**2/~1.23e+82"
    assert (
        readable(f"mu <= {long}/{7 * long + 1}") == "mu <= ~0.1429" and readable("x + 12345678901234567890") == "x + 12345678901234567890"
    )
    assert latex(f"x >= {long}") == r"x \geq {\approx}1.23 \cdot 10^{82}" and latex("x >= 12/5") == r"x \geq \frac{12}{5}"
    assert brief(HUGE / 3) == "~3.333e+399" and brief(-TINY / 3) == "~-3.333e-401" and rounded("1/3") == "~0.3333"


def test_numbers_of_more_digits_than_python_writes_are_written():
    found = solvers.solve(games.load("escalation_ladder", groups=3)).as_json()
    assert found["at"]["hold"] == str(Fraction(199, 200) ** 3)
    long = games.load("escalation_ladder", groups=2_000)
    assert len(text(long.defaults["hold"])) > 9_000
