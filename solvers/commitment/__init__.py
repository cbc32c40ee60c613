"""Commitment: what a leader reaches who binds itself to a strategy before play, for all to see.

May import `correlation` (endings and programs), `nash` (linear programs) and what stands below them.
"""
