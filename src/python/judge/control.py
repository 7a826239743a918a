"""What the supervisor and a zygote say to each other over their socket."""

import struct

REQUEST = struct.Struct("<ci")
"""A letter and a process id: fork (with descriptors for requests, results and the bell), or end that process."""
REPLY = struct.Struct("<ii")
"""For a fork: process id as the zygote knows it, and 0; with it comes a descriptor of the process.

For an end: 1 where the process had to be killed, else 0; and its wait status.
"""
FORK_WARM, FORK_ONCE, AWAIT, END = b"w", b"o", b"a", b"e"
"""A process that is awaited is ending by itself, and is killed only where it does not."""
