"""What the supervisor and a zygote say to each other over their socket."""

import struct

REQUEST = struct.Struct("<ci")
"""A letter and a process id: fork (with descriptors for requests, results and the bell), or end the process."""
REPLY = struct.Struct("<ii")
"""Process id as the zygote knows it, and its wait status (0 for a fork). With a fork comes a descriptor of the process."""
FORK_WARM, FORK_ONCE, END = b"w", b"o", b"e"
