"""The folder of one run of the judge, which it needs until its zygotes are closed in and no longer."""

import os


def make_root() -> str:
    """A new folder that only this user can see. As `tempfile` would make it, whose import takes too long at a start."""
    parent = next(filter(None, map(os.environ.get, ("TMPDIR", "TEMP", "TMP"))), "/tmp")
    return make_folder(parent, f"autodidact-judge-{os.urandom(8).hex()}")


def make_folder(parent: str, name: str) -> str:
    """A new folder for this user alone; returns its path."""
    path = os.path.join(parent, name)
    os.mkdir(path, 0o700)
    return path


def remove_root(root: str) -> None:
    """Removes the folder with all that is in it, if it is there. `shutil` would take too long to import."""
    for folder, folders, files in os.walk(root, topdown=False):
        for name in files:
            os.remove(os.path.join(folder, name))
        for name in folders:
            os.rmdir(os.path.join(folder, name))
    if os.path.isdir(root):
        os.rmdir(root)
