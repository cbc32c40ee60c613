"""Correlated play: devices that draw and advise, and mediators who hear reports, each the solution of an exact linear program.

May import `nash` (its linear programs), `lifting` (bases with a parameter open) and what stands below them.
"""
