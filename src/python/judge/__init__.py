"""The judge: proves or refutes pairs of puzzle and solution, each step in a process of its own."""
