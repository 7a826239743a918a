"""The corpus of awkward pairs, all of them right: one module a subject."""
