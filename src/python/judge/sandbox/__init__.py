"""What closes the text under judgement off from the machine; `docs/judge.md` says against what, and how each is tested.

In the zygote, once and for all that it forks: `namespaces` (users, processes, network, IPC, a file system that holds
only the interpreter's libraries, read-only) and `landlock` (files, TCP, signals). In each child: `limits` (time, memory,
descriptors, environment) and `seccomp` (system calls). Each stands for itself where another is not to be had;
`self_test` attacks the result and names its tier.
"""
