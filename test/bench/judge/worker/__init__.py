"""The long-lived workers of the comparators `pipes` and `fork`; `python -m judge.worker`."""
