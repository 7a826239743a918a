"""The corpus of attacks: one module a family."""
