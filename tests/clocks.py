"""Clocks that only their readers move, and counts of work in place of time: no test hangs on how fast or how busy the machine is."""

import sys


class Clock:
    """Goes one step further whenever somebody looks; stands in for the module `time`."""

    def __init__(self, step=1.0):
        self.now, self.step = 0.0, step

    def monotonic(self):
        self.now += self.step
        return self.now

    perf_counter = process_time = monotonic


def calls(function, *arguments):
    """How many calls of functions, Python's own too, a call takes in all, and what it gives or raises."""
    count = 0

    def look(_frame, event, _argument):
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(look)
    try:
        found = function(*arguments)
    except Exception as error:
        found = error
    finally:
        sys.setprofile(before)
    return count, found
