"""Fine-tuning: a GGUF model in, a tuned GGUF model out; `python -m trainer PHASE`, one process a phase (see `phases`)."""
