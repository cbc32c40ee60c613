"""Slips of the hand: which equilibria stand when nobody can rule a mistake out (perfect, quasi-perfect, proper).

May import `correlation` (the endings of a game), `nash` and `closed_forms` (what there is to choose from) and what stands below them.
"""
