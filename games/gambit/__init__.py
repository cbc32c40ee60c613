"""Gambit's text files, and the one module that touches its Python package."""
