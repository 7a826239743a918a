"""macOS: the zygote runs under `sandbox-exec`, whose profile all its children inherit, and the supervisor watches memory.

Not yet run on a real one.
"""

import ctypes
import struct
import sys

from .readable import readable_paths

_PROGRAM = "/usr/bin/sandbox-exec"
_PROFILE = """\
(version 1)
(deny default)
(allow process-fork)
(allow process-exec (literal "{python}"))
(allow signal (target same-sandbox))
(allow sysctl-read)
(allow file-read-metadata)
(allow file-read* {readable})
(allow file-write-data (literal "/dev/null"))
"""
_RUSAGE_BYTES, _FOOTPRINT_AT = 96, 72
"""Size of `struct rusage_info_v0` of <sys/resource.h>, and where its ri_phys_footprint lies."""
_SYSTEM = ("/usr/lib", "/System/Library", "/dev/null", "/dev/urandom", "/dev/random", "/private/var/db/dyld")


def closed_in(command: list[str], folder: str, packages: list[str]) -> list[str]:
    """The command as it runs closed in: it reads the interpreter's libraries and `packages`, and writes nothing."""
    own = [sys.prefix, sys.base_prefix, __file__.rpartition("/sandbox/")[0]]
    readable = dict.fromkeys([*readable_paths(packages), *own, *_SYSTEM, folder])
    subpaths = " ".join(f"(subpath {_quoted(path)})" for path in readable)
    return [_PROGRAM, "-p", _PROFILE.format(python=_escaped(sys.executable), readable=subpaths), *command]


def memory_of(pid: int) -> int:
    """Bytes of memory that a process of this user occupies; 0 where the system does not tell, as for one that ended."""
    usage = ctypes.create_string_buffer(_RUSAGE_BYTES)
    failed = ctypes.CDLL("/usr/lib/libproc.dylib").proc_pid_rusage(ctypes.c_int(pid), ctypes.c_int(0), usage)
    return 0 if failed else footprint_in(usage.raw)


def footprint_in(usage: bytes) -> int:
    """The physical footprint, in bytes, within a `struct rusage_info_v0`."""
    return struct.unpack_from("<Q", usage, _FOOTPRINT_AT)[0]


def _quoted(path: str) -> str:
    return f'"{_escaped(path)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
