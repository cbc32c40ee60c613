"""Which mutants are never drawn, and how one is told."""

import pytest

from benchmarks.mutants import HOME, _difference, _function, _meaning, _start, left_behind


def lines(body):
    return ["def f(x):", *(f"    {line}" for line in body.split("\n"))]


@pytest.mark.parametrize(
    "one, other, same",
    [
        ('raise ValueError("no such thing")', 'raise ValueError("NO SUCH THING")', True),
        ('raise ValueError("no such thing")', "raise ValueError(None)", False),
        ('raise ValueError(f"{x} is no such thing")', 'raise ValueError(f"{y} is no such thing")', False),
        ('return x["key"]', 'return x["KEY"]', False),
        ("return list(zip(x, x, strict=True))", "return list(zip(x, x, strict=False))", True),
        ("return list(zip(x, x, strict=True))", "return list(zip(x, x, ))", True),
        ("return list(zip(x, x, strict=True))", "return list(zip(x, None, strict=True))", False),
        ("return x < 1", "return x <= 1", False),
    ],
)
def test_wording_and_strictness_make_no_difference(one, other, same):
    assert (_meaning(lines(one)) == _meaning(lines(other))) is same


def test_a_mutant_is_told_by_the_lines_that_change():
    one, other = lines("y = x\nif y:\n    return 1\nreturn 2"), lines("y = x\nif not y:\n    return 1\nreturn 2")
    assert _difference(one, other) == (2, "- if y:\n+ if not y:")


def test_all_mutants_of_a_function_go_by_one_name():
    text = "\n    # a remark\n    def x_f__mutmut_3(self):\n        return 1\n"
    assert _function(text) == ["    def f(self):", "        return 1"]
    assert _meaning(_function(text)) == _meaning(_function(text.replace("_3", "_orig")))


def test_where_a_function_starts():
    source = "import os\n\n\ndef f():\n    pass\n\n\nclass A:\n    @staticmethod\n    def g():\n        pass\n"
    assert (_start(source, "x_f"), _start(source, "xǁAǁg")) == (4, 10)


def test_every_package_is_copied_whole():
    assert left_behind(str(HOME / "solvers"), ["__pycache__", "results", "search", "requests.py"]) == ["__pycache__"]
    assert left_behind(str(HOME / "benchmarks"), ["results", "mutants.py"]) == ["results"]
