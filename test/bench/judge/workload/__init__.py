"""The workloads: known-good pairs of P3, and attempts as models make them."""
