"""The list of cases that are left to the slow run."""

from pathlib import Path

LISTED = Path(__file__).with_name("long_cases.txt").read_text(encoding="utf-8").splitlines()
ROOT = Path(__file__).parents[1]


def test_every_case_that_is_listed_is_a_test():
    """A case whose test was renamed would run in the fast suite again, unseen."""
    assert sorted(set(LISTED)) == LISTED
    for case in LISTED:
        file, _, name = case.partition("::")
        source = (ROOT / file).read_text(encoding="utf-8")
        assert f"def {name.partition('[')[0].rpartition('.')[2]}(" in source, case
