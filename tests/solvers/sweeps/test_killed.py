"""A stored sweep that is killed goes on where it was, five times in a row."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing

import pytest

from solvers.sweeps.store import FILE

SWEEPS = {
    "enumerate": ("beer_quiche", "p=1/1000:999/1000:200", 200, []),
    "lift": ("beer_quiche", "p=1/1000:999/1000:1000", 1000, []),
    "learn": ("kuhn", "bet=1/10:6:4000", 4000, ["--set", "stakes=open", "--concept", "nash"]),
}


def kept(folder):
    if not (folder / FILE).exists():
        return 0
    try:
        with closing(sqlite3.connect(f"file:{folder / FILE}?mode=ro", uri=True)) as base:
            return base.execute("SELECT count(*) FROM points").fetchone()[0]
    except sqlite3.Error:  # not yet written
        return 0


@pytest.mark.slow
@pytest.mark.parametrize("method", SWEEPS)
def test_a_killed_sweep_has_the_rows_of_one_that_was_not(tmp_path, method):
    name, grid, points, more = SWEEPS[method]
    call = [sys.executable, "-m", "solvers", "sweep", name, "--grid", grid, "--method", method, *more, "--json"]
    whole = json.loads(subprocess.run(call, capture_output=True, check=True).stdout)
    store = tmp_path / "store"
    for _ in range(5):
        before = kept(store)
        with subprocess.Popen([*call, "--store", str(store)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            while kept(store) == before and process.poll() is None:
                pass
            process.kill()
        assert kept(store) > before
    last = json.loads(subprocess.run([*call, "--store", str(store)], capture_output=True, check=True).stdout)
    assert last["rows"] == whole["rows"] and 5 <= last["reused"] < last["points"] == points
