"""How much memory this process has taken, and how much it may take: where the system can tell, as on Linux and macOS."""

from __future__ import annotations

import os
import sys
from pathlib import Path

STATM = Path("/proc/self/statm")  # on Linux; what the system says of the most memory held begins with that of the parent
FRACTION = 0.5  # of what the machine has beyond what the process holds already


def memory_in_use() -> int | None:
    """How much memory, in bytes, the process holds (elsewhere than on Linux: the most it has held); None where that cannot be asked."""
    try:
        return int(STATM.read_bytes().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        pass
    try:
        import resource
    except ImportError:
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return int(peak if sys.platform == "darwin" else 1024 * peak)


def ceiling(gigabytes: float | None = None, processes: int = 1) -> int | None:
    """Up to where memory may grow, in bytes: by some gigabytes, or by a fraction of what the machine has, shared between processes."""
    in_use = memory_in_use()
    if in_use is None:
        return None
    if gigabytes is not None:
        return in_use + int(gigabytes * 1e9)
    import resource

    machine = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY:
        machine = min(machine, limit)
    return in_use + int(FRACTION * max(0, machine - in_use) / processes)
