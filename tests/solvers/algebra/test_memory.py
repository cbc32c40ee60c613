"""How much memory a process holds and may take, where the system tells it and where it does not."""

import os
import resource
import sys
from types import SimpleNamespace

import pytest

from solvers.algebra import memory
from solvers.algebra.memory import ceiling, memory_in_use

PAGE, PAGES = 1000, 4_000_000


@pytest.fixture
def machine(monkeypatch, tmp_path):
    """A machine of 4 GB, on which the process holds 1 GB."""
    statm = tmp_path / "statm"
    statm.write_text("7 1000000 3 4")
    monkeypatch.setattr(memory, "STATM", statm)
    monkeypatch.setattr(os, "sysconf", {"SC_PAGE_SIZE": PAGE, "SC_PHYS_PAGES": PAGES}.__getitem__)
    limits = SimpleNamespace(now=(resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "getrlimit", lambda which: {resource.RLIMIT_AS: limits.now}[which])
    monkeypatch.setattr(resource, "getrusage", lambda who: {resource.RUSAGE_SELF: SimpleNamespace(ru_maxrss=3000)}[who])
    return SimpleNamespace(statm=statm, limits=limits)


def test_this_process_holds_some_memory():
    assert 10**6 < memory_in_use() < 10**12 and ceiling() > memory_in_use() - 10**9


def test_what_is_held_is_asked_of_linux_first(machine):
    assert memory_in_use() == 10**9


def test_elsewhere_it_is_the_most_that_was_held(machine, monkeypatch):
    machine.statm.unlink()
    monkeypatch.setattr(sys, "platform", "freebsd")
    assert memory_in_use() == 3000 * 1024
    monkeypatch.setattr(sys, "platform", "darwin")  # which counts in bytes
    assert memory_in_use() == 3000


def test_where_nothing_can_be_asked_there_is_no_ceiling(machine, monkeypatch):
    machine.statm.unlink()
    monkeypatch.setitem(sys.modules, "resource", None)
    assert memory_in_use() is None and ceiling() is None and ceiling(3.0) is None


def test_some_gigabytes_more(machine):
    assert ceiling(2.5) == 3_500_000_000 and ceiling(0) == 10**9 and ceiling(1, processes=8) == 2 * 10**9


def test_a_fraction_of_what_the_machine_has_is_shared(machine, monkeypatch):
    assert ceiling() == 2_500_000_000 and ceiling(processes=3) == 1_500_000_000
    monkeypatch.setattr(memory, "FRACTION", 0.25)
    assert ceiling() == 1_750_000_000


def test_a_limit_counts_where_it_is_lower(machine):
    machine.limits.now = (2 * 10**9, resource.RLIM_INFINITY)
    assert ceiling() == 1_500_000_000
    machine.limits.now = (9 * 10**9, resource.RLIM_INFINITY)
    assert ceiling() == 2_500_000_000
    machine.limits.now = (10**8, resource.RLIM_INFINITY)  # which is overrun already
    assert ceiling() == 10**9
