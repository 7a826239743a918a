"""The machine's processes, as /proc shows them."""

from pathlib import Path


def parents() -> dict[int, int]:
    """Each living process and its parent; a zombie lives no more."""
    found = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                state, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
            except OSError:
                continue  # It has just ended.
            if state != "Z":
                found[int(folder.name)] = int(parent)
    return found


def below(pid: int) -> list[int]:
    """The living descendants of a process, those nearest to it first."""
    known = parents()
    found = [pid]
    for parent in found:
        found += [child for child, its_parent in known.items() if its_parent == parent]
    return found[1:]


def mentioning(text: str) -> list[int]:
    """The living processes with `text` in their command line."""
    return [pid for pid in parents() if text in command_line(pid)]


def command_line(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    except OSError:
        return ""
