"""Measures this judge beside four other ways to run puzzles and solutions; `python -m judge --help` in `test/bench`."""
