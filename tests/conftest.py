"""What holds for all tests."""

import os
from pathlib import Path

import pytest

LONG = frozenset(Path(__file__).with_name("long_cases.txt").read_text(encoding="utf-8").splitlines())


def pytest_configure():
    """Let the processes that tests start, and those that run them, keep what they compile: one that may not takes half a second longer."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark as slow what took longer than a second where it was measured: cases beside others, listed in ``long_cases.txt``."""
    for item in items:
        if item.nodeid in LONG:
            item.add_marker(pytest.mark.slow)
