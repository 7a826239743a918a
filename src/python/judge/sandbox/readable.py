"""What the text under judgement may read: the interpreter's own libraries, and packages that a person has allowed."""

import os
import sys

_LIST_OF_LIBRARIES = "/etc/ld.so.cache"
_PACKAGES = ("site-packages", "dist-packages")


def readable_paths(packages: list[str]) -> list[str]:
    """Files and folders, as the interpreter names them.

    They are its standard library, the folders from which the system has given it shared libraries (its extension
    modules need more of these when they are imported), and `packages`.
    """
    own = [path for path in (os.path.dirname(os.__file__), *sys.path) if os.path.isdir(path)]
    wanted = dict.fromkeys(os.path.abspath(path) for path in [*own, *_folders_of_shared_libraries(), *packages])
    folders = [path for path in wanted if not any(_is_below(path, other) for other in wanted)]
    return folders + ([_LIST_OF_LIBRARIES] if os.path.exists(_LIST_OF_LIBRARIES) else [])


def hidden_folders(readable: list[str], packages: list[str]) -> list[str]:
    """Folders of installed packages within the readable ones that nobody has allowed."""
    inside = [os.path.join(folder, name) for folder in readable for name in _PACKAGES]
    return [folder for folder in inside if os.path.isdir(folder) and not any(_holds(folder, kept) for kept in packages)]


def _folders_of_shared_libraries() -> list[str]:
    try:
        with open("/proc/self/maps", encoding="utf-8", errors="surrogateescape") as maps:
            paths = {line.split(maxsplit=5)[5].strip() for line in maps if ".so" in line}
    except OSError:
        return []
    return sorted({os.path.dirname(path) for path in paths if path.startswith("/")})


def _is_below(path: str, folder: str) -> bool:
    return path != folder and path.startswith(folder.rstrip("/") + "/")


def _holds(folder: str, path: str) -> bool:
    return path == folder or _is_below(path, folder)
