"""A stored sweep that is killed goes on where it was, five times in a row."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from solvers.sweeps.store import FILE

CALL = [sys.executable, "-m", "solvers", "sweep", "beer_quiche", "--grid", "p=1/1000:999/1000:200", "--method", "enumerate", "--json"]


def kept(folder):
    if not (folder / FILE).exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True)) as base:
            return base.execute("SELECT count(*) FROM points").fetchone()[0]
    except sqlite3.Error:  # not yet written
        return 0


@pytest.mark.slow
def test_a_killed_sweep_has_the_rows_of_one_that_was_not(tmp_path):
    whole = json.loads(subprocess.run(CALL, capture_output=True, check=True).stdout)
    store = tmp_path / "store"
    for _ in range(5):
        before = kept(store)
        with subprocess.Popen([*CALL, "--store", str(store)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while kept(store) == before and process.poll() is None:
                pass
            process.kill()
        assert kept(store) > before
    last = json.loads(subprocess.run([*CALL, "--store", str(store)], capture_output=True, check=True).stdout)
    assert last["rows"] == whole["rows"] and 5 <= last["reused"] < last["points"] == 200
