"""macOS: the zygote runs under `sandbox-exec`, whose profile all its children inherit. Not yet run on a real one."""

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
_SYSTEM = ("/usr/lib", "/System/Library", "/dev/null", "/dev/urandom", "/dev/random", "/private/var/db/dyld")


def closed_in(command: list[str], folder: str, packages: list[str]) -> list[str]:
    """The command as it runs closed in: it reads the interpreter's libraries and `packages`, and writes nothing."""
    own = [sys.prefix, sys.base_prefix, __file__.rpartition("/sandbox/")[0]]
    readable = dict.fromkeys([*readable_paths(packages), *own, *_SYSTEM, folder])
    subpaths = " ".join(f"(subpath {_quoted(path)})" for path in readable)
    return [_PROGRAM, "-p", _PROFILE.format(python=_escaped(sys.executable), readable=subpaths), *command]


def _quoted(path: str) -> str:
    return f'"{_escaped(path)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
