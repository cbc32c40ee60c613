"""What holds for all tests."""

import gc
import os
from pathlib import Path

import pytest
from _pytest.doctest import DoctestModule

LONG = frozenset(Path(__file__).with_name("long_cases.txt").read_text(encoding="utf-8").splitlines())


class OnlyExamples:
    """Looks for examples in docstrings only where a file has any: pytest would import every file, and take its docstrings apart."""

    @pytest.hookimpl(wrapper=True)
    def pytest_collect_file(self, file_path):
        found = yield
        without = file_path.suffix == ".py" and b">>> " not in file_path.read_bytes()
        return [one for one in found if not (without and isinstance(one, DoctestModule))]


def pytest_configure(config):
    """Prepare a run, and the processes that run parts of it."""
    config.pluginmanager.register(OnlyExamples())
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # processes that tests start may keep what they compile: half a second each


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark as slow what took longer than a third of a second where it was measured: cases beside others, listed in ``long_cases.txt``."""
    for item in items:
        if item.nodeid in LONG:
            item.add_marker(pytest.mark.slow)


def pytest_collection_finish():
    """Pass over what was imported and collected, which stays to the end, whenever cyclic garbage is looked for."""
    gc.collect()
    gc.freeze()
