"""Measures the trainer beside a plain script for TRL, and its export beside a copy of the file; `python -m train --help`.

To run in `test/bench` with an interpreter that has the trainer's libraries.
"""
